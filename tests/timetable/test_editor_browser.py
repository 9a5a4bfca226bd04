"""The editor in a real browser: by keyboard, mouse and touch; what is undone; whom it keeps out of nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from parta.common.codes import code_of
from parta.timetable.models import Slot, Version
from parta.timetable.services import open_draft
from tests.world import World

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
CLASSES = {"1А": 1, "7А": 2, "7Б": 3}


@pytest.fixture
def draft(world: World) -> Version:
    source = Version.objects.select_related("branch", "year").get(school=world.school, branch=world.main)
    return open_draft(actor=world.system, source=source, since=date(2026, 12, 7))


@pytest.fixture
def editor(open_page: Open, draft: Version) -> Callable[..., Page]:
    def open_editor(**options: object) -> Page:
        page = open_page("Ирина", **options)
        page.goto(reverse("timetable:editor", args=[draft]))
        return page

    return open_editor


def cell(page: Page, name: str, day: int, number: int) -> Locator:
    return page.locator(f"#d{day}n{number} > :nth-child({CLASSES[name] + 1})")


def places(world: World, draft: Version, course: str) -> set[tuple[int, int]]:
    rows = Slot.objects.filter(school=world.school, version=draft, course=world.courses[course])
    return set(rows.values_list("weekday", "number"))


def test_a_lesson_is_moved_by_keyboard_and_back(world: World, draft: Version, editor: Callable[..., Page]) -> None:
    page = editor()
    cell(page, "7Б", 1, 3).focus()
    page.keyboard.press("Enter")
    expect(page.locator("#says")).to_contain_text("Выбран урок: История, 7Б")
    expect(cell(page, "7Б", 1, 2)).to_have_attribute("data-fit", "warn")
    expect(cell(page, "7Б", 2, 2)).to_have_attribute("data-fit", "ok")
    for key in ("ArrowDown", "Enter"):
        page.keyboard.press(key)
    expect(page.locator("#says")).to_have_text("Урок перенесён.")
    expect(cell(page, "7Б", 1, 4)).to_be_focused()
    assert places(world, draft, "История 7Б") == {(1, 4)}
    page.keyboard.press("Delete")
    expect(page.locator("#says")).to_have_text("Урок убран из недели.")
    expect(page.locator("#left")).to_have_text("Осталось разместить: 8 ч")
    for left in ("Осталось разместить: 7 ч", None):
        page.keyboard.press("Control+z")
        if left:
            expect(page.locator("#left")).to_have_text(left)
    expect(cell(page, "7Б", 1, 3)).to_contain_text("История")
    assert places(world, draft, "История 7Б") == {(1, 3)}
    page.keyboard.press("Control+y")
    expect(cell(page, "7Б", 1, 4)).to_contain_text("История")


def test_a_lesson_of_the_pool_is_dragged_into_the_week(
    world: World, draft: Version, editor: Callable[..., Page]
) -> None:
    page = editor()
    page.locator("#pool a", has_text="7Б · Историков").drag_to(cell(page, "7Б", 2, 2))
    expect(cell(page, "7Б", 2, 2)).to_contain_text("История")
    assert places(world, draft, "История 7Б") == {(1, 3), (2, 2)}
    cell(page, "7Б", 2, 2).locator("a").drag_to(page.locator("#pool"))
    expect(page.locator("#says")).to_have_text("Урок убран из недели.")
    assert places(world, draft, "История 7Б") == {(1, 3)}


def test_a_lesson_of_the_pool_is_put_by_keyboard(world: World, draft: Version, editor: Callable[..., Page]) -> None:
    page = editor()
    page.locator("#pool a", has_text="7Б · Историков").press("Enter")
    expect(page.locator("#says")).to_have_text("можно")
    page.keyboard.press("Enter")
    expect(page.locator("#says")).to_have_text("Урок поставлен.")
    assert len(places(world, draft, "История 7Б")) == 2


def test_a_tap_takes_and_a_tap_puts(world: World, draft: Version, editor: Callable[..., Page]) -> None:
    page = editor(width=360, height=740, has_touch=True)
    cell(page, "7А", 1, 1).locator("a").tap()
    expect(cell(page, "7А", 1, 2)).to_have_attribute("data-fit", "ok")
    expect(cell(page, "7А", 1, 2)).to_have_attribute("title", "можно · поменяются местами")
    cell(page, "7А", 1, 2).locator("a").tap()
    expect(page.locator("#says")).to_have_text("Уроки поменялись местами.")
    assert places(world, draft, "История 7А") == {(1, 1), (4, 2)}


def test_checks_are_told_anew_and_lead_to_their_places(
    world: World, draft: Version, editor: Callable[..., Page]
) -> None:
    page = editor()
    cell(page, "7А", 1, 2).focus()
    page.keyboard.press("Delete")
    window = page.locator("#issues a", has_text="7А: окно у класса")
    window.click()
    expect(cell(page, "7А", 1, 2)).to_be_focused()
    page.select_option("#of-class", code_of(world.groups["7Б"]))
    expect(window).to_have_count(0)


def test_a_lesson_in_the_hand_gets_another_room(world: World, draft: Version, editor: Callable[..., Page]) -> None:
    page = editor()
    cell(page, "7Б", 1, 3).locator("a").click()
    page.select_option("#details [name=room]", code_of(world.rooms["8"]))
    page.locator("#details button", has_text="Сохранить").click()
    expect(page.locator("#says")).to_have_text("Учитель и кабинет изменены.")
    expect(cell(page, "7Б", 1, 3)).to_contain_text("8")


def test_somebody_was_faster(world: World, draft: Version, editor: Callable[..., Page]) -> None:
    page = editor(refusals=True)
    Version.objects.filter(school=world.school, pk=draft.pk).update(revision=3)
    cell(page, "7Б", 1, 3).focus()
    page.keyboard.press("Delete")
    expect(page.locator("#says")).to_contain_text("уже изменил кто-то другой")
    page.keyboard.press("Delete")
    expect(page.locator("#says")).to_have_text("Урок убран из недели.")


@pytest.mark.parametrize("width", [1280, 360])
def test_the_editor_is_for_everybody(editor: Callable[..., Page], width: int) -> None:
    page = editor(width=width)
    cell(page, "7Б", 1, 3).focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-fit]")
    found = Axe().run(page)
    assert found.response["violations"] == [], found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_page_of_a_lesson_works_without_a_script(
    world: World, draft: Version, open_page: Open, editor: Callable[..., Page]
) -> None:
    page = editor(java_script_enabled=False)
    cell(page, "7Б", 1, 3).locator("a").click()
    page.locator("tr", has_text="2").locator("button").nth(2).click()
    expect(page.locator("main")).to_contain_text("Урок перенесён.")
    assert {day for day, _number in places(world, draft, "История 7Б")} == {2}
