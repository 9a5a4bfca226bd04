"""The inspection makes remarks, closes them when they are mended, and never says a thing twice."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parta.common import clock
from parta.common.errors import NotFound
from parta.homework.services import withdraw_homework
from parta.ledger.models import Entry
from parta.lessons.models import Lesson
from parta.lessons.services import LessonRecord, cancel_lesson, check_attendance, write_lessons
from parta.planning.arithmetic import Row
from parta.planning.selectors import rows_of
from parta.planning.services import approve_plan, join_topics, put_plan, submit_plan
from parta.planning.services.writing import Why
from parta.supervision.models import Inspection, Remark, State
from parta.supervision.selectors.facts import facts_of
from parta.supervision.services import accept_remark, inspect, inspect_due
from tests.acts import give, new_work, type_in, write
from tests.world import TODAY, World

HISTORY = "История 7А"
FRIDAY = date(2026, 11, 20)
QUERIES = 33
"""Of a run that finds nothing new, whatever the number of lessons."""


def run(world: World, on: date = TODAY) -> Inspection:
    return inspect(actor=world.system, school_id=world.school.pk, on=on)


def kinds(world: World, lesson: Lesson, **where: Any) -> list[str]:
    rows = Remark.objects.filter(school=world.school, lesson=lesson, **where)
    return sorted(rows.values_list("kind", flat=True))


def snapshot(world: World) -> set[tuple[Any, ...]]:
    rows = Remark.objects.filter(school=world.school)
    return set(rows.values_list("pk", "kind", "lesson_id", "person_id", "state", "holds", "closed_at"))


@pytest.fixture
def friday(world: World) -> Lesson:
    return world.lesson(HISTORY, FRIDAY)


def test_an_empty_lesson_gets_one_remark_to_its_teacher(world: World, friday: Lesson) -> None:
    run(world)
    row = Remark.objects.get(school=world.school, lesson=friday)
    assert (row.kind, row.person, row.state, row.author) == ("blank", world.people["Борис"], State.OPEN, None)
    assert row.due == date(2026, 12, 1)
    entry = Entry.objects.get(school=world.school, action="supervision.remark.made", target=row.pk)
    assert (entry.subject, entry.actor_role) == (row.person_id, "system")


def test_who_gave_the_lesson_instead_is_asked(world: World) -> None:
    run(world)
    monday = world.lesson("Алгебра 7А", date(2026, 11, 23))
    assert Remark.objects.get(school=world.school, lesson=monday).person == world.people["Зоя"]


def test_lessons_of_long_ago_do_not_flood_the_lists(world: World) -> None:
    run(world)
    days = Remark.objects.filter(school=world.school, lesson__isnull=False).values_list("lesson__date", flat=True)
    assert min(days) == date(2026, 11, 10)


def test_what_is_mended_closes_itself_and_what_is_left_is_said(world: World, friday: Lesson) -> None:
    run(world)
    write(world, "Смута", who="Борис", lesson=friday)
    closed = run(world).closed
    assert closed == 1
    assert kinds(world, friday, state=State.MENDED, closed_by_check=True) == ["blank"]
    assert kinds(world, friday, state=State.OPEN) == ["attendance", "homework"]
    assert Entry.objects.filter(school=world.school, action="supervision.remark.mended").count() == 1


def test_a_cause_that_comes_back_makes_a_new_remark(world: World, friday: Lesson) -> None:
    write(world, "Смута", who="Борис", lesson=friday)
    run(world)
    task = give(world, "§ 5", who="Борис", lesson=friday)
    run(world)
    withdraw_homework(actor=world.actor("Борис"), homework=task)
    run(world)
    rows = Remark.objects.filter(school=world.school, lesson=friday, kind="homework").order_by("pk")
    assert list(rows.values_list("state", "holds")) == [(State.MENDED, False), (State.OPEN, True)]


def test_a_good_reason_is_not_asked_for_again(world: World, friday: Lesson) -> None:
    run(world)
    accept_remark(actor=world.actor("Ирина"), remark=Remark.objects.get(school=world.school, lesson=friday))
    run(world)
    assert kinds(world, friday) == ["blank"]


def test_a_cancelled_lesson_has_no_remark_but_counts_as_lost(world: World, friday: Lesson) -> None:
    run(world)
    cancel_lesson(actor=world.actor("Ирина"), lesson=friday, reason="Карантин")
    run(world)
    assert kinds(world, friday, holds=True) == []
    rows = Remark.objects.filter(school=world.school, kind="lag", course=friday.course)
    assert [row.person for row in rows] == [world.people["Борис"]]


def test_joined_topics_of_an_approved_plan_catch_up(world: World, friday: Lesson) -> None:
    cancel_lesson(actor=world.actor("Ирина"), lesson=friday, reason="Карантин")
    hours = Lesson.objects.filter(school=world.school, course=friday.course, date__lt=TODAY).count()
    table = [Row(f"Тема {number}") for number in range(1, hours + 1)]
    plan = put_plan(actor=world.system, course=friday.course, rows=table)
    approve_plan(actor=world.system, plan=submit_plan(actor=world.system, plan=plan))
    before = facts_of(world.school.pk, TODAY).lost[friday.course_id]
    others = Lesson.objects.filter(school=world.school, course=friday.course, date__lt=TODAY).exclude(pk=friday.pk)
    last = others.latest("date")
    records = [LessonRecord(last.pk, f"Тема {hours - 1}")]
    write_lessons(actor=world.system, school_id=world.school.pk, records=records)
    assert facts_of(world.school.pk, TODAY).lost[friday.course_id] == before - 1
    join_topics(actor=world.system, plan=plan, topic_id=rows_of(plan)[-1].id or 0, why=Why("Карантин", "joined"))
    assert facts_of(world.school.pk, TODAY).lost[friday.course_id] == before - 2


def test_a_remark_stands_after_the_days_that_are_looked_at(world: World, friday: Lesson) -> None:
    run(world)
    later = TODAY + timedelta(days=30)
    with clock.at(clock.now() + timedelta(days=30)):
        run(world, later)
    assert kinds(world, friday, state=State.OPEN) == ["blank"]


def test_a_work_lacks_its_marks_after_its_days(world: World) -> None:
    lesson = world.lesson("Алгебра 7А", date(2026, 11, 12))
    write(world, "Дроби", lesson=lesson)
    work = new_work(world, lesson, title="", weight=None)
    run(world)
    assert "work_marks" in kinds(world, lesson)
    type_in(world, "Ваня", "4", lesson=lesson, work_id=work.pk)
    run(world)
    assert "work_marks" not in kinds(world, lesson, holds=True)


def test_another_school_is_left_alone(world: World) -> None:
    run(world)
    assert world.other
    assert not Remark.objects.filter(school=world.other.school).exists()
    with pytest.raises(NotFound):
        inspect(actor=world.other.actor("Чулпан"), school_id=world.school.pk, on=TODAY)


def test_a_teacher_does_not_inspect(world: World) -> None:
    with pytest.raises(NotFound):
        inspect(actor=world.actor("Анна"), school_id=world.school.pk, on=TODAY)


def test_the_number_of_queries_does_not_grow(world: World, django_assert_num_queries: Any) -> None:
    run(world)
    with django_assert_num_queries(QUERIES):
        run(world)


ACTS = st.lists(st.tuples(st.integers(0, 4), st.sampled_from(["topic", "present", "task", "cancel"])), max_size=6)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_twice_is_the_same_as_once(world: World, acts: list[tuple[int, str]]) -> None:
    rows = Lesson.objects.filter(school=world.school, course=world.courses[HISTORY], date__lt=TODAY)
    lessons = list(rows.select_related("course__group").order_by("-date")[:5])
    with transaction.atomic():
        for place, act in acts:
            do(world, lessons[place], act)
            run(world)
            first = snapshot(world)
            again = run(world)
            assert (again.made, again.closed) == (0, 0)
            assert snapshot(world) == first
        transaction.set_rollback(True)


def do(world: World, lesson: Lesson, act: str) -> None:
    lesson.refresh_from_db()
    if lesson.status == "cancelled":
        return
    if act == "topic":
        write(world, "" if lesson.topic else "Смута", who="Борис", lesson=lesson)
    elif act == "present":
        check_attendance(actor=world.actor("Борис"), school_id=world.school.pk, lesson_ids=[lesson.pk])
    elif act == "task":
        give(world, "§ 5", who="Борис", lesson=lesson)
    else:
        cancel_lesson(actor=world.actor("Ирина"), lesson=lesson, reason="Карантин")


def test_the_night_comes_once_for_each_school(world: World) -> None:
    def at(hour: int, minute: int) -> Any:
        return clock.at(datetime(2026, 11, 25, hour, minute, tzinfo=ZoneInfo("Europe/Moscow")))

    with at(1, 59):
        assert inspect_due() == []
    with at(2, 0):
        assert {run.school_id for run in inspect_due()} == {world.school.pk, world.other.school.pk}  # type: ignore[union-attr]
        assert inspect_due() == []


def test_the_command_says_what_it_did(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("inspect")
    made = Remark.objects.filter(school=world.school).count()
    assert f"{world.school}: новых замечаний — {made}, исправлено — 0" in capsys.readouterr().out
