"""Pages of the automatic timetable: what is missing before the start, progress, the result, the draft."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from parta.common import clock
from parta.timetable.models import RunMode, RunState, Slot, SolverRun, Version
from parta.timetable.services import open_draft, put_wishes
from tests.world import World

Clients = Callable[[str], Client]
FORM = {
    "mode": "improve",
    "seconds": "60",
    **dict.fromkeys(("teacher_window", "hard_place", "difficulty", "teacher_wish", "room_kind"), "2"),
}


@pytest.fixture
def draft(world: World) -> Version:
    source = Version.objects.select_related("branch", "year").get(school=world.school, branch=world.main)
    return open_draft(actor=world.actor("Ирина"), source=source, since=date(2026, 12, 7))


def a_run(world: World, draft: Version, **values: Any) -> SolverRun:
    base = {"mode": RunMode.IMPROVE, "seconds": 180, "seen": draft.revision, "made_at": clock.now()}
    return SolverRun.objects.create(school=world.school, version=draft, **base | values)


def test_from_the_form_to_the_draft_and_back(world: World, draft: Version, client_of: Clients) -> None:
    ira, address = client_of("Ирина"), reverse("timetable:solver", args=[draft])
    assert "Начать подбор" in ira.get(address).content.decode()
    response = ira.post(address, FORM)
    run = SolverRun.objects.get(school=world.school)
    assert response["Location"] == reverse("timetable:run", args=[run])
    assert run.weights == {"teacher_window": 6, "hard_place": 4, "difficulty": 2, "teacher_wish": 6, "room_kind": 6}
    html = ira.get(response["Location"]).content.decode()
    assert "Неделя найдена" in html
    assert "Окна у учителей" in html
    stood = Slot.objects.filter(school=world.school, version=draft).count()
    html = ira.post(reverse("timetable:apply_run", args=[run]), follow=True).content.decode()
    assert "Неделя стоит в черновике." in html
    assert Slot.objects.filter(school=world.school, version=draft).count() > stood
    html = ira.post(reverse("timetable:take_back_run", args=[run]), follow=True).content.decode()
    assert "Черновик снова такой, как был." in html
    html = ira.post(reverse("timetable:take_back_run", args=[run]), follow=True).content.decode()
    assert "Возвращать нечего." in html


def test_an_empty_form_starts_nothing(world: World, draft: Version, client_of: Clients) -> None:
    assert client_of("Ирина").post(reverse("timetable:solver", args=[draft]), {}).status_code == 422
    assert not SolverRun.objects.filter(school=world.school).exists()


def test_what_cannot_be_is_told_before_the_start(world: World, draft: Version, client_of: Clients) -> None:
    never = [(1, day, number) for day in range(5) for number in range(1, 13)][1:]
    put_wishes(actor=world.system, employee=world.staff["Борис"], year=world.year, never=never, rather_not=[])
    html = client_of("Ирина").get(reverse("timetable:solver", args=[draft])).content.decode()
    assert f"{world.people['Борис'].initials_name}: нужно 6 уроков, мест в неделе: 1" in html


def test_progress_is_asked_again_until_the_end(world: World, draft: Version, client_of: Clients) -> None:
    now = clock.now()
    run = a_run(
        world, draft, state=RunState.RUNNING, started_at=now, beat_at=now, news=[[1.5, 340, 20, 0], [3.0, 300, 25, 2]]
    )
    ira, address = client_of("Ирина"), reverse("timetable:run", args=[run])
    html = ira.get(address).content.decode()
    assert 'hx-trigger="every 1s"' in html
    assert "<b>300</b>" in html
    assert "меньше 25 быть не может" in html
    assert "Остановить и взять лучшую неделю" in html
    part = ira.get(address, headers={"hx-request": "true"})
    assert "HX-Refresh" not in part
    assert "<html" not in part.content.decode()
    ira.post(reverse("timetable:stop_run", args=[run]))
    run.refresh_from_db()
    assert run.is_stopped
    SolverRun.objects.filter(school=world.school, pk=run.pk).update(state=RunState.FAILED, report={"code": "no_time"})
    assert ira.get(address, headers={"hx-request": "true"})["HX-Refresh"] == "true"
    assert "полной недели не нашлось" in ira.get(address).content.decode()


def test_the_page_asks_the_database_no_more_for_a_longer_history(
    world: World, draft: Version, client_of: Clients, django_assert_max_num_queries: Any
) -> None:
    for _number in range(6):
        a_run(world, draft, state=RunState.FAILED, made_by=world.people["Ирина"])
    ira = client_of("Ирина")
    with django_assert_max_num_queries(42):
        ira.get(reverse("timetable:solver", args=[draft]))


def test_a_lesson_is_pinned_in_the_editor(world: World, draft: Version, client_of: Clients) -> None:
    from parta.common.codes import code_of

    ira, row = client_of("Ирина"), Slot.objects.filter(school=world.school, version=draft)[0]
    address = reverse("timetable:act", args=[draft])
    ira.post(address, {"act": "pin", "seen": "0", "s": code_of(row)})
    row.refresh_from_db()
    assert row.is_pinned
    assert "закреплён" in ira.get(reverse("timetable:editor", args=[draft])).content.decode()
    html = ira.get(reverse("timetable:card", args=[draft]), {"s": code_of(row)}).content.decode()
    assert "Открепить" in html
    ira.post(address, {"act": "release", "seen": "1", "s": code_of(row)})
    row.refresh_from_db()
    assert not row.is_pinned
