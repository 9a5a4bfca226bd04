"""Pages that open closed days and close terms."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from parta.common.codes import code_of
from parta.journal.selectors.unlocks import unlock_page
from parta.lessons.models import Lesson, Unlock, UnlockState
from parta.lessons.services import ask_unlock
from parta.school.models import Term
from tests.acts import ALGEBRA, course_url, last_entry, set_rule, type_in, write
from tests.world import TODAY, World

ClientOf = Callable[[str], Client]
Queries = Callable[..., Any]
THEN = date(2026, 11, 12)


def term(world: World, number: int = 2) -> Term:
    return Term.objects.get(school=world.school, number=number)


def asked(world: World, course: str = ALGEBRA, who: str = "Анна") -> Unlock:
    row = Unlock(
        school=world.school, course=world.courses[course], since=THEN, until=THEN, asked_reason="Была на курсах"
    )
    return ask_unlock(actor=world.actor(who), unlock=row)


def test_a_closed_column_takes_no_typing_and_the_page_says_so(world: World, client_of: ClientOf) -> None:
    set_rule(world, "edit_window_days", 7)
    answer = client_of("Анна").get(course_url(world))
    grid = answer.context["grid"]
    state = {column.lesson.date: column.is_open for column in grid.columns}
    assert (state[date(2026, 11, 16)], state[date(2026, 11, 17)]) == (False, True)
    assert grid.locks.closed.words == "Уроки по 16 ноября закрыты: срок записи прошёл."
    page = answer.content.decode()
    assert "Попросить открыть" in page
    assert "Открыть на несколько дней" not in page
    assert 'data-history="/journal/cell/history/"' in page
    assert "Открыть на несколько дней" in client_of("Ирина").get(course_url(world)).content.decode()
    assert "Попросить" not in client_of("Полина").get(course_url(world)).content.decode()


def test_the_lesson_says_that_it_is_closed(world: World, client_of: ClientOf) -> None:
    set_rule(world, "edit_window_days", 7)
    lesson = code_of(world.lesson(ALGEBRA, THEN))
    page = client_of("Анна").get(course_url(world, lesson=lesson))
    assert page.context["view"].can_write is False
    assert "Срок записи прошёл 19 ноября" in page.content.decode()


def test_a_deputy_opens_days_from_the_grid(world: World, client_of: ClientOf) -> None:
    set_rule(world, "edit_window_days", 7)
    client, url = client_of("Ирина"), reverse("journal:open", args=[world.courses[ALGEBRA]])
    form = client.get(f"{url}?since=2026-11-12&until=2026-11-16").context["form"]
    assert (form.initial["since"], form.initial["until"]) == (THEN, date(2026, 11, 16))
    sent = {"since": "2026-11-12", "until": "2026-11-16", "days": "2", "reason": "Болела"}
    assert client.post(url, sent).status_code == 302
    assert Unlock.objects.get(school=world.school).state == UnlockState.GIVEN
    page = client_of("Анна").get(course_url(world))
    assert "Уроки с 12 ноября по 16 ноября открыты для записи по 25 ноября включительно" in page.content.decode()
    assert type_in(world, "Ваня", "5", lesson=world.lesson(ALGEBRA, THEN)).text == "5"
    assert client.post(url, {**sent, "reason": ""}).status_code == 422


def test_a_teacher_asks_and_reads_the_answer_in_the_journal(world: World, client_of: ClientOf) -> None:
    set_rule(world, "edit_window_days", 7)
    client, url = client_of("Анна"), reverse("journal:ask", args=[world.courses[ALGEBRA]])
    sent = {"since": "2026-11-12", "until": "2026-11-12", "asked_reason": "Была на курсах"}
    assert client.post(url, sent).status_code == 302
    assert "Вы просили открыть журнал (24 ноября): ответа пока нет." in client.get(course_url(world)).content.decode()
    row = Unlock.objects.get(school=world.school)
    deputy = client_of("Ирина")
    page = deputy.get(reverse("journal:unlocks") + "?show=asked").content.decode()
    assert "Была на курсах" in page
    deputy.post(reverse("journal:decline_unlock", args=[row]), {"reason": "Зайдите ко мне"})
    assert "Журнал не открыт: Зайдите ко мне" in client.get(course_url(world)).content.decode()


def test_a_request_is_granted_and_closed_again(world: World, client_of: ClientOf) -> None:
    row, deputy = asked(world), client_of("Ирина")
    deputy.post(reverse("journal:give_unlock", args=[row]), {"days": "1", "reason": "По просьбе"})
    row.refresh_from_db()
    assert (row.state, row.reason) == (UnlockState.GIVEN, "По просьбе")
    deputy.post(reverse("journal:revoke_unlock", args=[row]))
    row.refresh_from_db()
    assert row.state == UnlockState.REVOKED


def test_a_head_sees_requests_of_the_own_branch(world: World) -> None:
    asked(world)
    far = asked(world, "Математика 4В", "Вера")
    assert [line.unlock for line in unlock_page(world.actor("Нина")).lines] == [far]
    assert len(unlock_page(world.actor("Ирина")).lines) == 2


@pytest.mark.parametrize(("words", "count"), [("", 1), ("алгебра", 1), ("7А", 1), ("алгебраева", 1), ("история", 0)])
def test_requests_are_found_by_subject_class_and_teacher(world: World, words: str, count: int) -> None:
    asked(world)
    assert len(unlock_page(world.actor("Ирина"), words=words).lines) == count


def test_queries_of_the_list_are_fixed(world: World, client_of: ClientOf, django_assert_num_queries: Queries) -> None:
    actor = world.actor("Ирина")
    asked(world)
    with django_assert_num_queries(3):
        unlock_page(actor)
    asked(world, "Математика 4В", "Вера")
    with django_assert_num_queries(3):
        unlock_page(actor)


def test_the_terms_say_how_much_is_written(world: World, client_of: ClientOf) -> None:
    write(world, "Дроби")
    answer = client_of("Ирина").get(reverse("journal:terms"))
    lines = {line.term.number: line for line in answer.context["lines"]}
    lessons = Lesson.objects.filter(school=world.school, date__range=(date(2026, 11, 2), TODAY)).count()
    assert (lines[2].lessons, lines[2].written, lines[2].is_begun) == (lessons, 1, True)
    assert (lines[3].lessons, lines[3].is_begun) == (0, False)
    assert f"1 из {lessons} уроков" in answer.content.decode()


def test_queries_of_the_terms_are_fixed(world: World, client_of: ClientOf, django_assert_num_queries: Queries) -> None:
    client = client_of("Ирина")
    client.get(reverse("journal:terms"))
    with django_assert_num_queries(TERMS_QUERIES):
        client.get(reverse("journal:terms"))
    write(world, "Дроби")
    with django_assert_num_queries(TERMS_QUERIES):
        client.get(reverse("journal:terms"))


TERMS_QUERIES = 15


def test_a_term_tells_what_is_left_and_closes_in_two_steps(world: World, client_of: ClientOf) -> None:
    client, url = client_of("Ирина"), reverse("journal:term", args=[term(world)])
    found = client.get(url).context["found"]
    assert [kind.title for kind in found.unfinished] == ["Уроки без темы", "Уроки без отметки о посещаемости"]
    most = found.unfinished[0].gaps[0]
    assert (most.name, most.teachers, most.count) == ("Алгебра, 7А", "Алгебраева, Заменова", 11)
    client.post(url, {"state": "closing", "seen": "open"})
    client.post(url, {"state": "closed", "seen": "closing"})
    assert (term(world).state, last_entry(world).action) == ("closed", "school.term.state")
    assert "Период закрыт: журнал можно только читать." in client_of("Анна").get(course_url(world)).content.decode()
    answer = client.post(url, {"state": "open", "seen": "closed", "reason": ""})
    assert answer.status_code == 422
    assert "Закрытый период открывают приказом" in answer.content.decode()
    client.post(url, {"state": "open", "seen": "closed", "reason": "Приказ № 5"})
    assert term(world).state == "open"
    assert "Приказ № 5" in client.get(url).content.decode()


def test_two_at_once_get_a_page_that_says_so(world: World, client_of: ClientOf) -> None:
    url = reverse("journal:term", args=[term(world)])
    client_of("Денис").post(url, {"state": "closing", "seen": "open"})
    assert client_of("Ирина").post(url, {"state": "closed", "seen": "open"}).status_code == 409


def test_the_administrator_looks_but_does_not_close(world: World, client_of: ClientOf) -> None:
    url = reverse("journal:term", args=[term(world)])
    assert "Решает директор или завуч" in client_of("Алла").get(url).content.decode()
    assert client_of("Алла").post(url, {"state": "closing", "seen": "open"}).status_code == 403
