"""The public start page: the only school, many schools, none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from parta.access.actor import Actor
from parta.common.codes import Ref
from parta.school.models import School
from parta.school.services import change_school, found_school, put_structure
from parta.service import selectors
from tests.world import World

Sign = Callable[[str], Client]
SCHOOL_QUERIES = 5


def text_of(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_root_is_the_start_page() -> None:
    assert reverse("start") == "/"


def test_stranger_finds_a_school_in_the_list(world: World, client: Client) -> None:
    page = text_of(client, "/")
    assert "МБОУ Уваровщинская СОШ" in page and "МБОУ Соседская СОШ" in page
    assert reverse("service:school", args=[world.school]) in page
    assert reverse("account_login") in page and reverse("accounts:accept") in page
    found = text_of(client, "/?q=уваров вячка")
    assert "Уваровщинская" in found and "Соседская" not in found
    assert "Такой школы не нашлось" in text_of(client, "/?q=ййй")


def test_list_of_many_schools_is_paged_in_two_queries(
    world: World, client: Client, django_assert_num_queries: Any
) -> None:
    for number in range(60):
        found_school(actor=Actor(name="tests"), name=f"Школа № {number}", short_name=f"Школа № {number:02}")
    with django_assert_num_queries(2):
        page = text_of(client, "/")
    assert page.count("Школа № ") == 48
    assert "page=2" in page
    assert "Школа № 59" in text_of(client, "/?page=2")


def test_page_of_a_school_tells_its_contacts_and_heads(
    world: World, client: Client, django_assert_num_queries: Any
) -> None:
    values = {
        "address": "с. Вячка, ул. Центральная, 1",
        "email": "vyachka@example.org",
        "site": "http://vaychka.68edu.ru/",
        "hours": "пн–пт 8:00–16:00",
    }
    put_structure(actor=world.system, row=world.branches["Вячка"], values=values)
    with django_assert_num_queries(SCHOOL_QUERIES):
        page = text_of(client, reverse("service:school", args=[world.school]))
    for words in (*values.values(), "Директоров Денис Ильич", "Заведующая Нина Павловна", "(847537) 68542"):
        assert words in page, words
    assert 'href="tel:+74753768542"' in page
    assert "Соседская" not in page and "Завучева" not in page


def test_other_school_has_a_page_of_its_own(world: World, client: Client) -> None:
    assert world.other
    page = text_of(client, reverse("service:school", args=[world.other.school]))
    assert "МБОУ Соседская СОШ" in page
    assert "Директоров" not in page and "Вячка" not in page


def test_unknown_school_is_not_found(world: World, client: Client) -> None:
    answer = client.get(reverse("service:school", args=[Ref(10**6, 10**6)]))
    assert answer.status_code == 404
    assert "Такой страницы нет" in answer.content.decode()
    assert client.get("/schools/" + "a" * 22 + "/").status_code == 404
    assert client.post("/").status_code == 405


def test_signed_in_are_led_home(world: World, client_of: Sign) -> None:
    page = text_of(client_of("Анна"), "/")
    assert reverse("home") in page and reverse("accounts:accept") not in page


def test_nothing_found_yet_says_what_to_run(db: None, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selectors.School.objects, "all", School.objects.none)
    page = text_of(client, "/")
    assert "parta demo" in page and "parta import" in page


def test_only_school_is_the_start_page(world: World, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    change_school(actor=world.system, school=world.school, values={"name": "Школа в Уваровщине"})
    monkeypatch.setattr(selectors.School.objects, "all", lambda: School.objects.filter(pk=world.school.pk))
    page = text_of(client, "/")
    assert "<h1>МБОУ Уваровщинская СОШ</h1>" in page and "Школа в Уваровщине" in page
    assert "(847537) 68542" in page
    assert reverse("account_login") in page
