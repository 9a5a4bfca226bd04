"""The pages of assessment procedures: the half-year, a parallel in one act, what is refused once, the public page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from parta.common.codes import code_of
from parta.marks.models import Procedure, ScheduleEdition, Work
from parta.marks.services import approve_schedule
from tests.acts import ALGEBRA, course_url, last_entry, lesson_url, new_work
from tests.marks.test_procedures import DECEMBER, HISTORY, HISTORY_B, NEXT_TUESDAY, plan
from tests.world import TODAY, World

ClientOf = Callable[[str], Client]
PAGE = "/journal/procedures/"


def form(world: World, **values: str) -> dict[str, str]:
    usual = {"kind": code_of(world.work_type("к/р")), "title": "Смута", "minutes": "45", "level": "school", "note": ""}
    return {"target": code_of(world.courses[HISTORY]), "date": "2026-12-01", **usual, **values}


def test_the_half_year_stands_by_weeks_and_as_a_list(world: World, client_of: ClientOf) -> None:
    plan(world, title="Смута")
    new_work(world, world.lesson(HISTORY))
    client = client_of("Анна")
    weeks = client.get(PAGE).content.decode()
    assert "Оценочные процедуры" in weeks and "1 История !" in weeks
    listed = client.get(PAGE, {"view": "list"}).content.decode()
    assert "без плана" in listed
    assert "не чаще раза в 18 дней" in listed
    assert reverse("journal:plan_procedure") in listed


def test_the_page_is_searched_by_class_and_subject(world: World, client_of: ClientOf) -> None:
    plan(world)
    plan(world, DECEMBER, ALGEBRA)
    plan(world, NEXT_TUESDAY, HISTORY_B)
    client = client_of("Ирина")

    def shown(**query: str) -> list[str]:
        rows = client.get(PAGE, {"view": "list", **query}).context["page"].rows
        return [f"{row.entry.course.subject} {row.entry.course.group}" for row in rows]

    assert shown() == ["История 7А", "История 7Б", "Алгебра 7А"]
    assert shown(group=code_of(world.groups["7Б"])) == ["История 7Б"]
    assert shown(subject=code_of(world.courses[ALGEBRA].subject)) == ["Алгебра 7А"]
    assert shown(show="bad") == ["История 7Б", "Алгебра 7А"]
    assert shown(half="2") == []


def test_queries_are_fixed(world: World, client_of: ClientOf, django_assert_num_queries: Callable[..., Any]) -> None:
    plan(world)
    client = client_of("Ирина")
    client.get(PAGE)
    with django_assert_num_queries(QUERIES):
        client.get(PAGE)
    for on in (DECEMBER, date(2026, 12, 22)):
        plan(world, on)
        plan(world, on, HISTORY_B)
    with django_assert_num_queries(QUERIES):
        client.get(PAGE)


QUERIES = 22


def test_a_whole_parallel_is_planned_in_one_act(world: World, client_of: ClientOf) -> None:
    client, url = client_of("Борис"), reverse("journal:plan_procedure")
    offered = client.get(url).context["form"].targets
    wide = next(code for code, row in offered.items() if len(row.courses) == 2)
    assert offered[wide].name == "История, 7-е классы: 7А, 7Б"
    answer = client.post(url, form(world, target=wide, anyway="on", reason="Единый день"))
    assert answer.status_code == 302
    rows = Procedure.objects.filter(school=world.school).order_by("course__group__name")
    assert [(row.course.group.name, row.date, row.number) for row in rows] == [
        ("7А", NEXT_TUESDAY, 2),
        ("7Б", NEXT_TUESDAY, 3),
    ]


def test_a_limit_is_refused_once_and_passed_with_a_reason(world: World, client_of: ClientOf) -> None:
    plan(world, DECEMBER)
    client, url = client_of("Борис"), reverse("journal:plan_procedure")
    answer = client.post(url, form(world))
    assert answer.status_code == 422
    assert "не чаще раза в 18 дней. Рядом: История, 7А, 15 декабря, между ними дней: 14." in answer.content.decode()
    answer = client.post(url, form(world, anyway="on"))
    assert list(answer.context["form"].errors) == ["reason"]
    assert client.post(url, form(world, anyway="on", reason="Каникулы")).status_code == 302
    assert last_entry(world).reason == "Каникулы"


def test_a_procedure_is_moved_and_withdrawn_on_the_page(world: World, client_of: ClientOf) -> None:
    row = plan(world)
    client, url = client_of("Борис"), reverse("journal:procedure", args=[row])
    assert "Романовы" not in client.get(url).content.decode()
    values = form(world, date="2026-12-15", title="Романовы", seen="1")
    assert client.post(url, values).status_code == 302
    row.refresh_from_db()
    assert (row.date, row.title) == (DECEMBER, "Романовы")
    client.post(reverse("journal:drop_procedure", args=[row]))
    row.refresh_from_db()
    assert row.withdrawn_at is not None


def test_an_important_work_is_refused_once_in_the_journal(world: World, client_of: ClientOf) -> None:
    client, url = client_of("Анна"), lesson_url(world, "new_work")
    values = {"kind": code_of(world.work_type("к/р")), "title": "Дроби"}
    answer = client.post(url, values)
    assert answer.status_code == 422
    assert "Не на первом уроке дня." in answer.content.decode()
    assert not Work.objects.filter(school=world.school).exists()
    assert client.post(url, values | {"anyway": "on", "reason": "Алгебра всегда первая"}).status_code == 302
    assert (last_entry(world).action, last_entry(world).reason) == ("marks.work.added", "Алгебра всегда первая")
    assert client.post(url, {**values, "kind": code_of(world.work_type("с/р"))}).status_code == 302


def test_the_dialog_asks_what_stands_against_a_lesson(world: World, client_of: ClientOf) -> None:
    client = client_of("Анна")
    assert "Не на первом уроке дня." in client.get(lesson_url(world, "limits")).content.decode()
    assert f'data-limits="{lesson_url(world, "limits")}"' in client.get(course_url(world)).content.decode()


def test_the_grid_tells_plans_and_broken_limits(world: World, client_of: ClientOf) -> None:
    new_work(world, world.lesson(HISTORY))
    plan(world, NEXT_TUESDAY, title="Смута")
    grid = client_of("Борис").get(course_url(world, HISTORY)).context["grid"]
    told = {column.lesson.date: column for column in grid.columns}
    assert (told[TODAY].label, told[NEXT_TUESDAY].label) == ("к/р ×3", "план: к/р")
    assert "по плану: Контрольная работа · Смута" in told[NEXT_TUESDAY].title
    assert len(told[TODAY].against) == len(told[NEXT_TUESDAY].against) == 1


def test_the_approved_schedule_is_public_without_names(world: World, client_of: ClientOf, client: Client) -> None:
    plan(world, title="Смута")
    url = reverse("journal:approve_schedule", args=[world.main])
    answer = client_of("Ирина").post(url, {"number": "7-о", "dated": "2026-11-24"})
    edition = ScheduleEdition.objects.get(school=world.school)
    assert answer["Location"] == f"{PAGE}?branch={code_of(world.main)}&half=1"
    page = client.get(reverse("service:schedule", args=[edition])).content.decode()
    assert "Утверждён приказом № 7-о" in page and "изменён 24 ноября 2026" in page and "Смута" in page
    assert "Историков" not in page
    assert (
        reverse("service:schedule", args=[edition])
        in client.get(reverse("service:school", args=[world.school])).content.decode()
    )
    late = client_of("Ирина").post(url, {"number": "8", "dated": "2026-11-25"})
    assert (late.status_code, list(late.context["form"].errors)) == (422, ["dated"])


def test_an_older_edition_leads_to_the_present_one(world: World, client: Client) -> None:
    plan(world)
    rows = [ScheduleEdition(school=world.school, branch=world.main, year=world.year, half=1) for _ in range(2)]
    for number, row in enumerate(rows):
        approve_schedule(actor=world.system, edition=row, number=f"{number}", dated=TODAY)
    page = client.get(reverse("service:schedule", args=[rows[0]])).content.decode()
    assert "Эта редакция заменена." in page and reverse("service:schedule", args=[rows[1]]) in page


def test_both_spreadsheets_hold_the_rows(world: World, client_of: ClientOf, client: Client) -> None:
    plan(world, title="Смута")
    row = ScheduleEdition(school=world.school, branch=world.main, year=world.year, half=1)
    approve_schedule(actor=world.system, edition=row, number="7", dated=TODAY)
    inner = client_of("Анна").get(reverse("journal:procedures_xlsx"))
    outer = client.get(reverse("service:schedule_xlsx", args=[row]))
    for answer in (inner, outer):
        sheet = load_workbook(BytesIO(answer.content)).active
        assert [cell.value for cell in sheet[4]][3:7] == ["История", "Контрольная работа", "Смута", 45]
