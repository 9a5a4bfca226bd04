"""The sheet of a day for the notice board; the report of substitutions and missed lessons by its definitions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from parta.journal.selectors.substituted import Report, ReportLine, Sheet
from parta.journal.services.covering import give_lesson
from parta.lessons.models import DayKind, DayMode
from parta.lessons.services import cancel_lesson, move_lesson, substitute_teacher
from tests.acts import ALGEBRA, MONDAY, write
from tests.covering import ENGLISH, absent, other_subgroup, stay_home
from tests.world import TODAY, World

WEDNESDAY = date(2026, 11, 25)
SHEET_QUERIES = 16
REPORT_QUERIES = 17
"""Of the whole page, sign-in and frame included."""

ClientOf = Callable[[str], Client]
Queries = Callable[..., Any]


def report(client: Client, query: str = "") -> Report:
    found: Report = client.get(reverse("journal:substituted") + query).context["found"]
    return found


def line(client: Client, world: World, name: str, query: str = "") -> ReportLine:
    person = world.people[name]
    return next(row for row in report(client, query).lines if row.name == person.full_name)


def sheet(client: Client, query: str = "") -> Sheet:
    found: Sheet = client.get(reverse("journal:day_sheet") + query).context["found"]
    return found


def give(world: World, course: str, teacher: str, on: date = TODAY) -> None:
    lesson = world.lesson(course, on)
    substitute_teacher(actor=world.actor("Ирина"), lesson=lesson, teacher=world.people[teacher])


def test_replaced_is_another_teacher_alone(world: World, client_of: ClientOf) -> None:
    move_lesson(actor=world.actor("Ирина"), lesson=world.lesson("История 7А"), on=WEDNESDAY, number=2)
    client = client_of("Ирина")
    assert (line(client, world, "Анна").replaced, line(client, world, "Анна").most) == (1, "Алгебра")
    boris = line(client, world, "Борис")
    assert (boris.replaced, boris.moved, boris.missed) == (0, 1, 0)


def test_missed_is_cancelled_or_nobody_came(world: World, client_of: ClientOf) -> None:
    cancel_lesson(actor=world.actor("Ирина"), lesson=world.lesson(ENGLISH), reason="Некому")
    absent(world, since=date(2026, 11, 17), until=date(2026, 11, 19))
    found = line(client_of("Ирина"), world, "Анна")
    assert (found.missed, found.replaced) == (5, 1)  # four lessons of the absence, the cancelled one; Monday's


def test_a_frost_day_is_nobodys_missed_lesson(world: World, client_of: ClientOf) -> None:
    before = report(client_of("Ирина"), "?all=1").total
    stay_home(world)
    after = report(client_of("Ирина"), "?all=1").total
    assert (after.missed, after.planned) == (0, before.planned - 4)


def test_remote_lessons_count_as_ever(world: World, client_of: ClientOf) -> None:
    before = report(client_of("Ирина")).total
    stay_home(world, mode=DayMode.REMOTE)
    assert report(client_of("Ирина")).total == before


def test_a_lesson_given_instead_is_paid_once_it_is_written_in(world: World, client_of: ClientOf) -> None:
    client = client_of("Денис")
    zoya = line(client, world, "Зоя")
    assert (zoya.instead, zoya.unwritten, zoya.planned) == (0, 1, 0)
    write(world, "Дроби", who="Зоя", lesson=world.lesson(ALGEBRA, MONDAY))
    zoya = line(client, world, "Зоя")
    assert (zoya.instead, zoya.unwritten) == (1, 0)


def test_a_combined_class_at_once_is_one_hour(world: World, client_of: ClientOf) -> None:
    for course in ("Математика 2В", "Математика 4В"):
        give(world, course, "Зоя")
        write(world, "Сложение", who="Зоя", lesson=world.lesson(course))
    assert line(client_of("Ирина"), world, "Зоя").instead == 1
    assert line(client_of("Ирина"), world, "Вера").replaced == 2


def test_groups_joined_are_counted_apart(world: World, client_of: ClientOf) -> None:
    other_subgroup(world)
    absent(world)
    give_lesson(actor=world.actor("Ирина"), lesson=world.lesson(ENGLISH), person_id=world.people["Зоя"].pk, joined=True)
    write(world, "Past Simple", who="Зоя", lesson=world.lesson(ENGLISH))
    found = line(client_of("Ирина"), world, "Зоя")
    assert (found.instead, found.joined) == (1, 1)


def test_all_subjects_are_named_where_equal(world: World, client_of: ClientOf) -> None:
    give(world, ENGLISH, "Зоя")
    assert line(client_of("Ирина"), world, "Анна").most == "Алгебра, Английский язык"


def test_the_head_of_a_branch_counts_the_branch(world: World, client_of: ClientOf) -> None:
    found = report(client_of("Нина"), "?all=1")
    assert [row.name for row in found.lines] == [world.people["Вера"].full_name]


def test_the_days_are_chosen(world: World, client_of: ClientOf) -> None:
    assert report(client_of("Ирина"), "?since=2026-11-24&until=2026-11-24").lines == []
    found = report(client_of("Ирина"), "?since=2020-01-01&until=2026-11-24")
    assert (found.since, found.total.replaced) == (date(2025, 11, 23), 1)


def test_the_workbook_says_the_same(world: World, client_of: ClientOf) -> None:
    answer = client_of("Ирина").get(reverse("journal:substituted_file"))
    assert answer["Content-Disposition"] == 'attachment; filename="substitutions-2026-11-01-2026-11-24.xlsx"'
    rows = list(openpyxl.load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True))
    total = report(client_of("Ирина")).total
    assert rows[0][:3] == ("Учитель", "Уроков по плану", "Замещено")
    assert [row[0] for row in rows[1:]] == [
        world.people["Анна"].full_name,
        world.people["Зоя"].full_name,
        "Всего",
    ]
    assert rows[-1][1:3] == (total.planned, 1)


def test_the_sheet_of_a_day_is_by_class_or_by_teacher(world: World, client_of: ClientOf) -> None:
    give(world, ALGEBRA, "Зоя")
    cancel_lesson(actor=world.actor("Ирина"), lesson=world.lesson("История 7Б"), reason="Экскурсия")
    move_lesson(actor=world.actor("Ирина"), lesson=world.lesson(ENGLISH), on=WEDNESDAY, number=2)
    client = client_of("Ирина")
    found = sheet(client)
    assert [(name, len(lines)) for name, lines in found.groups] == [("7А", 1), ("7А англ. 1", 1), ("7Б", 1)]
    assert [name for name, _lines in sheet(client, "?by=teacher").groups] == [
        "Алгебраева А. П.",
        "Заменова З. А.",
        "Историков Б. Е.",
    ]
    text = client.get(reverse("journal:day_sheet")).content.decode()
    assert "урока не будет" in text and "перенесён на 25 ноября, 2-й урок" in text and "Экскурсия" not in text
    [(_name, [moved])] = sheet(client, "?date=2026-11-25").groups
    assert (moved.came, moved.lesson.number) == (True, 2)


def test_the_sheet_names_the_classes_that_stay_home(world: World, client_of: ClientOf) -> None:
    stay_home(world, "7А", "7Б", kind=DayKind.QUARANTINE)
    stay_home(world, kind=DayKind.QUARANTINE, branch=world.branches["Вячка"])
    client = client_of("Ирина")
    for page in ("day_sheet", "substitutions"):
        text = client.get(reverse(f"journal:{page}")).content.decode()
        assert "Карантин: уроков нет — 7А, 7Б" in text
        assert f"Карантин: уроков нет — {world.branches['Вячка'].short_name}" in text
        assert "Всё по расписанию" not in text
        assert "Всё по расписанию" in client.get(reverse(f"journal:{page}") + "?date=2026-11-25").content.decode()


@pytest.mark.parametrize("more", [False, True])
def test_pages_need_a_fixed_number_of_queries(
    world: World, client_of: ClientOf, django_assert_num_queries: Queries, more: bool
) -> None:
    give(world, ALGEBRA, "Зоя")
    if more:
        give(world, ENGLISH, "Зоя")
        give(world, "История 7Б", "Зоя")
        absent(world, "Борис")
    client = client_of("Ирина")
    for address, count in (
        (reverse("journal:day_sheet"), SHEET_QUERIES),
        (reverse("journal:substituted"), REPORT_QUERIES),
    ):
        with django_assert_num_queries(count):
            assert client.get(address).status_code == 200
