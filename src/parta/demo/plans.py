"""Thematic plans of the demo: the very topics that its lessons are given by, most of them approved in August."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from parta.access.actor import Actor, Origin
from parta.access.roles import Role
from parta.common.codes import Ref
from parta.demo.chance import chance
from parta.demo.context import CHANNEL, Act, Demo
from parta.demo.hours import Instead
from parta.demo.lesson_plan import Stage, section_of, step_of, task_of, title_of, work_of
from parta.demo.plan import CoursePlan
from parta.lessons.models import Lesson
from parta.planning.arithmetic import SECTION, Row
from parta.planning.models import Plan, PlanState
from parta.planning.selectors import rows_of
from parta.planning.services import approve_plan, join_topics, put_plan, submit_plan
from parta.planning.services.writing import Why

DEPUTY = "hist-1"
DRAFTS, SUBMITTED = 0.04, 0.07
"""Which share of the plans is still a draft, and up to which one waits for the deputy head."""
CAUGHT_UP = timedelta(days=3)
"""How soon after a cancelled lesson its topic is joined with the next one."""


def write_plans(demo: Demo) -> None:
    """Great works are agreed first: not more than one a day in a class (domain.md 4.4)."""
    plans = {demo.courses[plan.key].pk: plan for plan in demo.plans}
    lessons = Lesson.objects.filter(school=demo.school, course_id__in=plans).order_by("date", "number", "course_id")
    stages: dict[int, list[int]] = defaultdict(list)
    timed = []
    for course, pk, on in lessons.values_list("course_id", "pk", "date"):
        timed.append((course, pk, on, len(stages[course])))
        stages[course].append(pk)
    taken: set[tuple[str, date]] = set()
    for course, pk, on, index in timed:
        plan = plans[course]
        work = work_of(_stage(plan, index, len(stages[course])))
        days = {(name, on) for name in plan.classes}
        if work and work.is_great and days & taken and not plan.share:
            demo.put_off.add(pk)
        elif work and work.is_great:
            taken |= days
    for course, ids in stages.items():
        _write(demo, plans[course], ids)


def _stage(plan: CoursePlan, index: int, total: int) -> Stage:
    return Stage(plan.subject, plan.level, index, total, plan.hours)


def _write(demo: Demo, plan: CoursePlan, ids: list[int]) -> None:
    drawn = chance("plan", *plan.key).random()
    teacher, course = _teacher(demo, demo.staff.teacher_of[plan.key], plan), demo.courses[plan.key]
    title = f"Рабочая программа, {plan.subject.lower()}, {plan.level} класс"
    row = put_plan(actor=teacher, course=course, rows=list(_rows(demo, plan, ids)), title=title)
    if drawn >= DRAFTS:
        row = submit_plan(actor=teacher, plan=row)
    if drawn >= SUBMITTED:
        approve_plan(actor=_deputy(demo), plan=row)


def _rows(demo: Demo, plan: CoursePlan, ids: list[int]) -> Iterator[Row]:
    """A line for each lesson of the year under the headings of its larger topics."""
    section = ""
    for index, pk in enumerate(ids):
        stage = _stage(plan, index, len(ids))
        if section_of(stage) != section:
            section = section_of(stage)
            yield Row(section, 0, SECTION)
        work = None if pk in demo.put_off else work_of(stage)
        task = task_of(stage, chance("template", *plan.key, index))
        step, steps = step_of(stage)
        is_great = bool(work and work.is_great)
        yield Row(
            title_of(stage, work),
            kind="control" if is_great else "new" if step == 0 else "review" if step == steps - 1 else "practice",
            work=work.kind if work else "",
            homework=task.text if task and not is_great else "",
            minutes=task.minutes if task and not is_great else None,
            is_important=is_great,
        )


def catch_up(demo: Demo, instead: list[Instead]) -> Iterator[Act]:
    """After a lesson that nobody gave its topic shares the next lesson; the correction waits or is agreed to."""
    for number, row in enumerate(row for row in instead if row.teacher is None):
        at = row.at + CAUGHT_UP + timedelta(hours=9, minutes=number % 50)
        if at <= demo.now:
            yield Act(at, lambda row=row, at=at: _join(demo, row, at))  # type: ignore[misc]


def _join(demo: Demo, instead: Instead, at: datetime) -> None:
    for hour in instead.hours:
        course = demo.courses[hour.plan.key]
        plan = Plan.objects.filter(school=demo.school, course=course, state=PlanState.APPROVED).first()
        topics = [row for row in rows_of(plan) if not row.is_section] if plan else []
        if plan is None or hour.stage.index + 1 >= len(topics):
            continue
        plan.course = course
        why = Why(f"{instead.reason}: урок {hour.on:%d.%m} не состоялся", "joined")
        actor = _teacher(demo, demo.staff.teacher_of[hour.plan.key], hour.plan)
        join_topics(actor=actor, plan=plan, topic_id=topics[hour.stage.index + 1].id or 0, why=why)
        if demo.now - at > timedelta(weeks=2):
            approve_plan(actor=_deputy(demo), plan=plan)


def _teacher(demo: Demo, key: str, plan: CoursePlan) -> Actor:
    return _actor(demo, key, "teacher", {"teaches": frozenset({Ref(demo.school.pk, demo.courses[plan.key].pk)})})


def _deputy(demo: Demo) -> Actor:
    return _actor(demo, DEPUTY, "deputy", {Role.DEPUTY.value: frozenset({Ref(demo.school.pk, demo.school.pk)})})


def _actor(demo: Demo, key: str, role: str, holds: dict[str, frozenset[Ref]]) -> Actor:
    person = demo.people[key]
    return Actor(
        person_id=person.pk,
        name=person.full_name,
        role=role,
        school_id=demo.school.pk,
        on=demo.calendar.since,
        holds=holds,
        origin=Origin(CHANNEL),
    )
