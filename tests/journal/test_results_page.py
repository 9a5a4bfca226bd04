"""Results of a class: who has which mark, who lacks one, figures, behaviour."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from parta.common.codes import code_of
from parta.grading.models import FinalKind, FinalMark
from parta.grading.services import FinalOp, put_finals
from parta.journal.selectors.results import ResultsPage
from parta.marks.models import Work
from parta.school.models import Term
from tests.acts import ALGEBRA, new_work, person_code
from tests.world import World, add_child

QUERIES = 24
"""Of the whole page, sign-in and frame included, whatever the number of pupils and marks."""
ClientOf = Callable[[str], Client]
HISTORY, ENGLISH = "История 7А", "Английский язык 7А англ. 1"


def first(world: World) -> Term:
    found: Term = Term.objects.get(school=world.school, scheme=world.scheme, number=1)
    return found


def address(world: World, term: str | None = None) -> str:
    return reverse("journal:results", args=[world.groups["7А"]]) + f"?term={term or code_of(first(world))}"


def put(world: World, pupil: str, course: str, text: str) -> None:
    values = {"course_id": world.courses[course].pk, "term_id": first(world).pk}
    op = FinalOp(world.people[pupil].pk, "term", text, **values)
    put_finals(actor=world.actor("Ирина"), school_id=world.school.pk, operations=[op])


@pytest.fixture
def page(world: World, client_of: ClientOf) -> Callable[..., ResultsPage]:
    def page_(who: str = "Анна", term: str | None = None) -> ResultsPage:
        found: ResultsPage = client_of(who).get(address(world, term)).context["page"]
        return found

    return page_


def test_pupils_stand_by_subjects_and_who_lacks_a_mark_is_counted(world: World, page: Any) -> None:
    put(world, "Ваня", ALGEBRA, "5")
    put(world, "Ваня", HISTORY, "4")
    put(world, "Оля", ALGEBRA, "2")
    found = page()
    assert [column.subject.name for column in found.columns] == ["Алгебра", "Английский язык", "История"]
    vanya, olya = found.rows
    assert [(cell.value, cell.is_low, cell.is_due) for cell in vanya.cells] == [
        ("5", False, False),
        ("", False, False),
        ("4", False, False),
    ]
    assert [(cell.value, cell.is_low, cell.is_due) for cell in olya.cells] == [
        ("2", True, False),
        ("", False, True),
        ("", False, True),
    ]
    assert [(line.course.subject.name, line.missing, line.teachers) for line in found.missing] == [
        ("Английский язык", 1, "Алгебраева А. П."),
        ("История", 1, "Историков Б. Е."),
    ]
    assert vanya.average == Fraction(9, 2)
    assert [(item.key, item.names) for item in found.standings] == [
        ("one_four", ["Зайцев Ваня"]),
        ("failing", ["Орлова Оля"]),
    ]
    assert (found.quality, found.passed) == (50, 50)
    assert found.columns[0].figures.degree == Fraction(116, 2)


def test_only_who_lacks_a_mark_is_shown_by_the_subjects_that_lack_it(world: World, client_of: ClientOf) -> None:
    put(world, "Ваня", ALGEBRA, "5")
    put(world, "Ваня", HISTORY, "4")
    put(world, "Оля", ALGEBRA, "2")
    client = client_of("Анна")
    answer = client.get(address(world) + "&left=1")
    found: ResultsPage = answer.context["page"]
    assert [column.subject.name for column in found.columns] == ["Английский язык", "История"]
    assert [(row.name, [cell.is_due for cell in row.cells]) for row in found.rows] == [("Орлова Оля", [True, True])]
    assert (found.missing_total, found.passed, found.quality) == (2, 50, 50)
    html = answer.content.decode()
    assert "Ещё не выставлено: 2" in html
    assert "Показать всех" in html
    put(world, "Оля", HISTORY, "3")
    put(world, "Оля", ENGLISH, "3")
    answer = client.get(address(world) + "&left=1")
    assert answer.context["page"].rows == []
    assert "Отметки есть у всех." in answer.content.decode()


def test_a_mark_is_low_by_the_system_of_its_course(world: World, page: Any) -> None:
    Work.objects.filter(pk=new_work(world, world.lesson(ALGEBRA)).pk, school=world.school).update(system="ten")
    put(world, "Ваня", ALGEBRA, "4")
    put(world, "Оля", ALGEBRA, "5")
    put(world, "Ваня", HISTORY, "3")
    vanya, olya = page().rows
    assert [cell.is_low for cell in vanya.cells] == [True, False, False]
    assert not olya.cells[0].is_low


def test_nothing_is_due_before_the_term(world: World, page: Any) -> None:
    later = Term.objects.get(school=world.school, scheme=world.scheme, number=3)
    assert page(term=code_of(later)).missing_total == 0
    assert not page(term=code_of(later)).can_put


def test_the_class_teacher_puts_behaviour(world: World, client_of: ClientOf) -> None:
    client, code = client_of("Анна"), person_code(world, "Ваня")
    assert client.post(address(world), {f"mark-{code}": "5"}).status_code == 302
    row = FinalMark.objects.get(school=world.school)
    assert (row.kind, row.subject, row.value, row.term) == (FinalKind.BEHAVIOUR, None, "5", first(world))
    answer = client.post(address(world), {f"mark-{code}": "хор"}, follow=True)
    assert "«хор» здесь не отметка" in answer.content.decode()
    assert f'name="mark-{code}" value="5"' in answer.content.decode()


def test_others_read_it(page: Any) -> None:
    assert not page("Денис").can_put
    assert page("Ирина").can_put


def test_my_class_leads_to_it(world: World, client_of: ClientOf) -> None:
    html = client_of("Анна").get(reverse("journal:class")).content.decode()
    assert reverse("journal:results", args=[world.groups["7А"]]) in html


def test_the_number_of_queries_is_fixed(
    world: World, client_of: ClientOf, django_assert_num_queries: Callable[..., Any]
) -> None:
    client = client_of("Анна")
    put(world, "Ваня", ALGEBRA, "5")
    client.get(address(world))
    with django_assert_num_queries(QUERIES):
        client.get(address(world))
    for number in range(6):
        add_child(world, f"Ученик{number} Имя{number}", "7А", "7А англ. 1")
        for course in (ALGEBRA, HISTORY, ENGLISH):
            put(world, f"Имя{number}", course, "4")
    client.get(address(world))
    with django_assert_num_queries(QUERIES):
        client.get(address(world))
