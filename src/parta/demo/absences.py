"""When a child is away or late, and why: illnesses of several days, single days, single lessons. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from parta.demo.chance import chance
from parta.demo.families import ChildPlan
from parta.demo.lesson_plan import remarks

SICK, EXCUSED, UNEXCUSED, LATE, EXEMPT = "б", "п", "н", "о", "осв"
AWAY = (SICK, EXCUSED, UNEXCUSED)


@dataclass(frozen=True)
class Note:
    """A code for lessons of a day, numbered from `first` to `last`; `only_pe` for an exemption from sports."""

    symbol: str
    comment: str = ""
    first: int = 1
    last: int = 99
    only_pe: bool = False

    def covers(self, number: int, *, is_pe: bool) -> bool:
        return self.first <= number <= self.last and (is_pe or not self.only_pe)


def absences_of(child: ChildPlan, since: date, until: date) -> dict[date, Note]:
    """A child's notes by day; the healthier the child, the fewer."""
    random = chance("absences", child.place.group, child.place.number)
    notes: dict[date, Note] = {}
    for offset in range((until - since).days + 1):
        on = since + timedelta(days=offset)
        if on not in notes and on.weekday() < 6:
            notes.update(_drawn(random, on, child.health, child.place.level))
    return notes


def _drawn(random: Random, on: date, health: float, level: int) -> Iterator[tuple[date, Note]]:
    drawn = random.random()
    illness = 0.004 + 0.01 * (1 - health)
    if drawn < illness:
        yield from _illness(on, random.randint(3, 9))
    elif drawn < illness + 0.005:
        yield on, Note(EXCUSED, random.choice(remarks("absence")))
    elif drawn < illness + 0.007 and level >= 5:
        yield on, Note(UNEXCUSED)
    elif drawn < illness + 0.011 and level >= 7:
        yield on, Note(UNEXCUSED, first=random.randint(5, 6))
    elif drawn < illness + 0.023:
        yield on, Note(LATE, f"на {random.choice((5, 5, 10, 10, 15))} минут", last=1)


def _illness(on: date, days: int) -> Iterator[tuple[date, Note]]:
    """After a long one the child does no sports for a week."""
    for offset in range(days):
        yield on + timedelta(days=offset), Note(SICK)
    for offset in range(days, days + 7 if days >= 6 else days):
        yield on + timedelta(days=offset), Note(EXEMPT, "Справка врача", only_pe=True)
