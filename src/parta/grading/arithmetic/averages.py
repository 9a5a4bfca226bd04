"""Averages: exact, compared unrounded, shown rounded half up (domain.md 4.2, rules 5 and 6). Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from parta.common.rounding import half_up


@dataclass(frozen=True)
class Average:
    """Sum of mark x weight over sum of weights, with the terms it was made of."""

    terms: tuple[tuple[Decimal, Decimal], ...]

    @property
    def total(self) -> Fraction:
        return sum((Fraction(mark) * Fraction(weight) for mark, weight in self.terms), Fraction(0))

    @property
    def weights(self) -> Fraction:
        return sum((Fraction(weight) for _mark, weight in self.terms), Fraction(0))

    @property
    def value(self) -> Fraction | None:
        """The exact average; None without marks or when all weigh nothing."""
        return self.total / self.weights if self.weights else None


def weighted(terms: Iterable[tuple[Decimal, Decimal]]) -> Average:
    """Average of (mark, weight) pairs. Example: 5x3, 5x1, 4x5 give 40/9."""
    return Average(tuple(terms))


def simple(terms: Iterable[tuple[Decimal, Decimal]]) -> Average:
    """Average in which every mark that has a weight counts once."""
    return Average(tuple((mark, Decimal(1)) for mark, weight in terms if weight))


KINDS = {"weighted": weighted, "simple": simple}


def spelled(average: Average) -> str:
    """How the average came about, to be read aloud: "4 · 3×3 · 5×2 → 23 : 6 = 3,833"."""
    if average.value is None:
        return ""
    parts = [_plain(mark) + (f"×{_plain(weight)}" if weight != 1 else "") for mark, weight in average.terms if weight]
    value = _plain(half_up(average.value, 3))
    return f"{' · '.join(parts)} → {_plain(average.total)} : {_plain(average.weights)} = {value}"


def _plain(number: Decimal | Fraction) -> str:
    """Without needless zeros, with the comma of the page: 1.50 gives "1,5"."""
    text = f"{half_up(Fraction(number), 3)}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")
