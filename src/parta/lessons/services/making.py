"""Dated lessons from the weekly pattern: holidays skipped, moved days taught by their other weekday."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from parta.access.actor import Actor
from parta.access.rules import require
from parta.common import clock
from parta.ledger.services import record
from parta.lessons.arithmetic import days, teaching_weekday, week_of_cycle
from parta.lessons.models import Lesson
from parta.lessons.services.bells import Bells, bells_of
from parta.lessons.services.covering import untouched
from parta.lessons.services.days import under_acts
from parta.school.models import Branch, Holiday, MovedDay, School
from parta.school.rules import EDIT_STRUCTURE
from parta.school.selectors import today_of
from parta.timetable.models import Slot, Version, Week


@dataclass(frozen=True)
class Calendar:
    """What decides whether and by which weekday a date is taught in a branch."""

    week_days: int
    year_start: date
    moved: dict[date, int]
    holidays: list[Holiday]

    def weekday(self, on: date) -> int | None:
        return teaching_weekday(on, self.moved, self.week_days)

    def is_off(self, on: date, year_level: int | None) -> bool:
        return any(
            row.since <= on <= row.until and (not row.year_levels or year_level in row.year_levels)
            for row in self.holidays
        )


@transaction.atomic
def make_lessons(*, actor: Actor, version: Version) -> int:
    """Publish a version: (re)make its lessons from today or its first day on; give how many are new.

    Lessons that somebody has written in, given work for or moved stay as they are.
    """
    require(actor, EDIT_STRUCTURE, version.branch)
    Branch.objects.select_for_update().get(school_id=version.school_id, pk=version.branch_id)
    wanted = {(row.course_id, row.date, row.number): row for row in _planned(version)}
    existing = _existing(version)
    stale = [row.pk for key, row in existing.items() if key not in wanted]
    _erase_untouched(version.school_id, stale)
    fresh = [row for key, row in wanted.items() if key not in existing]
    Lesson.objects.bulk_create(under_acts(version, fresh), 500)
    version.published_at = clock.now()
    version.save(update_fields=["published_at"])
    record(
        actor=actor,
        school_id=version.school_id,
        action="lessons.timetable.published",
        target=version,
        new={"since": str(version.since), "made": len(fresh), "stale": len(stale)},
    )
    return len(fresh)


def _existing(version: Version) -> dict[tuple[int, date, int], Lesson]:
    since, until = span(version)
    rows = Lesson.objects.filter(
        school_id=version.school_id, course__group__branch_id=version.branch_id, date__range=(since, until)
    )
    return {(row.course_id, row.date, row.number): row for row in rows.order_by("id")}


def _erase_untouched(school_id: int, ids: list[int]) -> None:
    """Remove lessons of today and later that nobody has written in and that are no new place of a moved one."""
    rows = Lesson.objects.filter(
        school_id=school_id,
        pk__in=untouched(school_id, ids),
        moved_here__isnull=True,
        date__gte=today_of(school_id),
    )
    Lesson.objects.filter(school_id=school_id, pk__in=list(rows.values_list("pk", flat=True))).erase()


def span(version: Version) -> tuple[date, date]:
    """First and last day of a version: until the next published one or the end of the year."""
    later = Version.objects.filter(
        school_id=version.school_id,
        branch_id=version.branch_id,
        year_id=version.year_id,
        since__gt=version.since,
        published_at__isnull=False,
    ).order_by("since")
    following = later.first()
    return version.since, following.since - timedelta(days=1) if following else version.year.until


def _planned(version: Version) -> Iterator[Lesson]:
    calendar = _calendar(version)
    bells = bells_of(version.school_id, version.branch_id)
    by_weekday: dict[int, list[Slot]] = defaultdict(list)
    for slot in _slots(version):
        by_weekday[slot.weekday].append(slot)
    for on in days(*span(version)):
        weekday = calendar.weekday(on)
        if weekday is None:
            continue
        week = week_of_cycle(on, calendar.year_start)
        for slot in by_weekday[weekday]:
            if slot.week in (Week.EVERY, week) and not calendar.is_off(on, slot.course.group.year_level):
                yield _lesson(slot, on, bells)


def _slots(version: Version) -> list[Slot]:
    rows = Slot.objects.filter(school_id=version.school_id, version=version)
    return list(rows.select_related("course__group", "room"))


def _calendar(version: Version) -> Calendar:
    here = {"school_id": version.school_id, "year_id": version.year_id}
    return Calendar(
        School.objects.get(pk=version.school_id).week_days,
        version.year.since,
        dict(MovedDay.objects.filter(**here).values_list("date", "as_weekday")),
        list(Holiday.objects.filter(**here)),
    )


def _lesson(slot: Slot, on: date, bells: Bells) -> Lesson:
    bell = bells.at(slot, on)
    return Lesson(
        school_id=slot.school_id,
        course_id=slot.course_id,
        date=on,
        number=slot.number,
        starts=bell.starts if bell else None,
        ends=bell.ends if bell else None,
        room_id=slot.room_id,
        teacher_id=slot.teacher_id,
        actual_teacher_id=slot.teacher_id,
    )
