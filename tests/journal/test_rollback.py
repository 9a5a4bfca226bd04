"""Taking back a person's edits of a time span: exactly what stood before, nothing of others (domain.md 6.3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parta.common import clock
from parta.common.errors import Conflict, Invalid, NotFound
from parta.grading.models import FinalMark
from parta.grading.services import FinalOp, put_finals
from parta.journal.selectors.cells import Place, standing_cells
from parta.journal.selectors.rollback import Plan, plan_of
from parta.journal.services import CellOp, put_cells
from parta.journal.services.rollback import roll_back
from parta.ledger.models import Entry, Payload
from parta.lessons.models import Lesson
from parta.marks.services import withdraw_work
from parta.school.models import Term, TermState
from tests.acts import ALGEBRA, last_entry, new_work, person_code, set_rule, type_in, write
from tests.journal.test_finals_page import study
from tests.world import NOW, World

ClientOf = Callable[[str], Client]
START, END = NOW + timedelta(hours=1), NOW + timedelta(hours=2)


def at(minutes: int) -> Any:
    """So many minutes after the span has begun."""
    return clock.at(START + timedelta(minutes=minutes))


def text(world: World, pupil: str = "Ваня", lesson: Lesson | None = None, work: int | None = None) -> str:
    place = Place((lesson or world.lesson(ALGEBRA)).pk, world.people[pupil].pk, work)
    return standing_cells(world.school.pk, [place])[place].text


def plan(world: World, who: str = "Ирина", whose: str = "Анна", since: datetime = START, until: datetime = END) -> Plan:
    return plan_of(world.actor(who), world.people[whose].pk, since, until)


def back(world: World, who: str = "Ирина", whose: str = "Анна", **more: Any) -> Plan:
    values = {"since": START, "until": END, "reason": "Ошибка", **more}
    return roll_back(actor=world.actor(who), person_id=world.people[whose].pk, **values)


def test_marks_absences_and_topics_return_to_what_stood_before(world: World) -> None:
    type_in(world, "Ваня", "4", comment="у доски")
    type_in(world, "Оля", "н")
    write(world, "Дроби")
    with at(5):
        type_in(world, "Ваня", "н 2", comment="")
        type_in(world, "Оля", "")
        write(world, "Ничего")
    with at(10):
        type_in(world, "Ваня", "3")
    with clock.at(END):
        assert {(cell.kind, cell.pupil, cell.now, cell.then) for cell in plan(world).cells} == {
            ("отметка", "Зайцев Ваня", "3", "4 (у доски)"),
            ("посещаемость", "Орлова Оля", "", "н"),
            ("тема", "", "Ничего", "Дроби"),
        }
        back(world)
    assert (text(world), text(world, "Оля"), world.lesson(ALGEBRA).topic) == ("4", "н", "Дроби")


def test_what_was_put_for_the_first_time_is_taken_away(world: World) -> None:
    with at(5):
        type_in(world, "Ваня", "о 4/н/а")
        write(world, "Дроби")
    with clock.at(END):
        back(world)
    lesson = world.lesson(ALGEBRA)
    assert (text(world), lesson.topic, lesson.status) == ("", "", "planned")


def test_a_double_mark_comes_back_whole(world: World) -> None:
    type_in(world, "Ваня", "4/н/а")
    with at(5):
        type_in(world, "Ваня", "2")
    with clock.at(END):
        back(world)
    assert text(world) == "4/н/а"


def put_final(world: World, mark: str, kind: str = "term", reason: str = "") -> None:
    term = Term.objects.get(school=world.school, scheme=world.scheme, number=1)
    values = {"course_id": world.courses[ALGEBRA].pk} if kind == "term" else {"group_id": world.groups["7А"].pk}
    op = FinalOp(world.people["Ваня"].pk, kind, mark, term_id=term.pk, reason=reason, **values)
    put_finals(actor=world.actor("Анна"), school_id=world.school.pk, operations=[op])


def finals(world: World) -> dict[str, tuple[str, str]]:
    rows = FinalMark.objects.filter(school=world.school)
    return {row.kind: (row.value, row.reason) for row in rows}


def test_marks_of_terms_and_for_behaviour_return_to_what_stood_before(world: World) -> None:
    study(world, "Ваня", "454")
    put_final(world, "4")
    put_final(world, "5", "behaviour")
    with at(5):
        put_final(world, "2", reason="Просто так")
        put_final(world, "3", "behaviour")
    with at(7):
        put_final(world, "", "behaviour")
    with clock.at(END):
        found = plan(world)
        assert {(cell.where.words, cell.pupil, cell.now, cell.then) for cell in found.cells} == {
            ("Алгебра, 7А", "Зайцев Ваня", "2", "4"),
            ("7А", "Зайцев Ваня", "", "5"),
        }
        assert back(world).cells == found.cells
    said = "Откат правок Алгебраева А. П.: Ошибка"
    assert finals(world) == {"term": ("4", said), "behaviour": ("5", said)}
    entry = Entry.objects.get(
        school=world.school, target_kind="finalmark", channel="rollback", action__endswith="changed"
    )
    assert (entry.actor_name, entry.subject) == (world.people["Ирина"].full_name, world.people["Ваня"].pk)


def test_final_marks_put_for_the_first_time_are_taken_away_after_the_term_is_closed(world: World) -> None:
    with at(5):
        put_final(world, "4")
        put_final(world, "5", "behaviour")
    Term.objects.filter(school=world.school, number=1).update(state=TermState.CLOSED)
    with clock.at(END):
        assert len(back(world).cells) == 2
    assert finals(world) == {"term": ("", ""), "behaviour": ("", "")}


def test_what_others_have_changed_since_is_left_alone_and_named(world: World) -> None:
    type_in(world, "Ваня", "4")
    type_in(world, "Оля", "4")
    lesson = world.lesson(ALGEBRA)
    with at(5):
        type_in(world, "Ваня", "2")
        type_in(world, "Оля", "2")
    with clock.at(END + timedelta(minutes=5)):
        write_over(world, lesson)
        found = plan(world)
        assert [(cell.pupil, cell.why_not) for cell in found.left] == [
            ("Зайцев Ваня", "после этого изменено: Завучева Ирина Олеговна")
        ]
        back(world)
    assert (text(world), text(world, "Оля")) == ("5", "4")


def write_over(world: World, lesson: Lesson) -> None:
    """Somebody else writes into the cell of Ваня."""
    other = replace(world.actor("Ирина"), holds=world.system.holds)
    put_cells(actor=other, school_id=world.school.pk, operations=[CellOp(lesson.pk, world.people["Ваня"].pk, "5")])


def test_edits_outside_of_the_span_stay(world: World) -> None:
    with clock.at(START - timedelta(seconds=1)):
        type_in(world, "Ваня", "4")
    with clock.at(END):
        type_in(world, "Оля", "4")
    with clock.at(END + timedelta(minutes=1)):
        assert (plan(world).cells, plan(world).left) == ([], [])


def test_every_restored_cell_is_an_ordinary_change_and_the_act_has_its_line(world: World) -> None:
    type_in(world, "Ваня", "4")
    with at(5):
        type_in(world, "Ваня", "2")
    with clock.at(END):
        back(world)
    change, act = list(Entry.objects.filter(school=world.school).order_by("-pk")[:2])[::-1]
    assert (change.action, change.actor_name, change.person) == (
        "marks.mark.changed",
        "Завучева Ирина Олеговна",
        world.people["Ирина"].pk,
    )
    assert change.reason == f"Откат правок {world.people['Анна'].initials_name}: Ошибка"
    assert (act.action, act.target_kind, act.target, act.reason) == (
        "journal.edits.rolled_back",
        "person",
        world.people["Анна"].pk,
        "Ошибка",
    )
    payload = Payload.objects.get(school=world.school, entry=act)
    assert (payload.new["restored"], payload.new["left"]) == (1, 0)


def test_a_roll_back_is_rolled_back_in_the_same_way(world: World) -> None:
    type_in(world, "Ваня", "4")
    with at(5):
        type_in(world, "Ваня", "2")
    with clock.at(END):
        back(world)
    with clock.at(END + timedelta(minutes=5)):
        back(world, who="Денис", whose="Ирина", since=END, until=END + timedelta(minutes=1))
    assert text(world) == "2"


def test_a_roll_back_obeys_no_window(world: World) -> None:
    type_in(world, "Ваня", "4")
    with at(5):
        type_in(world, "Ваня", "2")
    set_rule(world, "edit_window_days", 1)
    with clock.at(END + timedelta(days=10)):
        with pytest.raises(Invalid):
            type_in(world, "Ваня", "3")
        back(world)
    assert text(world) == "4"


def test_a_work_that_is_gone_is_left_alone(world: World) -> None:
    work = new_work(world)
    with at(5):
        type_in(world, "Ваня", "2", work_id=work.pk)
        type_in(world, "Ваня", "", work_id=work.pk)
        type_in(world, "Оля", "2", work_id=work.pk)
        type_in(world, "Оля", "", work_id=work.pk)
        withdraw_work(actor=world.actor("Анна"), work=work)
    with clock.at(END):
        assert plan(world).cells == []


def test_an_erased_value_is_left_alone(world: World) -> None:
    type_in(world, "Ваня", "4")
    with at(5):
        type_in(world, "Ваня", "2")
    Payload.objects.filter(school=world.school, entry_id=last_entry(world).pk).erase()
    with clock.at(END):
        assert [cell.why_not for cell in plan(world).left] == ["прежнее значение удалено по закону"]


def test_the_plan_that_was_shown_is_the_one_that_is_carried_out(world: World) -> None:
    with at(5):
        type_in(world, "Ваня", "2")
    with clock.at(END):
        shown = plan(world)
    with at(6):
        type_in(world, "Оля", "2")
    with clock.at(END), pytest.raises(Conflict):
        back(world, seen=shown.seal)
    assert text(world) == "2"


@pytest.mark.parametrize("reason", ["", "  ", "х" * 201])
def test_it_needs_a_reason(world: World, reason: str) -> None:
    with at(5):
        type_in(world, "Ваня", "2")
    with clock.at(END), pytest.raises(Invalid) as error:
        back(world, reason=reason)
    assert list(error.value.fields) == ["reason"]


def test_nothing_to_take_back_is_said(world: World) -> None:
    with pytest.raises(Invalid, match="нечего"):
        back(world)


@pytest.mark.parametrize("who", ["Алла", "Анна", "Софья", "Полина", "Мария"])
def test_only_who_leads_takes_back(world: World, who: str) -> None:
    with pytest.raises(NotFound):
        back(world, who)


def test_a_head_takes_back_only_in_the_own_branch(world: World) -> None:
    with at(5):
        type_in(world, "Ваня", "2")
    with clock.at(END), pytest.raises(Invalid, match="нечего"):
        back(world, "Нина")


def test_a_person_of_another_school_is_not_found(world: World) -> None:
    assert world.other
    with pytest.raises(NotFound):
        plan_of(world.actor("Ирина"), world.other.people["Чеслав"].pk, START, END)


TEXTS = st.sampled_from(["", "2", "3", "4/5", "н", "о 4", "н/а"])
EDIT = st.tuples(st.sampled_from(["Ваня", "Оля"]), TEXTS)


@given(before=st.lists(EDIT, max_size=4), during=st.lists(EDIT, max_size=6))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_exactly_what_stood_before_is_restored(
    world: World, before: list[tuple[str, str]], during: list[tuple[str, str]]
) -> None:
    with transaction.atomic():
        for pupil, typed in before:
            type_in(world, pupil, typed)
        stood = [text(world, name) for name in ("Ваня", "Оля")]
        for minute, (pupil, typed) in enumerate(during):
            with at(minute):
                type_in(world, pupil, typed)
        changed = [text(world, name) for name in ("Ваня", "Оля")]
        with clock.at(END):
            assert bool(plan(world).cells) == (changed != stood)
            if changed != stood:
                back(world)
            assert [text(world, name) for name in ("Ваня", "Оля")] == stood
            assert (plan(world).cells, plan(world).left) == ([], [])
        transaction.set_rollback(True)


def test_the_page_shows_first_and_restores_then(world: World, client_of: ClientOf) -> None:
    type_in(world, "Ваня", "4")
    with at(5):
        type_in(world, "Ваня", "2")
    client, url = client_of("Ирина"), reverse("journal:rollback")
    span = {"person": person_code(world, "Анна"), "since": "2026-11-24T15:00:00", "until": "2026-11-24T16:00:00"}
    answer = client.get(url, span)
    page = answer.content.decode()
    assert "Будет восстановлено 1 значение" in page
    assert "<del>2</del> → 4" in page
    seal = answer.context["plan"].seal
    assert client.post(url, {**span, "seal": seal, "reason": ""}).status_code == 422
    assert client.post(url, {**span, "seal": "other", "reason": "Ошибка"}).status_code == 409
    assert client.post(url, {**span, "seal": seal, "reason": "Ошибка"}).status_code == 302
    assert text(world) == "4"
    assert client.get(url, {**span, "until": span["since"]}).status_code == 422


def test_queries_of_the_plan_are_fixed(world: World, django_assert_num_queries: Any) -> None:
    actor, person = world.actor("Ирина"), world.people["Анна"].pk
    with at(5):
        type_in(world, "Ваня", "2")
    with django_assert_num_queries(QUERIES):
        plan_of(actor, person, START, END)
    with at(6):
        type_in(world, "Оля", "2")
        type_in(world, "Ваня", "н 3")
        write(world, "Дроби")
    with django_assert_num_queries(QUERIES):
        plan_of(actor, person, START, END)


QUERIES = 12
