"""A version of the weekly pattern and all its slots at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from parta.access.actor import Actor
from parta.access.rules import require
from parta.common.errors import Invalid
from parta.ledger.services import record, save_row
from parta.school.models import AcademicYear, Branch
from parta.school.rules import EDIT_STRUCTURE
from parta.timetable.models import Slot, Version, Week


@dataclass(frozen=True)
class Place:
    """A slot as it is written: course, weekday (0 = Monday), lesson number, week of the cycle, teacher, room."""

    course_id: int
    weekday: int
    number: int
    week: int = Week.EVERY
    teacher_id: int | None = None
    room_id: int | None = None


def draft_version(*, actor: Actor, branch: Branch, year: AcademicYear, since: date) -> Version:
    if not year.since <= since <= year.until:
        raise Invalid(fields={"since": _("The day is not in the academic year.")})
    row = Version(school_id=branch.school_id, branch=branch, year=year, made_by_id=actor.person_id)
    return save_row(actor=actor, row=row, values={"since": since}, rule=EDIT_STRUCTURE)


@transaction.atomic
def put_slots(*, actor: Actor, version: Version, places: Sequence[Place]) -> None:
    """Replace all slots of a version that is not published yet."""
    require(actor, EDIT_STRUCTURE, version)
    if version.published_at:
        raise Invalid(_("This timetable is published: make a new version."))
    clash = collision(places)
    if clash:
        raise Invalid(clash)
    Slot.objects.filter(school_id=version.school_id, version=version).erase()
    Slot.objects.bulk_create(slot_of(version, place) for place in places)
    record(
        actor=actor,
        school_id=version.school_id,
        action="timetable.version.slots",
        target=version,
        new={"slots": len(places)},
    )


def slot_of(version: Version, place: Place) -> Slot:
    return Slot(
        school_id=version.school_id,
        version=version,
        course_id=place.course_id,
        weekday=place.weekday,
        number=place.number,
        week=place.week,
        teacher_id=place.teacher_id,
        room_id=place.room_id,
    )


def collision(places: Iterable[Place]) -> str:
    """Words about the first teacher who would be in two rooms at once; "" if there is none.

    Several courses of one teacher in one room at one time are a joint lesson (класс-комплект), no collision.
    """
    rooms: dict[tuple[int, int, int], list[Place]] = defaultdict(list)
    for place in places:
        if place.teacher_id is None:
            continue
        for other in rooms[place.teacher_id, place.weekday, place.number]:
            same_week = Week.EVERY in (place.week, other.week) or place.week == other.week
            if same_week and place.room_id != other.room_id:
                words = _("A teacher has two lessons in different rooms: weekday %(weekday)s, lesson %(number)s.")
                return words % {"weekday": place.weekday + 1, "number": place.number}
        rooms[place.teacher_id, place.weekday, place.number].append(place)
    return ""
