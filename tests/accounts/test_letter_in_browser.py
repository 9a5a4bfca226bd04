"""From a printed letter to the first page, on a phone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from parta.people.services import issue_letter
from tests.world import World

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def known_first_page(settings: Any) -> None:
    settings.LOGIN_REDIRECT_URL = "accounts:security"


def test_a_pupil_opens_the_account_by_the_letter(open_page: Callable[..., Page], world: World) -> None:
    letter = issue_letter(actor=world.system, card=world.pupils["Оля"])
    page = open_page(width=360)
    page.goto("/account/login/")
    page.get_by_role("link", name="У меня есть письмо с кодом").click()
    page.get_by_label("Код из письма").fill(letter.code.lower())
    page.get_by_role("button", name="Дальше").click()
    assert page.get_by_text(letter.username).is_visible()
    page.get_by_label("Новый пароль").fill("зелёная парта")
    page.get_by_label("Ещё раз").fill("зелёная парта")
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.get_by_role("button", name="Задать пароль и войти").click()
    page.wait_for_url("**/account/security/")
    assert page.get_by_text("это устройство").is_visible()


def test_a_passkey_opens_the_account(open_page: Callable[..., Page], world: World) -> None:
    page = open_page("Анна")
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    page.goto("/account/security/")
    page.get_by_role("link", name="Добавить").click()
    page.get_by_label("Пароль").fill("sunny-desk-42")
    page.get_by_role("button", name="Продолжить").click()
    page.get_by_role("button", name="Создать ключ").click()
    page.get_by_text("Ключ доступа добавлен.").wait_for()
    page.context.clear_cookies(name="sessionid")
    page.goto("/account/login/?next=/account/security/")
    page.get_by_role("button", name="Войти по ключу доступа").click()
    page.wait_for_url("**/account/security/")
