"""The limits of assessment procedures (domain.md 4.4), as tables and as properties."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parta.marks.arithmetic.procedures import Facts, Limits, Planned, against, findings, half_of, half_span

DAY = date(2026, 11, 16)
A, B = 1, 2
ALGEBRA, HISTORY = 10, 20
LIMITS = Limits()


def planned(
    key: str, days: int = 0, *, subject: int = ALGEBRA, classes: tuple[int, ...] = (A,), **more: Any
) -> Planned:
    course = more.pop("course", subject * 100 + classes[0])
    return Planned(key, course, subject, frozenset(classes), (1, 7), DAY + timedelta(days=days), **more)


def codes(*rows: Planned, limits: Limits = LIMITS, **more: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {row.key: [] for row in rows}
    for one in findings(Facts(rows, **more), limits):
        found[one.key].append(one.code)
    return found


def test_a_class_has_one_procedure_a_day() -> None:
    one, other = planned("a"), planned("h", subject=HISTORY)
    assert codes(one, other) == {"a": ["day"], "h": ["day"]}
    assert codes(one, other, limits=replace(LIMITS, a_day=2)) == {"a": [], "h": []}
    assert codes(one, planned("h", 1, subject=HISTORY)) == {"a": [], "h": []}
    assert codes(one, planned("h", subject=HISTORY, classes=(B,))) == {"a": [], "h": []}


def test_subgroups_of_a_subject_write_together() -> None:
    rows = [planned("1", course=1), planned("2", course=2)]
    assert codes(*rows) == {"1": [], "2": []}
    third = planned("h", subject=HISTORY)
    assert codes(*rows, third) == {"1": ["day"], "2": ["day"], "h": ["day"]}


@pytest.mark.parametrize(("days", "found"), [(1, ["apart"]), (17, ["apart"]), (18, []), (40, [])])
def test_a_subject_comes_once_in_two_and_a_half_weeks(days: int, found: list[str]) -> None:
    assert codes(planned("a"), planned("b", days)) == {"a": found, "b": found}


@pytest.mark.parametrize(("days", "found"), [(0, []), (7, []), (8, ["apart"]), (17, ["apart"]), (18, [])])
def test_the_classes_of_a_parallel_write_one_after_the_other(days: int, found: list[str]) -> None:
    assert codes(planned("a"), planned("b", days, classes=(B,))) == {"a": found, "b": found}


def test_another_subject_or_another_parallel_is_no_matter() -> None:
    assert codes(planned("a"), planned("h", 1, subject=HISTORY)) == {"a": [], "h": []}
    assert codes(planned("a"), replace(planned("b", 9, classes=(B,)), parallel=(1, 8))) == {"a": [], "b": []}


def test_the_nearest_one_is_counted_from() -> None:
    rows = (planned("a"), planned("b", 10), planned("c", 15))
    (found,) = against(Facts(rows), LIMITS, "b")
    assert (found.code, found.others, found.value) == ("apart", ("a", "c"), 5)


@pytest.mark.parametrize(
    ("hours", "minutes", "found"),
    [
        ("1", [45, 45, 45], []),
        ("1", [45, 45, 45, 30], ["share"]),
        ("1", [30, 30, 30, 30, 30], []),
        ("0.5", [45, 45], ["share"]),
        ("5", [45] * 17, []),
        ("5", [45] * 18, ["share"]),
    ],
)
def test_a_tenth_of_the_hours_of_the_year(hours: str, minutes: list[int], found: list[str]) -> None:
    rows = [planned(str(n), 20 * n, minutes=m) for n, m in enumerate(minutes)]
    told = codes(*rows, hours={rows[0].course: Decimal(hours)})
    assert told == {row.key: [] for row in rows[:-1]} | {rows[-1].key: found}


@pytest.mark.parametrize(
    ("number", "hours", "found"),
    [(1, "3", ["first"]), (2, "3", []), (6, "3", ["last"]), (1, "1", []), (6, "0.5", []), (None, "3", [])],
)
def test_neither_first_nor_last_unless_it_is_the_only_lesson_of_the_week(
    number: int | None, hours: str, found: list[str]
) -> None:
    row = planned("a", number=number)
    edges = {(A, DAY): (1, 6)}
    assert codes(row, hours={row.course: Decimal(hours)}, edges=edges) == {"a": found}
    off = replace(LIMITS, edges=False)
    assert codes(row, hours={row.course: Decimal(hours)}, edges=edges, limits=off) == {"a": []}


def test_a_day_without_a_lesson_is_told() -> None:
    assert codes(planned("a", has_lesson=False)) == {"a": ["lesson"]}


def test_the_first_half_ends_with_december() -> None:
    since, until = date(2026, 9, 1), date(2027, 5, 30)
    assert half_span(since, until, 1) == (since, date(2026, 12, 31))
    assert half_span(since, until, 2) == (date(2027, 1, 1), until)
    assert (half_of(date(2026, 12, 31)), half_of(date(2027, 1, 1)), half_of(since)) == (1, 2, 1)


rows_of = st.lists(
    st.builds(
        Planned,
        st.just(""),
        st.integers(1, 3),
        st.sampled_from([ALGEBRA, HISTORY]),
        st.sets(st.sampled_from([A, B]), min_size=1).map(frozenset),
        st.just((1, 7)),
        st.integers(0, 60).map(lambda days: DAY + timedelta(days=days)),
        st.integers(1, 6),
        st.sampled_from([30, 45]),
    ),
    max_size=8,
).map(lambda rows: tuple(replace(row, key=f"{n}") for n, row in enumerate(rows)))
HOURS = {1: Decimal(1), 2: Decimal(3), 3: Decimal("0.5")}


def facts_of(rows: tuple[Planned, ...]) -> Facts:
    return Facts(rows, HOURS, {(one, row.date): (1, 6) for row in rows for one in row.classes})


@given(rows_of, st.randoms())
def test_the_order_does_not_matter(rows: tuple[Planned, ...], random: Any) -> None:
    mixed = list(rows)
    random.shuffle(mixed)
    assert findings(facts_of(tuple(mixed)), LIMITS) == findings(facts_of(rows), LIMITS)


@given(rows_of)
def test_moving_far_away_ends_every_clash_of_days(rows: tuple[Planned, ...]) -> None:
    clashing = {one.key for one in findings(facts_of(rows), LIMITS) if one.code in ("day", "apart")}
    for key in clashing:
        moved = tuple(replace(row, date=DAY + timedelta(days=200)) if row.key == key else row for row in rows)
        left = findings(facts_of(moved), LIMITS)
        assert not [one for one in left if one.code in ("day", "apart") and key in (one.key, *one.others)]


@given(rows_of)
def test_taking_one_away_breaks_nothing_new(rows: tuple[Planned, ...]) -> None:
    before = {(one.key, one.code) for one in findings(facts_of(rows), LIMITS)}
    for gone in rows:
        left = tuple(row for row in rows if row is not gone)
        assert {(one.key, one.code) for one in findings(facts_of(left), LIMITS)} <= before
