"""The bells of a branch, those of single days first; a day rung by another set and back."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from django.db import transaction
from django.utils.translation import gettext as _

from parta.access.actor import Actor
from parta.access.rules import require
from parta.classes.models import Course
from parta.common.errors import Invalid
from parta.ledger.services import record
from parta.lessons.models import BellDay, Lesson
from parta.lessons.rules import DECIDE_DAYS
from parta.school.models import Bell, BellSet, Branch, Room


class Rung(Protocol):
    """A slot of the pattern or a lesson: what has a number, a class with its shift, perhaps a room."""

    number: int
    course: Course
    room: Room | None


class Bells:
    """The bell of a lesson: the set of its day first, then of its building and weekday, then the common one."""

    def __init__(self, school_id: int, branch_id: int) -> None:
        here = {"school_id": school_id}
        self.sets = list(BellSet.objects.filter(**here, branch_id=branch_id))
        bells = Bell.objects.filter(**here, bell_set__branch_id=branch_id)
        self.bells = {(bell.bell_set_id, bell.number): bell for bell in bells}
        self.days = set(BellDay.objects.filter(**here, branch_id=branch_id).values_list("date", "bell_set_id"))

    def at(self, rung: Rung, on: date) -> Bell | None:
        fitting = [row for row in self.sets if self._fits(row, rung, on)]
        fitting.sort(key=lambda row: ((on, row.pk) not in self.days, row.building_id is None, not row.weekdays, row.pk))
        found = (self.bells.get((row.pk, rung.number)) for row in fitting)
        return next((bell for bell in found if bell), None)

    def _fits(self, row: BellSet, rung: Rung, on: date) -> bool:
        building = rung.room.building_id if rung.room else None
        if row.shift != rung.course.group.shift or row.building_id not in (None, building):
            return False
        if (on, row.pk) in self.days:
            return True
        return not row.only_named_days and (not row.weekdays or on.weekday() in row.weekdays)


def bells_of(school_id: int, branch_id: int) -> Bells:
    return Bells(school_id, branch_id)


@transaction.atomic
def ring_day(*, actor: Actor, branch: Branch, on: date, bell_set: BellSet) -> int:
    """Ring a day by another bell set: the lessons of its shift get its times; give how many. None is refused."""
    require(actor, DECIDE_DAYS, branch)
    if bell_set.branch_id != branch.pk:
        raise Invalid(fields={"bell_set": _("These are the bells of another branch.")})
    here = {"school_id": branch.school_id, "branch": branch, "date": on}
    others = BellDay.objects.filter(**here, bell_set__shift=bell_set.shift, bell_set__building=bell_set.building_id)
    _forget(branch, list(others.exclude(bell_set=bell_set).values_list("pk", flat=True)))
    BellDay.objects.get_or_create(**here, bell_set=bell_set)
    changed = _retime(actor, branch, on, {"bell_set": bell_set.pk})
    if not changed:
        raise Invalid(fields={"on": _no_change(branch, on, bell_set)})
    return changed


def _no_change(branch: Branch, on: date, bell_set: BellSet) -> str:
    """Why other bells change nothing on a day."""
    lessons = Lesson.objects.filter(school_id=branch.school_id, course__group__branch_id=branch.pk, date=on)
    if not lessons.exists():
        return _("There are no lessons on this day: choose another day.")
    words = _("“%(name)s” changes no lesson of this day: look at the times, the shift and the building of this set.")
    return words % {"name": bell_set.name}


@transaction.atomic
def ring_as_usual(*, actor: Actor, branch: Branch, on: date) -> int:
    """Ring a day by the ordinary bells again."""
    require(actor, DECIDE_DAYS, branch)
    rows = BellDay.objects.filter(school_id=branch.school_id, branch=branch, date=on)
    _forget(branch, list(rows.values_list("pk", flat=True)))
    return _retime(actor, branch, on, {"bell_set": None})


def _forget(branch: Branch, ids: list[int]) -> None:
    BellDay.objects.filter(school_id=branch.school_id, pk__in=ids).erase()


def _retime(actor: Actor, branch: Branch, on: date, what: dict[str, object]) -> int:
    """The lessons of the day get the times that hold now."""
    bells = Bells(branch.school_id, branch.pk)
    rows = Lesson.objects.select_for_update(of=("self",)).filter(
        school_id=branch.school_id, course__group__branch_id=branch.pk, date=on
    )
    changed = []
    for lesson in rows.select_related("course__group", "room").order_by("pk"):
        bell = bells.at(lesson, on)
        times = (bell.starts, bell.ends) if bell else (None, None)
        if times != (lesson.starts, lesson.ends):
            lesson.starts, lesson.ends = times
            changed.append(lesson)
    Lesson.objects.filter(school_id=branch.school_id).bulk_update(changed, ["starts", "ends"], 500)
    record(
        actor=actor,
        school_id=branch.school_id,
        action="lessons.bells.set",
        target=branch,
        new={"date": str(on), "lessons": len(changed)} | what,
    )
    return len(changed)
