"""Wishes and the search in a real browser: places go through their choices; the found week comes into the draft."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Page, expect

from parta.timetable.models import Version, Wishes
from parta.timetable.services import open_draft
from tests.world import World

pytestmark = pytest.mark.browser
Open = Callable[..., Page]


def test_places_go_through_their_choices(world: World, open_page: Open) -> None:
    page = open_page("Борис", width=360)
    page.goto(reverse("timetable:wish", args=[world.staff["Борис"]]))
    place = page.get_by_role("button", name="Понедельник, 1: могу")
    place.click()
    page.get_by_role("button", name="Понедельник, 1: нежелательно").click()
    expect(page.get_by_role("button", name="Понедельник, 1: не могу")).to_have_text("×")
    page.get_by_role("button", name="Вторник, 2: могу").press("Enter")
    assert Axe().run(page).violations_count == 0
    page.get_by_role("button", name="Сохранить пожелания").click()
    expect(page.get_by_text("Пожелания сохранены.")).to_be_visible()
    row = Wishes.objects.get(school=world.school, teacher=world.people["Борис"])
    assert (row.never, row.rather_not) == ([[1, 0, 1]], [[1, 1, 2]])


def test_a_week_is_looked_for_and_comes_into_the_draft(world: World, open_page: Open) -> None:
    source = Version.objects.select_related("branch", "year").get(school=world.school, branch=world.main)
    draft = open_draft(actor=world.system, source=source, since=date(2026, 12, 7))
    page = open_page("Ирина", width=360)
    page.goto(reverse("timetable:solver", args=[draft]))
    assert Axe().run(page).violations_count == 0
    page.get_by_label("Составить неделю заново").check()
    page.get_by_role("button", name="Начать подбор").click()
    expect(page.get_by_role("heading", name="Неделя найдена")).to_be_visible(timeout=60_000)
    assert Axe().run(page).violations_count == 0
    page.get_by_role("button", name="Поставить неделю в черновик").click()
    expect(page.get_by_text("Неделя стоит в черновике.")).to_be_visible()
    page.get_by_role("button", name="Вернуть как было").click()
    expect(page.get_by_text("Черновик снова такой, как был.")).to_be_visible()
