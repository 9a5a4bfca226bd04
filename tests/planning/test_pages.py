"""The pages of a plan: the table as a plain form, pasting, files, approval, copies, the correction sheet."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from parta.common.codes import Ref, encode
from parta.planning.models import Correction, Plan, PlanState
from parta.planning.selectors import rows_of
from parta.planning.services import approve_plan, submit_plan
from parta.planning.services.writing import Why
from tests.acts import ALGEBRA
from tests.planning.test_services import ROWS, approved, put, titles
from tests.world import World, add_course

ClientOf = Callable[[str], Client]


def url(world: World, name: str, *more: Any, course: str = ALGEBRA) -> str:
    room = "journal" if name == "plan" else "planning"
    return reverse(f"{room}:{name}", args=[world.courses[course], *more])


def plan_of(world: World) -> Plan:
    plan: Plan = Plan.objects.get(school=world.school, course=world.courses[ALGEBRA])
    return plan


def form(*lines: dict[str, str], **more: str) -> dict[str, Any]:
    """The form of the table: lines with their fields."""
    data: dict[str, Any] = {"row": [str(number) for number in range(len(lines))], "seen": "0", **more}
    for number, line in enumerate(lines):
        data |= {f"{name}-{number}": value for name, value in line.items()}
    return data


def test_a_plan_is_typed_as_a_plain_form(world: World, client_of: ClientOf) -> None:
    client = client_of("Анна")
    page = client.get(url(world, "edit"))
    assert page.content.decode().count('name="row"') == 7
    lines = (
        {"title": "Числа", "kind": "section"},
        {"title": "Дроби", "hours": "2", "kind": "new", "homework": "§ 1", "minutes": "20"},
        {"title": "", "hours": "1"},
        {"title": "Степени", "hours": "1", "kind": "control", "important": "1", "work": "к/р"},
    )
    answer = client.post(url(world, "edit"), form(*lines, title="Программа"))
    assert (answer.status_code, answer["Location"]) == (302, url(world, "plan"))
    rows = rows_of(plan_of(world))
    assert [(row.title, row.hours, row.kind) for row in rows] == [
        ("Числа", 0, "section"),
        ("Дроби", 2, "new"),
        ("Степени", 1, "control"),
    ]
    assert (rows[1].homework, rows[1].minutes, rows[2].is_important, rows[2].work) == ("§ 1", 20, True, "к/р")
    assert plan_of(world).title == "Программа"


def test_what_is_wrong_stands_beside_its_line_and_nothing_typed_is_lost(world: World, client_of: ClientOf) -> None:
    lines = ({"title": "Дроби", "hours": "полтора"}, {"title": "", "homework": "§ 7"})
    answer = client_of("Анна").post(url(world, "edit"), form(*lines))
    html = answer.content.decode()
    assert answer.status_code == 422
    assert html.count('class="error"') == 2
    assert "полтора" in html and "§ 7" in html
    assert not Plan.objects.filter(school=world.school).exists()


def test_buttons_add_and_move_lines_without_saving(world: World, client_of: ClientOf) -> None:
    client = client_of("Анна")
    lines = ({"title": "Дроби"}, {"title": "Степени"})
    moved = client.post(url(world, "edit"), form(*lines, act="down.0"))
    assert [line.title for line in moved.context["lines"]] == ["Степени", "Дроби"]
    more = client.post(url(world, "edit"), form(*lines, act="section"))
    assert [(line.title, line.kind) for line in more.context["lines"]][-1] == ("", "section")
    assert not Plan.objects.filter(school=world.school).exists()


def test_two_who_change_a_plan_do_not_write_over_each_other(world: World, client_of: ClientOf) -> None:
    put(world)
    answer = client_of("Анна").post(url(world, "edit"), form({"title": "Другое", "hours": "1"}))
    assert answer.status_code == 409
    assert "Другое" in answer.content.decode()
    assert len(titles(plan_of(world))) == 4
    assert answer.context["seen"] == "1"


def test_an_approved_plan_asks_why(world: World, client_of: ClientOf) -> None:
    plan = approved(world)
    client = client_of("Анна")
    code = encode("topic", Ref(world.school.pk, rows_of(plan)[1].id or 0))
    line = {"code": code, "title": "Дроби", "hours": "1"}
    seen = str(plan.version)
    refused = client.post(url(world, "edit"), form(line, seen=seen))
    assert refused.status_code == 422
    client.post(url(world, "edit"), form(line, seen=seen, reason="Карантин", means="shortened"))
    sheet = client.get(url(world, "corrections")).content.decode()
    assert "Карантин" in sheet and "сокращены темы" in sheet and "«Дроби»: 1 ч вместо 2" in sheet


def paste(client: Client, world: World, **data: Any) -> Any:
    return client.post(url(world, "paste"), data)


TEXT = "№\tТема урока\tЧасы\nРаздел 1\t\t\n1\tДроби\t2\n2\tКонтрольная работа № 1\t1"


def test_pasted_lines_are_shown_before_they_are_written(world: World, client_of: ClientOf) -> None:
    client = client_of("Анна")
    seen = paste(client, world, text=TEXT)
    assert [row.title for _number, row, _kind in seen.context["rows"]] == [
        "Раздел 1",
        "Дроби",
        "Контрольная работа № 1",
    ]
    assert not Plan.objects.filter(school=world.school).exists()
    columns = {"column-0": "-", "column-1": "title", "column-2": "hours"}
    paste(client, world, text=seen.context["text"], head="1", act="write", **columns)
    assert [(row.title, row.hours) for row in rows_of(plan_of(world))] == [
        ("Раздел 1", 0),
        ("Дроби", 2),
        ("Контрольная работа № 1", 1),
    ]


def test_hours_that_cannot_be_read_are_not_written(world: World, client_of: ClientOf) -> None:
    client = client_of("Анна")
    columns = {"column-0": "title", "column-1": "hours", "column-2": "work"}
    text = "Дроби\t1-2\tКонтрольная работа\nУглы\t6\t\nИтого 68\t\t"
    refused = paste(client, world, text=text, head="0", act="write", **columns)
    html = refused.content.decode()
    assert (refused.status_code, refused.context["unread"]) == (422, [0])
    assert "«Дроби»: часы «1-2» не читаются" in html
    assert "В строке «Итого 68» стоит 68 ч, а в прочитанных темах — 7 ч" in html
    assert "Записать в план" not in html
    assert not Plan.objects.filter(school=world.school).exists()
    paste(client, world, text=text.replace("1-2", "2"), head="0", act="write", **columns)
    assert [(row.title, row.hours, row.work) for row in rows_of(plan_of(world))] == [
        ("Дроби", 2, "к/р"),
        ("Углы", 6, ""),
    ]


def test_columns_may_be_told_otherwise(world: World, client_of: ClientOf) -> None:
    columns = {"column-0": "homework", "column-1": "title"}
    seen = paste(client_of("Анна"), world, text="§ 1\tДроби\n§ 2\tСтепени", head="0", act="look", **columns)
    assert [(row.title, row.homework) for _n, row, _k in seen.context["rows"]] == [("Дроби", "§ 1"), ("Степени", "§ 2")]


def test_pasted_lines_may_come_after_those_that_stand(world: World, client_of: ClientOf) -> None:
    put(world)
    columns = {"column-0": "title"}
    paste(client_of("Анна"), world, text="Функции\nГрафики", head="0", act="write", keep="1", **columns)
    assert titles(plan_of(world)) == ["Числа", "Дроби", "Степени", "Корни", "Функции", "Графики"]


def test_an_approved_plan_is_not_pasted_over_without_a_reason(world: World, client_of: ClientOf) -> None:
    approved(world)
    client = client_of("Анна")
    refused = paste(client, world, text="Функции", head="0", act="write", **{"column-0": "title"})
    assert refused.context["why"].errors
    paste(client, world, text="Функции", head="0", act="write", reason="Новый учебник", **{"column-0": "title"})
    assert Correction.objects.get(school=world.school).reason == "Новый учебник"


def test_pasted_lines_do_not_write_over_what_came_meanwhile(world: World, client_of: ClientOf) -> None:
    client = client_of("Анна")
    seen = paste(client, world, text="Функции")
    put(world)
    refused = paste(client, world, text="Функции", seen="0", head="0", act="write", **{"column-0": "title"})
    assert (seen.status_code, refused.status_code) == (200, 422)
    assert titles(plan_of(world)) == ["Числа", "Дроби", "Степени", "Корни"]


def xlsx() -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        page = book.add_worksheet()
        for number, row in enumerate([("№", "Тема", "Часы"), (1, "Дроби", 2), (2, "Степени", 1)]):
            page.write_row(number, 0, row)
    return target.getvalue()


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(body: str = "", head: str = "") -> bytes:
    def cell(text: str, span: int = 1) -> str:
        return f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>'

    lines = [("№", "Тема", "Часы"), ("1", "Дроби", "2"), ("2", "Степени", "1")]
    rows = [f"<w:tr>{''.join(map(cell, line))}</w:tr>" for line in lines]
    rows.insert(1, f"<w:tr>{cell('Раздел 1', 3)}</w:tr>")
    table = f"<w:tbl>{''.join(rows)}</w:tbl>"
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as parts:
        xml = f'<?xml version="1.0"?>{head}<w:document xmlns:w="{W}"><w:body>{body or table}</w:body></w:document>'
        parts.writestr("word/document.xml", xml)
    return target.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "found"),
    [
        ("план.xlsx", xlsx(), ["Дроби", "Степени"]),
        ("план.docx", docx(), ["Раздел 1", "Дроби", "Степени"]),
        ("план.csv", "Тема;Часы\nДроби;2\nСтепени;1".encode("cp1251"), ["Дроби", "Степени"]),
    ],
)
def test_a_file_is_read_like_pasted_lines(
    world: World, client_of: ClientOf, name: str, data: bytes, found: list[str]
) -> None:
    seen = paste(client_of("Анна"), world, file=SimpleUploadedFile(name, data))
    rows = seen.context["rows"]
    assert [row.title for _number, row, _kind in rows] == found
    assert [row.hours for _number, row, _kind in rows][-2:] == [2, 1]


def bomb() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("word/document.xml", b" " * (61 * 2**20))
    return target.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("план.xlsx", b"not a workbook"),
        ("план.docx", xlsx()),
        ("план.docx", docx(head='<!DOCTYPE d [<!ENTITY a "aaaa">]>', body="&a;")),
        ("план.docx", docx(body="<w:p/>")),
        ("план.docx", bomb()),
        ("план.xlsx", bomb()),
        ("план.csv", b"\x00\x01"),
        ("план.exe", b"MZ"),
    ],
)
def test_other_files_are_refused_in_words(world: World, client_of: ClientOf, name: str, data: bytes) -> None:
    answer = paste(client_of("Анна"), world, file=SimpleUploadedFile(name, data))
    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]


def test_the_way_of_a_plan_from_draft_to_approval(world: World, client_of: ClientOf) -> None:
    put(world)
    teacher, deputy = client_of("Анна"), client_of("Ирина")
    assert "Сдать на проверку" in teacher.get(url(world, "plan")).content.decode()
    teacher.post(url(world, "submit"))
    assert plan_of(world).state == PlanState.SUBMITTED
    assert "Утвердить" in deputy.get(url(world, "plan")).content.decode()
    assert "Утвердить" not in teacher.get(url(world, "plan")).content.decode()
    deputy.post(url(world, "return"), {"words": "Где контрольные?"})
    assert "Где контрольные?" in teacher.get(url(world, "plan")).content.decode()
    teacher.post(url(world, "submit"))
    deputy.post(url(world, "approve"), {"seen": str(plan_of(world).version)})
    assert (plan_of(world).state, plan_of(world).edition) == (PlanState.APPROVED, 1)
    edition = teacher.get(url(world, "edition", 1)).content.decode()
    assert "Дроби" in edition and "Завучева" in edition
    assert teacher.get(url(world, "edition", 2)).status_code == 404


def test_a_plan_that_changed_meanwhile_is_not_approved_unseen(world: World, client_of: ClientOf) -> None:
    put(world)
    client_of("Анна").post(url(world, "submit"))
    answer = client_of("Ирина").post(url(world, "approve"), {"seen": "1"})
    assert answer.status_code == 409
    assert plan_of(world).state == PlanState.SUBMITTED


@pytest.mark.parametrize("name", ["edit", "paste", "join"])
def test_a_plan_that_is_handed_in_says_so_before_it_is_changed(world: World, client_of: ClientOf, name: str) -> None:
    put(world)
    client = client_of("Анна")
    client.post(url(world, "submit"))
    client.get(url(world, "plan"))
    answer = client.get(url(world, name), follow=True)
    assert answer.redirect_chain == [(url(world, "plan"), 302)]
    assert "План на проверке у заместителя директора" in answer.content.decode()


def test_two_topics_are_joined_from_a_form(world: World, client_of: ClientOf) -> None:
    plan = approved(world)
    code = encode("topic", Ref(world.school.pk, rows_of(plan)[2].id or 0))
    client_of("Анна").post(url(world, "join"), {"topic": code, "reason": "Карантин", "means": "joined"})
    assert [row.joins for row in rows_of(plan)] == [False, False, True, False]


def test_a_plan_is_copied_from_a_form(world: World, client_of: ClientOf) -> None:
    course = add_course(world, "Алгебра", "7Б", "Анна")
    put(world)
    client = client_of("Анна")
    (value, _label), *_others = client.get(url(world, "copy")).context["form"].fields["courses"].choices
    client.post(url(world, "copy"), {"courses": value})
    assert titles(Plan.objects.get(school=world.school, course=course)) == titles(plan_of(world))


def test_returned_corrections_say_why_to_the_teacher(world: World, client_of: ClientOf) -> None:
    plan = approved(world)
    put(world, rows_of(plan)[:-1], why=Why("Карантин"))
    teacher, deputy = client_of("Анна"), client_of("Ирина")

    def waiting() -> int:
        count: int = deputy.get(reverse("journal:plans")).context["found"].counts["waiting"]
        return count

    assert waiting() == 1
    assert url(world, "return") in deputy.get(url(world, "plan")).content.decode()
    deputy.post(url(world, "return"), {"words": "Корни нужны к экзамену"})
    assert waiting() == 0
    page, sheet = (teacher.get(url(world, name)).content.decode() for name in ("plan", "corrections"))
    assert "Корректировка возвращена: Корни нужны к экзамену" in page
    assert "возвращено" in sheet and "Корни нужны к экзамену" in sheet
    assert url(world, "return") not in deputy.get(url(world, "plan")).content.decode()
    put(world, ROWS, why=Why("Корни возвращены"))
    assert waiting() == 1
    assert "Корни нужны" not in teacher.get(url(world, "plan")).content.decode()


def test_courses_with_approved_plans_are_shown_but_closed(world: World, client_of: ClientOf) -> None:
    taken = add_course(world, "Алгебра", "7Б", "Анна")
    put(world)
    put(world, name="Алгебра 7Б")
    plan = submit_plan(actor=world.actor("Анна"), plan=Plan.objects.get(school=world.school, course=taken))
    approve_plan(actor=world.actor("Ирина"), plan=plan)
    client = client_of("Анна")
    page = client.get(url(world, "copy"))
    html = page.content.decode()
    ((value, label),) = page.context["form"].fields["courses"].choices
    assert label.startswith("7Б · ") and label.endswith(" · утверждён")
    assert "disabled" in html and "План на проверке и утверждённый план не перезаписываются" in html
    assert "Скопировать</button>" not in html
    assert client.post(url(world, "copy"), {"courses": value}).status_code == 422
    plan.refresh_from_db()
    assert plan.version == 3


def test_queries_of_the_table_are_fixed(
    world: World, client_of: ClientOf, django_assert_num_queries: Callable[..., Any]
) -> None:
    client = client_of("Анна")
    put(world)
    with django_assert_num_queries(QUERIES):
        client.get(url(world, "edit"))
    put(world, [*ROWS, *ROWS, *ROWS], why=Why())
    with django_assert_num_queries(QUERIES):
        client.get(url(world, "edit"))


QUERIES = 19
