"""Giving homework."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from parta.common.errors import Conflict, Invalid, NotFound
from parta.homework.models import Homework
from parta.homework.services import Task, assign_homework, attach_file, change_homework, withdraw_homework
from parta.ledger.models import Entry
from tests.world import World


def give(world: World, who: str = "Анна", **values: Any) -> Homework:
    values = {"text": "§ 19, № 412", "minutes": 20, **values}
    task = Task(world.lesson("Алгебра 7А").pk, **values)
    return assign_homework(actor=world.actor(who), school_id=world.school.pk, tasks=[task])[0]


def test_it_works(world: World) -> None:
    due = world.lesson("Алгебра 7А", date(2026, 11, 26))
    row = give(world, due_id=due.pk, links=(("https://example.org/19", "Видео"),))
    assert (row.text, row.minutes, row.due_id, row.for_all) == ("§ 19, № 412", 20, due.pk, True)
    assert [link.title for link in row.links.all()] == ["Видео"]
    assert Entry.objects.filter(school=world.school).latest("id").action == "homework.task.given"


def test_it_is_given_to_named_pupils(world: World) -> None:
    row = give(world, person_ids=(world.people["Оля"].pk,))
    assert not row.for_all
    assert [one.person_id for one in row.addressees.all()] == [world.people["Оля"].pk]


def test_it_rejects_bad_input(world: World) -> None:
    earlier = world.lesson("Алгебра 7А", date(2026, 11, 23))
    other = world.lesson("История 7А", date(2026, 11, 27))
    for values in (
        {"text": "  "},
        {"due_id": earlier.pk},
        {"due_id": other.pk},
        {"links": (("javascript:alert(1)", ""),)},
        {"person_ids": (world.people["Петя"].pk,)},
    ):
        with pytest.raises(Invalid):
            give(world, **values)
    assert not Homework.objects.filter(school=world.school).exists()


def test_it_is_changed_with_the_version_seen(world: World) -> None:
    row = give(world)
    change_homework(actor=world.actor("Анна"), homework=row, text="§ 20", minutes=None, due=None, seen=1)
    assert (row.text, row.version) == ("§ 20", 2)
    with pytest.raises(Conflict):
        change_homework(actor=world.actor("Анна"), homework=row, text="§ 21", minutes=None, due=None, seen=1)
    entry = Entry.objects.filter(school=world.school, action="homework.task.changed").get()
    assert entry.payloads.get().old["text"] == "§ 19, № 412"


def test_it_is_withdrawn_but_kept(world: World) -> None:
    row = give(world)
    withdraw_homework(actor=world.actor("Анна"), homework=row)
    assert Homework.objects.get(school=world.school, pk=row.pk).withdrawn_at is not None


def test_a_file_is_kept_under_a_name_of_its_own(world: World, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    row = attach_file(
        actor=world.actor("Анна"), homework=give(world), upload=SimpleUploadedFile("Лист.pdf", b"%PDF-1.7")
    )
    assert (row.name, row.size, row.kind) == ("Лист.pdf", 8, "application/pdf")
    assert "Лист" not in row.file.name


def test_it_requires_a_teacher_of_the_course(world: World) -> None:
    with pytest.raises(NotFound):
        give(world, "Борис")
