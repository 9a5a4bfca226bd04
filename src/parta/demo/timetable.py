"""A weekly timetable without collisions or windows for pupils. Pure.

Every class has as many places in the week as lessons, so filling them all leaves no window.
Lessons are placed one by one at the least harmful place; what is in the way is taken out and placed again.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from parta.demo.chance import chance

DAYS = 5
SECOND_SHIFT_STARTS = 6
"""The first lesson of the second shift is rung in with the seventh of the first one."""
MOST_MOVES = 60_000

Place = tuple[int, int]
"""Weekday and number of the lesson."""


@dataclass(frozen=True)
class Unit:
    """One lesson a week: all these classes are busy with it, and all these teachers."""

    key: int
    classes: tuple[str, ...]
    teachers: tuple[str, ...]
    subject: str
    weight: int = 0
    days: tuple[int, ...] = tuple(range(DAYS))


def lengths(hours: int, most: int, *, peak: Sequence[int] = (1, 2, 0, 3, 4)) -> list[int]:
    """Lessons by weekday: even, the longer days in the middle of the week (domain.md 5)."""
    days = [hours // DAYS] * DAYS
    for day in peak[: hours % DAYS]:
        days[day] += 1
    if max(days) > most:
        raise ValueError(f"{hours} lessons a week do not fit {most} a day")
    return days


def solve(units: Sequence[Unit], days_of: Mapping[str, Sequence[int]], shifts: Mapping[str, int]) -> dict[int, Place]:
    """A place for every unit."""
    board = _Board(days_of, shifts, chance("timetable", len(units)))
    hard: dict[str, int] = defaultdict(int)
    for unit in units:
        for teacher in unit.teachers:
            hard[teacher] += 1
    order = sorted(
        units,
        key=lambda unit: (
            -len(unit.classes),
            len(unit.days),
            -len(unit.teachers),
            -max(hard[teacher] for teacher in unit.teachers),
            unit.key,
        ),
    )
    waiting = deque(order)
    moves = 0
    while waiting:
        moves += 1
        if moves > MOST_MOVES:
            raise ValueError(f"No timetable found: {len(waiting)} lessons are left")
        waiting.extend(board.put(waiting.popleft()))
    return {unit.key: place for unit, place in board.placed.items()}


class _Board:
    """Who is busy when; each put may take others out."""

    def __init__(self, days_of: Mapping[str, Sequence[int]], shifts: Mapping[str, int], random: Random) -> None:
        self.days_of = days_of
        self.shifts = shifts
        self.random = random
        self.placed: dict[Unit, Place] = {}
        self.busy: dict[tuple[str, int, int], Unit] = {}
        self.tried: dict[tuple[int, Place], int] = defaultdict(int)
        self.today: dict[tuple[str, int, str], int] = defaultdict(int)

    def put(self, unit: Unit) -> list[Unit]:
        """Place a unit; give those that had to leave."""
        options = [(self._cost(unit, place), self.random.random(), place) for place in self._places(unit)]
        _cost, _random, place = min(options)
        leaving = list(self._in_the_way(unit, place))
        for other in leaving:
            self._take_out(other)
        self.placed[unit] = place
        self.tried[unit.key, place] += 1
        for key in self._keys(unit, place):
            self.busy[key] = unit
        for name in unit.classes:
            self.today[name, place[0], unit.subject] += 1
        return leaving

    def _take_out(self, unit: Unit) -> None:
        place = self.placed.pop(unit)
        for key in self._keys(unit, place):
            del self.busy[key]
        for name in unit.classes:
            self.today[name, place[0], unit.subject] -= 1

    def _places(self, unit: Unit) -> Iterable[Place]:
        for day in unit.days:
            for number in range(1, min(self.days_of[name][day] for name in unit.classes) + 1):
                yield day, number

    def _keys(self, unit: Unit, place: Place) -> list[tuple[str, int, int]]:
        day, number = place
        bell = number + (SECOND_SHIFT_STARTS if self.shifts[unit.classes[0]] == 2 else 0)
        return [(name, day, number) for name in unit.classes] + [(name, day, bell) for name in unit.teachers]

    def _in_the_way(self, unit: Unit, place: Place) -> dict[Unit, None]:
        found = (self.busy.get(key) for key in self._keys(unit, place))
        return {other: None for other in found if other is not None}

    def _cost(self, unit: Unit, place: Place) -> int:
        day, number = place
        twice = sum(self.today[name, day, unit.subject] for name in unit.classes)
        away = sum(20 + 10 * len(other.classes) * len(other.teachers) for other in self._in_the_way(unit, place))
        return away + 45 * twice + 6 * self.tried[unit.key, place] + _unease(unit.weight, day, number)


def _unease(weight: int, day: int, number: int) -> int:
    """Hard subjects are best on lessons 2-4 and from Tuesday to Thursday (domain.md 5)."""
    if weight < 7:
        return 2 if weight <= 3 and number in (2, 3) else 0
    return (number in (1, 5)) + 3 * (number > 5) + (day in (0, 4))
