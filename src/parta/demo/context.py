"""What the builders of the demo hand on to each other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from parta.access.actor import Actor, Origin, system
from parta.accounts.models import Account
from parta.classes.models import Course, Group
from parta.common import clock
from parta.demo.calendar import YearPlan
from parta.demo.families import ChildPlan
from parta.demo.plan import ClassPlan, CoursePlan, Size
from parta.demo.staff import Staff
from parta.demo.units import Pattern
from parta.lessons.selectors import actor_of
from parta.people.models import Employee, Person, Pupil
from parta.school.models import AcademicYear, Branch, Room, School, Subject, TermScheme

ZONE = ZoneInfo("Europe/Moscow")
CHANNEL = "demo"

Progress = Callable[[str, int], None]
"""Told what is being done and how many per cent are behind."""


def moment(on: date, hours: int, minutes: int = 0) -> datetime:
    return datetime.combine(on, time(hours, minutes), ZONE)


@dataclass(frozen=True)
class Act:
    """Something done at an instant."""

    at: datetime
    do: Callable[[], object]


@dataclass
class Demo:
    """The school under construction, everything by the keys of the plan."""

    now: datetime
    size: Size
    calendar: YearPlan
    classes: list[ClassPlan]
    plans: list[CoursePlan]
    staff: Staff
    pattern: Pattern
    school: School = None  # type: ignore[assignment]
    year: AcademicYear = None  # type: ignore[assignment]
    branches: dict[str, Branch] = field(default_factory=dict)
    rooms: dict[tuple[str, str], Room] = field(default_factory=dict)
    subjects: dict[str, Subject] = field(default_factory=dict)
    schemes: dict[str, TermScheme] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    courses: dict[tuple[str, str], Course] = field(default_factory=dict)
    special: dict[str, Course] = field(default_factory=dict)
    """Courses of home, individual and extracurricular groups, by the kind of the group."""
    people: dict[str, Person] = field(default_factory=dict)
    """Employees by the key of the plan, the family that signs in by full name."""
    cards: dict[str, Employee] = field(default_factory=dict)
    pupils: dict[int, Pupil] = field(default_factory=dict)
    children: dict[int, ChildPlan] = field(default_factory=dict)
    accounts: dict[int, Account] = field(default_factory=dict)
    """Children and accounts by person."""

    put_off: set[int] = field(default_factory=set)
    """Lessons whose great work is put off: another one is written that day."""

    @property
    def today(self) -> date:
        return self.now.astimezone(ZONE).date()

    @property
    def actor(self) -> Actor:
        """Who does what no employee of the plan does."""
        return system(self.school.pk, name="Демонстрация", channel=CHANNEL)

    def actor_of(self, key: str) -> Actor:
        """Somebody with an account, as signed in at the instant of the clock."""
        return actor_of(self.accounts[self.people[key].pk], origin=Origin(CHANNEL), on=clock.today())

    def new(self, row: Any) -> Any:
        row.school = self.school
        return row
