"""Signing in and out: right and wrong words, the way on, the ledger, the limits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from parta.config import settings as real_settings
from parta.ledger.models import Entry
from tests.world import PASSWORD, World

LOGIN, SECURITY = "/account/login/", "/account/security/"
WRONG = "Имя для входа или пароль не подходят."


@pytest.fixture(autouse=True)
def no_tries_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def send(client: Client, username: str, password: str = PASSWORD, **more: Any) -> Any:
    return client.post(f"{LOGIN}?next={SECURITY}", {"login": username, "password": password, **more})


def actions(world: World) -> list[str]:
    return list(Entry.objects.filter(school=world.school).order_by("-id").values_list("action", flat=True)[:3])


def test_a_teacher_signs_in_and_out(world: World, client: Client) -> None:
    answer = send(client, world.accounts["Анна"].username)
    assert (answer.status_code, answer["Location"]) == (302, SECURITY)
    assert client.get(SECURITY).status_code == 200
    assert actions(world)[0] == "accounts.signed_in"
    assert client.get("/account/logout/").status_code == 405
    assert client.post("/account/logout/").status_code == 302
    assert actions(world)[0] == "accounts.signed_out"
    assert client.get(SECURITY)["Location"] == f"{LOGIN}?next={SECURITY}"
