"""Fixtures around the fixed cast: the world of a test, its clock, and a signed-in client for each name."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from parta.accounts.middleware import SEEN
from parta.common import clock
from parta.school.models import School
from tests.world import NOW, World, build

_BUILT: list[tuple[int, bytes]] = []
"""The id of the first school and the whole cast, as built; read anew by each test."""


def _keep(world: World) -> None:
    _BUILT[:] = [(world.school.pk, pickle.dumps(world))]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock(), clock.at(NOW):
        _keep(build())


@pytest.fixture
def world(db: None) -> Iterator[World]:
    """The cast, as built, at NOW; built anew after a test that emptied the database."""
    with clock.at(NOW):
        if not School.objects.filter(pk=_BUILT[0][0]).exists():
            _keep(build())
        yield pickle.loads(_BUILT[0][1])


@pytest.fixture
def client_of(world: World) -> Callable[[str], Client]:
    """A client signed in as somebody of the cast: `client_of("Анна")`."""

    def sign_in(name: str) -> Client:
        client = Client()
        account = (world.accounts | (world.other.accounts if world.other else {}))[name]
        client.force_login(account, "allauth.account.auth_backends.AuthenticationBackend")
        session = client.session
        session[SEEN] = NOW.timestamp()
        session.save()
        return client

    return sign_in
