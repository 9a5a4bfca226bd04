"""Marks of a term by keyboard and finger: as proposed, otherwise with a reason, taken back, without a connection."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from parta.common.codes import code_of
from parta.grading.models import FinalMark
from tests.journal.test_finals_page import address, first, study
from tests.journal.test_grid_browser import all_saved, pupils, says, strike
from tests.world import World

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Page]


@pytest.fixture
def page(open_page: OpenPage, world: World) -> Callable[..., Page]:
    def page_(more: str = "", **options: Any) -> Page:
        found = open_page("Анна", **options)
        found.goto(address(world) + more)
        return found

    return page_


def cell(page: Page, pupil: str) -> Any:
    """The mark of the chosen term."""
    return page.locator("table.grid tbody tr", has_text=pupil).locator("td").nth(1)


def put(world: World) -> dict[str, tuple[str, str]]:
    """The marks with their reasons by the first name."""
    rows = FinalMark.objects.filter(school=world.school).exclude(value="").select_related("person")
    return {row.person.name: (row.value, row.reason) for row in rows}


def ready(page: Page) -> Any:
    return page.locator("[data-act=proposed]")


def test_a_plus_takes_what_is_proposed_and_goes_on(page: Any, world: World) -> None:
    study(world, "Ваня", "454")
    study(world, "Оля", "555")
    found = page()
    cell(found, "Зайцев").click()
    found.keyboard.type("+")
    expect(cell(found, "Зайцев")).to_have_text("4")
    expect(cell(found, "Орлова")).to_be_focused()
    found.keyboard.type("+")
    all_saved(found)
    assert put(world) == {"Ваня": ("4", ""), "Оля": ("5", "")}
    expect(ready(found)).to_be_disabled()
    cell(found, "Зайцев").click()
    found.keyboard.type("=")
    expect(cell(found, "Орлова")).to_be_focused()
    found.keyboard.press("Shift+Enter")
    found.keyboard.press("Enter")
    expect(cell(found, "Зайцев").locator("input")).to_have_value("4")


def test_nothing_is_taken_where_nothing_is_proposed(page: Any, world: World) -> None:
    found = page()
    cell(found, "Зайцев").click()
    found.keyboard.type("+")
    expect(says(found)).to_have_text("Здесь ничего не предлагается.")
    expect(cell(found, "Зайцев")).to_be_focused()
    assert put(world) == {}


def test_another_mark_is_put_with_its_reason(page: Any, world: World) -> None:
    study(world, "Ваня", "454")
    found = page()
    cell(found, "Зайцев").click()
    found.keyboard.type("5")
    expect(cell(found, "Зайцев")).to_have_class("clash")
    expect(says(found)).to_contain_text("Предлагается «4»")
    expect(says(found)).to_contain_text("F2 — назвать причину.")
    cell(found, "Зайцев").click()
    found.keyboard.press("Enter")
    dialog = found.locator("#cell-details")
    expect(dialog.locator("[data-part=place]")).to_have_text("1 четверть · предлагается 4")
    expect(dialog.locator("[name=reason]")).to_be_focused()
    expect(dialog.locator("[name=comment]")).to_be_hidden()
    found.keyboard.type("Олимпиада")
    found.keyboard.press("Enter")
    expect(cell(found, "Зайцев")).to_have_attribute("title", "Олимпиада")
    expect(cell(found, "Зайцев")).to_have_class("said")
    all_saved(found)
    assert put(world) == {"Ваня": ("5", "Олимпиада")}
    found.keyboard.press("Delete")
    expect(cell(found, "Зайцев")).to_have_text("")
    all_saved(found)
    found.keyboard.press("Control+z")
    expect(cell(found, "Зайцев")).to_have_text("5")
    all_saved(found)
    expect(cell(found, "Зайцев")).to_have_class("said")
    assert put(world) == {"Ваня": ("5", "Олимпиада")}


def test_all_that_is_proposed_is_put_as_one_act_and_taken_back(page: Any, world: World) -> None:
    for name in pupils(world, 12):
        study(world, name, "343")
    study(world, "Ваня", "454")
    found = page()
    cell(found, "Аистов00").click()
    strike(found, "н", "а")
    expect(cell(found, "Аистов01")).to_be_focused()
    expect(cell(found, "Аистов00")).to_have_class("clash")
    expect(ready(found)).to_have_text("Выставить предложенные (12)")
    expect(found.locator("[data-part=left]")).to_have_text("13")
    ready(found).click()
    expect(cell(found, "Зайцев")).to_have_text("4")
    expect(found.locator("[data-part=left]")).to_have_text("1")
    all_saved(found)
    assert {value for value, _reason in put(world).values()} == {"3", "4"}
    assert len(put(world)) == 12
    found.keyboard.press("Control+z")
    expect(cell(found, "Зайцев")).to_have_text("")
    all_saved(found)
    assert put(world) == {}
    expect(ready(found)).to_have_text("Выставить предложенные (12)")


def test_marks_without_a_number_are_typed_in_both_layouts(page: Any, world: World) -> None:
    names = pupils(world, 4)
    found = page()
    cell(found, "Аистов00").click()
    strike(found, "о", "с", "в")
    expect(cell(found, "Аистов01")).to_be_focused()
    strike(found, "p", "f", "x")
    expect(cell(found, "Аистов02")).to_be_focused()
    strike(found, "н", "/", "а")
    expect(cell(found, "Аистов03")).to_be_focused()
    strike(found, "y", "t", "p", "f", "x")
    expect(cell(found, "Аистов03")).to_have_text("незач")
    all_saved(found)
    assert put(world) == dict(zip(names, [("осв", ""), ("зач", ""), ("н/а", ""), ("незач", "")], strict=True))


def test_marks_are_pasted_from_a_spreadsheet(page: Any, world: World) -> None:
    found = page()
    cell(found, "Зайцев").click()
    found.evaluate(
        """() => { const clipboardData = new DataTransfer(); clipboardData.setData("text/plain", "5\\n3");
             document.activeElement.dispatchEvent(
               new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true })); }"""
    )
    expect(cell(found, "Орлова")).to_have_text("3")
    all_saved(found)
    assert put(world) == {"Ваня": ("5", ""), "Оля": ("3", "")}


def test_without_a_connection_marks_wait_and_survive_a_reload(page: Any, world: World) -> None:
    study(world, "Ваня", "454")
    found = page(refusals=True)
    found.route("**/operations/", lambda route: route.abort())
    cell(found, "Зайцев").click()
    found.keyboard.type("+")
    expect(cell(found, "Зайцев")).to_have_class("wait")
    expect(found.locator("#saving")).to_contain_text("1 запись ждёт связи")
    found.reload()
    expect(cell(found, "Зайцев")).to_have_text("4")
    expect(found.locator("[data-part=left]")).to_have_text("1")
    assert put(world) == {}
    found.unroute("**/operations/")
    found.evaluate("window.dispatchEvent(new Event('online'))")
    all_saved(found)
    expect(found.locator("#saving")).to_have_text("Всё сохранено")
    assert put(world) == {"Ваня": ("4", "")}


def test_a_mark_that_a_colleague_has_put_meanwhile_is_shown(page: Any, world: World, client_of: Any) -> None:
    found = page(refusals=True)
    code = found.locator("tr", has_text="Зайцев").get_attribute("data-p")
    client_of("Ирина").post(address(world), {f"mark-{code}": "3"})
    cell(found, "Зайцев").click()
    found.keyboard.type("4")
    expect(cell(found, "Зайцев")).to_have_class("clash")
    cell(found, "Зайцев").click()
    found.keyboard.press("F2")
    expect(found.locator("[data-part=theirs]")).to_have_text("3")
    found.get_by_role("button", name="Оставить моё").click()
    expect(cell(found, "Зайцев")).not_to_have_class("clash")
    all_saved(found)
    assert put(world) == {"Ваня": ("4", "")}


def test_on_a_phone_the_pad_puts_marks(page: Any, world: World) -> None:
    study(world, "Ваня", "454")
    found = page(width=360, height=740, has_touch=True, is_mobile=True)
    cell(found, "Зайцев").tap()
    pad = found.locator("#grid-pad")
    expect(pad.get_by_role("button", name="освобождён")).to_be_visible()
    pad.get_by_role("button", name="Как предложено").tap()
    expect(cell(found, "Зайцев")).to_have_text("4")
    pad.get_by_role("button", name="3", exact=True).tap()
    all_saved(found)
    assert put(world) == {"Ваня": ("4", ""), "Оля": ("3", "")}
    cell(found, "Зайцев").tap()
    pad.get_by_role("button", name="5", exact=True).tap()
    expect(cell(found, "Зайцев")).to_have_class("clash")
    cell(found, "Зайцев").tap()
    expect(found.locator("#cell-details [name=reason]")).to_be_visible()


def test_other_terms_are_read(page: Any, world: World) -> None:
    found = page()
    other = found.locator("tr", has_text="Зайцев").locator("td").nth(2)
    other.click()
    found.keyboard.type("5")
    expect(says(found)).to_have_text("Сюда писать нельзя.")


@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_nothing(page: Any, world: World, width: int) -> None:
    study(world, "Ваня", "454")
    study(world, "Оля", "5")
    found = page(width=width)
    assert Axe().run(found).response["violations"] == []
    cell(found, "Зайцев").click()
    found.keyboard.press("F2")
    assert Axe().run(found).response["violations"] == []
    found.goto(address(world) + "&form=1")
    assert Axe().run(found).response["violations"] == []


def test_the_parts_of_the_head_stand_on_one_line(page: Any) -> None:
    found = page()
    terms, button = (found.locator(part).bounding_box() for part in (".head .segments", ".head .actions .button"))
    assert (terms["y"], terms["height"]) == (button["y"], button["height"])


def test_who_has_a_mark_is_put_away(page: Any, world: World) -> None:
    found = page()
    cell(found, "Зайцев").click()
    found.keyboard.type("4")
    all_saved(found)
    found.get_by_role("link", name="Без отметки: 1").click()
    expect(found.locator("tbody tr")).to_have_count(1)
    found.get_by_role("link", name="Показать всех").click()
    expect(found.locator("tbody tr")).to_have_count(2)
    assert found.url.endswith(f"?term={code_of(first(world))}")
