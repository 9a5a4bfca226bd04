"""Quarantine, frost and distance days; bells of one day."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from django.utils import translation

from parta.common.errors import Invalid, NotFound
from parta.ledger.models import Entry
from parta.lessons.models import BellDay, DayAct, DayKind, DayMode, Lesson, Status
from parta.lessons.services import decide_days, make_lessons, restore_lesson, ring_as_usual, ring_day, withdraw_days
from parta.school.models import Bell, BellSet
from parta.timetable.models import Version
from tests.acts import ALGEBRA, last_entry, write
from tests.world import TODAY, World

THURSDAY = date(2026, 11, 26)


def decide(world: World, *groups: str, who: str = "Ирина", **values: Any) -> DayAct:
    plain = {"kind": DayKind.FROST, "since": TODAY, "until": THURSDAY, "branch": world.main}
    act = DayAct(school=world.school, **{**plain, **values})
    decide_days(actor=world.actor(who), act=act, groups=[world.groups[name] for name in groups])
    return act


def off(world: World) -> set[tuple[str, str]]:
    rows = Lesson.objects.filter(school=world.school, status=Status.CANCELLED).select_related("course__group")
    return {(row.course.group.name, f"{row.date:%d.%m}") for row in rows}


def test_a_frost_day_cancels_the_lessons_of_the_branch(world: World) -> None:
    act = decide(world, until=TODAY)
    assert off(world) == {("7А", "24.11"), ("7Б", "24.11"), ("7А англ. 1", "24.11")}
    entry = last_entry(world)
    assert (entry.action, entry.target, entry.payloads.get().new["lessons"]) == ("lessons.days.decided", act.pk, 4)
    assert Entry.objects.filter(school=world.school, action="lessons.lesson.cancelled").count() == 4


def test_a_class_takes_its_own_subgroups_with_it(world: World) -> None:
    decide(world, "7А")
    assert off(world) == {("7А", "24.11"), ("7А", "26.11"), ("7А англ. 1", "24.11")}


def test_what_was_given_is_not_cancelled(world: World) -> None:
    write(world, "Дроби")
    decide(world, "7А", until=TODAY)
    assert world.lesson(ALGEBRA).status == Status.HELD


def test_remote_lessons_go_on(world: World) -> None:
    decide(world, "7А", mode=DayMode.REMOTE, kind=DayKind.DISTANCE)
    lesson = world.lesson(ALGEBRA)
    assert (lesson.status, lesson.is_remote) == (Status.PLANNED, True)
    write(world, "Дроби")


def test_it_is_taken_back_as_a_whole(world: World) -> None:
    act = decide(world)
    with pytest.raises(Invalid):
        restore_lesson(actor=world.actor("Ирина"), lesson=world.lesson(ALGEBRA))
    assert withdraw_days(actor=world.actor("Денис"), act=act) == 6
    assert off(world) == set()
    assert last_entry(world).action == "lessons.days.taken_back"
    assert withdraw_days(actor=world.actor("Денис"), act=act) == 0


def test_a_new_timetable_knows_the_days(world: World) -> None:
    decide(world, "7А")
    Lesson.objects.filter(school=world.school, course=world.courses[ALGEBRA], date=THURSDAY).erase()
    make_lessons(actor=world.system, version=Version.objects.filter(school=world.school, branch=world.main)[0])
    assert world.lesson(ALGEBRA, THURSDAY).status == Status.CANCELLED


def test_the_head_of_a_branch_decides_for_the_branch(world: World) -> None:
    decide(world, who="Нина", branch=world.branches["Вячка"])
    assert off(world) == {("2В", "24.11"), ("4В", "24.11"), ("2В", "26.11"), ("4В", "26.11")}
    for who in ("Нина", "Анна", "Софья"):
        with pytest.raises(NotFound):
            decide(world, who=who)


def test_impossible_days_and_foreign_classes_are_refused(world: World) -> None:
    for groups, values in ((("2В",), {}), ((), {"until": date(2026, 11, 1)}), ((), {"until": date(2027, 5, 1)})):
        with pytest.raises(Invalid):
            decide(world, *groups, **values)


def short_bells(world: World) -> BellSet:
    bells = BellSet.objects.create(school=world.school, branch=world.main, name="Короткие", only_named_days=True)
    Bell.objects.create(school=world.school, bell_set=bells, number=1, starts=time(8, 30), ends=time(9))
    return bells


def test_one_day_is_rung_by_other_bells_and_back(world: World) -> None:
    bells, branch = short_bells(world), world.main
    assert ring_day(actor=world.actor("Ирина"), branch=branch, on=TODAY, bell_set=bells) == 1
    assert world.lesson(ALGEBRA).ends == time(9)
    assert world.lesson("История 7А").ends == time(10, 10)
    assert world.lesson(ALGEBRA, THURSDAY).ends == time(9, 15)
    assert (last_entry(world).action, last_entry(world).payloads.get().new["lessons"]) == ("lessons.bells.set", 1)
    with pytest.raises(Invalid):
        ring_day(actor=world.actor("Ирина"), branch=branch, on=TODAY, bell_set=bells)
    assert ring_as_usual(actor=world.actor("Ирина"), branch=branch, on=TODAY) == 1
    assert world.lesson(ALGEBRA).ends == time(9, 15)


def test_bells_that_change_no_lesson_are_refused_in_words(world: World) -> None:
    bells = short_bells(world)
    other = BellSet.objects.create(school=world.school, branch=world.main, name="Вторая смена", shift=2)
    for on, chosen, words in (
        (date(2026, 11, 29), bells, "В этот день уроков нет"),
        (TODAY, other, "«Вторая смена» не меняет"),
    ):
        with translation.override("ru"), pytest.raises(Invalid) as caught:
            ring_day(actor=world.actor("Ирина"), branch=world.main, on=on, bell_set=chosen)
        assert words in caught.value.fields["on"]
    assert not BellDay.objects.filter(school=world.school).exists()
    assert not Entry.objects.filter(school=world.school, action="lessons.bells.set").exists()


def test_bells_of_named_days_do_not_ring_on_others(world: World) -> None:
    short_bells(world)
    Lesson.objects.filter(school=world.school, course=world.courses[ALGEBRA], date=THURSDAY).erase()
    make_lessons(actor=world.system, version=Version.objects.filter(school=world.school, branch=world.main)[0])
    assert world.lesson(ALGEBRA, THURSDAY).ends == time(9, 15)
