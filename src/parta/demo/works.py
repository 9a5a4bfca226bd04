"""Great works of the year, placed so that the limits of assessment procedures hold, planned and approved by halves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from parta.classes.models import Course
from parta.common import clock
from parta.demo.calendar import workday
from parta.demo.context import Act, Demo, moment
from parta.demo.lesson_plan import WORK_TYPES, Stage, WorkPlan, work_of
from parta.demo.plan import MAIN, CoursePlan
from parta.lessons.models import Lesson
from parta.marks.arithmetic.procedures import Limits, half_of, half_span
from parta.marks.models import Level, Procedure, ScheduleEdition, WorkType
from parta.marks.services import Plan, approve_schedule, plan_procedures

Place = tuple[date, int]
"""A lesson of a course: its day and number."""
NEAR = (0, 1, -1, 2, -2, 3, -3, 4, 5)
"""How far from the lesson that the programme names another one is looked for."""
IMPORTANT = {short for _name, short, _weight, is_important, _default in WORK_TYPES if is_important}
DEPUTY = "hist-1"
REGIONAL = "Региональная диагностика"
WHY = "Дату назначило управление образования"


@dataclass
class Board:
    """What is placed so far."""

    limits: Limits = field(default_factory=Limits)
    edges: dict[tuple[str, date], tuple[int, int]] = field(default_factory=dict)
    busy: dict[tuple[str, date], str] = field(default_factory=dict)
    """The subject that a class writes on a day."""
    written: dict[tuple[str, int, str], list[tuple[str, date]]] = field(default_factory=lambda: defaultdict(list))
    """By parallel and subject: who writes when."""

    def takes(self, plan: CoursePlan, place: Place) -> bool:
        on, number = place
        free = all(self.busy.get((name, on), plan.subject) == plan.subject for name in plan.classes)
        inside = plan.hours <= 1 or all(number not in self.edges[name, on] for name in plan.classes)
        return free and inside and all(self._is_apart(plan, on, *row) for row in self.written[parallel(plan)])

    def _is_apart(self, plan: CoursePlan, on: date, group: str, other: date) -> bool:
        days = abs((on - other).days)
        return days >= self.limits.apart or (group != plan.group and days <= self.limits.spread)

    def put(self, plan: CoursePlan, on: date) -> None:
        self.busy |= {(name, on): plan.subject for name in plan.classes}
        self.written[parallel(plan)].append((plan.group, on))


def parallel(plan: CoursePlan) -> tuple[str, int, str]:
    return plan.branch, plan.level, plan.subject


def written_at(demo: Demo, plan: CoursePlan, stage: Stage, on: date, number: int) -> WorkPlan | None:
    """A great work stands where the schedule has it (domain.md 4.4), a small one where the programme has it."""
    work, planned = work_of(stage), demo.great.get((*plan.key, on, number))
    return planned or (None if work and work.kind in IMPORTANT else work)


def place_works(demo: Demo) -> None:
    """Choose the lessons of the great works of the year; plan those of the halves that have begun, approve them."""
    lessons, board = _lessons(demo), Board()
    for plan in demo.plans:
        for on, number in lessons[plan.key]:
            for name in plan.classes:
                first, last = board.edges.get((name, on), (number, number))
                board.edges[name, on] = min(first, number), max(last, number)
    for plan in sorted(demo.plans, key=parallel):
        for place, work in _of_course(plan, lessons[plan.key], board):
            demo.great[(*plan.key, *place)] = work
    for half in range(1, half_of(demo.today) + 1 if demo.today <= demo.calendar.until else 3):
        _plan_half(demo, half)


def _lessons(demo: Demo) -> dict[tuple[str, str], list[Place]]:
    keys = {demo.courses[plan.key].pk: plan.key for plan in demo.plans}
    found: dict[tuple[str, str], list[Place]] = {plan.key: [] for plan in demo.plans}
    rows = Lesson.objects.filter(school=demo.school, course_id__in=keys).order_by("date", "number")
    for course, on, number in rows.values_list("course_id", "date", "number"):
        found[keys[course]].append((on, number))
    return found


def _of_course(plan: CoursePlan, places: list[Place], board: Board) -> Iterator[tuple[Place, WorkPlan]]:
    """As many great works as the hours of the year bear, each near the lesson that the programme names."""
    left = int(plan.hours * 34 * board.limits.share / 100)
    for index in range(len(places)):
        work = work_of(Stage(plan.subject, plan.level, index, len(places), plan.hours))
        if work is None or not work.is_great or work.kind not in IMPORTANT or not left:
            continue
        near = (places[index + step] for step in NEAR if 0 <= index + step < len(places))
        place = next((one for one in near if board.takes(plan, one)), None)
        if place:
            board.put(plan, place[0])
            left -= 1
            yield place, work


def _plan_half(demo: Demo, half: int) -> None:
    kinds = {row.short_name: row for row in WorkType.objects.filter(school=demo.school)}
    since, until = half_span(demo.calendar.since, demo.calendar.until, half)
    courses = {row.pk: row for row in Course.objects.filter(school=demo.school).select_related("group__year")}
    plans = [
        Plan(courses[demo.courses[group, subject].pk], on, kinds[work.kind], work.title)
        for (group, subject, on, _number), work in demo.great.items()
        if since <= on <= until
    ]
    if plans:
        plan_procedures(actor=demo.actor, school_id=demo.school.pk, plans=plans)
        for branch in {plan.course.group.branch_id for plan in plans}:
            _approve(demo, branch, half, f"{110 + half}-о")


def _approve(demo: Demo, branch_id: int, half: int, number: str) -> None:
    branch = next(row for row in demo.branches.values() if row.pk == branch_id)
    edition = ScheduleEdition(school=demo.school, branch=branch, year=demo.year, half=half)
    approve_schedule(actor=demo.actor, edition=edition, number=number, dated=clock.today())


def change_of_schedule(demo: Demo) -> Iterator[Act]:
    """Some days ago the region named a day on which a class writes already; the schedule was approved anew."""
    at = moment(workday(demo.today - timedelta(days=4)), 15, 20)
    if moment(demo.calendar.since + timedelta(days=14), 8) < at <= demo.now <= moment(demo.calendar.until, 8):
        yield Act(at, lambda: _add_regional(demo))


def _add_regional(demo: Demo) -> None:
    rows = Procedure.objects.filter(school=demo.school, date__gt=demo.today + timedelta(days=7), work__isnull=True)
    rows = rows.filter(course__group__branch=demo.branches[MAIN]).select_related("course__group", "type")
    for row in rows.order_by("date", "pk"):
        others = Lesson.objects.filter(school=demo.school, date=row.date, course__group=row.course.group)
        lesson = others.exclude(course=row.course).select_related("course__group__year").order_by("number").first()
        if lesson and half_of(row.date) == half_of(demo.today):
            plan = Plan(lesson.course, row.date, row.type, REGIONAL, level=Level.REGIONAL)
            actor = demo.actor_of(DEPUTY)
            plan_procedures(actor=actor, school_id=demo.school.pk, plans=[plan], reason=WHY)
            return _approve(demo, demo.branches[MAIN].pk, half_of(row.date), "148-о")
    return None
