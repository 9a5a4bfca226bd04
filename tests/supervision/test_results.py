"""What the inspection finds in marks: too few of them, those of a term that are missing or far from the average."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parta.access.actor import Actor
from parta.classes.models import Course
from parta.common import clock
from parta.grading.models import FinalKind
from parta.grading.services import FinalOp, put_finals
from parta.ledger.models import Entry
from parta.school.models import Term
from parta.supervision.checks import CHECKS
from parta.supervision.models import Inspection, Remark, State
from parta.supervision.selectors.pupils import pupils_of
from parta.supervision.services import accept_remark, inspect
from tests.acts import ALGEBRA, keep_open, new_work, set_rule, type_in
from tests.world import World

ClientOf = Callable[[str], Client]
QUERIES = 29
"""Of the page of a remark on marks, whatever the number of pupils."""

DECEMBER = date(2026, 12, 14)
"""Of 56 days of the quarter 42 have passed: two marks of three."""
TERM_DAY = date(2026, 11, 12)


def at(on: date) -> AbstractContextManager[Any]:
    return clock.at(datetime(on.year, on.month, on.day, 9, tzinfo=UTC))


def run(world: World, on: date) -> Inspection:
    with at(on):
        return inspect(actor=world.system, school_id=world.school.pk, on=on)


def remarks(world: World, kind: str, course: str = ALGEBRA) -> list[Remark]:
    return list(Remark.objects.filter(school=world.school, kind=kind, course=world.courses[course]).order_by("pk"))


def term(world: World, number: int) -> Term:
    found: Term = Term.objects.get(school=world.school, scheme=world.scheme, number=number)
    return found


def put(world: World, pupil: str, text: str, number: int, reason: str = "Решение учителя", seen: str = "0.0") -> None:
    course: Course = world.courses[ALGEBRA]
    op = FinalOp(
        world.people[pupil].pk,
        FinalKind.TERM,
        text,
        course.pk,
        term_id=term(world, number).pk,
        seen=seen,
        reason=reason,
    )
    actor: Actor = world.actor("Анна")
    put_finals(actor=actor, school_id=world.school.pk, operations=[op])


@pytest.fixture(autouse=True)
def open_journal(world: World) -> None:
    keep_open(world)


def mark_twice(world: World, pupil: str) -> None:
    for day, text in ((10, "4"), (12, "5")):
        type_in(world, pupil, text, lesson=world.lesson(ALGEBRA, date(2026, 11, day)))


def test_too_few_marks_are_one_remark_that_closes_itself(world: World) -> None:
    run(world, date(2026, 11, 29))
    assert remarks(world, "few_marks") == []
    mark_twice(world, "Ваня")
    run(world, DECEMBER)
    (row,) = remarks(world, "few_marks")
    assert (row.person, row.term, row.pupil, row.lesson) == (world.people["Анна"], term(world, 2), None, None)
    mark_twice(world, "Оля")
    run(world, DECEMBER)
    row.refresh_from_db()
    assert (row.state, row.closed_by_check) == (State.MENDED, True)
    entry = Entry.objects.filter(school=world.school, target_kind="remark", target=row.pk).latest("id")
    assert (entry.action, entry.subject) == ("supervision.remark.mended", row.person_id)


def test_a_retaken_mark_counts_once_and_a_symbol_not_at_all(world: World) -> None:
    mark_twice(world, "Оля")
    first = world.lesson(ALGEBRA, date(2026, 11, 10))
    work = new_work(world, first, title="", weight=None)
    again = new_work(world, world.lesson(ALGEBRA, TERM_DAY), title="", weight=None, retake_of=work)
    type_in(world, "Ваня", "2", lesson=first, work_id=work.pk)
    type_in(world, "Ваня", "4", lesson=again.lesson, work_id=again.pk)
    type_in(world, "Ваня", "осв", lesson=world.lesson(ALGEBRA, date(2026, 11, 19)))
    run(world, DECEMBER)
    assert len(remarks(world, "few_marks")) == 1
    set_rule(world, "retakes", "add")
    run(world, DECEMBER)
    assert [row.state for row in remarks(world, "few_marks")] == [State.MENDED]


def test_who_missed_half_of_the_lessons_is_not_counted(world: World) -> None:
    mark_twice(world, "Оля")
    with at(date(2026, 11, 30)):
        for day in (2, 3, 5, 9, 10, 12, 16, 17, 19, 23, 24, 26):
            who = "Зоя" if day == 23 else "Анна"
            type_in(world, "Ваня", "б", lesson=world.lesson(ALGEBRA, date(2026, 11, day)), who=who)
    run(world, DECEMBER)
    assert remarks(world, "few_marks") == []


def test_marks_of_a_term_are_asked_for_until_the_last_one_stands(world: World) -> None:
    put(world, "Ваня", "4", 1)
    run(world, date(2026, 11, 24))
    (row,) = remarks(world, "final_missing")
    assert (row.term, row.due) == (term(world, 1), date(2026, 12, 1))
    put(world, "Оля", "5", 1)
    run(world, date(2026, 11, 24))
    row.refresh_from_db()
    assert (row.state, row.holds) == (State.MENDED, False)


def test_marks_of_the_present_term_are_due_by_its_end(world: World) -> None:
    run(world, date(2026, 12, 24))
    assert [row.term for row in remarks(world, "final_missing")] == [term(world, 1)]
    run(world, date(2026, 12, 25))
    row = remarks(world, "final_missing")[-1]
    assert (row.term, row.due) == (term(world, 2), date(2026, 12, 27))


def test_a_mark_far_from_the_average_is_asked_about_and_accepted_once(world: World) -> None:
    mark_twice(world, "Ваня")
    type_in(world, "Ваня", "5", lesson=world.lesson(ALGEBRA, date(2026, 11, 19)))
    with at(date(2026, 12, 25)):
        put(world, "Ваня", "3", 2)
    run(world, date(2026, 12, 25))
    (row,) = remarks(world, "average_gap")
    assert (row.pupil, row.term) == (world.people["Ваня"], term(world, 2))
    accept_remark(actor=world.actor("Ирина"), remark=row)
    run(world, date(2026, 12, 26))
    assert len(remarks(world, "average_gap")) == 1
    with at(date(2026, 12, 26)):
        put(world, "Ваня", "5", 2, seen="1.0")
    run(world, date(2026, 12, 26))
    row.refresh_from_db()
    assert (row.state, row.holds) == (State.ACCEPTED, False)


@pytest.mark.parametrize("kind", sorted(CHECKS))
def test_a_check_that_is_off_makes_no_remark(world: World, kind: str) -> None:
    for key, check in CHECKS.items():
        set_rule(world, check.switch, key != kind)
    run(world, DECEMBER)
    assert not Remark.objects.filter(school=world.school, kind=kind).exists()
    assert Remark.objects.filter(school=world.school).exists()


def test_what_was_said_before_a_check_went_off_still_closes_itself(world: World) -> None:
    run(world, date(2026, 11, 24))
    set_rule(world, "check_final_missing", False)
    run(world, date(2026, 11, 24))
    assert [row.state for row in remarks(world, "final_missing")] == [State.OPEN]
    put(world, "Ваня", "4", 1)
    put(world, "Оля", "5", 1)
    run(world, date(2026, 11, 24))
    assert [row.state for row in remarks(world, "final_missing")] == [State.MENDED]


def test_no_homework_for_long_is_asked_for_where_the_school_wants_it(world: World) -> None:
    run(world, date(2026, 11, 24))
    assert remarks(world, "homework_gap") == []
    set_rule(world, "check_homework_gap", True)
    run(world, date(2026, 11, 24))
    assert [row.person for row in remarks(world, "homework_gap")] == [world.people["Анна"]]


def said(row: Remark) -> list[tuple[str, str]]:
    return [(line.name, line.words) for line in pupils_of(row)]


def test_the_page_of_a_remark_names_the_pupils_as_they_stand_now(
    world: World, client_of: ClientOf, django_assert_num_queries: Any
) -> None:
    run(world, date(2026, 11, 24))
    (missing,) = remarks(world, "final_missing")
    anna = client_of("Анна")
    with django_assert_num_queries(QUERIES):
        page = anna.get(reverse("supervision:remark", args=[missing]))
    assert reverse("journal:finals", args=[world.courses[ALGEBRA]]) in page.content.decode()
    assert said(missing) == [("Зайцев Ваня", ""), ("Орлова Оля", "")]
    put(world, "Ваня", "4", 1)
    assert said(missing) == [("Орлова Оля", "")]
    mark_twice(world, "Оля")
    run(world, DECEMBER)
    with at(DECEMBER):
        assert said(remarks(world, "few_marks")[0]) == [("Зайцев Ваня", "0 из 2")]


def test_the_page_says_the_mark_and_the_average(world: World) -> None:
    mark_twice(world, "Ваня")
    type_in(world, "Ваня", "5", lesson=world.lesson(ALGEBRA, date(2026, 11, 19)))
    with at(date(2026, 12, 25)):
        put(world, "Ваня", "3", 2)
    run(world, date(2026, 12, 25))
    assert said(remarks(world, "average_gap")[0]) == [("Зайцев Ваня", "3 при среднем балле 4,67")]


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.tuples(st.sampled_from(["Ваня", "Оля"]), st.sampled_from(["4", "5", ""])), max_size=5))
def test_a_remark_holds_as_long_as_its_cause_and_twice_is_once(world: World, acts: list[tuple[str, str]]) -> None:
    with transaction.atomic():
        stands: dict[str, str] = {}
        versions: dict[str, int] = {}
        for pupil, text in acts:
            if stands.get(pupil, "") != text:
                put(world, pupil, text, 1, seen=f"{versions.get(pupil, 0)}.0")
                versions[pupil] = versions.get(pupil, 0) + 1
            stands[pupil] = text
            run(world, date(2026, 11, 24))
            again = run(world, date(2026, 11, 24))
            assert (again.made, again.closed) == (0, 0)
            holding = [row for row in remarks(world, "final_missing") if row.holds]
            assert len(holding) == (not (stands.get("Ваня") and stands.get("Оля")))
        transaction.set_rollback(True)
