"""A substitution is seen in four places; the pages of substitutions are accessible and fit a phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.acts import ALGEBRA, THURSDAY, course_url, diary_url
from tests.covering import absent, other_subgroup, stay_home
from tests.world import TODAY, World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Page]


def test_a_substitution_is_seen_in_four_places(open_page: Open, world: World) -> None:
    office = open_page("Ирина")
    office.goto(reverse("journal:substitutions"))
    office.get_by_role("link", name="Учителя нет").click()
    office.locator("#id_person").select_option(label="Алгебраева Анна Петровна")
    office.locator("#id_words").fill("Грипп")
    office.get_by_role("button", name="Отметить").click()
    expect(office.get_by_text("не решены 2 урока")).to_be_visible()
    algebra = office.locator(".rows > div", has=office.get_by_text("Алгебра", exact=True))
    expect(algebra.locator("option").first).to_contain_text("Историков Б. Е.")
    algebra.get_by_role("button", name="Назначить").click()
    expect(algebra).to_contain_text("Алгебраева А. П. → Историков Б. Е.")

    substitute = open_page("Борис")
    substitute.goto(reverse("journal:day"))
    mine = substitute.locator(".rows > div", has_text="Алгебра")
    expect(mine).to_contain_text("вместо: Алгебраева А. П.")
    mine.get_by_role("link").first.click()
    expect(substitute.locator("table.grid thead th", has_text="замена").first).to_be_visible()
    expect(substitute.get_by_text("Замена: Историков Борис Ефимович").first).to_be_visible()
    substitute.locator("#id_topic").fill("Линейная функция")
    substitute.get_by_role("button", name="Записать урок").or_(
        substitute.locator(".primary", has_text="урок")
    ).first.click()
    expect(substitute.locator("#saving")).to_have_text("Всё сохранено")

    mother = open_page("Мария", width=360, height=740)
    mother.goto(diary_url(world, "Ваня"))
    lesson = mother.locator(".lesson", has_text="Алгебра")
    expect(lesson).to_contain_text("Линейная функция")
    expect(lesson).to_contain_text("Замена: Историков Б. Е.")
    assert "рипп" not in mother.content() and "болезнь" not in mother.content().lower()

    journal = open_page("Анна")
    journal.goto(course_url(world))
    expect(journal.get_by_text("Замена: Историков Борис Ефимович").first).to_be_visible()
    assert "рипп" not in journal.content()


@pytest.mark.parametrize("width", [1280, 360])
def test_pages_are_accessible_and_fit(open_page: Open, world: World, width: int) -> None:
    other_subgroup(world)
    row = absent(world, until=THURSDAY)
    absent(world, "Борис", first_number=3)
    stay_home(world, branch=world.branches["Вячка"])
    page = open_page("Ирина", width=width, height=800)
    for address in (
        reverse("journal:substitutions"),
        reverse("journal:absences"),
        reverse("journal:new_absence"),
        reverse("journal:cover", args=[row]),
        reverse("journal:cover_all", args=[row]),
        reverse("journal:move_lesson", args=[world.lesson(ALGEBRA)]),
        reverse("journal:day_sheet") + "?date=2026-11-23",
        reverse("journal:substituted") + "?all=1",
        reverse("journal:days"),
        reverse("journal:new_days") + f"?kind=frost&mode=off&since={TODAY}&until={THURSDAY}",
        reverse("journal:ring"),
    ):
        page.goto(address)
        found = Axe().run(page).response["violations"]
        assert [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found] == [], address
        assert page.evaluate("document.documentElement.scrollWidth") == width, address
