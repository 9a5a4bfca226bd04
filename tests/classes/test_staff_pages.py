"""The office's list of employees and the card of one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from parta.access.roles import Role
from parta.classes.models import Appointment
from parta.common.codes import code_of
from parta.ledger.models import Entry
from parta.people.models import Employee
from tests.world import World

Sign = Callable[[str], Client]


def address(name: str, *rows: Any) -> str:
    return reverse(f"people:{name}", args=rows)


@pytest.mark.parametrize(("name", "status"), [("Алла", 200), ("Софья", 200), ("Ирина", 200), ("Нина", 404)])
def test_list_is_for_management_and_office(world: World, client_of: Sign, name: str, status: int) -> None:
    assert client_of(name).get(address("staff")).status_code == status


def test_list_tells_roles_and_filters(world: World, client_of: Sign) -> None:
    client = client_of("Алла")
    html = client.get(address("staff")).content.decode()
    assert "Классный руководитель, 7А" in html
    assert "Заведующий филиалом, Вячка" in html or "Вячка" in html
    html = client.get(address("staff"), {"role": "director", "sort": "-name"}).content.decode()
    assert "Директоров" in html
    assert "Алгебраева" not in html
    assert "Секретарёва" in client.get(address("staff"), {"q": "секретарева"}).content.decode()


def test_list_takes_the_same_queries_for_any_length(
    world: World, client_of: Sign, django_assert_max_num_queries: Any
) -> None:
    client = client_of("Алла")
    with django_assert_max_num_queries(19):
        client.get(address("staff"))


def test_card_tells_courses_and_appointments(world: World, client_of: Sign) -> None:
    html = client_of("Денис").get(address("employee", world.staff["Анна"])).content.decode()
    for words in ("Алгебра", "7А англ. 1", "Классный руководитель, 7А", "Назначить"):
        assert words in html
    assert "Новое письмо" not in html
    assert "Новое письмо" in client_of("Алла").get(address("employee", world.staff["Анна"])).content.decode()


def test_hire_then_appoint_then_end(world: World, client_of: Sign) -> None:
    client = client_of("Денис")
    answer = client.post(address("hire"), {"surname": "Новиков", "name": "Глеб", "position": "Учитель физики"})
    card = Employee.objects.get(school=world.school, person__surname="Новиков")
    assert answer["Location"] == address("employee", card)
    wrong = client.post(address("appoint", card), {"role": "class_teacher", "since": "2026-11-24"})
    assert "Классному руководителю нужен класс" in wrong.content.decode()
    client.post(address("appoint", card), {"role": "teacher", "since": "2026-11-24", "order": "7-к"})
    row = Appointment.objects.get(school=world.school, person=card.person)
    assert (row.role, row.order) == (Role.TEACHER, "7-к")
    wrong = client.post(address("end_appointment", row), {"until": "2026-11-01"})
    assert "раньше первого" in wrong.content.decode()
    assert client.post(address("end_appointment", row), {"until": "2026-12-01"}).status_code == 302
    row.refresh_from_db()
    assert row.until == date(2026, 12, 1)
    entry = Entry.objects.filter(school=world.school).order_by("-id").first()
    assert entry
    assert (entry.action, entry.subject) == ("classes.appointment.changed", card.person_id)


def test_letters_and_closing_are_for_the_administrator(world: World, client_of: Sign) -> None:
    anna = world.staff["Анна"]
    assert client_of("Алла").post(address("staff_letter", anna))["Content-Type"] == "application/pdf"
    assert client_of("Денис").post(address("staff_letter", anna)).status_code == 403
    assert client_of("Борис").post(address("staff_letter", anna)).status_code == 404
    assert client_of("Алла").post(address("close_employee", anna), {"reason": "Уволена"}).status_code == 302
    world.accounts["Анна"].refresh_from_db()
    assert not world.accounts["Анна"].is_active


def test_parent_who_comes_to_work_is_one_person(world: World, client_of: Sign) -> None:
    code = code_of(world.people["Мария"])
    values = {"surname": "Зайцева", "name": "Мария", "patronymic": "Ивановна", "position": "Повар"}
    client_of("Алла").post(address("hire") + f"?person={code}", values)
    assert Employee.objects.get(school=world.school, position="Повар").person == world.people["Мария"]
