"""Who may give a lesson instead of somebody, the best first. Pure.

A colleague who is absent or teaches something else then is never offered. Of those who are free the school looks, in
this order, for who teaches the same subject, who knows the class, who is near at hand (in the building, between own
lessons) and who has the fewest lessons this week.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time

SUBJECT, CLASS, BUILDING, WINDOW, BESIDE, AT_WORK = "subject", "class", "building", "window", "beside", "at_work"
ELSEWHERE, PARTNER = "elsewhere", "partner"
POINTS: Mapping[str, int] = {
    SUBJECT: 400,
    CLASS: 200,
    BUILDING: 60,
    WINDOW: 90,
    BESIDE: 60,
    AT_WORK: 30,
    ELSEWHERE: -120,
}
"""What speaks for a colleague, and how much; lessons of the week weigh one each, so they decide among equals."""
MOST_LOAD, BREAK = 29, 30


@dataclass(frozen=True)
class Hour:
    """When a lesson is and in which building."""

    on: date
    number: int
    starts: time | None = None
    ends: time | None = None
    building: int | None = None

    def overlaps(self, other: Hour) -> bool:
        """By the bells where both have them, else by the number."""
        if self.on != other.on:
            return False
        if self.starts and self.ends and other.starts and other.ends:
            return self.starts < other.ends and other.starts < self.ends
        return self.number == other.number

    def is_before(self, other: Hour) -> bool:
        """Of one day: numbers of two shifts do not say it."""
        if self.ends and other.starts:
            return self.ends <= other.starts
        return self.number < other.number

    def is_next_to(self, other: Hour) -> bool:
        """Right before or after: with a break of half an hour at most, else by the number."""
        if self.starts and self.ends and other.starts and other.ends:
            gaps = (_minutes(other.starts) - _minutes(self.ends), _minutes(self.starts) - _minutes(other.ends))
            return any(0 <= gap <= BREAK for gap in gaps)
        return abs(self.number - other.number) == 1


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


@dataclass(frozen=True)
class Need:
    """A lesson (or several at once, of a combined class) that somebody has to give."""

    key: int
    hour: Hour
    subjects: frozenset[int]
    groups: frozenset[int]
    partners: frozenset[int] = frozenset()
    """Who gives the other subgroups of the same class at this time and may take these pupils too."""


@dataclass(frozen=True)
class Away:
    """Days of an absence, and which lessons of them."""

    since: date
    until: date
    first: int = 1
    last: int = 99

    def covers(self, on: date, number: int) -> bool:
        return self.since <= on <= self.until and self.first <= number <= self.last


@dataclass(frozen=True)
class Colleague:
    """A teacher: what is taught, whom, when; when absent."""

    person: int
    name: str
    subjects: frozenset[int] = frozenset()
    groups: frozenset[int] = frozenset()
    hours: tuple[Hour, ...] = ()
    """Lessons of the weeks looked at."""
    away: tuple[Away, ...] = ()

    def is_free(self, hour: Hour) -> bool:
        return not self.is_away(hour) and not any(own.overlaps(hour) for own in self.hours)

    def is_away(self, hour: Hour) -> bool:
        return any(span.covers(hour.on, hour.number) for span in self.away)

    def load(self, on: date) -> int:
        """Lessons of the week of a day."""
        week = on.isocalendar()[:2]
        return sum(own.on.isocalendar()[:2] == week for own in self.hours)


@dataclass(frozen=True)
class Offer:
    """A colleague who is free, what speaks for this one and the sum of it."""

    person: int
    name: str
    why: tuple[str, ...]
    load: int
    points: int = field(compare=False)

    @property
    def is_fit(self) -> bool:
        """Good enough to be proposed without being asked for: at school that day, or knows subject or class."""
        return any(word in self.why for word in (SUBJECT, CLASS, WINDOW, BESIDE, AT_WORK, PARTNER))


def offers(need: Need, colleagues: Iterable[Colleague], *, but: Collection[int] = ()) -> list[Offer]:
    """Everybody who is free, the best first; of equals the one with the earlier name."""
    free = [_offer(need, one) for one in colleagues if one.person not in but and one.is_free(need.hour)]
    return sorted(free, key=lambda offer: (-offer.points, offer.name, offer.person))


def joins(need: Need, colleagues: Iterable[Colleague], *, but: Collection[int] = ()) -> list[Offer]:
    """Who may take the pupils into the own lesson at the same time: teachers of the other subgroups."""
    found = [
        Offer(one.person, one.name, (PARTNER,), one.load(need.hour.on), 0)
        for one in colleagues
        if one.person in need.partners and one.person not in but and not one.is_away(need.hour)
    ]
    return sorted(found, key=lambda offer: (offer.name, offer.person))


def _offer(need: Need, one: Colleague) -> Offer:
    load = one.load(need.hour.on)
    why = tuple(_reasons(need, one))
    return Offer(one.person, one.name, why, load, sum(POINTS[word] for word in why) - min(load, MOST_LOAD))


def _reasons(need: Need, one: Colleague) -> Iterable[str]:
    if need.subjects & one.subjects:
        yield SUBJECT
    if need.groups & one.groups:
        yield CLASS
    own = [hour for hour in one.hours if hour.on == need.hour.on]
    near = [hour for hour in own if hour.is_next_to(need.hour)]
    around = near or own
    places = {hour.building for hour in around if hour.building}
    if need.hour.building and places:
        yield BUILDING if need.hour.building in places else ELSEWHERE
    yield from _place(need.hour, own)


def _place(hour: Hour, own: Collection[Hour]) -> Iterable[str]:
    """How the hour stands among the own lessons of the day."""
    if any(one.is_before(hour) for one in own) and any(hour.is_before(one) for one in own):
        yield WINDOW
    elif any(one.is_next_to(hour) for one in own):
        yield BESIDE
    elif own:
        yield AT_WORK


def propose(
    needs: Sequence[Need], colleagues: Sequence[Colleague], *, but: Collection[int] = ()
) -> dict[int, Offer | None]:
    """The best colleague for every need in the order of time, each choice being counted in those after it."""
    known = {one.person: one for one in colleagues}
    found: dict[int, Offer | None] = {}
    for need in sorted(needs, key=lambda need: (need.hour.on, need.hour.number, need.key)):
        fitting = [offer for offer in offers(need, known.values(), but=but) if offer.is_fit]
        best = next(iter([*_knowing(fitting), *joins(need, known.values(), but=but), *fitting]), None)
        found[need.key] = best
        if best and PARTNER not in best.why:
            one = known[best.person]
            known[best.person] = Colleague(
                one.person, one.name, one.subjects, one.groups, (*one.hours, need.hour), one.away
            )
    return found


def _knowing(found: Iterable[Offer]) -> list[Offer]:
    """Who teaches the subject comes before a joint lesson of two subgroups, everybody else after it."""
    return [offer for offer in found if SUBJECT in offer.why]
