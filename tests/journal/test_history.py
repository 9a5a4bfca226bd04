"""The history of a cell: every value, who, when and why (domain.md 6.2, 6.3)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from parta.common import clock
from parta.common.codes import Ref, code_of
from parta.common.errors import NotFound
from parta.grading.services import FinalOp, put_finals
from parta.journal.selectors.history import CellHistory, cell_history
from parta.ledger.models import Payload
from parta.lessons.models import Lesson
from parta.marks.models import Work
from parta.school.models import Term
from tests.acts import ALGEBRA, MONDAY, last_entry, new_work, person_code, type_in
from tests.journal.test_finals_page import study
from tests.world import NOW, World

ClientOf = Callable[[str], Client]


def history(world: World, who: str = "Анна", pupil: str = "Ваня", work: Work | None = None, **more: Any) -> CellHistory:
    lesson: Lesson = more.get("lesson") or world.lesson(ALGEBRA)
    person = Ref(world.school.pk, world.people[pupil].pk)
    column = Ref(world.school.pk, work.pk) if work else None
    return cell_history(world.actor(who), Ref(world.school.pk, lesson.pk), person, column)


def url(world: World, pupil: str = "Ваня") -> str:
    lesson = code_of(world.lesson(ALGEBRA))
    return f"{reverse('journal:cell_history')}?l={lesson}&p={person_code(world, pupil)}"


def test_every_value_stands_with_who_when_and_why(world: World) -> None:
    type_in(world, "Ваня", "4", comment="у доски")
    with clock.at(NOW + timedelta(minutes=5)):
        type_in(world, "Ваня", "5", reason="Ошиблась строкой")
    type_in(world, "Оля", "3")
    first, second = reversed(history(world).lines)
    assert (first.old, first.new, first.comment, first.reason) == ("", "4", "у доски", "")
    assert (second.old, second.new, second.reason) == ("4", "5", "Ошиблась строкой")
    assert (second.who, second.role, second.at) == (
        "Алгебраева Анна Петровна",
        "Классный руководитель",
        NOW + timedelta(minutes=5),
    )


def test_the_attendance_of_the_cell_stands_there_too(world: World) -> None:
    type_in(world, "Ваня", "н")
    type_in(world, "Ваня", "")
    assert [(line.is_absence, line.old, line.new) for line in history(world).lines] == [
        (True, "н", ""),
        (True, "", "н"),
    ]


def test_a_work_has_a_history_of_its_own(world: World) -> None:
    work = new_work(world)
    type_in(world, "Ваня", "4")
    type_in(world, "Ваня", "2", work_id=work.pk)
    assert [line.new for line in history(world).lines] == ["4"]
    assert [line.new for line in history(world, work=work).lines] == ["2"]


def test_what_was_entered_after_the_day_is_called_late(world: World) -> None:
    lesson = world.lesson(ALGEBRA, MONDAY)
    type_in(world, "Ваня", "4", lesson=lesson, who="Анна")
    type_in(world, "Ваня", "5", lesson=lesson, who="Анна")
    type_in(world, "Ваня", "5", lesson=world.lesson(ALGEBRA))
    assert [line.late for line in history(world, lesson=lesson).lines] == [
        "изменено после срока",
        "внесено с опозданием",
    ]
    assert [line.late for line in history(world).lines] == [""]


@pytest.mark.parametrize(("on", "late"), [(date(2026, 11, 17), ""), (date(2026, 11, 16), "внесено с опозданием")])
def test_marks_of_a_work_have_the_days_of_the_school(world: World, on: date, late: str) -> None:
    lesson = world.lesson(ALGEBRA, on)
    work = new_work(world, lesson)
    type_in(world, "Ваня", "4", lesson=lesson, work_id=work.pk)
    assert [line.late for line in history(world, lesson=lesson, work=work).lines] == [late]


def test_an_erased_value_leaves_its_line(world: World) -> None:
    type_in(world, "Ваня", "4")
    Payload.objects.filter(school=world.school, entry_id=last_entry(world).pk).erase()
    assert [(line.who, line.new) for line in history(world).lines] == [("Алгебраева Анна Петровна", "")]


@pytest.mark.parametrize("who", ["Борис", "Нина", "Вера", "Мария", "Ваня"])
def test_it_is_read_by_who_reads_the_lesson_alone(world: World, who: str) -> None:
    with pytest.raises(NotFound):
        history(world, who)


def test_nothing_is_told_of_a_pupil_of_another_class(world: World) -> None:
    with pytest.raises(NotFound):
        history(world, pupil="Петя")


def test_the_window_of_the_grid_gets_a_list_without_the_frame(world: World, client_of: ClientOf) -> None:
    type_in(world, "Ваня", "4")
    page = client_of("Ирина").get(url(world)).content.decode()
    part = client_of("Ирина").get(url(world), headers={"HX-Request": "true"}).content.decode()
    assert "<main" in page
    assert "<html" not in part
    assert "Алгебраева\u00a0А.\u00a0П. (классный руководитель)" in part
    assert "<script" not in part


@pytest.mark.parametrize("query", ["", "?l=x&p=y", "?p=x"])
def test_a_damaged_place_is_not_found(world: World, client_of: ClientOf, query: str) -> None:
    assert client_of("Анна").get(reverse("journal:cell_history") + query).status_code == 404


def test_the_number_of_queries_is_fixed(world: World, django_assert_num_queries: Any) -> None:
    actor, work, school = world.actor("Анна"), new_work(world), world.school.pk
    lesson, person = Ref(school, work.lesson_id), Ref(school, world.people["Ваня"].pk)
    for text in ("4", "5", "3", "2"):
        type_in(world, "Ваня", text, work_id=work.pk)
        with django_assert_num_queries(8):
            cell_history(actor, lesson, person, Ref(school, work.pk))


def final_url(world: World, **more: str) -> str:
    term = Term.objects.get(school=world.school, scheme=world.scheme, number=1)
    place = {"c": code_of(world.courses[ALGEBRA]), "t": code_of(term), "p": person_code(world, "Ваня")} | more
    return f"{reverse('journal:cell_history')}?kind=final&" + "&".join(f"{key}={value}" for key, value in place.items())


def test_a_final_mark_has_its_history(world: World, client_of: ClientOf) -> None:
    study(world, "Ваня", "454")
    term = Term.objects.get(school=world.school, scheme=world.scheme, number=1)

    def put(text: str, reason: str = "", who: str = "Анна") -> None:
        op = FinalOp(world.people["Ваня"].pk, "term", text, world.courses[ALGEBRA].pk, term_id=term.pk, reason=reason)
        put_finals(actor=world.actor(who), school_id=world.school.pk, operations=[op])

    put("5", "Олимпиада")
    put("4", who="Ирина")
    answer = client_of("Анна").get(final_url(world))
    found = [(line.old, line.new, line.reason, line.seen) for line in answer.context["history"].lines]
    said = "предлагалось: 4, средний 4,333"
    assert found == [("5", "4", "", said), ("", "5", "Олимпиада", said)]
    html = answer.content.decode()
    assert "<h1>Зайцев Ваня, 1 четверть</h1>" in html
    assert "<del>5</del> → 4" in html
    part = client_of("Анна").get(final_url(world), headers={"HX-Request": "true"}).content.decode()
    assert "Олимпиада" in part
    assert "<h1>" not in part


@pytest.mark.parametrize("place", [{"t": "exam"}, {"t": ""}, {"t": "nonsense"}, {"c": ""}, {"p": ""}])
def test_a_place_that_is_none_has_no_history(world: World, client_of: ClientOf, place: dict[str, str]) -> None:
    assert client_of("Анна").get(final_url(world, **place)).status_code == 404


def test_strangers_read_no_history_of_a_final_mark(world: World, client_of: ClientOf) -> None:
    assert client_of("Анна").get(final_url(world)).status_code == 200
    assert client_of("Мария").get(final_url(world)).status_code == 404
    assert client_of("Анна").get(final_url(world, p=person_code(world, "Борис"))).status_code == 404
