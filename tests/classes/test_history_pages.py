"""The history of changes: who reads it, its words, filters and pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from parta.classes.history import ACTIONS, action_words
from parta.common.codes import code_of
from parta.ledger.models import Entry
from parta.ledger.services import seal
from tests.world import World

Sign = Callable[[str], Client]
WHERE = "/office/classes/history/"


@pytest.mark.parametrize(
    ("name", "status"), [("Алла", 200), ("Денис", 200), ("Ирина", 200), ("Софья", 404), ("Нина", 404), ("Анна", 404)]
)
def test_history_is_for_management_and_administrator(world: World, client_of: Sign, name: str, status: int) -> None:
    assert client_of(name).get(WHERE).status_code == status


def test_history_speaks_russian_and_names_old_and_new(world: World, client_of: Sign) -> None:
    html = client_of("Алла").get(WHERE).content.decode()
    for words in ("Замена", "Алгебра, 7А, 23.11.2026", "<del>Алгебраева Анна Петровна</del>", "Заменова Зоя Андреевна"):
        assert words in html
    assert "ещё не запечатано" in html


def test_every_action_of_the_world_has_words(world: World) -> None:
    found = set(Entry.objects.filter(school=world.school).values_list("action", flat=True))
    assert [action for action in found | set(ACTIONS) if action_words(action) == action] == []


def test_pages_follow_each_other_without_gaps(world: World, client_of: Sign) -> None:
    client, seen, where = client_of("Алла"), 0, WHERE
    total = Entry.objects.filter(school=world.school).count()
    for _page in range(20):
        answer = client.get(where)
        found = answer.context["found"]
        seen += len(found.lines)
        if found.last is None:
            break
        where = f"{WHERE}?before={code_of(found.last)}"
    assert seen == total


def test_filters_by_person_area_and_day(world: World, client_of: Sign) -> None:
    client = client_of("Алла")
    lines = client.get(WHERE, {"q": "елкин петя"}).context["found"].lines
    assert {line.about for line in lines} == {"Ёлкин Петя"}
    lines = client.get(WHERE, {"area": "timetable"}).context["found"].lines
    assert {line.entry.action.split(".")[0] for line in lines} == {"timetable"}
    assert client.get(WHERE, {"until": "2026-11-01"}).context["found"].lines == []
    assert client.get(WHERE, {"since": "yesterday"}).status_code == 200


def test_history_takes_a_fixed_number_of_queries(
    world: World, client_of: Sign, django_assert_max_num_queries: Any
) -> None:
    client = client_of("Алла")
    with django_assert_max_num_queries(40):
        client.get(WHERE)


def test_sealed_entries_show_their_place(world: World, client_of: Sign) -> None:
    seal(school_id=world.school.pk, settle=None)  # type: ignore[arg-type]
    html = client_of("Алла").get(WHERE).content.decode()
    assert "Запечатано до №" in html
    assert "ещё не запечатано" not in html


def test_history_of_one_pupil(world: World, client_of: Sign) -> None:
    where = reverse("people:history", args=[world.pupils["Ваня"]])
    found = client_of("Ирина").get(where).context["found"]
    assert {line.entry.subject for line in found.lines} == {world.people["Ваня"].pk}
    assert client_of("Софья").get(where).status_code == 403
    assert client_of("Борис").get(where).status_code == 404
