"""Which dates a weekly pattern falls on. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta


def days(since: date, until: date) -> Iterator[date]:
    """Every day from since to until, both inclusive."""
    for offset in range((until - since).days + 1):
        yield since + timedelta(days=offset)


def week_of_cycle(on: date, year_start: date) -> int:
    """1 or 2: which week of the two-week cycle, the one with the first day of the year being 1."""
    monday = on - timedelta(days=on.weekday())
    first = year_start - timedelta(days=year_start.weekday())
    return (monday - first).days // 7 % 2 + 1


def teaching_weekday(on: date, moved: Mapping[date, int], week_days: int) -> int | None:
    """By which weekday's timetable (0 = Monday) a date is taught; None for a day off.

    A moved day wins over the weekend; holidays are the caller's, as they may differ by year level.
    """
    if on in moved:
        return moved[on]
    return on.weekday() if on.weekday() < week_days else None


def last_day(counted_from: date, window: int) -> date | None:
    """The last day on which something may still be written; none where the window has no end."""
    return counted_from + timedelta(days=window) if window else None


NEXT_STATES = {"open": ("closing",), "closing": ("closed", "open"), "closed": ("archived", "open"), "archived": ()}
"""What a term may become (domain.md 6.4): it closes in two steps, and comes back from everywhere but the archive."""


def may_become(state: str, other: str) -> bool:
    return other in NEXT_STATES[state]
