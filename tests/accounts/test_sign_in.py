"""Signing in and out: right and wrong words, the way on, the ledger."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client, override_settings

from parta.accounts.services import close_account
from parta.config import settings as real_settings
from tests.accounts.conftest import SECURITY
from tests.world import World

WRONG = "Имя для входа или пароль не подходят."
Enter = Callable[..., Any]


def test_a_teacher_signs_in_and_out(client: Client, enter: Enter, actions: Callable[[], list[str]]) -> None:
    answer = enter(client, "Анна")
    assert (answer.status_code, answer["Location"]) == (302, SECURITY)
    assert client.get(SECURITY).status_code == 200
    assert client.get("/account/logout/").status_code == 405
    assert client.post("/account/logout/").status_code == 302
    assert client.get(SECURITY)["Location"] == f"/account/login/?next={SECURITY}"
    assert actions() == ["accounts.signed_in", "accounts.signed_out"]


def test_the_name_may_be_typed_with_capitals_and_spaces(client: Client, world: World, enter: Enter) -> None:
    assert enter(client, f" {world.accounts['Анна'].username.upper()} ").status_code == 302


def test_wrong_words_are_the_same_for_known_and_unknown_names(
    client: Client, enter: Enter, actions: Callable[[], list[str]]
) -> None:
    known = enter(client, "Анна", "not-this-one")
    unknown = enter(client, "nobody.at.all", "not-this-one")
    problems = [answer.context["form"].non_field_errors() for answer in (known, unknown)]
    assert problems[0] == problems[1]
    assert str(problems[0][0]).startswith(WRONG)
    assert (known.status_code, unknown.status_code) == (200, 200)
    assert actions() == ["accounts.sign_in.failed"]


def test_a_closed_account_is_refused_with_the_same_words(client: Client, world: World, enter: Enter) -> None:
    close_account(actor=world.system, school_id=world.school.pk, account=world.accounts["Анна"])
    assert WRONG in enter(client, "Анна").content.decode()


@pytest.mark.parametrize("target", ["https://example.org/", "//example.org/x", "javascript:alert(1)"])
def test_the_way_on_stays_at_home(client: Client, enter: Enter, target: str) -> None:
    assert enter(client, "Анна", next=target)["Location"] == "/home/"


def test_without_being_remembered_the_session_ends_with_the_browser(client: Client, enter: Enter) -> None:
    assert enter(client, "Анна").cookies["sessionid"]["expires"] == ""
    client.post("/account/logout/")
    assert enter(client, "Анна", remember="on").cookies["sessionid"]["max-age"] == real_settings.SESSION_COOKIE_AGE


def test_signing_in_takes_a_fixed_number_of_queries(
    client: Client, enter: Enter, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(31):
        enter(client, "Анна")


def test_passwords_are_kept_by_argon2id() -> None:
    with override_settings(PASSWORD_HASHERS=real_settings.PASSWORD_HASHERS):
        from django.contrib.auth.hashers import make_password

        assert make_password("a-long-sentence").startswith("argon2$argon2id$")


def test_pages_of_other_ways_do_not_exist(client: Client) -> None:
    for path in (
        "signup",
        "email",
        "password/reset",
        "password/set",
        "confirm-email",
        "inactive",
        "security/device/1/end",
    ):
        assert client.get(f"/account/{path}/").status_code == 404, path


def test_sign_ins_of_the_demo_are_shown_in_the_demo_only(client: Client, tmp_path: Any) -> None:
    row = '[{"role": "Учитель", "name": "Алгебраева Анна", "username": "algebraeva.ap", "password": "x-y-z"}]'
    (tmp_path / "demo.json").write_text(row, encoding="utf-8")
    with override_settings(DATA=tmp_path, DEMO=True):
        assert "algebraeva.ap" in client.get("/account/login/").content.decode()
    with override_settings(DATA=tmp_path, DEMO=False):
        assert "algebraeva.ap" not in client.get("/account/login/").content.decode()
