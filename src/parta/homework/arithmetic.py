"""The homework meter: how many minutes of a day the pupils of a class have (domain.md 5 and 6.15). Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

BANDS = {"1": (1, 1), "2_3": (2, 3), "4_5": (4, 5), "6_8": (6, 8), "9_11": (9, 11)}
"""Year levels that have one limit, by the end of the name of its setting."""


@dataclass(frozen=True)
class Load:
    """A task for everybody of a group; `usual` stands in where nobody said how long it takes."""

    subject: str
    group: int
    minutes: int | None
    usual: int
    is_part: bool = False
    """The group is only a part of the class."""

    @property
    def taken(self) -> int:
        return self.usual if self.minutes is None else self.minutes


@dataclass(frozen=True)
class Meter:
    limit: int
    lines: tuple[tuple[str, int], ...] = ()
    """Minutes by subject, the longest first."""

    @property
    def total(self) -> int:
        return sum(minutes for _subject, minutes in self.lines)

    @property
    def is_over(self) -> bool:
        return self.total > self.limit


def meter(loads: Iterable[Load], limit: int) -> Meter:
    """What the busiest pupil has: tasks of the class, and of its subgroups in a subject the longest one's."""
    whole: dict[str, int] = defaultdict(int)
    parts: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for load in loads:
        if load.is_part:
            parts[load.subject][load.group] += load.taken
        else:
            whole[load.subject] += load.taken
    sums = {
        subject: whole.get(subject, 0) + max(parts.get(subject, {}).values(), default=0)
        for subject in whole.keys() | parts.keys()
    }
    lines = ((subject, minutes) for subject, minutes in sums.items() if minutes)
    return Meter(limit, tuple(sorted(lines, key=lambda line: (-line[1], line[0]))))


def limit_for(year_level: int | None, policy: Mapping[str, int]) -> int:
    """Minutes a day for a year level."""
    level = year_level or 11
    band = next((name for name, (low, high) in BANDS.items() if low <= level <= high), "9_11")
    return policy[f"homework_limit_{band}"]
