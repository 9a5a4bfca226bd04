"""Rooms for the lessons of a week whose times are chosen. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ortools.sat.python import cp_model

from parta.timetable.solving.demands import OTHER, Demand, Place, Problem
from parta.timetable.solving.model import in_week, span_of, weeks_of

ORDINARY = "ordinary"
NO_ROOM, OTHER_ROOM, OTHER_BUILDING, SPECIAL_ROOM = 300, 3, 4, 12
SECONDS = 10.0
"""For one day of the week."""

Rooms = dict[tuple[int, Place], int | None]
"""By the key of a demand and its place."""


@dataclass(frozen=True)
class Lesson:
    demand: Demand
    place: Place
    starts: int
    ends: int

    @property
    def key(self) -> tuple[int, Place]:
        return self.demand.key, self.place


def with_homes(problem: Problem) -> Problem:
    """Each teacher without a usual room gets one of the right kind, as long as there are some."""
    kinds, taken = problem.facts.room_kinds, {demand.room for demand in problem.demands}
    free: dict[str, list[int]] = defaultdict(list)
    for room, kind in kinds.items():
        free[kind] += [room] if room not in taken else []
    homes: dict[tuple[int, str], int] = {}
    demands = []
    for demand in sorted(problem.demands, key=lambda one: -len(problem.of_teacher.get(one.teacher or 0, ()))):
        kind = problem.kind(demand) or ORDINARY
        who = demand.teacher or -demand.key, kind
        needs_home = demand.room is None and not demand.fixed
        if needs_home and who not in homes and free[kind]:
            homes[who] = free[kind].pop(0)
        demands.append(replace(demand, room=homes.get(who)) if needs_home else demand)
    return replace(problem, demands=sorted(demands, key=lambda one: one.key))


def rooms_of(problem: Problem, places: Mapping[int, Sequence[Place]]) -> Rooms:
    """The usual room where it is free and of the right kind, else the one that costs least; never two in one."""
    by_day: dict[int, list[Lesson]] = defaultdict(list)
    for demand in problem.demands:
        for place in places.get(demand.key, ()):
            by_day[place[0]].append(Lesson(demand, place, *span_of(problem, demand, place)))
    found: Rooms = {}
    for lessons in by_day.values():
        found |= _day(problem, lessons)
    return found


def _day(problem: Problem, lessons: Sequence[Lesson]) -> Rooms:
    cp = cp_model.CpModel()
    choices = {lesson.key: _choices(cp, problem, lesson) for lesson in lessons}
    for flags in choices.values():
        cp.add_exactly_one(flag for flag, _cost in flags.values())
    for week in weeks_of([lesson.demand for lesson in lessons]):
        here = {demand.key for demand in in_week((lesson.demand for lesson in lessons), week)}
        _one_at_a_time(cp, problem, [lesson for lesson in lessons if lesson.demand.key in here], choices)
    cp.minimize(sum(cost * flag for flags in choices.values() for flag, cost in flags.values()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = SECONDS
    if solver.solve(cp) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return {lesson.key: lesson.demand.room for lesson in lessons}
    return {
        key: next(room for room, (flag, _cost) in flags.items() if solver.value(flag))
        for key, flags in choices.items()
    }  # fmt: skip


Choices = dict[int | None, tuple[Any, int]]


def _choices(cp: cp_model.CpModel, problem: Problem, lesson: Lesson) -> Choices:
    """A flag and its cost for every room that may be; lessons that stay keep theirs."""
    demand = lesson.demand
    rooms: Iterable[int | None] = [demand.room] if demand.fixed else [*problem.facts.room_kinds, None]
    costs = {room: _cost(problem, demand, room) for room in rooms}
    return {room: (cp.new_bool_var(""), cost) for room, cost in costs.items() if cost is not None}


def _cost(problem: Problem, demand: Demand, room: int | None) -> int | None:
    """What the room costs; none if it is out of the question."""
    facts, wanted = problem.facts, problem.kind(demand)
    if room is None:
        return NO_ROOM
    kind = facts.room_kinds.get(room, wanted)
    away = OTHER_ROOM if room != demand.room else 0
    away += OTHER_BUILDING if demand.room and facts.buildings.get(room) != facts.buildings.get(demand.room) else 0
    if kind == wanted or (room == demand.room and not wanted):
        return away
    if kind == OTHER and room != demand.room:
        return None
    return away + (problem.weights.room_kind * SPECIAL_ROOM if wanted else SPECIAL_ROOM * (kind != ORDINARY))


def _one_at_a_time(
    cp: cp_model.CpModel,
    problem: Problem,
    lessons: Sequence[Lesson],
    choices: Mapping[tuple[int, Place], Choices],
) -> None:
    """Lessons that stay may share a room already; no other one joins them."""
    for instant in sorted({lesson.starts for lesson in lessons}):
        meeting = [lesson for lesson in lessons if lesson.starts <= instant < lesson.ends]
        for room in problem.facts.room_kinds:
            stay = sum(lesson.demand.fixed and lesson.demand.room == room for lesson in meeting)
            flags = [choices[one.key][room][0] for one in meeting if not one.demand.fixed and room in choices[one.key]]
            left = max(0, problem.facts.at_once.get(room, 1) - stay)
            if len(flags) > left:
                cp.add(sum(flags) <= left)
