"""Nobody tries passwords or codes by the hundred."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import time_machine
from django.test import Client

from parta.people.services import issue_letter
from tests.world import NOW, World

Enter = Callable[..., Any]
ACCEPT = "/account/accept/"


def test_after_five_wrong_passwords_a_name_waits_five_minutes(client: Client, enter: Enter) -> None:
    with time_machine.travel(NOW, tick=False) as traveller:
        for _ in range(5):
            assert enter(client, "Анна", "not-this-one").status_code == 200
        refused = enter(client, "Анна")
        assert refused.status_code == 429
        assert "Слишком много попыток" in refused.content.decode()
        assert enter(Client(), "Борис").status_code == 302
        traveller.shift(299)
        assert enter(client, "Анна").status_code == 429
        traveller.shift(2)
        assert enter(client, "Анна").status_code == 302


def test_right_passwords_do_not_count(client: Client, enter: Enter) -> None:
    for _ in range(8):
        assert enter(Client(), "Анна").status_code == 302
    assert enter(client, "Анна", "not-this-one").status_code == 200


def test_after_thirty_wrong_passwords_an_address_waits(client: Client, enter: Enter) -> None:
    with time_machine.travel(NOW, tick=False) as traveller:
        for number in range(30):
            assert enter(client, f"nobody.{number}", "not-this-one").status_code == 200
        assert enter(client, "Анна").status_code == 429
        elsewhere = Client(REMOTE_ADDR="192.0.2.7")
        assert enter(elsewhere, "Анна").status_code == 302
        traveller.shift(301)
        assert enter(client, "Анна").status_code == 302


def test_asking_again_for_the_password_is_limited_too(client: Client, enter: Enter) -> None:
    enter(client, "Анна")
    for _ in range(5):
        assert client.post("/account/reauthenticate/", {"password": "not-this-one"}).status_code == 200
    assert client.post("/account/reauthenticate/", {"password": "sunny-desk-42"}).status_code == 429


def test_after_ten_wrong_codes_an_address_waits_ten_minutes(client: Client, world: World) -> None:
    letter = issue_letter(actor=world.system, card=world.pupils["Оля"])
    with time_machine.travel(NOW, tick=False) as traveller:
        for _ in range(10):
            assert client.post(ACCEPT, {"code": "AAAA-BBBB-CCCC"}).status_code == 200
        assert client.post(ACCEPT, {"code": letter.code}).status_code == 429
        traveller.shift(601)
        assert "password" in client.post(ACCEPT, {"code": letter.code}).context["form"].fields
