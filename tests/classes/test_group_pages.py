"""The list of classes and the page of one: rosters, courses, letters."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from parta.access.roles import Role
from parta.accounts.models import Invitation
from parta.classes.models import Appointment, Course, CourseTeacher, Group, GroupPart, Membership
from parta.common.codes import code_of
from parta.ledger.models import Entry
from parta.school.models import Subject
from tests.world import World

Sign = Callable[[str], Client]


def address(name: str, *rows: Any) -> str:
    return reverse(f"classes:{name}", args=rows)


def actions(world: World) -> list[str]:
    return list(Entry.objects.filter(school=world.school).order_by("-id").values_list("action", flat=True)[:5])


def test_list_counts_pupils_and_names_class_teachers(world: World, client_of: Sign) -> None:
    html = client_of("Ирина").get(address("groups")).content.decode()
    for words in ("7А англ. 1", "Алгебраева А. П.", "Вячка", "2–4", "2026/2027 учебный год"):
        assert words in html
    html = client_of("Нина").get(address("groups")).content.decode()
    assert "7Б" not in html
    assert "2В" in html
    assert client_of("Борис").get(address("groups")).status_code == 404


def test_list_takes_the_same_queries_for_any_length(
    world: World, client_of: Sign, django_assert_max_num_queries: Any
) -> None:
    client = client_of("Алла")
    with django_assert_max_num_queries(19):
        client.get(address("groups"))
    with django_assert_max_num_queries(22):
        client.get(address("group", world.groups["7А"]))


def test_roster_is_of_a_day_or_of_all_time(world: World, client_of: Sign) -> None:
    Membership.objects.filter(school=world.school, person=world.people["Оля"]).update(until=date(2026, 11, 1))
    client, where = client_of("Анна"), address("group", world.groups["7А"])
    assert "Орлова" not in client.get(where).content.decode()
    assert "Орлова" in client.get(where, {"on": "2026-10-01"}).content.decode()
    assert "01.11.2026" in client.get(where, {"history": "1"}).content.decode()


@pytest.mark.parametrize(("name", "status"), [("Борис", 404), ("Нина", 404), ("Чулпан", 404), ("Анна", 403)])
def test_strangers_do_not_change_a_class(world: World, client_of: Sign, name: str, status: int) -> None:
    for place in ("change", "add_course"):
        assert client_of(name).get(address(place, world.groups["7А"])).status_code == status
    assert client_of(name).get(address("assign", world.courses["Алгебра 7А"])).status_code == status


def test_new_class_and_its_change(world: World, client_of: Sign) -> None:
    client, branch = client_of("Ирина"), code_of(world.main)
    values = {"kind": "class", "branch": branch, "year_level": "5", "letter": "А", "name": "5А", "shift": "1"}
    assert client.post(address("new"), values).status_code == 302
    made = Group.objects.get(school=world.school, name="5А")
    assert (made.year_level, made.year) == (5, world.year)
    wrong = client.post(address("new"), values)
    assert "Такая запись уже есть" in wrong.content.decode()
    wrong = client.post(address("change", made), values | {"year_level": ""})
    assert wrong.status_code == 422
    assert client.post(address("change", made), values | {"shift": "2"}).status_code == 302
    assert actions(world)[0] == "classes.group.changed"


def test_parts_of_a_combined_class(world: World, client_of: Sign) -> None:
    group = world.groups["2–4"]
    values = {"kind": "combined", "branch": code_of(world.branches["Вячка"]), "name": "2–4", "shift": "1"}
    client_of("Нина").post(address("change", group), values | {"parts": [code_of(world.groups["2В"])]})
    parts = GroupPart.objects.filter(school=world.school, whole=group).values_list("part_id", flat=True)
    assert list(parts) == [world.groups["2В"].pk]


def test_course_with_its_teacher_and_the_end_of_teaching(world: World, client_of: Sign) -> None:
    client = client_of("Ирина")
    subject = code_of(Subject.objects.get(school=world.school, name="Математика"))
    teacher = code_of(world.people["Борис"])
    values = {"subject": subject, "hours_week": "2", "teacher": teacher, "since": "2026-11-24"}
    assert client.post(address("add_course", world.groups["7Б"]), values).status_code == 302
    course = Course.objects.get(school=world.school, group=world.groups["7Б"], subject__name="Математика")
    teaching = CourseTeacher.objects.get(school=world.school, course=course)
    assert teaching.person == world.people["Борис"]
    assert client.post(address("change_course", course), {"hours_week": "3"}).status_code == 302
    assert client.post(address("end_teaching", teaching), {"until": "2026-12-01"}).status_code == 302
    zoya = {"teacher": code_of(world.people["Зоя"]), "since": "2026-12-01"}
    assert client.post(address("assign", course), zoya).status_code == 302
    teaching.refresh_from_db()
    assert teaching.until == date(2026, 12, 1)
    assert actions(world)[0] == "classes.courseteacher.added"


def test_class_teacher_is_appointed_by_the_director(world: World, client_of: Sign) -> None:
    boris = {"person": code_of(world.people["Борис"]), "since": "2026-11-24"}
    assert client_of("Ирина").post(address("lead", world.groups["7Б"]), boris).status_code == 403
    assert client_of("Денис").post(address("lead", world.groups["7Б"]), boris).status_code == 302
    row = Appointment.objects.get(school=world.school, group=world.groups["7Б"])
    assert (row.person, row.role) == (world.people["Борис"], Role.CLASS_TEACHER)


def test_subgroup_takes_pupils_of_its_class(world: World, client_of: Sign) -> None:
    client, group = client_of("Ирина"), world.groups["7А англ. 1"]
    html = client.get(address("add_member", group)).content.decode()
    assert "Зайцев Ваня" in html
    assert "Ёлкин" not in html
    client.post(address("add_member", group), {"people": [code_of(world.people["Ваня"])], "on": "2026-11-24"})
    stay = Membership.objects.get(school=world.school, group=group, person=world.people["Ваня"])
    assert client.post(address("end_stay", stay), {"on": "2026-12-01"}).status_code == 302
    stay.refresh_from_db()
    assert stay.until == date(2026, 12, 1)


def test_letters_of_a_class_are_for_those_without_a_password(world: World, client_of: Sign) -> None:
    client, where = client_of("Анна"), address("letters", world.groups["7А"])
    before = Invitation.objects.count()
    answer = client.post(where)
    assert answer["Content-Type"] == "application/pdf"
    assert Invitation.objects.count() == before + 1  # Оля; Ваня and Мария have passwords, Фёдор has no access
    client.post(where, {"everyone": "on"})
    assert Invitation.objects.count() == before + 4
    for account in (world.accounts["Ваня"], world.accounts["Мария"]):
        assert account.has_usable_password()
    assert client_of("Ирина").post(where).status_code == 404
    assert client_of("Борис").post(where).status_code == 404
