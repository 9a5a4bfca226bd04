"""Figures of a class (domain.md 4.2): успеваемость, quality and СОУ of a subject, groups of pupils. Exact and pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

SHARE = {"5": 100, "4": 64, "3": 36, "2": 16, "1": 7, "н/а": 7}
"""What a mark adds to СОУ. A "1" stands for one who was only present."""


@dataclass(frozen=True)
class Figures:
    """Of `count` pupils: all but those exempt and those without any mark; "н/а" is among them."""

    count: int
    passed: Fraction | None
    quality: Fraction | None
    degree: Fraction | None
    """Per cent: успеваемость, качество, СОУ."""


def figures(values: Iterable[str]) -> Figures:
    """The figures of one subject by the five-point marks of its pupils ("" for none)."""
    counted = [value for value in values if value in SHARE]
    if not counted:
        return Figures(0, None, None, None)
    total = len(counted)
    return Figures(
        total,
        Fraction(100 * sum(value in ("5", "4", "3") for value in counted), total),
        Fraction(100 * sum(value in ("5", "4") for value in counted), total),
        Fraction(sum(SHARE[value] for value in counted), total),
    )


def standing(values: Iterable[str]) -> str:
    """The group of a pupil by the marks of all subjects; the weakest mark decides. "" without any mark."""
    found = [value for value in values if value and value not in ("осв", "зач")]
    numbers = [int(value) for value in found if value.isdigit()]
    if "незач" in found or any(number <= 2 for number in numbers):
        return "failing"
    if "н/а" in found:
        return "unattested"
    if not numbers:
        return ""
    threes, fours = numbers.count(3), numbers.count(4)
    if threes:
        return "one_three" if threes == 1 else "passing"
    return {0: "excellent", 1: "one_four"}.get(fours, "good")


def quality_of(groups: Iterable[str]) -> Fraction | None:
    """Pupils with "4" and "5" alone, per cent of all that have marks: by pupils, not by marks."""
    counted = [group for group in groups if group]
    good = sum(group in ("excellent", "one_four", "good") for group in counted)
    return Fraction(100 * good, len(counted)) if counted else None
