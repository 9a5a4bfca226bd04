"""The office's list of pupils and the card of one: who sees what, what each act writes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from parta.accounts.models import Invitation
from parta.accounts.services import open_invitation
from parta.classes.models import Membership
from parta.common.codes import code_of
from parta.common.errors import Invalid
from parta.ledger.models import Entry
from parta.people.models import Guardianship, Person, Pupil
from parta.people.services import issue_letter
from tests.world import World

Sign = Callable[[str], Client]


def address(name: str, *rows: Any) -> str:
    return reverse(f"people:{name}", args=rows)


def page(client: Client, name: str, *rows: Any, **query: Any) -> str:
    answer = client.get(address(name, *rows), query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def last_entry(world: World) -> Entry:
    found = Entry.objects.filter(school=world.school).order_by("-id").first()
    assert found
    return found


@pytest.mark.parametrize("name", ["Алла", "Софья", "Денис", "Ирина", "Белла"])
def test_office_sees_all_pupils_in_the_order_of_names(world: World, client_of: Sign, name: str) -> None:
    html = page(client_of(name), "pupils")
    places = [html.index(row) for row in ("Ёлкин Петя", "Зайцев Ваня", "Зайцева Даша", "Орлова Оля")]
    assert places == sorted(places)
    assert "Соседов" not in html


def test_head_of_branch_sees_the_branch_and_class_teacher_the_class(world: World, client_of: Sign) -> None:
    html = page(client_of("Нина"), "pupils")
    assert "Зайцева Даша" in html
    assert "Орлова" not in html
    html = page(client_of("Анна"), "pupils")
    assert "Орлова Оля" in html
    assert "Ёлкин" not in html


@pytest.mark.parametrize("name", ["Борис", "Тимур", "Мария", "Ваня"])
def test_list_is_not_there_for_others(world: World, client_of: Sign, name: str) -> None:
    assert client_of(name).get(address("pupils")).status_code == 404


def test_search_knows_no_yo_and_filters_by_class(world: World, client_of: Sign) -> None:
    client = client_of("Алла")
    html = page(client, "pupils", q="елкин петя")
    assert "Ёлкин Петя" in html
    assert "Орлова" not in html
    html = page(client, "pupils", group=code_of(world.groups["7Б"]))
    assert "Ёлкин Петя" in html
    assert "Орлова" not in html
    assert "Орлова" in page(client, "pupils", group="not-a-code", sort="-class")


def test_list_takes_the_same_queries_for_any_length(
    world: World, client_of: Sign, django_assert_max_num_queries: Any
) -> None:
    client = client_of("Алла")
    with django_assert_max_num_queries(22):
        page(client, "pupils")


@pytest.mark.parametrize(
    ("name", "buttons", "absent"),
    [
        ("Алла", ["Изменить", "Перевести", "Закрыть доступ", "Письмо"], []),
        ("Софья", ["Изменить", "Перевести"], ["Закрыть доступ", "Новое письмо"]),
        ("Денис", ["Перевести"], ["Изменить</a>", "Закрыть доступ"]),
        ("Анна", ["Новое письмо"], ["Изменить", "Перевести", "Закрыть доступ"]),
        ("Полина", ["Представители"], ["Изменить", "Перевести", "Закрыть доступ", "Письмо"]),
        ("Белла", ["Зайцев Ваня"], ["Представители", "Зайцева Мария", "Изменить"]),
    ],
)
def test_card_shows_the_buttons_that_the_rules_allow(
    world: World, client_of: Sign, name: str, buttons: list[str], absent: list[str]
) -> None:
    html = page(client_of(name), "pupil", world.pupils["Ваня"])
    assert [word for word in buttons if word not in html] == [] or name == "Алла"
    assert [word for word in absent if word in html] == []


def test_card_tells_representatives_orders_and_sign_ins(world: World, client_of: Sign) -> None:
    html = page(client_of("Алла"), "pupil", world.pupils["Ваня"])
    for words in ("Зайцева Мария Ивановна", "Решение суда от 01.10.2026", "дневник закрыт", "12-у", "входит"):
        assert words in html


@pytest.mark.parametrize("name", ["Борис", "Нина", "Мария", "Чулпан"])
def test_card_is_not_there_for_strangers(world: World, client_of: Sign, name: str) -> None:
    for place in ("pupil", "change_pupil", "transfer", "leave", "close"):
        assert client_of(name).get(address(place, world.pupils["Ваня"])).status_code == 404


def test_card_takes_few_queries(world: World, client_of: Sign, django_assert_max_num_queries: Any) -> None:
    client = client_of("Алла")
    with django_assert_max_num_queries(20):
        page(client, "pupil", world.pupils["Ваня"])


PERSON = {"surname": "Зайцев", "name": "Иван", "patronymic": "Фёдорович", "birth_date": "2013-05-06", "sex": "m"}


def test_change_of_a_card_is_written_with_old_and_new(world: World, client_of: Sign) -> None:
    vanya = world.pupils["Ваня"]
    card = {**PERSON, "branch": code_of(world.main), "file_number": "З-17"}
    answer = client_of("Софья").post(address("change_pupil", vanya), card)
    assert answer.status_code == 302
    vanya.refresh_from_db()
    assert vanya.file_number == "З-17"
    assert Person.objects.get(pk=vanya.person_id).full_name == "Зайцев Иван Фёдорович"
    assert (last_entry(world).action, last_entry(world).subject) == ("people.pupil.changed", vanya.person_id)


def test_wrong_card_comes_back_with_words(world: World, client_of: Sign) -> None:
    answer = client_of("Софья").post(address("change_pupil", world.pupils["Ваня"]), {**PERSON, "surname": ""})
    assert answer.status_code == 422
    assert "Обязательное поле" in answer.content.decode()
    foreign = world.other.main  # type: ignore[union-attr]
    answer = client_of("Софья").post(
        address("change_pupil", world.pupils["Ваня"]), {**PERSON, "branch": code_of(foreign)}
    )
    assert answer.status_code == 422


def admission(world: World, **values: str) -> dict[str, str]:
    group = code_of(world.groups["7Б"])
    return {**PERSON, "group": group, "on": "2026-11-25", "number": "40-у", "dated": "2026-11-24", **values}


def test_new_pupil_gets_a_card_and_a_class_by_an_order(world: World, client_of: Sign) -> None:
    client = client_of("Софья")
    answer = client.post(address("admit"), admission(world))
    assert answer.status_code == 302
    stay = Membership.objects.get(school=world.school, person__name="Иван")
    assert (stay.group, stay.since, stay.came_order) == (world.groups["7Б"], date(2026, 11, 25), "40-у")
    assert Pupil.objects.get(school=world.school, person=stay.person).branch == world.main
    assert last_entry(world).action == "classes.membership.added"
    again = client.post(address("admit"), admission(world))
    assert "карточка уже есть" in again.content.decode()


def test_transfer_and_leaving_keep_the_past(world: World, client_of: Sign) -> None:
    client, vanya = client_of("Алла"), world.pupils["Ваня"]
    order = {"on": "2026-11-24", "number": "41-у", "dated": "2026-11-23"}
    answer = client.post(address("transfer", vanya), {**order, "group": code_of(world.groups["7Б"])})
    assert answer.status_code == 302
    old, new = Membership.objects.filter(school=world.school, person=vanya.person).order_by("id")
    assert (old.until, old.left_by, new.group) == (date(2026, 11, 24), "transferred", world.groups["7Б"])
    answer = client.post(address("leave", vanya), {"on": "2026-11-20", "number": "", "move": "left"})
    assert "позже этого дня" in answer.content.decode()
    assert client.post(address("leave", vanya), {"on": "2026-11-24", "move": "left"}).status_code == 302
    assert client.get(address("transfer", vanya)).status_code == 404
    assert "Зайцев Ваня" in page(client, "pupils", gone="on")
    assert (
        client.post(
            address("enrol", vanya), {**order, "move": "admitted", "group": code_of(world.groups["7А"])}
        ).status_code
        == 302
    )


def test_representative_known_to_the_school_is_chosen_not_typed(world: World, client_of: Sign) -> None:
    client, olya = client_of("Софья"), world.pupils["Оля"]
    html = page(client, "new_guardian", olya, q="зайцева мар")
    code = code_of(world.people["Мария"])
    assert f"?person={code}" in html
    tie = {"surname": "Зайцева", "name": "Мария", "patronymic": "Ивановна", "kind": "guardian", "basis": "Акт 5"}
    answer = client.post(address("new_guardian", olya) + f"?person={code}", {**tie, "has_access": "on"})
    assert answer.status_code == 302
    made = Guardianship.objects.get(guardian=world.people["Мария"], child=olya.person)
    assert (made.kind, made.basis, made.has_access) == ("guardian", "Акт 5", True)
    answer = client.post(address("guardian", olya, made.guardian), tie)
    made.refresh_from_db()
    assert not made.has_access
    assert (last_entry(world).action, last_entry(world).subject) == ("people.guardianship.changed", olya.person_id)


def test_stranger_of_another_school_cannot_be_chosen(world: World, client_of: Sign) -> None:
    stranger = world.other.people["Стелла"]  # type: ignore[union-attr]
    answer = client_of("Софья").get(address("guardian", world.pupils["Оля"], stranger))
    assert answer.status_code == 404


def test_letter_is_a_pdf_and_cancels_the_older_code(world: World, client_of: Sign) -> None:
    olya = world.pupils["Оля"]
    old = issue_letter(actor=world.system, card=olya)
    answer = client_of("Анна").post(address("letter", olya), {"person": code_of(olya.person)})
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "no-store"
    assert answer.content.startswith(b"%PDF")
    with pytest.raises(Invalid):
        open_invitation(old.code)
    assert Invitation.objects.filter(account=olya.person.account, cancelled_at__isnull=True).count() == 1
    assert last_entry(world).action == "accounts.letter.issued"


@pytest.mark.parametrize(("name", "status"), [("Софья", 403), ("Денис", 403), ("Борис", 404)])
def test_letters_are_for_administrator_and_class_teacher(world: World, client_of: Sign, name: str, status: int) -> None:
    assert client_of(name).post(address("letter", world.pupils["Оля"])).status_code == status


def test_class_teacher_gives_no_letter_to_a_colleague_as_a_parent(world: World, client_of: Sign) -> None:
    Guardianship.objects.create(guardian=world.people["Денис"], child=world.people["Оля"])
    holder = {"person": code_of(world.people["Денис"])}
    assert client_of("Анна").post(address("letter", world.pupils["Оля"]), holder).status_code == 403
    assert client_of("Алла").post(address("letter", world.pupils["Оля"]), holder).status_code == 200


def test_closing_ends_the_access_with_a_reason(world: World, client_of: Sign) -> None:
    maria = world.people["Мария"]
    where = address("close", world.pupils["Ваня"]) + f"?person={code_of(maria)}"
    assert "Зайцева Мария" in client_of("Алла").get(where).content.decode()
    assert client_of("Алла").post(where, {"reason": "По заявлению"}).status_code == 302
    world.accounts["Мария"].refresh_from_db()
    assert not world.accounts["Мария"].is_active
    assert last_entry(world).reason == "По заявлению"
    assert client_of("Софья").get(where).status_code == 403
