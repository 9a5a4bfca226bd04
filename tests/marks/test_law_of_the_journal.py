"""What no cell, work or task takes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from parta.common.errors import Conflict, Invalid
from parta.homework.models import Homework
from parta.homework.services import Task, assign_homework, withdraw_homework
from parta.journal.services import CellOp, LessonText, put_cells, write_lesson
from parta.ledger.models import Entry
from parta.lessons.services import cancel_lesson
from parta.marks.models import Work
from parta.marks.services import MarkOp, add_work, put_marks, withdraw_work
from tests.world import TODAY, World


def test_no_mark_for_a_lesson_to_come(world: World) -> None:
    lesson = world.lesson("Алгебра 7А", TODAY + timedelta(days=2))
    with pytest.raises(Invalid):
        put_marks(
            actor=world.actor("Анна"),
            school_id=world.school.pk,
            operations=[MarkOp(lesson.pk, world.people["Оля"].pk, ("5",))],
        )


def test_a_cell_takes_five_marks_at_most(world: World) -> None:
    lesson, pupil = world.lesson("Алгебра 7А"), world.people["Оля"].pk
    for text in ("5" * 6, "5/" * 4000):
        with pytest.raises(Invalid):
            put_cells(actor=world.actor("Анна"), school_id=world.school.pk, operations=[CellOp(lesson.pk, pupil, text)])


def test_a_cancelled_lesson_takes_neither_works_nor_tasks(world: World) -> None:
    lesson = cancel_lesson(actor=world.actor("Ирина"), lesson=world.lesson("Алгебра 7А"), reason="Карантин")
    anna = world.actor("Анна")
    with pytest.raises(Invalid):
        add_work(actor=anna, lesson=lesson, kind=world.work_type("к/р"))
    with pytest.raises(Invalid):
        assign_homework(actor=anna, school_id=world.school.pk, tasks=[Task(lesson.pk, "№ 5")])


def test_the_column_of_answers_stays(world: World) -> None:
    lesson, pupil, anna = world.lesson("Алгебра 7А"), world.people["Оля"].pk, world.actor("Анна")
    for symbols in (("5",), ()):
        put_marks(actor=anna, school_id=world.school.pk, operations=[MarkOp(lesson.pk, pupil, symbols)])
    with pytest.raises(Invalid):
        withdraw_work(actor=anna, work=Work.objects.get(school=world.school, lesson=lesson, position=0))


def test_taking_back_twice_is_once(world: World) -> None:
    lesson, anna = world.lesson("Алгебра 7А"), world.actor("Анна")
    (task,) = assign_homework(actor=anna, school_id=world.school.pk, tasks=[Task(lesson.pk, "№ 5")])
    withdraw_homework(actor=anna, homework=Homework.objects.get(school=world.school, pk=task.pk))
    before = Entry.objects.filter(school=world.school).count()
    withdraw_homework(actor=anna, homework=task)
    assert Entry.objects.filter(school=world.school).count() == before


def test_homework_that_was_not_seen_is_not_overwritten(world: World) -> None:
    """Two teachers have the empty form open; the second one learns of the first one's task."""
    lesson, anna = world.lesson("Алгебра 7А"), world.actor("Анна")
    (task,) = assign_homework(actor=anna, school_id=world.school.pk, tasks=[Task(lesson.pk, "№ 5")])
    with pytest.raises(Conflict):
        write_lesson(actor=anna, lesson=lesson, text=LessonText("Дроби", text="№ 6"), task=task)
    write_lesson(actor=anna, lesson=lesson, text=LessonText("Дроби"), task=task)
    task.refresh_from_db()
    assert (task.text, task.withdrawn_at) == ("№ 5", None)
