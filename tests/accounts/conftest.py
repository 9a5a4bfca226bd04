from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from parta.ledger.models import Entry
from tests.world import PASSWORD, World

SECURITY = "/account/security/"


@pytest.fixture(autouse=True)
def no_tries_yet() -> Iterator[None]:
    """Limits count in the cache, which outlives a test."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def enter(world: World) -> Callable[..., Any]:
    """Send the sign-in form as somebody of the cast; the client stays signed in."""

    def send(client: Client, name: str, password: str = PASSWORD, **more: Any) -> Any:
        username = world.accounts[name].username if name in world.accounts else name
        values = {"login": username, "password": password, "next": SECURITY, **more}
        return client.post("/account/login/", values)

    return send


@pytest.fixture
def actions(world: World) -> Callable[[], list[str]]:
    """The acts in the ledger of the first school since the test began."""
    start = Entry.objects.filter(school=world.school).count()
    rows = Entry.objects.filter(school=world.school).order_by("id").values_list("action", flat=True)
    return lambda: list(rows[start:])
