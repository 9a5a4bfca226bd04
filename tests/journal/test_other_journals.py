"""Journals of subgroups, of individual and home teaching and of extracurricular groups work in the same grid."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time

import pytest
from django.test import Client
from django.urls import reverse

from parta.classes.models import Course, GroupKind, MoveKind
from parta.classes.services import Order, enrol
from parta.common.codes import code_of
from parta.journal.selectors.terms import without_final
from parta.journal.services import CellOp, put_cells
from parta.lessons.models import Lesson
from parta.school.models import Term
from tests.acts import course_url, diary_url, person_code, write
from tests.world import TODAY, YEAR_START, World, add_course, add_group

ClientOf = Callable[[str], Client]
KINDS = [GroupKind.SUBGROUP, GroupKind.ACTIVITY, GroupKind.INDIVIDUAL, GroupKind.HOME]


def journal(world: World, kind: GroupKind, teacher: str = "Борис") -> Course:
    """A journal page with Ваня of 7А in it and a lesson today."""
    add_group(world, "Ваня отдельно", kind=kind, year_level=7, parts=("7А",))
    order = Order(MoveKind.ADMITTED, YEAR_START, "7-у", YEAR_START)
    enrol(actor=world.system, group=world.groups["Ваня отдельно"], person=world.people["Ваня"], order=order)
    course = add_course(world, "Шахматы", "Ваня отдельно", teacher)
    person = world.people[teacher]
    times = {"number": 4, "starts": time(11, 15), "ends": time(12)}
    Lesson.objects.create(
        school=world.school, course=course, date=TODAY, teacher=person, actual_teacher=person, **times
    )
    return course


@pytest.mark.parametrize("kind", KINDS)
def test_it_opens_and_is_written(world: World, client_of: ClientOf, kind: GroupKind) -> None:
    course = journal(world, kind)
    lesson = Lesson.objects.get(school=world.school, course=course)
    op = CellOp(lesson.pk, world.people["Ваня"].pk, "о 5")
    put_cells(actor=world.actor("Борис"), school_id=world.school.pk, operations=[op])
    write(world, "Дебют", who="Борис", lesson=lesson)
    grid = client_of("Борис").get(course_url(world, "Шахматы Ваня отдельно")).context["grid"]
    assert [(row.name, row.cells[0].text, row.average.value) for row in grid.rows] == [("Зайцев Ваня", "о 5", 5)]
    assert grid.can_write


@pytest.mark.parametrize("kind", KINDS)
def test_the_class_teacher_sees_it_and_does_not_write(world: World, client_of: ClientOf, kind: GroupKind) -> None:
    journal(world, kind)
    answer = client_of("Анна").get(course_url(world, "Шахматы Ваня отдельно"))
    assert (answer.status_code, answer.context["grid"].can_write) == (200, False)
    assert client_of("Вера").get(course_url(world, "Шахматы Ваня отдельно")).status_code == 404


@pytest.mark.parametrize("kind", KINDS)
def test_the_family_finds_it_in_the_diary(world: World, client_of: ClientOf, kind: GroupKind) -> None:
    course = journal(world, kind)
    lesson = Lesson.objects.get(school=world.school, course=course)
    op = CellOp(lesson.pk, world.people["Ваня"].pk, "4")
    put_cells(actor=world.actor("Борис"), school_id=world.school.pk, operations=[op])
    page = client_of("Мария").get(diary_url(world, "Ваня", page="marks_of")).context["page"]
    assert {row.subject: row.value for row in page.subjects}["Шахматы"] == 4
    day = client_of("Мария").get(diary_url(world, "Ваня", f"?date={date(2026, 11, 24)}"))
    assert "Шахматы" in day.content.decode()


def test_an_activity_without_marks_has_no_average(world: World, client_of: ClientOf) -> None:
    course = journal(world, GroupKind.ACTIVITY)
    lesson = Lesson.objects.get(school=world.school, course=course)
    op = CellOp(lesson.pk, world.people["Ваня"].pk, "н")
    put_cells(actor=world.actor("Борис"), school_id=world.school.pk, operations=[op])
    grid = client_of("Борис").get(course_url(world, "Шахматы Ваня отдельно")).context["grid"]
    assert [(row.cells[0].text, row.average.value) for row in grid.rows] == [("н", None)]


def test_the_list_of_journals_is_filtered_by_kind(world: World, client_of: ClientOf) -> None:
    journal(world, GroupKind.HOME)
    client = client_of("Денис")
    found = client.get(reverse("journal:courses"), {"scope": "all", "kind": "home"}).context["found"]
    assert [line.group for line in found.lines] == ["Ваня отдельно"]
    assert found.kinds == [("class", "Класс"), ("subgroup", "Подгруппа"), ("home", "Обучение на дому")]
    everything = client.get(reverse("journal:courses"), {"scope": "all", "kind": "no such"}).context["found"]
    assert len(everything.lines) > 1


@pytest.mark.parametrize(
    ("kind", "is_told"), [(GroupKind.HOME, True), (GroupKind.INDIVIDUAL, True), (GroupKind.SUBGROUP, False)]
)
def test_the_mark_of_the_term_stands_in_the_results_of_the_class(
    world: World, client_of: ClientOf, kind: GroupKind, is_told: bool
) -> None:
    journal(world, kind)
    course = add_course(world, "Алгебра", "Ваня отдельно", "Борис")
    term = Term.objects.get(school=world.school, scheme=world.scheme, number=1)
    client = client_of("Борис")
    finals = reverse("journal:finals", args=[course]) + f"?term={code_of(term)}"
    for address in (finals, course_url(world, "Алгебра Ваня отдельно")):
        assert ("идёт в итоги класса ученика" in client.get(address).content.decode()) is is_told
    client.post(finals, {f"mark-{person_code(world, 'Ваня')}": "5"})
    results = reverse("journal:results", args=[world.groups["7А"]]) + f"?term={code_of(term)}"
    page = client_of("Анна").get(results).context["page"]
    vanya = next(row for row in page.rows if row.person_id == world.people["Ваня"].pk)
    algebra = [column.subject.name for column in page.columns].index("Алгебра")
    assert vanya.cells[algebra].value == "5"
    assert not [gap for gap in without_final(term, TODAY).gaps if gap.name == "Алгебра, Ваня отдельно"]
    assert [gap.count for gap in without_final(term, TODAY).gaps if gap.name == "Алгебра, 7А"] == [1]
