"""What guards an account: password, second step, spare codes, devices."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from parta.accounts.models import Account
from parta.accounts.selectors import security_of
from parta.accounts.services import drop_guards
from tests.accounts.conftest import SECURITY
from tests.world import NOW, PASSWORD, World

Enter = Callable[..., Any]
ADD_APP = "/account/app/add/"


def digits(secret: str) -> str:
    """What the app shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def confirm(client: Client) -> None:
    client.post("/account/reauthenticate/", {"password": PASSWORD})


def add_app(client: Client) -> str:
    confirm(client)
    secret: str = client.get(ADD_APP).context["form"].secret
    answer = client.post(ADD_APP, {"code": digits(secret)})
    assert answer["Location"] == "/account/spare/"
    return secret


def devices(account: Account) -> int:
    return len(security_of(account, None).devices)


def test_the_page_takes_a_fixed_number_of_queries(
    client_of: Callable[[str], Client], django_assert_num_queries: Any
) -> None:
    client = client_of("Анна")
    client.get(SECURITY)
    with django_assert_num_queries(14):
        client.get(SECURITY)


def test_the_staff_is_advised_a_second_step(client_of: Callable[[str], Client]) -> None:
    advice = "Советуем включить второй шаг"
    assert advice in client_of("Анна").get(SECURITY).content.decode()
    assert advice not in client_of("Мария").get(SECURITY).content.decode()


def test_guards_change_only_after_the_password(client: Client, enter: Enter) -> None:
    enter(client, "Анна")
    for path in (ADD_APP, "/account/passkey/add/"):
        assert client.get(path)["Location"].startswith("/account/reauthenticate/")
        confirm(client)
        assert client.get(path).status_code == 200
        client.post("/account/logout/")
        enter(client, "Анна")


def test_the_app_is_asked_after_the_password(
    client: Client, enter: Enter, actions: Callable[[], list[str]], django_capture_on_commit_callbacks: Any
) -> None:
    with time_machine.travel(NOW, tick=False) as traveller:
        enter(client, "Анна")
        with django_capture_on_commit_callbacks(execute=True):
            secret = add_app(client)
        assert "accounts.app.added" in actions()
        traveller.shift(60)
        other = Client()
        assert enter(other, "Анна")["Location"] == "/account/step/"
        assert other.get(SECURITY).status_code == 302
        assert "Код не подходит" in other.post("/account/step/", {"code": "000000"}).content.decode()
        assert other.post("/account/step/", {"code": digits(secret)})["Location"] == SECURITY
        assert other.get(SECURITY).status_code == 200


def test_a_spare_code_stands_in_for_the_app_once(client: Client, enter: Enter) -> None:
    enter(client, "Анна")
    add_app(client)
    codes = client.get("/account/spare/").context["unused_codes"]
    assert len(codes) == 10
    assert codes[0] in client.get("/account/spare/file/").content.decode()
    for status in (302, 200):
        other = Client()
        enter(other, "Анна")
        assert other.post("/account/step/", {"code": codes[0]}).status_code == status


def test_secrets_lie_sealed(client: Client, enter: Enter) -> None:
    enter(client, "Анна")
    secret = add_app(client)
    assert secret not in str(Authenticator.objects.get(type="totp").data)


def test_new_spare_codes_and_the_end_of_the_app_are_recorded(
    client: Client, enter: Enter, actions: Callable[[], list[str]], django_capture_on_commit_callbacks: Any
) -> None:
    enter(client, "Анна")
    add_app(client)
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/account/spare/new/")
        client.post("/account/app/remove/")
    assert {"accounts.spare_codes.made", "accounts.app.removed"} <= set(actions())
    assert enter(Client(), "Анна")["Location"] == SECURITY


def test_guards_of_a_lost_phone_are_dropped(client: Client, world: World, enter: Enter) -> None:
    enter(client, "Анна")
    add_app(client)
    drop_guards(actor=world.system, school_id=world.school.pk, account=world.accounts["Анна"])
    assert enter(Client(), "Анна")["Location"] == SECURITY


def test_a_device_is_signed_out_from_another(
    client: Client, world: World, enter: Enter, actions: Callable[[], list[str]]
) -> None:
    phone = Client(HTTP_USER_AGENT="Mozilla/5.0 (Linux; Android 14) Chrome/126.0 Mobile Safari/537.36")
    enter(client, "Анна")
    enter(phone, "Анна")
    shown = client.get(SECURITY).context["security"].devices
    assert [(device.words, device.is_current) for device in shown] == [("", True), ("Chrome, Android", False)]
    answer = client.post(f"/account/security/device/{code_of_device(shown[1])}/end/")
    assert answer["Location"] == SECURITY
    assert phone.get(SECURITY).status_code == 302
    assert client.get(SECURITY).status_code == 200
    assert actions()[-1] == "accounts.session.ended"


def code_of_device(device: Any) -> str:
    from parta.common.codes import encode

    return encode("usersession", device.ref)


def test_devices_of_others_are_not_found(client: Client, enter: Enter) -> None:
    enter(client, "Анна")
    device = client.get(SECURITY).context["security"].devices[0]
    stranger = Client()
    enter(stranger, "Борис")
    assert stranger.post(f"/account/security/device/{code_of_device(device)}/end/").status_code == 404
    assert client.get(SECURITY).status_code == 200


def test_all_devices_but_this_one_are_signed_out(
    client: Client, world: World, enter: Enter, actions: Callable[[], list[str]]
) -> None:
    others = [Client(), Client()]
    for one in (client, *others):
        enter(one, "Анна")
    assert devices(world.accounts["Анна"]) == 3
    client.post("/account/security/devices/end/")
    assert [one.get(SECURITY).status_code for one in (client, *others)] == [200, 302, 302]
    assert devices(world.accounts["Анна"]) == 1
    assert actions()[-1] == "accounts.sessions.ended"


def test_a_new_password_signs_other_devices_out(client: Client, enter: Enter, actions: Callable[[], list[str]]) -> None:
    other = Client()
    enter(client, "Анна")
    enter(other, "Анна")
    values = {"oldpassword": PASSWORD, "password1": "chalk-and-sponge", "password2": "chalk-and-sponge"}
    wrong = client.post("/account/password/", values | {"oldpassword": "not-this-one"})
    assert "Это не ваш нынешний пароль" in wrong.content.decode()
    assert client.post("/account/password/", values).status_code == 302
    assert [one.get(SECURITY).status_code for one in (client, other)] == [200, 302]
    assert "accounts.password.changed" in actions()
    assert enter(Client(), "Анна", "chalk-and-sponge").status_code == 302


@pytest.mark.parametrize("path", ["security/devices/end/", "logout/"])
def test_acts_are_not_done_by_following_a_link(client_of: Callable[[str], Client], path: str) -> None:
    assert client_of("Анна").get(f"/account/{path}").status_code == 405
