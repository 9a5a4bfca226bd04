"""What is to be placed: lessons of a course, or of several courses at once, so many times a week. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from parta.timetable.arithmetic import Card, Facts, placed_hours
from parta.timetable.arithmetic.facts import EVERY_WEEK, WEEKS, Course

OTHER = "other"
"""Rooms that are not for lessons."""
HALF = Fraction(1, 2)
Place = tuple[int, int]
"""Weekday and number of the lesson."""


@dataclass(frozen=True)
class Demand:
    """Courses that are taught together (mostly one), `count` times a week, by one teacher in one room."""

    key: int
    courses: tuple[int, ...]
    count: int
    week: int = EVERY_WEEK
    teacher: int | None = None
    room: int | None = None
    kept: tuple[Place, ...] = ()
    """Where the lessons stand now: the search begins there."""
    fixed: bool = False
    """They stay there."""


@dataclass(frozen=True)
class Weights:
    """What a flaw costs."""

    teacher_window: int = 6
    hard_place: int = 3
    difficulty: int = 1
    teacher_wish: int = 4
    room_kind: int = 5
    class_window: int = 200
    """Only where lessons that stay leave it open."""
    unplaced: int = 1000
    """Only where lessons may be left out."""


@dataclass(frozen=True)
class Problem:
    """Everything that the model is made of. `elsewhere` are lessons of the teachers in other branches: they stand."""

    facts: Facts
    demands: Sequence[Demand]
    elsewhere: Sequence[Card] = ()
    weights: Weights = Weights()
    partial: bool = False
    """Lessons for which there is no place may be left out."""

    @property
    def days(self) -> range:
        return range(self.facts.week_days)

    def courses_of(self, demand: Demand) -> list[Course]:
        return [self.facts.courses[course] for course in demand.courses]

    def classes_of(self, demand: Demand) -> set[int]:
        return {school_class for course in self.courses_of(demand) for school_class in course.classes}

    def level(self, demand: Demand) -> int:
        """The youngest class decides; who is taught beside the classes is counted among the eldest."""
        return min((self.facts.level(one) for one in self.classes_of(demand)), default=len(self.facts.norms.lessons))

    def most(self, school_class: int) -> int:
        """Lessons on the longest day of a class (СанПиН; one day may be longer by physical education)."""
        norms, level = self.facts.norms, self.facts.level(school_class)
        has_sport = self.facts.week_days >= norms.sport_needs_days[level - 1]
        return norms.lessons[level - 1] + (norms.with_sport[level - 1] if has_sport else 0)

    def numbers(self, demand: Demand) -> range:
        """Lesson numbers that all the classes of a demand can have."""
        classes = self.classes_of(demand)
        most = max(self.facts.norms.lessons)
        return range(1, min((self.most(one) for one in classes), default=most) + 1)

    @cached_property
    def of_class(self) -> dict[int, list[Demand]]:
        found: dict[int, list[Demand]] = {school_class: [] for school_class in self.facts.classes}
        for demand in self.demands:
            for school_class in self.classes_of(demand):
                found[school_class].append(demand)
        return found

    @cached_property
    def of_teacher(self) -> dict[int, list[Demand]]:
        return _grouped((demand.teacher, demand) for demand in self.demands)

    @cached_property
    def of_course(self) -> dict[int, list[Demand]]:
        return _grouped((course, demand) for demand in self.demands for course in demand.courses)

    @cached_property
    def of_kind(self) -> dict[str, list[Demand]]:
        """Lessons that need a kind of room; under "" all that need any room."""
        found: dict[str, list[Demand]] = defaultdict(list)
        for demand in self.demands:
            for kind in {"", self.kind(demand)} if self.places[""] else ():
                found[kind].append(demand)
        return found

    @cached_property
    def places(self) -> Mapping[str, int]:
        """How many lessons rooms of each kind hold at a time; under "" how many all rooms for lessons do."""
        found: dict[str, int] = defaultdict(int)
        for room, kind in self.facts.room_kinds.items():
            most = self.facts.at_once.get(room, 1)
            found[kind] += most
            found[""] += most if kind != OTHER else 0
        return found

    def kind(self, demand: Demand) -> str:
        """The kind of room that the lesson needs; "" if any will do, or the branch has none of the kind."""
        kinds = (row.room_kind for row in self.courses_of(demand))
        return next((kind for kind in kinds if self.places[kind] and kind), "")

    def never(self, demand: Demand) -> frozenset[Place]:
        key = demand.teacher or 0, self.courses_of(demand)[0].shift
        return self.facts.wishes.never.get(key, frozenset())

    def rather_not(self, demand: Demand) -> frozenset[Place]:
        key = demand.teacher or 0, self.courses_of(demand)[0].shift
        return self.facts.wishes.rather_not.get(key, frozenset())


def _grouped(pairs: Iterable[tuple[int | None, Demand]]) -> dict[int, list[Demand]]:
    found: dict[int, list[Demand]] = defaultdict(list)
    for key, demand in pairs:
        if key is not None:
            found[key].append(demand)
    return found


def demands_of(
    facts: Facts,
    cards: Sequence[Card],
    taught_by: Mapping[int, tuple[int, ...]],
    *,
    stay: Container[int] = (),
    homes: Mapping[int, int] | None = None,
) -> list[Demand]:
    """The lessons that stand in a draft, joint ones together, and the load that does not stand in it yet.

    Cards whose keys are in `stay` do not move; `homes` gives rooms of courses that have none by their teacher.
    """
    found: list[Demand] = []
    places: dict[tuple[tuple[int, ...], int, int | None, int | None, bool], list[Place]] = defaultdict(list)
    for cards_there in _together(facts, cards):
        first = cards_there[0]
        courses = tuple(sorted(card.course for card in cards_there))
        is_fixed = any(card.key in stay for card in cards_there)
        places[courses, first.week, first.teacher, first.room, is_fixed].append(first.place)
    for (courses, week, teacher, room, is_fixed), stand in places.items():
        kept = tuple(sorted(stand))
        found.append(Demand(len(found), courses, len(kept), week, teacher, room, kept, is_fixed))
    rooms = _usual_rooms(cards)
    placed = placed_hours(cards)
    for course in facts.courses.values():
        left = course.hours - placed.get(course.id, 0)
        if not course.classes or left < HALF:
            continue
        teacher = next(iter(taught_by.get(course.id, ())), None)
        room = rooms.get(teacher or 0) or (homes or {}).get(course.id)
        found += _left(len(found), course, left, teacher, room)
    return found


def _left(key: int, course: Course, left: Fraction, teacher: int | None, room: int | None) -> list[Demand]:
    """Whole hours every week, a half by a lesson of the first week of the cycle."""
    whole = int(left)
    every = [Demand(key, (course.id,), whole, EVERY_WEEK, teacher, room)] if whole else []
    halves = [Demand(key + len(every), (course.id,), 1, WEEKS[0], teacher, room)] if left - whole >= HALF else []
    return every + halves


def _together(facts: Facts, cards: Iterable[Card]) -> list[list[Card]]:
    """Cards by what is one lesson: each with those that are joint with all of it."""
    found: dict[Place, list[list[Card]]] = defaultdict(list)
    for card in cards:
        there = found[card.place]
        own = next((rows for rows in there if all(facts.is_one_lesson(row, card) for row in rows)), None)
        if own is None:
            there.append([card])
        else:
            own.append(card)
    return [rows for there in found.values() for rows in there]


def _usual_rooms(cards: Iterable[Card]) -> dict[int, int]:
    """The room in which each teacher teaches most."""
    counts: dict[int, Counter[int]] = defaultdict(Counter)
    for card in cards:
        if card.teacher and card.room:
            counts[card.teacher][card.room] += 1
    return {teacher: rooms.most_common(1)[0][0] for teacher, rooms in counts.items()}
