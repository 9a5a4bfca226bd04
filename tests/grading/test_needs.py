"""What is needed for a mark: the answer reaches the threshold and one mark fewer does not."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parta.grading.arithmetic import weighted
from parta.grading.arithmetic.needs import Kind, Target, distinct, easiest, needed, next_target, planned
from tests.grading.test_averages import pairs

FIVE, FOUR, THREE = (Target(mark, Fraction(limit)) for mark, limit in ((5, "4.6"), (4, "3.6"), (3, "2.6")))
TARGETS = (FIVE, FOUR, THREE)
ANSWER, TEST = Kind("Ответ на уроке", Decimal(1)), Kind("Контрольная работа", Decimal(3))


@pytest.mark.parametrize(
    ("marks", "threshold", "mark", "count"),
    [
        ("5 5 4", "4.6", "5x1", 0),
        ("5 4 4", "4.6", "5x1", 2),
        ("5 4 4", "4.6", "5x3", 1),
        ("4 3 3", "3.6", "4x1", 2),
        ("3", "3.6", "3x1", None),
        ("3 3", "3", "3x1", 0),
        ("2", "3", "3x1", None),
        ("", "4.6", "5x1", 1),
        ("", "5", "5x1", 1),
        ("4", "5", "5x1", None),
        ("2 5x0", "3.6", "5x0", None),
    ],
)
def test_how_many_marks_are_needed(marks: str, threshold: str, mark: str, count: int | None) -> None:
    ((number, weight),) = pairs(mark)
    found = needed(weighted(pairs(marks)), Fraction(threshold), number, weight)
    assert found == count


weights = st.decimals(min_value=0, max_value=10, places=2)
terms = st.lists(st.tuples(st.integers(1, 5).map(Decimal), weights), max_size=10)
thresholds = st.decimals(min_value=2, max_value=5, places=2).map(Fraction)


@given(terms, thresholds, st.integers(2, 5).map(Decimal), weights)
def test_the_answer_reaches_the_threshold_and_one_fewer_does_not(
    found: list[tuple[Decimal, Decimal]], threshold: Fraction, number: Decimal, weight: Decimal
) -> None:
    average = weighted(found)
    count = needed(average, threshold, number, weight)
    if count is None:
        for many in (1, 10, 1000):
            value = planned(average, [(number, weight)] * many).value
            assert value is None or value < threshold
        return
    reached = weighted([*found, (number, weight * count)] if count else found).value
    assert reached is not None
    assert reached >= threshold
    if count:
        fewer = weighted([*found, (number, weight * (count - 1))]).value
        assert fewer is None or fewer < threshold


def test_what_if_adds_planned_marks() -> None:
    average = weighted(pairs("3 4"))
    assert planned(average, pairs("5x3")).value == Fraction(22, 5)
    assert average.value == Fraction(7, 2)


def test_the_next_target_is_the_nearest_mark_above() -> None:
    assert next_target(weighted(pairs("3")), TARGETS) == FOUR
    assert next_target(weighted(pairs("2")), TARGETS) == THREE
    assert next_target(weighted(pairs("5")), TARGETS) is None
    assert next_target(weighted([]), TARGETS) is None


def test_the_easiest_way_is_told() -> None:
    need = easiest(weighted(pairs("4 3 3")), TARGETS, [ANSWER, TEST], Decimal(5))
    assert need is not None
    assert (need.target, need.kind, need.count) == (FOUR, ANSWER, 1)
    need = easiest(weighted(pairs("4 3 3 3 3 3")), TARGETS, [ANSWER, TEST], Decimal(5))
    assert need is not None
    assert (need.kind, need.count) == (TEST, 1)


def test_a_long_way_is_not_told() -> None:
    assert easiest(weighted(pairs("2x200")), TARGETS, [ANSWER, TEST], Decimal(5)) is None


def test_kinds_of_one_weight_are_one() -> None:
    assert distinct([ANSWER, Kind("ВПР", Decimal(0)), Kind("Домашняя", Decimal("1.00")), TEST]) == [ANSWER, TEST]
