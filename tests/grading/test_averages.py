"""Averages are exact, tell how they came about, and do not depend on the order of marks."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parta.grading.arithmetic import simple, spelled, weighted
from parta.grading.selectors import SeenMark, average_kind, average_of, averages, marks_seen
from parta.school.services import set_policy
from tests.acts import new_work, type_in
from tests.world import World

MARK = SeenMark(1, 1, 1, "5", "", 1, 1, date(2026, 11, 24), 1, 1, Decimal(1), "five", "", False, "Ответ", "отв")


def pairs(text: str) -> list[tuple[Decimal, Decimal]]:
    """ "5x3 4" gives (5, 3) and (4, 1)."""
    parts = (word.split("x") for word in text.split())
    return [(Decimal(mark), Decimal(*weight or ["1"])) for mark, *weight in parts]


@pytest.mark.parametrize(
    ("marks", "value", "words"),
    [
        ("", None, ""),
        ("5", Fraction(5), "5 → 5 : 1 = 5"),
        ("5 4", Fraction(9, 2), "5 · 4 → 9 : 2 = 4,5"),
        ("5x3 5 4 4 4 4", Fraction(9 * 4, 8), "5×3 · 5 · 4 · 4 · 4 · 4 → 36 : 8 = 4,5"),
        ("4 3x3 5x2", Fraction(23, 6), "4 · 3×3 · 5×2 → 23 : 6 = 3,833"),
        ("2x0.5 5x1.25", Fraction(29, 7), "2×0,5 · 5×1,25 → 7,25 : 1,75 = 4,143"),
        ("2x0 5", Fraction(5), "5 → 5 : 1 = 5"),
        ("2x0", None, ""),
    ],
)
def test_weighted(marks: str, value: Fraction | None, words: str) -> None:
    found = weighted(pairs(marks))
    assert (found.value, spelled(found)) == (value, words)


def test_simple_counts_each_mark_that_has_a_weight_once() -> None:
    assert simple(pairs("5x3 4 2x0")).value == Fraction(9, 2)


weights = st.decimals(min_value=0, max_value=10, places=2)
terms = st.lists(st.tuples(st.integers(1, 100).map(Decimal), weights), max_size=12)


@given(terms, st.randoms())
def test_the_order_does_not_matter(found: list[tuple[Decimal, Decimal]], random: Any) -> None:
    mixed = list(found)
    random.shuffle(mixed)
    for kind in (weighted, simple):
        assert kind(found).value == kind(mixed).value


@given(terms)
def test_the_average_lies_between_the_marks(found: list[tuple[Decimal, Decimal]]) -> None:
    value = weighted(found).value
    counted = [mark for mark, weight in found if weight]
    assert (value is None) == (not counted)
    if value is not None:
        assert min(counted) <= value <= max(counted)


@given(terms.filter(lambda rows: any(weight for _mark, weight in rows)))
def test_the_explanation_agrees_with_the_value(found: list[tuple[Decimal, Decimal]]) -> None:
    average = weighted(found)
    words = spelled(average).replace(",", ".")
    listed, sums = words.split(" → ")
    total = weight_sum = Fraction(0)
    for part in listed.split(" · "):
        mark, _, weight = part.partition("×")
        total += Fraction(mark) * Fraction(weight or "1")
        weight_sum += Fraction(weight or "1")
    said = [Fraction(number) for number in re.split(" : | = ", sums)]
    assert (said[0], said[1]) == (total, weight_sum) == (average.total, average.weights)
    assert abs(said[2] - total / weight_sum) <= Fraction(1, 2000)
    assert average.value == total / weight_sum


seen = st.builds(
    lambda row, weight: replace(MARK, work__system=row[0], value=row[1], work__weight=weight),
    st.sampled_from(
        [("five", "5"), ("five", "2"), ("five", "н/а"), ("ten", "9"), ("ten", "3"), ("hundred", "87"), ("pass", "зач")]
    ),
    weights,
)


@given(st.lists(seen, max_size=8), st.randoms())
def test_scales_are_never_mixed(marks: list[SeenMark], random: Any) -> None:
    found = average_of(marks, "weighted")
    used = {mark.work__system for mark in marks if mark.number is not None}
    possible = [
        weighted((m.number, m.work__weight) for m in marks if m.number is not None and m.work__system == scale).value
        for scale in used
    ]
    assert found.value is None if not used else found.value in possible
    mixed = list(marks)
    random.shuffle(mixed)
    assert average_of(mixed, "weighted").value == found.value


def test_the_scale_with_most_marks_counts() -> None:
    marks = [replace(MARK, value="9", work__system="ten"), replace(MARK, value="4"), replace(MARK, value="5")]
    assert average_of(marks, "weighted").value == Fraction(9, 2)


def test_marks_of_the_journal_count_with_their_weight(world: World) -> None:
    work = new_work(world)
    type_in(world, "Ваня", "4/5")
    type_in(world, "Ваня", "2", work_id=work.pk)
    type_in(world, "Оля", "н/а")
    marks = marks_seen(world.school.pk)
    found = averages(marks, average_kind(world.school.pk))
    subject = world.courses["Алгебра 7А"].subject_id
    assert found[world.people["Ваня"].pk, subject].value == 3
    assert found[world.people["Оля"].pk, subject].value is None
    set_policy(actor=world.system, school=world.school, key="average", value="simple")
    again = averages(marks, average_kind(world.school.pk))
    assert again[world.people["Ваня"].pk, subject].value == Fraction(11, 3)


def test_marks_taken_back_do_not_count(world: World) -> None:
    type_in(world, "Ваня", "4/2")
    type_in(world, "Ваня", "4")
    assert average_of(marks_seen(world.school.pk), "weighted").value == 4
