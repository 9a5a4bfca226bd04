"""Nothing that people typed gets into logs, whatever happens to the request."""

from __future__ import annotations

import io
import logging
import sys
from collections.abc import Callable, Iterator
from typing import Any, NoReturn

import pytest
from django.core import mail
from django.core.exceptions import BadRequest
from django.db import IntegrityError
from django.http import HttpRequest
from django.test import Client
from django.urls import include, path

from parta.common.logs import Nameless

NAME = "Тайнова Секретина"


def fall(request: HttpRequest) -> NoReturn:
    name = request.POST.get("name") or request.GET["name"]
    try:
        raise IntegrityError(f"Key (surname)=({name}) already exists.")
    except IntegrityError as error:
        raise ValueError(f"no such person: {name}") from error


def misuse(request: HttpRequest) -> NoReturn:
    raise BadRequest(request.POST["name"])


urlpatterns = [path("fall/", fall), path("misuse/", misuse), path("", include("parta.config.urls"))]


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    handler = next(found for found in logging.getLogger().handlers if isinstance(found.formatter, Nameless))
    assert isinstance(handler, logging.StreamHandler)
    caught, before = io.StringIO(), handler.stream
    handler.setStream(caught)
    yield caught
    handler.setStream(before)


@pytest.mark.urls(__name__)
def test_a_fall_is_logged_without_what_was_typed(log: io.StringIO, db: None) -> None:
    client = Client(raise_request_exception=False)
    assert client.post("/fall/", {"name": NAME}).status_code == 500
    assert client.get("/fall/", {"name": NAME}).status_code == 500
    assert client.post("/misuse/", {"name": NAME}).status_code == 400
    assert Client(enforce_csrf_checks=True).post("/fall/", {"name": NAME}).status_code == 403
    assert client.get("/nowhere/", {"name": NAME}).status_code == 404
    said = log.getvalue()
    assert "Internal Server Error: /fall/" in said
    assert "IntegrityError" in said
    assert "ValueError" in said
    assert "test_logs.py" in said
    for part in NAME.split():
        assert part not in said
    assert mail.outbox == []


def test_signing_in_and_saving_leaves_no_names_in_the_log(
    log: io.StringIO, client_of: Callable[[str], Client], world: Any
) -> None:
    client_of("Алла").post("/office/people/new/", {"surname": NAME, "name": "", "birth_date": NAME})
    Client().post("/account/login/", {"login": NAME, "password": NAME})
    said = log.getvalue()
    assert not [part for part in NAME.split() if part in said]


def test_nothing_is_mailed_and_only_the_console_is_written(settings: Any) -> None:
    assert settings.ADMINS == []
    assert list(settings.LOGGING["handlers"]) == ["console"]
    for name in ("django", "django.request", "django.security"):
        assert logging.getLogger(name).handlers == []


def test_an_error_tells_its_kind_and_place_only() -> None:
    try:
        int(NAME)
    except ValueError:
        words = Nameless().formatException(sys.exc_info())
    assert words.endswith("ValueError")
    assert "test_an_error_tells_its_kind_and_place_only" in words
    assert NAME not in words
