"""Lessons of a draft, put, moved, exchanged and taken away one act at a time.

Each act says by `seen` which state of the draft it was made for; where somebody was faster it is a conflict.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from django.db import transaction
from django.utils.translation import gettext as _

from parta.access.actor import Actor
from parta.access.rules import require
from parta.classes.models import Course
from parta.common.errors import Conflict, Invalid
from parta.ledger.services import record
from parta.people.models import Employee
from parta.school.models import Room
from parta.school.rules import EDIT_STRUCTURE
from parta.timetable.models import Slot, Version, Week
from parta.timetable.services.bulk import Place, slot_of

NUMBERS = range(1, 13)
DAYS = range(7)
ASIDE = 100
"""Lessons that change places stand aside at numbers that no school has."""


@contextmanager
def changing(actor: Actor, version: Version, seen: int) -> Iterator[Version]:
    """The locked draft; after the act it is one revision further."""
    require(actor, EDIT_STRUCTURE, version)
    with transaction.atomic():
        locked = Version.objects.select_for_update().get(school_id=version.school_id, pk=version.pk)
        if locked.published_at:
            raise Invalid(_("This timetable is published: make a new version."))
        if locked.revision != seen:
            raise Conflict(_("Somebody else has changed this draft: here it is as it stands now."))
        yield locked
        locked.revision += 1
        locked.save(update_fields=["revision"])
    version.revision = locked.revision


def place_cards(*, actor: Actor, version: Version, seen: int, places: Sequence[Place]) -> list[int]:
    """Put lessons into the week; several courses at one place with one teacher and room are a joint lesson."""
    with changing(actor, version, seen) as draft:
        check_rows(draft, places)
        for place in places:
            _check_free(draft, place, ())
        rows = [slot_of(draft, place) for place in places]
        for row in rows:
            row.save()
        keys = [row.pk for row in rows]
        _tell(actor, draft, "placed", keys, new={"place": _at(places[0].weekday, places[0].number)})
    return keys


def move_cards(*, actor: Actor, version: Version, seen: int, keys: Sequence[int], weekday: int, number: int) -> None:
    """Move the lessons of one place to another."""
    with changing(actor, version, seen) as draft:
        rows = _rows(draft, keys)
        old = _at(rows[0].weekday, rows[0].number)
        for row in rows:
            place = Place(row.course_id, weekday, number, row.week)
            _check_time(place)
            _check_free(draft, place, keys)
        _set(draft, keys, weekday=weekday, number=number)
        _tell(actor, draft, "moved", keys, old={"place": old}, new={"place": _at(weekday, number)})


def swap_cards(*, actor: Actor, version: Version, seen: int, keys: Sequence[int], others: Sequence[int]) -> None:
    """Let the lessons of two places change them."""
    with changing(actor, version, seen) as draft:
        first, second = _rows(draft, keys)[0], _rows(draft, others)[0]
        if set(keys) & set(others):
            raise Invalid(_("A lesson does not change places with itself."))
        _set(draft, others, number=ASIDE + second.number)
        for row, place in [(row, second) for row in _rows(draft, keys)] + [
            (row, first) for row in _rows(draft, others)
        ]:
            _check_free(draft, Place(row.course_id, place.weekday, place.number, row.week), (*keys, *others))
        _set(draft, keys, weekday=second.weekday, number=second.number)
        _set(draft, others, weekday=first.weekday, number=first.number)
        there, here = _at(second.weekday, second.number), _at(first.weekday, first.number)
        _tell(actor, draft, "swapped", [*keys, *others], old={"place": here}, new={"place": there})


def remove_cards(*, actor: Actor, version: Version, seen: int, keys: Sequence[int]) -> list[Place]:
    """Take lessons out of the week; give what they were, to be put back."""
    with changing(actor, version, seen) as draft:
        rows = _rows(draft, keys)
        _tell(actor, draft, "removed", keys, old={"place": _at(rows[0].weekday, rows[0].number)})
        Slot.objects.filter(school_id=draft.school_id, version=draft, pk__in=keys).erase()
    return [
        Place(row.course_id, row.weekday, row.number, row.week, row.teacher_id, row.room_id) for row in rows
    ]  # fmt: skip


def furnish_cards(
    *, actor: Actor, version: Version, seen: int, keys: Sequence[int], teacher_id: int | None, room_id: int | None
) -> tuple[int | None, int | None]:
    """Give lessons a teacher and a room; give back which they had."""
    with changing(actor, version, seen) as draft:
        first = _rows(draft, keys)[0]
        check_rows(draft, [Place(first.course_id, first.weekday, first.number, 0, teacher_id, room_id)])
        _set(draft, keys, teacher_id=teacher_id, room_id=room_id)
        old = {"teacher": first.teacher_id, "room": first.room_id}
        _tell(actor, draft, "furnished", keys, old=old, new={"teacher": teacher_id, "room": room_id})
    return first.teacher_id, first.room_id


def pin_cards(*, actor: Actor, version: Version, seen: int, keys: Sequence[int], is_pinned: bool) -> None:
    """Let the automatic timetable leave lessons where they stand, or let it move them again."""
    with changing(actor, version, seen) as draft:
        _rows(draft, keys)
        _set(draft, keys, is_pinned=is_pinned)
        _tell(actor, draft, "pinned" if is_pinned else "released", keys, new={})


def _rows(draft: Version, keys: Sequence[int]) -> list[Slot]:
    rows = list(Slot.objects.filter(school_id=draft.school_id, version=draft, pk__in=keys).order_by("pk"))
    if not rows or len(rows) != len(set(keys)):
        raise Conflict(_("This lesson does not stand in the timetable any more."))
    if len({(row.weekday, row.number) for row in rows}) > 1:
        raise Invalid(_("Lessons of one place are changed together."))
    return rows


def _set(draft: Version, keys: Sequence[int], **values: int | None) -> None:
    Slot.objects.filter(school_id=draft.school_id, version=draft, pk__in=keys).update(**values)


def _check_time(place: Place) -> None:
    if place.weekday not in DAYS or place.number not in NUMBERS or place.week not in Week.values:
        raise Invalid(_("There is no such place in the week."))


def _check_free(draft: Version, place: Place, apart_from: Sequence[int]) -> None:
    rows = Slot.objects.filter(
        school_id=draft.school_id,
        version=draft,
        course_id=place.course_id,
        weekday=place.weekday,
        number=place.number,
        week=place.week,
    )
    if rows.exclude(pk__in=apart_from).exists():
        raise Invalid(_("This lesson stands there already."))


def check_rows(draft: Version, places: Sequence[Place]) -> None:
    """Courses and rooms of the branch, teachers of the school."""
    here = {"school_id": draft.school_id}
    for place in places:
        _check_time(place)
    courses = {place.course_id for place in places}
    rows = Course.objects.filter(**here, group__branch_id=draft.branch_id, group__year_id=draft.year_id)
    rooms = {place.room_id for place in places} - {None}
    teachers = {place.teacher_id for place in places} - {None}
    if not courses or rows.filter(pk__in=courses).count() != len(courses):
        raise Invalid(fields={"course": _("There is no such course in the branch.")})
    if rooms and Room.objects.filter(**here, building__branch_id=draft.branch_id, pk__in=rooms).count() != len(rooms):
        raise Invalid(fields={"room": _("There is no such room in the branch.")})
    if teachers and Employee.objects.filter(**here, person_id__in=teachers).count() < len(teachers):
        raise Invalid(fields={"teacher": _("There is no such employee.")})


def _at(weekday: int, number: int) -> str:
    """2/3: the third lesson of Tuesday."""
    return f"{weekday + 1}/{number}"


def _tell(
    actor: Actor,
    draft: Version,
    verb: str,
    keys: Sequence[int],
    *,
    old: Mapping[str, object] | None = None,
    new: Mapping[str, object] | None = None,
) -> None:
    rows = Slot.objects.filter(school_id=draft.school_id, pk__in=keys).select_related(
        "course__subject", "course__group"
    )
    what = ", ".join(f"{row.course.subject.name} {row.course.group.name}" for row in rows.order_by("pk"))
    record(
        actor=actor,
        school_id=draft.school_id,
        action=f"timetable.slot.{verb}",
        target=draft,
        old=old and {"lesson": what, **old},
        new=None if new is None else {"lesson": what, **new},
    )
