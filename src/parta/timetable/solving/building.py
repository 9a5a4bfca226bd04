"""The model of a problem, to be searched or to be explained."""

from __future__ import annotations

from parta.timetable.solving.demands import Problem
from parta.timetable.solving.flaws import add_flaws
from parta.timetable.solving.model import Model
from parta.timetable.solving.musts import add_musts


def make_model(problem: Problem, *, explains: bool = False) -> Model:
    """With `explains` nothing is optimised: the model only finds which conditions contradict each other."""
    model = Model(problem, explains=explains)
    add_musts(model)
    if not explains:
        add_flaws(model)
        model.cp.minimize(sum(model.cost))
    return model
