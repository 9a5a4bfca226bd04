"""Limits of assessment procedures (domain.md 4.4), each check a pure function over facts.

Sources: the joint letter of Минпросвещения (06.08.2021 № СК-228/03) and Рособрнадзор (№ 01-169/08-01), and the federal
programmes (order № 704 of 09.10.2024). "Once in 2.5 weeks" is 17.5 days: 17 whole days would be oftener, so it is 18.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

SHORTEST = 30
"""Minutes: what is shorter is no assessment procedure."""
LESSON = 45
"""Minutes of a lesson, and of a work of which nobody has said how long it takes."""
WEEKS = 34
"""Teaching weeks of a year (domain.md 4.3)."""


def half_of(on: date) -> int:
    """1 or 2: the half-year that a day lies in; the first one ends with December."""
    return 1 if on.month >= 7 else 2


def half_span(since: date, until: date, half: int) -> tuple[date, date]:
    """The days of a half of the academic year, both inclusive."""
    turn = date(until.year, 1, 1)
    return (since, turn - timedelta(days=1)) if half == 1 else (turn, until)


@dataclass(frozen=True)
class Limits:
    """What the school allows; 0 switches a limit off."""

    a_day: int = 1
    apart: int = 18
    """Days between two procedures of a subject."""
    spread: int = 7
    """Within so many days the classes of a parallel write one and the same procedure, each at its own lesson."""
    share: int = 10
    """Per cent of the hours of the subject in the year."""
    edges: bool = True
    """Neither at the first nor at the last lesson of the day."""


@dataclass(frozen=True)
class Planned:
    """A procedure as the checks see it: planned, or an important work of the grid that nobody planned."""

    key: str
    course: int
    subject: int
    classes: frozenset[int]
    parallel: tuple[int, int]
    """Branch and year level."""
    date: datetime.date
    number: int | None = None
    minutes: int = LESSON
    has_lesson: bool = True

    @property
    def place(self) -> tuple[datetime.date, int, str]:
        return self.date, self.number or 0, self.key


@dataclass(frozen=True)
class Facts:
    procedures: tuple[Planned, ...]
    hours: Mapping[int, Decimal] = field(default_factory=dict)
    """Lessons a week by course."""
    edges: Mapping[tuple[int, date], tuple[int, int]] = field(default_factory=dict)
    """The first and the last lesson of a class on a day."""


@dataclass(frozen=True, order=True)
class Finding:
    """What stands against the procedure `key`: the code of the rule, the procedures it clashes with, a number."""

    key: str
    code: str
    others: tuple[str, ...] = ()
    value: int = 0


def findings(facts: Facts, limits: Limits) -> list[Finding]:
    """Everything that breaks a limit, in one order whatever the order of the facts."""
    found = [*_a_day(facts, limits), *_apart(facts, limits), *_share(facts, limits), *_edges(facts, limits)]
    found += [Finding(row.key, "lesson") for row in facts.procedures if not row.has_lesson]
    return sorted(set(found))


def against(facts: Facts, limits: Limits, key: str) -> list[Finding]:
    """What stands against one of the procedures."""
    return [row for row in findings(facts, limits) if row.key == key]


def _a_day(facts: Facts, limits: Limits) -> Iterator[Finding]:
    """Subgroups that write the same subject on one day are one procedure of the class."""
    if not limits.a_day:
        return
    days: dict[tuple[int, date], list[Planned]] = defaultdict(list)
    for row in facts.procedures:
        for one in row.classes:
            days[one, row.date].append(row)
    clashes: dict[str, set[str]] = defaultdict(set)
    for rows in days.values():
        for row in rows if _count(rows) > limits.a_day else ():
            clashes[row.key] |= {other.key for other in rows if other is not row and not _together(row, other)}
    yield from (Finding(key, "day", tuple(sorted(others))) for key, others in clashes.items() if others)


def _count(rows: Iterable[Planned]) -> int:
    """So many procedures the pupils of a class have on a day, of the subgroups of a subject the busiest."""
    by_course: dict[tuple[int, int], int] = defaultdict(int)
    for row in rows:
        by_course[row.subject, row.course] += 1
    by_subject: dict[int, int] = {}
    for (subject, _course), count in by_course.items():
        by_subject[subject] = max(count, by_subject.get(subject, 0))
    return sum(by_subject.values())


def _together(one: Planned, other: Planned) -> bool:
    return one.subject == other.subject and one.course != other.course


def _apart(facts: Facts, limits: Limits) -> Iterator[Finding]:
    """A subject in a parallel not oftener than once in 2.5 weeks; the classes write it one after the other."""
    subjects: dict[tuple[int, tuple[int, int]], list[Planned]] = defaultdict(list)
    for row in facts.procedures:
        subjects[row.subject, row.parallel].append(row)
    near: dict[str, dict[str, int]] = defaultdict(dict)
    for rows in subjects.values():
        rows.sort(key=lambda row: row.place)
        for place, row in enumerate(rows):
            for other in rows[place + 1 :]:
                days = (other.date - row.date).days
                if days >= limits.apart:
                    break
                if days > (0 if row.classes & other.classes else limits.spread):
                    near[row.key][other.key] = near[other.key][row.key] = days
    for key, others in near.items():
        yield Finding(key, "apart", tuple(sorted(others)), min(others.values()))


def _share(facts: Facts, limits: Limits) -> Iterator[Finding]:
    """The procedures by which the time of a course goes beyond its share of the year."""
    courses: dict[int, list[Planned]] = defaultdict(list)
    for row in facts.procedures:
        courses[row.course].append(row)
    for course, rows in courses.items():
        whole = facts.hours.get(course, Decimal(0)) * WEEKS * LESSON
        spent = 0
        for row in sorted(rows, key=lambda row: row.place):
            spent += row.minutes
            if limits.share and whole and spent * 100 > whole * limits.share:
                yield Finding(row.key, "share", value=int(spent * 100 / whole))


def _edges(facts: Facts, limits: Limits) -> Iterator[Finding]:
    """Not the first and not the last lesson, unless the subject has one lesson a week, which stands there."""
    for row in facts.procedures:
        if not limits.edges or row.number is None or facts.hours.get(row.course, Decimal(2)) <= 1:
            continue
        for one in sorted(row.classes):
            edges = facts.edges.get((one, row.date))
            if edges and row.number in edges:
                yield Finding(row.key, "first" if row.number == edges[0] else "last", value=row.number)
                break
