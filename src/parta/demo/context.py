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
from parta.demo.plan import ClassPlan, Size
from parta.demo.staff import Staff
from parta.demo.units import Pattern
from parta.people.models import Employee, Person, Pupil
from parta.school.models import AcademicYear, Branch, Room, School, Subject, TermScheme

ZONE = ZoneInfo("Europe/Moscow")
CHANNEL = "demo"

Progress = Callable[[str, int], None]
"""Told what is being done and how many per cent are behind."""


def moment(on: date, hours: int, minutes: int = 0) -> datetime:
    return datetime.combine(on, time(hours, minutes), ZONE)


@dataclass
class Child:
    """A pupil as planned: card, class, sex, and how well and how carefully the child studies."""

    pupil: Pupil
    group: str
    sex: str
    ability: float
    health: float


@dataclass
class Demo:
    """The school under construction, everything by the keys of the plan."""

    today: date
    now: datetime
    size: Size
    classes: list[ClassPlan]
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
    people: dict[str, Person] = field(default_factory=dict)
    cards: dict[str, Employee] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)
    children: dict[int, Child] = field(default_factory=dict)
    signs: list[dict[str, str]] = field(default_factory=list)

    @property
    def actor(self) -> Actor:
        """Who does what no employee of the plan does."""
        return system(self.school.pk, name="Демонстрация", channel=CHANNEL)

    @property
    def origin(self) -> Origin:
        return Origin(CHANNEL)

    def new(self, row: Any) -> Any:
        row.school = self.school
        return row
