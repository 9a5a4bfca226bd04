"""Putting marks: who may, what is refused, what the ledger keeps."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from parta.access.actor import Actor
from parta.common.errors import Conflict, Forbidden, Invalid, NotFound
from parta.ledger.models import Entry
from parta.lessons.models import Lesson
from parta.marks.models import Mark
from parta.marks.services import MarkOp, add_work, put_marks, withdraw_work
from tests.world import World


def put(world: World, who: str | Actor, lesson: Lesson, pupil: str, *symbols: str, **values: Any) -> None:
    actor = world.actor(who) if isinstance(who, str) else who
    operation = MarkOp(lesson.pk, world.people[pupil].pk, symbols, **values)
    put_marks(actor=actor, school_id=world.school.pk, operations=[operation])


def marks(world: World, pupil: str) -> list[tuple[str, int]]:
    rows = Mark.objects.filter(school=world.school, person=world.people[pupil]).order_by("work__position", "part")
    return [(mark.value, mark.version) for mark in rows]


def last_entry(world: World) -> Entry:
    return Entry.objects.filter(school=world.school).latest("id")


def test_it_works(world: World) -> None:
    lesson = world.lesson("Алгебра 7А")
    put(world, "Анна", lesson, "Оля", "4", "5", comment="Диктант и правило")
    assert marks(world, "Оля") == [("4", 1), ("5", 1)]
    work = Mark.objects.filter(school=world.school)[0].work
    assert (work.position, work.type.short_name) == (0, "отв")
    entry = last_entry(world)
    assert entry.action == "marks.mark.put"
    assert (entry.person, entry.subject) == (world.people["Анна"].pk, world.people["Оля"].pk)
    payload = entry.payloads.get()
    assert (payload.old, payload.new) == (None, {"marks": "4/5", "comment": "Диктант и правило"})


def test_a_change_keeps_the_old_mark_in_the_ledger(world: World) -> None:
    lesson = world.lesson("Алгебра 7А")
    put(world, "Анна", lesson, "Оля", "4", "5")
    put(world, "Анна", lesson, "Оля", "3", seen=2)
    assert marks(world, "Оля") == [("3", 2), ("", 2)]
    assert last_entry(world).payloads.get().old == {"marks": "4/5", "comment": ""}


def test_the_same_mark_again_changes_nothing(world: World) -> None:
    lesson = world.lesson("Алгебра 7А")
    put(world, "Анна", lesson, "Оля", "4")
    before = last_entry(world).pk
    put(world, "Анна", lesson, "Оля", "4")
    assert marks(world, "Оля") == [("4", 1)]
    assert last_entry(world).pk == before


def test_it_refuses_to_overwrite_what_was_not_seen(world: World) -> None:
    lesson = world.lesson("Алгебра 7А")
    put(world, "Анна", lesson, "Оля", "4", seen=0)
    with pytest.raises(Conflict) as caught:
        put(world, "Анна", lesson, "Оля", "5", seen=0)
    assert (caught.value.details["theirs"], caught.value.details["mine"]) == ("4", "5")
    assert marks(world, "Оля") == [("4", 1)]


def test_a_batch_is_all_or_nothing(world: World) -> None:
    lesson = world.lesson("Алгебра 7А")
    good = MarkOp(lesson.pk, world.people["Оля"].pk, ("5",))
    bad = MarkOp(lesson.pk, world.people["Ваня"].pk, ("7",))
    with pytest.raises(Invalid, match="7"):
        put_marks(actor=world.actor("Анна"), school_id=world.school.pk, operations=[good, bad])
    assert marks(world, "Оля") == []


def test_it_rejects_numbers_in_first_year(world: World) -> None:
    lesson = Lesson.objects.filter(school=world.school, course=world.courses["Математика 1А"], date=date(2026, 11, 18))[
        0
    ]
    with pytest.raises(Invalid):
        put(world, "Анна", lesson, "Лиза", "5")
    put(world, "Анна", lesson, "Лиза", "зач")
    assert marks(world, "Лиза") == [("зач", 1)]


def test_it_rejects_a_pupil_of_another_class(world: World) -> None:
    with pytest.raises(Invalid):
        put(world, "Анна", world.lesson("Алгебра 7А"), "Петя", "5")


def test_it_requires_a_teacher_of_the_course(world: World) -> None:
    lesson = world.lesson("Алгебра 7А")
    assert world.other
    for who, refusal in (("Ирина", Forbidden), ("Денис", Forbidden), ("Алла", Forbidden), ("Борис", NotFound)):
        with pytest.raises(refusal):
            put(world, who, lesson, "Оля", "5")
    with pytest.raises(NotFound):
        put(world, world.other.actor("Чеслав"), lesson, "Оля", "5")
    with pytest.raises(NotFound):
        put(world, "Мария", lesson, "Ваня", "5")


def test_the_substitute_marks_at_the_substituted_lesson_only(world: World) -> None:
    monday = world.lesson("Алгебра 7А", world.lesson("Алгебра 7А").date.replace(day=23))
    put(world, "Зоя", monday, "Оля", "5")
    assert marks(world, "Оля") == [("5", 1)]
    with pytest.raises(Forbidden):
        put(world, "Зоя", world.lesson("Алгебра 7А"), "Оля", "5")


def test_works_stand_beside_each_other(world: World) -> None:
    lesson, anna = world.lesson("Алгебра 7А"), world.actor("Анна")
    test = add_work(actor=anna, lesson=lesson, kind=world.work_type("к/р"), title="Многочлены")
    assert (test.position, test.weight, test.is_important) == (1, 3, True)
    put(world, "Анна", lesson, "Оля", "5")
    put(world, "Анна", lesson, "Оля", "2", work_id=test.pk)
    assert marks(world, "Оля") == [("5", 1), ("2", 1)]


def test_a_work_with_marks_is_not_withdrawn(world: World) -> None:
    lesson, anna = world.lesson("Алгебра 7А"), world.actor("Анна")
    work = add_work(actor=anna, lesson=lesson, kind=world.work_type("к/р"))
    put(world, "Анна", lesson, "Оля", "5", work_id=work.pk)
    with pytest.raises(Invalid):
        withdraw_work(actor=anna, work=work)
    put(world, "Анна", lesson, "Оля", work_id=work.pk)
    withdraw_work(actor=anna, work=work)
    with pytest.raises(NotFound):
        put(world, "Анна", lesson, "Оля", "5", work_id=work.pk)
