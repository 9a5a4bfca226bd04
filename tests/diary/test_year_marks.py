"""The table of the year in the diary: marks of terms by subject, of the own child alone."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from parta.grading.services import FinalOp, put_finals
from parta.marks.models import Work
from parta.school.models import Term
from tests.acts import ALGEBRA, diary_url, new_work
from tests.world import World


def put(world: World, pupil: str, text: str, kind: str = "term") -> None:
    term = Term.objects.get(school=world.school, scheme=world.scheme, number=1)
    place = {"course_id": world.courses[ALGEBRA].pk} if kind == "term" else {"group_id": world.groups["7А"].pk}
    op = FinalOp(world.people[pupil].pk, kind, text, term_id=term.pk, **place)
    put_finals(actor=world.actor("Анна"), school_id=world.school.pk, operations=[op])


def test_the_family_reads_the_marks_of_the_own_child(world: World, client_of: Callable[[str], Client]) -> None:
    client = client_of("Мария")
    put(world, "Оля", "2")
    answer = client.get(diary_url(world, "Ваня", page="marks_of"))
    assert answer.context["sheet"].rows == []
    assert "Отметки за год" not in answer.content.decode()
    put(world, "Ваня", "5")
    put(world, "Ваня", "4", kind="behaviour")
    answer = client.get(diary_url(world, "Ваня", page="marks_of"))
    rows = {row.title: [mark.value for mark in row.marks] for row in answer.context["sheet"].rows}
    assert rows == {"Алгебра": ["5", "", "", "", ""], "Поведение": ["4", "", "", "", ""]}
    assert '<abbr title="1 четверть">1</abbr>' in answer.content.decode()
    put(world, "Ваня", "")
    rows = client.get(diary_url(world, "Ваня", page="marks_of")).context["sheet"].rows
    assert [row.title for row in rows] == ["Поведение"]


def test_a_mark_is_low_by_the_system_of_its_course(world: World, client_of: Callable[[str], Client]) -> None:
    client = client_of("Мария")
    Work.objects.filter(pk=new_work(world, world.lesson(ALGEBRA)).pk, school=world.school).update(system="ten")
    put(world, "Ваня", "4")
    [row] = client.get(diary_url(world, "Ваня", page="marks_of")).context["sheet"].rows
    assert row.marks[0].is_low
    put(world, "Ваня", "5")
    [row] = client.get(diary_url(world, "Ваня", page="marks_of")).context["sheet"].rows
    assert not row.marks[0].is_low
