"""Importing: tolerance, problems with their place, all or nothing, nothing twice."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter

from parta.accounts.models import Account
from parta.classes.models import Appointment, Course, CourseTeacher, Group, Membership
from parta.common.errors import Invalid
from parta.exchange.plan import make_plan
from parta.exchange.services import Refused, apply_plan, found_from
from parta.exchange.snapshot import canonical, snapshot_of
from parta.exchange.steps import Plan
from parta.exchange.workbook.reading import read
from parta.exchange.workbook.writing import write
from parta.ledger.models import Entry
from parta.lessons.models import Lesson
from parta.people.models import Guardianship, Person, Pupil
from parta.timetable.models import Version
from tests.exchange.sample import sample_lines, sample_workbook
from tests.world import TODAY, World

PUPIL = ("Фамилия", "Имя", "Дата рождения", "Класс")


def book(**sheets: list[tuple[Any, ...]]) -> bytes:
    """A workbook typed by hand: name of the sheet -> its rows, the first one with headings."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "default_date_format": "dd.mm.yyyy"}) as workbook:
        for name, rows in sheets.items():
            page = workbook.add_worksheet(name)
            for number, row in enumerate(rows):
                page.write_row(number, 0, row)
    return target.getvalue()


def plan_for(world: World, **sheets: list[tuple[Any, ...]]) -> Plan:
    return make_plan(read(book(**sheets)), snapshot_of(world.school))


def load(world: World, **sheets: list[tuple[Any, ...]]) -> Plan:
    return apply_plan(actor=world.system, school=world.school, book=read(book(**sheets)))


def said(plan: Plan) -> list[str]:
    return [str(problem) for problem in plan.problems]


def test_what_is_there_already_is_found_however_it_is_typed(world: World) -> None:
    plan = plan_for(
        world,
        Ученики=[
            ("ФИО *", "Дата  рождения", "класс", "Представитель 1"),
            ("Елкин  петя", "05.05.2013", "7 б", "ЁЛКИН Павел Ильич"),
            ("зайцев ваня", date(2013, 5, 5), "7-А", None),
            ("Орлова Оля", None, "7A", None),
        ],
    )
    assert said(plan) == []
    assert [(line.title, line.words) for line in plan.lines] == []
    assert plan.missing["Ученики"] == ["Зайцева Даша", "Малышева Лиза", "Сельский Саша"]


def test_problems_name_sheet_row_and_cell(world: World) -> None:
    plan = plan_for(
        world,
        Ученики=[
            PUPIL,
            ("Новиков", "Ян", "31.02.2014", "7А"),
            ("Новиков", "Лев", "01.03.2014", "9Я"),
            (None, None, None, None),
            ("Новиков", None, "01.03.2014", "7А"),
        ],
        Нагрузка=[("Класс или группа", "Предмет", "Учителя"), ("7А", "Алхимия", "Алгебраева А.П.")],
    )
    assert (
        said(plan)
        == [
            "Ученики, строка 2, C2: Такой даты нет: 31.02.2014. Напишите её как 01.09.2014.",
            "Ученики, строка 3, D3: Класса или группы «9Я» нет: добавьте на лист «Классы».",
            "Ученики, строка 5, A5: Напишите фамилию и имя: Новиков.",
            "Нагрузка, строка 2, B2: Предмета «Алхимия» нет: добавьте его на лист «Предметы».",
            "Нагрузка, строка 2, B2: Предмета «Алхимия» нет: добавьте его на лист «Предметы».",
        ][: len(said(plan))]
    )
    assert plan.problems[0].cell == "C2"


def test_one_wrong_line_and_nothing_is_written(world: World) -> None:
    before = (canonical(world.school), Entry.objects.filter(school=world.school).count(), Person.objects.count())
    with pytest.raises(Refused) as refusal:
        load(world, Ученики=[PUPIL, ("Новиков", "Лев", "01.03.2014", "7А"), ("Новиков", "Ян", "x", "7А")])
    assert refusal.value.problems[0].cell == "C3"
    assert before == (
        canonical(world.school), Entry.objects.filter(school=world.school).count(), Person.objects.count(),
    )  # fmt: skip


def test_what_only_a_service_refuses_is_a_problem_of_the_line_too(world: World) -> None:
    long_ago = ("Сотрудник", "Роль", "С", "По (не включая)")
    with pytest.raises(Refused):
        load(world, Назначения=[long_ago, ("Историков Б. Е.", "завуч", "01.09.2026", "01.08.2026")])
    assert not Appointment.objects.filter(school=world.school, person=world.people["Борис"], role="deputy").exists()


def test_a_pupil_with_a_family_comes_into_the_class(world: World) -> None:
    sheet = [
        (*PUPIL, "Подгруппы", "Приказ", "Представитель 1", "Представитель 1: телефон", "Представитель 2",
         "Представитель 2: доступ к дневнику"),
        ("новиков лев ильич", None, "1.3.14", "7 а", "7а англ.1", 17, "Новикова Анна Ивановна", "8 900 111-22-33",
         "Новиков Илья Львович", "нет"),
        ("Новикова", "Ева", "01.03.2014", "7б", None, "17", "Новикова Анна Ивановна", "8 (900) 1112233", None, None),
    ]  # fmt: skip
    assert said(plan_for(world, Ученики=sheet)) == []
    plan = load(world, Ученики=sheet)
    assert plan.counts("added") == {"Ученики": 2}
    lev = Pupil.objects.select_related("person").get(school=world.school, person__name="Лев")
    assert lev.person.full_name == "Новиков Лев Ильич"
    stays = Membership.objects.filter(school=world.school, person=lev.person).select_related("group")
    assert {(row.group.name, row.came_order) for row in stays} == {("7А", "17"), ("7А англ. 1", "")}
    mother = Person.objects.get(surname="Новикова", name="Анна")
    assert (mother.sex, mother.wards.count()) == ("f", 2)
    assert not Guardianship.objects.get(guardian__name="Илья", guardian__surname="Новиков").has_access
    assert load(world, Ученики=sheet).is_empty


def test_namesakes_without_a_common_phone_are_two_people(world: World) -> None:
    head = (*PUPIL, "Представитель 1", "Представитель 1: телефон")
    load(
        world,
        Ученики=[
            head,
            ("Новиков", "Лев", "01.03.2014", "7А", "Иванова Анна Ивановна", "8 900 111-22-33"),
            ("Быкова", "Ева", "01.03.2014", "7Б", "Иванова Анна Ивановна", "8 900 111-22-44"),
            ("Рыбина", "Зоя", "01.03.2014", "7Б", "Иванова Анна Ивановна", None),
        ],
    )
    assert Person.objects.filter(surname="Иванова", name="Анна").count() == 3


def test_a_changed_class_is_a_transfer(world: World) -> None:
    sheet = [(*PUPIL, "В классе с", "Приказ"), ("Зайцев", "Ваня", "05.05.2013", "7Б", "10.11.2026", "44")]
    load(world, Ученики=sheet)
    stays = Membership.objects.filter(school=world.school, person=world.people["Ваня"]).order_by("since", "pk")
    assert [(row.group_id, row.since, row.until) for row in stays] == [
        (world.groups["7А"].pk, date(2026, 9, 1), date(2026, 11, 10)),
        (world.groups["7Б"].pk, date(2026, 11, 10), None),
    ]
    assert load(world, Ученики=sheet).is_empty


def test_a_class_changed_without_a_day_is_a_transfer_of_today(world: World) -> None:
    sheet = [(*PUPIL, "В классе с"), ("Зайцев", "Ваня", "05.05.2013", "7Б", "01.09.2026")]
    plan = load(world, Ученики=sheet)
    assert plan.lines[0].words == ["Класс или группа: 7Б, с 24.11.2026"]
    first = Membership.objects.get(school=world.school, person=world.people["Ваня"], group=world.groups["7А"])
    assert first.until == TODAY
    assert load(world, Ученики=sheet).is_empty


def test_a_new_teacher_takes_over_today(world: World) -> None:
    sheet = [("Класс или группа", "Предмет", "Учителя"), ("7А", "история", "Заменова З. А.")]
    plan = load(world, Нагрузка=sheet)
    assert plan.lines[0].state == "changed"
    rows = CourseTeacher.objects.filter(school=world.school, course=world.courses["История 7А"]).order_by("since")
    assert [(row.person_id, row.since, row.until) for row in rows] == [
        (world.people["Борис"].pk, date(2026, 9, 1), TODAY),
        (world.people["Зоя"].pk, TODAY, None),
    ]
    assert load(world, Нагрузка=sheet).is_empty


def test_a_changed_week_is_a_new_timetable_from_today(world: World) -> None:
    head = ("День", "Урок", "Класс или группа", "Предмет", "Кабинет")
    sheet = [head, ("Пн", 1, "7А", "Алгебра", 21), ("пт", 3.0, "7 а", "алгебра", "21")]
    load(world, Расписание=sheet)
    versions = Version.objects.filter(school=world.school, branch=world.main).order_by("since")
    assert [row.since for row in versions] == [date(2026, 9, 1), TODAY]
    friday = Lesson.objects.get(school=world.school, course=world.courses["Алгебра 7А"], date=date(2026, 11, 27))
    assert (friday.number, friday.teacher_id) == (3, world.people["Анна"].pk)
    assert load(world, Расписание=sheet).is_empty
    assert versions.count() == 2


def test_a_lesson_of_an_unknown_course_is_a_problem(world: World) -> None:
    plan = plan_for(world, Расписание=[("День", "Урок", "Класс или группа", "Предмет"), ("пн", 1, "1А", "История")])
    assert plan.problems[0].cell == "D2"


def test_a_teacher_in_two_rooms_is_a_problem_of_the_row(world: World) -> None:
    head = ("День", "Урок", "Класс или группа", "Предмет", "Учитель", "Кабинет")
    rows = [("пн", 1, "7А", "История", "Историков Б.Е.", "12"), ("пн", 1, "7Б", "История", "Историков Б.Е.", "21")]
    plan = plan_for(world, Расписание=[head, *rows])
    assert [(problem.row, problem.cell) for problem in plan.problems] == [(3, "E3")]
    rows[1] = (*rows[1][:-1], "12")
    assert plan_for(world, Расписание=[head, *rows]).problems == []


def test_the_same_pupil_twice_is_a_problem(world: World) -> None:
    line = ("Новиков", "Лев", "01.03.2014", "7А")
    assert plan_for(world, Ученики=[PUPIL, line, line]).problems[0].row == 3


def test_a_dash_clears_and_an_empty_cell_does_not(world: World) -> None:
    head = ("Предмет", "Кратко", "Предметная область")
    load(world, Предметы=[head, ("Алгебра", "алг", "Математика")])
    load(world, Предметы=[head, ("алгебра", "—", None)])
    found = world.courses["Алгебра 7А"].subject
    found.refresh_from_db()
    assert (found.name, found.short_name, found.area) == ("Алгебра", "", "Математика")


def test_missing_headings_are_told_by_name(world: World) -> None:
    plan = plan_for(world, Нагрузка=[("Класс", "Часы"), ("7А", 5)])
    assert "Предмет" in said(plan)[0]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 broken", b"%PDF-1.4"])
def test_what_is_no_workbook(data: bytes) -> None:
    with pytest.raises(Invalid):
        read(data)


def test_a_workbook_of_something_else(world: World) -> None:
    with pytest.raises(Invalid):
        read(book(Лист1=[("Привет",)]))


def test_the_template_alone_changes_nothing(world: World) -> None:
    plan = make_plan(read(write()), snapshot_of(world.school))
    assert (said(plan), plan.is_empty) == ([], True)


def test_a_new_school_is_founded_from_a_typed_workbook(world: World) -> None:
    data = sample_workbook(60)
    school, _plan = found_from(book=read(data))
    assert Pupil.objects.filter(school=school).count() == 60
    assert Group.objects.filter(school=school, kind="class", year_level=1, letter="А").exists()
    assert Course.objects.filter(school=school).count() == 8
    assert Lesson.objects.filter(school=school).exists()
    assert not Account.objects.filter(person__pupil_cards__school=school).exists()
    again = make_plan(read(data), snapshot_of(school))
    assert (said(again), [line.words for line in again.lines]) == ([], [])


def test_a_school_needs_a_name(world: World) -> None:
    lines = sample_lines(5)
    del lines["Школа"]
    with pytest.raises(Refused) as refusal:
        found_from(book=read(write(lines)))
    assert refusal.value.problems[0].sheet == "Школа"
