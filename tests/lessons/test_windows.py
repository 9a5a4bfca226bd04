"""When the journal may still be written: days after the lesson, closed terms, unlocking (domain.md 2.3, 6.3, 6.4)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from parta.attendance.services import AttendanceOp, put_attendance
from parta.common import clock
from parta.common.errors import Conflict, Forbidden, Invalid, NotFound
from parta.homework.services import change_homework
from parta.ledger.models import Payload
from parta.lessons.arithmetic import NEXT_STATES, last_day, may_become
from parta.lessons.models import Unlock, UnlockState
from parta.lessons.services import (
    ask_unlock,
    check_attendance,
    decline_unlock,
    give_unlock,
    locked_lessons,
    revoke_unlock,
    set_term_state,
)
from parta.marks.models import Work
from parta.marks.services import MarkOp, add_work, put_marks
from parta.school.models import Term, TermState
from tests.acts import ALGEBRA, give, last_entry, new_work, set_rule, type_in, write
from tests.world import NOW, TODAY, World

THEN = date(2026, 11, 12)
"""A Thursday with algebra in 7А."""


def term(world: World, number: int) -> Term:
    return Term.objects.get(school=world.school, number=number)


def week(world: World) -> None:
    set_rule(world, "edit_window_days", 7)


def fresh(world: World, since: date = THEN, until: date = THEN, **values: Any) -> Unlock:
    return Unlock(school=world.school, course=world.courses[ALGEBRA], since=since, until=until, **values)


def open_day(world: World, who: str = "Ирина", **values: Any) -> Unlock:
    return give_unlock(actor=world.actor(who), unlock=fresh(world, **values), reason="Болела")


def close(world: World, number: int, *, archive: bool = False) -> None:
    states = [TermState.CLOSING, TermState.CLOSED, *([TermState.ARCHIVED] if archive else [])]
    for state in states:
        set_term_state(actor=world.actor("Ирина"), term=term(world, number), state=state)


def refused(world: World, on: date = THEN) -> str:
    with pytest.raises(Invalid) as error:
        type_in(world, "Ваня", "5", lesson=world.lesson(ALGEBRA, on))
    return error.value.message


def test_the_last_day_is_counted_from_the_lesson() -> None:
    assert last_day(date(2026, 9, 2), 7) == date(2026, 9, 9)
    assert last_day(date(2026, 9, 2), 0) is None


@pytest.mark.parametrize(("days", "is_open"), [(0, True), (11, False), (12, True), (13, True)])
def test_a_mark_is_written_within_the_days_of_the_school(world: World, days: int, is_open: bool) -> None:
    set_rule(world, "edit_window_days", days)
    if is_open:
        assert type_in(world, "Ваня", "5", lesson=world.lesson(ALGEBRA, THEN)).text == "5"
    else:
        assert refused(world) == "Срок записи прошёл 23 ноября. Завуч может открыть журнал на несколько дней."


def test_nothing_of_a_lesson_is_written_after_its_days(world: World) -> None:
    lesson = world.lesson(ALGEBRA, THEN)
    work = new_work(world, lesson)
    week(world)
    anna, school, person = world.actor("Анна"), world.school.pk, world.people["Ваня"].pk
    acts = [
        lambda: write(world, "Дроби", lesson=lesson),
        lambda: put_marks(actor=anna, school_id=school, operations=[MarkOp(lesson.pk, person, ("5",), work.pk)]),
        lambda: put_attendance(actor=anna, school_id=school, operations=[AttendanceOp(lesson.pk, person, "н")]),
        lambda: give(world, "№ 5", lesson=lesson),
        lambda: add_work(actor=anna, lesson=lesson, kind=world.work_type("к/р")),
        lambda: check_attendance(actor=anna, school_id=school, lesson_ids=[lesson.pk]),
    ]
    for act in acts:
        with pytest.raises(Invalid, match="Срок записи прошёл 19 ноября"):
            act()


def test_marks_of_a_work_are_counted_from_the_day_when_they_are_due(world: World) -> None:
    lesson = world.lesson(ALGEBRA, THEN)
    work = new_work(world, lesson)
    Work.objects.filter(school=world.school, pk=work.pk).update(due=THEN + timedelta(days=5))
    week(world)
    assert type_in(world, "Ваня", "5", lesson=lesson, work_id=work.pk).text == "5"
    with pytest.raises(Invalid):
        type_in(world, "Ваня", "н 5", lesson=lesson, work_id=work.pk)
    with pytest.raises(Invalid):
        type_in(world, "Ваня", "5", lesson=lesson)


def test_homework_is_changed_within_the_days_after_it_was_given(world: World) -> None:
    lesson = world.lesson(ALGEBRA, THEN)
    with clock.at(NOW - timedelta(days=7)):
        late = give(world, "№ 5", lesson=lesson)
    with clock.at(NOW - timedelta(days=12)):
        early = give(world, "№ 6", lesson=lesson)
    week(world)
    anna = world.actor("Анна")
    assert change_homework(actor=anna, homework=late, text="№ 7", minutes=None, due=None).text == "№ 7"
    with pytest.raises(Invalid):
        change_homework(actor=anna, homework=early, text="№ 8", minutes=None, due=None)


def test_the_programme_itself_is_not_held_back(world: World) -> None:
    week(world)
    work = new_work(world, world.lesson(ALGEBRA, THEN))
    assert work.pk


def test_the_check_asks_no_query_of_its_own_while_the_journal_is_open(
    world: World, django_assert_num_queries: Any
) -> None:
    lesson, actor = world.lesson(ALGEBRA), world.actor("Анна")
    with django_assert_num_queries(1):
        locked_lessons(actor=actor, school_id=world.school.pk, ids=[lesson.pk])


@pytest.mark.parametrize("who", ["Ирина", "Денис", "Алла"])
def test_who_leads_the_school_opens_days_of_a_course(world: World, who: str) -> None:
    week(world)
    row = open_day(world, who)
    assert row.expires_at == datetime(2026, 11, 26, 21, 0, tzinfo=UTC)  # the end of the third day, in Moscow
    assert type_in(world, "Ваня", "5", lesson=world.lesson(ALGEBRA, THEN)).text == "5"
    assert refused(world, date(2026, 11, 16)).startswith("Срок записи прошёл")


def test_an_unlock_leaves_its_line_with_the_reason(world: World) -> None:
    row = open_day(world)
    entry = last_entry(world)
    assert (entry.action, entry.target, entry.reason) == ("lessons.unlock.given", row.pk, "Болела")
    new = Payload.objects.get(school=world.school, entry=entry).new
    assert (new["since"], new["until"], new["state"]) == ("2026-11-12", "2026-11-12", "given")


def test_an_unlock_ends_by_the_clock_of_the_server(world: World) -> None:
    week(world)
    open_day(world)
    with clock.at(datetime(2026, 11, 26, 20, 59, tzinfo=UTC)):
        assert type_in(world, "Ваня", "5", lesson=world.lesson(ALGEBRA, THEN)).text == "5"
    with clock.at(datetime(2026, 11, 26, 21, 0, tzinfo=UTC)):
        assert refused(world).startswith("Срок записи прошёл")


def test_an_unlock_that_is_taken_back_opens_nothing(world: World) -> None:
    week(world)
    row = open_day(world)
    revoke_unlock(actor=world.actor("Денис"), unlock=row)
    assert last_entry(world).action == "lessons.unlock.revoked"
    assert refused(world).startswith("Срок записи прошёл")


def test_a_head_opens_only_the_own_branch(world: World) -> None:
    with pytest.raises(NotFound):
        open_day(world, "Нина")
    far = Unlock(school=world.school, course=world.courses["Математика 4В"], since=THEN, until=THEN)
    assert give_unlock(actor=world.actor("Нина"), unlock=far, reason="Болела").pk


def test_a_teacher_does_not_open_the_own_journal(world: World) -> None:
    with pytest.raises(NotFound):
        give_unlock(actor=world.actor("Борис"), unlock=fresh(world), reason="Надо")
    with pytest.raises(Forbidden):
        give_unlock(actor=world.actor("Анна"), unlock=fresh(world), reason="Надо")


@pytest.mark.parametrize(("values", "days"), [({}, 0), ({}, 61), ({"until": date(2026, 11, 1)}, 3)])
def test_an_unlock_has_sensible_days(world: World, values: dict[str, Any], days: int) -> None:
    with pytest.raises(Invalid):
        give_unlock(actor=world.actor("Ирина"), unlock=fresh(world, **values), reason="Надо", days=days)


def test_an_unlock_needs_a_reason(world: World) -> None:
    with pytest.raises(Invalid) as error:
        give_unlock(actor=world.actor("Ирина"), unlock=fresh(world), reason=" ")
    assert list(error.value.fields) == ["reason"]


def test_a_teacher_asks_and_the_deputy_opens(world: World) -> None:
    week(world)
    asked = ask_unlock(actor=world.actor("Анна"), unlock=fresh(world, asked_reason="Была на курсах"))
    assert (last_entry(world).action, last_entry(world).reason) == ("lessons.unlock.asked", "Была на курсах")
    assert refused(world).startswith("Срок записи прошёл")
    with pytest.raises(Invalid, match="уже просили"):
        ask_unlock(actor=world.actor("Анна"), unlock=fresh(world, asked_reason="Ещё раз"))
    given = give_unlock(actor=world.actor("Ирина"), unlock=asked, reason="Хорошо", days=1)
    assert (given.state, given.asked_reason, given.reason) == (UnlockState.GIVEN, "Была на курсах", "Хорошо")
    assert type_in(world, "Ваня", "5", lesson=world.lesson(ALGEBRA, THEN)).text == "5"
    with pytest.raises(Invalid, match="уже ответили"):
        decline_unlock(actor=world.actor("Ирина"), unlock=asked, reason="Нет")


def test_a_request_is_declined_with_words(world: World) -> None:
    asked = ask_unlock(actor=world.actor("Анна"), unlock=fresh(world, asked_reason="Забыла"))
    with pytest.raises(Invalid):
        decline_unlock(actor=world.actor("Ирина"), unlock=asked, reason="")
    found = decline_unlock(actor=world.actor("Ирина"), unlock=asked, reason="Зайдите ко мне")
    assert (found.state, last_entry(world).action) == (UnlockState.DECLINED, "lessons.unlock.declined")
    assert last_entry(world).reason == "Зайдите ко мне"


def test_only_who_writes_asks(world: World) -> None:
    with pytest.raises(NotFound):
        ask_unlock(actor=world.actor("Борис"), unlock=fresh(world, asked_reason="Надо"))
    with pytest.raises(Forbidden):
        ask_unlock(actor=world.actor("Ирина"), unlock=fresh(world, asked_reason="Надо"))


def test_terms_go_forward_and_come_back_from_everywhere_but_the_archive() -> None:
    allowed = {(a, b) for a in NEXT_STATES for b in NEXT_STATES if may_become(a, b)}
    assert allowed == {
        ("open", "closing"),
        ("closing", "closed"),
        ("closing", "open"),
        ("closed", "archived"),
        ("closed", "open"),
    }


def test_while_a_term_is_closing_marks_are_put(world: World) -> None:
    set_term_state(actor=world.actor("Ирина"), term=term(world, 2), state=TermState.CLOSING)
    entry = last_entry(world)
    assert (entry.action, entry.target) == ("school.term.state", term(world, 2).pk)
    payload = Payload.objects.get(school=world.school, entry=entry)
    assert (payload.old, payload.new) == ({"state": "open"}, {"state": "closing"})
    assert type_in(world, "Ваня", "5").text == "5"


def test_a_closed_term_takes_nothing(world: World) -> None:
    close(world, 2)
    assert refused(world, TODAY) == "Период закрыт: завуч может открыть журнал для записи."


def test_a_closed_term_is_unlocked_for_some_days_an_archived_one_never(world: World) -> None:
    close(world, 2)
    open_day(world, since=TODAY, until=TODAY)
    assert type_in(world, "Ваня", "5").text == "5"
    set_term_state(actor=world.actor("Денис"), term=term(world, 2), state=TermState.ARCHIVED)
    assert refused(world, TODAY) == "Период в архиве: записать в нём уже ничего нельзя."


def test_a_closed_term_opens_by_an_order_alone(world: World) -> None:
    close(world, 2)
    with pytest.raises(Invalid) as error:
        set_term_state(actor=world.actor("Денис"), term=term(world, 2), state=TermState.OPEN)
    assert list(error.value.fields) == ["reason"]
    words = "Приказ № 12 от 20.11.2026: пересдача"
    set_term_state(actor=world.actor("Денис"), term=term(world, 2), state=TermState.OPEN, reason=words)
    assert last_entry(world).reason == words
    assert type_in(world, "Ваня", "5").text == "5"


def test_an_archived_term_never_comes_back(world: World) -> None:
    close(world, 1, archive=True)
    for state in (TermState.OPEN, TermState.CLOSING, TermState.CLOSED):
        with pytest.raises(Invalid):
            set_term_state(actor=world.actor("Денис"), term=term(world, 1), state=state, reason="Надо")


def test_two_who_change_a_term_at_once_meet_a_conflict(world: World) -> None:
    set_term_state(actor=world.actor("Ирина"), term=term(world, 1), state=TermState.CLOSING, seen="open")
    with pytest.raises(Conflict):
        set_term_state(actor=world.actor("Денис"), term=term(world, 1), state=TermState.CLOSED, seen="open")


@pytest.mark.parametrize("who", ["Нина", "Алла", "Анна", "Софья"])
def test_terms_are_closed_by_the_director_and_the_deputy_alone(world: World, who: str) -> None:
    with pytest.raises((Forbidden, NotFound)):
        set_term_state(actor=world.actor(who), term=term(world, 1), state=TermState.CLOSING)
