"""A debt from the mark of the year to the diary, in a browser; its pages fit a phone and pass axe."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.acts import diary_url
from tests.debts import written
from tests.world import World

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Page]


def check(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= page.evaluate("innerWidth")
    found = Axe().run(page).response["violations"]
    assert [row["id"] for row in found if row["impact"] in ("serious", "critical")] == []


def test_a_debt_goes_from_the_list_into_the_diary(world: World, open_page: OpenPage) -> None:
    written(world, "2")
    written(world, "н/а", "Оля")
    page = open_page("Ирина", width=360)
    page.goto(reverse("journal:debts"))
    check(page)
    page.get_by_role("checkbox", name="Зайцев Ваня").check()
    page.get_by_label("Пометка").fill("Педсовет № 5")
    page.get_by_label("Пометка").press("Enter")
    expect(page.get_by_text("Оформлена 1 задолженность.")).to_be_visible()
    page.goto(reverse("journal:debts") + "?show=open")
    check(page)
    page.get_by_role("link", name="Зайцев Ваня").click()
    check(page)
    page.get_by_role("link", name="Назначить первую").click()
    page.get_by_label("День пересдачи").fill("2026-12-10")
    page.get_by_role("button", name="Назначить", exact=True).click()
    expect(page.get_by_text("назначена на 10.12.2026")).to_be_visible()
    check(page)
    family = open_page("Мария", width=360)
    family.goto(diary_url(world, "Ваня", page="marks_of"))
    expect(family.get_by_text("Пересдача 1: назначена на 10.12.2026")).to_be_visible()
    check(family)
