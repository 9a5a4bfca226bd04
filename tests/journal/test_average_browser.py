"""A click on an average opens its explanation over the page, for the teacher and for the family on a phone."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from tests.acts import ALGEBRA, MONDAY, course_url, diary_url, new_work, type_in
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Page]


def fill(world: World) -> None:
    monday = world.lesson(ALGEBRA, MONDAY)
    first = new_work(world, monday, weight=Decimal(3))
    type_in(world, "Ваня", "2", work_id=first.pk, lesson=monday)
    type_in(world, "Ваня", "4", work_id=new_work(world, retake_of=first).pk)
    type_in(world, "Ваня", "3")


def test_the_teacher_opens_it_and_plans(open_page: Open, world: World) -> None:
    fill(world)
    page = open_page("Анна")
    page.goto(course_url(world))
    page.locator("td.avg a").first.click()
    dialog = page.locator("dialog.explained")
    expect(dialog).to_contain_text("заменена отработкой")
    expect(dialog).to_contain_text("15 : 4 = 3,75")
    dialog.locator("select[name=mark]").first.select_option("5")
    dialog.get_by_role("button", name="Посчитать").click()
    expect(dialog.get_by_role("status")).to_have_text("Средняя станет 4,00, сейчас 3,75.")
    dialog.get_by_role("button", name="Закрыть").click()
    expect(dialog).to_be_hidden()
    page.locator("td.avg a").first.press("Enter")
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text("15 : 4 = 3,75")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_the_family_reads_it_on_a_phone(open_page: Open, world: World) -> None:
    fill(world)
    page = open_page("Мария", width=360, height=740)
    page.goto(diary_url(world, "Ваня", page="marks_of"))
    page.get_by_text("Алгебра", exact=True).click()
    page.get_by_role("link", name="Как получилась и что, если…").click()
    dialog = page.locator("dialog.explained")
    expect(dialog).to_contain_text("До «5»: средняя от 4,6")
    sticks_out = "[...document.querySelectorAll('dialog .scroll, dialog')].some((e) => e.scrollWidth > e.clientWidth)"
    assert page.evaluate(sticks_out) is False


def test_it_works_without_scripts(open_page: Open, world: World) -> None:
    fill(world)
    page = open_page("Анна", java_script_enabled=False)
    page.goto(course_url(world))
    page.locator("td.avg a").first.click()
    expect(page.locator("main")).to_contain_text("15 : 4 = 3,75")
    page.locator("select[name=mark]").first.select_option("2")
    page.get_by_role("button", name="Посчитать").click()
    expect(page.locator("form [role=status]")).to_have_text("Средняя станет 3,40, сейчас 3,75.")
