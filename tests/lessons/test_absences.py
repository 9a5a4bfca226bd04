"""Absences of teachers: who notes them, what is refused, what returns when they are shortened."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from parta.common.errors import Forbidden, Invalid, NotFound
from parta.lessons.models import AbsenceKind, Substitution, TeacherAbsence
from parta.lessons.services import change_absence, note_absence, substitute_teacher, withdraw_absence
from tests.acts import last_entry, set_rule, write
from tests.world import TODAY, World

THURSDAY = date(2026, 11, 26)


def note(world: World, *, who: str = "Ирина", teacher: str = "Анна", **values: Any) -> TeacherAbsence:
    dates = {"since": TODAY, "until": THURSDAY, "kind": AbsenceKind.ILLNESS}
    row = TeacherAbsence(school=world.school, person=world.people[teacher], **{**dates, **values})
    return note_absence(actor=world.actor(who), absence=row)


def cover(world: World, on: date) -> None:
    lesson = world.lesson("Алгебра 7А", on)
    substitute_teacher(actor=world.actor("Ирина"), lesson=lesson, teacher=world.people["Зоя"])


def test_it_is_noted_with_its_reason_in_the_ledger_alone(world: World) -> None:
    row = note(world, words="Лист 12")
    entry = last_entry(world)
    assert (entry.action, entry.target, entry.payloads.get().new["kind"]) == (
        "lessons.absence.noted",
        row.pk,
        "illness",
    )
    assert (row.branch, row.made_by) == (world.main, world.people["Ирина"])


def test_the_branch_is_where_the_lessons_of_the_teacher_are(world: World) -> None:
    assert note(world, teacher="Вера").branch == world.branches["Вячка"]
    with pytest.raises(NotFound):
        note(world, who="Нина")
    assert note(world, who="Нина", teacher="Вера", since=date(2026, 12, 1), until=date(2026, 12, 2)).pk


def test_the_secretary_notes_it_if_the_school_wants_so(world: World) -> None:
    note(world, who="Софья")
    set_rule(world, "secretary_absences", False)
    with pytest.raises(Forbidden):
        note(world, who="Софья", teacher="Борис")


@pytest.mark.parametrize("who", ["Анна", "Борис", "Полина", "Белла", "Мария", "Ваня"])
def test_nobody_else_does(world: World, who: str) -> None:
    with pytest.raises(NotFound):
        note(world, who=who)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"until": date(2026, 11, 23)}, "until"),
        ({"until": date(2028, 1, 1)}, "until"),
        ({"first_number": 3, "last_number": 2}, "last_number"),
    ],
)
def test_impossible_days_are_refused(world: World, values: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as caught:
        note(world, **values)
    assert list(caught.value.fields) == [field]


def test_days_are_noted_once_but_parts_of_a_day_may_differ(world: World) -> None:
    note(world, until=TODAY, last_number=2)
    note(world, until=TODAY, first_number=3)
    with pytest.raises(Invalid):
        note(world)


def test_shortened_it_gives_the_later_lessons_back(world: World) -> None:
    row = note(world)
    cover(world, TODAY)
    cover(world, THURSDAY)
    returned = change_absence(actor=world.actor("Софья"), absence=row, values={"until": date(2026, 11, 25)})
    assert returned == 1
    assert world.lesson("Алгебра 7А", THURSDAY).actual_teacher == world.people["Анна"]
    assert world.lesson("Алгебра 7А", TODAY).actual_teacher == world.people["Зоя"]
    assert last_entry(world).action == "lessons.teacher.returned"


def test_a_lesson_in_which_the_substitute_has_written_stays_with_them(world: World) -> None:
    row = note(world)
    cover(world, TODAY)
    cover(world, THURSDAY)
    write(world, "Дроби", who="Зоя")
    assert withdraw_absence(actor=world.actor("Ирина"), absence=row) == 1
    assert world.lesson("Алгебра 7А", TODAY).actual_teacher == world.people["Зоя"]
    assert Substitution.objects.filter(school=world.school, lesson__date__gte=TODAY).count() == 1


def test_taken_back_twice_is_once(world: World) -> None:
    row = note(world)
    withdraw_absence(actor=world.actor("Ирина"), absence=row)
    assert last_entry(world).action == "lessons.absence.withdrawn"
    assert withdraw_absence(actor=world.actor("Ирина"), absence=row) == 0
    with pytest.raises(Invalid):
        change_absence(actor=world.actor("Ирина"), absence=row, values={"until": TODAY})
    note(world)
