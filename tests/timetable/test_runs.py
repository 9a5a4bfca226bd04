"""A week is looked for in the background: ordered, stopped, put into the draft, taken back; what cannot be is named."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta
from typing import Any

import pytest

from parta.common import clock
from parta.common.errors import Conflict, Invalid, NotFound
from parta.ledger.models import Entry, Payload
from parta.school.services import put_structure
from parta.timetable.models import RunMode, RunState, Slot, SolverRun, Version
from parta.timetable.selectors import sheet_of
from parta.timetable.selectors.runs import run_page
from parta.timetable.services import (
    apply_run,
    delete_draft,
    move_cards,
    open_draft,
    pin_cards,
    put_wishes,
    searching,
    start_run,
    stop_run,
    take_back_run,
)
from parta.timetable.services.searching import search
from parta.timetable.solving.demands import Weights
from tests.world import World

MONDAY = date(2026, 12, 7)
WEIGHTS = {"teacher_window": 6, "hard_place": 4}


@pytest.fixture
def draft(world: World) -> Version:
    source = Version.objects.select_related("branch", "year").get(school=world.school, branch=world.main)
    return open_draft(actor=world.actor("Ирина"), source=source, since=MONDAY)


def start(world: World, draft: Version, mode: str = RunMode.IMPROVE, **more: Any) -> SolverRun:
    return start_run(
        actor=world.actor("Ирина"), version=draft, mode=mode, weights=WEIGHTS, seconds=20, **more
    )  # fmt: skip


def searched(run: SolverRun) -> SolverRun:
    search(school_id=run.school_id, run_id=run.pk)
    rows = SolverRun.objects.select_related("version__branch", "version__year")
    found: SolverRun = rows.get(school_id=run.school_id, pk=run.pk)
    return found


def week(world: World, draft: Version) -> set[tuple[Any, ...]]:
    rows = Slot.objects.filter(school=world.school, version=draft)
    return set(rows.values_list("course", "weekday", "number", "week", "teacher", "room", "is_pinned"))


def told(world: World) -> tuple[str, Any]:
    entry = Entry.objects.filter(school_id=world.school.pk).order_by("-pk")[0]
    return entry.action, Payload.objects.get(school=world.school, entry_id=entry.pk).new


def test_a_search_is_ordered(world: World, draft: Version) -> None:
    run = start(world, draft, stays=[world.groups["7Б"].pk])
    assert (run.state, run.seen, run.stays) == (RunState.WAITING, 0, [world.groups["7Б"].pk])
    assert run.made_by == world.people["Ирина"]
    assert told(world) == ("timetable.solverrun.started", {"mode": "improve", "seconds": 20, **WEIGHTS})


def test_one_search_at_a_time(world: World, draft: Version) -> None:
    start(world, draft)
    with pytest.raises(Conflict):
        start(world, draft)


def test_only_a_draft_is_made_and_only_with_known_values(world: World, draft: Version) -> None:
    source = Version.objects.get(school=world.school, branch=world.main, published_at__isnull=False)
    with pytest.raises(Invalid):
        start(world, source)
    with pytest.raises(Invalid):
        start(world, draft, mode="magic")


def test_who_does_not_make_the_timetable_orders_nothing(world: World, draft: Version) -> None:
    run = start(world, draft)
    assert world.other
    for act in (stop_run, apply_run, take_back_run):
        for stranger in (world.actor("Анна"), world.actor("Софья"), world.other.actor("Чулпан")):
            with pytest.raises(NotFound):
                act(actor=stranger, run=run)
    with pytest.raises(NotFound):
        start_run(actor=world.actor("Анна"), version=draft, mode=RunMode.PLACE, weights={}, seconds=60)


def test_the_week_that_was_found_is_put_into_the_draft_and_taken_back(world: World, draft: Version) -> None:
    before = week(world, draft)
    run = searched(start(world, draft))
    assert run.state == RunState.FOUND
    assert run.unplaced == 0
    assert week(world, draft) == before
    apply_run(actor=world.actor("Ирина"), run=run)
    action, counts = told(world)
    assert action == "timetable.solverrun.applied"
    assert counts["slots"] == len(week(world, draft)) == counts["placed"] + len(before)
    draft.refresh_from_db()
    sheet = sheet_of(draft)
    assert [issue for issue in sheet.issues if issue.is_error] == []
    run.refresh_from_db()
    take_back_run(actor=world.actor("Ирина"), run=run)
    assert told(world) == ("timetable.solverrun.taken_back", {"slots": len(before)})
    assert week(world, draft) == before
    run.refresh_from_db()
    apply_run(actor=world.actor("Ирина"), run=run)
    assert week(world, draft) != before


def test_a_week_is_not_put_over_what_somebody_has_changed(world: World, draft: Version) -> None:
    run = searched(start(world, draft))
    row = Slot.objects.filter(school=world.school, version=draft, course=world.courses["История 7Б"])[0]
    move_cards(actor=world.system, version=draft, seen=0, keys=[row.pk], weekday=4, number=6)
    stands = week(world, draft)
    with pytest.raises(Conflict):
        apply_run(actor=world.actor("Ирина"), run=run)
    assert week(world, draft) == stands
    run.refresh_from_db()
    assert run_page(SolverRun.objects.select_related("version").get(school=world.school, pk=run.pk)).is_stale


def test_a_week_is_not_taken_back_over_what_somebody_has_changed(world: World, draft: Version) -> None:
    run = searched(start(world, draft))
    apply_run(actor=world.actor("Ирина"), run=run)
    draft.refresh_from_db()
    row = Slot.objects.filter(school=world.school, version=draft)[0]
    pin_cards(actor=world.system, version=draft, seen=draft.revision, keys=[row.pk], is_pinned=True)
    with pytest.raises(Conflict):
        take_back_run(actor=world.actor("Ирина"), run=run)


def test_what_stands_stays_where_only_the_rest_is_placed(world: World, draft: Version) -> None:
    before = week(world, draft)
    run = searched(start(world, draft, mode=RunMode.PLACE))
    assert run.state == RunState.FOUND
    apply_run(actor=world.actor("Ирина"), run=run)
    assert before < week(world, draft)


def test_pinned_lessons_and_chosen_classes_stay(world: World, draft: Version) -> None:
    row = Slot.objects.filter(school=world.school, version=draft, course=world.courses["Алгебра 7А"])[0]
    pin_cards(actor=world.actor("Ирина"), version=draft, seen=0, keys=[row.pk], is_pinned=True)
    assert told(world) == ("timetable.slot.pinned", {"lesson": "Алгебра 7А"})
    of_other = {one for one in week(world, draft) if one[0] == world.courses["История 7Б"].pk}
    run = searched(start(world, draft, stays=[world.groups["7Б"].pk]))
    apply_run(actor=world.actor("Ирина"), run=run)
    after = week(world, draft)
    assert (row.course_id, row.weekday, row.number, 0, row.teacher_id, row.room_id, True) in after
    assert of_other <= after


def test_a_search_that_has_not_begun_is_cancelled_at_once(world: World, draft: Version) -> None:
    run = start(world, draft)
    stop_run(actor=world.actor("Денис"), run=run)
    assert told(world)[0] == "timetable.solverrun.stopped"
    assert searched(run).state == RunState.CANCELLED


def test_a_search_under_way_is_stopped_and_keeps_what_it_has(world: World, draft: Version) -> None:
    run = start(world, draft)
    SolverRun.objects.filter(school=world.school, pk=run.pk).update(is_stopped=True)
    assert searched(run).state in (RunState.FOUND, RunState.CANCELLED)


def test_a_search_whose_process_died_has_failed(world: World, draft: Version) -> None:
    run = start(world, draft)
    heard = clock.now() - timedelta(minutes=2)
    SolverRun.objects.filter(school=world.school, pk=run.pk).update(state=RunState.RUNNING, beat_at=heard)
    run = SolverRun.objects.select_related("version").get(school=world.school, pk=run.pk)
    page = run_page(run)
    assert (page.is_dead, page.is_working) == (True, False)
    assert "Ничего не изменилось" in page.words
    start(world, draft)
    run.refresh_from_db()
    assert (run.state, run.report) == (RunState.FAILED, {"code": "died"})


def test_a_search_that_breaks_says_so(world: World, draft: Version, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_arguments: object) -> None:
        raise RuntimeError("out of memory")

    run = start(world, draft)
    monkeypatch.setattr(searching, "problem_of", broken)
    with pytest.raises(RuntimeError):
        search(school_id=world.school.pk, run_id=run.pk)
    run.refresh_from_db()
    assert (run.state, run.report) == (RunState.FAILED, {"code": "broken"})


def everywhere_but(*places: tuple[int, int]) -> list[tuple[int, int, int]]:
    return [(1, day, number) for day in range(5) for number in range(1, 13) if (day, number) not in places]


def test_a_teacher_with_more_lessons_than_places_is_named(world: World, draft: Version) -> None:
    put_wishes(
        actor=world.system, employee=world.staff["Борис"], year=world.year, never=everywhere_but((0, 1)), rather_not=[]
    )
    run = searched(start(world, draft))
    assert run.state == RunState.IMPOSSIBLE
    words = [reason.text for reason in run_page(run).reasons]
    assert any(one.endswith("нужно 6 уроков, мест в неделе: 1") for one in words), words


def test_conditions_that_contradict_each_other_are_named(world: World, draft: Version) -> None:
    """Борис has six lessons and six places, but two of them on one day, and his courses do not double."""
    free = [(0, 1), (0, 2), (1, 1), (1, 2), (1, 3), (1, 4)]
    put_wishes(
        actor=world.system, employee=world.staff["Борис"], year=world.year, never=everywhere_but(*free), rather_not=[]
    )
    run = searched(start(world, draft))
    assert run.state == RunState.IMPOSSIBLE
    words = " ".join(reason.text for reason in run_page(run).reasons)
    assert "часы «не могу» в пожеланиях" in words


def test_lessons_for_which_there_is_no_place_are_left_out_and_named(world: World, draft: Version) -> None:
    """Борис can never come; 1А begins with the first lesson, when Анна is in 7А on three days of five."""
    put_wishes(
        actor=world.system, employee=world.staff["Борис"], year=world.year, never=everywhere_but(), rather_not=[]
    )
    run = searched(start(world, draft, mode=RunMode.PLACE))
    assert run.state == RunState.FOUND
    left = dict(run_page(run).left)
    assert left == {"История, 7А": 1, "История, 7Б": 2, "Математика, 1А": 1}
    assert run.unplaced == 4


def test_lessons_come_to_rooms_of_the_kind_that_their_subject_needs(world: World, draft: Version) -> None:
    room, subject = world.rooms["8"], world.courses["История 7Б"].subject
    put_structure(actor=world.system, row=room, values={"kind": "computer"})
    put_structure(actor=world.system, row=subject, values={"room_kind": "computer"})
    assert "wrong_room" in {issue.code for issue in sheet_of(draft).issues}
    run = searched(start(world, draft))
    apply_run(actor=world.actor("Ирина"), run=run)
    rows = Slot.objects.filter(school=world.school, version=draft, course__subject=subject)
    assert set(rows.values_list("room", flat=True)) == {room.pk}
    assert "wrong_room" not in {issue.code for issue in sheet_of(draft).issues}


def test_a_draft_goes_with_its_searches(world: World, draft: Version) -> None:
    start(world, draft)
    delete_draft(actor=world.actor("Ирина"), version=draft)
    assert not SolverRun.objects.filter(school=world.school).exists()


def test_what_matters_is_what_the_search_weighs() -> None:
    from parta.timetable.forms import COSTS

    assert COSTS.keys() <= vars(Weights()).keys()


def test_pages_do_not_pay_for_the_search() -> None:
    lines = (
        "import os, sys, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'tests.settings'; django.setup()",
        "import parta.config.urls, parta.timetable.tasks",
        "sys.exit(', '.join({'ortools', 'pandas', 'numpy'} & sys.modules.keys()) or 0)",
    )
    done = subprocess.run([sys.executable, "-c", "\n".join(lines)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.strip()) == (0, "")
