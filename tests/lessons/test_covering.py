"""What is decided about single lessons, and each act taken back while nobody has written."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from parta.classes.models import Membership
from parta.common.errors import Forbidden, Invalid
from parta.lessons.models import Lesson, Status, Substitution, TeacherAbsence
from parta.lessons.services import (
    cancel_lesson,
    check_attendance,
    make_lessons,
    move_back,
    move_lesson,
    note_absence,
    restore_lesson,
    return_lesson,
    substitute_teacher,
)
from parta.timetable.models import Version
from tests.acts import ALGEBRA, give, last_entry, new_work, type_in, write
from tests.world import TODAY, World

WEDNESDAY = date(2026, 11, 25)


def cover(world: World, **values: Any) -> Substitution:
    lesson, teacher = world.lesson(ALGEBRA), world.people["Зоя"]
    return substitute_teacher(actor=world.actor("Ирина"), lesson=lesson, teacher=teacher, **values)


def take_back(world: World) -> Lesson:
    return return_lesson(actor=world.actor("Ирина"), lesson=world.lesson(ALGEBRA))


def move(world: World, on: date, number: int, who: str = "Ирина") -> Lesson:
    return move_lesson(actor=world.actor(who), lesson=world.lesson(ALGEBRA), on=on, number=number)


def test_a_substitution_is_taken_back(world: World) -> None:
    cover(world)
    assert take_back(world).actual_teacher == world.people["Анна"]
    assert not Substitution.objects.filter(school=world.school, lesson=world.lesson(ALGEBRA)).exists()
    entry = last_entry(world)
    assert (entry.action, entry.payloads.get().old) == ("lessons.teacher.returned", {"teacher": world.people["Зоя"].pk})


@pytest.mark.parametrize(
    "written",
    [
        lambda world: write(world, "Дроби", who="Зоя"),
        lambda world: type_in(world, "Ваня", "5", who="Зоя"),
        lambda world: type_in(world, "Ваня", "н", who="Зоя"),
        lambda world: give(world, "№ 5", who="Зоя"),
        new_work,
        lambda world: check_attendance(
            actor=world.actor("Зоя"), school_id=world.school.pk, lesson_ids=[world.lesson(ALGEBRA).pk]
        ),
    ],
    ids=["topic", "mark", "absence", "homework", "work", "attendance"],
)
def test_not_after_the_substitute_has_written(world: World, written: Any) -> None:
    cover(world)
    written(world)
    with pytest.raises(Invalid):
        take_back(world)


def test_the_substitute_writes_in_this_lesson_alone(world: World) -> None:
    cover(world)
    type_in(world, "Ваня", "5", who="Зоя")
    with pytest.raises(Forbidden):
        type_in(world, "Ваня", "5", who="Зоя", lesson=world.lesson(ALGEBRA, date(2026, 11, 26)))


def test_a_cancelled_lesson_comes_back_as_it_was(world: World) -> None:
    write(world, "Дроби")
    cancel_lesson(actor=world.actor("Ирина"), lesson=world.lesson(ALGEBRA), reason="Мороз")
    with pytest.raises(Invalid):
        cover(world)
    restore_lesson(actor=world.actor("Ирина"), lesson=world.lesson(ALGEBRA))
    assert (world.lesson(ALGEBRA).status, world.lesson(ALGEBRA).topic) == (Status.HELD, "Дроби")
    assert last_entry(world).action == "lessons.lesson.restored"


def test_a_moved_lesson_keeps_the_plan_and_names_its_new_place(world: World) -> None:
    made = move(world, WEDNESDAY, 2)
    lesson = world.lesson(ALGEBRA)
    assert (lesson.status, lesson.place, lesson.moved_to) == (Status.MOVED, (TODAY, 1), made)
    assert (made.status, made.place, made.actual_teacher) == (Status.PLANNED, (WEDNESDAY, 2), world.people["Анна"])
    assert f"{made.starts:%H:%M}" == "09:25"
    entry = last_entry(world)
    assert (entry.action, entry.payloads.get().new["date"]) == ("lessons.lesson.moved", "2026-11-25")
    with pytest.raises(Invalid):
        write(world, "Дроби")
    write(world, "Дроби", lesson=made)


def test_what_was_written_stays_at_the_old_place(world: World) -> None:
    write(world, "Дроби")
    made = move(world, WEDNESDAY, 2)
    assert (world.lesson(ALGEBRA).topic, made.topic) == ("Дроби", "")


@pytest.mark.parametrize(
    ("on", "number", "field"),
    [
        (TODAY, 1, "on"),
        (TODAY, 2, "number"),  # the class has history
        (TODAY, 3, "number"),  # Анна teaches a subgroup of the class
        (date(2026, 11, 26), 1, "number"),  # the course has a lesson there
        (WEDNESDAY, 1, "number"),  # Анна teaches in 1А
        (WEDNESDAY, 13, "number"),
        (date(2027, 7, 1), 1, "on"),
    ],
)
def test_class_and_teacher_must_be_free(world: World, on: date, number: int, field: str) -> None:
    with pytest.raises(Invalid) as caught:
        move(world, on, number)
    assert list(caught.value.fields) == [field]


def test_nobody_is_moved_to_a_day_of_absence(world: World) -> None:
    row = TeacherAbsence(school=world.school, person=world.people["Анна"], since=WEDNESDAY, until=WEDNESDAY)
    note_absence(actor=world.actor("Ирина"), absence=row)
    with pytest.raises(Invalid):
        move(world, WEDNESDAY, 2)


def test_another_class_at_the_same_time_is_no_hindrance_unless_it_shares_a_pupil(world: World) -> None:
    lesson = world.lesson("История 7Б")
    assert move_lesson(actor=world.actor("Ирина"), lesson=lesson, on=WEDNESDAY, number=1).pk
    Membership.objects.filter(school=world.school, group=world.groups["7А англ. 1"]).erase()
    english = world.lesson("Английский язык 7А англ. 1")
    substitute_teacher(actor=world.actor("Ирина"), lesson=english, teacher=world.people["Зоя"])
    assert move(world, TODAY, 3).pk


def test_a_move_is_taken_back(world: World) -> None:
    made = move(world, WEDNESDAY, 2)
    lesson = move_back(actor=world.actor("Ирина"), lesson=world.lesson(ALGEBRA))
    assert (lesson.status, lesson.moved_to) == (Status.PLANNED, None)
    assert not Lesson.objects.filter(school=world.school, pk=made.pk).exists()
    assert last_entry(world).action == "lessons.lesson.moved_back"


def test_not_after_somebody_has_written_at_the_new_place(world: World) -> None:
    write(world, "Дроби", lesson=move(world, WEDNESDAY, 2))
    with pytest.raises(Invalid):
        move_back(actor=world.actor("Ирина"), lesson=world.lesson(ALGEBRA))


def test_a_new_timetable_leaves_moved_lessons_alone(world: World) -> None:
    made = move(world, WEDNESDAY, 2)
    make_lessons(actor=world.system, version=Version.objects.filter(school=world.school, branch=world.main)[0])
    assert Lesson.objects.filter(school=world.school, pk=made.pk).exists()
    assert world.lesson(ALGEBRA).status == Status.MOVED


def test_a_teacher_decides_nothing_of_it(world: World) -> None:
    cover(world)
    acts = (
        lambda row: return_lesson(actor=world.actor("Анна"), lesson=row),
        lambda row: restore_lesson(actor=world.actor("Анна"), lesson=row),
        lambda row: move_back(actor=world.actor("Анна"), lesson=row),
        lambda row: move_lesson(actor=world.actor("Анна"), lesson=row, on=WEDNESDAY, number=2),
    )
    for act in acts:
        with pytest.raises(Forbidden):
            act(world.lesson(ALGEBRA))
