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

from parta.grading.arithmetic import Given, settled, simple, spelled, weighted
from parta.grading.selectors import SeenMark, average_kind, average_of, averages, marks_seen
from parta.school.services import set_policy
from tests.acts import MONDAY, new_work, type_in
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


def taken(number: int | None, weight: int = 1, work: int = 1, again: int | None = None, day: int = 1) -> Given:
    """A mark of a work on a day; `again` is the first work that it is a re-take of."""
    return Given(None if number is None else Decimal(number), Decimal(weight), work, again, (day,), "five")


def value(marks: list[Given], retakes: str, kind: str = "weighted") -> Fraction | None:
    return settled(marks, kind, retakes, "five").value


def outs(marks: list[Given], retakes: str) -> list[str]:
    return [str(line.out) for line in settled(marks, "weighted", retakes, "five").lines]


@pytest.mark.parametrize(
    ("retakes", "expected", "why"),
    [
        ("replace", Fraction(4 + 3 * 3, 4), ["", "retaken", "retaken", ""]),
        ("best", Fraction(4 + 3 * 3, 4), ["", "worse", "worse", ""]),
        ("add", Fraction(4 + 3 * (2 + 3 + 3), 10), ["", "", "", ""]),
    ],
)
def test_a_retake_stands_for_all_marks_of_its_first_work(retakes: str, expected: Fraction, why: list[str]) -> None:
    marks = [taken(4), taken(2, 3, 2), taken(3, 3, 2), taken(3, 3, 3, again=2, day=2)]
    assert (value(marks, retakes), outs(marks, retakes)) == (expected, why)


def test_a_worse_retake_replaces_too_unless_the_better_one_counts() -> None:
    marks = [taken(4, 3, 2), taken(2, 3, 3, again=2, day=2)]
    assert (value(marks, "replace"), value(marks, "best")) == (2, 4)
    assert outs(marks, "best") == ["", "worse"]


def test_the_last_of_several_retakes_counts() -> None:
    marks = [taken(2, 1, 2), taken(5, 1, 4, again=2, day=9), taken(3, 1, 3, again=2, day=5)]
    assert outs(marks, "replace") == ["retaken", "", "retaken"]
    assert outs(marks, "best") == ["worse", "", "worse"]


@pytest.mark.parametrize("again", [taken(None, 3, 3, again=2, day=2), taken(5, 0, 3, again=2, day=2)])
def test_what_does_not_count_replaces_nothing(again: Given) -> None:
    assert value([taken(2, 3, 2), again], "replace") == 2


def test_a_retake_whose_first_mark_is_of_another_term_simply_counts() -> None:
    assert value([taken(5, 3, 3, again=2), taken(4)], "replace") == Fraction(19, 4)


rows = st.lists(
    st.builds(
        lambda number, weight, first, again: taken(
            number, weight, first + 10 * again, first if again else None, first + 5 * again
        ),
        st.sampled_from([2, 3, 4, 5, None]),
        st.integers(0, 5),
        st.integers(1, 4),
        st.integers(0, 2),
    ),
    max_size=12,
)
RETAKES = ("replace", "best", "add")


@given(rows, st.randoms(), st.sampled_from(RETAKES), st.sampled_from(["weighted", "simple"]))
def test_re_takes_whatever_the_order(marks: list[Given], random: Any, retakes: str, kind: str) -> None:
    mixed = list(marks)
    random.shuffle(mixed)
    assert value(marks, retakes, kind) == value(mixed, retakes, kind)


@given(rows, st.sampled_from(RETAKES))
def test_the_average_lies_between_the_marks_that_count(marks: list[Given], retakes: str) -> None:
    average = settled(marks, "weighted", retakes, "five")
    counted = [line.number for line in average.lines if line.counts and line.number is not None]
    assert len(average.lines) == len(marks)
    assert sum((line.product or 0 for line in average.lines), Decimal(0)) == average.total
    if average.value is None:
        assert counted == []
    else:
        assert min(counted) <= average.value <= max(counted)


@given(rows)
def test_replaced_is_as_if_the_first_never_was(marks: list[Given]) -> None:
    again = {mark.first for mark in marks if mark.retake_of and mark.number is not None and mark.weight}
    last = {first: max(m.work for m in marks if m.first == first and m.number and m.weight) for first in again}
    left = [mark for mark in marks if last.get(mark.first, mark.work) == mark.work]
    assert value(marks, "replace") == value(left, "add")


@given(rows)
def test_the_better_one_is_never_worse_than_either(marks: list[Given]) -> None:
    even = [replace(mark, weight=Decimal(1)) for mark in marks]
    even = list({mark.work: mark for mark in even if mark.number is not None}.values())
    best, last = value(even, "best"), value(even, "replace")
    firsts = {mark.work for mark in even if not mark.retake_of}
    first = value([mark for mark in even if not mark.retake_of or mark.first not in firsts], "replace")
    assert best is None or (last is not None and best >= last)
    assert best is None or (first is not None and best >= first)


def test_averages_are_compared_unrounded() -> None:
    almost = weighted(pairs("5x5999 4x4001"))
    assert spelled(almost).endswith("= 4,6")
    assert almost.value is not None
    assert almost.value < Fraction("4.6")


def test_marks_of_a_retake_count_by_the_policy(world: World) -> None:
    first = new_work(world, world.lesson("Алгебра 7А", MONDAY))
    again = new_work(world, retake_of=first)
    type_in(world, "Ваня", "2", work_id=first.pk, lesson=world.lesson("Алгебра 7А", MONDAY), who="Анна")
    type_in(world, "Ваня", "4", work_id=again.pk)
    found = {}
    for retakes in RETAKES:
        set_policy(actor=world.system, school=world.school, key="retakes", value=retakes)
        found[retakes] = average_of(marks_seen(world.school.pk), average_kind(world.school.pk))
    assert {key: average.value for key, average in found.items()} == {"replace": 4, "best": 4, "add": 3}
    assert [(line.source.value, line.out) for line in found["replace"].lines] == [("2", "retaken"), ("4", "")]
