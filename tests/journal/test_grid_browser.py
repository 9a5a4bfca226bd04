"""The grid by keyboard, mouse and finger, in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from parta.attendance.models import Attendance
from parta.marks.models import Mark, Work, WorkType
from tests.acts import ALGEBRA, MONDAY, course_url, new_work, type_in
from tests.world import TODAY, World, add_child

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Page]
PACE = 66
"""Milliseconds between keys: fifteen a second."""


def pupils(world: World, number: int = 25) -> list[str]:
    """So many more pupils of 7А, in the order of the page."""
    names = [f"Имя{place:02}" for place in range(number)]
    for place, name in enumerate(names):
        add_child(world, f"Аистов{place:02} {name}", "7А")
    return names


def open_grid(open_page: OpenPage, world: World, **options: Any) -> Page:
    page = open_page("Анна", **options)
    page.goto(course_url(world))
    return page


def cell(page: Page, pupil: str, day: str = "24", label: str = "") -> Any:
    place = page.evaluate(
        """([day, label]) => [...document.querySelector("table.grid").tHead.rows[0].cells].findIndex((head) =>
             head.querySelector("b")?.textContent === day && (!label || head.textContent.includes(label)))""",
        [day, label],
    )
    return page.locator("table.grid tbody tr", has_text=pupil).locator("td").nth(place - 1)


def strike(page: Page, *keys: str) -> None:
    """Keys of a keyboard in Russian letters, which Playwright does not have."""
    for key in keys:
        page.evaluate(
            """(key) => { const at = document.activeElement;
                 if (at.tagName !== "INPUT") at.dispatchEvent(
                   new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
                 else { at.value += key; at.dispatchEvent(new Event("input", { bubbles: true })); } }""",
            key,
        )


def says(page: Page) -> Any:
    return page.locator("#grid-says")


def all_saved(page: Page) -> None:
    """Call it when the cells show what was entered: a dialog enters its values a moment after it is closed."""
    expect(page.locator("td.saving, td.wait")).to_have_count(0)


def marks(world: World, day: date = TODAY) -> dict[str, str]:
    """What the journal says of a day: "о 4/5" by the first name."""
    found: dict[str, list[str]] = {}
    here = {"school": world.school}
    lesson = world.lesson(ALGEBRA, day)
    for code in Attendance.objects.filter(**here, lesson=lesson).exclude(code=None).select_related("code", "person"):
        found.setdefault(code.person.name, []).append(code.code.symbol)
    for mark in (
        Mark.objects.filter(**here, work__lesson_id=lesson.pk)
        .exclude(value="")
        .select_related("person")
        .order_by("work_id", "part")
    ):
        found.setdefault(mark.person.name, []).append(mark.value)
    return {name: " ".join(values) for name, values in found.items()}


def test_one_key_is_one_entry_and_none_is_lost(open_page: OpenPage, world: World) -> None:
    names = pupils(world)
    page = open_grid(open_page, world)
    cell(page, "Аистов00").click()
    keys = [*"5434525н4б3545п34о5н45432"]
    page.evaluate(
        """async ([keys, pace]) => { for (const key of keys) {
             document.activeElement.dispatchEvent(
               new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
             await new Promise((go) => setTimeout(go, pace)); } }""",
        [keys, PACE],
    )
    all_saved(page)
    assert marks(world) == dict(zip(names, keys, strict=True))


def test_a_slash_makes_the_mark_double(open_page: OpenPage, world: World) -> None:
    page = open_grid(open_page, world)
    cell(page, "Зайцев").click()
    page.keyboard.type("4/5")
    expect(cell(page, "Орлова")).to_be_focused()
    page.keyboard.type("3")
    all_saved(page)
    assert marks(world) == {"Ваня": "4 5", "Оля": "3"}
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    all_saved(page)
    assert marks(world) == {}


def test_with_stay_marks_join(open_page: OpenPage, world: World) -> None:
    page = open_grid(open_page, world)
    page.locator("#grid-tools [data-direction]").select_option("stay")
    page.reload()
    cell(page, "Зайцев").click()
    page.keyboard.type("45")
    expect(cell(page, "Зайцев")).to_have_text("4/5")
    all_saved(page)
    assert marks(world) == {"Ваня": "4 5"}


@pytest.mark.parametrize(("key", "symbol"), [("y", "н"), ("g", "п"), (",", "б"), ("b", "б"), ("j", "о"), ("N", "н")])
def test_letters_of_either_layout_are_absences(open_page: OpenPage, world: World, key: str, symbol: str) -> None:
    page = open_grid(open_page, world)
    cell(page, "Зайцев").click()
    page.keyboard.press(key)
    expect(cell(page, "Орлова")).to_be_focused()
    all_saved(page)
    assert marks(world) == {"Ваня": symbol}


def test_a_long_code_is_typed_as_it_is_written(open_page: OpenPage, world: World) -> None:
    page = open_grid(open_page, world)
    cell(page, "Зайцев").click()
    strike(page, *"осв")
    expect(cell(page, "Орлова")).to_be_focused()
    strike(page, *"зач")
    all_saved(page)
    assert marks(world) == {"Ваня": "осв", "Оля": "зач"}


def test_late_stays_with_the_mark(open_page: OpenPage, world: World) -> None:
    type_in(world, "Ваня", "о")
    page = open_grid(open_page, world)
    cell(page, "Зайцев").click()
    page.keyboard.type("4")
    strike(page, *"о 5")
    page.keyboard.press("Enter")
    all_saved(page)
    assert marks(world) == {"Ваня": "о 4", "Оля": "о 5"}


def test_a_block_gets_one_value_and_gives_it_back(open_page: OpenPage, world: World) -> None:
    names = pupils(world, 4)
    page = open_grid(open_page, world)
    cell(page, "Аистов00").click()
    cell(page, "Аистов03").click(modifiers=["Shift"])
    expect(page.locator("[aria-selected=true]")).to_have_count(4)
    page.keyboard.press("5")
    all_saved(page)
    assert marks(world) == dict.fromkeys(names, "5")
    page.keyboard.press("Delete")
    all_saved(page)
    assert marks(world) == {}
    page.keyboard.press("Control+z")
    all_saved(page)
    page.reload()
    page.keyboard.press("Tab")
    cell(page, "Аистов00").click()
    page.keyboard.press("Control+z")
    all_saved(page)
    assert marks(world) == {}
    page.keyboard.press("Control+y")
    all_saved(page)
    assert marks(world) == dict.fromkeys(names, "5")


def test_fill_down_repeats_the_first_row(open_page: OpenPage, world: World) -> None:
    pupils(world, 3)
    type_in(world, "Имя00", "4/5")
    page = open_grid(open_page, world)
    cell(page, "Аистов00").click()
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Control+d")
    all_saved(page)
    assert marks(world) == dict.fromkeys(["Имя00", "Имя01", "Имя02"], "4 5")


def paste(page: Page, text: str) -> None:
    page.evaluate(
        """(text) => { const data = new DataTransfer(); data.setData("text/plain", text);
             document.activeElement.dispatchEvent(
               new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })) }""",
        text,
    )


def test_a_column_is_pasted(open_page: OpenPage, world: World) -> None:
    names = pupils(world, 4)
    page = open_grid(open_page, world)
    cell(page, "Аистов00").click()
    paste(page, "5\r\n\r\n45\r\nн\r\n")
    all_saved(page)
    assert marks(world) == {names[0]: "5", names[2]: "4 5", names[3]: "н"}


def test_what_does_not_fit_is_shown_before_anything_is_written(open_page: OpenPage, world: World) -> None:
    page = open_grid(open_page, world)
    cell(page, "Зайцев").click()
    paste(page, "5\n9\n4")
    dialog = page.get_by_role("dialog", name="Не всё подходит")
    expect(dialog.locator("tbody tr")).to_have_count(2)
    expect(dialog).to_contain_text("Орлова")
    assert marks(world) == {}
    dialog.get_by_role("button", name="Отмена").click()
    assert marks(world) == {}
    paste(page, "5\n9\n4")
    dialog.get_by_role("button", name="Вставить подходящее").click()
    expect(cell(page, "Зайцев")).to_have_text("5")
    all_saved(page)
    assert marks(world) == {"Ваня": "5"}


def test_the_rest_are_absent(open_page: OpenPage, world: World) -> None:
    pupils(world, 3)
    type_in(world, "Имя01", "5")
    page = open_grid(open_page, world)
    page.get_by_text("Остальным…").click()
    page.get_by_role("button", name="н не был").click()
    all_saved(page)
    assert marks(world) == {"Имя00": "н", "Имя01": "5", "Имя02": "н", "Ваня": "н", "Оля": "н"}
    page.get_by_role("button", name="Отменить").first.click()
    all_saved(page)
    assert marks(world) == {"Имя01": "5"}


@pytest.mark.parametrize(("system", "typed"), [("ten", "10"), ("twelve", "12"), ("hundred", "87")])
def test_marks_of_two_digits_are_typed_one_after_the_other(
    open_page: OpenPage, world: World, system: str, typed: str
) -> None:
    WorkType.objects.filter(school=world.school, short_name="к/р").update(system=system)
    new_work(world)
    page = open_grid(open_page, world)
    cell(page, "Зайцев", label="к/р").click()
    page.keyboard.type(typed)
    page.keyboard.press("Enter")
    expect(cell(page, "Орлова", label="к/р")).to_be_focused()
    page.keyboard.type("7")
    page.keyboard.press("Enter")
    expect(cell(page, "Орлова", label="к/р")).to_have_text("7")
    all_saved(page)
    assert marks(world) == {"Ваня": typed, "Оля": "7"}


def test_all_are_here_is_told_when_it_is_saved(open_page: OpenPage, world: World) -> None:
    page = open_grid(open_page, world)
    cell(page, "Зайцев").click()
    page.get_by_role("button", name="Все присутствуют").click()
    expect(says(page)).to_have_text("Посещаемость отмечена.")
    assert world.lesson(ALGEBRA).attendance_at is not None


def test_w_makes_a_work(open_page: OpenPage, world: World) -> None:
    page = open_grid(open_page, world)
    cell(page, "Зайцев", "23").click()
    page.keyboard.press("Escape")
    cell(page, "Зайцев").click()
    page.keyboard.press("w")
    page.get_by_role("dialog").locator("#work_kind").select_option(label="Контрольная работа · ×3")
    page.get_by_role("dialog").get_by_role("button", name="Добавить").click()
    expect(page.get_by_text("к/р ×3", exact=True)).to_be_visible()
    assert Work.objects.get(school=world.school, type=world.work_type("к/р")).lesson == world.lesson(ALGEBRA)


def test_details_take_a_comment(open_page: OpenPage, world: World) -> None:
    type_in(world, "Ваня", "4")
    page = open_grid(open_page, world)
    cell(page, "Зайцев").click()
    page.keyboard.press("Shift+F2")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("24 ноября")
    expect(page.get_by_label("Комментарий к отметке")).to_be_focused()
    page.keyboard.type("Молодец")
    page.keyboard.press("Enter")
    expect(cell(page, "Зайцев")).to_be_focused()
    all_saved(page)
    assert Mark.objects.get(school=world.school, person=world.people["Ваня"]).comment == "Молодец"


@pytest.mark.parametrize(("button", "value"), [("Оставить моё", "5"), ("Взять их", "4")])
def test_a_conflict_shows_both_values(open_page: OpenPage, world: World, button: str, value: str) -> None:
    page = open_grid(open_page, world, refusals=True)
    type_in(world, "Ваня", "4")
    cell(page, "Зайцев").click()
    page.keyboard.type("5")
    expect(page.locator("td.clash")).to_have_text("5")
    assert marks(world) == {"Ваня": "4"}
    cell(page, "Зайцев").click()
    page.keyboard.press("F2")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Моё: 5")
    expect(dialog).to_contain_text("В журнале: 4")
    dialog.get_by_role("button", name=button).click()
    expect(page.locator("td.clash")).to_have_count(0)
    expect(cell(page, "Зайцев")).to_have_text(value)
    all_saved(page)
    assert marks(world) == {"Ваня": value}


def test_taking_back_never_overwrites_another(open_page: OpenPage, world: World) -> None:
    page = open_grid(open_page, world, refusals=True)
    cell(page, "Зайцев").click()
    page.keyboard.type("5")
    all_saved(page)
    type_in(world, "Ваня", "3", who="Анна")
    page.reload()
    cell(page, "Зайцев").click()
    page.keyboard.press("Control+z")
    expect(page.locator("td.clash")).to_have_count(1)
    assert marks(world) == {"Ваня": "3"}


def test_the_pad_of_a_phone(open_page: OpenPage, world: World) -> None:
    pupils(world, 14)
    page = open_grid(open_page, world, width=360, height=640, has_touch=True, is_mobile=True)
    target = cell(page, "Аистов12")
    target.tap()
    pad = page.get_by_role("group", name="Кнопки для записи")
    expect(pad).to_be_visible()
    assert target.bounding_box()["y"] + target.bounding_box()["height"] <= pad.bounding_box()["y"] + 1
    for button in pad.get_by_role("button").all():
        assert button.bounding_box()["height"] >= 44
        assert button.bounding_box()["width"] >= 40
    pad.get_by_role("button", name="5", exact=True).tap()
    expect(target).to_have_text("5")
    pad.get_by_role("button", name="Болел").tap()
    all_saved(page)
    assert marks(world) == {"Имя12": "5", "Имя13": "б"}
    pad.get_by_role("button", name="Отменить").tap()
    all_saved(page)
    assert marks(world) == {"Имя12": "5"}
    pad.get_by_role("button", name="Повторить").tap()
    all_saved(page)
    assert marks(world) == {"Имя12": "5", "Имя13": "б"}
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_headers_and_states_are_told(open_page: OpenPage, world: World) -> None:
    new_work(world)
    page = open_grid(open_page, world)
    grid = page.get_by_role("grid")
    expect(grid.get_by_role("rowheader").first).to_have_text("Зайцев Ваня")
    expect(grid.get_by_role("columnheader", name="24 вт к/р ×3")).to_be_visible()
    assert grid.locator("[tabindex='0']").count() == 1
    page.keyboard.press("Home")
    for width in (1280, 640, 320):
        page.set_viewport_size({"width": width, "height": 700})
        found = Axe().run(page).response["violations"]
        assert [(row["id"], row["nodes"][0]["html"]) for row in found] == [], width
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_arrows_walk_over_everything(open_page: OpenPage, world: World) -> None:
    page = open_grid(open_page, world)
    cell(page, "Зайцев").click()
    page.keyboard.press("ArrowLeft")
    expect(cell(page, "Зайцев", "23")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("columnheader", name="23 пн").get_by_role("link")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Control+End")
    expect(page.locator("tbody tr").last.locator("td").nth(-2)).to_be_focused()
    page.keyboard.press("Home")
    assert page.evaluate("document.activeElement.closest('tr').rowIndex") == 2
    assert MONDAY + timedelta(days=1) == TODAY
