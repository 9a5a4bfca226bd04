"""Academic debts: which mark makes one, how long there is time, what follows (273-ФЗ, article 58). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from parta.marks.arithmetic import SYSTEMS

UNATTESTED = "н/а"
MOST_RESITS = 2
OPEN, OVERDUE, CLEARED, ANNULLED = "open", "overdue", "cleared", "annulled"


def owes(value: str, scale: str) -> bool:
    """Whether the mark of a year is unsatisfactory: a low one, a fail, not attested."""
    return value == UNATTESTED or (scale in SYSTEMS and SYSTEMS[scale].is_low(value))


LOW: Mapping[str, frozenset[str]] = {
    scale: frozenset(symbol for symbol in (*system.numbers, "незач", UNATTESTED) if owes(symbol, scale))
    for scale, system in SYSTEMS.items()
}
"""By mark system: all marks that make a debt."""


def year_after(day: date) -> date:
    """The same day a year later; the last of February where there is none."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def latest(arisen_on: date, extra_days: int = 0) -> date:
    """The last day that the law leaves: a year, days of illness and leave not being counted."""
    return year_after(arisen_on) + timedelta(days=extra_days)


def usual(arisen_on: date, days: int, today: date) -> date:
    """The deadline that is offered: so many days from the debt, but neither in the past nor after the last day."""
    return min(max(arisen_on + timedelta(days=days), today), latest(arisen_on))


def state_of(deadline: date, today: date, *, is_cleared: bool = False, is_annulled: bool = False) -> str:
    """What a debt is on a day; it may be cleared until the end of the deadline."""
    if is_cleared:
        return CLEARED
    if is_annulled:
        return ANNULLED
    return OVERDUE if deadline < today else OPEN


def is_exhausted(resits: int, state: str) -> bool:
    """Whether the law offers the family a choice now: both re-sits were failed or the time is over."""
    return state == OVERDUE or (state == OPEN and resits >= MOST_RESITS)
