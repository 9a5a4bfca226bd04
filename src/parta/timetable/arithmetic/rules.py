"""The rules, each a function over a week laid out (sources: domain.md 5, timetable/words.py). Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from parta.timetable.arithmetic import collisions, comfort, loads, order
from parta.timetable.arithmetic.board import Board
from parta.timetable.arithmetic.facts import EVERY_WEEK, WEEKS, Card, Facts, Issue

Rule = Callable[[Board], Iterator[Issue]]

RULES: tuple[Rule, ...] = (
    collisions.teacher_twice,
    collisions.class_twice,
    collisions.room_taken,
    collisions.building_change,
    order.class_window,
    order.teacher_windows,
    order.hard_places,
    order.doubles,
    order.day_bounds,
    order.nobody_teaches,
    loads.day_length,
    loads.first_year,
    loads.shift_of_level,
    loads.peak_of_difficulty,
    comfort.wrong_room,
    comfort.unwanted_places,
)


def find(facts: Facts, cards: Iterable[Card]) -> list[Issue]:
    """Everything that is wrong with a week, errors first; the order of the cards does not matter."""
    cards = list(cards)
    alternates = any(card.week != EVERY_WEEK for card in cards)
    boards = [Board(facts, cards, week) for week in (WEEKS if alternates else WEEKS[:1])]
    found = {issue for board in boards for rule in RULES for issue in rule(board)}
    found |= set(loads.week_length(facts, cards)) | set(loads.more_than_planned(facts, cards))
    return sorted(_merged(found), key=lambda issue: (not issue.is_error, issue))


def _merged(found: set[Issue]) -> Iterator[Issue]:
    """A warning that the two weeks of the cycle tell with different numbers is told once, the worse of them."""
    last = {issue.cause: issue for issue in sorted(found)}
    yield from last.values()
