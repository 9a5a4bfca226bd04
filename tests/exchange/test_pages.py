"""The pages: upload, preview, application, template, export; only the administrator sees them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.urls import reverse

from parta.common import clock
from parta.exchange.export import workbook_of
from parta.exchange.models import ImportRun
from parta.exchange.workbook.reading import read
from parta.ledger.models import Entry
from parta.people.models import Pupil
from parta.school.models import School
from tests.exchange.sample import sample_workbook
from tests.exchange.test_import import PUPIL, book
from tests.world import World

SignIn = Callable[[str], Client]


def send(client: Client, data: bytes, name: str = "школа.xlsx") -> Any:
    return client.post(reverse("exchange:index"), {"file": SimpleUploadedFile(name, data)}, follow=True)


def test_a_file_is_shown_applied_and_reported(world: World, client_of: SignIn) -> None:
    alla = client_of("Алла")
    page = send(alla, book(Ученики=[PUPIL, ("Новиков", "Лев", "01.03.2014", "7А")]))
    run = ImportRun.objects.get(school=world.school)
    assert run.state == "ready"
    assert "Новиков Лев" in page.content.decode()
    assert not Pupil.objects.filter(school=world.school, person__name="Лев").exists()
    page = alla.post(reverse("exchange:apply", args=[run]), follow=True)
    assert "Всё, что есть в файле, записано" in page.content.decode()
    assert Pupil.objects.filter(school=world.school, person__name="Лев").exists()
    entry = Entry.objects.filter(school=world.school, action="people.pupil.added").latest("pk")
    assert (entry.channel, entry.actor_name) == ("import", "Админова Алла Ивановна")


def test_a_file_with_mistakes_cannot_be_applied(world: World, client_of: SignIn) -> None:
    alla = client_of("Алла")
    page = send(alla, book(Ученики=[PUPIL, ("Новиков", "Лев", "01.03.2014", "9Я")])).content.decode()
    assert "D2" in page and "9Я" in page
    run = ImportRun.objects.get(school=world.school)
    assert reverse("exchange:apply", args=[run]) not in page
    assert alla.post(reverse("exchange:apply", args=[run])).status_code == 422


def test_the_preview_is_what_is_applied(world: World, client_of: SignIn) -> None:
    alla = client_of("Алла")
    sheet = [PUPIL, ("Новиков", "Лев", "01.03.2014", "7А")]
    for _ in range(2):
        send(alla, book(Ученики=sheet))
    second, first = ImportRun.objects.filter(school=world.school).order_by("-pk")
    alla.post(reverse("exchange:apply", args=[first]))
    page = alla.post(reverse("exchange:apply", args=[second]), follow=True).content.decode()
    assert "изменилась после проверки" in page
    second.refresh_from_db()
    assert second.state == "failed"


def test_the_set_up_leads_here(world: World, client_of: SignIn) -> None:
    address = reverse("exchange:index")
    assert f'href="{address}"' in client_of("Алла").get(reverse("school:index")).content.decode()
    assert f'href="{address}"' not in client_of("Софья").get(reverse("school:index")).content.decode()


def test_other_files_are_refused(world: World, client_of: SignIn) -> None:
    alla = client_of("Алла")
    assert send(alla, b"hello", "школа.xlsx").status_code == 422
    assert send(alla, b"hello", "школа.exe").status_code == 422
    assert not ImportRun.objects.filter(school=world.school).exists()


def test_template_and_export(world: World, client_of: SignIn) -> None:
    alla = client_of("Алла")
    assert read(alla.get(reverse("exchange:template")).content).facts == []
    data = alla.get(reverse("exchange:export")).content
    assert any(fact.values.get("surname") == "Ёлкин" for fact in read(data).facts)
    assert Entry.objects.filter(school=world.school, action="exchange.workbook.exported").count() == 1


@pytest.mark.parametrize("name", ["Анна", "Софья", "Мария", "Ваня", "Денис"])
def test_only_the_administrator_is_let_in(world: World, client_of: SignIn, name: str) -> None:
    send(client_of("Алла"), workbook_of(world.school))
    run = ImportRun.objects.get(school=world.school)
    client = client_of(name)
    for page in ("index", "template", "export"):
        assert client.get(reverse(f"exchange:{page}")).status_code == 404
    assert client.get(reverse("exchange:run", args=[run])).status_code == 404
    assert client.post(reverse("exchange:apply", args=[run])).status_code == 404


def test_the_administrator_of_another_school_is_not(world: World, client_of: SignIn) -> None:
    send(client_of("Алла"), workbook_of(world.school))
    run = ImportRun.objects.get(school=world.school)
    assert client_of("Чулпан").get(reverse("exchange:run", args=[run])).status_code == 404


def test_the_list_has_a_fixed_number_of_queries(
    world: World, client_of: SignIn, django_assert_max_num_queries: Any
) -> None:
    alla = client_of("Алла")
    ImportRun.objects.bulk_create(
        ImportRun(school=world.school, name=f"{number}.xlsx", stored_name="x", created_at=clock.now())
        for number in range(30)
    )
    alla.get(reverse("exchange:index"))
    with django_assert_max_num_queries(16):
        page = alla.get(reverse("exchange:index")).content.decode()
    assert "1–25 из 30" in page


@pytest.mark.crosses_schools
def test_the_commands(world: World, tmp_path: Any, capsys: Any) -> None:
    path = tmp_path / "out.xlsx"
    call_command("export", path, school=world.school.pk)
    call_command("import", path, school=world.school.pk, check=True)
    assert "Менять нечего" in capsys.readouterr().out
    sample = tmp_path / "sample.xlsx"
    sample.write_bytes(sample_workbook(25))
    call_command("import", sample)
    assert Pupil.objects.filter(school=School.objects.get(short_name="Большая школа")).count() == 25
    sample.write_bytes(b"nothing")
    with pytest.raises(CommandError):
        call_command("import", sample)
