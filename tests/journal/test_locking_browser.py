"""The window of a cell tells its history; closed columns take no keys; pages of the management fit a phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.acts import ALGEBRA, course_url, person_code, set_rule, type_in
from tests.journal.test_locking_pages import THEN, asked, term
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Page]


def test_the_history_stands_in_the_window_of_the_cell(open_page: Open, world: World) -> None:
    type_in(world, "Ваня", "4")
    type_in(world, "Ваня", "5", reason="Ошиблась строкой")
    page = open_page("Анна")
    page.goto(course_url(world))
    page.locator("td[data-v]").first.click()
    page.keyboard.press("F2")
    history = page.locator("[data-part=history]")
    expect(history).to_contain_text("4 → 5")
    expect(history).to_contain_text("Причина: Ошиблась строкой")


def test_a_closed_column_takes_no_keys(open_page: Open, world: World) -> None:
    type_in(world, "Ваня", "4", lesson=world.lesson(ALGEBRA, THEN))
    set_rule(world, "edit_window_days", 7)
    page = open_page("Анна")
    page.goto(course_url(world))
    cell = page.locator("td[data-v]").first
    cell.click()
    page.keyboard.press("5")
    expect(cell).to_have_text("4")
    expect(page.get_by_text("Уроки по 16 ноября закрыты")).to_be_visible()


def test_pages_of_the_management_fit_a_phone(open_page: Open, world: World) -> None:
    set_rule(world, "mass_change_marks", 1)
    type_in(world, "Ваня", "4")
    type_in(world, "Ваня", "5")
    asked(world)
    span = f"?person={person_code(world, 'Анна')}&since=2026-11-24T13:00:00&until=2026-11-24T15:00:00"
    page = open_page("Ирина", width=360, height=740)
    for url in (
        reverse("journal:unlocks"),
        reverse("journal:terms"),
        reverse("journal:term", args=[term(world)]),
        reverse("journal:alerts"),
        reverse("journal:rollback") + span,
    ):
        page.goto(url)
        assert page.evaluate("document.documentElement.scrollWidth") == 360, url
