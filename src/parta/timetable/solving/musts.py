"""What must be: every lesson has a place, nobody and nothing is at two places, the days of the classes. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, pairwise
from math import ceil

from parta.timetable.arithmetic import Card
from parta.timetable.arithmetic.board import held
from parta.timetable.arithmetic.facts import EVERY_WEEK
from parta.timetable.solving.demands import Demand, Problem
from parta.timetable.solving.model import Bool, Model, in_week, instants, is_known, spans_of, weeks_of


def add_musts(model: Model) -> None:
    for add in (_place, _spread, _classes, _teachers, _rooms):
        add(model)


def _place(model: Model) -> None:
    problem = model.problem
    for demand in problem.demands:
        if demand.fixed:
            model.at |= {(demand.key, place): 1 for place in demand.kept}
            continue
        never, flags = problem.never(demand), []
        for place in ((day, number) for day in problem.days for number in problem.numbers(demand)):
            flag = model.at[demand.key, place] = model.flag(f"d{demand.key}@{place}")
            flags.append(flag)
            if place in never:
                model.when(("never", demand.teacher), model.cp.add(flag == 0))
            if not model.explains:
                model.cp.add_hint(flag, place in demand.kept)
        if problem.partial and not model.explains:
            flags.append(model.cp.new_int_var(0, demand.count, f"missing{demand.key}"))
            model.missing[demand.key] = flags[-1]
        model.when(("load", demand.courses), model.cp.add(sum(flags) == demand.count))


def _spread(model: Model) -> None:
    """Even over the days; two lessons of one day side by side only where the rules let them."""
    problem, norms = model.problem, model.problem.facts.norms
    for course, demands in problem.of_course.items():
        count = sum(demand.count for demand in demands)
        most = ceil(count / len(problem.days))
        level = min(problem.level(demand) for demand in demands)
        is_hard = problem.facts.courses[course].is_hard
        is_apart = level < norms.hard_doubles_from and (level <= norms.no_doubles_until or is_hard)
        for day in problem.days:
            today = [model.given(demands, (day, number)) for number in range(1, _last(problem, demands) + 1)]
            if count > 1:
                model.at_most(("spread", course), [flag for flags in today for flag in flags], most)
            for one, other in pairwise(today) if most > 1 and is_apart else ():
                model.at_most(("spread", course), [*one, *other], 1)


def _last(problem: Problem, demands: Iterable[Demand]) -> int:
    return max(number for demand in demands for number in (problem.numbers(demand)[-1], *_kept_numbers(demand)))


def _kept_numbers(demand: Demand) -> list[int]:
    return [number for _day, number in demand.kept] if demand.fixed else []


def _classes(model: Model) -> None:
    """A class is at one place at a time, without windows, not longer than its day may be."""
    for school_class, demands in model.problem.of_class.items():
        for week in weeks_of(demands):
            here = in_week(demands, week)
            for clique in cliques(model.problem, here):
                for number in range(1, _last(model.problem, clique) + 1):
                    for day in model.problem.days:
                        model.at_most(("class", school_class), model.given(clique, (day, number)), 1)
            _days(model, school_class, here)


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
    usual, longest = norms.lessons[level - 1], problem.most(school_class)
    longer, whole = [], []
    for day in problem.days:
        busy = [
            model.any_of(model.given(demands, (day, number)), f"busy{school_class}@{day},{number}")
            for number in range(1, longest + 1)
        ]
        _no_windows(model, busy)
        whole += busy
        if longest > usual:
            longer.append(busy[usual])
            _longer_by_sport(model, demands, day, busy[usual])
    model.at_most(("week", school_class), whole, norms.hours[level - 1])
    if longer:
        model.at_most(("long_days", school_class), longer, 1)


def _no_windows(model: Model, busy: Sequence[Bool]) -> None:
    for before, after in pairwise(busy):
        if not is_known(after):
            model.cp.add_implication(after, before)
        elif after:
            model.cost.append(model.problem.weights.class_window * (1 - before))


def _longer_by_sport(model: Model, demands: Sequence[Demand], day: int, is_longer: Bool) -> None:
    if is_known(is_longer):
        return
    sport = [demand for demand in demands if any(row.is_sport for row in model.problem.courses_of(demand))]
    today = [flag for demand in sport for (_key, place), flag in model.of(demand) if place[0] == day]
    model.cp.add(sum(today) >= 1).only_enforce_if(is_longer)


def _teachers(model: Model) -> None:
    """A teacher has one lesson at every instant of the bells, whatever its number in its shift."""
    for teacher, demands in model.problem.of_teacher.items():
        taken = [card for card in model.problem.elsewhere if card.teacher == teacher]
        for week in weeks_of(demands):
            here = in_week(demands, week)
            _keep_away(model, here, [card for card in taken if card.week in (EVERY_WEEK, week)])
            for flags in instants(model, here):
                model.at_most(("teacher", teacher), flags, 1)


def _rooms(model: Model) -> None:
    """Not more lessons at an instant than rooms of the kind that they need, nor than rooms at all."""
    for kind, demands in model.problem.of_kind.items():
        for week in weeks_of(demands):
            for flags in instants(model, in_week(demands, week)):
                model.at_most(("room", kind), flags, model.problem.places[kind])


def _keep_away(model: Model, demands: Sequence[Demand], taken: Sequence[Card]) -> None:
    """Not while the teacher is in another branch."""
    for day in model.problem.days if taken else ():
        away = [held(model.problem.facts, card) for card in taken if card.day == day]
        for starts, ends, flag in spans_of(model, demands, day):
            if not is_known(flag) and any(starts < one.ends and one.starts < ends for one in away):
                model.when(("teacher", demands[0].teacher), model.cp.add(flag == 0))
