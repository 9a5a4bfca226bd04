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
from parta.lessons.arithmetic import days, week_of_cycle
from parta.lessons.models import Lesson
from parta.lessons.services.bells import Bells, bells_of
from parta.lessons.services.calendar import calendar_of
from parta.lessons.services.covering import untouched
from parta.lessons.services.days import under_acts
from parta.school.models import Branch
from parta.school.rules import EDIT_STRUCTURE
from parta.school.selectors import today_of
from parta.timetable.models import Slot, Version, Week


@dataclass(frozen=True)
class Publication:
    """What publishing a version does to lessons from today on.

    Some are made, some taken away, some get another teacher, room or bell. `kept` would go or change, but stay as they
    are: somebody has written in them, given work for them or moved them.
    """

    fresh: list[Lesson]
    stale: list[Lesson]
    changed: list[Lesson]
    kept: list[Lesson]


def publication(version: Version) -> Publication:
    wanted = {(row.course_id, row.date, row.number): row for row in _planned(version)}
    existing = _existing(version)
    today = today_of(version.school_id)
    begins = today if _before(version) else version.since
    extra = [row for key, row in existing.items() if key not in wanted and row.date >= today]
    other = [row for key, row in existing.items() if row.date >= today and _differs(row, wanted.get(key))]
    ids = [row.pk for row in (*extra, *other)]
    free = _free(version.school_id, ids)
    return Publication(
        [row for key, row in wanted.items() if key not in existing and row.date >= begins],
        [row for row in extra if row.pk in free],
        [_like(row, wanted[row.course_id, row.date, row.number]) for row in other if row.pk in free],
        [row for row in (*extra, *other) if row.pk not in free],
    )


PLANNED = ("teacher_id", "room_id", "starts", "ends")


def _differs(row: Lesson, wanted: Lesson | None) -> bool:
    return wanted is not None and any(getattr(row, name) != getattr(wanted, name) for name in PLANNED)


def _like(row: Lesson, wanted: Lesson) -> Lesson:
    for name in PLANNED:
        setattr(row, name, getattr(wanted, name))
    row.actual_teacher_id = wanted.teacher_id
    return row


def _before(version: Version) -> bool:
    """Another version held until this one: what was given by it is history."""
    rows = Version.objects.filter(school_id=version.school_id, branch_id=version.branch_id, since__lt=version.since)
    return bool(rows.filter(published_at__isnull=False).exists())


@transaction.atomic
def make_lessons(*, actor: Actor, version: Version) -> int:
    """Publish a version: (re)make its lessons from today or its first day on; give how many are new.

    Lessons that somebody has written in, given work for or moved stay as they are.
    """
    require(actor, EDIT_STRUCTURE, version.branch)
    Branch.objects.select_for_update().get(school_id=version.school_id, pk=version.branch_id)
    found = publication(version)
    Lesson.objects.filter(school_id=version.school_id, pk__in=[row.pk for row in found.stale]).erase()
    Lesson.objects.bulk_create(under_acts(version, found.fresh), 500)
    here = Lesson.objects.filter(school_id=version.school_id)
    here.bulk_update(found.changed, [*(name.removesuffix("_id") for name in PLANNED), "actual_teacher"], 500)
    version.published_at = clock.now()
    version.save(update_fields=["published_at"])
    record(
        actor=actor,
        school_id=version.school_id,
        action="lessons.timetable.published",
        target=version,
        new={
            "since": str(version.since),
            "made": len(found.fresh),
            "stale": len(found.stale),
            "changed": len(found.changed),
            "kept": len(found.kept),
        },
    )
    return len(found.fresh)


def _existing(version: Version) -> dict[tuple[int, date, int], Lesson]:
    since, until = span(version)
    rows = Lesson.objects.filter(
        school_id=version.school_id, course__group__branch_id=version.branch_id, date__range=(since, until)
    )
    return {(row.course_id, row.date, row.number): row for row in rows.order_by("id")}


def _free(school_id: int, ids: list[int]) -> set[int]:
    """Those of the lessons that nobody has written in and that are no new place of a moved one."""
    rows = Lesson.objects.filter(school_id=school_id, pk__in=untouched(school_id, ids), moved_here__isnull=True)
    return set(rows.values_list("pk", flat=True))


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
    calendar = calendar_of(version.year)
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
