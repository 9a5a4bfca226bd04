"""The letter's code opens an account once, with a password of the holder's own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from parta.common import clock
from parta.ledger.models import Entry
from parta.people.services import issue_letter
from tests.accounts.conftest import SECURITY
from tests.world import NOW, World

ACCEPT = "/account/accept/"
CHOSEN = "зелёная парта у окна"
Enter = Callable[..., Any]


@pytest.fixture
def code(world: World) -> str:
    return issue_letter(actor=world.system, card=world.pupils["Оля"]).code


def choose(client: Client, code: str, password: str = CHOSEN, again: str = "") -> Any:
    return client.post(ACCEPT, {"code": code, "password": password, "again": again or password})


def problems(answer: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = answer.context["form"].errors
    return found


def test_two_steps_lead_home(client: Client, code: str, actions: Callable[[], list[str]]) -> None:
    second = client.post(ACCEPT, {"code": code.lower().replace("-", " ")})
    assert "orlova.o" in second.content.decode()
    answer = choose(client, code)
    assert (answer.status_code, answer["Location"]) == (302, "/home/")
    assert client.get(SECURITY).status_code == 200
    assert actions()[-2:] == ["accounts.letter.used", "accounts.signed_in"]


def test_a_code_works_once(client: Client, code: str) -> None:
    choose(Client(), code)
    assert "уже использован" in problems(client.post(ACCEPT, {"code": code}))["code"][0]
    assert "code" in problems(choose(client, code, "another-password-1"))


def test_a_newer_letter_cancels_the_older(client: Client, world: World, code: str) -> None:
    issue_letter(actor=world.system, card=world.pupils["Оля"])
    assert "code" in problems(client.post(ACCEPT, {"code": code}))


def test_a_code_runs_out(client: Client, code: str) -> None:
    with clock.at(NOW + timedelta(days=60)):
        assert "code" in problems(client.post(ACCEPT, {"code": code}))
    with clock.at(NOW + timedelta(days=59, hours=23)):
        assert choose(client, code).status_code == 302


@pytest.mark.parametrize("weak", ["short", "password1", "orlova.o"])
def test_weak_passwords_are_refused_and_the_code_stays_good(client: Client, code: str, weak: str) -> None:
    assert "password" in problems(choose(client, code, weak))
    assert choose(client, code).status_code == 302


def test_both_passwords_are_the_same(client: Client, code: str) -> None:
    assert "again" in problems(choose(client, code, again="something else"))


def test_a_new_letter_ends_the_sessions(client: Client, world: World, enter: Enter) -> None:
    enter(client, "Мария")
    letter = issue_letter(actor=world.system, card=world.pupils["Ваня"], person=world.people["Мария"])
    assert client.get(SECURITY).status_code == 200
    choose(Client(), letter.code)
    assert client.get(SECURITY).status_code == 302
    assert enter(client, "Мария").status_code == 200
    assert enter(client, "Мария", CHOSEN).status_code == 302


def test_whoever_is_signed_in_signs_out_first(client_of: Callable[[str], Client], code: str) -> None:
    client = client_of("Мария")
    assert "сначала выйдите" in client.post(ACCEPT, {"code": code}).content.decode()


def test_a_new_letter_helps_whoever_has_lost_the_second_step(world: World) -> None:
    account = world.accounts["Анна"]
    Authenticator.objects.create(user=account, type=Authenticator.Type.TOTP, data={"secret": "x"})
    letter = issue_letter(actor=world.system, card=world.staff["Анна"])
    choose(Client(), letter.code)
    assert not Authenticator.objects.filter(user=account).exists()
    assert Entry.objects.filter(school=world.school, action="accounts.guards.dropped", account=account.pk).exists()
