"""Every address x everyone of the cast x objects of the own class, another class, another branch, another school.

The addresses come from the URL table; who may, from tests/access_table.py. Whoever is not named there gets 403 or 404,
and a stranger the sign-in page. GET and POST are both tried (POST with an empty form), everything is rolled back.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from copy import copy, deepcopy
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

import pytest
from allauth.account.internal.flows import login
from allauth.account.internal.userkit import user_id_to_str
from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from parta.access.actor import Actor, Origin
from parta.accounts.models import Account
from parta.common import middleware as errors
from parta.common.codes import code_of, encode
from parta.config import middleware
from tests.access_objects import MAKERS, PLACES, objects_of
from tests.access_table import ROUTES, STRANGER
from tests.world import World

PARAMETER = re.compile(r"<(\w+):(\w+)>")
CLOSED = (401, 403, 404)
NOT_OFFERED = 405


@dataclass(frozen=True)
class Route:
    name: str
    parameters: tuple[tuple[str, str], ...]

    def makers(self) -> dict[str, str]:
        """For each parameter the key of its objects, the most special one first."""
        found = {}
        for converter, parameter in self.parameters:
            keys = (f"{converter}:{parameter} of {self.name}", f"{converter}:{parameter}", converter)
            found[parameter] = next((key for key in keys if key in MAKERS), "")
            assert found[parameter], f"add objects for <{converter}:{parameter}> to tests/access_objects.py"
        return found

    def addresses(self, world: World) -> dict[str, str]:
        """The address of each place; one address, of the place "", when it names no object."""
        if not self.parameters:
            return {"": reverse(self.name)}
        rows = {parameter: objects_of(world, key) for parameter, key in self.makers().items()}
        if all(isinstance(row, str) for by_place in rows.values() for row in by_place.values()):
            return {"": reverse(self.name, kwargs=self._arguments(rows, PLACES[0]))}
        return {place: reverse(self.name, kwargs=self._arguments(rows, place)) for place in PLACES}

    def _arguments(self, rows: dict[str, dict[str, Any]], place: str) -> dict[str, Any]:
        plain = {parameter for converter, parameter in self.parameters if converter in ("str", "slug")}
        found = {name: by_place[place] for name, by_place in rows.items()}
        return {name: code_of(row) if name in plain and hasattr(row, "pk") else row for name, row in found.items()}


def routes(patterns: list[Any], space: str = "", before: tuple[tuple[str, str], ...] = ()) -> Iterator[Route]:
    for pattern in patterns:
        found = before + tuple(PARAMETER.findall(str(pattern.pattern)))
        if isinstance(pattern, URLResolver):
            inside = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from routes(pattern.url_patterns, inside, found)
        elif isinstance(pattern, URLPattern):
            yield Route(f"{space}{pattern.name}", found)


TABLE = {route.name: route for route in routes(get_resolver().url_patterns)}


def test_every_address_says_who_may() -> None:
    missing = sorted(TABLE.keys() - ROUTES.keys())
    lines = [f'    "{name}": {dict.fromkeys(PLACES if TABLE[name].parameters else [""], "…")},' for name in missing]
    assert not missing, "add to ROUTES in tests/access_table.py who may:\n" + "\n".join(lines)
    assert not {name.removesuffix(" post") for name in ROUTES} - TABLE.keys(), "no such address any more"


def is_open(response: HttpResponse) -> bool:
    if response.status_code in (*CLOSED, NOT_OFFERED):
        return False
    to_sign_in = response.status_code == 302 and response["Location"].startswith("/account/login/")
    assert response.status_code < 500, response.status_code
    return not to_sign_in


def answer(client: Client, method: str, address: str, form: dict[str, str] | None = None) -> HttpResponse:
    """The answer to a request whose traces are taken back: rows, cookies, counters of tries."""
    cookies = copy(client.cookies)
    cache.clear()
    with transaction.atomic():
        response: HttpResponse = getattr(client, method)(address, form)
        if response.streaming:
            b"".join(response)  # a file that was read to its end is closed
        transaction.set_rollback(True)
    client.cookies = cookies
    return response


def everyone(world: World, client_of: Callable[[str], Client]) -> dict[str, Client]:
    """A client for each of the cast who has just confirmed the password, and one for a stranger."""
    assert world.other
    accounts = world.accounts | world.other.accounts
    found = {name: client_of(name) for name in accounts}
    for name, client in found.items():
        session = client.session
        session[login.AUTHENTICATION_METHODS_SESSION_KEY] = [{"at": time.time(), "reauthenticated": True}]
        session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = user_id_to_str(accounts[name])
        session.save()
    return {STRANGER: Client(), **found}


@pytest.fixture
def read_once(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Sessions, accounts and what they hold are read once for all requests, for every trace of a request is taken back;
    what a refusal says is rendered once for each person and reason.
    """

    def begin() -> None:
        monkeypatch.setattr(middleware, "actor_of", cache_by_person(middleware.actor_of))
        monkeypatch.setattr(SessionStore, "load", cache_by_key(SessionStore.load, lambda session: session.session_key))
        monkeypatch.setattr(ModelBackend, "get_user", cache_by_key(ModelBackend.get_user, lambda _self, pk: pk))
        monkeypatch.setattr(errors, "render", cache_refusals(errors.render))

    return begin


def cache_by_key(read: Callable[..., Any], key_of: Callable[..., Any]) -> Callable[..., Any]:
    """Each caller gets a copy of its own."""
    found: dict[Any, Any] = {}

    def cached(*args: Any) -> Any:
        key = key_of(*args)
        if key not in found:
            found[key] = read(*args)
        return deepcopy(found[key])

    return cached


def cache_refusals(render: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    found: dict[Any, bytes] = {}

    def rendered(request: Any, template: str, context: dict[str, Any], status: int) -> HttpResponse:
        error = context["error"]
        key = (request.user.pk, request.actor.school_id, status, type(error), str(error), str(vars(error)))
        if key not in found:
            found[key] = render(request, template, context, status=status).content
        return HttpResponse(found[key], status=status)

    return rendered


def cache_by_person(read: Callable[..., Actor]) -> Callable[..., Actor]:
    found: dict[Any, Actor] = {}

    def actor_of(account: Account | None, *, origin: Origin, school_id: int | None) -> Actor:
        who = (account and account.pk, school_id)
        if who not in found:
            found[who] = read(account, origin=origin, school_id=school_id)
        return replace(found[who], origin=origin)

    return actor_of


ROOMS = sorted({re.split("[:_]", name)[0] for name in TABLE})


@pytest.mark.parametrize("room", ROOMS)
def test_only_who_may_gets_in(
    room: str, world: World, client_of: Callable[[str], Client], read_once: Callable[[], None]
) -> None:
    clients = everyone(world, client_of)
    read_once()
    wrong = [
        line
        for name, route in TABLE.items()
        if re.split("[:_]", name)[0] == room and name in ROUTES
        for line in differences(world, route, clients)
    ]
    assert not wrong, "\n".join(wrong)


def differences(world: World, route: Route, clients: dict[str, Client]) -> Iterator[str]:
    """In words: who gets in against the table, and who is kept out against it."""
    offered = False
    for place, address in route.addresses(world).items():
        for method in ("get", "post"):
            if answer(clients[STRANGER], method, address).status_code == NOT_OFFERED:
                continue
            offered = True
            found = {who for who, client in clients.items() if is_open(answer(client, method, address))}
            expected = names(route.name, place, method)
            if found != expected:
                more, fewer = sorted(found - expected), sorted(expected - found)
                yield f"{route.name} {place} {method}: gets in {more}, kept out {fewer}"
    if not offered:
        yield f"{route.name}: neither GET nor POST is offered"


def names(route: str, place: str, method: str) -> set[str]:
    by_place = ROUTES.get(f"{route} {method}", ROUTES[route])
    return set(by_place.get(place, "").split())


def test_nothing_is_sent_without_a_token(world: World, client_of: Callable[[str], Client]) -> None:
    client = client_of("Анна")
    client.handler.enforce_csrf_checks = True
    for route in TABLE.values():
        address = next(iter(route.addresses(world).values()))
        assert client.post(address).status_code in (403, NOT_OFFERED), route.name


def test_a_cell_is_written_by_who_writes_in_the_lesson(world: World, client_of: Callable[[str], Client]) -> None:
    """The cell names its lesson in the form, so the table cannot try it."""
    lessons, pupils = objects_of(world, "lesson"), objects_of(world, "person")
    clients = everyone(world, client_of)
    for place in PLACES:
        place_of = {"kind": "cell", "l": code_of(lessons[place]), "p": encode("person", pupils[place]), "text": "5"}
        written = {who for who, client in clients.items() if is_written(client, place_of)}
        assert written == names("journal:text", place, "post")


def is_written(client: Client, place: dict[str, str]) -> bool:
    """Whether the grid's address takes a mark from who is signed in; its traces are taken back."""
    told = client.get(reverse("journal:operations")).json()
    body = {"operations": [{"key": str(uuid4()), **place}]}
    with transaction.atomic():
        response = client.post(
            reverse("journal:operations"),
            body,
            content_type="application/json",
            headers={"X-Parta-Account": told.get("account", "")},
        )
        transaction.set_rollback(True)
    return response.status_code == 200 and response.json()["results"][0]["state"] == "saved"
