"""Assessment procedures are planned, moved, withdrawn and approved; each act leaves a line in the ledger."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from parta.common.errors import Conflict, Forbidden, Invalid, NotFound
from parta.marks.models import Procedure, ScheduleEdition
from parta.marks.selectors import check_of_lesson, schedule_of
from parta.marks.services import (
    Plan,
    approve_schedule,
    change_procedure,
    plan_procedures,
    withdraw_procedure,
    withdraw_work,
)
from tests.acts import ALGEBRA, THURSDAY, last_entry, new_work, set_rule
from tests.world import TODAY, World

HISTORY, HISTORY_B = "История 7А", "История 7Б"
NEXT_TUESDAY, DECEMBER = date(2026, 12, 1), date(2026, 12, 15)


def plan(world: World, on: date = NEXT_TUESDAY, course: str = HISTORY, *, who: str = "", **more: Any) -> Procedure:
    reason = more.pop("reason", "")
    one = Plan(world.courses[course], on, world.work_type("к/р"), **more)
    actor = world.actor(who) if who else world.system
    return plan_procedures(actor=actor, school_id=world.school.pk, plans=[one], reason=reason)[0]


def codes(world: World, half: int = 1) -> dict[str, list[str]]:
    """Of each line of the schedule the rules that it breaks."""
    rows = schedule_of(world.main, world.year, half).entries
    return {f"{row.course.subject} {row.date:%d.%m}": [one.code for one in row.findings] for row in rows}


def test_a_teacher_plans_a_procedure_of_the_own_course(world: World) -> None:
    row = plan(world, who="Борис", title=" Смута ", minutes=40, note="По главам 1–3", reason="Иначе не успеть")
    assert (row.date, row.number, row.title, row.minutes, row.level) == (NEXT_TUESDAY, 2, "Смута", 40, "school")
    entry = last_entry(world)
    told = {"date": "2026-12-01", "kind": "Контрольная работа", "title": "Смута", "minutes": 40, "level": "school"}
    assert (entry.action, entry.reason, entry.payloads.get().new) == (
        "marks.procedure.planned",
        "Иначе не успеть",
        told | {"note": "По главам 1–3"},
    )


def test_only_the_teacher_and_the_management_plan(world: World) -> None:
    plan(world, who="Ирина")
    with pytest.raises(Forbidden):
        plan(world, who="Анна")
    with pytest.raises(NotFound):
        plan(world, who="Вера")


@pytest.mark.parametrize(("values", "field"), [({"minutes": 29}, "minutes"), ({"on": date(2027, 7, 1)}, "date")])
def test_what_is_no_procedure_is_refused(world: World, values: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as caught:
        plan(world, **values)
    assert list(caught.value.fields) == [field]
    assert not Procedure.objects.filter(school=world.school).exists()


def test_a_procedure_is_moved_with_its_lesson(world: World) -> None:
    row = plan(world)
    change_procedure(actor=world.actor("Борис"), procedure=row, seen=1, date=DECEMBER, title="Романовы")
    row.refresh_from_db()
    assert (row.date, row.number, row.title, row.version) == (DECEMBER, 2, "Романовы", 2)
    entry = last_entry(world)
    assert (entry.action, entry.payloads.get().old["date"]) == ("marks.procedure.changed", "2026-12-01")
    with pytest.raises(Conflict):
        change_procedure(actor=world.actor("Ирина"), procedure=row, seen=1, title="Пётр")


def test_a_procedure_is_withdrawn_once(world: World) -> None:
    row = plan(world)
    withdraw_procedure(actor=world.actor("Борис"), procedure=row, reason="Урок отменён")
    assert (last_entry(world).action, last_entry(world).reason) == ("marks.procedure.withdrawn", "Урок отменён")
    assert codes(world) == {}
    with pytest.raises(Invalid):
        withdraw_procedure(actor=world.actor("Борис"), procedure=row)


def test_the_work_of_the_day_is_the_planned_one(world: World) -> None:
    row = plan(world, TODAY)
    work = new_work(world, world.lesson(HISTORY))
    row.refresh_from_db()
    assert (row.work, last_entry(world).action) == (work, "marks.procedure.written")
    assert list(codes(world)) == ["История 24.11"]
    with pytest.raises(Invalid):
        withdraw_procedure(actor=world.system, procedure=row)
    with pytest.raises(Invalid):
        change_procedure(actor=world.system, procedure=row, seen=row.version, date=DECEMBER)
    withdraw_work(actor=world.system, work=work)
    row.refresh_from_db()
    assert (row.work, last_entry(world).action) == (None, "marks.procedure.freed")


def test_a_plan_finds_the_work_that_stands_already(world: World) -> None:
    work = new_work(world, world.lesson(HISTORY))
    assert plan(world, TODAY).work == work


def test_an_important_work_without_a_plan_counts_too(world: World) -> None:
    new_work(world, world.lesson(HISTORY))
    new_work(world, world.lesson(HISTORY), short="с/р")
    plan(world, NEXT_TUESDAY)
    assert codes(world) == {"История 24.11": ["apart"], "История 01.12": ["apart"]}


def test_one_a_day_and_not_at_the_first_lesson(world: World) -> None:
    plan(world)
    plan(world, course=ALGEBRA)
    assert codes(world) == {"Алгебра 01.12": ["day", "first"], "История 01.12": ["day"]}
    set_rule(world, "procedures_a_day", 2)
    set_rule(world, "procedures_not_at_edges", False)
    assert codes(world) == {"Алгебра 01.12": [], "История 01.12": []}


def test_a_day_without_a_lesson_is_told(world: World) -> None:
    plan(world, date(2026, 12, 2))
    assert codes(world) == {"История 02.12": ["lesson"]}


def test_a_new_work_is_checked_unless_it_was_planned(world: World) -> None:
    assert [one.words for one in check_of_lesson(world.lesson(ALGEBRA))] == ["Не на первом уроке дня."]
    assert check_of_lesson(world.lesson(HISTORY)) == []
    plan(world, NEXT_TUESDAY)
    (found,) = check_of_lesson(world.lesson(HISTORY))
    assert found.words == (
        "По предмету в параллели не чаще раза в 18 дней. Рядом: История, 7А, 1 декабря, между ними дней: 7."
    )
    assert "СК-228/03" in found.source
    assert check_of_lesson(world.lesson(HISTORY, NEXT_TUESDAY)) == []


def test_the_schedule_is_approved_edition_by_edition(world: World) -> None:
    row = ScheduleEdition(school=world.school, branch=world.main, year=world.year, half=1)
    with pytest.raises(Invalid, match="утверждать пока нечего"):
        approve_schedule(actor=world.actor("Ирина"), edition=row, number="7", dated=TODAY)
    plan(world, title="Смута")
    new_work(world, world.lesson(ALGEBRA, THURSDAY))
    first = approve_schedule(actor=world.actor("Ирина"), edition=row, number=" 7-о ", dated=TODAY)
    assert (first.version, first.number, len(first.rows)) == (1, "7-о", 1)
    assert first.rows[0] == {
        "class": "7А",
        "year_level": 7,
        "subject": "История",
        "date": "2026-12-01",
        "lesson": 2,
        "kind": "Контрольная работа",
        "title": "Смута",
        "minutes": 45,
        "level": "school",
    }
    entry = last_entry(world)
    assert (entry.action, entry.payloads.get().new["rows"]) == ("marks.schedule.approved", 1)
    again = ScheduleEdition(school=world.school, branch=world.main, year=world.year, half=1)
    assert approve_schedule(actor=world.actor("Денис"), edition=again, number="8", dated=TODAY).version == 2


def test_a_teacher_does_not_approve(world: World) -> None:
    plan(world)
    row = ScheduleEdition(school=world.school, branch=world.main, year=world.year, half=1)
    with pytest.raises((Forbidden, NotFound)):
        approve_schedule(actor=world.actor("Борис"), edition=row, number="7", dated=TODAY)


def test_the_schedule_is_read_in_a_fixed_number_of_queries(world: World) -> None:
    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            schedule_of(world.main, world.year, 1)
        return len(seen)

    plan(world)
    few = count()
    for on in (DECEMBER, date(2026, 12, 4), date(2026, 12, 22)):
        plan(world, on)
        plan(world, on, HISTORY_B)
        plan(world, on, ALGEBRA)
    assert count() == few == 7


def test_a_changed_timetable_changes_the_lesson_of_a_plan(world: World) -> None:
    plan(world)
    lesson = world.lesson(HISTORY, NEXT_TUESDAY)
    lesson.number = 4
    lesson.save()
    (row,) = schedule_of(world.main, world.year, 1).entries
    assert (row.number, [one.code for one in row.findings]) == (4, ["last"])
