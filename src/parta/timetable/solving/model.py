"""The timetable as a model of whole numbers for CP-SAT: what must be, and what a flaw costs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise
from math import ceil
from typing import Any

from ortools.sat.python import cp_model

from parta.timetable.arithmetic import Card
from parta.timetable.arithmetic.board import held
from parta.timetable.arithmetic.facts import EVERY_WEEK, WEEKS
from parta.timetable.solving.demands import Demand, Place, Problem

Bool = Any
"""A variable of the model, or its opposite: 0 or 1."""


@dataclass
class Model:
    """`at` says whether a demand is given at a place; `reasons` are named groups of conditions that may be lifted."""

    problem: Problem
    cp: cp_model.CpModel = field(default_factory=cp_model.CpModel)
    at: dict[tuple[int, Place], Bool] = field(default_factory=dict)
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


def make_model(problem: Problem, *, explains: bool = False) -> Model:
    """With `explains` nothing is optimised: the model only finds which conditions contradict each other."""
    model = Model(problem, explains=explains)
    _place(model)
    _classes(model)
    _one_at_a_time(model)
    if not explains:
        _hard_places(model)
        _windows(model)
        _difficulty(model)
        _wishes(model)
        model.cp.minimize(sum(model.cost))
    return model


def _place(model: Model) -> None:
    problem = model.problem
    for demand in problem.demands:
        never = problem.wishes.never.get(demand.teacher or 0, frozenset())
        for place in ((day, number) for day in problem.days for number in problem.numbers(demand)):
            model.at[demand.key, place] = model.flag(f"d{demand.key}@{place}")
            if place in never:
                model.when(("never", demand.teacher), model.cp.add(model.at[demand.key, place] == 0))
            if demand.fixed:
                model.when(("fixed", demand.key), model.cp.add(model.at[demand.key, place] == (place in demand.kept)))
            elif not model.explains:
                model.cp.add_hint(model.at[demand.key, place], place in demand.kept)
        all_places = [flag for (key, _place), flag in model.at.items() if key == demand.key]
        model.when(("load", demand.courses), model.cp.add(sum(all_places) == demand.count))
        _spread(model, demand)


def _spread(model: Model, demand: Demand) -> None:
    """Even over the days; two lessons of one day side by side only where the rules let them."""
    problem, norms = model.problem, model.problem.facts.norms
    most = ceil(demand.count / len(problem.days))
    courses = problem.courses_of(demand)
    level = problem.level(demand)
    is_apart = level < norms.hard_doubles_from and (
        level <= norms.no_doubles_until or any(row.is_hard for row in courses)
    )
    numbers = problem.numbers(demand)
    for day in problem.days:
        today = [model.at[demand.key, (day, number)] for number in numbers]
        if demand.count > 1:
            model.when(("spread", demand.courses), model.cp.add(sum(today) <= most))
        if most > 1 and is_apart:
            for one, other in pairwise(today):
                model.cp.add_at_most_one(one, other)


def _classes(model: Model) -> None:
    """A class is at one place at a time, without windows, not longer than its day may be."""
    for school_class, demands in model.problem.of_class.items():
        for week in _weeks(demands):
            here = [demand for demand in demands if demand.week in (EVERY_WEEK, week)]
            for clique in cliques(model.problem, here):
                for place in _places(model.problem, clique):
                    _at_most_one(model, ("class", school_class), model.given(clique, place))
            _days(model, school_class, here)


def _weeks(demands: Sequence[Demand]) -> tuple[int, ...]:
    return WEEKS if any(demand.week != EVERY_WEEK for demand in demands) else WEEKS[:1]


def _places(problem: Problem, demands: Iterable[Demand]) -> list[Place]:
    last = max((problem.numbers(demand)[-1] for demand in demands), default=0)
    return [(day, number) for day in problem.days for number in range(1, last + 1)]


def _at_most_one(model: Model, reason: Hashable, flags: Sequence[Bool]) -> None:
    if len(flags) < 2:
        return
    if model.explains:
        model.when(reason, model.cp.add(sum(flags) <= 1))
    else:
        model.cp.add_at_most_one(flags)


def cliques(problem: Problem, demands: Sequence[Demand]) -> Iterator[list[Demand]]:
    """Groups of demands of a class no two of which stand side by side, so that every such pair is in one of them."""
    apart = {
        frozenset((one.key, other.key))
        for one, other in combinations(demands, 2)
        if not _stand_beside(problem, one, other)
    }
    open_pairs = set(apart)
    while open_pairs:
        first = min(open_pairs, key=sorted)
        group = [demand for demand in demands if demand.key in first]
        for demand in demands:
            if all(frozenset((demand.key, one.key)) in apart for one in group if one is not demand):
                group += [] if demand in group else [demand]
        open_pairs -= {frozenset((one.key, other.key)) for one, other in combinations(group, 2)}
        yield group


def _stand_beside(problem: Problem, one: Demand, other: Demand) -> bool:
    return all(
        first.stands_beside(second)
        for first in problem.courses_of(one)
        for second in problem.courses_of(other)
        if set(first.classes) & set(second.classes)
    )


def _days(model: Model, school_class: int, demands: Sequence[Demand]) -> None:
    problem, norms = model.problem, model.problem.facts.norms
    level = problem.facts.level(school_class)
    usual, longest = norms.lessons[level - 1] + problem.extra, problem.most(school_class)
    longer, whole = [], []
    for day in problem.days:
        busy = [
            _any(model, model.given(demands, (day, number)), f"busy{school_class}@{day},{number}")
            for number in range(1, longest + 1)
        ]
        for before, after in pairwise(busy):
            model.cp.add_implication(after, before)
        whole += busy
        if longest > usual:
            longer.append(busy[usual])
            sport = [demand for demand in demands if any(row.is_sport for row in problem.courses_of(demand))]
            today = [flag for number in range(1, longest + 1) for flag in model.given(sport, (day, number))]
            model.cp.add(sum(today) >= 1).only_enforce_if(busy[usual])
    model.when(("week", school_class), model.cp.add(sum(whole) <= norms.hours[level - 1]))
    if longer:
        model.when(("long_days", school_class), model.cp.add(sum(longer) <= 1))


def _any(model: Model, flags: Sequence[Bool], name: str) -> Bool:
    """Whether one of the flags holds."""
    if len(flags) == 1:
        return flags[0]
    found = model.flag(name)
    model.cp.add_max_equality(found, flags) if flags else model.cp.add(found == 0)
    return found


def _one_at_a_time(model: Model) -> None:
    """A teacher and a room have one lesson at every instant of the bells, whatever its number in its shift."""
    for what, groups in (("teacher", model.problem.of_teacher), ("room", model.problem.of_room)):
        for key, demands in groups.items():
            for week in _weeks(demands):
                here = [demand for demand in demands if demand.week in (EVERY_WEEK, week)]
                taken = [card for card in model.problem.elsewhere if what == "teacher" and card.teacher == key]
                for flags in _instants(model, here, taken, what):
                    _at_most_one(model, (what, key), flags)


def _instants(model: Model, demands: Sequence[Demand], taken: Sequence[Card], what: str) -> Iterator[list[Bool]]:
    facts = model.problem.facts
    for day in model.problem.days:
        spans = [
            (*_span(model.problem, demand, (day, number)), model.at[demand.key, (day, number)])
            for demand in demands
            for number in model.problem.numbers(demand)
        ]
        away = [held(facts, card) for card in taken if card.day == day]
        for starts, ends, flag in spans:
            if any(starts < one.ends and one.starts < ends for one in away):
                model.when((what, demands[0].teacher), model.cp.add(flag == 0))
        for instant in sorted({starts for starts, _ends, _flag in spans}):
            yield [flag for starts, ends, flag in spans if starts <= instant < ends]


def _span(problem: Problem, demand: Demand, place: Place) -> tuple[int, int]:
    card = Card(0, demand.courses[0], *place, demand.week, demand.teacher, demand.room)
    found = held(problem.facts, card)
    return found.starts, found.ends


def _hard_places(model: Model) -> None:
    """Hard lessons outside the best hours of the day (domain.md 5)."""
    problem = model.problem
    for demand in problem.demands:
        if not any(row.is_hard for row in problem.courses_of(demand)):
            continue
        low, high = problem.facts.norms.hard_places[problem.level(demand) - 1]
        for day in problem.days:
            for number in problem.numbers(demand):
                away = max(low - number, number - high, 0)
                if away:
                    model.cost.append(problem.weights.hard_place * away * model.at[demand.key, (day, number)])


def _windows(model: Model) -> None:
    """Free lessons of a teacher between the first and the last one of a shift."""
    for teacher, demands in model.problem.of_teacher.items():
        shifts: dict[int, list[Demand]] = defaultdict(list)
        for demand in demands:
            shifts[model.problem.courses_of(demand)[0].shift].append(demand)
        for shift, here in shifts.items():
            for day in model.problem.days:
                _gaps(model, f"t{teacher}s{shift}@{day}", here, day)


def _gaps(model: Model, name: str, demands: Sequence[Demand], day: int) -> None:
    last = max(model.problem.numbers(demand)[-1] for demand in demands)
    busy = [_any(model, model.given(demands, (day, number)), f"{name},{number}") for number in range(1, last + 1)]
    begun, ahead = [busy[0]], [busy[-1]]
    for number in range(1, last):
        begun.append(_either(model, begun[-1], busy[number]))
        ahead.append(_either(model, ahead[-1], busy[-1 - number]))
    ahead.reverse()
    for number in range(1, last - 1):
        gap = model.flag(f"{name}gap{number}")
        model.cp.add_bool_or(gap, busy[number], ~begun[number - 1], ~ahead[number + 1])
        model.cost.append(model.problem.weights.teacher_window * gap)


def _either(model: Model, one: Bool, other: Bool) -> Bool:
    found = model.flag("")
    model.cp.add_implication(one, found)
    model.cp.add_implication(other, found)
    return found


def _difficulty(model: Model) -> None:
    """The hardest day of a class should be Tuesday or Wednesday; what another day has more costs."""
    problem = model.problem
    for school_class, demands in problem.of_class.items():
        sums = {day: sum(_points(model, demand, day) for demand in demands) for day in problem.days}
        peaks = sorted(problem.facts.norms.peak & sums.keys())
        if not peaks:
            continue
        chosen = {day: model.flag(f"peak{school_class}@{day}") for day in peaks}
        model.cp.add_exactly_one(chosen.values())
        over = model.cp.new_int_var(0, 100, f"over{school_class}")
        for day, flag in chosen.items():
            for other, points in sums.items():
                if other != day:
                    model.cp.add(points <= sums[day] + over).only_enforce_if(flag)
        model.cost.append(problem.weights.difficulty * over)


def _points(model: Model, demand: Demand, day: int) -> Any:
    points = max(row.points for row in model.problem.courses_of(demand))
    share = 1 if all(row.is_whole for row in model.problem.courses_of(demand)) else 2
    flags = [model.at[demand.key, (day, number)] for number in model.problem.numbers(demand)]
    return points // share * sum(flags)


def _wishes(model: Model) -> None:
    for teacher, places in model.problem.wishes.rather_not.items():
        for demand in model.problem.of_teacher.get(teacher, ()):
            for place in places:
                if (demand.key, place) in model.at:
                    model.cost.append(model.problem.weights.teacher_wish * model.at[demand.key, place])
