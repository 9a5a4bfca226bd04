"""The story of the school: a teacher keeps a lesson, the mother reads it in her child's diary."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Page, expect

from parta.attendance.models import Attendance
from parta.marks.models import Mark
from tests.acts import course_url, diary_url, give, lesson_url, new_work, type_in, write
from tests.world import World

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Page]
SAVED = "Всё сохранено"


def cell(page: Page, pupil: str, lesson_day: str = "24", column: str = "") -> Any:
    """The cell of a pupil at a day of the grid (and a work, by the beginning of its label)."""
    place = page.evaluate(
        """([day, label]) => [...document.querySelector("table.grid").tHead.rows[0].cells].findIndex((head) =>
             head.querySelector("b")?.textContent === day && (!label || head.textContent.includes(label)))""",
        [lesson_day, column],
    )
    return page.locator("table.grid tbody tr", has_text=pupil).locator("td").nth(place - 1)


def saved(page: Page) -> None:
    expect(page.locator("#saving")).to_have_text(SAVED)


def values(world: World, name: str) -> list[str]:
    rows = Mark.objects.filter(school=world.school, person=world.people[name]).exclude(value="")
    return list(rows.order_by("work__position", "part").values_list("value", flat=True))


def test_a_lesson_goes_from_the_teacher_to_the_mother(open_page: OpenPage, world: World) -> None:
    page = open_page("Анна")
    page.goto(reverse("journal:day"))
    page.get_by_role("link", name="Алгебра 7А").first.click()
    page.locator("#id_topic").fill("Линейная функция")
    page.locator("#id_text").fill("§ 19, № 412")
    page.get_by_role("button", name="Записать урок").or_(page.locator(".primary", has_text="урок")).first.click()
    expect(page.locator("#id_topic")).to_have_value("Линейная функция")
    cell(page, "Зайцев").click()
    page.keyboard.type("j 4/5")
    page.keyboard.press("Enter")
    expect(cell(page, "Орлова")).to_be_focused()
    page.keyboard.type("n")
    page.keyboard.press("Control+z")
    expect(cell(page, "Орлова")).to_have_text("")
    page.keyboard.type("y")
    page.keyboard.press("ArrowUp")
    expect(cell(page, "Зайцев")).to_be_focused()
    saved(page)
    expect(cell(page, "Зайцев")).to_have_text("о 4/5")
    expect(cell(page, "Орлова")).to_have_text("н")
    expect(page.locator("tr", has_text="Зайцев").locator(".avg")).to_have_text("4,50")
    add_a_work(page)
    cell(page, "Зайцев", column="к/р").click()
    page.keyboard.type("j 2")
    page.keyboard.press("Enter")
    saved(page)
    assert values(world, "Ваня") == ["4", "5", "2"]
    assert Attendance.objects.get(school=world.school, person=world.people["Оля"]).code == world.code("н")
    the_mother_reads(open_page("Мария", width=360))


def add_a_work(page: Page) -> None:
    page.get_by_text("Добавить работу").first.click()
    page.locator("#work_kind").select_option(label="Контрольная работа · ×3")
    page.locator("#work_title").fill("Проверка по § 18")
    page.get_by_label("Всё равно добавить").check()
    page.get_by_label("Почему").fill("Алгебра всегда первая")
    page.locator("form[action$='/work/'] button.primary").click()
    expect(page.get_by_text("к/р ×3 !", exact=True)).to_be_visible()


def the_mother_reads(page: Page) -> None:
    page.goto(reverse("diary:week"))
    if not page.get_by_text("Линейная функция").is_visible():
        page.get_by_role("link", name="Ваня").click()
    lesson = page.locator("li.lesson", has_text="Алгебра")
    for words in ("Линейная функция", "§ 19, № 412", "26 ноября", "опоздал", "Проверка по § 18"):
        expect(lesson.get_by_text(words).first).to_be_visible()
    assert lesson.locator(".mark").all_inner_texts() == ["4", "5", "2"]
    page.goto(page.url.split("?")[0] + "?date=2026-11-26")
    expect(page.locator("li.lesson", has_text="Алгебра").get_by_text("§ 19, № 412")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_two_devices_of_one_teacher_meet(open_page: OpenPage, world: World) -> None:
    first, second = (open_page("Анна", refusals=True) for _device in range(2))
    for page in (first, second):
        page.goto(course_url(world))
    cell(first, "Зайцев").click()
    first.keyboard.type("4")
    first.keyboard.press("Enter")
    saved(first)
    cell(second, "Зайцев").click()
    second.keyboard.type("5")
    second.keyboard.press("Enter")
    expect(second.locator("#grid-says")).to_contain_text("теперь в ней «4»")
    expect(cell(second, "Зайцев")).to_have_text("5")
    cell(second, "Зайцев").click()
    second.keyboard.press("Enter")
    second.keyboard.press("Enter")
    saved(second)
    assert values(world, "Ваня") == ["5"]


def test_a_wrong_mark_is_refused_in_words(open_page: OpenPage, world: World) -> None:
    page = open_page("Анна", refusals=True)
    page.goto(course_url(world))
    cell(page, "Зайцев").click()
    page.keyboard.type("7")
    page.keyboard.press("Enter")
    expect(page.locator("#grid-says")).to_contain_text("«7»")
    expect(cell(page, "Зайцев")).to_have_text("7")
    cell(page, "Зайцев").click()
    page.keyboard.type("4")
    page.keyboard.press("Enter")
    saved(page)
    assert values(world, "Ваня") == ["4"]


def test_a_refused_cell_may_be_left_as_it_was(open_page: OpenPage, world: World) -> None:
    type_in(world, "Ваня", "4")
    page = open_page("Анна", refusals=True)
    page.goto(course_url(world))
    cell(page, "Зайцев").click()
    page.keyboard.type("7")
    page.keyboard.press("Enter")
    expect(page.locator("#grid-says")).to_contain_text("«7»")
    cell(page, "Зайцев").click()
    page.keyboard.press("Escape")
    expect(cell(page, "Зайцев")).to_have_text("4")
    saved(page)


def test_without_a_connection_nothing_typed_is_lost(open_page: OpenPage, world: World) -> None:
    page = open_page("Анна", refusals=True)
    page.goto(course_url(world))
    page.context.set_offline(True)
    cell(page, "Зайцев").click()
    page.keyboard.type("4/5")
    page.keyboard.press("Enter")
    expect(page.locator("#saving")).to_contain_text("ждёт связи")
    expect(cell(page, "Зайцев")).to_have_text("4/5")
    page.context.set_offline(False)
    saved(page)
    assert values(world, "Ваня") == ["4", "5"]


def test_second_thoughts_before_the_answer_are_no_conflict(open_page: OpenPage, world: World) -> None:
    page = open_page("Анна")
    page.goto(course_url(world))
    slow = "() => { const real = fetch; window.fetch = async (...all) => {"
    page.evaluate(slow + "await new Promise((go) => setTimeout(go, 300)); return real(...all); } }")
    cell(page, "Зайцев").click()
    for typed in "543":
        page.keyboard.type(typed)
        page.keyboard.press("Enter")
        page.keyboard.press("ArrowUp")
    saved(page)
    expect(cell(page, "Зайцев")).to_have_text("3")
    assert values(world, "Ваня") == ["3"]


def test_after_signing_out_elsewhere_nothing_typed_is_lost(open_page: OpenPage, world: World) -> None:
    page = open_page("Анна", refusals=True)
    page.goto(course_url(world))
    page.context.clear_cookies(name="sessionid")
    cell(page, "Зайцев").click()
    page.keyboard.type("4")
    page.keyboard.press("Enter")
    expect(page.locator("#saving")).to_contain_text("Войдите снова")
    expect(cell(page, "Зайцев")).to_have_text("4")
    expect(cell(page, "Зайцев")).to_have_class("wait")


def test_without_scripts_the_lesson_page_does_it(open_page: OpenPage, world: World) -> None:
    page = open_page("Анна", width=360, java_script_enabled=False)
    page.goto(course_url(world))
    page.get_by_role("link", name="Урок и список").click()
    page.get_by_role("textbox", name="Зайцев Ваня").fill("о 4/5")
    page.get_by_role("button", name="Записать список").or_(page.locator("form.sheet button")).first.click()
    expect(page.get_by_role("textbox", name="Зайцев Ваня")).to_have_value("о 4/5")
    page.locator("#id_topic").fill("Функция")
    page.locator("form[action$='/text/'] button").click()
    expect(page.locator("#id_topic")).to_have_value("Функция")
    assert values(world, "Ваня") == ["4", "5"]


def pages(world: World) -> dict[str, list[str]]:
    """Addresses by who looks at them."""
    return {
        "": ["/account/login/", "/"],
        "Анна": [
            reverse("journal:day"),
            course_url(world),
            lesson_url(world),
            reverse("journal:courses"),
            reverse("journal:class"),
        ],
        "Денис": [reverse("journal:school"), reverse("people:pupils")],
        "Мария": [
            diary_url(world, "Ваня"),
            diary_url(world, "Ваня", "?view=week"),
            diary_url(world, "Ваня", page="marks_of"),
        ],
    }


def a_full_lesson(world: World) -> None:
    write(world, "Линейная функция и её график: свойства, построение")
    give(world, "§ 19, № 412–415, https://example.org/a-very-long-address-that-does-not-break-anywhere", minutes=20)
    work = new_work(world, title="Проверка по § 18")
    type_in(world, "Ваня", "о 4/2", comment="Нужно повторить")
    type_in(world, "Ваня", "о 2", work_id=work.pk)
    type_in(world, "Оля", "н")


@pytest.mark.parametrize("who", ["", "Анна", "Денис", "Мария"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_accessible(open_page: OpenPage, world: World, who: str, scheme: str) -> None:
    a_full_lesson(world)
    page = open_page(who, color_scheme=scheme)
    problems = []
    for url in pages(world)[who]:
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(url)
            found = Axe().run(page).response["violations"]
            problems += [
                f"{url} {width} {row['id']}: {node['html'][:200]} {node['any'][:1] and node['any'][0]['message']}"
                for row in found
                if row["impact"] in ("serious", "critical")
                for node in row["nodes"]
            ]
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("who", ["", "Анна", "Денис", "Мария"])
def test_nothing_is_cut_off_on_a_small_phone(open_page: OpenPage, world: World, who: str) -> None:
    a_full_lesson(world)
    page = open_page(who, width=320)
    for url in pages(world)[who]:
        page.goto(url)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, url
