"""Who may give a lesson instead: a table of cases and what holds for all of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parta.lessons.arithmetic.covering import (
    AT_WORK,
    BESIDE,
    BUILDING,
    CLASS,
    ELSEWHERE,
    PARTNER,
    SUBJECT,
    WINDOW,
    Away,
    Colleague,
    Hour,
    Need,
    joins,
    offers,
    propose,
)

DAY = date(2026, 11, 24)
ALGEBRA, HISTORY, CLASS_7A, CLASS_7B, MAIN, ANNEX = 1, 2, 71, 72, 1, 2
NEED = Need(1, Hour(DAY, 3, building=MAIN), frozenset({ALGEBRA}), frozenset({CLASS_7A}))


def hours(*numbers: int, building: int | None = MAIN, on: date = DAY) -> tuple[Hour, ...]:
    return tuple(Hour(on, number, building=building) for number in numbers)


@pytest.mark.parametrize(
    ("colleague", "why"),
    [
        (Colleague(1, "А"), ()),
        (Colleague(1, "А", subjects=frozenset({ALGEBRA})), (SUBJECT,)),
        (Colleague(1, "А", groups=frozenset({CLASS_7A})), (CLASS,)),
        (Colleague(1, "А", groups=frozenset({CLASS_7B})), ()),
        (Colleague(1, "А", hours=hours(2)), (BUILDING, BESIDE)),
        (Colleague(1, "А", hours=hours(2, 4)), (BUILDING, WINDOW)),
        (Colleague(1, "А", hours=hours(1, 6)), (BUILDING, WINDOW)),
        (Colleague(1, "А", hours=hours(1)), (BUILDING, AT_WORK)),
        (Colleague(1, "А", hours=hours(2, building=ANNEX)), (ELSEWHERE, BESIDE)),
        (Colleague(1, "А", hours=hours(2, building=None)), (BESIDE,)),
        (Colleague(1, "А", hours=hours(2, on=date(2026, 11, 25))), ()),
    ],
)
def test_what_speaks_for_a_colleague(colleague: Colleague, why: tuple[str, ...]) -> None:
    assert [offer.why for offer in offers(NEED, [colleague])] == [why]


@pytest.mark.parametrize(
    "colleague",
    [
        Colleague(1, "А", hours=hours(3)),
        Colleague(1, "А", away=(Away(DAY, DAY),)),
        Colleague(1, "А", away=(Away(DAY, DAY, 3, 4),)),
    ],
)
def test_who_teaches_or_is_absent_then_is_not_offered(colleague: Colleague) -> None:
    assert offers(NEED, [colleague]) == []


def test_an_absence_from_later_lessons_leaves_the_earlier_ones() -> None:
    assert [offer.person for offer in offers(NEED, [Colleague(1, "А", away=(Away(DAY, DAY, 4),))])] == [1]


def test_bells_decide_what_is_at_the_same_time_whatever_the_number() -> None:
    second_shift = Hour(DAY, 1, time(13), time(13, 45))
    assert second_shift.overlaps(Hour(DAY, 7, time(13, 30), time(14, 15)))
    assert not second_shift.overlaps(Hour(DAY, 1, time(8, 30), time(9, 15)))
    assert Hour(DAY, 1).overlaps(Hour(DAY, 1, time(8, 30), time(9, 15)))


def test_hours_of_another_shift_make_no_window() -> None:
    first = [Hour(DAY, number, time(7 + number), time(7 + number, 45)) for number in (1, 2, 6)]
    late = replace(NEED, hour=Hour(DAY, 4, time(16, 20), time(17)))
    assert [offer.why for offer in offers(late, [Colleague(1, "А", hours=tuple(first))])] == [(AT_WORK,)]
    next_shift = replace(NEED, hour=Hour(DAY, 1, time(14, 5), time(14, 45)))
    assert [offer.why for offer in offers(next_shift, [Colleague(1, "А", hours=tuple(first))])] == [(BESIDE,)]


def test_the_order_is_subject_then_class_then_the_place_of_the_hour_then_load() -> None:
    found = offers(
        NEED,
        [
            Colleague(1, "Никто"),
            Colleague(2, "Рядом", hours=hours(2)),
            Colleague(3, "Окно", hours=hours(2, 4)),
            Colleague(4, "Класс", groups=frozenset({CLASS_7A})),
            Colleague(5, "Предмет", subjects=frozenset({ALGEBRA}), hours=hours(1, 2, 4, 5)),
            Colleague(6, "Предмет", subjects=frozenset({ALGEBRA}), hours=hours(2, 4)),
        ],
    )
    assert [offer.person for offer in found] == [6, 5, 4, 3, 2, 1]
    assert [offer.is_fit for offer in found] == [True] * 5 + [False]


def test_the_teacher_of_the_other_subgroup_may_take_these_pupils_too() -> None:
    need = replace(NEED, partners=frozenset({2}))
    partner = Colleague(2, "Б", subjects=frozenset({ALGEBRA}), hours=hours(3))
    assert [(offer.person, offer.why) for offer in joins(need, [partner])] == [(2, (PARTNER,))]
    assert joins(need, [replace(partner, away=(Away(DAY, DAY),))]) == []
    assert joins(NEED, [partner]) == []


def test_proposals_count_what_was_proposed_before() -> None:
    one = Colleague(1, "А", subjects=frozenset({ALGEBRA}), hours=hours(2))
    other = Colleague(2, "Б", groups=frozenset({CLASS_7A}), hours=hours(1))
    at_once = [replace(NEED, key=key) for key in (1, 2, 3)]
    found = propose(at_once, [one, other])
    assert [found[key].person if found[key] else None for key in (1, 2, 3)] == [1, 2, None]  # type: ignore[union-attr]


def test_nobody_is_proposed_who_is_neither_at_school_nor_knows_the_class() -> None:
    assert propose([NEED], [Colleague(1, "А")]) == {1: None}


HOURS = st.builds(Hour, st.sampled_from([DAY, date(2026, 11, 25)]), st.integers(1, 7), building=st.sampled_from([1, 2]))
SETS = st.frozensets(st.integers(1, 3), max_size=2)
COLLEAGUES = st.lists(
    st.builds(
        Colleague,
        st.integers(1, 30),
        st.text("АБВ", max_size=2),
        SETS,
        SETS,
        st.lists(HOURS, max_size=5).map(tuple),
        st.lists(st.builds(Away, st.just(DAY), st.just(DAY), st.integers(1, 4), st.integers(4, 8)), max_size=1).map(
            tuple
        ),
    ),
    max_size=8,
    unique_by=lambda one: one.person,
)
NEEDS = st.lists(st.builds(Need, st.integers(1, 99), HOURS, SETS, SETS, SETS), max_size=6, unique_by=lambda n: n.key)


@given(NEEDS, COLLEAGUES)
def test_nobody_gives_two_lessons_at_once_or_while_absent(needs: list[Need], colleagues: list[Colleague]) -> None:
    known = {one.person: one for one in colleagues}
    found = propose(needs, colleagues)
    assert found.keys() == {need.key for need in needs}
    taken: dict[int, list[Hour]] = {}
    for need in needs:
        offer = found[need.key]
        if offer is None:
            continue
        assert not known[offer.person].is_away(need.hour)
        if PARTNER in offer.why:
            assert offer.person in need.partners
            continue
        assert known[offer.person].is_free(need.hour)
        assert not any(hour.overlaps(need.hour) for hour in taken.get(offer.person, []))
        taken.setdefault(offer.person, []).append(need.hour)


@given(NEEDS, COLLEAGUES, st.randoms(use_true_random=False))
def test_the_order_in_which_colleagues_are_read_does_not_matter(
    needs: list[Need], colleagues: list[Colleague], random: object
) -> None:
    shuffled = list(colleagues)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert propose(needs, colleagues) == propose(list(reversed(needs)), shuffled)


@given(COLLEAGUES.filter(bool), st.sampled_from(["subjects", "groups"]))
def test_who_learns_the_subject_or_the_class_never_falls(colleagues: list[Colleague], what: str) -> None:
    def place(rows: list[Colleague]) -> int | None:
        order = [offer.person for offer in offers(NEED, rows)]
        return order.index(colleagues[0].person) if colleagues[0].person in order else None

    more = NEED.subjects if what == "subjects" else NEED.groups
    better = replace(colleagues[0], **{what: getattr(colleagues[0], what) | more})
    before, after = place(colleagues), place([better, *colleagues[1:]])
    assert (before is None and after is None) or (before is not None and after is not None and after <= before)
