"""The search itself: with news of each better week, until it is told to stop or the time is over."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from parta.timetable.solving.demands import Place, Problem
from parta.timetable.solving.model import Model, make_model

FOUND, BEST, IMPOSSIBLE, STOPPED = "found", "best", "impossible", "stopped"


@dataclass(frozen=True)
class News:
    """A better week was found: after how many seconds, what its flaws cost, what they cost at least."""

    seconds: float
    cost: int
    bound: int


@dataclass(frozen=True)
class Result:
    """`places` of each demand; empty where nothing was found."""

    state: str
    places: dict[int, tuple[Place, ...]] = field(default_factory=dict)
    cost: int = 0
    bound: int = 0
    seconds: float = 0.0


class _Teller(cp_model.CpSolverSolutionCallback):
    def __init__(self, tell: Callable[[News], None]) -> None:
        super().__init__()
        self.tell = tell

    def on_solution_callback(self) -> None:
        self.tell(News(self.wall_time, int(self.objective_value), int(self.best_objective_bound)))


def solve(
    problem: Problem,
    *,
    seconds: float,
    workers: int = 2,
    tell: Callable[[News], None] = lambda _news: None,
    is_stopped: Callable[[], bool] = lambda: False,
    every: float = 1.0,
) -> Result:
    """Look for the best week; `is_stopped` is asked every so many seconds."""
    model = make_model(problem)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = workers
    over = threading.Event()

    def watch() -> None:
        while not over.wait(every):
            if is_stopped():
                solver.stop_search()

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        status = solver.solve(model.cp, _Teller(tell))
    finally:
        over.set()
        watcher.join()
    return _result(model, solver, status)


def _result(model: Model, solver: cp_model.CpSolver, status: object) -> Result:
    if status == cp_model.INFEASIBLE:
        return Result(IMPOSSIBLE, seconds=solver.wall_time)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Result(STOPPED, seconds=solver.wall_time)
    places: dict[int, list[Place]] = {demand.key: [] for demand in model.problem.demands}
    for (key, place), flag in model.at.items():
        if solver.value(flag):
            places[key].append(place)
    return Result(
        BEST if status == cp_model.OPTIMAL else FOUND,
        {key: tuple(sorted(found)) for key, found in places.items()},
        int(solver.objective_value),
        int(solver.best_objective_bound),
        solver.wall_time,
    )
