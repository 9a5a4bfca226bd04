"""Courses as lessons of the week: which are given at the same time. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from parta.demo.plan import (
    ART,
    ETHICS,
    IT,
    LABOUR,
    MAIN,
    MUSIC,
    ORKSE,
    PE,
    SAFETY,
    VYACHKA,
    ClassPlan,
    CoursePlan,
    Size,
    classes_of,
    courses_of,
)
from parta.demo.staff import DAYS_IN_BRANCH, Staff
from parta.demo.timetable import DAYS, Place, Unit, lengths, solve

JOINT: tuple[tuple[tuple[int, int], tuple[str, ...]], ...] = (
    ((1, 3), ()),
    ((2, 4), ()),
    ((5, 6), (PE, LABOUR, MUSIC, ART, ETHICS, IT)),
    ((7, 8), (PE, MUSIC)),
    ((8, 9), (LABOUR, SAFETY)),
)
"""Year levels of the branch taught in one room, with the subjects (none named: all they have in common)."""

MOST_A_DAY = {1: 5, 2: 5, 3: 5, 4: 5, 5: 6, 6: 6}
"""domain.md 5; from the seventh year seven lessons."""

DIFFICULTY = {
    "Математика": 9, "Алгебра": 9, "Алгебра и начала анализа": 10, "Геометрия": 10, "Физика": 9, "Химия": 10,
    "Русский язык": 8, "Английский язык": 8, "Информатика": 6, "История": 6, "Биология": 7, "География": 5,
    "Обществознание": 5, "Литература": 4, "Литературное чтение": 5, "Окружающий мир": 6,
}  # fmt: skip

Parts = tuple[tuple[tuple[str, str], int], ...]
"""Courses given at once, each with its week of the two-week cycle (0: every week)."""


@dataclass(frozen=True)
class Pattern:
    """The week of the whole school: units, what each consists of, where each stands."""

    units: dict[int, Unit]
    parts: dict[int, Parts]
    places: dict[int, Place]


def pattern_of(size: Size, staff: Staff) -> Pattern:
    classes = classes_of(size)
    bundles = list(_bundles(courses_of(classes)))
    units: dict[int, Unit] = {}
    parts: dict[int, Parts] = {}
    for courses, weeks in bundles:
        unit = _unit(len(units), courses, staff)
        units[unit.key] = unit
        parts[unit.key] = tuple((course.key, week) for course, week in zip(courses, weeks, strict=True))
    places: dict[int, Place] = {}
    for branch in (MAIN, VYACHKA):
        here = [row for row in classes if row.branch == branch]
        names = {row.name for row in here}
        own = [unit for unit in units.values() if unit.classes[0] in names]
        places |= solve(own, _days_of(here, own), {row.name: row.shift for row in here})
    return Pattern(units, parts, places)


def _days_of(classes: list[ClassPlan], units: list[Unit]) -> dict[str, list[int]]:
    hours = {row.name: sum(row.name in unit.classes for unit in units) for row in classes}
    return {row.name: lengths(hours[row.name], MOST_A_DAY.get(row.level, 7)) for row in classes}


def _unit(key: int, courses: list[CoursePlan], staff: Staff) -> Unit:
    classes = tuple(dict.fromkeys(name for course in courses for name in course.classes))
    teachers = tuple(dict.fromkeys(staff.teacher_of[course.key] for course in courses))
    days = tuple(range(DAYS))
    if "phys-2" in teachers:
        in_branch = courses[0].branch == VYACHKA
        days = tuple(day for day in days if (day in DAYS_IN_BRANCH) == in_branch)
    subject = courses[0].subject
    return Unit(key, classes, teachers, subject, DIFFICULTY.get(subject, 3), days)


def _bundles(courses: list[CoursePlan]) -> Iterator[tuple[list[CoursePlan], list[int]]]:
    """Each lesson of the week: the courses given at once and their weeks."""
    yield from _alternating(courses)
    left = {course.key: course.hours for course in courses if course.hours == int(course.hours)}
    yield from _joint([course for course in courses if course.branch == VYACHKA and course.key in left], left)
    together: dict[tuple[tuple[str, ...], str], list[CoursePlan]] = defaultdict(list)
    for course in courses:
        if course.key in left:
            together[course.classes, course.subject].append(course)
    for rows in together.values():
        for _ in range(int(left[rows[0].key])):
            yield rows, [0] * len(rows)


def _alternating(courses: list[CoursePlan]) -> Iterator[tuple[list[CoursePlan], list[int]]]:
    """Half an hour a week of two subjects: one in the first week of the cycle, the other in the second."""
    by_class: dict[str, list[CoursePlan]] = defaultdict(list)
    for course in courses:
        if course.hours == Decimal("0.5"):
            by_class[course.group].append(course)
    for rows in by_class.values():
        yield rows, [1, 2]


def _joint(
    courses: list[CoursePlan], left: dict[tuple[str, str], Decimal]
) -> Iterator[tuple[list[CoursePlan], list[int]]]:
    """Lessons of a класс-комплект: two year levels with one teacher in one room."""
    by_key = {(course.level, course.subject): course for course in courses}
    for (low, high), named in JOINT:
        shared = [subject for level, subject in by_key if level == low and (high, subject) in by_key]
        for subject in shared:
            pair = [by_key[low, subject], by_key[high, subject]]
            count = min(left[course.key] for course in pair) if not named or subject in named else 0
            for course in pair:
                left[course.key] -= count
            for _ in range(int(count)):
                yield pair, [0, 0]
        if (low, "Литературное чтение") in by_key and (high, ORKSE) in by_key:
            pair = [by_key[low, "Литературное чтение"], by_key[high, ORKSE]]
            for course in pair:
                left[course.key] -= 1
            yield pair, [0, 0]
