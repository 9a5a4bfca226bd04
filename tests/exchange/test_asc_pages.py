"""The pages of a timetable of aSc: upload, names, preview, draft."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from parta.classes.history import action_words
from parta.common.codes import code_of
from parta.exchange.asc.making import timetable_of
from parta.exchange.asc.writing import write
from parta.exchange.models import NameChoice, TimetableFile
from parta.timetable.models import Slot, Version
from tests.exchange.test_asc_draft import SAMPLE
from tests.world import World

Sign = Callable[[str], Client]
WHERE = "/office/timetable/asc/"


def send(client: Client, world: World, data: bytes = SAMPLE, since: str = "2026-12-01", **more: Any) -> Any:
    form = {"file": SimpleUploadedFile("рас.xml", data), "since": since, "branch": code_of(world.main), **more}
    return client.post(WHERE, form, follow=True)


def fields_of(html: str) -> list[str]:
    return re.findall(r'<select id="(m\w+)"', html)


def test_a_file_becomes_a_draft(world: World, client_of: Sign) -> None:
    irina = client_of("Ирина")
    html = send(irina, world).content.decode()
    file = TimetableFile.objects.get(school=world.school)
    assert "Осталось сопоставить 3 имени" in html and "Малый зал" in html
    assert "Сделать черновик" not in html and "добавится" not in html
    subject, room, term = fields_of(html)
    form = {subject: "-", room: code_of(world.rooms["8"]), term: "-"}
    html = irina.post(reverse("timetables:choose", args=[file]), form, follow=True).content.decode()
    assert fields_of(html) == [term] and "Осталось" not in html
    assert "добавится: 4" in html and "не берём" in html and "ваш выбор" in html
    assert "только часть года" not in html and "несколько учителей, взят один" in html
    seen = re.search(r'name="seen" value="(\w+)"', html)
    assert seen
    page = irina.post(reverse("timetables:draft", args=[file]), {"seen": seen[1]}, follow=True).content.decode()
    assert "Черновик расписания готов" in page and "черновик" in page and "Опубликовать" in page
    version = Version.objects.get(school=world.school, branch=world.main, published_at=None)
    assert Slot.objects.filter(school=world.school, version=version, room=world.rooms["8"]).count() == 2
    assert "Черновик готов" in irina.get(WHERE).content.decode()


def test_a_matched_name_can_be_matched_otherwise(world: World, client_of: Sign) -> None:
    irina = client_of("Ирина")
    html = send(irina, world).content.decode()
    file = TimetableFile.objects.get(school=world.school)
    address = reverse("timetables:file", args=[file])
    change = re.search(r'\?change=(m\w+)#names" aria-label="Изменить: Заменова"', html)
    assert change
    html = irina.get(address, {"change": change[1]}).content.decode()
    assert change[1] in fields_of(html)
    irina.post(reverse("timetables:choose", args=[file]), {change[1]: "-"})
    assert NameChoice.objects.get(school=world.school, kind="teacher").target == 0


def test_a_damaged_choice_is_no_choice(world: World, client_of: Sign) -> None:
    irina = client_of("Ирина")
    field = fields_of(send(irina, world).content.decode())[1]
    file = TimetableFile.objects.get(school=world.school)
    assert world.other
    for code in ("x", code_of(world.main), ""):
        assert irina.post(reverse("timetables:choose", args=[file]), {field: code}).status_code == 302
    foreign = code_of(world.other.rooms["21"])
    assert irina.post(reverse("timetables:choose", args=[file]), {field: foreign}).status_code == 422
    assert not NameChoice.objects.filter(school=world.school).exists()


def test_the_own_export_says_that_nothing_changes(world: World, client_of: Sign) -> None:
    version = Version.objects.get(school=world.school, branch=world.main)
    html = send(client_of("Алла"), world, write(timetable_of(version))).content.decode()
    assert "менять нечего" in html and "Сделать черновик" not in html


@pytest.mark.parametrize("data", [b"hello", b"<a/>", SAMPLE[:3000], SAMPLE.replace(b"<card ", b"<cart ")])
def test_what_is_wrong_with_a_file_stands_beside_it(world: World, client_of: Sign, data: bytes) -> None:
    page = send(client_of("Алла"), world, data)
    assert page.status_code == 422
    assert 'id="id_file_error"' in page.content.decode()
    assert not TimetableFile.objects.filter(school=world.school).exists()


def test_the_timetable_leads_here_and_back(world: World, client_of: Sign) -> None:
    assert f'href="{WHERE}"' in client_of("Ирина").get("/office/timetable/").content.decode()
    assert f'href="{WHERE}"' not in client_of("Борис").get("/office/timetable/").content.decode()
    for name in ("Борис", "Софья", "Нина", "Мария"):
        assert client_of(name).get(WHERE).status_code == 404


def test_pages_take_a_fixed_number_of_queries(
    world: World, client_of: Sign, django_assert_max_num_queries: Any
) -> None:
    irina = client_of("Ирина")
    send(irina, world)
    file = TimetableFile.objects.get(school=world.school)
    irina.get(WHERE)
    with django_assert_max_num_queries(18):
        irina.get(WHERE)
    with django_assert_max_num_queries(30):
        irina.get(reverse("timetables:file", args=[file]))


def test_the_history_says_what_was_done_in_words() -> None:
    names = ("timetablefile.uploaded", "timetablefile.matched", "timetablefile.drafted", "calendarfeed.made")
    words = [action_words(f"exchange.{name}") for name in names]
    assert words == [
        "Загружено расписание из aSc",
        "Расписание из aSc: имена сопоставлены",
        "Расписание из aSc: сделан черновик",
        "Заведён секретный адрес календаря",
    ]
