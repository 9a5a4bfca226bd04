"""One week of the cycle, laid out: who is busy when. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from parta.timetable.arithmetic.facts import EVERY_WEEK, Card, Course, Facts

NOMINAL, SHIFT_LATER = 60, 24 * 60
"""Without bells every lesson lasts as long and shifts never meet."""


@dataclass(frozen=True, slots=True)
class Held:
    """A card with its course and its time."""

    card: Card
    course: Course
    starts: int
    ends: int
    is_rung: bool

    def overlaps(self, other: Held) -> bool:
        return self.starts < other.ends and other.starts < self.ends


class Board:
    """Lessons of a week by teacher, class and room on each day, in the order of time."""

    def __init__(self, facts: Facts, cards: Iterable[Card], week: int) -> None:
        self.facts = facts
        self.by_teacher: dict[tuple[int, int], list[Held]] = defaultdict(list)
        self.by_class: dict[tuple[int, int], list[Held]] = defaultdict(list)
        self.week_of: dict[int, dict[int, list[Held]]] = defaultdict(dict)
        """Days of each class."""
        self.by_room: dict[tuple[int, int], list[Held]] = defaultdict(list)
        self.held = [held(facts, card) for card in cards if card.week in (EVERY_WEEK, week)]
        self.held.sort(key=lambda one: (one.starts, one.card.number, one.card.key))
        for one in self.held:
            self._lay(one)
        for (school_class, day), lessons in self.by_class.items():
            self.week_of[school_class][day] = lessons

    def _lay(self, one: Held) -> None:
        day = one.card.day
        for school_class in one.course.classes:
            self.by_class[school_class, day].append(one)
        if one.card.teacher is not None:
            self.by_teacher[one.card.teacher, day].append(one)
        if one.card.room is not None:
            self.by_room[one.card.room, day].append(one)

    def is_joint(self, one: Held, other: Held) -> bool:
        """A lesson for several at once: one teacher, one time, one room; or a класс-комплект that has no room yet."""
        if one.starts != other.starts or one.card.teacher != other.card.teacher:
            return False
        if one.card.room is not None or other.card.room is not None:
            return one.card.room == other.card.room and self.facts.may_be_joint(one.course, other.course)
        return self.is_combined(one, other)

    def is_combined(self, one: Held, other: Held) -> bool:
        return self.facts.is_combined(one.course, other.course)


def held(facts: Facts, card: Card) -> Held:
    course = facts.courses[card.course]
    time = facts.time_of(card)
    if time:
        return Held(card, course, *time, True)
    starts = SHIFT_LATER * course.shift + NOMINAL * card.number
    return Held(card, course, starts, starts + NOMINAL - 1, False)


def meetings(lessons: list[Held]) -> Iterator[tuple[Held, Held]]:
    """Pairs of a day, in the order of time, that overlap."""
    for position, one in enumerate(lessons):
        for other in lessons[position + 1 :]:
            if other.starts >= one.ends:
                break
            yield one, other


def by_number(lessons: Iterable[Held]) -> dict[int, list[Held]]:
    """Lessons of a class on a day by number: subgroups side by side are one place."""
    rows = sorted(lessons, key=lambda one: one.card.number)
    return {number: list(found) for number, found in groupby(rows, key=lambda one: one.card.number)}
