"""A staff screen left alone closes; a family's does not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from parta.common import clock
from parta.school.services import set_policy
from tests.accounts.conftest import SECURITY
from tests.world import NOW, PASSWORD, World

KEY = "/account/reauthenticate/"
ClientOf = Callable[[str], Client]


def later(minutes: int) -> Any:
    return clock.at(NOW + timedelta(minutes=minutes))


def test_after_half_an_hour_the_password_is_asked_and_leads_back(client_of: ClientOf) -> None:
    client = client_of("Анна")
    with later(31):
        assert client.get(f"{SECURITY}?a=1")["Location"] == f"{KEY}?next=%2Faccount%2Fsecurity%2F%3Fa%3D1"
        assert "Экран закрыт" in client.get(KEY).content.decode()
        assert client.post(KEY, {"password": "not-this-one", "next": SECURITY}).status_code == 200
        assert client.get(SECURITY).status_code == 302
        assert client.post(KEY, {"password": PASSWORD, "next": SECURITY})["Location"] == SECURITY
        assert client.get(SECURITY).status_code == 200


def test_work_keeps_the_screen_open(client_of: ClientOf) -> None:
    client = client_of("Анна")
    for minutes in (20, 40, 60):
        with later(minutes):
            assert client.get(SECURITY).status_code == 200


def test_a_closed_screen_does_not_open_by_waiting(client_of: ClientOf) -> None:
    client = client_of("Анна")
    for minutes in (31, 32, 33):
        with later(minutes):
            assert client.get(SECURITY).status_code == 302


@pytest.mark.parametrize("name", ["Мария", "Ваня"])
def test_families_are_never_asked(client_of: ClientOf, name: str) -> None:
    client = client_of(name)
    with later(60 * 24):
        assert client.get(SECURITY).status_code == 200


def test_the_school_decides_after_how_many_minutes(client_of: ClientOf, world: World) -> None:
    client = client_of("Анна")
    set_policy(actor=world.system, school=world.school, key="idle_lock_minutes", value=5)
    with later(6):
        assert client.get(SECURITY).status_code == 302
    set_policy(actor=world.system, school=world.school, key="idle_lock_minutes", value=0)
    with later(600):
        assert client_of("Борис").get(SECURITY).status_code == 200


def test_what_was_sent_meanwhile_waits(client_of: ClientOf) -> None:
    client = client_of("Анна")
    with later(31):
        answer = client.post("/account/security/devices/end/", {"words": "Тема урока"})
        assert answer["Location"] == f"{KEY}?next=%2Faccount%2Fresume%2F"
        client.post(KEY, {"password": PASSWORD})
        page = client.get("/account/resume/").content.decode()
        assert 'action="/account/security/devices/end/"' in page
        assert 'name="words" value="Тема урока"' in page
        assert client.get("/account/resume/")["Location"] == "/home/"


def test_passwords_do_not_wait_in_a_session(client_of: ClientOf) -> None:
    client = client_of("Анна")
    with later(31):
        answer = client.post("/account/password/", {"oldpassword": PASSWORD, "password1": "x", "password2": "x"})
        assert answer["Location"] == f"{KEY}?next=%2Faccount%2Fpassword%2F"
        assert "x" not in client.session.get("waiting", {})


def test_a_script_is_told_by_its_own_status(client_of: ClientOf) -> None:
    with later(31):
        for headers in ({"HX-Request": "true"}, {"Sec-Fetch-Mode": "cors"}, {"Accept": "application/json"}):
            answer = client_of("Анна").get(SECURITY, headers=headers)
            assert (answer.status_code, answer["X-Unlock"]) == (423, KEY)


def test_signing_out_is_always_possible(client_of: ClientOf) -> None:
    client = client_of("Анна")
    with later(31):
        client.get(SECURITY)
        assert client.post("/account/logout/")["Location"] == "/"
