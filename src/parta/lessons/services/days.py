"""Quarantine, frost and distance days: one act cancels the lessons of a range of days or makes them remote."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from parta.access.actor import Actor
from parta.access.rules import require
from parta.classes.models import Group
from parta.common import clock
from parta.common.errors import Invalid
from parta.ledger.services import Change, record, record_many
from parta.lessons.models import DayAct, DayActGroup, DayMode, Lesson, Status
from parta.lessons.rules import DECIDE_DAYS, SUBSTITUTE
from parta.lessons.selectors import lessons_under, taken_groups
from parta.lessons.services.writing import locked_lessons
from parta.timetable.models import Version

LONGEST = 60


@transaction.atomic
def decide_days(*, actor: Actor, act: DayAct, groups: Sequence[Group] = ()) -> int:
    """Cancel the lessons of days, or make them remote, for classes or (without any) the whole branch; give how many.

    Lessons that are written in were given: they are not cancelled.
    """
    require(actor, DECIDE_DAYS, act)
    _check(act, groups)
    act.whole_branch = not groups
    act.made_at, act.made_by_id = clock.now(), actor.person_id
    act.save()
    rows = [DayActGroup(school_id=act.school_id, act=act, group=group) for group in groups]
    DayActGroup.objects.bulk_create(rows)
    ids = [lesson.pk for lesson in lessons_under(act, groups)]
    lessons = list(locked_lessons(actor=actor, school_id=act.school_id, ids=ids, rule=SUBSTITUTE).values())
    values = {"day_act": act} | ({"status": Status.CANCELLED} if act.mode == DayMode.OFF else {})
    Lesson.objects.filter(school_id=act.school_id, pk__in=ids).update(version=F("version") + 1, **values)
    verb = "lessons.lesson.cancelled" if act.mode == DayMode.OFF else "lessons.lesson.remote"
    _record_lessons(actor, act, verb, lessons)
    _record(actor, act, "decided", {"groups": [group.pk for group in groups], "lessons": len(ids)})
    return len(ids)


@transaction.atomic
def withdraw_days(*, actor: Actor, act: DayAct) -> int:
    """Take an act on days back: its lessons are as they were; give how many."""
    found: DayAct = DayAct.objects.select_for_update().get(school_id=act.school_id, pk=act.pk)
    require(actor, DECIDE_DAYS, found)
    if found.withdrawn_at:
        return 0
    ids = list(Lesson.objects.filter(school_id=act.school_id, day_act=found).values_list("pk", flat=True))
    lessons = list(locked_lessons(actor=actor, school_id=act.school_id, ids=ids, rule=SUBSTITUTE).values())
    rows = Lesson.objects.filter(school_id=act.school_id, day_act=found)
    cancelled = rows.filter(status=Status.CANCELLED)
    if found.mode == DayMode.OFF:
        cancelled.filter(written_at__isnull=False).update(status=Status.HELD)
        cancelled.update(status=Status.PLANNED)
    rows.update(version=F("version") + 1, day_act=None)
    found.withdrawn_at = clock.now()
    found.save(update_fields=["withdrawn_at"])
    _record_lessons(actor, found, "lessons.lesson.restored", lessons)
    _record(actor, found, "taken_back", {"lessons": len(ids)})
    return len(ids)


def under_acts(version: Version, lessons: list[Lesson]) -> list[Lesson]:
    """New lessons of a timetable that fall on days decided before take what was decided."""
    acts = DayAct.objects.filter(school_id=version.school_id, branch_id=version.branch_id, withdrawn_at__isnull=True)
    standing = [(act, taken_groups(act)) for act in acts.filter(until__gte=version.since).order_by("pk")]
    for lesson in lessons if standing else ():
        for act, groups in standing:
            if act.since <= lesson.date <= act.until and (groups is None or lesson.course.group_id in groups):
                lesson.day_act = act
                lesson.status = Status.CANCELLED if act.mode == DayMode.OFF else Status.PLANNED
                break
    return lessons


def _check(act: DayAct, groups: Iterable[Group]) -> None:
    if act.until < act.since:
        raise Invalid(fields={"until": _("The last day is before the first one.")})
    if (act.until - act.since).days > LONGEST:
        raise Invalid(fields={"until": _("%(n)d days at most.") % {"n": LONGEST}})
    if any(group.branch_id != act.branch_id for group in groups):
        raise Invalid(fields={"groups": _("These are classes of another branch.")})


def _record_lessons(actor: Actor, act: DayAct, verb: str, lessons: Iterable[Lesson]) -> None:
    changes = [Change(verb, lesson, reason=act.title) for lesson in lessons]
    record_many(actor=actor, school_id=act.school_id, changes=changes)


def _record(actor: Actor, act: DayAct, verb: str, new: dict[str, object]) -> None:
    values = {"kind": act.kind, "mode": act.mode, "since": str(act.since), "until": str(act.until)}
    record(
        actor=actor,
        school_id=act.school_id,
        action=f"lessons.days.{verb}",
        target=act,
        new=values | new,
        reason=act.order,
    )
