"""Writing what was taught, and giving a lesson to somebody else."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from parta.common import clock
from parta.common.errors import Conflict, Forbidden, Invalid, NotFound
from parta.ledger.models import Entry
from parta.lessons.models import Lesson, Status
from parta.lessons.services import (
    LessonRecord,
    cancel_lesson,
    check_attendance,
    substitute_teacher,
    write_lessons,
)
from tests.world import NOW, World


def write(world: World, who: str, topic: str, seen: int | None = None) -> Lesson:
    record = LessonRecord(world.lesson("Алгебра 7А").pk, topic, seen)
    return write_lessons(actor=world.actor(who), school_id=world.school.pk, records=[record])[0]


def test_a_written_lesson_was_held(world: World) -> None:
    lesson = write(world, "Анна", "  Сложение многочленов ")
    stored = world.lesson("Алгебра 7А")
    assert (stored.topic, stored.status, stored.version) == ("Сложение многочленов", Status.HELD, 1)
    assert stored.written_at == NOW
    assert stored.written_by == world.people["Анна"]
    entry = Entry.objects.filter(school=world.school).latest("id")
    assert (entry.action, entry.target) == ("lessons.lesson.written", lesson.pk)


def test_the_time_of_writing_is_the_servers(world: World) -> None:
    late = datetime(2026, 11, 25, 6, 0, tzinfo=UTC)
    with clock.at(late):
        write(world, "Анна", "Поздно")
    assert world.lesson("Алгебра 7А").written_at == late


def test_it_refuses_to_overwrite_what_was_not_seen(world: World) -> None:
    write(world, "Анна", "Первая", seen=0)
    with pytest.raises(Conflict) as caught:
        write(world, "Анна", "Вторая", seen=0)
    assert caught.value.details["theirs"] == "Первая"


def test_it_requires_a_teacher_of_the_course(world: World) -> None:
    for who, refusal in (("Ирина", Forbidden), ("Зоя", Forbidden), ("Борис", NotFound), ("Ваня", NotFound)):
        with pytest.raises(refusal):
            write(world, who, "Чужая тема")


def test_attendance_is_checked_once(world: World) -> None:
    lesson = world.lesson("Алгебра 7А")
    for _time in range(2):
        check_attendance(actor=world.actor("Анна"), school_id=world.school.pk, lesson_ids=[lesson.pk])
    assert world.lesson("Алгебра 7А").attendance_at == NOW
    assert Entry.objects.filter(school=world.school, action="lessons.attendance.checked").count() == 1


def test_a_substitution_keeps_the_planned_teacher(world: World) -> None:
    row = substitute_teacher(
        actor=world.actor("Ирина"), lesson=world.lesson("Алгебра 7А"), teacher=world.people["Борис"], reason="Курсы"
    )
    lesson = world.lesson("Алгебра 7А")
    assert (lesson.teacher, lesson.actual_teacher) == (world.people["Анна"], world.people["Борис"])
    assert row.reason == "Курсы"
    write(world, "Борис", "Дроби")
    assert world.lesson("Алгебра 7А").topic == "Дроби"


def test_a_substitute_is_somebody_else(world: World) -> None:
    with pytest.raises(Invalid):
        substitute_teacher(actor=world.actor("Ирина"), lesson=world.lesson("Алгебра 7А"), teacher=world.people["Анна"])


def test_a_teacher_gives_nobody_the_lesson(world: World) -> None:
    with pytest.raises(Forbidden):
        substitute_teacher(actor=world.actor("Анна"), lesson=world.lesson("Алгебра 7А"), teacher=world.people["Борис"])


def test_nothing_is_written_in_a_cancelled_lesson(world: World) -> None:
    cancel_lesson(actor=world.actor("Ирина"), lesson=world.lesson("Алгебра 7А"), reason="Мороз")
    with pytest.raises(Invalid):
        write(world, "Анна", "Тема")
