"""Where a lesson in the hand may be put: what would be wrong there that is not wrong without it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from parta.timetable.arithmetic.facts import Card, Facts, Issue
from parta.timetable.arithmetic.rules import find

OK, WARN, BAD = "ok", "warn", "bad"
Place = tuple[int, int]


@dataclass(frozen=True)
class Fit:
    """How a place takes the lesson; by changing places with `others` where the class is busy there."""

    state: str
    issues: tuple[Issue, ...] = ()
    others: tuple[int, ...] = ()

    @property
    def rank(self) -> int:
        return (OK, WARN, BAD).index(self.state)


def joint_with(facts: Facts, cards: Iterable[Card], one: Card) -> list[Card]:
    """The card and those that are one joint lesson with it: same teacher, time, week and room."""
    return [card for card in cards if facts.is_one_lesson(one, card)]


def fits(
    facts: Facts, cards: Sequence[Card], taken: Sequence[Card], places: Iterable[Place], *, is_placed: bool
) -> dict[Place, Fit]:
    """For every place how it takes the cards; `is_placed` tells that they stand in the week and may be exchanged."""
    keys = {card.key for card in taken}
    others = [card for card in cards if card.key not in keys]
    near = _near(facts, others, taken)
    before = _causes(find(facts, near))
    return {
        place: _best(facts, others, taken, _put(facts, near, before, taken, place), place) if is_placed
        else _put(facts, near, before, taken, place)
        for place in places
    }  # fmt: skip


def _put(facts: Facts, near: list[Card], before: set, taken: Sequence[Card], place: Place) -> Fit:
    moved = [replace(card, day=place[0], number=place[1]) for card in taken]
    return _judged(issue for issue in find(facts, [*near, *moved]) if issue.cause not in before)


def _best(facts: Facts, others: list[Card], taken: Sequence[Card], found: Fit, place: Place) -> Fit:
    """Where the class is busy, changing places is tried; it is chosen when it does less harm."""
    if found.state != BAD or place == taken[0].place:
        return found
    away = _in_the_way(facts, others, taken, place)
    if not away:
        return found
    keys = {card.key for card in away}
    near = _near(facts, [card for card in others if card.key not in keys], [*taken, *away])
    before = _causes(find(facts, near))
    came = [replace(card, day=place[0], number=place[1]) for card in taken]
    left = [replace(card, day=taken[0].day, number=taken[0].number) for card in away]
    issues = [issue for issue in find(facts, [*near, *came, *left]) if issue.cause not in before]
    return replace(_judged(issues), others=tuple(sorted(keys)))


def _in_the_way(facts: Facts, others: list[Card], taken: Sequence[Card], place: Place) -> list[Card]:
    """What the same classes have there, with everything that is one joint lesson with it."""
    courses = [facts.courses[card.course] for card in taken]
    classes = {school_class for course in courses for school_class in course.classes}
    there = [card for card in others if card.place == place and any(card.meets(one) for one in taken)]
    found: dict[int, Card] = {}
    for card in there:
        course = facts.courses[card.course]
        if classes.intersection(course.classes) and not all(course.stands_beside(one) for one in courses):
            found |= {row.key: row for row in joint_with(facts, there, card)}
    return list(found.values())


def _near(facts: Facts, others: Iterable[Card], taken: Sequence[Card]) -> list[Card]:
    """The cards that the taken ones can have to do with: of the same classes, teachers, rooms, courses."""
    classes = {school_class for card in taken for school_class in facts.courses[card.course].classes}
    teachers = {card.teacher for card in taken} - {None}
    rooms = {card.room for card in taken} - {None}
    courses = {card.course for card in taken}
    return [
        card
        for card in others
        if card.teacher in teachers
        or card.room in rooms
        or card.course in courses
        or classes.intersection(facts.courses[card.course].classes)
    ]


def _judged(issues: Iterable[Issue]) -> Fit:
    found = tuple(issues)
    return Fit(BAD if any(issue.is_error for issue in found) else WARN if found else OK, found)


def _causes(issues: Iterable[Issue]) -> set[tuple[object, ...]]:
    return {issue.cause for issue in issues}
