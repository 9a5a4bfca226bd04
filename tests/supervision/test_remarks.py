"""Remarks by hand, answers, decisions: who may, what the ledger says, what the pages show."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from parta.common import clock
from parta.common.codes import code_of
from parta.common.errors import Forbidden, Invalid, NotFound
from parta.ledger.models import Entry
from parta.supervision.checks import CHECKS
from parta.supervision.models import Remark, State
from parta.supervision.services import (
    accept_remark,
    accept_remarks,
    answer_remark,
    inspect,
    make_remark,
    return_remark,
)
from tests.acts import give, last_entry, set_rule, write
from tests.world import TODAY, World

ClientOf = Callable[[str], Client]
FRIDAY = date(2026, 11, 27)
INDEX_QUERIES = 22
REMARK_QUERIES = 16
"""Of the whole page, sign-in and frame included."""


def made(world: World, who: str = "Ирина", course: str = "Алгебра 7А", to: str = "Анна", **values: Any) -> Remark:
    values = {"text": "Нет темы в понедельник", "due": FRIDAY, **values}
    person, place = world.people[to], world.courses[course]
    return make_remark(actor=world.actor(who), course=place, person=person, **values)


def answered(world: World) -> Remark:
    return answer_remark(actor=world.actor("Анна"), remark=made(world), text="Запишу сегодня")


def payload(world: World) -> Any:
    return last_entry(world).payloads.get().new


def test_a_remark_is_written_down_with_its_author(world: World) -> None:
    row = made(world)
    assert (row.author, row.person, row.state) == (world.people["Ирина"], world.people["Анна"], State.OPEN)
    assert (last_entry(world).action, last_entry(world).subject) == ("supervision.remark.made", row.person_id)
    assert payload(world) == {"kind": "manual", "remark": "Нет темы в понедельник", "due": "2026-11-27"}


def test_it_is_answered_returned_answered_and_accepted(world: World) -> None:
    row = answered(world)
    assert payload(world) == {"state": "answered", "reply": "Запишу сегодня"}
    row = return_remark(actor=world.actor("Ирина"), remark=row, text="Уже среда")
    assert (row.state, last_entry(world).action) == (State.RETURNED, "supervision.remark.returned")
    row = answer_remark(actor=world.actor("Анна"), remark=row, text="Готово")
    row = accept_remark(actor=world.actor("Денис"), remark=row)
    assert (row.state, last_entry(world).action) == (State.ACCEPTED, "supervision.remark.accepted")
    assert row.closed_at is not None


def test_nobody_accepts_what_is_said_to_oneself(world: World) -> None:
    row = answered(world)
    for name in ("Анна", "Борис", "Нина"):
        with pytest.raises((Forbidden, NotFound)):
            accept_remark(actor=world.actor(name), remark=row)


def test_only_who_is_asked_answers(world: World) -> None:
    row = made(world)
    for name in ("Ирина", "Борис"):
        with pytest.raises((Forbidden, NotFound)):
            answer_remark(actor=world.actor(name), remark=row, text="Готово")


def test_the_head_of_a_branch_accepts_her_own_remark_alone(world: World) -> None:
    own = made(world, "Нина", "Математика 4В", "Вера")
    assert accept_remark(actor=world.actor("Нина"), remark=own).state == State.ACCEPTED
    with pytest.raises(Forbidden):
        accept_remark(actor=world.actor("Нина"), remark=made(world, "Ирина", "Математика 4В", "Вера"))
    with pytest.raises(NotFound):
        made(world, "Нина")


def test_a_settled_remark_is_settled(world: World) -> None:
    row = accept_remark(actor=world.actor("Ирина"), remark=made(world))
    with pytest.raises(Invalid):
        answer_remark(actor=world.actor("Анна"), remark=row, text="Готово")
    with pytest.raises(Invalid):
        accept_remark(actor=world.actor("Ирина"), remark=row)


def test_without_words_nothing_is_said(world: World) -> None:
    with pytest.raises(Invalid):
        made(world, text="  ")
    with pytest.raises(Invalid):
        return_remark(actor=world.actor("Ирина"), remark=made(world), text="Почему?")
    with pytest.raises(Invalid):
        return_remark(actor=world.actor("Ирина"), remark=answered(world), text="")


def test_a_remark_goes_to_a_teacher_of_the_course_about_a_lesson_of_it(world: World) -> None:
    with pytest.raises(NotFound):
        made(world, to="Борис")
    with pytest.raises(NotFound):
        made(world, lesson=world.lesson("История 7А", date(2026, 11, 20)))
    with pytest.raises(Invalid):
        made(world, lesson=world.lesson("Алгебра 7А", TODAY))
    assert made(world, to="Зоя", lesson=world.lesson("Алгебра 7А", date(2026, 11, 23))).person == world.people["Зоя"]


def test_answered_remarks_are_accepted_at_once(world: World) -> None:
    rows = [answered(world), answered(world), made(world)]
    count = accept_remarks(actor=world.actor("Ирина"), school_id=world.school.pk, remark_ids=[row.pk for row in rows])
    assert count == 2
    assert [Remark.objects.get(school=world.school, pk=row.pk).state for row in rows] == [
        State.ACCEPTED,
        State.ACCEPTED,
        State.OPEN,
    ]
    entries = Entry.objects.filter(school=world.school, action="supervision.remark.accepted").order_by("pk")
    assert [entry.target for entry in entries] == [rows[0].pk, rows[1].pk]
    assert entries[0].payloads.get().old == {"state": "answered"}


def test_nobody_accepts_at_once_what_is_not_theirs_to_accept(world: World) -> None:
    rows = [answered(world).pk]
    for name in ("Анна", "Борис", "Нина"):
        with pytest.raises((Forbidden, NotFound)):
            accept_remarks(actor=world.actor(name), school_id=world.school.pk, remark_ids=rows)
    assert Remark.objects.get(school=world.school, pk=rows[0]).state == State.ANSWERED


def test_ticked_remarks_or_all_that_are_found_are_accepted_on_the_page(world: World, client_of: ClientOf) -> None:
    first, second = answered(world), answered(world)
    other = answer_remark(
        actor=world.actor("Борис"), remark=made(world, course="История 7Б", to="Борис"), text="Записал"
    )
    irina, address = client_of("Ирина"), reverse("supervision:accept_many")
    page = irina.get(reverse("supervision:index"))
    assert page.context["found"].acceptable == {first.pk, second.pk, other.pk}
    answer = irina.post(f"{address}?scope=all", {"which": "ticked", "remark": [code_of(first)]}, follow=True)
    assert "Принято 1 замечание." in answer.content.decode()
    irina.post(f"{address}?scope=all&q=история", {"which": "all"})
    states = {row.pk: row.state for row in Remark.objects.filter(school=world.school)}
    assert states == {first.pk: State.ACCEPTED, second.pk: State.ANSWERED, other.pk: State.ACCEPTED}
    nothing = irina.post(address, {"which": "ticked"}, follow=True).content.decode()
    assert "Ничего не отмечено." in nothing
    assert irina.post(address, {"remark": ["damaged"]}).status_code == 404


def test_a_teacher_has_nothing_to_tick(world: World, client_of: ClientOf) -> None:
    answered(world)
    page = client_of("Анна").get(reverse("supervision:index"))
    assert (page.context["found"].acceptable, page.context["found"].acceptable_total) == (set(), 0)


def test_the_page_of_checks_says_what_is_on_and_leads_to_the_settings(world: World, client_of: ClientOf) -> None:
    set_rule(world, "check_topic", False)
    page = client_of("Ирина").get(reverse("supervision:checks"))
    lines = {line.check.key: line for line in page.context["page"].lines}
    assert set(lines) == set(CHECKS)
    assert {key for key, line in lines.items() if not line.is_on} == {"topic", "homework_gap"}
    assert [(line.key, line.value) for line in lines["average_gap"].settings] == [("average_gap", "0,6")]
    setting = reverse("school:setting", args=["check_topic"])
    assert setting not in page.content.decode()
    denis = client_of("Денис")
    assert setting in denis.get(reverse("supervision:checks")).content.decode()
    assert "Проверка: Нет темы" in denis.get(reverse("school:policy")).content.decode()
    denis.post(setting, {"value": "yes"})
    assert "включено проверок: 9 из 10" in denis.get(reverse("supervision:index")).content.decode()


def listed(answer: Any) -> list[Remark]:
    return list(answer.context["found"].page)


def test_a_teacher_sees_what_is_said_to_her_and_management_everything(world: World, client_of: ClientOf) -> None:
    own, other = made(world), made(world, course="История 7Б", to="Борис")
    assert set(listed(client_of("Ирина").get(reverse("supervision:index")))) == {own, other}
    assert listed(client_of("Борис").get(reverse("supervision:index"))) == [other]
    assert listed(client_of("Нина").get(reverse("supervision:index"))) == []


def test_a_class_teacher_reads_what_is_said_to_others_in_the_class(world: World, client_of: ClientOf) -> None:
    own, other = made(world), made(world, course="История 7А", to="Борис")
    made(world, course="История 7Б", to="Борис")
    anna = client_of("Анна")
    assert listed(anna.get(reverse("supervision:index"))) == [own]
    assert set(listed(anna.get(reverse("supervision:index"), {"scope": "all"}))) == {own, other}


def test_the_list_is_filtered_and_sorted(world: World, client_of: ClientOf) -> None:
    inspect(actor=world.system, school_id=world.school.pk, on=TODAY)
    row = made(world)
    irina = client_of("Ирина")

    def found(**query: Any) -> list[Remark]:
        return listed(irina.get(reverse("supervision:index"), query))

    assert found(kind="manual") == [row]
    assert {one.course.subject.name for one in found(q="истор 7б")} == {"История"}
    assert {one.group.name for one in found(q="истор 7б")} == {"7Б"}
    assert {one.course for one in found(course=code_of(world.courses["Алгебра 7А"]))} == {world.courses["Алгебра 7А"]}
    assert {one.person for one in found(q="борис")} == {world.people["Борис"]}
    assert {one.group for one in found(group=code_of(world.groups["7Б"]))} == {world.groups["7Б"]}
    assert {one.branch for one in found(branch=code_of(world.branches["Вячка"]))} == {world.branches["Вячка"]}
    assert found(overdue="1") == []
    assert found(state="accepted") == []
    assert found(sort="due")[0] == row
    assert found(sort="-due")[-1] == row


def test_the_list_asks_the_same_questions_however_long_it_is(
    world: World, client_of: ClientOf, django_assert_num_queries: Any
) -> None:
    inspect(actor=world.system, school_id=world.school.pk, on=TODAY)
    irina = client_of("Ирина")
    with django_assert_num_queries(INDEX_QUERIES):
        irina.get(reverse("supervision:index"))


def test_the_page_of_a_remark_has_its_history(
    world: World, client_of: ClientOf, django_assert_num_queries: Any
) -> None:
    row = return_remark(actor=world.actor("Ирина"), remark=answered(world), text="Уже среда")
    anna = client_of("Анна")
    with django_assert_num_queries(REMARK_QUERIES):
        page = anna.get(reverse("supervision:remark", args=[row]))
    said = [step.words for step in page.context["page"].steps]
    assert said == ["Нет темы в понедельник", "Запишу сегодня", "Уже среда"]
    assert reverse("supervision:accept", args=[row]) not in page.content.decode()


def test_a_remark_is_made_answered_and_accepted_on_pages(world: World, client_of: ClientOf) -> None:
    irina, course = client_of("Ирина"), world.courses["Алгебра 7А"]
    address = reverse("supervision:new", args=[course])
    assert address in irina.get(reverse("supervision:choose"), {"q": "алгебра"}).content.decode()
    sent = {"person": code_of(world.people["Анна"]), "lesson": "", "text": "Проверьте темы", "due": "2026-11-30"}
    irina.post(address, sent)
    row = Remark.objects.get(school=world.school, kind="manual")
    client_of("Анна").post(reverse("supervision:answer", args=[row]), {"text": "Проверила"})
    page = irina.post(reverse("supervision:accept", args=[row]), {"text": ""}, follow=True)
    row.refresh_from_db()
    assert (row.state, row.reply, row.due) == (State.ACCEPTED, "Проверила", date(2026, 11, 30))
    assert "Замечание закрыто." in page.content.decode()


def test_the_deputy_checks_now(world: World, client_of: ClientOf) -> None:
    page = client_of("Ирина").post(reverse("supervision:check"), follow=True).content.decode()
    made = Remark.objects.filter(school=world.school).count()
    assert f"Проверено: новых замечаний — {made}, исправлено — 0." in page


def test_places_of_the_frame(world: World, client_of: ClientOf) -> None:
    assert "Контроль" in client_of("Ирина").get(reverse("home"), follow=True).content.decode()
    page = client_of("Борис").get(reverse("home"), follow=True).content.decode()
    assert "Замечания" in page and "Контроль" not in page
