"""Why no timetable can be made: who has more lessons than places, and which conditions contradict each other. Pure."""

from __future__ import annotations

import time
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass

from ortools.sat.python import cp_model

from parta.timetable.arithmetic.facts import EVERY_WEEK
from parta.timetable.solving.building import make_model
from parta.timetable.solving.demands import Demand, Problem
from parta.timetable.solving.model import Model


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


def contradiction(problem: Problem, *, seconds: float) -> list[Hashable]:
    """A set of conditions that cannot hold together; taking any one away makes the rest possible (as time allows).

    Empty where the time was not enough to tell.
    """
    until = time.monotonic() + seconds
    model = make_model(problem, explains=True)
    core = _core(model, list(model.reasons), until)
    for reason in list(core):
        if time.monotonic() >= until:
            break
        fewer = _core(model, [other for other in core if other != reason], until)
        core = fewer or core
    return core


def _core(model: Model, reasons: list[Hashable], until: float) -> list[Hashable]:
    """Those of the reasons that the search found to contradict each other; empty if they do not."""
    if not reasons:
        return []
    by_index = {model.reasons[reason].index: reason for reason in reasons}
    model.cp.clear_assumptions()
    model.cp.add_assumptions([model.reasons[reason] for reason in reasons])
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = max(0.1, until - time.monotonic())
    if solver.solve(model.cp) != cp_model.INFEASIBLE:
        return []
    return [by_index[index] for index in solver.sufficient_assumptions_for_infeasibility() if index in by_index]
