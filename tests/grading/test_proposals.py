"""Proposals of term, year and final marks: tables of domain.md 4.3 and properties."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parta.grading.arithmetic.proposals import (
    TermFacts,
    Thresholds,
    propose_final,
    propose_term,
    propose_year,
)

RULES = Thresholds(Fraction("4.6"), Fraction("3.6"), Fraction("2.6"))


@pytest.mark.parametrize(
    ("average", "value"),
    [
        ("5", "5"),
        ("4.6", "5"),
        ("4.599", "4"),
        ("3.6", "4"),
        ("3.5999", "3"),
        ("2.6", "3"),
        ("2.5999", "2"),
        ("1", "2"),
    ],
)
def test_thresholds_are_compared_unrounded(average: str, value: str) -> None:
    assert propose_term(TermFacts(Fraction(average), 5), RULES).value == value


def test_another_school_has_other_thresholds() -> None:
    rules = replace(RULES, five=Fraction("4.65"))
    assert [propose_term(TermFacts(Fraction(n), 5), rules).value for n in ("4.645", "4.65")] == ["4", "5"]


def test_too_few_marks_propose_not_attested_and_illness_is_a_hint() -> None:
    found = propose_term(TermFacts(Fraction(5), 2, was_ill=True), RULES)
    assert found.value == "н/а"
    assert [(reason.key, reason.values) for reason in found.reasons] == [("few", ("2", "3")), ("ill", ())]


def test_a_two_bars_the_top_only_where_the_school_says_so() -> None:
    facts = TermFacts(Fraction("4.7"), 9, has_low=True)
    found = propose_term(facts, replace(RULES, two_bars_top=True))
    assert (propose_term(facts, RULES).value, found.value, found.reasons[0].key) == ("5", "4", "low")


def test_important_works_prevail_only_where_the_school_says_so() -> None:
    facts = TermFacts(Fraction("4.7"), 9, important=Fraction(4))
    found = propose_term(facts, replace(RULES, important_prevail=True))
    assert (propose_term(facts, RULES).value, found.value, found.reasons[0].values) == ("5", "4", ("4",))


def test_another_scale_is_rounded_half_up() -> None:
    assert propose_term(TermFacts(Fraction("8.5"), 4, is_five=False), RULES).value == "9"


@pytest.mark.parametrize(
    ("terms", "for_pupil", "by_thresholds"),
    [
        ("3 3 4 4", "4", "3"),
        ("4 4 5 5", "5", "4"),
        ("3 3 3 4", "3", "3"),
        ("4 4 3", "4", "4"),
        ("2 3", "3", "2"),
        ("5 н/а 4 4", "4", "4"),
        ("осв осв", "осв", "осв"),
        ("зач незач", "незач", "незач"),
        ("н/а осв", "н/а", "н/а"),
    ],
)
def test_the_year_comes_from_its_terms(terms: str, for_pupil: str, by_thresholds: str) -> None:
    words = terms.split()
    assert propose_year(words, RULES).value == for_pupil
    assert propose_year(words, replace(RULES, split_for_pupil=False)).value == by_thresholds


def test_nothing_is_proposed_for_the_year_before_all_terms_stand() -> None:
    assert propose_year(["5", "5", "", ""], RULES).value == ""


@pytest.mark.parametrize(("marks", "value"), [("4 5", "5"), ("3 4", "4"), ("5 4 4", "4"), ("4", "4"), ("", "")])
def test_a_certificate_is_rounded_half_up(marks: str, value: str) -> None:
    assert propose_final(marks.split()).value == value


averages = st.fractions(min_value=1, max_value=5)
rules = st.builds(replace, st.just(RULES), two_bars_top=st.booleans(), important_prevail=st.booleans())


@given(averages, averages, rules, st.booleans(), st.none() | averages)
def test_a_better_average_never_gives_a_worse_mark(
    one: Fraction, other: Fraction, rules: Thresholds, has_low: bool, important: Fraction | None
) -> None:
    low, high = (propose_term(TermFacts(n, 9, has_low, important), rules) for n in sorted((one, other)))
    assert 2 <= int(low.value) <= int(high.value) <= 5


@given(st.lists(st.integers(2, 5), min_size=1, max_size=8), st.booleans())
def test_a_better_term_never_gives_a_worse_year_and_order_does_not_matter(terms: list[int], split: bool) -> None:
    rules = replace(RULES, split_for_pupil=split)
    found = int(propose_year([str(n) for n in terms], rules).value)
    better = [str(min(5, n + (index == 0))) for index, n in enumerate(terms)]
    assert min(terms) <= found <= max(terms)
    assert found <= int(propose_year(better, rules).value)
    assert propose_year([str(n) for n in reversed(terms)], rules).value == str(found)
