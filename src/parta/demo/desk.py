"""A teacher at the desk: everything that is written in the journal about one day's lessons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from parta.access.actor import Actor, Origin
from parta.attendance.services import AttendanceOp, put_attendance
from parta.classes.models import Group, Membership
from parta.common.codes import Ref
from parta.demo.absences import AWAY, EXEMPT, Note, absences_of
from parta.demo.chance import chance
from parta.demo.context import CHANNEL, Demo
from parta.demo.hours import Hour
from parta.demo.lesson_plan import DOUBLE, WorkPlan, marks_answers, remarks, task_of, title_of
from parta.demo.plan import PE
from parta.demo.works import written_at
from parta.homework.services import Task, assign_homework
from parta.lessons.models import Lesson
from parta.lessons.services import LessonRecord, check_attendance, holding, locked_lessons, write_lessons
from parta.marks.models import Work, WorkType
from parta.marks.services import MarkOp, add_work, put_marks

MARKED_WITHIN = timedelta(days=7)
"""Marks of a great work stand so soon."""
RETAKEN_AS = "с/р"
"""The kind of work by which a great one is taken again."""


@dataclass
class Page:
    """What one teacher writes about one day."""

    actor: Actor
    lessons: list[LessonRecord] = field(default_factory=list)
    absences: list[AttendanceOp] = field(default_factory=list)
    marks: list[MarkOp] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)


class Desk:
    def __init__(self, demo: Demo) -> None:
        self.demo = demo
        self.kinds = {row.short_name: row for row in WorkType.objects.filter(school=demo.school)}
        self.courses: dict[str, set[Ref]] = defaultdict(set)
        for plan in demo.plans:
            self.courses[demo.staff.teacher_of[plan.key]].add(Ref(demo.school.pk, demo.courses[plan.key].pk))
        self.notes = {person: self._notes(person) for person in demo.children}
        self.leanings: dict[tuple[int, str], float] = {}
        self.failed: dict[tuple[str, str], tuple[date, int, list[int]]] = {}
        """Of a course: the day of its last great work, the work and who got a "2" for it."""
        self.read_lists()

    def _notes(self, person: int) -> dict[date, Note]:
        child, year = self.demo.children[person], self.demo.calendar
        return absences_of(child, year.since, self.demo.today)

    def read_lists(self) -> None:
        """Who is in which group from when till when."""
        self.lists: dict[int, list[tuple[int, date, date | None]]] = defaultdict(list)
        rows = Membership.objects.filter(school=self.demo.school).order_by("person__sort_key", "id")
        for group, *stay in rows.values_list("group_id", "person_id", "since", "until"):
            self.lists[group].append((stay[0], stay[1], stay[2]))

    def keep(self, teacher: str, on: date, hours: list[Hour]) -> None:
        page = Page(self.actor(teacher, on, hours))
        school_id, ids = self.demo.school.pk, [hour.id for hour in hours]
        with holding(locked_lessons(actor=page.actor, school_id=school_id, ids=ids)):
            for hour in hours:
                self._note_lesson(page, hour)
            self._write(page, ids)

    def _write(self, page: Page, ids: list[int]) -> None:
        actor, school_id = page.actor, self.demo.school.pk
        write_lessons(actor=actor, school_id=school_id, records=page.lessons)
        check_attendance(actor=actor, school_id=school_id, lesson_ids=ids)
        if page.absences:
            put_attendance(actor=actor, school_id=school_id, operations=page.absences)
        if page.marks:
            put_marks(actor=actor, school_id=school_id, operations=page.marks)
        if page.tasks:
            assign_homework(actor=actor, school_id=school_id, tasks=page.tasks)

    def actor(self, teacher: str, on: date, hours: list[Hour]) -> Actor:
        """The teacher with the courses of the plan and of the lessons given instead of somebody,
        as signing in would give, without asking the database each day.
        """
        person = self.demo.people[teacher]
        account = self.demo.accounts.get(person.pk)
        given = {Ref(self.demo.school.pk, self.demo.courses[hour.plan.key].pk) for hour in hours}
        return Actor(
            account_id=account.pk if account else None,
            person_id=person.pk,
            name=person.full_name,
            role="teacher",
            school_id=self.demo.school.pk,
            on=on,
            holds={
                "teaches": frozenset(self.courses[teacher]),
                "substitutes": frozenset(given - self.courses[teacher]),
            },
            origin=Origin(CHANNEL),
        )

    def leader(self, teacher: str, on: date, group: Group) -> Actor:
        """The teacher as the one who leads a class."""
        holds = {"leads": frozenset({Ref(self.demo.school.pk, group.pk)})}
        return replace(self.actor(teacher, on, []), role="class_teacher", holds=holds)

    def _note_lesson(self, page: Page, hour: Hour) -> None:
        random = chance("lesson", *hour.plan.key, hour.on, hour.number)
        work = self._work(hour)
        page.lessons.append(LessonRecord(hour.id, title_of(hour.stage, work)))
        present = []
        for person in self._members(hour):
            note = self._note(person, hour)
            if note:
                page.absences.append(AttendanceOp(hour.id, person, note.symbol, note.comment))
            if not note or note.symbol not in (*AWAY, EXEMPT):
                present.append(person)
        page.marks += self._marks(page.actor, hour, work, present, random)
        page.tasks += self._tasks(hour, present, random)

    def _members(self, hour: Hour) -> list[int]:
        group = self.demo.groups[hour.plan.group].pk
        return [
            person
            for person, since, until in self.lists[group]
            if since <= hour.on and (until is None or hour.on < until)
        ]

    def _note(self, person: int, hour: Hour) -> Note | None:
        note = self.notes[person].get(hour.on)
        return note if note and note.covers(hour.number, is_pe=hour.plan.subject == PE) else None

    def _work(self, hour: Hour) -> WorkPlan | None:
        return written_at(self.demo, hour.plan, hour.stage, hour.on, hour.number)

    def _marks(
        self, actor: Actor, hour: Hour, work: WorkPlan | None, present: list[int], random: Random
    ) -> Iterator[MarkOp]:
        """All who are present write a work; otherwise some answer, more of them where lessons are few."""
        if not marks_answers(hour.stage) or not present:
            return
        if work:
            work_id = self._add_work(actor, hour, work)
            written = [person for person in present if random.random() < 0.97]
        else:
            work_id = None
            share = 0.25 if hour.stage.hours <= 1 else 0.1
            written = random.sample(present, min(len(present), int(len(present) * share + random.random() + 0.5)))
        low = []
        for person in written:
            symbols = self._symbols(person, hour, work, random)
            low += [person] if "2" in symbols else []
            yield MarkOp(hour.id, person, symbols, work_id, _remark(symbols, random))
        if work and work.is_great and work_id and low:
            self.failed[hour.plan.key] = hour.on, work_id, low
        elif not work:
            yield from self._retake(actor, hour, present)

    def _retake(self, actor: Actor, hour: Hour, present: list[int]) -> Iterator[MarkOp]:
        """Who got a "2" for the last great work takes it again at the next lesson, mostly with a better mark."""
        on, first, low = self.failed.get(hour.plan.key, (date.max, 0, []))
        again = [person for person in low if person in present and on < hour.on]
        if not again:
            return
        del self.failed[hour.plan.key]
        work = Work(pk=first, school_id=self.demo.school.pk)
        lesson = Lesson(pk=hour.id, school_id=self.demo.school.pk)
        kind = self.kinds[RETAKEN_AS]
        retake = add_work(actor=actor, lesson=lesson, kind=kind, title="Отработка", retake_of=work)
        for person in again:
            mark = chance("retake", first, person).choice("23344")
            yield MarkOp(hour.id, person, (mark,), retake.pk)

    def _add_work(self, actor: Actor, hour: Hour, work: WorkPlan) -> int:
        lesson = Lesson(pk=hour.id, school_id=self.demo.school.pk)
        due = hour.on + MARKED_WITHIN if work.is_great else None
        return add_work(actor=actor, lesson=lesson, kind=self.kinds[work.kind], title=work.title, due=due).pk

    def _symbols(self, person: int, hour: Hour, work: WorkPlan | None, random: Random) -> tuple[str, ...]:
        is_double = work.kind in DOUBLE if work else random.random() < 0.01
        level = self._leaning(person, hour.plan.subject) - (0.15 if work and work.is_great else 0)
        marks = [level + random.gauss(0, 0.45) for _ in range(2 if is_double else 1)]
        return tuple(str(min(5, max(2, int(mark + 0.5)))) for mark in marks)

    def _leaning(self, person: int, subject: str) -> float:
        """About which mark a child gets in a subject."""
        key = (person, subject)
        if key not in self.leanings:
            child = self.demo.children[person]
            lean = chance("leaning", child.place.group, child.place.number, subject).gauss(0, 0.25)
            self.leanings[key] = 2.6 + 2.4 * child.ability + lean + (0.5 if subject == PE else 0)
        return self.leanings[key]

    def _tasks(self, hour: Hour, present: list[int], random: Random) -> Iterator[Task]:
        task = task_of(hour.stage, random)
        is_forgotten = (self.demo.today - hour.on).days <= 7 and random.random() < 0.08
        if task is None or is_forgotten:
            return
        yield Task(hour.id, task.text, task.minutes, hour.next_id, links=task.links)
        if present and random.random() < 0.02:
            chosen = tuple(random.sample(present, min(2, len(present))))
            yield Task(hour.id, "Индивидуально: карточка с заданиями", 15, hour.next_id, chosen)


def _remark(symbols: tuple[str, ...], random: Random) -> str:
    if random.random() > 0.06:
        return ""
    return random.choice(remarks("bad" if "2" in symbols else "good")) if {"2", "5"} & set(symbols) else ""
