"""Why no timetable can be made: which conditions contradict each other. Pure."""

from __future__ import annotations

import time
from collections.abc import Hashable

from ortools.sat.python import cp_model

from parta.timetable.solving.building import make_model
from parta.timetable.solving.demands import Problem
from parta.timetable.solving.model import Model


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
