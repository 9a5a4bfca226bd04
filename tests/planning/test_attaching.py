"""Topics on lessons: order kept, each hour once, cancelled lessons hold none, what was written stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from parta.planning.arithmetic import Row, Slot, attach, figures, hours_in, units

FIRST = date(2026, 9, 1)


def slots_of(*texts: str | None) -> list[Slot]:
    """Lessons day by day: None is a cancelled one, other words what was written in it ("" nothing)."""
    return [
        Slot(number, FIRST + timedelta(days=number), is_off=text is None, is_held=bool(text), text=text or "")
        for number, text in enumerate(texts)
    ]


ROWS = st.lists(
    st.builds(
        Row,
        title=st.sampled_from("Дроби|Степени|Корни|Функции|Дроби и степени".split("|")),
        hours=st.integers(1, 3),
        joins=st.booleans(),
    ),
    max_size=12,
)
BARE = st.lists(st.booleans(), max_size=30).map(lambda offs: slots_of(*(None if off else "" for off in offs)))
TEXTS = st.lists(st.sampled_from([None, "", "Дроби", "Степени", "корни.", "Классный час"]), max_size=30)


@given(ROWS, BARE)
def test_order_is_kept_and_every_hour_stands_once(rows: list[Row], slots: list[Slot]) -> None:
    found = attach(rows, slots)
    placed = [found.units[slot.id] for slot in slots if slot.id in found.units]
    assert [*placed, *found.lacking] == units(rows)
    assert len(units(rows)) == hours_in(rows)


@given(ROWS, TEXTS)
def test_every_hour_stands_once_whatever_was_written(rows: list[Row], texts: list[str | None]) -> None:
    found = attach(rows, slots_of(*texts))
    hours = [*found.units.values(), *found.lacking]
    assert sorted(hours, key=repr) == sorted(units(rows), key=repr)
    assert not (found.lacking and found.spare)


@given(ROWS, TEXTS)
def test_a_cancelled_lesson_holds_nothing(rows: list[Row], texts: list[str | None]) -> None:
    found = attach(rows, slots_of(*texts))
    off = {number for number, text in enumerate(texts) if text is None}
    assert not off & (set(found.units) | found.off_plan | set(found.spare))
    live = set(range(len(texts))) - off
    assert live == set(found.units) | found.off_plan | set(found.spare)


@given(ROWS, TEXTS)
def test_it_is_the_same_each_time(rows: list[Row], texts: list[str | None]) -> None:
    assert attach(rows, slots_of(*texts)) == attach(rows, slots_of(*texts))


@given(ROWS, BARE, st.data())
def test_a_cancelled_lesson_moves_the_rest_by_one(rows: list[Row], slots: list[Slot], data: st.DataObject) -> None:
    live = [slot for slot in slots if not slot.is_off]
    if not live:
        return
    at = data.draw(st.integers(0, len(live) - 1))
    before = attach(rows, slots)
    after = attach(rows, [replace(slot, is_off=slot.is_off or slot == live[at]) for slot in slots])
    for place, slot in enumerate(live):
        if place < at:
            assert after.units.get(slot.id) == before.units.get(slot.id)
        elif place > at:
            assert after.units.get(slot.id) == before.units.get(live[place - 1].id)


def test_what_the_teacher_wrote_stays_and_the_rest_goes_around_it() -> None:
    rows = [Row("Дроби"), Row("Степени"), Row("Корни")]
    found = attach(rows, slots_of("", "", "дроби."))
    assert {pk: unit.name(rows) for pk, unit in found.units.items()} == {0: "Степени", 1: "Корни", 2: "Дроби"}


def test_a_topic_with_a_tail_is_that_topic_and_other_words_are_none() -> None:
    rows = [Row("Дроби"), Row("Дроби и степени")]
    found = attach(rows, slots_of("Дроби и степени: закрепление", "Дроби: решение задач", "Дробилка", ""))
    assert {pk: unit.rows for pk, unit in found.units.items()} == {0: (1,), 1: (0,)}
    assert (found.off_plan, found.spare) == (frozenset({2}), (3,))


def test_joined_topics_share_a_lesson() -> None:
    rows = [Row("Дроби", 2), Row("Степени", joins=True), Row("Корни")]
    found = attach(rows, slots_of("", "", ""))
    assert [found.units[pk].name(rows) for pk in (0, 1, 2)] == ["Дроби", "Дроби. Степени", "Корни"]
    assert attach(rows, slots_of("Дроби. Степени", "", "")).units[1].name(rows) == "Дроби"


def test_headings_take_no_lesson() -> None:
    rows = [Row("Раздел", 0, "section"), Row("Дроби")]
    assert attach(rows, slots_of("")).units[0].rows == (1,)


def test_the_lag_is_what_was_cancelled_left_out_or_given_to_something_else() -> None:
    rows = [Row("Дроби", 2), Row("Степени"), Row("Корни", 3), Row("Резерв", 1, "reserve")]
    slots = slots_of("Дроби", None, "Классный час", "Дроби", "", "", "")
    found = figures(rows, slots, FIRST + timedelta(days=5))
    assert (found.hours, found.lessons, found.due, found.given, found.lag) == (7, 6, 5, 2, 3)
    assert (found.cancelled, found.off_plan, found.unwritten) == (1, 1, 1)
    assert (found.lacks, found.spare, found.reserve) == (2, 0, 1)


@given(ROWS, TEXTS, st.integers(0, 30))
def test_the_lag_is_explained(rows: list[Row], texts: list[str | None], passed: int) -> None:
    found = figures(rows, slots_of(*texts), FIRST + timedelta(days=passed))
    past = min(passed, len(texts))
    given = found.given - found.packed
    over = past - given - found.cancelled - found.off_plan - found.unwritten
    assert over == 0
    if past <= found.hours:
        assert found.lag == max(0, found.cancelled + found.off_plan + found.unwritten - found.packed)


def test_joined_topics_catch_up_once_they_are_given() -> None:
    rows = [Row("Дроби"), Row("Степени"), Row("Корни", joins=True), Row("Функции")]
    planned = figures(rows, slots_of("Дроби", None, "", ""), FIRST + timedelta(days=2))
    assert (planned.lag, planned.lacks) == (1, 0)
    given = figures(rows, slots_of("Дроби", None, "Степени. Корни", ""), FIRST + timedelta(days=3))
    assert (given.due, given.given, given.packed, given.lag) == (3, 3, 1, 0)
