"""Invented families: pupils of every class with their representatives. Pure: no database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from parta.demo.chance import chance
from parta.demo.names import Name, adult, child, parse, surnames
from parta.demo.plan import MAIN, VYACHKA, ClassPlan


@dataclass(frozen=True)
class Place:
    """A desk of a class, before somebody sits at it."""

    group: str
    level: int
    branch: str
    number: int


@dataclass(frozen=True)
class ChildPlan:
    """A pupil; `ability` and `health` are from 0 to 1."""

    place: Place
    name: Name
    born: date
    ability: float
    health: float


@dataclass(frozen=True)
class AdultPlan:
    """A representative with the tie to the children: kind, basis document, access to the diary."""

    name: Name
    phone: str
    kind: str = "parent"
    basis: str = ""
    has_access: bool = True

    def tie(self) -> dict[str, Any]:
        return {"kind": self.kind, "basis": self.basis, "has_access": self.has_access}


@dataclass(frozen=True)
class FamilyPlan:
    children: tuple[ChildPlan, ...]
    adults: tuple[AdultPlan, ...]


CAST_MOTHER = "Лаврентьева Мария Ивановна"
CAST_FATHER = "Лаврентьев Сергей Петрович"
CAST_CHILDREN = (
    ("7А", "Лаврентьев Иван Сергеевич"),
    ("3Б", "Лаврентьева Дарья Сергеевна"),
    ("4", "Лаврентьева Алёна Сергеевна"),
)
"""The family that signs in: the eldest and the second child at the main school, the third one in the branch."""

SEVERAL = {MAIN: (0.83, 0.97), VYACHKA: (0.4, 0.85)}
"""Below the first number a family has one child at school, below the second two, above it three."""


def families_of(classes: list[ClassPlan], first_year: int) -> list[FamilyPlan]:
    """Every desk of every class gets a child; `first_year` is the year of September."""
    cast = [Place(name, _level(name), _branch(name, classes), 0) for name, _child in CAST_CHILDREN]
    family_names = surnames("families")
    families = [_cast_family(cast, first_year)]
    for branch in (MAIN, VYACHKA):
        waiting = [
            Place(row.name, row.level, branch, number)
            for row in classes
            if row.branch == branch
            for number in range(row.size)
        ]
        waiting = [place for place in waiting if place not in cast]
        chance("desks", branch).shuffle(waiting)
        while waiting:
            number = len(families)
            places = list(_siblings(waiting, chance("siblings", number)))
            families.append(_family(number, next(family_names), places, first_year))
    return families


def _level(name: str) -> int:
    return int("".join(letter for letter in name if letter.isdigit()))


def _branch(name: str, classes: list[ClassPlan]) -> str:
    return next(row.branch for row in classes if row.name == name)


def _siblings(waiting: list[Place], random: Random) -> Iterator[Place]:
    """One to three desks of different year levels."""
    eldest = waiting.pop()
    yield eldest
    one, two = SEVERAL[eldest.branch]
    drawn = random.random()
    levels = {eldest.level}
    for _ in range(0 if drawn < one else 1 if drawn < two else 2):
        found = next((place for place in waiting if place.level not in levels), None)
        if found:
            waiting.remove(found)
            levels.add(found.level)
            yield found


def _cast_family(places: list[Place], first_year: int) -> FamilyPlan:
    named = {group: parse(name) for group, name in CAST_CHILDREN}
    children = tuple(_child(place, named[place.group], first_year, ability=0.72) for place in places)
    return FamilyPlan(children, (AdultPlan(parse(CAST_MOTHER), _phone(1)), AdultPlan(parse(CAST_FATHER), _phone(2))))


def _family(number: int, surname: str, places: list[Place], first_year: int) -> FamilyPlan:
    random = chance("family", number)
    father = adult(random, "m", surname)
    children = []
    for place in places:
        own = chance("child", place.group, place.number)
        name = child(own, own.choice("mf"), surname, father.name)
        children.append(_child(place, name, first_year, ability=min(1, max(0, own.gauss(0.6, 0.22)))))
    return FamilyPlan(tuple(children), tuple(_adults(random, number, father, surname)))


def _adults(random: Random, number: int, father: Name, surname: str) -> Iterator[AdultPlan]:
    """Mostly a mother and often a father; seldom a guardian, or a father whom a court has refused the diary."""
    drawn = random.random()
    mother = adult(random, "f", surname)
    if drawn < 0.02:
        order = f"Распоряжение администрации Кирсановского района № {random.randint(20, 400)}-р"
        yield AdultPlan(mother, _phone(3 * number), "guardian", order)
        return
    if drawn < 0.94:
        yield AdultPlan(mother, _phone(3 * number))
    if drawn < 0.04:
        yield AdultPlan(father, _phone(3 * number + 1), basis="Решение Кирсановского районного суда", has_access=False)
    elif drawn > 0.37:
        yield AdultPlan(father, _phone(3 * number + 1))


def _phone(number: int) -> str:
    """Telephones of a range that nobody has."""
    return f"+7 (000) {number // 10000 % 1000:03}-{number // 100 % 100:02}-{number % 100:02}"


def _child(place: Place, name: Name, first_year: int, *, ability: float) -> ChildPlan:
    random = chance("birth", place.group, place.number)
    born = date(first_year - 7 - place.level, 9, 15) + timedelta(days=random.randrange(360))
    return ChildPlan(place, name, born, ability, random.random())
