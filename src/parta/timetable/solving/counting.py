"""Who has more lessons than places, and what is not as it should be in a week: by counting alone. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from parta.timetable.arithmetic import Board, Card, Facts, find
from parta.timetable.arithmetic.facts import EVERY_WEEK, WEEKS
from parta.timetable.solving.demands import Demand, Problem


@dataclass(frozen=True)
class Figures:
    """What is counted of a week."""

    lessons: int = 0
    errors: int = 0
    windows: int = 0
    hard_lessons: int = 0
    hard_days: int = 0
    wishes: int = 0
    rooms: int = 0


def figures(facts: Facts, cards: Sequence[Card], elsewhere: Sequence[Card] = ()) -> Figures:
    """Windows of teachers, hard lessons out of their place, classes whose hardest day is another one, and so on."""
    found = [one for one in find(facts, [*cards, *elsewhere]) if not one.slots or max(one.slots) > 0]
    counts = Counter(issue.code for issue in found)
    return Figures(
        len(cards),
        sum(issue.is_error for issue in found),
        max(_windows(Board(facts, cards, week)) for week in WEEKS),
        sum(len(issue.slots) for issue in found if issue.code == "hard_place"),
        counts["peak"],
        counts["teacher_cannot"] + counts["teacher_rather_not"],
        counts["wrong_room"],
    )


def _windows(board: Board) -> int:
    found = 0
    for lessons in board.by_teacher.values():
        for shift in {one.course.shift for one in lessons}:
            numbers = {one.card.number for one in lessons if one.course.shift == shift}
            found += max(numbers) - min(numbers) + 1 - len(numbers)
    return found


@dataclass(frozen=True, order=True)
class Shortage:
    """More lessons than places: of a teacher, a kind of room, a class or a course (`key`)."""

    kind: str
    key: int | str
    needed: int
    places: int


def shortages(problem: Problem) -> list[Shortage]:
    """What can be told by counting alone."""
    return sorted(_shortages(problem))


def _shortages(problem: Problem) -> Iterator[Shortage]:
    for teacher, demands in problem.of_teacher.items():
        yield from _short("teacher", teacher, _needed(demands), len(_open_places(problem, demands)))
    for kind, demands in problem.of_kind.items():
        places = len(_open_places(problem, demands)) * problem.places[kind]
        yield from _short("room", kind, _needed(demands), places)
    for school_class, demands in problem.of_class.items():
        whole = [demand for demand in demands if all(row.is_whole for row in problem.courses_of(demand))]
        yield from _short("class", school_class, _needed(whole), _room_in_week(problem, school_class))
    for demand in problem.demands:
        if not demand.fixed:
            yield from _short("course", demand.courses[0], demand.count, len(_open_places(problem, [demand])))


def _short(kind: str, key: int | str, needed: int, places: int) -> Iterator[Shortage]:
    if needed > places:
        yield Shortage(kind, key, needed, places)


def _room_in_week(problem: Problem, school_class: int) -> int:
    """Lessons that the week of a class may hold."""
    norms, level = problem.facts.norms, problem.facts.level(school_class)
    usual = norms.lessons[level - 1]
    longest = problem.most(school_class) > usual
    return min(len(problem.days) * usual + longest, norms.hours[level - 1])


def _needed(demands: Iterable[Demand]) -> int:
    """Lessons in the fuller one of the two weeks."""
    counts = {1: 0, 2: 0}
    for demand in demands:
        for week in counts:
            counts[week] += demand.count if demand.week in (EVERY_WEEK, week) else 0
    return max(counts.values())


def _open_places(problem: Problem, demands: Iterable[Demand]) -> set[tuple[int, int, int]]:
    """Places of the week, by shift, at which one of the demands can be given."""
    found = set()
    for demand in demands:
        never = problem.never(demand)
        shift = problem.courses_of(demand)[0].shift
        places = ((day, number) for day in problem.days for number in problem.numbers(demand))
        found |= {(shift, *place) for place in places if place not in never}
    return found
