"""Mark systems: which symbols stand for which number (domain.md 4.1). Pure and exact."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

NEUTRAL = ("осв", "н/а", "зач", "незач")
"""Symbols of every system: exempt, not attested, pass, fail. They count in no average."""

_SHORT = {"зч": "зач", "нз": "незач", "зачет": "зач", "зачёт": "зач", "незачет": "незач", "незачёт": "незач"}
_SPLIT = re.compile(r"[\s/,;]+")


@dataclass(frozen=True)
class MarkSystem:
    """Symbols with their numeric value; `low` is the greatest value that is unsatisfactory."""

    key: str
    numbers: Mapping[str, Decimal]
    low: Decimal

    def accepts(self, symbol: str) -> bool:
        return symbol in self.numbers or symbol in NEUTRAL

    def number(self, symbol: str) -> Decimal | None:
        """The value that counts in an average; None for symbols that do not count."""
        return self.numbers.get(symbol)

    def is_low(self, symbol: str) -> bool:
        number = self.number(symbol)
        return symbol == "незач" or (number is not None and number <= self.low)

    def is_poor(self, average: Fraction) -> bool:
        """An average that is unsatisfactory or near it: less than one above the greatest low mark."""
        return average < self.low + 1


def _points(key: str, first: int, last: int, low: int) -> MarkSystem:
    return MarkSystem(key, {str(n): Decimal(n) for n in range(first, last + 1)}, Decimal(low))


_LETTERS = {"A": 5, "B": 4, "C": 3, "D": 2, "E": 1}
SYSTEMS: Mapping[str, MarkSystem] = {
    "five": _points("five", 1, 5, 2),
    "pass": MarkSystem("pass", {}, Decimal(0)),
    "ten": _points("ten", 1, 10, 4),
    "twelve": _points("twelve", 1, 12, 3),
    "hundred": _points("hundred", 0, 100, 49),
    "letters": MarkSystem("letters", {letter: Decimal(n) for letter, n in _LETTERS.items()}, Decimal(2)),
}


def split_marks(text: str, system: MarkSystem) -> list[str] | None:
    """Read what a teacher typed: "4/5", "45" or "4 5" is two marks. None if it is no mark of the system.

    "45" is taken apart only where no mark has two digits: a slip must not become two marks.
    """
    joined = text.strip().replace("н/а", "н-а")
    parts = [normal_symbol(part, system) for part in _SPLIT.split(joined) if part]
    if len(parts) == 1 and not system.accepts(parts[0]) and all(len(symbol) == 1 for symbol in system.numbers):
        letters = [normal_symbol(letter, system) for letter in parts[0]]
        parts = letters if all(letter in system.numbers for letter in letters) else parts
    return parts if all(system.accepts(part) for part in parts) else None


def normal_symbol(text: str, system: MarkSystem) -> str:
    symbol = text.strip()
    if symbol.upper() in system.numbers:
        return symbol.upper()
    symbol = symbol.lower()
    if symbol in ("н-а", "на", "н/а"):
        return "н/а"
    return _SHORT.get(symbol, symbol)
