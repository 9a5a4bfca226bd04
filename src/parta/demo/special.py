"""Journals beside the classes: a pupil taught at home, one taught individually, an extracurricular group."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from parta.access.actor import Actor, Origin
from parta.classes.models import Course, Group, GroupKind, Membership, MoveKind
from parta.classes.services import Order, assign_teacher, enrol, put_course, put_group, set_parts
from parta.common.codes import Ref
from parta.demo.chance import chance
from parta.demo.context import CHANNEL, ZONE, Demo
from parta.demo.plan import MAIN
from parta.lessons.models import Lesson
from parta.lessons.services import LessonRecord, check_attendance, write_lessons
from parta.marks.services import MarkOp, put_marks
from parta.school.models import Subject
from parta.school.services import put_structure
from parta.timetable.services import Place

LAST_LESSON = 7
"""The number at which classes of the main school have gone home."""


@dataclass(frozen=True)
class SpecialPlan:
    """A group, the classes it is drawn from, which pupils of each list, the subject, whose class teaches it."""

    kind: GroupKind
    parts: tuple[str, ...]
    pupils: tuple[int, ...]
    subject: str
    taught_in: tuple[str, str]
    topics: tuple[str, ...]
    name: str = ""


SPECIAL = (
    SpecialPlan(
        GroupKind.HOME,
        ("7Б",),
        (2,),
        "Алгебра",
        ("7Б", "Алгебра"),
        ("Степень с натуральным показателем", "Одночлены", "Многочлены", "Разложение на множители"),
    ),
    SpecialPlan(
        GroupKind.INDIVIDUAL,
        ("7А",),
        (5,),
        "Русский язык",
        ("7А", "Русский язык"),
        ("Причастный оборот", "Деепричастие", "Наречие", "Правописание «не» с наречиями"),
    ),
    SpecialPlan(
        GroupKind.ACTIVITY,
        ("7А", "7Б"),
        (0, 1, 3, 6, 8),
        "Шахматы",
        ("7А", "Алгебра"),
        ("Дебют", "Связка и вилка", "Эндшпиль: пешка и король", "Разбор партий"),
        "Кружок «Шахматы»",
    ),
)
WORDS = {GroupKind.HOME: "на дому", GroupKind.INDIVIDUAL: "индивидуально"}


def open_special(demo: Demo) -> None:
    for plan in SPECIAL:
        if set(plan.parts) <= demo.groups.keys() and plan.taught_in in demo.courses:
            _open(demo, plan)


def _open(demo: Demo, plan: SpecialPlan) -> None:
    since = demo.calendar.since
    rows = Membership.objects.filter(school=demo.school, group__in=[demo.groups[part] for part in plan.parts])
    lists = [list(rows.filter(group=demo.groups[part]).order_by("person__sort_key")) for part in plan.parts]
    chosen = [stays[number].person for stays in lists for number in plan.pupils]
    name = plan.name or f"{plan.parts[0]}, {WORDS[plan.kind]}: {chosen[0].surname} {chosen[0].name[0]}."
    row = demo.new(Group(branch=demo.branches[MAIN], year=demo.year, name=name))
    values = {"kind": plan.kind, "year_level": 7, "scheme": demo.schemes["Четверти"]}
    group = put_group(actor=demo.actor, group=row, values=values)
    set_parts(actor=demo.actor, group=group, parts=[demo.groups[part] for part in plan.parts])
    for person in chosen:
        enrol(actor=demo.actor, group=group, person=person, order=Order(MoveKind.ADMITTED, since, "17-у", since))
    if plan.subject not in demo.subjects:
        values = {"name": plan.subject, "short_name": plan.subject, "area": "Внеурочная деятельность"}
        demo.subjects[plan.subject] = put_structure(actor=demo.actor, row=demo.new(Subject()), values=values)
    course = demo.new(Course(group=group, subject=demo.subjects[plan.subject]))
    demo.special[plan.kind] = put_course(actor=demo.actor, course=course, values={"hours_week": 1})
    teacher = demo.people[demo.staff.teacher_of[plan.taught_in]]
    assign_teacher(actor=demo.actor, course=course, teacher=teacher, since=since)


def special_places(demo: Demo, taken: list[Place]) -> Iterator[Place]:
    """Once a week after the lessons of the classes, where the teacher has none."""
    busy = {(place.teacher_id, place.weekday, place.number) for place in taken}
    for plan in SPECIAL:
        key = demo.staff.teacher_of.get(plan.taught_in, "")
        if plan.kind not in demo.special:
            continue
        teacher, room = demo.people[key].pk, demo.rooms[MAIN, demo.staff.employees[key].room].pk
        free = (day for day in range(5) if (teacher, day, LAST_LESSON) not in busy)
        weekday = next(free, None)
        if weekday is not None:
            busy.add((teacher, weekday, LAST_LESSON))
            yield Place(demo.special[plan.kind].pk, weekday, LAST_LESSON, 0, teacher, room)


def special_acts(demo: Demo) -> Iterator[tuple[datetime, Callable[[], None]]]:
    """Each lesson of these journals is written soon after it."""
    since = demo.size.first_day(demo.calendar.since, demo.today)
    for plan in SPECIAL:
        if plan.kind not in demo.special:
            continue
        rows = Lesson.objects.filter(school=demo.school, course=demo.special[plan.kind]).order_by("date")
        for number, lesson in enumerate(rows):
            at = datetime.combine(lesson.date, lesson.ends, ZONE) + timedelta(minutes=15)
            if lesson.date >= since and at <= demo.now:
                yield at, lambda plan=plan, lesson=lesson, number=number: _write(demo, plan, lesson, number)  # type: ignore[misc]


def _write(demo: Demo, plan: SpecialPlan, lesson: Lesson, number: int) -> None:
    """Topic, attendance and, where it is no extracurricular group, a mark."""
    actor, school_id = _teacher(demo, plan, lesson), demo.school.pk
    topic = plan.topics[number // 4 % len(plan.topics)]
    write_lessons(actor=actor, school_id=school_id, records=[LessonRecord(lesson.pk, topic)])
    check_attendance(actor=actor, school_id=school_id, lesson_ids=[lesson.pk])
    if plan.kind == GroupKind.ACTIVITY:
        return
    rows = Membership.objects.filter(school=demo.school, group_id=demo.special[plan.kind].group_id)
    mark = chance("special", plan.kind, lesson.date).choice("3445")
    marks = [MarkOp(lesson.pk, row.person_id, (mark,)) for row in rows]
    put_marks(actor=actor, school_id=school_id, operations=marks)


def _teacher(demo: Demo, plan: SpecialPlan, lesson: Lesson) -> Actor:
    person = demo.people[demo.staff.teacher_of[plan.taught_in]]
    return Actor(
        person_id=person.pk,
        name=person.full_name,
        role="teacher",
        school_id=demo.school.pk,
        on=lesson.date,
        holds={"teaches": frozenset({Ref(demo.school.pk, lesson.course_id)})},
        origin=Origin(CHANNEL),
    )
