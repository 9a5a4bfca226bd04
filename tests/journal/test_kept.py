"""The worker that keeps pages lies where it has power over the journal; pages name the account they are for."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from parta.common.codes import Ref, encode
from tests.acts import course_url
from tests.world import World


def test_the_worker_lies_beside_the_pages_of_the_journal(client: Client, world: World) -> None:
    answer = client.get(reverse("journal:worker"))
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/javascript; charset=utf-8")
    assert reverse("journal:worker").rsplit("/", 1)[0] + "/" == reverse("journal:courses")
    assert "worker-src 'self'" in answer["Content-Security-Policy"]


def test_a_page_names_its_account_and_how_many_entries_wait(client_of: Callable[[str], Client], world: World) -> None:
    page = client_of("Анна").get(course_url(world))
    account = encode("account", Ref(0, world.accounts["Анна"].pk))
    assert f'<body data-account="{account}"' in page.content.decode()
    waiting = page.context["kept"]["words"]["waiting"]
    assert (waiting["one"], waiting["few"], waiting["many"]) == (
        "{n} запись ждёт связи",
        "{n} записи ждут связи",
        "{n} записей ждут связи",
    )


def test_a_page_of_nobody_names_no_account(client: Client, world: World) -> None:
    assert "data-account" not in client.get(reverse("account_login")).content.decode()
