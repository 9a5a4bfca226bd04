"""What differs between two weeks, course by course. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from parta.timetable.arithmetic.facts import Card

ADDED, REMOVED, MOVED, CHANGED = "added", "removed", "moved", "changed"


@dataclass(frozen=True)
class Change:
    """A lesson that came, went, moved, or has another teacher or room."""

    kind: str
    course: int
    old: Card | None = None
    new: Card | None = None


def changes(before: Iterable[Card], after: Iterable[Card]) -> list[Change]:
    """Lessons of a course that left their places are paired with those that came to others."""
    old, new = _by_course(before), _by_course(after)
    return [change for course in sorted({*old, *new}) for change in _of_course(course, old[course], new[course])]


def _by_course(cards: Iterable[Card]) -> dict[int, list[Card]]:
    found: dict[int, list[Card]] = defaultdict(list)
    for card in sorted(cards, key=lambda one: (one.day, one.number, one.week, one.key)):
        found[card.course].append(card)
    return found


def _of_course(course: int, old: list[Card], new: list[Card]) -> list[Change]:
    stayed = {_spot(card): card for card in old}
    found = []
    for card in new:
        other = stayed.get(_spot(card))
        if other and (other.teacher, other.room) != (card.teacher, card.room):
            found.append(Change(CHANGED, course, other, card))
    kept = {_spot(card) for card in new}
    left = [card for card in old if _spot(card) not in kept]
    came = [card for card in new if _spot(card) not in stayed]
    pairs = min(len(left), len(came))
    found += [Change(MOVED, course, one, other) for one, other in zip(left[:pairs], came[:pairs], strict=True)]
    found += [Change(REMOVED, course, one) for one in left[pairs:]]
    found += [Change(ADDED, course, None, one) for one in came[pairs:]]
    return found


def _spot(card: Card) -> tuple[int, int, int]:
    return card.day, card.number, card.week
