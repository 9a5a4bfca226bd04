"""Short words for what the tests of the journal and the diary do again and again."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse

from parta.common.codes import Ref, code_of, encode
from parta.homework.models import Homework
from parta.homework.services import Task, assign_homework
from parta.journal.selectors.cells import Cell
from parta.journal.services import CellOp, put_cells
from parta.ledger.models import Entry
from parta.lessons.models import Lesson
from parta.lessons.services import LessonRecord, write_lessons
from parta.marks.models import Work
from parta.marks.services import add_work
from parta.school.services import set_policy
from tests.world import TODAY, World

ALGEBRA = "Алгебра 7А"
MONDAY = date(2026, 11, 23)
THURSDAY = date(2026, 11, 26)


def type_in(world: World, pupil: str, text: str, *, who: str = "Анна", **more: Any) -> Cell:
    """Type into the cell of a pupil at a lesson (default: today's algebra of 7А)."""
    lesson = more.pop("lesson", None) or world.lesson(ALGEBRA)
    op = CellOp(lesson.pk, world.people[pupil].pk, text, **more)
    return put_cells(actor=world.actor(who), school_id=world.school.pk, operations=[op])[0]


def write(world: World, topic: str, *, who: str = "Анна", lesson: Lesson | None = None) -> None:
    record = LessonRecord((lesson or world.lesson(ALGEBRA)).pk, topic)
    write_lessons(actor=world.actor(who), school_id=world.school.pk, records=[record])


def give(world: World, text: str, *, who: str = "Анна", lesson: Lesson | None = None, **values: Any) -> Homework:
    task = Task((lesson or world.lesson(ALGEBRA)).pk, text, **values)
    return assign_homework(actor=world.actor(who), school_id=world.school.pk, tasks=[task])[0]


def new_work(world: World, lesson: Lesson | None = None, short: str = "к/р", **values: Any) -> Work:
    lesson = lesson or world.lesson(ALGEBRA)
    return add_work(actor=world.system, lesson=lesson, kind=world.work_type(short), **values)


def set_rule(world: World, key: str, value: Any) -> None:
    """Set a rule of the school (school/defaults.py)."""
    set_policy(actor=world.system, school=world.school, key=key, value=value)


def keep_open(world: World) -> None:
    """The window for writing has no end."""
    set_rule(world, "edit_window_days", 0)


def entries(world: World) -> int:
    return Entry.objects.filter(school=world.school).count()


def last_entry(world: World) -> Entry:
    return Entry.objects.filter(school=world.school).latest("id")


def person_code(world: World, name: str) -> str:
    return encode("person", Ref(world.school.pk, world.people[name].pk))


def course_url(world: World, course: str = ALGEBRA, **query: str) -> str:
    address = reverse("journal:course", args=[world.courses[course]])
    return address + ("?" + "&".join(f"{key}={value}" for key, value in query.items()) if query else "")


def lesson_url(world: World, name: str = "lesson", lesson: Lesson | None = None) -> str:
    return reverse(f"journal:{name}", args=[code_of(lesson or world.lesson(ALGEBRA))])


def diary_url(world: World, name: str, query: str = "", page: str = "week_of") -> str:
    return reverse(f"diary:{page}", args=[person_code(world, name)]) + query
