"""Writing, handing in, approving, correcting and copying a plan: who may, what is refused, what the ledger says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parta.classes.models import Course
from parta.common.errors import Conflict, Forbidden, Invalid, NotFound
from parta.planning.arithmetic import Row
from parta.planning.models import Correction, Edition, Plan, PlanState
from parta.planning.selectors import copy_targets, rows_of
from parta.planning.services import (
    approve_plan,
    copy_plan,
    join_topics,
    put_plan,
    return_plan,
    submit_plan,
    take_back_plan,
)
from parta.planning.services.writing import Why
from tests.acts import ALGEBRA, entries, last_entry
from tests.world import World, add_course, add_group

ROWS = [Row("Числа", 0, "section"), Row("Дроби", 2, homework="§ 1", minutes=20), Row("Степени"), Row("Корни", 3)]
HISTORY = "История 7А"


def course(world: World, name: str = ALGEBRA) -> Course:
    rows = Course.objects.filter(school=world.school, pk=world.courses[name].pk)
    return rows.select_related("group__year", "subject")[0]


def put(world: World, rows: list[Row] | None = None, *, who: str = "Анна", name: str = ALGEBRA, **more: object) -> Plan:
    table = ROWS if rows is None else rows
    return put_plan(actor=world.actor(who), course=course(world, name), rows=table, **more)  # type: ignore[arg-type]


def approved(world: World) -> Plan:
    plan = submit_plan(actor=world.actor("Анна"), plan=put(world))
    return approve_plan(actor=world.actor("Ирина"), plan=plan)


def titles(plan: Plan) -> list[str]:
    return [row.title for row in rows_of(plan)]


def test_a_teacher_writes_the_whole_table_and_the_ledger_keeps_it(world: World) -> None:
    plan = put(world, title="Рабочая программа, 7 класс")
    assert (plan.version, plan.state, titles(plan)) == (1, PlanState.DRAFT, ["Числа", "Дроби", "Степени", "Корни"])
    entry = last_entry(world)
    assert (entry.action, entry.person, entry.target) == ("planning.plan.put", world.people["Анна"].pk, plan.pk)
    assert entry.payloads.get().new == {"topics": 3, "hours": 6, "changes": 4}


def test_lines_keep_who_they_are_when_they_move(world: World) -> None:
    plan = put(world)
    _section, first, second, third = rows_of(plan)
    put(world, [third, first, replace(second, title="Степени чисел")], seen=1)
    assert [(row.id, row.title) for row in rows_of(plan)] == [
        (third.id, "Корни"),
        (first.id, "Дроби"),
        (second.id, "Степени чисел"),
    ]


def test_the_same_table_twice_is_written_once(world: World) -> None:
    plan = put(world)
    count = entries(world)
    assert put(world, rows_of(plan)).version == 1
    assert entries(world) == count


def test_an_older_table_is_refused_not_written_over(world: World) -> None:
    put(world)
    with pytest.raises(Conflict):
        put(world, [Row("Дроби")], seen=0)
    assert len(titles(put(world, [Row("Дроби")], seen=1))) == 1


@pytest.mark.parametrize("row", [Row(""), Row("а" * 501), Row("Дроби", 0), Row("Дроби", 100), Row("Дроби", kind="x")])
def test_a_line_that_makes_no_sense_is_refused(world: World, row: Row) -> None:
    with pytest.raises(Invalid, match="1"):
        put(world, [row])
    assert not Plan.objects.filter(school=world.school).exists()


@pytest.mark.parametrize("who", ["Денис", "Ирина", "Алла"])
def test_the_management_does_not_write_plans(world: World, who: str) -> None:
    with pytest.raises(Forbidden):
        put(world, who=who)


def test_other_teachers_find_no_plan(world: World) -> None:
    with pytest.raises(NotFound):
        put(world, who="Борис")


def test_a_plan_is_handed_in_and_approved_by_the_deputy_head(world: World) -> None:
    plan = approved(world)
    assert (plan.state, plan.edition, plan.approved_by_id) == (PlanState.APPROVED, 1, world.people["Ирина"].pk)
    edition = Edition.objects.get(school=world.school, plan=plan)
    assert [row["title"] for row in edition.rows] == ["Числа", "Дроби", "Степени", "Корни"]
    entry = last_entry(world)
    assert (entry.action, entry.payloads.get().new) == (
        "planning.plan.approved",
        {"status": "approved", "edition": 1, "hours": 6},
    )


@pytest.mark.parametrize("who", ["Анна", "Денис", "Алла"])
def test_nobody_else_approves(world: World, who: str) -> None:
    plan = submit_plan(actor=world.actor("Анна"), plan=put(world))
    with pytest.raises(Forbidden):
        approve_plan(actor=world.actor(who), plan=plan)


def test_an_empty_plan_is_not_handed_in(world: World) -> None:
    with pytest.raises(Invalid):
        submit_plan(actor=world.actor("Анна"), plan=put(world, [Row("Числа", 0, "section")]))


def test_what_is_handed_in_waits_unless_it_is_taken_back(world: World) -> None:
    plan = submit_plan(actor=world.actor("Анна"), plan=put(world))
    with pytest.raises(Invalid):
        put(world, [Row("Дроби")])
    take_back_plan(actor=world.actor("Анна"), plan=plan)
    assert last_entry(world).action == "planning.plan.taken_back"
    assert titles(put(world, [Row("Дроби")])) == ["Дроби"]


def test_it_is_returned_with_words(world: World) -> None:
    plan = submit_plan(actor=world.actor("Анна"), plan=put(world))
    with pytest.raises(Invalid):
        return_plan(actor=world.actor("Ирина"), plan=plan, words=" ")
    found = return_plan(actor=world.actor("Ирина"), plan=plan, words="Добавьте контрольные работы")
    assert (found.state, found.answer) == (PlanState.DRAFT, "Добавьте контрольные работы")
    assert (last_entry(world).action, last_entry(world).reason) == (
        "planning.plan.returned",
        "Добавьте контрольные работы",
    )


def test_after_the_approval_a_change_asks_why_and_stands_on_the_correction_sheet(world: World) -> None:
    plan = approved(world)
    rows = [replace(row, hours=2) if row.title == "Корни" else row for row in rows_of(plan)]
    with pytest.raises(Invalid) as error:
        put(world, rows)
    assert "reason" in error.value.fields
    put(world, rows, why=Why("Карантин 7А", "shortened"))
    sheet = Correction.objects.get(school=world.school, plan=plan)
    assert sheet.changes == [{"what": "shortened", "title": "Корни", "old": "3", "new": "2"}]
    assert (sheet.reason, sheet.means, sheet.accepted_at) == ("Карантин 7А", "shortened", None)
    assert (last_entry(world).action, last_entry(world).reason) == ("planning.plan.corrected", "Карантин 7А")


def test_corrections_are_accepted_into_a_new_edition(world: World) -> None:
    plan = approved(world)
    deputy = world.actor("Ирина")
    with pytest.raises(Invalid):
        approve_plan(actor=deputy, plan=plan)
    put(world, rows_of(plan)[:-1], why=Why("Карантин"))
    assert approve_plan(actor=deputy, plan=plan).edition == 2
    sheet = Correction.objects.get(school=world.school, plan=plan)
    assert sheet.accepted_by_id == world.people["Ирина"].pk
    sizes = {row.number: len(row.rows) for row in Edition.objects.filter(school=world.school, plan=plan)}
    assert sizes == {1: 4, 2: 3}


def test_corrections_are_returned_with_words_and_the_plan_stays_approved(world: World) -> None:
    plan = approved(world)
    deputy = world.actor("Ирина")
    with pytest.raises(Invalid):
        return_plan(actor=deputy, plan=plan, words="Нечего возвращать")
    put(world, rows_of(plan)[:-1], why=Why("Карантин"))
    with pytest.raises(Forbidden):
        return_plan(actor=world.actor("Анна"), plan=plan, words="Сама себе")
    found = return_plan(actor=deputy, plan=plan, words="Корни нужны к экзамену")
    assert (found.state, found.answer, found.edition) == (PlanState.APPROVED, "Корни нужны к экзамену", 1)
    entry = last_entry(world)
    assert (entry.action, entry.reason, entry.payloads.get().new) == (
        "planning.plan.returned",
        "Корни нужны к экзамену",
        {"status": "approved"},
    )
    assert put(world, ROWS, why=Why("Корни возвращены")).answer == ""
    assert approve_plan(actor=deputy, plan=plan).edition == 2
    assert not Correction.objects.filter(school=world.school, accepted_at__isnull=True).exists()


def test_joining_two_topics_takes_an_hour_less(world: World) -> None:
    plan = approved(world)
    third = rows_of(plan)[3]
    with pytest.raises(Invalid):
        join_topics(actor=world.actor("Анна"), plan=plan, topic_id=third.id or 0)
    join_topics(actor=world.actor("Анна"), plan=plan, topic_id=third.id or 0, why=Why("Карантин", "joined"))
    assert [row.joins for row in rows_of(plan)] == [False, False, False, True]
    assert last_entry(world).payloads.get().new["hours"] == 5


def test_the_first_topic_has_nothing_to_join(world: World) -> None:
    assert [row.joins for row in rows_of(put(world, [Row("Числа", 0, "section"), Row("Дроби", joins=True)]))] == [
        False,
        False,
    ]


def test_a_plan_is_copied_to_parallel_classes_that_one_teaches(world: World) -> None:
    add_course(world, "Алгебра", "7Б", "Анна")
    add_group(world, "8А", year_level=8)
    add_course(world, "Алгебра", "8А", "Анна")
    plan = put(world, title="Программа")
    anna = world.actor("Анна")
    targets = copy_targets(anna, course(world))
    assert [target.course.group.name for target in targets] == ["7Б"]
    (copy,) = copy_plan(actor=anna, plan=plan, courses=[target.course for target in targets])
    assert (titles(copy), copy.title, copy.state) == (titles(plan), "Программа", PlanState.DRAFT)
    assert not {row.id for row in rows_of(copy)} & {row.id for row in rows_of(plan)}
    assert (last_entry(world).action, last_entry(world).target) == ("planning.plan.copied", copy.pk)
    with pytest.raises(Invalid):
        copy_plan(actor=anna, plan=plan, courses=[course(world, "Алгебра 8А")])


def test_the_deputy_head_copies_too_but_nobody_over_an_approved_plan(world: World) -> None:
    add_course(world, "История", "1А", "Вера")
    plan = put(world, who="Борис", name=HISTORY)
    deputy = world.actor("Ирина")
    assert {target.course.group.name for target in copy_targets(deputy, course(world, HISTORY))} == {"7Б"}
    (copy,) = copy_plan(actor=deputy, plan=plan, courses=[course(world, "История 7Б")])
    approve_plan(actor=deputy, plan=submit_plan(actor=world.actor("Борис"), plan=copy))
    with pytest.raises(Invalid):
        copy_plan(actor=deputy, plan=plan, courses=[course(world, "История 7Б")])
    with pytest.raises(Forbidden):
        copy_plan(actor=world.actor("Денис"), plan=plan, courses=[course(world, "История 7Б")])
