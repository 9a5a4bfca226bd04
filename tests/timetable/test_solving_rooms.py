"""Rooms and fixed lessons in the search: kinds are counted, no room is taken twice, what stays is not made worse."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from parta.timetable.arithmetic import Card, Course, Facts, Issue, SchoolClass, Wishes, find
from parta.timetable.solving.building import make_model
from parta.timetable.solving.counting import Figures, Shortage, figures, shortages
from parta.timetable.solving.demands import Demand, Problem, Weights, demands_of
from parta.timetable.solving.explain import contradiction
from parta.timetable.solving.rooms import Rooms, rooms_of, with_homes
from parta.timetable.solving.search import IMPOSSIBLE, News, Result, begin_with_what_stands, solve

SECONDS = 20.0
GYM, LAB, PLAIN = 1, 2, 3


def school(classes: int, hours: dict[int, int], kinds: dict[int, str], rooms: dict[int, str]) -> Facts:
    """Classes of the fifth year; hours and needed kinds of room by subject."""
    courses = {
        one * 100 + subject: Course(
            one * 100 + subject,
            subject,
            (one,),
            hours=Fraction(count),
            is_sport=kinds.get(subject) == "gym",
            room_kind=kinds.get(subject, ""),
        )
        for one in range(1, classes + 1)
        for subject, count in hours.items()
    }
    return Facts({one: SchoolClass(one, 5) for one in range(1, classes + 1)}, courses, room_kinds=rooms)


def own_teachers(facts: Facts) -> dict[int, tuple[int, ...]]:
    """Each course has a teacher of its own: only rooms are scarce."""
    return {key: (key,) for key in facts.courses}


def solved(problem: Problem) -> tuple[Result, Rooms]:
    result = solve(problem, seconds=SECONDS, workers=1)
    return result, rooms_of(problem, result.places)


def cards_of(problem: Problem, rooms: Rooms) -> list[Card]:
    by_key = {demand.key: demand for demand in problem.demands}
    return [
        Card(number, course, *place, by_key[key].week, by_key[key].teacher, room)
        for number, ((key, place), room) in enumerate(rooms.items(), 1)
        for course in by_key[key].courses
    ]


def issues(problem: Problem, rooms: Rooms) -> list[Issue]:
    return find(problem.facts, cards_of(problem, rooms))


@settings(max_examples=8)
@given(st.integers(1, 4), st.dictionaries(st.integers(1, 5), st.integers(1, 4), min_size=2), st.integers(1, 2))
def test_a_small_school_gets_a_week_without_errors(classes: int, hours: dict[int, int], gyms: int) -> None:
    """Subject 1 needs a gym; there are as many other rooms as classes."""
    rooms = dict.fromkeys(range(1, gyms + 1), "gym")
    rooms |= dict.fromkeys(range(10, 10 + classes), "ordinary")
    facts = school(classes, hours, {1: "gym"}, rooms)
    problem = with_homes(Problem(facts, demands_of(facts, [], own_teachers(facts))))
    _result, found = solved(problem)
    told = issues(problem, found)
    assert len(found) == classes * sum(hours.values())
    assert [issue for issue in told if issue.is_error or issue.code in ("wrong_room", "room_shared")] == []


def test_more_lessons_of_a_kind_than_its_rooms_hold_are_named() -> None:
    facts = school(7, {1: 5}, {1: "gym"}, {GYM: "gym", PLAIN: "ordinary"})
    problem = Problem(facts, demands_of(facts, [], own_teachers(facts)))
    assert shortages(problem) == [Shortage("room", "gym", 35, 30)]
    assert solve(problem, seconds=SECONDS, workers=1).state == IMPOSSIBLE
    wider = replace(problem, facts=replace(facts, at_once={GYM: 2}))
    assert shortages(wider) == []


def test_rooms_that_contradict_the_load_are_named() -> None:
    facts = school(2, {1: 1}, {1: "lab"}, {LAB: "lab", PLAIN: "ordinary"})
    only = frozenset((day, number) for day in range(5) for number in range(1, 7)) - {(0, 1)}
    facts = replace(facts, wishes=Wishes(never={(7, 1): only, (8, 1): only}))
    problem = Problem(facts, [Demand(1, (101,), 1, teacher=7), Demand(2, (201,), 1, teacher=8)])
    found = set(contradiction(problem, seconds=SECONDS))
    assert found == {("load", (101,)), ("load", (201,)), ("never", 7), ("never", 8), ("room", "lab")}


def test_a_gym_may_hold_two_classes_and_is_no_collision_then() -> None:
    facts = school(2, {1: 1}, {1: "gym"}, {GYM: "gym"})
    facts = replace(facts, at_once={GYM: 2})
    cards = [Card(1, 101, 0, 1, teacher=101, room=GYM), Card(2, 201, 0, 1, teacher=201, room=GYM)]
    assert {issue.code for issue in find(facts, cards)} & {"room_taken", "room_shared"} == set()
    assert "room_shared" in {issue.code for issue in find(replace(facts, at_once={}), cards)}


def test_teachers_keep_their_rooms_and_nobody_teaches_in_the_hall() -> None:
    facts = school(2, {1: 2, 2: 2}, {}, {10: "ordinary", 11: "ordinary", 12: "other"})
    problem = with_homes(Problem(facts, [
        Demand(1, (101,), 2, teacher=7, room=10), Demand(2, (102,), 2, teacher=8),
        Demand(3, (201,), 2, teacher=7, room=10), Demand(4, (202,), 2, teacher=9, room=11),
    ]))  # fmt: skip
    _result, rooms = solved(problem)
    by_teacher = {demand.key: demand.teacher for demand in problem.demands}
    used = Counter((by_teacher[key], room) for (key, _place), room in rooms.items())
    assert used[7, 10] == 4
    assert used[9, 11] == 2
    assert {room for _teacher, room in used} == {10, 11}


def test_what_stays_may_be_wrong_and_nothing_is_made_worse() -> None:
    """7 teaches two classes at once and 1 has a window: both stay, the rest is placed around."""
    facts = school(2, {1: 2, 2: 3}, {}, {})
    stay = [
        Demand(1, (101,), 2, teacher=7, kept=((0, 1), (0, 3)), fixed=True),
        Demand(2, (201,), 1, teacher=7, kept=((0, 1),), fixed=True),
    ]
    free = [Demand(3, (102,), 3, teacher=8), Demand(4, (201,), 1, teacher=7)]
    problem = Problem(facts, [*stay, *free], partial=True)
    result = solve(problem, seconds=SECONDS, workers=1)
    assert result.missing == 0
    assert (result.places[1], result.places[2]) == (stay[0].kept, stay[1].kept)
    assert (0, 2) in result.places[3]
    assert result.places[4][0] not in ((0, 1), (0, 3))


def test_lessons_are_left_out_only_where_there_is_no_place() -> None:
    facts = school(1, {1: 4}, {}, {})
    only = frozenset((day, number) for day in range(5) for number in range(1, 7)) - {(0, 1), (1, 1)}
    facts = replace(facts, wishes=Wishes(never={(7, 1): only}))
    problem = Problem(facts, [Demand(1, (101,), 4, teacher=7)], partial=True)
    result = solve(problem, seconds=SECONDS, workers=1)
    assert (result.missing, result.places[1]) == (2, ((0, 1), (1, 1)))
    assert result.cost >= 2 * Weights().unplaced


def test_a_whole_week_that_stands_is_where_the_search_begins() -> None:
    facts = school(3, {1: 4, 2: 3, 3: 2}, {}, {})
    problem = Problem(facts, demands_of(facts, [], {key: (key % 100,) for key in facts.courses}))
    first = solve(problem, seconds=SECONDS, workers=1)
    stands = [replace(demand, kept=first.places[demand.key]) for demand in problem.demands]
    news: list[News] = []
    again = solve(
        replace(problem, demands=stands),
        seconds=SECONDS,
        workers=1,
        tell=news.append,
        is_stopped=lambda: bool(news),
        every=0.01,
    )
    assert news[0].cost <= first.cost
    assert again.cost <= first.cost


def test_a_week_with_collisions_is_not_where_the_search_begins() -> None:
    facts = school(1, {1: 1, 2: 1}, {}, {})
    one, other = (Demand(key, (100 + key,), 1, kept=((0, 1),)) for key in (1, 2))
    assert not begin_with_what_stands(make_model(Problem(facts, [one, other])))
    assert begin_with_what_stands(make_model(Problem(facts, [one, replace(other, kept=((0, 2),))])))


def test_half_an_hour_is_a_lesson_of_the_first_week() -> None:
    facts = Facts({1: SchoolClass(1, 5)}, {1: Course(1, 1, (1,), hours=Fraction(5, 2))})
    found = demands_of(facts, [], {1: (7,)})
    assert [(demand.count, demand.week) for demand in found] == [(2, 0), (1, 1)]


def test_a_week_is_counted() -> None:
    facts = school(1, {1: 3}, {}, {})
    cards = [Card(1, 101, 0, 1, teacher=7), Card(2, 101, 0, 3, teacher=7), Card(3, 101, 1, 1, teacher=7)]
    assert figures(facts, cards) == Figures(lessons=3, errors=1, windows=1)
