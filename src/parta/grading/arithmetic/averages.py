"""Averages: exact, compared unrounded, shown rounded half up (domain.md 4.2, rules 5 and 6). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

from parta.common.rounding import half_up


class Out(StrEnum):
    """Why a mark does not count; empty where it does."""

    COUNTS = ""
    RETAKEN = "retaken"
    WORSE = "worse"
    SYMBOL = "symbol"
    SCALE = "scale"
    WEIGHTLESS = "weightless"


@dataclass(frozen=True)
class Given:
    """A mark as it stands in the journal; `work` and `retake_of` tie a re-take to its first work, `place` orders them.

    `source` is whatever a page says of it.
    """

    number: Decimal | None
    weight: Decimal
    work: int = 0
    retake_of: int | None = None
    place: tuple[Any, ...] = ()
    scale: str = ""
    source: Any = None

    @property
    def first(self) -> int:
        """The work that the mark is about: a re-take is about the first one."""
        return self.retake_of or self.work


@dataclass(frozen=True)
class Line:
    """A mark in the explanation of an average: its weight there and why it does not count, if it does not."""

    number: Decimal | None
    weight: Decimal
    out: Out
    source: Any

    @property
    def counts(self) -> bool:
        return self.out is Out.COUNTS

    @property
    def product(self) -> Decimal | None:
        return self.number * self.weight if self.number is not None and self.counts else None


@dataclass(frozen=True)
class Average:
    """Sum of mark x weight over sum of weights, with the terms it was made of.

    `lines` are all marks, also those that do not count; `scale` is the mark system of the terms.
    """

    terms: tuple[tuple[Decimal, Decimal], ...]
    lines: tuple[Line, ...] = ()
    scale: str = ""

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


def settled(marks: Sequence[Given], kind: str, retakes: str, scale: str) -> Average:
    """The average of what counts among the marks of one pupil: the scale, the re-takes and the weights decide."""
    alive = [mark for mark in marks if mark.number is not None and mark.scale == scale and mark.weight]
    standing = _standing(alive, retakes)
    lines = tuple(_line(mark, kind, scale, standing) for mark in marks)
    terms = tuple((line.number, line.weight) for line in lines if line.counts and line.number is not None)
    return Average(terms, lines, scale)


def _standing(marks: Sequence[Given], retakes: str) -> dict[int, tuple[int, bool]]:
    """By first work: the work whose marks count, and whether it does as the better one.

    Only marks that count replace: a re-take with "н/а", without a mark or without weight leaves what stood before.
    "add" replaces nothing.
    """
    chains: dict[int, dict[int, list[Given]]] = {}
    for mark in marks if retakes != "add" else ():
        chains.setdefault(mark.first, {}).setdefault(mark.work, []).append(mark)
    found: dict[int, tuple[int, bool]] = {}
    for first, works in chains.items():
        if len(works) < 2:
            continue
        latest = max(works, key=lambda work: (work != first, works[work][0].place, work))
        best = max(works, key=lambda work: (_mean(works[work]), work == first, works[work][0].place, work))
        found[first] = (best, True) if retakes == "best" else (latest, False)
    return found


def _mean(marks: Sequence[Given]) -> Fraction:
    numbers = [Fraction(mark.number) for mark in marks if mark.number is not None]
    return sum(numbers, Fraction(0)) / len(numbers)


def _line(mark: Given, kind: str, scale: str, standing: dict[int, tuple[int, bool]]) -> Line:
    work, is_best = standing.get(mark.first, (mark.work, False))
    out = Out.COUNTS
    if mark.number is None:
        out = Out.SYMBOL
    elif mark.scale != scale:
        out = Out.SCALE
    elif not mark.weight:
        out = Out.WEIGHTLESS
    elif work != mark.work:
        out = Out.WORSE if is_best else Out.RETAKEN
    weight = Decimal(1) if kind == "simple" and out is not Out.WEIGHTLESS else mark.weight
    return Line(mark.number, weight, out, mark.source)


def spelled(average: Average) -> str:
    """How the average came about, to be read aloud: "4 · 3×3 · 5×2 → 23 : 6 = 3,833"."""
    if average.value is None:
        return ""
    parts = [plain(mark) + (f"×{plain(weight)}" if weight != 1 else "") for mark, weight in average.terms if weight]
    value = plain(half_up(average.value, 3))
    return f"{' · '.join(parts)} → {plain(average.total)} : {plain(average.weights)} = {value}"


def plain(number: Decimal | Fraction) -> str:
    """Without needless zeros, with the comma of the page: 1.50 gives "1,5"."""
    text = f"{half_up(Fraction(number), 3)}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")
