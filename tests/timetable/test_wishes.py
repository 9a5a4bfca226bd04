"""A teacher says when lessons cannot be; who makes the timetable does it for anybody; the editor warns."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from parta.common.errors import Forbidden, Invalid, NotFound
from parta.ledger.models import Entry, Payload
from parta.timetable.models import Version, Wishes
from parta.timetable.selectors import sheet_of
from parta.timetable.selectors.editor import issue_words
from parta.timetable.services import open_draft, put_wishes
from tests.world import World

Clients = Callable[[str], Client]


def test_a_teacher_says_the_own_wishes(world: World) -> None:
    row = put_wishes(
        actor=world.actor("Борис"),
        employee=world.staff["Борис"],
        year=world.year,
        never=[(1, 4, 3), (1, 0, 1)],
        rather_not=[(1, 2, 1)],
    )
    assert (row.never, row.rather_not) == ([[1, 0, 1], [1, 4, 3]], [[1, 2, 1]])
    entry = Entry.objects.filter(school_id=world.school.pk).order_by("-pk")[0]
    assert (entry.action, entry.actor_name) == ("timetable.wishes.added", world.people["Борис"].full_name)
    payload = Payload.objects.get(school=world.school, entry_id=entry.pk)
    assert payload.new == {"never": [[1, 0, 1], [1, 4, 3]], "rather_not": [[1, 2, 1]]}


def test_the_deputy_says_them_for_anybody_a_colleague_for_nobody(world: World) -> None:
    values = {"employee": world.staff["Борис"], "year": world.year, "never": [(1, 0, 1)], "rather_not": []}
    put_wishes(actor=world.actor("Ирина"), **values)
    with pytest.raises((Forbidden, NotFound)):
        put_wishes(actor=world.actor("Анна"), **values)
    assert world.other
    with pytest.raises((Forbidden, NotFound)):
        put_wishes(actor=world.other.actor("Чулпан"), **values)


def test_nothing_said_leaves_no_row_and_places_must_exist(world: World) -> None:
    values = {"actor": world.actor("Борис"), "employee": world.staff["Борис"], "year": world.year}
    put_wishes(**values, never=[], rather_not=[])
    assert not Wishes.objects.filter(school=world.school).exists()
    with pytest.raises(Invalid):
        put_wishes(**values, never=[(1, 9, 1)], rather_not=[])


def test_the_editor_warns_of_a_lesson_against_a_wish(world: World) -> None:
    source = Version.objects.select_related("branch", "year").get(school=world.school, branch=world.main)
    draft = open_draft(actor=world.system, source=source, since=date(2026, 12, 7))
    sheet = sheet_of(draft)
    card = next(card for card in sheet.cards if card.course == world.courses["История 7Б"].pk)
    put_wishes(
        actor=world.system, employee=world.staff["Борис"], year=world.year, never=[(1, *card.place)], rather_not=[]
    )
    sheet = sheet_of(draft)
    words = [issue_words(sheet, issue) for issue in sheet.issues if issue.code == "teacher_cannot"]
    assert words == [f"{world.people['Борис'].initials_name} не может в это время: История 7Б"]
    assert not any(issue.is_error for issue in sheet.issues if issue.code == "teacher_cannot")


def test_the_page_is_filled_in_without_a_script(world: World, client_of: Clients) -> None:
    client, address = client_of("Борис"), reverse("timetable:wish", args=[world.staff["Борис"]])
    client.post(address, {"p1-0-1": "never", "p1-1-2": "rather_not", "p1-1-3": ""})
    row = Wishes.objects.get(school=world.school, teacher=world.people["Борис"])
    assert (row.never, row.rather_not) == ([[1, 0, 1]], [[1, 1, 2]])
    html = client.get(address).content.decode()
    assert 'name="p1-0-1" aria-label="Понедельник, 1" data-wish="never"' in html
    assert client.post(address, {"p1-0": "never"}).status_code == 422


def test_the_list_names_who_has_wishes(world: World, client_of: Clients) -> None:
    put_wishes(
        actor=world.system, employee=world.staff["Борис"], year=world.year, never=[(1, 0, 1), (1, 0, 2)], rather_not=[]
    )
    html = client_of("Ирина").get(reverse("timetable:wishes")).content.decode()
    assert "не может: 2" in html
    assert reverse("timetable:wish", args=[world.staff["Борис"]]) in html


def test_a_teacher_is_found_by_a_part_of_the_name(world: World, client_of: Clients) -> None:
    def found(words: str) -> list[str]:
        page = client_of("Ирина").get(reverse("timetable:wishes"), {"q": words}).context["page"]
        return [line.employee.person.full_name for line in page.object_list]

    name = world.people["Борис"].full_name
    assert found(name[:5].lower()) == [name]
    assert found("никто") == []


def test_a_teacher_finds_the_page_from_the_timetable(world: World, client_of: Clients) -> None:
    address = reverse("timetable:wish", args=[world.staff["Борис"]])
    assert address in client_of("Борис").get(reverse("timetable:index")).content.decode()
    assert "Мои пожелания" not in client_of("Софья").get(reverse("timetable:index")).content.decode()
