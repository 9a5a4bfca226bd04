"""Working days, expected shares and marks. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta


def workdays_after(day: date, count: int, is_off: Callable[[date], bool]) -> date:
    """The `count`-th working day after a day; gives up after a year without one."""
    last = day + timedelta(days=366)
    while count > 0 and day < last:
        day += timedelta(days=1)
        count -= not is_off(day)
    return day


def half_marked(put: int, pupils: int) -> bool:
    """At least half of the pupils have a mark: the rest may have been absent."""
    return put * 2 >= pupils


def percent(part: int, whole: int) -> int | None:
    """Whole per cents, downwards: 100 only where all are; none of nothing."""
    return part * 100 // whole if whole else None


def marks_expected(least: int, days: int, since: date, on: date) -> int:
    """How many of the least marks of a term of so many days a pupil has by a day, being there since another one.

    Nothing before half of the term has passed; then the part that has passed of it, downwards.
    """
    passed = min(max((on - since).days, 0), days)
    return least * passed // days if passed * 2 >= days else 0


def middle(values: Sequence[int]) -> int | None:
    """The lower median: at least half of the values are no greater."""
    return sorted(values)[(len(values) - 1) // 2] if values else None
