"""The automatic timetable: every demand has its places, nothing collides, and what cannot be is named."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from parta.timetable.arithmetic import Card, Course, Facts, Issue, SchoolClass, Wishes, find
from parta.timetable.solving.counting import Shortage, shortages
from parta.timetable.solving.demands import Demand, Problem, demands_of
from parta.timetable.solving.explain import contradiction
from parta.timetable.solving.search import IMPOSSIBLE, Result, solve

SECONDS = 20.0


def school(hours: dict[tuple[int, int], int], *, parts: frozenset[int] = frozenset()) -> Facts:
    """Classes of the fifth year with courses: (class, subject) -> hours; subjects in `parts` are taught in halves."""
    classes = {one: SchoolClass(one, 5) for one, _subject in hours}
    courses: dict[int, Course] = {}
    for (school_class, subject), count in hours.items():
        halves = (1, 2) if subject in parts else (0,)
        for half in halves:
            key = school_class * 1000 + subject * 10 + half
            pupils = frozenset({school_class * 10 + half}) if half else frozenset()
            courses[key] = Course(
                key, subject, (school_class,), not half, pupils=pupils, hours=Fraction(count), points=subject % 9
            )
    return Facts(classes, courses)


def teachers(facts: Facts) -> dict[int, tuple[int, ...]]:
    """One teacher for each subject, another one for the second half of a class."""
    return {key: (course.subject * 10 + key % 10,) for key, course in facts.courses.items()}


def solved(problem: Problem) -> Result:
    return solve(problem, seconds=SECONDS, workers=1)


def issues(problem: Problem, result: Result) -> list[Issue]:
    by_key = {demand.key: demand for demand in problem.demands}
    cards = [
        Card(100 * key + place, course, *where, by_key[key].week, by_key[key].teacher, by_key[key].room)
        for key, places in result.places.items()
        for place, where in enumerate(places)
        for course in by_key[key].courses
    ]
    return [issue for issue in find(problem.facts, cards) if issue.is_error]


@settings(max_examples=12)
@given(
    st.dictionaries(st.tuples(st.integers(1, 3), st.integers(1, 6)), st.integers(1, 4), min_size=1, max_size=12),
    st.frozensets(st.integers(1, 6), max_size=2),
)
def test_every_lesson_has_a_place_and_no_rule_of_a_must_is_broken(
    hours: dict[tuple[int, int], int], parts: frozenset[int]
) -> None:
    facts = school(hours, parts=parts)
    problem = Problem(facts, demands_of(facts, [], teachers(facts)))
    result = solved(problem)
    assert {key: len(places) for key, places in result.places.items()} == {
        demand.key: demand.count for demand in problem.demands
    }
    assert issues(problem, result) == []


def test_halves_of_a_class_stand_side_by_side() -> None:
    facts = school({(1, 1): 25, (1, 2): 4}, parts=frozenset({2}))
    facts = Facts(facts.classes, {**facts.courses, 1010: Course(1010, 1, (1,), hours=Fraction(25))})
    lessons = [Demand(n, (1010,), 5, teacher=n) for n in range(5)]
    halves = [Demand(10 + half, (1020 + half,), 4, teacher=20 + half) for half in (1, 2)]
    result = solved(Problem(facts, [*lessons, *halves]))
    assert result.places[11] == result.places[12]


def test_lessons_that_stand_fixed_stay_and_wishes_are_heard() -> None:
    facts = school({(1, 1): 2, (1, 2): 2})
    stays = Demand(1, (1010,), 2, teacher=10, kept=((3, 1), (4, 1)), fixed=True)
    moves = Demand(2, (1020,), 2, teacher=20)
    never = frozenset((day, number) for day in (0, 1, 2) for number in range(1, 7))
    result = solved(Problem(replace(facts, wishes=Wishes(never={(20, 1): never})), [stays, moves]))
    assert result.places[1] == ((3, 1), (4, 1))
    assert result.places[2] == ((3, 2), (4, 2))


def test_a_teacher_with_more_lessons_than_places_is_named() -> None:
    facts = school({(one, 1): 4 for one in range(1, 9)})
    problem = Problem(facts, [Demand(one, (one * 1000 + 10,), 4, teacher=7) for one in range(1, 9)])
    assert shortages(problem) == [Shortage("teacher", 7, 32, 30)]
    assert solved(problem).state == IMPOSSIBLE


def test_conditions_that_contradict_each_other_are_named_and_no_others() -> None:
    facts = school({(1, 1): 2, (2, 1): 2, (3, 2): 2})
    only = frozenset((day, number) for day in range(5) for number in range(1, 7)) - {(0, 1), (1, 1), (2, 1)}
    problem = Problem(
        replace(facts, wishes=Wishes(never={(7, 1): only})),
        [Demand(1, (1010,), 2, teacher=7), Demand(2, (2010,), 2, teacher=7), Demand(3, (3020,), 2, teacher=8)],
    )
    assert solved(problem).state == IMPOSSIBLE
    found = set(contradiction(problem, seconds=SECONDS))
    assert found == {("load", (1010,)), ("load", (2010,)), ("teacher", 7), ("never", 7)}


def test_the_search_stops_when_it_is_told() -> None:
    facts = school({(one, subject): 3 for one in range(1, 4) for subject in range(1, 9)})
    problem = Problem(facts, demands_of(facts, [], teachers(facts)))
    news: list[float] = []
    result = solve(
        problem,
        seconds=SECONDS,
        workers=1,
        tell=lambda one: news.append(one.seconds),
        is_stopped=lambda: True,
        every=0.01,
    )
    assert result.seconds < SECONDS
