"""How hard a subject is for a year level: the standard scale and the school's own lines over it. Pure."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

YEAR_LEVELS = 11
FILE = Path(__file__).parents[1] / "data" / "difficulty.toml"


@dataclass(frozen=True)
class Scale:
    points: Mapping[str, tuple[int, ...]]
    hard_from: tuple[int, ...]
    sport: tuple[str, ...]

    def points_of(self, subject: str, level: int | None) -> int:
        """Points of a subject in a year level; 0 where the scale does not know it."""
        name = plain(subject)
        known = max((start for start in self.points if name.startswith(start)), key=len, default=None)
        return self.points[known][level - 1] if known and level else 0

    def is_hard(self, subject: str, level: int | None) -> bool:
        return bool(level) and self.points_of(subject, level) >= self.hard_from[(level or 1) - 1]

    def is_sport(self, subject: str) -> bool:
        return plain(subject).startswith(self.sport)


def plain(name: str) -> str:
    return " ".join(name.lower().replace("ё", "е").split())


@cache
def standard() -> Scale:
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    points = {plain(name): tuple(row) for name, row in data["points"].items()}
    return Scale(points, tuple(data["hard_from"]), tuple(map(plain, data["sport"])))


@cache
def scale_with(lines: str) -> Scale:
    """The standard scale under a school's lines "Шахматы: 3" or "Химия: 0 0 0 0 0 0 0 13 10 11 11"."""
    base = standard()
    return Scale({**base.points, **read_lines(lines)}, base.hard_from, base.sport)


def read_lines(lines: str) -> dict[str, tuple[int, ...]]:
    """One number holds for every year level; ValueError names the line that cannot be read."""
    found = {}
    for line in filter(str.strip, lines.splitlines()):
        name, _colon, numbers = line.rpartition(":")
        typed = numbers.split()
        if not plain(name) or len(typed) not in (1, YEAR_LEVELS) or not all(map(str.isdecimal, typed)):
            raise ValueError(line)
        points = tuple(map(int, typed))
        found[plain(name)] = points * YEAR_LEVELS if len(points) == 1 else points
    return found


def by_level(numbers: str) -> tuple[int, ...]:
    """Eleven numbers of a setting, one for each year level."""
    return tuple(map(int, numbers.split()))
