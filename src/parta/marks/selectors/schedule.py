"""The schedule of assessment procedures of a branch for a half-year, with what the checks found."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from parta.classes.models import Course, Group
from parta.marks.arithmetic.procedures import LESSON, findings, half_span
from parta.marks.models import Level, Procedure, ScheduleEdition, Work, WorkType
from parta.marks.selectors.facts import Reading, Said, limits_of, read, said
from parta.school.models import AcademicYear, Branch
from parta.school.selectors import policy_of


@dataclass(frozen=True)
class Entry:
    """A line of the schedule: a planned procedure, or an important work of the grid that nobody planned."""

    course: Course
    classes: tuple[Group, ...]
    date: date
    number: int | None
    kind: WorkType
    title: str
    minutes: int
    level: str
    note: str = ""
    procedure: Procedure | None = None
    work: Work | None = None
    findings: list[Said] = field(default_factory=list)

    @property
    def is_written(self) -> bool:
        """It stands in the journal."""
        return self.work is not None or bool(self.procedure and self.procedure.work_id)

    @property
    def level_name(self) -> str:
        return str(Level(self.level).label)

    @property
    def short(self) -> str:
        """The subject for a narrow place."""
        return self.course.subject.short_name or self.course.subject.name[:8]

    @property
    def words(self) -> str:
        """What the mouse is told: everything of it in one line."""
        lines = [self.course.subject.name, self.kind.name, self.title, *(one.words for one in self.findings)]
        return " · ".join(filter(None, lines))


@dataclass(frozen=True)
class Schedule:
    since: date
    until: date
    weeks: list[date]
    """Mondays."""
    entries: list[Entry]
    classes: list[Group]

    def rows(self) -> list[tuple[Group, list[list[Entry]]]]:
        """Of each class its entries by week; subgroups that write a subject on one day stand as one."""
        cells: dict[tuple[int, date], dict[tuple[date, int], Entry]] = defaultdict(dict)
        for entry in self.entries:
            for one in entry.classes:
                cell, key = cells[one.pk, monday(entry.date)], (entry.date, entry.course.subject_id)
                if key not in cell or not cell[key].findings:
                    cell[key] = entry
        return [(one, [list(cells[one.pk, week].values()) for week in self.weeks]) for one in self.classes]


def monday(on: date) -> date:
    return on - timedelta(days=on.weekday())


def schedule_of(branch: Branch, year: AcademicYear, half: int) -> Schedule:
    """The half-year of a branch: eight queries whatever the number of procedures."""
    reading = read(branch.school_id, year, Q(group__branch_id=branch.pk))
    since, until = half_span(year.since, year.until, half)
    limits = limits_of(policy_of(branch.school_id))
    against: dict[str, list[Said]] = defaultdict(list)
    for one in said(reading, findings(reading.facts(), limits), limits):
        against[one.key].append(one)
    entries = [_plan(reading, row, against[f"p{row.pk}"]) for row in reading.procedures]
    entries += [_work(reading, row, against[f"w{row.pk}"]) for row in reading.works]
    entries = [row for row in entries if since <= row.date <= until]
    entries.sort(key=lambda row: (row.date, row.course.group.year_level or 0, row.course.group.name, row.number or 0))
    found = {one.pk: one for classes in reading.classes.values() for one in classes}
    classes = sorted(found.values(), key=lambda one: (one.year_level or 0, one.name))
    first = monday(since)
    weeks = [first + timedelta(days=7 * number) for number in range((until - first).days // 7 + 1)]
    return Schedule(since, until, weeks, entries, classes)


def _plan(reading: Reading, row: Procedure, found: list[Said]) -> Entry:
    course = reading.courses[row.course_id]
    return Entry(
        course,
        reading.classes[course.group_id],
        row.date,
        reading.number_of(row),
        row.type,
        row.title,
        row.minutes,
        row.level,
        row.note,
        procedure=row,
        findings=found,
    )


def _work(reading: Reading, row: Work, found: list[Said]) -> Entry:
    course = reading.courses[row.lesson.course_id]
    place = (row.lesson.date, row.lesson.number, row.type, row.title, LESSON, Level.SCHOOL.value)
    return Entry(course, reading.classes[course.group_id], *place, work=row, findings=found)


def published_rows(edition: ScheduleEdition) -> list[dict[str, Any]]:
    """What the public reads of the half-year: planned procedures without any name of a person."""
    schedule = schedule_of(edition.branch, edition.year, edition.half)
    return [
        {
            "class": row.course.group.name,
            "year_level": row.course.group.year_level,
            "subject": row.course.subject.name,
            "date": str(row.date),
            "lesson": row.number,
            "kind": row.kind.name,
            "title": row.title,
            "minutes": row.minutes,
            "level": row.level,
        }
        for row in schedule.entries
        if row.procedure
    ]
