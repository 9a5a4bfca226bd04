"""Which topic stands at which lesson, and how far the plan is: by order, cancelled lessons shift the rest. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from parta.planning.arithmetic.tables import Row

RESERVE = "reserve"


@dataclass(frozen=True)
class Slot:
    """A dated lesson of the course, in order. `text` is the topic that the teacher wrote."""

    id: int
    date: date
    is_off: bool = False
    is_held: bool = False
    text: str = ""


@dataclass(frozen=True)
class Unit:
    """An hour of the plan: the rows that are done in it (several where topics are joined), the part of the first."""

    rows: tuple[int, ...]
    part: int = 1

    def name(self, rows: Sequence[Row]) -> str:
        return ". ".join(rows[number].title.rstrip(". ") for number in self.rows)


def units(rows: Sequence[Row]) -> list[Unit]:
    """The hours of a plan in order; rows are named by their place in it."""
    found: list[Unit] = []
    for number, row in enumerate(rows):
        if row.is_section:
            continue
        first = 1
        if row.joins and found:
            found[-1] = Unit((*found[-1].rows, number), found[-1].part)
            first = 2
        found += [Unit((number,), part) for part in range(first, row.hours + 1)]
    return found


@dataclass(frozen=True)
class Attached:
    """By lesson the hour of the plan; lessons with something else than the plan, lessons left over, hours left over."""

    units: dict[int, Unit] = field(default_factory=dict)
    off_plan: frozenset[int] = frozenset()
    spare: tuple[int, ...] = ()
    lacking: tuple[Unit, ...] = ()


def attach(rows: Sequence[Row], slots: Iterable[Slot]) -> Attached:
    """Hours stand at lessons by order. A cancelled lesson holds none, what a teacher wrote stays where it is."""
    live = [slot for slot in slots if not slot.is_off]
    queue = _Queue(rows)
    written = {slot.id: queue.take(slot.text) for slot in live if slot.text}
    found = {pk: unit for pk, unit in written.items() if unit}
    off_plan = frozenset(pk for pk, unit in written.items() if unit is None)
    left = queue.left()
    empty = [slot.id for slot in live if not slot.text]
    found |= dict(zip(empty, left, strict=False))
    return Attached(found, off_plan, tuple(empty[len(left) :]), tuple(left[len(empty) :]))


class _Queue:
    """Hours that are not given yet, to be taken by what is written in a lesson."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.units = units(rows)
        self.waiting: list[Unit | None] = list(self.units)
        self.places: dict[str, list[int]] = defaultdict(list)
        for place, unit in enumerate(self.units):
            names = {unit.name(rows), *(rows[number].title for number in unit.rows)}
            for name in sorted(map(key_of, names)):
                self.places[name].append(place)

    def take(self, text: str) -> Unit | None:
        """The first hour with this topic that still waits: the very words, else the longest topic they begin with."""
        wanted = key_of(text)
        name = wanted if wanted in self.places else self._beginning(wanted)
        for place in self.places.get(name, ()):
            unit = self.waiting[place]
            if unit:
                self.waiting[place] = None
                return unit
        return None

    def _beginning(self, wanted: str) -> str:
        fitting = [name for name in self.places if name and wanted.startswith(f"{name} ")]
        return max(fitting, key=len, default="")

    def left(self) -> list[Unit]:
        return [unit for unit in self.waiting if unit]


@lru_cache(maxsize=20_000)
def key_of(text: str) -> str:
    """Words alone: capitals, ё and signs do not tell topics apart."""
    return " ".join(re.findall(r"\w+", text.lower().replace("ё", "е")))


@dataclass(frozen=True)
class Figures:
    """How far a plan is: hours `due` by the timetable before a day, `given` in fact, what became of the rest."""

    hours: int
    lessons: int
    due: int
    given: int
    cancelled: int
    off_plan: int
    unwritten: int
    lacks: int
    spare: int
    reserve: int
    """Reserve hours that still lie ahead: the first means of catching up."""
    joined: int
    packed: int
    """Hours that joined topics have saved in lessons given: they count as given, that is how a lag is caught up."""

    @property
    def lag(self) -> int:
        return max(0, self.due - self.given)


def figures(rows: Sequence[Row], slots: Sequence[Slot], today: date) -> Figures:
    """Plan, fact and lag of the lessons before a day, and what the rest of the year holds."""
    found = attach(rows, slots)
    past = [slot for slot in slots if slot.date < today]
    hours = len(units(rows))
    done = {slot.id for slot in past if slot.is_held}
    given = [found.units[pk] for pk in done if pk in found.units]
    packed = sum(len(unit.rows) - 1 for unit in given)
    joined = sum(row.joins for row in rows[1:] if not row.is_section)
    ahead = [unit for pk, unit in found.units.items() if pk not in done]
    return Figures(
        hours=hours,
        lessons=sum(not slot.is_off for slot in slots),
        due=min(hours + joined, len(past)),
        given=len(given) + packed,
        cancelled=sum(slot.is_off for slot in past),
        off_plan=sum(slot.id in found.off_plan for slot in past),
        unwritten=sum(not slot.is_off and not slot.is_held for slot in past),
        lacks=len(found.lacking),
        spare=len(found.spare),
        reserve=sum(rows[unit.rows[0]].kind == RESERVE for unit in [*ahead, *found.lacking]),
        joined=joined,
        packed=packed,
    )
