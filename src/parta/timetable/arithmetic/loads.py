"""How much a day and a week hold. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import ceil
from operator import itemgetter

from parta.timetable.arithmetic.board import Board, Held, by_number
from parta.timetable.arithmetic.facts import EVERY_WEEK, WEEKS, Card, Facts, Issue, placed_hours


def _length(lessons: Sequence[Held]) -> int:
    return len({one.card.number for one in lessons})


def day_length(board: Board) -> Iterator[Issue]:
    """Lessons a day; younger classes may have one day that is longer by physical education."""
    norms = board.facts.norms
    for school_class, days in board.week_of.items():
        level = board.facts.level(school_class)
        most = norms.lessons[level - 1]
        longer = {day: found for day, found in sorted(days.items(), key=itemgetter(0)) if _length(found) > most}
        allowed = next((day for day, found in longer.items() if _is_longer_by_sport(board.facts, level, found)), None)
        for day, lessons in longer.items():
            if day != allowed:
                last = max(one.card.number for one in lessons)
                yield Issue("day_too_long", (school_class,), day=day, number=last, values=(_length(lessons), most))


def _is_longer_by_sport(facts: Facts, level: int, lessons: Sequence[Held]) -> bool:
    norms = facts.norms
    most = norms.lessons[level - 1] + norms.with_sport[level - 1]
    has_sport = any(one.course.is_sport for one in lessons)
    return has_sport and facts.week_days >= norms.sport_needs_days[level - 1] and _length(lessons) <= most


def first_year(board: Board) -> Iterator[Issue]:
    """The first year begins with three lessons a day."""
    most = board.facts.norms.first_year.get(board.facts.month)
    for school_class, days in board.week_of.items():
        if board.facts.level(school_class) != 1 or most is None:
            continue
        for day, lessons in days.items():
            count = _length(lessons)
            if count > most:
                last = max(one.card.number for one in lessons)
                yield Issue("first_year", (school_class,), day=day, number=last, values=(count, most))


def shift_of_level(board: Board) -> Iterator[Issue]:
    for school_class, row in board.facts.classes.items():
        if row.shift != 1 and row.level in board.facts.norms.first_shift and school_class in board.week_of:
            yield Issue("wrong_shift", (school_class,), values=(row.shift,))


def peak_of_difficulty(board: Board) -> Iterator[Issue]:
    """The hardest day of the week is Tuesday or Wednesday; subgroups at one time count once."""
    for school_class, days in board.week_of.items():
        sums = {day: _points(lessons) for day, lessons in days.items()}
        top = max(sums.values(), default=0)
        hardest = {day for day, points in sums.items() if points == top}
        if top and len(sums) > 2 and not hardest & board.facts.norms.peak:
            best = max(sums.get(day, 0) for day in board.facts.norms.peak)
            yield Issue("peak", (school_class,), values=(min(hardest), top, best))


def _points(lessons: Sequence[Held]) -> int:
    return sum(max(one.course.points for one in found) for found in by_number(lessons).values())


def week_length(facts: Facts, cards: Sequence[Card]) -> Iterator[Issue]:
    """Hours a week; those of every second week are halves, those of subgroups at one time count once."""
    places: dict[int, set[tuple[int, int, int]]] = {school_class: set() for school_class in facts.classes}
    for card in cards:
        weeks = WEEKS if card.week == EVERY_WEEK else (card.week,)
        spots = [(week, card.day, card.number) for week in weeks]
        for school_class in facts.courses[card.course].classes:
            places[school_class].update(spots)
    for school_class, found in places.items():
        hours, most = Fraction(len(found), 2), facts.norms.hours[facts.level(school_class) - 1]
        if hours > most:
            yield Issue("week_too_long", (school_class,), values=(ceil(hours), most))


def more_than_planned(facts: Facts, cards: Sequence[Card]) -> Iterator[Issue]:
    """A course stands in the week more often than its hours say."""
    for course, hours in placed_hours(cards).items():
        row = facts.courses[course]
        if hours > row.hours:
            slots = tuple(sorted(card.key for card in cards if card.course == course))
            yield Issue("over_load", row.classes, slots=slots, values=(ceil(hours), int(row.hours)))
