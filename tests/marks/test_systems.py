"""Mark systems and what a teacher types (domain.md 4.1)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parta.marks.arithmetic import SYSTEMS, split_marks


@pytest.mark.parametrize(
    ("system", "typed", "marks"),
    [
        ("five", "4", ["4"]),
        ("five", "4/5", ["4", "5"]),
        ("five", "45", ["4", "5"]),
        ("five", " 4 5 ", ["4", "5"]),
        ("five", "н/а", ["н/а"]),
        ("five", "осв", ["осв"]),
        ("five", "ЗЧ", ["зач"]),
        ("five", "6", None),
        ("five", "4+", None),
        ("five", "0", None),
        ("ten", "10", ["10"]),
        ("ten", "7 9", ["7", "9"]),
        ("ten", "79", None),
        ("twelve", "12", ["12"]),
        ("hundred", "87", ["87"]),
        ("hundred", "101", None),
        ("letters", "a", ["A"]),
        ("letters", "AB", ["A", "B"]),
        ("pass", "зач", ["зач"]),
        ("pass", "незачёт", ["незач"]),
        ("pass", "5", None),
    ],
)
def test_it_reads_what_a_teacher_types(system: str, typed: str, marks: list[str] | None) -> None:
    assert split_marks(typed, SYSTEMS[system]) == marks


@given(st.sampled_from(sorted(SYSTEMS)), st.text(max_size=6))
def test_it_never_lets_a_foreign_symbol_through(system: str, typed: str) -> None:
    marks = split_marks(typed, SYSTEMS[system])
    assert marks is None or all(SYSTEMS[system].accepts(mark) for mark in marks)


def test_neutral_symbols_count_in_no_average() -> None:
    for system in SYSTEMS.values():
        assert [system.number(symbol) for symbol in ("осв", "н/а", "зач", "незач")] == [None] * 4
    assert SYSTEMS["five"].number("4") == Decimal(4)


def test_low_marks_are_known() -> None:
    assert SYSTEMS["five"].is_low("2")
    assert not SYSTEMS["five"].is_low("3")
    assert SYSTEMS["pass"].is_low("незач")


@pytest.mark.parametrize(
    ("system", "poor", "fair"),
    [("five", "2.999", "3"), ("ten", "4.9", "5"), ("hundred", "49.9", "50"), ("letters", "2.9", "3")],
)
def test_an_average_near_the_low_marks_is_poor(system: str, poor: str, fair: str) -> None:
    assert SYSTEMS[system].is_poor(Fraction(poor))
    assert not SYSTEMS[system].is_poor(Fraction(fair))
