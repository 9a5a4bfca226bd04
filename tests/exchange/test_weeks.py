"""A version of the timetable on paper, in Excel and as a file of aSc."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from parta.classes.models import GroupKind
from parta.common.codes import code_of
from parta.exchange.asc.drafting import draft_of
from parta.exchange.asc.facts import facts_of
from parta.exchange.asc.making import timetable_of
from parta.exchange.asc.matching import matching_of
from parta.exchange.asc.reading import read
from parta.exchange.asc.writing import write
from parta.exchange.week.printing import _side_by_side, week_pdf
from parta.exchange.week.reading import Book, book_of
from parta.timetable.models import Slot, Version, Week
from parta.timetable.services import Place, draft_version, put_slots
from tests.world import World, add_course, add_group

Sign = Callable[[str], Client]


@pytest.fixture
def version(world: World) -> Version:
    found: Version = Version.objects.select_related("branch").get(school=world.school, branch=world.main)
    return found


def test_a_class_has_the_lessons_of_its_subgroups(version: Version) -> None:
    book = book_of(version)
    tables = {table.title: table for table in book.tables["class"]}
    assert list(tables) == ["1А", "7А", "7Б"]
    assert [cell.subject for cell in tables["7А"].cells[1, 3]] == ["Английский язык"]
    assert tables["7А"].cells[1, 3][0].group == "7А англ. 1"
    assert [table.title for table in book.tables["teacher"]] == ["Алгебраева Анна Петровна", "Историков Борис Ефимович"]
    assert {table.title for table in book.tables["room"]} == {"каб. 21", "каб. 12", "каб. 8"}
    assert (list(book.numbers), book.times[1], book.days[0]) == ([1, 2, 3], "08:30–09:15", "Понедельник")


def sheet_of(data: bytes, title: str) -> dict[tuple[str, int], dict[str, str]]:
    """A sheet by day and number: the cell of each column."""
    rows = list(load_workbook(BytesIO(data))[title].iter_rows(min_row=4, values_only=True))
    head = rows[0][3:]
    return {(row[0], row[1]): dict(zip(head, row[3:], strict=True)) for row in rows[1:]}  # type: ignore[misc]


def test_the_workbook_has_a_sheet_each(world: World, client_of: Sign, version: Version) -> None:
    data = client_of("Борис").get(reverse("timetables:xlsx", args=[version])).content
    classes = sheet_of(data, "По классам")
    assert classes["Понедельник", 1]["7А"] == "Алгебра\nАлгебраева А. П., каб. 21"
    assert classes["Вторник", 3]["7А"] == "Английский язык\n7А англ. 1, Алгебраева А. П., каб. 21"
    assert sheet_of(data, "По учителям")["Вторник", 3]["Историков Борис Ефимович"] == "История\n7Б, каб. 12"
    assert sheet_of(data, "По кабинетам")["Среда", 1]["каб. 8"] == "Математика\n1А, Алгебраева А. П."


def test_a_name_is_never_a_formula(world: World, version: Version) -> None:
    world.courses["История 7Б"].subject.name = "=1+1"
    world.courses["История 7Б"].subject.save()
    from parta.exchange.week.workbook import workbook_of

    sheet = load_workbook(BytesIO(workbook_of(book_of(version))))["По классам"]
    found = [cell for row in sheet.iter_rows() for cell in row if str(cell.value or "").startswith("=1+1")]
    assert found and {cell.data_type for cell in found} == {"s"}


@pytest.mark.parametrize("kind", ["class", "teacher", "room", "school"])
def test_paper_is_a_pdf(world: World, client_of: Sign, version: Version, kind: str) -> None:
    response = client_of("Борис").get(reverse("timetables:pdf", args=[version]), {"by": kind})
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-")


def test_paper_of_one(world: World, client_of: Sign, version: Version) -> None:
    address = reverse("timetables:pdf", args=[version])
    boris = client_of("Борис")
    for by, row in (("class", world.groups["7А"]), ("teacher", world.people["Анна"]), ("room", world.rooms["21"])):
        assert boris.get(address, {"by": by, "of": code_of(row)}).status_code == 200
    for by, row in (("class", world.groups["2В"]), ("teacher", world.people["Зоя"]), ("room", world.rooms["Б1"])):
        assert boris.get(address, {"by": by, "of": code_of(row)}).status_code == 404
    assert boris.get(address, {"by": "pupils"}).status_code == 404
    assert boris.get(address, {"by": "class", "of": "x"}).status_code == 404


def test_the_whole_school_is_side_by_side(version: Version) -> None:
    book = book_of(version)
    pages = _side_by_side(book, list(book.tables["class"]) * 4)
    assert [page["columns"] for page in pages] == [["1А", "7А", "7Б"] * 2] * 2
    assert [len(page["columns"]) for page in _side_by_side(book, list(book.tables["class"])[:1] * 13)] == [5, 5, 3]
    monday = pages[0]["parts"][0]
    assert (monday["title"], [row["head"] for row in monday["rows"]]) == ("Понедельник", ["1"])
    assert monday["rows"][0]["cells"][1] == [{"what": "Алгебра", "where": "каб.\u00a021"}]
    assert pages[0]["parts"][1]["rows"][2]["cells"][1] == [
        {"what": "Английский язык", "where": "англ.\u00a01, каб.\u00a021"}
    ]


def test_an_empty_draft_is_a_page_too(world: World) -> None:
    version = draft_version(actor=world.system, branch=world.main, year=world.year, since=date(2026, 12, 7))
    for kind in ("class", "teacher", "room", "school"):
        assert week_pdf(book_of(version), kind).startswith(b"%PDF-")


def test_a_week_of_the_cycle_is_told(world: World) -> None:
    version = draft_version(actor=world.system, branch=world.main, year=world.year, since=date(2026, 12, 7))
    put_slots(actor=world.system, version=version, places=[Place(world.courses["История 7Б"].pk, 5, 0, Week.SECOND)])
    book: Book = book_of(version)
    assert (len(book.days), list(book.numbers)) == (6, [0])
    assert book.tables["class"][0].cells[5, 0][0].week == "вторая неделя"


def test_the_file_of_asc_is_taken_from_the_page(world: World, client_of: Sign, version: Version) -> None:
    html = client_of("Борис").get("/office/timetable/", {"group": code_of(world.groups["7А"])}).content.decode()
    for name in ("asc", "xlsx", "pdf"):
        assert f'href="{reverse(f"timetables:{name}", args=[version])}' in html
    assert f"?by=class&amp;of={code_of(world.groups['7А'])}" in html
    response = client_of("Борис").get(reverse("timetables:asc", args=[version]))
    assert response["Content-Disposition"] == 'attachment; filename="timetable-2026-09-01.xml"'
    found = read(response.content)
    assert len(found.cards) == Slot.objects.filter(school=world.school, version=version).count()
    assert [row.name for row in found.classes] == ["1А", "7А", "7Б"]
    assert [(row.name, row.entireclass) for row in found.groups][1:3] == [("Весь класс", True), ("7А англ. 1", False)]
    assert not found.students


def test_a_book_takes_a_fixed_number_of_queries(version: Version, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(5):
        book_of(version)


def test_a_pupil_taught_apart_is_not_named(world: World) -> None:
    """Schools name such groups after the child: neither a sheet on the wall nor a file for aSc says so."""
    add_group(world, "7А, на дому: Зайцев В.", kind=GroupKind.HOME, parts=("7А",))
    course = add_course(world, "Физика", "7А, на дому: Зайцев В.", "Борис")
    version = draft_version(actor=world.system, branch=world.main, year=world.year, since=date(2026, 12, 7))
    place = Place(course.pk, 0, 5, 0, world.people["Борис"].pk, world.rooms["12"].pk)
    put_slots(actor=world.system, version=version, places=[place])
    book = book_of(version)
    assert book.tables["class"] == []
    assert [table.cells[0, 5][0].group for kind in ("teacher", "room") for table in book.tables[kind]] == [
        "7А, на дому"
    ] * 2
    data = write(timetable_of(version))
    assert "7А, на дому" in data.decode() and "Зайцев" not in data.decode()
    facts = facts_of(world.main, world.year, date(2026, 12, 7))
    for file in (read(data), read(data.replace(code_of(course.group).encode(), b"X"))):
        matching = matching_of(file, facts, {})
        assert matching.open == [] and draft_of(file, facts, matching).places == (place,)
