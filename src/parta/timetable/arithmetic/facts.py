"""What the rules know: plain rows without names; and what they tell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

EVERY_WEEK = 0
WEEKS = (1, 2)


@dataclass(frozen=True, slots=True)
class Card:
    """A course at a place of the week: weekday (0 = Monday), number of the lesson, week of the cycle (0: every)."""

    key: int
    course: int
    day: int
    number: int
    week: int = EVERY_WEEK
    teacher: int | None = None
    room: int | None = None

    @property
    def place(self) -> tuple[int, int]:
        return self.day, self.number

    def meets(self, other: Card) -> bool:
        """Both are given in one week of the cycle."""
        return EVERY_WEEK in (self.week, other.week) or self.week == other.week


@dataclass(frozen=True, slots=True)
class SchoolClass:
    id: int
    level: int
    shift: int = 1


@dataclass(frozen=True, slots=True)
class Course:
    """What is taught to whom: to a whole class (or several), or to a part of it.

    `classes` are busy with it; a group that its class does not wait for (at home, after lessons) has none.
    """

    id: int
    subject: int
    classes: tuple[int, ...]
    is_whole: bool = True
    shift: int = 1
    pupils: frozenset[int] = frozenset()
    hours: Fraction = Fraction(0)
    points: int = 0
    is_hard: bool = False
    is_sport: bool = False
    room_kind: str = ""
    """The kind of room that the subject needs."""

    def stands_beside(self, other: Course) -> bool:
        """Parts of a class that can be taught at once: of one division, or without a common pupil."""
        if self.is_whole or other.is_whole or self.id == other.id:
            return False
        if self.pupils and other.pupils:
            return not self.pupils & other.pupils
        return (self.subject, self.classes) == (other.subject, other.classes)


@dataclass(frozen=True)
class Norms:
    """The limits by year level (the first one stands at 0) and what else is counted."""

    lessons: tuple[int, ...] = (4, 5, 5, 5, 6, 6, 7, 7, 7, 7, 7)
    with_sport: tuple[int, ...] = (1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0)
    """One day a week may be so much longer, by a lesson of physical education."""
    sport_needs_days: tuple[int, ...] = (5, 6, 6, 6, 0, 0, 0, 0, 0, 0, 0)
    """In a school week of at least so many days."""
    hours: tuple[int, ...] = (21, 23, 23, 23, 29, 30, 32, 33, 33, 34, 34)
    first_year: Mapping[int, int] = field(default_factory=lambda: {9: 3, 10: 3, 11: 4, 12: 4})
    """Lessons a day of the first year by the month."""
    first_shift: frozenset[int] = frozenset({1, 5, 9, 11})
    peak: frozenset[int] = frozenset({1, 2})
    hard_places: tuple[tuple[int, int], ...] = ((2, 3),) * 4 + ((2, 4),) * 7
    no_doubles_until: int = 4
    hard_doubles_from: int = 10
    opens: int = 8 * 60
    closes: int = 19 * 60
    building_minutes: int = 10
    teacher_windows: int = 1


@dataclass(frozen=True)
class Wishes:
    """Places of the week (weekday, number), by teacher and shift, where a teacher cannot or would rather not be."""

    never: Mapping[tuple[int, int], frozenset[tuple[int, int]]] = field(default_factory=dict)
    rather_not: Mapping[tuple[int, int], frozenset[tuple[int, int]]] = field(default_factory=dict)


@dataclass(frozen=True)
class Facts:
    """Everything beside the cards. `times` gives minutes by shift, building (0: any), weekday (-1: any), number."""

    classes: Mapping[int, SchoolClass]
    courses: Mapping[int, Course]
    buildings: Mapping[int, int] = field(default_factory=dict)
    """The building of each room."""
    times: Mapping[tuple[int, int, int, int], tuple[int, int]] = field(default_factory=dict)
    combined: frozenset[frozenset[int]] = frozenset()
    """Classes that are taught in one room by one teacher."""
    norms: Norms = field(default_factory=Norms)
    week_days: int = 5
    month: int = 9
    room_kinds: Mapping[int, str] = field(default_factory=dict)
    """The kind of each room of the branch."""
    at_once: Mapping[int, int] = field(default_factory=dict)
    """Rooms that hold several lessons at a time."""
    wishes: Wishes = field(default_factory=Wishes)

    def time_of(self, card: Card) -> tuple[int, int] | None:
        """When a lesson begins and ends; none where no bell is known."""
        shift = self.courses[card.course].shift
        building = self.buildings.get(card.room or 0, 0)
        places = ((building, card.day), (building, -1), (0, card.day), (0, -1))
        found = (self.times.get((shift, where, day, card.number)) for where, day in places)
        return next((time for time in found if time), None)

    def may_be_joint(self, one: Course, other: Course) -> bool:
        """A combined class is taught together in whatever it has; else one subject in one year level is one lesson.

        Courses whose classes are not looked at here have no level and are believed by the subject.
        """
        if self.is_combined(one, other):
            return True
        levels = {self.level(school_class) for school_class in (*one.classes, *other.classes)}
        return one.subject == other.subject and len(levels) <= 1

    def is_combined(self, one: Course, other: Course) -> bool:
        together = {*one.classes, *other.classes}
        return bool(one.classes and other.classes) and any(together <= classes for classes in self.combined)

    def is_one_lesson(self, one: Card, other: Card) -> bool:
        """Both stand as one joint lesson: same teacher, room, place and week, and their courses may be joint."""
        if one.teacher is None or one.room is None:
            return one.key == other.key
        first, second = self.courses[one.course], self.courses[other.course]
        here = one.teacher, one.room, one.place, one.week, first.shift
        there = other.teacher, other.room, other.place, other.week, second.shift
        return here == there and (one.key == other.key or self.may_be_joint(first, second))

    def level(self, school_class: int) -> int:
        return self.classes[school_class].level


ERRORS = frozenset(
    {
        *("teacher_twice", "class_twice", "room_taken", "class_window"),
        *("day_too_long", "week_too_long", "wrong_shift", "too_early", "too_late"),
    }
)
COUNTED = frozenset(("hard_place", "peak", "teacher_windows", "first_year"))
"""Troubles of a whole day or week: however many lessons take part, it is one of them."""


@dataclass(frozen=True, order=True)
class Issue:
    """A rule that is broken: where, by whom, and the numbers of it (what stands, what is allowed)."""

    code: str
    classes: tuple[int, ...] = ()
    teachers: tuple[int, ...] = ()
    rooms: tuple[int, ...] = ()
    day: int = -1
    number: int = -1
    slots: tuple[int, ...] = ()
    values: tuple[int, ...] = ()

    @property
    def severity(self) -> str:
        return "error" if self.is_error else "warning"

    @property
    def is_error(self) -> bool:
        return self.code in ERRORS

    @property
    def cause(self) -> tuple[object, ...]:
        """What makes two issues the same trouble."""
        told = (self.code, self.classes, self.teachers, self.day)
        return told if self.code in COUNTED else (*told, self.number, self.rooms, self.slots, self.values)


def placed_hours(cards: Iterable[Card]) -> dict[int, Fraction]:
    """Hours a week of each course; a lesson of every second week is half an hour."""
    halves: dict[int, int] = defaultdict(int)
    for card in cards:
        halves[card.course] += 2 if card.week == EVERY_WEEK else 1
    return {course: Fraction(count, 2) for course, count in halves.items()}
