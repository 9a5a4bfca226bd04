"""What a request may hold, and that nothing of a signed-in person is kept by a cache."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.world import World

Sign = Callable[[str], Client]

ODD = [
    "/office/people/?q=%00",
    "/office/people/?page=%C2%B2&sort=evil",
    "/office/people/?page=" + "9" * 5000,
    "/office/people/staff/?role=%00",
    "/office/classes/?year=%D1%8F",
    "/office/classes/history/?since=0001-01-01&until=9999-12-31",
    "/office/classes/history/?since=2026-02-30",
    "/journal/?page=%C2%B2",
    "/journal/?q=" + "+".join("абвгдежзик" * 40),
    "/journal/day/?date=0001-01-01",
    "/journal/day/?date=9999-12-31",
    "/journal/?group=%00",
    "/diary/?date=9999-12-31",
    "/diary/?date=2026-02-30",
]


@pytest.mark.parametrize("address", ODD)
@pytest.mark.parametrize("name", ["Алла", "Анна", "Мария"])
def test_odd_addresses_are_answered_clearly(world: World, client_of: Sign, address: str, name: str) -> None:
    assert client_of(name).get(address).status_code in (200, 400, 404)


def test_a_day_that_is_none_shows_the_class_today(world: World, client_of: Sign) -> None:
    from parta.common.codes import code_of

    for day in ("2026-02-30", "0001-01-01"):
        assert client_of("Алла").get(f"/office/classes/{code_of(world.groups['7А'])}/?on={day}").status_code == 200


def test_nul_is_refused_in_forms_too(world: World, client_of: Sign) -> None:
    assert client_of("Алла").post("/appearance/", {"theme": "dark\0"}).status_code == 400


def test_pages_of_who_is_signed_in_are_kept_by_no_cache(world: World, client_of: Sign) -> None:
    for name, address in (("Анна", "/journal/"), ("Мария", "/diary/"), ("Мария", "/journal/school/")):
        assert client_of(name).get(address)["Cache-Control"] == "private, no-store"
    assert "Cache-Control" not in Client().get("/")
