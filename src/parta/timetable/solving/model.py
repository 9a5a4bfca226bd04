"""The timetable as a model of whole numbers for CP-SAT (what must be: `musts`; what a flaw costs: `flaws`)."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from ortools.sat.python import cp_model

from parta.timetable.arithmetic import Card
from parta.timetable.arithmetic.board import held
from parta.timetable.arithmetic.facts import EVERY_WEEK, WEEKS
from parta.timetable.solving.demands import Demand, Place, Problem

Bool = Any
"""A variable of the model, its opposite, or 0 or 1 where it is known: lessons that stay are known."""


@dataclass
class Model:
    """`at` says whether a demand is given at a place; `reasons` are named groups of conditions that may be lifted.

    Lessons that stay may break a condition among themselves: then no other lesson may make it worse.
    """

    problem: Problem
    cp: cp_model.CpModel = field(default_factory=cp_model.CpModel)
    at: dict[tuple[int, Place], Bool] = field(default_factory=dict)
    missing: dict[int, Any] = field(default_factory=dict)
    cost: list[Any] = field(default_factory=list)
    reasons: dict[Hashable, Bool] = field(default_factory=dict)
    explains: bool = False

    def flag(self, name: str) -> Bool:
        return self.cp.new_bool_var(name)

    def when(self, reason: Hashable, constraint: Any) -> None:
        """In the explaining model a condition holds while its reason does."""
        if self.explains:
            if reason not in self.reasons:
                self.reasons[reason] = self.flag(str(reason))
            constraint.only_enforce_if(self.reasons[reason])

    def given(self, demands: Iterable[Demand], place: Place) -> list[Bool]:
        return [self.at[demand.key, place] for demand in demands if (demand.key, place) in self.at]

    def of(self, demand: Demand) -> list[tuple[tuple[int, Place], Bool]]:
        """The places that a demand may have."""
        numbers = self.problem.numbers(demand)
        places = demand.kept if demand.fixed else [(day, number) for day in self.problem.days for number in numbers]
        return [((demand.key, place), self.at[demand.key, place]) for place in places]

    def at_most(self, reason: Hashable, flags: Sequence[Bool], limit: int) -> None:
        """Not more of the flags than the limit; what is known to hold is not asked."""
        free = [flag for flag in flags if not is_known(flag)]
        left = max(0, limit - sum(flag for flag in flags if is_known(flag)))
        if len(free) <= left:
            return
        if left == 1 and not self.explains:
            self.cp.add_at_most_one(free)
        else:
            self.when(reason, self.cp.add(sum(free) <= left))

    def any_of(self, flags: Sequence[Bool], name: str) -> Bool:
        """Whether one of the flags holds."""
        free = [flag for flag in flags if not is_known(flag)]
        if len(free) < len(flags) or not free:
            return int(any(flag for flag in flags if is_known(flag)))
        if len(free) == 1:
            return free[0]
        found = self.flag(name)
        self.cp.add_max_equality(found, free)
        return found


def is_known(flag: Bool) -> bool:
    return isinstance(flag, int)


def weeks_of(demands: Sequence[Demand]) -> tuple[int, ...]:
    return WEEKS if any(demand.week != EVERY_WEEK for demand in demands) else WEEKS[:1]


def in_week(demands: Iterable[Demand], week: int) -> list[Demand]:
    return [demand for demand in demands if demand.week in (EVERY_WEEK, week)]


Spans = list[tuple[int, int, Bool]]


def spans_of(model: Model, demands: Sequence[Demand], day: int) -> Spans:
    return [
        (*span_of(model.problem, demand, place), flag)
        for demand in demands
        for (_key, place), flag in model.of(demand)
        if place[0] == day
    ]


def instants(model: Model, demands: Sequence[Demand]) -> Iterator[list[Bool]]:
    for day in model.problem.days:
        spans = spans_of(model, demands, day)
        for instant in sorted({starts for starts, _ends, _flag in spans}):
            yield [flag for starts, ends, flag in spans if starts <= instant < ends]


def span_of(problem: Problem, demand: Demand, place: Place) -> tuple[int, int]:
    """When the lesson begins and ends, by the bells of the building where it is usually given."""
    card = Card(0, demand.courses[0], *place, demand.week, demand.teacher, demand.room)
    found = held(problem.facts, card)
    return found.starts, found.ends
