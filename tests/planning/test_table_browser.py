"""The table of a plan at the keyboard, on a phone and without scripts; a lesson takes its topic from the plan."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from parta.planning.arithmetic import Row
from parta.planning.models import Plan
from parta.planning.selectors import rows_of
from tests.acts import ALGEBRA, lesson_url
from tests.planning.test_pages import url
from tests.planning.test_services import put, titles
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Page]

PASTE = """(field, text) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""


def plan_of(world: World) -> Plan:
    plan: Plan = Plan.objects.get(school=world.school, course=world.courses[ALGEBRA])
    return plan


def test_a_plan_is_typed_pasted_moved_and_saved(open_page: Open, world: World) -> None:
    page = open_page("Анна")
    page.goto(url(world, "edit"))
    first = page.locator("tbody tr").first
    topic = first.locator("[name^=title-]")
    topic.fill("Дроби")
    topic.press("Enter")
    second = page.locator("tbody tr").nth(1).locator("[name^=title-]")
    expect(second).to_be_focused()
    second.evaluate(PASTE, "Степени\t2\nКорни\t3")
    expect(page.locator("[data-total]")).to_have_text("Σ 6")
    page.locator("tbody tr").nth(2).locator("[name^=title-]").press("Alt+ArrowUp")
    page.get_by_role("button", name="Добавить раздел").click()
    page.locator("tbody tr").last.locator("[name^=title-]").fill("Функции")
    page.get_by_role("button", name="Сохранить план").last.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("КТП")
    assert [(row.title, row.hours) for row in rows_of(plan_of(world))] == [
        ("Дроби", 1),
        ("Корни", 3),
        ("Степени", 2),
        ("Функции", 0),
    ]


def test_it_works_without_scripts(open_page: Open, world: World) -> None:
    put(world)
    page = open_page("Анна", java_script_enabled=False)
    page.goto(url(world, "edit"))
    page.get_by_role("button", name="Убрать строку").nth(1).click()
    page.get_by_role("button", name="Добавить тему").click()
    page.locator("tbody tr").last.locator("[name^=title-]").fill("Функции")
    page.locator("tbody tr").last.locator("[name^=title-]").press("Enter")
    expect(page.get_by_role("status").first).to_be_attached()
    assert titles(plan_of(world)) == ["Числа", "Степени", "Корни", "Функции"]


@pytest.mark.parametrize("name", ["plan", "edit", "paste"])
def test_nothing_sticks_out_on_a_phone(open_page: Open, world: World, name: str) -> None:
    put(world)
    page = open_page("Анна", width=360, height=740)
    page.goto(url(world, name))
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_the_lesson_takes_its_topic_from_the_plan(open_page: Open, world: World) -> None:
    put(world, [Row(f"Дроби, урок {number}", homework=f"§ {number}", minutes=15) for number in range(1, 120)])
    page = open_page("Анна")
    page.goto(lesson_url(world))
    page.get_by_role("button", name="Взять из плана").click()
    expect(page.locator("[name=topic]")).to_have_value("Дроби, урок 34")
    expect(page.locator("[name=text]").first).to_have_value("§ 34")
    page.get_by_role("button", name="Сохранить урок").click()
    expect(page.get_by_role("button", name="Взять из плана")).to_have_count(0)
    lesson = world.lesson(ALGEBRA)
    assert (lesson.topic, lesson.homework.get().minutes) == ("Дроби, урок 34", 15)
