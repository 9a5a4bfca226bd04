"""The wishes of the teachers: who has said some, the week of one as a table to fill in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR

from parta.access.actor import Actor
from parta.classes.models import CourseTeacher
from parta.classes.selectors.actors import active
from parta.common.pages import named_like
from parta.people.models import Employee
from parta.school.models import AcademicYear, Bell, BellSet, School
from parta.school.selectors import year_on
from parta.timetable.models import Wishes

CAN, RATHER_NOT, NEVER = "", "rather_not", "never"
MOST_NUMBERS = 7
"""Rows of a shift that has no bells yet."""


@dataclass(frozen=True)
class WishLine:
    employee: Employee
    never: int
    rather_not: int


@dataclass(frozen=True)
class WishCell:
    name: str
    value: str
    label: str


@dataclass(frozen=True)
class ShiftWeek:
    shift: int
    weekdays: list[tuple[str, str]]
    rows: list[tuple[int, list[WishCell]]]


@dataclass(frozen=True)
class WishPage:
    employee: Employee
    year: AcademicYear
    weeks: list[ShiftWeek]


def wish_lines(actor: Actor, school_id: int, words: str = "") -> list[WishLine]:
    """Everybody who teaches and is named so, with the number of places that the teacher has named."""
    year = year_on(school_id, actor.on)
    teaching = CourseTeacher.objects.filter(active(actor.on), school_id=school_id).order_by().values("person_id")
    rows = Employee.objects.filter(school_id=school_id, person_id__in=teaching).select_related("person")
    said = {row.teacher_id: row for row in Wishes.objects.filter(school_id=school_id, year=year)}
    return [
        WishLine(row, len(said[row.person_id].never), len(said[row.person_id].rather_not))
        if row.person_id in said
        else WishLine(row, 0, 0)
        for row in rows.filter(named_like(words)).order_by("person__sort_key")
    ]


def wish_page(employee: Employee, year: AcademicYear) -> WishPage:
    here = {"school_id": employee.school_id}
    row = Wishes.objects.filter(**here, year=year, teacher_id=employee.person_id).first()
    said = spots(row)
    days = School.objects.get(pk=employee.school_id).week_days
    return WishPage(employee, year, [_week(shift, most, days, said) for shift, most in _shifts(employee)])


def spots(row: Wishes | None) -> dict[tuple[int, int, int], str]:
    """What is said, by shift, weekday and number."""
    lists: Iterable[tuple[str, list[list[int]]]] = [(RATHER_NOT, row.rather_not), (NEVER, row.never)] if row else []
    return {(shift, day, number): value for value, found in lists for shift, day, number in found}


def _shifts(employee: Employee) -> list[tuple[int, int]]:
    """The shifts of the school's bells with the last lesson of each."""
    last: dict[int, int] = defaultdict(int)
    sets = dict(BellSet.objects.filter(school_id=employee.school_id).values_list("pk", "shift"))
    for bell_set, number in Bell.objects.filter(school_id=employee.school_id).values_list("bell_set_id", "number"):
        last[sets[bell_set]] = max(last[sets[bell_set]], number)
    return sorted(last.items()) or [(1, MOST_NUMBERS)]


def _week(shift: int, most: int, days: int, said: Mapping[tuple[int, int, int], str]) -> ShiftWeek:
    weekdays = [(str(WEEKDAYS_ABBR[day]).capitalize(), str(WEEKDAYS[day])) for day in range(days)]
    rows = []
    for number in range(1, most + 1):
        cells = [
            WishCell(f"p{shift}-{day}-{number}", said.get((shift, day, number), CAN), f"{weekdays[day][1]}, {number}")
            for day in range(days)
        ]
        rows.append((number, cells))
    return ShiftWeek(shift, weekdays, rows)
