"""What is not forbidden but costs: windows, hard lessons out of their hours, wishes, lessons left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from parta.timetable.solving.demands import Demand
from parta.timetable.solving.model import Bool, Model, is_known


def add_flaws(model: Model) -> None:
    for add in (_left_out, _hard_places, _windows, _difficulty, _wishes):
        add(model)


def _left_out(model: Model) -> None:
    model.cost += [model.problem.weights.unplaced * missing for missing in model.missing.values()]


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
                for flag in model.given([demand], (day, number)) if away else ():
                    model.cost.append(problem.weights.hard_place * away * flag)


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
    busy = [model.any_of(model.given(demands, (day, number)), f"{name},{number}") for number in range(1, last + 1)]
    begun, ahead = [busy[0]], [busy[-1]]
    for number in range(1, last):
        begun.append(_either(model, begun[-1], busy[number]))
        ahead.append(_either(model, ahead[-1], busy[-1 - number]))
    ahead.reverse()
    for number in range(1, last - 1):
        gap = model.flag(f"{name}gap{number}")
        model.cp.add_bool_or(gap, busy[number], _not(begun[number - 1]), _not(ahead[number + 1]))
        model.cost.append(model.problem.weights.teacher_window * gap)


def _either(model: Model, one: Bool, other: Bool) -> Bool:
    for known, rest in ((one, other), (other, one)):
        if is_known(known):
            return 1 if known else rest
    found = model.flag("")
    model.cp.add_implication(one, found)
    model.cp.add_implication(other, found)
    return found


def _not(flag: Bool) -> Bool:
    return 1 - flag if is_known(flag) else ~flag


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
        over = model.cp.new_int_var(0, 200, f"over{school_class}")
        for day, flag in chosen.items():
            for other, points in sums.items():
                if other != day:
                    model.cp.add(points <= sums[day] + over).only_enforce_if(flag)
        model.cost.append(problem.weights.difficulty * over)


def _points(model: Model, demand: Demand, day: int) -> Any:
    points = max(row.points for row in model.problem.courses_of(demand))
    share = 1 if all(row.is_whole for row in model.problem.courses_of(demand)) else 2
    return points // share * sum(flag for (key, place), flag in model.of(demand) if place[0] == day)


def _wishes(model: Model) -> None:
    problem = model.problem
    for demand in problem.demands:
        for place in problem.rather_not(demand):
            for flag in model.given([demand], place):
                model.cost.append(problem.weights.teacher_wish * flag)
