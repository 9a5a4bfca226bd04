"""Properties of the validators on made weeks."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from parta.timetable.arithmetic import Card, Course, Facts, SchoolClass, find, fits, joint_with

CLASSES = {key: SchoolClass(key, 7) for key in range(4)}
COURSES = {
    key: Course(key, key % 5, (key % 4,), is_whole=key < 12, hours=Fraction(30), points=key % 12, is_hard=key % 12 > 7)
    for key in range(20)
}
FACTS = Facts(CLASSES, COURSES, {1: 1, 2: 2})
COLLISIONS = ("teacher_twice", "class_twice", "room_taken", "room_shared")

cards = st.builds(
    Card,
    st.just(0),
    st.integers(0, 19),
    st.integers(0, 4),
    st.integers(1, 7),
    st.sampled_from([0, 0, 0, 1, 2]),
    st.one_of(st.none(), st.integers(1, 4)),
    st.one_of(st.none(), st.integers(1, 3)),
)
weeks = st.lists(cards, max_size=25).map(lambda rows: [replace(row, key=key) for key, row in enumerate(rows, 1)])


@given(weeks, st.randoms())
def test_the_order_of_lessons_says_nothing(week: list[Card], random: Random) -> None:
    shuffled = list(week)
    random.shuffle(shuffled)
    assert find(FACTS, shuffled) == find(FACTS, week)


@given(weeks)
def test_a_lesson_that_is_taken_away_takes_its_collisions_along(week: list[Card]) -> None:
    for issue in find(FACTS, week):
        if issue.code in COLLISIONS:
            for key in issue.slots:
                left = find(FACTS, [card for card in week if card.key != key])
                assert all(key not in other.slots for other in left)
                assert issue not in left


@given(weeks)
def test_a_collision_is_found_from_both_sides(week: list[Card]) -> None:
    """Either lesson alone, moved to a free day, is free of the other; put together they name each other."""
    for issue in find(FACTS, week):
        if issue.code in COLLISIONS:
            one, other = (next(card for card in week if card.key == key) for key in issue.slots)
            assert issue in find(FACTS, [other, one])
            away = replace(one, day=6)
            assert not any(found.code in COLLISIONS for found in find(FACTS, [away, other]))


@given(weeks)
def test_nothing_collides_in_a_lesson_alone(week: list[Card]) -> None:
    for card in week:
        assert not any(issue.code in COLLISIONS for issue in find(FACTS, [card]))


@given(st.integers(0, 10**6))
def test_a_made_week_without_faults_has_no_error(seed: int) -> None:
    """Each class has a full day of its own course by its own teacher in its own room, teachers going round."""
    random = Random(seed)
    week = []
    for day in range(5):
        count = random.randint(1, 6)
        for number in range(1, count + 1):
            shift = random.randrange(4)
            for school_class in CLASSES:
                subject = (school_class + shift) % 4
                key = len(week) + 1
                week.append(Card(key, school_class, day, number, 0, 100 + subject, 10 + school_class))
    assert [issue for issue in find(FACTS, week) if issue.is_error] == []


@given(weeks, st.integers(0, 24))
def test_a_place_is_bad_where_the_week_has_a_new_error(week: list[Card], position: int) -> None:
    """What `fits` tells by looking at a part of the week is what the whole week tells."""
    if position >= len(week):
        return
    taken = week[position]
    others = [card for card in week if card is not taken]
    before = {issue.cause for issue in find(FACTS, others)}
    places = [(0, 1), (1, 2), (2, 3), (4, 7)]
    told = fits(FACTS, week, [taken], places, is_placed=False)
    for day, number in places:
        new = [
            issue
            for issue in find(FACTS, [*others, replace(taken, day=day, number=number)])
            if issue.cause not in before
        ]
        assert told[day, number].issues == tuple(new)


@given(weeks, st.integers(0, 24))
def test_changing_places_is_judged_as_the_whole_week_would(week: list[Card], position: int) -> None:
    if position >= len(week):
        return
    taken = joint_with(FACTS, week, week[position])
    told = fits(FACTS, week, taken, [(0, 1), (1, 2), (2, 3)], is_placed=True)
    for (day, number), fit in told.items():
        moving = {card.key for card in taken} | set(fit.others)
        others = [card for card in week if card.key not in moving]
        before = {issue.cause for issue in find(FACTS, others)}
        came = [replace(card, day=day, number=number) for card in taken]
        left = [
            replace(card, day=taken[0].day, number=taken[0].number) for card in week if card.key in fit.others
        ]  # fmt: skip
        new = [issue for issue in find(FACTS, [*others, *came, *left]) if issue.cause not in before]
        assert fit.issues == tuple(new)
        assert (fit.state == "bad") == any(issue.is_error for issue in new)
