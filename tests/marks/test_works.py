"""Works: for everybody or a subgroup, of their own or as a re-take; what may be changed and when they go."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from parta.common.errors import Conflict, Forbidden, Invalid
from parta.ledger.models import Entry
from parta.marks.models import Work
from parta.marks.services import add_work, change_work, withdraw_work
from tests.acts import ALGEBRA, MONDAY, THURSDAY, entries, last_entry, type_in
from tests.world import World


def add(world: World, on: date | None = None, short: str = "к/р", who: str = "", **v: Any) -> Work:
    course = v.pop("course", ALGEBRA)
    lesson = world.lesson(course, on) if on else world.lesson(course)
    actor = world.actor(who) if who else world.system
    return add_work(actor=actor, lesson=lesson, kind=world.work_type(short), **v)


def test_a_work_takes_what_is_said_of_it(world: World) -> None:
    group = world.groups["7А англ. 1"]
    values = {"title": " Дроби ", "weight": Decimal("2.5"), "is_important": False, "due": THURSDAY, "group": group}
    work = add(world, who="Анна", **values)
    assert (work.title, work.weight, work.is_important, work.due, work.group) == (
        "Дроби",
        Decimal("2.5"),
        False,
        THURSDAY,
        group,
    )
    entry = last_entry(world)
    assert (entry.action, entry.payloads.get().new) == (
        "marks.work.added",
        {
            "kind": "Контрольная работа",
            "title": "Дроби",
            "weight": "2.5",
            "important": False,
            "due_day": "2026-11-26",
            "group": "7А англ. 1",
        },
    )


def test_a_retake_is_as_its_first_work_unless_said_otherwise(world: World) -> None:
    first = add(world, MONDAY, weight=Decimal(4), is_important=True)
    retake = add(world, short="отв", retake_of=first)
    assert (retake.retake_of, retake.weight, retake.is_important, retake.system) == (first, Decimal(4), True, "five")
    assert last_entry(world).payloads.get().new["retake_of"] == first.pk
    lighter = add(world, short="отв", retake_of=first, weight=Decimal(1), is_important=False)
    assert (lighter.weight, lighter.is_important) == (Decimal(1), False)


def test_a_retake_of_a_retake_is_refused(world: World) -> None:
    retake = add(world, retake_of=add(world, MONDAY))
    with pytest.raises(Invalid, match="уже отработка") as caught:
        add(world, THURSDAY, retake_of=retake)
    assert list(caught.value.fields) == ["retake_of"]


@pytest.mark.parametrize("case", ["later", "same lesson", "other course", "withdrawn"])
def test_a_retake_belongs_to_an_earlier_work_of_the_course_that_stands(world: World, case: str) -> None:
    if case == "other course":
        first = add(world, course="История 7А")
    else:
        first = add(world, {"later": THURSDAY, "withdrawn": MONDAY}.get(case))
    if case == "withdrawn":
        withdraw_work(actor=world.system, work=first)
    on = THURSDAY if case == "other course" else None
    with pytest.raises(Invalid, match="более ранней"):
        add(world, on, retake_of=first)


def test_a_subgroup_is_drawn_from_the_class(world: World) -> None:
    with pytest.raises(Invalid) as caught:
        add(world, group=world.groups["7Б"])
    assert list(caught.value.fields) == ["group"]


def test_marks_cannot_be_due_before_the_lesson(world: World) -> None:
    with pytest.raises(Invalid) as caught:
        add(world, due=MONDAY)
    assert list(caught.value.fields) == ["due"]


def test_a_work_of_a_subgroup_takes_marks_of_its_members_alone(world: World) -> None:
    work = add(world, group=world.groups["7А англ. 1"])
    assert type_in(world, "Оля", "5", work_id=work.pk).text == "5"
    with pytest.raises(Invalid, match="подгруппы"):
        type_in(world, "Ваня", "5", work_id=work.pk)
    assert type_in(world, "Ваня", "5").text == "5"


def test_title_weight_importance_and_due_day_are_changed(world: World) -> None:
    work = add(world, title="Дроби")
    changed = change_work(
        actor=world.actor("Анна"),
        work=work,
        seen=1,
        title="Проценты",
        weight=Decimal(1),
        is_important=False,
        due=THURSDAY,
    )
    work.refresh_from_db()
    assert (work.title, work.weight, work.is_important, work.due, work.version) == (
        "Проценты",
        Decimal(1),
        False,
        THURSDAY,
        2,
    )
    assert changed.pk == work.pk
    entry = last_entry(world)
    assert (entry.action, entry.person) == ("marks.work.changed", world.people["Анна"].pk)
    payload = entry.payloads.get()
    assert (payload.old["title"], payload.new["title"], payload.new["due_day"]) == ("Дроби", "Проценты", "2026-11-26")


def test_what_is_not_said_stays(world: World) -> None:
    work = add(world, title="Дроби", due=THURSDAY)
    change_work(actor=world.system, work=work, seen=1, weight=Decimal(2))
    work.refresh_from_db()
    assert (work.title, work.due, work.weight) == ("Дроби", THURSDAY, Decimal(2))
    before = entries(world)
    change_work(actor=world.system, work=work, seen=2, title="Дроби")
    assert entries(world) == before


def test_a_work_that_somebody_has_changed_is_not_overwritten(world: World) -> None:
    work = add(world, title="Дроби")
    change_work(actor=world.system, work=work, seen=1, title="Проценты")
    with pytest.raises(Conflict) as caught:
        change_work(actor=world.actor("Анна"), work=work, seen=1, title="Доли")
    assert (caught.value.details["theirs"], caught.value.details["mine"]) == ("Проценты", "Доли")


def test_strangers_change_no_work(world: World) -> None:
    work = add(world)
    with pytest.raises(Forbidden):
        change_work(actor=world.actor("Ирина"), work=work, seen=1, title="Доли")


def test_a_work_with_a_retake_stays(world: World) -> None:
    first = add(world, MONDAY)
    retake = add(world, retake_of=first)
    with pytest.raises(Invalid, match="отработка"):
        withdraw_work(actor=world.system, work=first)
    withdraw_work(actor=world.system, work=retake)
    assert withdraw_work(actor=world.system, work=first).withdrawn_at
    assert Entry.objects.filter(school=world.school, action="marks.work.withdrawn").count() == 2
    with pytest.raises(Invalid):
        change_work(actor=world.system, work=first, seen=first.version, title="Поздно")
