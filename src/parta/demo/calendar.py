"""The academic year of any day: terms, holidays, moved days. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Span:
    title: str
    since: date
    until: date
    year_levels: tuple[int, ...] = ()


@dataclass(frozen=True)
class YearPlan:
    title: str
    since: date
    until: date
    quarters: tuple[Span, ...]
    halves: tuple[Span, ...]
    holidays: tuple[Span, ...]
    moved: tuple[tuple[date, int], ...]


def monday(on: date) -> date:
    """The Monday of the week, for a weekend the next one."""
    return on - timedelta(days=on.weekday()) if on.weekday() < 5 else on + timedelta(days=7 - on.weekday())


def year_of(today: date) -> YearPlan:
    """The academic year that began last; in the summer the one that has ended."""
    first = today.year if (today.month, today.day) >= (9, 1) else today.year - 1
    since, until = workday(date(first, 9, 1)), date(first + 1, 5, 26)
    breaks = _breaks(first)
    quarters = tuple(
        Span(f"{number} четверть", begins, ends)
        for number, (begins, ends) in enumerate(_between(since, until, breaks), 1)
    )
    halves = (
        Span("1 полугодие", quarters[0].since, quarters[1].until),
        Span("2 полугодие", quarters[2].since, quarters[3].until),
    )
    moved, eve = _bridge(first, breaks)
    holidays = (*breaks, *_public(first, breaks), *_spring_off(first), *eve)
    return YearPlan(f"{first}/{first + 1}", since, until, quarters, halves, holidays, moved)


def _bridge(first: int, breaks: list[Span]) -> tuple[tuple[tuple[date, int], ...], tuple[Span, ...]]:
    """The day before the feast of November is off; its lessons are given on the last Saturday of September."""
    eve = date(first, 11, 3)
    if eve.weekday() >= 5 or any(row.since <= eve <= row.until for row in breaks):
        return (), ()
    september = date(first, 9, 30)
    saturday = september - timedelta(days=(september.weekday() - 5) % 7)
    return ((saturday, eve.weekday()),), (Span("Перенос выходного дня", eve, eve),)


def workday(on: date) -> date:
    return on if on.weekday() < 5 else on + timedelta(days=7 - on.weekday())


def _breaks(first: int) -> list[Span]:
    """Nine days with their weekends; in winter the first days of January."""
    autumn, spring = monday(date(first, 10, 26)), monday(date(first + 1, 3, 25))
    winter_ends = date(first + 1, 1, 10)
    winter_ends += timedelta(days=(6 - winter_ends.weekday()) % 7)
    february = monday(date(first + 1, 2, 15))
    return [
        Span("Осенние каникулы", autumn - timedelta(days=2), autumn + timedelta(days=6)),
        Span("Зимние каникулы", date(first, 12, 30), winter_ends),
        Span("Весенние каникулы", spring - timedelta(days=2), spring + timedelta(days=6)),
        Span("Дополнительные каникулы", february - timedelta(days=2), february + timedelta(days=6), (1,)),
    ]


def _between(since: date, until: date, breaks: list[Span]) -> list[tuple[date, date]]:
    """Terms: from the end of a break to the beginning of the next one."""
    edges = [row for row in breaks if not row.year_levels]
    starts = [since, *(row.until + timedelta(days=1) for row in edges)]
    ends = [*(row.since - timedelta(days=1) for row in edges), until]
    return list(zip(starts, ends, strict=True))


PUBLIC = (
    ("День народного единства", 11, 4),
    ("День защитника Отечества", 2, 23),
    ("Международный женский день", 3, 8),
    ("Праздник Весны и Труда", 5, 1),
    ("День Победы", 5, 9),
)


def _public(first: int, breaks: list[Span]) -> list[Span]:
    days = [(title, date(first if month >= 9 else first + 1, month, day)) for title, month, day in PUBLIC]
    everybody = [row for row in breaks if not row.year_levels]
    return [
        Span(title, on, on)
        for title, on in days
        if on.weekday() < 5 and not any(row.since <= on <= row.until for row in everybody)
    ]


def _spring_off(first: int) -> list[Span]:
    """A public holiday at a weekend gives the next Monday off."""
    found = []
    for title, month, day in PUBLIC[1:]:
        on = date(first + 1, month, day)
        if on.weekday() >= 5:
            free = on + timedelta(days=7 - on.weekday())
            found.append(Span(f"{title}: перенос", free, free))
    return found
