"""What the family reads, and who else may."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from parta.common import clock
from tests.acts import THURSDAY, diary_url, give, new_work, type_in, write
from tests.world import TODAY, World

ClientOf = Callable[[str], Client]


def lesson(client: Client, url: str, subject: str = "Алгебра") -> Any:
    answer = client.get(url)
    return next(row for day in answer.context["days"] for row in day.lessons if row.subject == subject)


def test_the_family_reads_what_the_teacher_wrote(world: World, client_of: ClientOf) -> None:
    write(world, "Линейная функция")
    give(world, "§ 19", minutes=20)
    give(world, "Карточка Оли", person_ids=(world.people["Оля"].pk,))
    new_work(world, title="Проверка")
    type_in(world, "Ваня", "о 4/2", comment="Повторить")
    client = client_of("Мария")
    row = lesson(client, diary_url(world, "Ваня"))
    assert (row.topic, row.absence_symbol, [mark.value for mark in row.marks]) == ("Линейная функция", "о", ["4", "2"])
    assert [(task.text, task.due) for task in row.given] == [("§ 19", THURSDAY)]
    html = client.get(diary_url(world, "Ваня")).content.decode()
    assert "Повторить" in html
    assert "Проверка" in html
    due = lesson(client, diary_url(world, "Ваня", "?date=2026-11-26"))
    assert [task.text for task in due.todo] == ["§ 19"]


@pytest.mark.parametrize(
    ("who", "status"),
    [("Мария", 200), ("Ваня", 200), ("Анна", 200), ("Денис", 200), ("Фёдор", 404), ("Павел", 404), ("Борис", 404)],
)
def test_only_the_family_and_who_leads_may_read(world: World, client_of: ClientOf, who: str, status: int) -> None:
    for page in ("week_of", "marks_of"):
        assert client_of(who).get(diary_url(world, "Ваня", page=page)).status_code == status


def test_a_lesson_waits_until_the_deadline(world: World, client_of: ClientOf) -> None:
    client = client_of("Мария")
    moscow = ZoneInfo("Europe/Moscow")
    for hour, words in ((10, "11:10"), (14, "Не записано в срок")):
        with clock.at(datetime(TODAY.year, TODAY.month, TODAY.day, hour, 30, tzinfo=moscow)):
            assert words in client.get(diary_url(world, "Ваня")).content.decode()


def test_marks_have_averages_with_their_making(world: World, client_of: ClientOf) -> None:
    work = new_work(world)
    type_in(world, "Ваня", "4")
    type_in(world, "Ваня", "2", work_id=work.pk)
    html = client_of("Мария").get(diary_url(world, "Ваня", page="marks_of")).content.decode()
    assert "4 · 2×3 → 10 : 4 = 2,5" in html


@pytest.mark.parametrize("date", ["0001-01-01", "9999-12-31", "2026-13-01", "x"])
def test_impossible_days_are_not_found(client_of: ClientOf, date: str) -> None:
    assert client_of("Мария").get(reverse("diary:week"), {"date": date}).status_code == 404
    assert client_of("Анна").get(reverse("journal:day"), {"date": date}).status_code == 404
