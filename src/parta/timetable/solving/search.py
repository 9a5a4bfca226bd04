"""The search itself: with news of each better week, until it is told to stop or the time is over."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from parta.timetable.solving.building import make_model
from parta.timetable.solving.demands import Place, Problem
from parta.timetable.solving.model import Model, is_known

READING = 20.0
"""Seconds at most for the week that stands."""
FOUND, BEST, IMPOSSIBLE, STOPPED = "found", "best", "impossible", "stopped"


@dataclass(frozen=True)
class News:
    """A better week was found: after how many seconds, what its flaws cost, what they cost at least."""

    seconds: float
    cost: int
    bound: int
    missing: int = 0
    """Lessons left out."""


@dataclass(frozen=True)
class Result:
    """`places` of each demand; empty where nothing was found. `missing` tells how many lessons are left out."""

    state: str
    places: dict[int, tuple[Place, ...]] = field(default_factory=dict)
    cost: int = 0
    bound: int = 0
    seconds: float = 0.0
    missing: int = 0


class _Teller(cp_model.CpSolverSolutionCallback):
    """Keeps what the threads of the search find; who waits for it reads it in its own thread."""

    def __init__(self, model: Model) -> None:
        super().__init__()
        self.model = model
        self.found: queue.SimpleQueue[News] = queue.SimpleQueue()

    def on_solution_callback(self) -> None:
        missing = sum(self.value(left) for left in self.model.missing.values())
        bound = max(0, int(self.best_objective_bound))
        self.found.put(News(self.wall_time, int(self.objective_value), bound, missing))


def solve(
    problem: Problem,
    *,
    seconds: float,
    workers: int = 2,
    tell: Callable[[News], None] = lambda _news: None,
    is_stopped: Callable[[], bool] = lambda: False,
    every: float = 1.0,
) -> Result:
    """Look for the best week; `tell` and `is_stopped` are called every so many seconds, in the caller's thread."""
    model = make_model(problem)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = workers
    teller, ended = _Teller(model), []

    def look() -> None:
        stands = begin_with_what_stands(model)
        if stands:
            teller.found.put(News(0.0, int(stands.objective_value), 0, _missing(model, stands)))
        status = solver.solve(model.cp, teller)
        ended.append((stands, cp_model.FEASIBLE) if stands and status == cp_model.UNKNOWN else (solver, status))

    search = threading.Thread(target=look, daemon=True)
    search.start()
    try:
        while search.is_alive():
            search.join(every)
            _pass_on(teller, tell)
            if is_stopped():
                solver.stop_search()
    finally:
        while search.is_alive():
            solver.stop_search()
            search.join(every)
    _pass_on(teller, tell)
    return _result(model, *ended[0])


def begin_with_what_stands(model: Model) -> cp_model.CpSolver | None:
    """If the week that stands is a whole one, the search begins with it: what is found is never worse."""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = READING
    solver.parameters.fix_variables_to_their_hinted_value = True
    if solver.solve(model.cp) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    model.cp.clear_hints()  # type: ignore[no-untyped-call]
    for index in range(len(model.cp.proto.variables)):
        variable = model.cp.get_int_var_from_proto_index(index)
        model.cp.add_hint(variable, solver.value(variable))
    return solver


def _missing(model: Model, solver: cp_model.CpSolver) -> int:
    return sum(solver.value(left) for left in model.missing.values())


def _pass_on(teller: _Teller, tell: Callable[[News], None]) -> None:
    while not teller.found.empty():
        tell(teller.found.get())


def _result(model: Model, solver: cp_model.CpSolver, status: object) -> Result:
    if status == cp_model.INFEASIBLE:
        return Result(IMPOSSIBLE, seconds=solver.wall_time)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Result(STOPPED, seconds=solver.wall_time)
    places: dict[int, list[Place]] = {demand.key: [] for demand in model.problem.demands}
    for (key, place), flag in model.at.items():
        if flag if is_known(flag) else solver.value(flag):
            places[key].append(place)
    return Result(
        BEST if status == cp_model.OPTIMAL else FOUND,
        {key: tuple(sorted(found)) for key, found in places.items()},
        int(solver.objective_value),
        max(0, int(solver.best_objective_bound)),
        solver.wall_time,
        _missing(model, solver),
    )
