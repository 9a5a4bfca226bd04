"""The set-up: every register by one list and one form, the school itself, its rules."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from parta.common.codes import code_of
from parta.ledger.models import Entry
from parta.marks.models import WorkType
from parta.school.defaults import POLICY
from parta.school.forms import SETTINGS
from parta.school.models import Bell, BellSet, Branch, Building, Policy, Room, School, Subject, TermScheme
from parta.school.registers import REGISTERS
from parta.school.selectors import policy_of
from tests.world import World

Sign = Callable[[str], Client]


def address(name: str, *parts: str) -> str:
    return reverse(f"school:{name}", args=parts)


@pytest.mark.parametrize(("name", "status"), [("Алла", 200), ("Софья", 200), ("Ирина", 200), ("Анна", 404)])
def test_index_is_for_office_and_management(world: World, client_of: Sign, name: str, status: int) -> None:
    answer = client_of(name).get(address("index"))
    assert answer.status_code == status
    if status == 200:
        for words in ("Виды работ", "Коды посещаемости", "Звонки", "Правила школы"):
            assert words in answer.content.decode()


def test_numbers_of_the_rules_are_shown_as_russians_write_them(world: World, client_of: Sign) -> None:
    page = client_of("Алла").get(address("policy")).content.decode()
    assert "<b>4,6</b>" in page
    assert "4.6" not in page


@pytest.mark.parametrize("key", REGISTERS)
def test_every_register_has_a_list_and_a_form(
    world: World, client_of: Sign, key: str, django_assert_max_num_queries: Any
) -> None:
    client = client_of("Алла")
    with django_assert_max_num_queries(18):
        answer = client.get(address("register", key), {"sort": "name"})
    assert answer.status_code == 200
    assert client.get(address("new", key)).status_code == 200
    row = REGISTERS[key].model.objects.filter(school=world.school).first()
    if row:
        page = client.get(address("put", key, code_of(row)))
        assert page.status_code == 200
        assert client_of("Софья").get(address("put", key, code_of(row))).status_code == 403


def test_unchanged_form_changes_nothing(world: World, client_of: Sign) -> None:
    client, before = client_of("Алла"), Entry.objects.filter(school=world.school).count()
    for key, register in REGISTERS.items():
        row = register.model.objects.filter(school=world.school).first()
        if row is None:
            continue
        form = client.get(address("put", key, code_of(row))).context["form"]
        values = {name: form[name].value() for name in form.fields}
        data = {
            name: "on" if value is True else value
            for name, value in values.items()
            if value is not None and value is not False
        }
        answer = client.post(address("put", key, code_of(row)), data)
        assert answer.status_code == 302, (key, answer.content.decode())
    after = Entry.objects.filter(school=world.school).exclude(action__startswith="accounts.").count()
    assert after <= before


def test_bells_are_added_one_after_another(world: World, client_of: Sign) -> None:
    client = client_of("Ирина")
    bells = BellSet.objects.get(school=world.school, branch=world.main)
    page = client.get(address("new", "bells"), {"within": code_of(bells)})
    assert page.context["form"]["number"].value() == 4
    values = {"bell_set": code_of(bells), "number": "4", "starts": "11:20", "ends": "12:05"}
    answer = client.post(address("new", "bells"), values)
    assert answer["Location"].endswith(f"?within={code_of(bells)}")
    assert Bell.objects.filter(school=world.school, bell_set=bells).count() == 4
    again = client.post(address("new", "bells"), values)
    assert "Такая запись уже есть" in again.content.decode()


def test_lists_of_days_and_year_levels_are_ticked(world: World, client_of: Sign) -> None:
    client, year = client_of("Алла"), code_of(world.year)
    values = {
        "year": year,
        "title": "Карантин",
        "since": "2026-12-01",
        "until": "2026-12-03",
        "year_levels": ["1", "2"],
    }
    assert client.post(address("new", "holidays"), values).status_code == 302
    assert "1, 2" in client.get(address("register", "holidays")).content.decode()
    wrong = client.post(address("new", "holidays"), values | {"title": "Назад", "until": "2026-11-30"})
    assert "раньше первого" in wrong.content.decode()


def test_a_row_in_use_stays_and_an_idle_one_goes(world: World, client_of: Sign) -> None:
    client = client_of("Алла")
    used = Subject.objects.get(school=world.school, name="Алгебра")
    answer = client.post(address("remove", "subjects", code_of(used)), follow=True)
    assert "используется" in answer.content.decode() or "нельзя" in answer.content.decode()
    assert Subject.objects.filter(school=world.school, pk=used.pk).exists()
    idle = Room.objects.get(school=world.school, name="8")
    client.post(address("remove", "rooms", code_of(idle)))
    gone = Entry.objects.filter(school=world.school, action="school.room.removed")
    assert gone.exists() == (not Room.objects.filter(school=world.school, pk=idle.pk).exists())


def test_rows_of_another_school_are_not_there(world: World, client_of: Sign) -> None:
    foreign = world.other.main  # type: ignore[union-attr]
    client = client_of("Алла")
    assert client.get(address("put", "branches", code_of(foreign))).status_code == 404
    assert client.post(address("remove", "branches", code_of(foreign))).status_code == 404
    assert client.get(address("put", "branches", "junk")).status_code == 404
    assert client.get(address("register", "secrets")).status_code == 404
    values = {"branch": code_of(foreign), "name": "Чужое"}
    assert client.post(address("new", "buildings"), values).status_code == 422
    assert not Building.objects.filter(school=world.school, name="Чужое").exists()


def test_only_one_kind_of_work_takes_the_answers(world: World, client_of: Sign) -> None:
    row = WorkType.objects.get(school=world.school, short_name="к/р")
    values = {
        "name": row.name,
        "short_name": "к/р",
        "weight": "3",
        "system": "five",
        "position": "1",
        "is_default": "on",
    }
    answer = client_of("Алла").post(address("put", "work-types", code_of(row)), values)
    assert answer.status_code == 422
    assert "one_default" not in answer.content.decode()


def test_school_is_changed_by_administrator_and_director(world: World, client_of: Sign) -> None:
    values = {"name": "МБОУ", "short_name": "Школа", "week_days": "6", "time_zone": "Europe/Samara", "founder": ""}
    assert client_of("Ирина").post(address("school"), values).status_code == 403
    assert client_of("Денис").post(address("school"), values).status_code == 302
    row = School.objects.get(pk=world.school.pk)
    assert (row.week_days, row.time_zone) == (6, "Europe/Samara")


def test_every_setting_has_words(world: World) -> None:
    assert set(POLICY) == set(SETTINGS)


@pytest.mark.parametrize(
    ("key", "typed", "value"),
    [
        ("invitation_days", "30", 30),
        ("first_year_homework", "yes", True),
        ("average", "simple", "simple"),
        ("lessons_a_day", "4 5 5 5 5 5 6 6 6 7 7", "4 5 5 5 5 5 6 6 6 7 7"),
        ("difficulty", "Шахматы: 3", "Шахматы: 3"),
    ],
)
def test_rules_hold_from_today_with_history(world: World, client_of: Sign, key: str, typed: str, value: object) -> None:
    client = client_of("Денис")
    assert client.post(address("setting", key), {"value": typed}).status_code == 302
    assert policy_of(world.school.pk)[key] == value
    assert Policy.objects.get(school=world.school, key=key).value == value
    assert "24.11.2026" in client.get(address("policy")).content.decode()


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("invitation_days", "0"),
        ("average", "x"),
        ("idle_lock_minutes", "-1"),
        ("lessons_a_day", "4 5"),
        ("week_hours_5", "a b c d e f g h i j k"),
        ("difficulty", "Шахматы"),
    ],
)
def test_wrong_rules_are_refused(world: World, client_of: Sign, key: str, typed: str) -> None:
    assert client_of("Денис").post(address("setting", key), {"value": typed}).status_code == 422
    assert not Policy.objects.filter(school=world.school).exists()


def test_rules_are_read_by_the_office_and_changed_by_the_head(world: World, client_of: Sign) -> None:
    assert client_of("Софья").get(address("policy")).status_code == 200
    assert client_of("Софья").get(address("setting", "average")).status_code == 403
    assert client_of("Алла").get(address("setting", "nothing")).status_code == 404


def test_terms_hang_on_their_scheme(world: World, client_of: Sign) -> None:
    scheme = TermScheme.objects.get(school=world.school)
    answer = client_of("Алла").get(address("register", "terms"), {"within": code_of(scheme)})
    assert "1 четверть" in answer.content.decode()
    form = client_of("Алла").get(address("new", "bells")).content.decode()
    assert "Первая смена · Вячка" in form
    assert Branch.objects.filter(school=world.school).count() == 2
