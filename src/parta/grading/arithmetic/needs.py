"""What further marks would do to an average: how many are needed for a mark, and what if. Exact and pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from parta.grading.arithmetic.averages import Average

MOST = 9
"""More further marks than this are not worth telling."""


@dataclass(frozen=True)
class Target:
    """A mark and the least average for it."""

    mark: int
    threshold: Fraction


@dataclass(frozen=True)
class Kind:
    """A kind of work by which further marks come."""

    name: str
    weight: Decimal


@dataclass(frozen=True)
class Need:
    """How many further marks of one value and kind lead to a target: 0 already there, None never."""

    target: Target
    number: Decimal
    kind: Kind
    count: int | None


def needed(average: Average, threshold: Fraction, number: Decimal, weight: Decimal) -> int | None:
    """The fewest further marks so that the average reaches the threshold; None where they never do."""
    if average.value is not None and average.value >= threshold:
        return 0
    if not weight or number < threshold:
        return None
    missing = threshold * average.weights - average.total
    gain = Fraction(weight) * (Fraction(number) - threshold)
    if not missing:
        return 1
    return -(-missing // gain) if gain else None


def planned(average: Average, marks: Iterable[tuple[Decimal, Decimal]]) -> Average:
    """The average with further (mark, weight) pairs beside those that count."""
    return Average((*average.terms, *marks), average.lines, average.scale)


def next_target(average: Average, targets: Iterable[Target]) -> Target | None:
    """The nearest mark above what the average gives; None at the top and without an average."""
    value = average.value
    above = [target for target in targets if value is not None and value < target.threshold]
    return min(above, key=lambda target: target.threshold, default=None)


def easiest(average: Average, targets: Sequence[Target], kinds: Sequence[Kind], top: Decimal) -> Need | None:
    """The nearest mark and the kind of work by which the fewest best marks lead to it; None beyond `MOST` of them.

    Of kinds that need as many, the lightest: it comes soonest.
    """
    target = next_target(average, targets)
    if target is None:
        return None
    found = [Need(target, top, kind, needed(average, target.threshold, top, kind.weight)) for kind in kinds]
    possible = [need for need in found if need.count is not None and need.count <= MOST]
    return min(possible, key=lambda need: (need.count, need.kind.weight), default=None)


def distinct(kinds: Iterable[Kind]) -> list[Kind]:
    """One kind for each weight, the first of the list; those that weigh nothing are left out."""
    found: dict[Decimal, Kind] = {}
    for kind in kinds:
        if kind.weight:
            found.setdefault(kind.weight, kind)
    return list(found.values())
