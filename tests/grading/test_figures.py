"""Figures of a class by the definitions of domain.md 4.2."""

from __future__ import annotations

from fractions import Fraction

import pytest

from parta.grading.arithmetic.figures import Figures, figures, quality_of, standing


def test_not_attested_counts_and_exempt_does_not() -> None:
    found = figures(["5", "4", "3", "2", "н/а", "осв", ""])
    assert found == Figures(5, Fraction(60), Fraction(40), Fraction(100 + 64 + 36 + 16 + 7, 5))


def test_without_marks_there_are_no_figures() -> None:
    assert figures(["осв", "", "зач"]) == Figures(0, None, None, None)


@pytest.mark.parametrize(
    ("marks", "group"),
    [
        ("5 5 осв", "excellent"),
        ("5 4 5", "one_four"),
        ("4 4 5 зач", "good"),
        ("5 4 3", "one_three"),
        ("3 3 5", "passing"),
        ("5 5 2", "failing"),
        ("5 незач", "failing"),
        ("5 н/а", "unattested"),
        ("2 н/а", "failing"),
        ("осв зач", ""),
        ("", ""),
    ],
)
def test_a_pupil_belongs_to_one_group(marks: str, group: str) -> None:
    assert standing(marks.split()) == group


def test_the_quality_of_a_class_counts_pupils() -> None:
    assert quality_of(["excellent", "good", "passing", "failing", ""]) == Fraction(50)
    assert quality_of([""]) is None
