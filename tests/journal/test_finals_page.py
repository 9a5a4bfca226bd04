"""The page of results of a course: what is proposed, what is put by a form that works without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from parta.common.codes import code_of
from parta.grading.models import FinalMark
from parta.journal.selectors.finals import FinalRow, FinalsPage
from parta.lessons.models import Unlock
from parta.lessons.services import give_unlock
from parta.school.models import Term, TermState
from tests.acts import ALGEBRA, course_url, keep_open, person_code, type_in
from tests.world import World, add_child

QUERIES = 28
"""Of the whole page, sign-in and frame included, whatever the number of pupils and marks."""
DAYS = (date(2026, 9, 3), date(2026, 9, 7), date(2026, 9, 8))
ClientOf = Callable[[str], Client]


def first(world: World) -> Term:
    found: Term = Term.objects.get(school=world.school, scheme=world.scheme, number=1)
    return found


def address(world: World, term: str | None = None, course: str = ALGEBRA) -> str:
    return reverse("journal:finals", args=[world.courses[course]]) + f"?term={term or code_of(first(world))}"


def study(world: World, pupil: str, marks: str) -> None:
    keep_open(world)
    for mark, day in zip(marks, DAYS, strict=False):
        type_in(world, pupil, mark, lesson=world.lesson(ALGEBRA, day))


def row_of(answer: Any, world: World, name: str) -> FinalRow:
    page: FinalsPage = answer.context["page"]
    return next(row for row in page.rows if row.person_id == world.people[name].pk)


@pytest.fixture
def page(world: World, client_of: ClientOf) -> Callable[..., Any]:
    def page_(who: str = "Анна", term: str | None = None, form: dict[str, str] | None = None) -> Any:
        client = client_of(who)
        if form is None:
            return client.get(address(world, term))
        return client.post(address(world, term), form)

    return page_


Page = Callable[..., Any]


def page_number(html: str, part: str) -> int:
    """A number that the script of the grid keeps up to date."""
    found = re.search(rf'data-part="{part}">(\d+)<', html)
    assert found
    return int(found[1])


def is_open(answer: Any) -> bool:
    return bool(re.search(r"<table class=\"grid\"[^>]* data-send=", answer.content.decode()))


def test_a_line_says_the_average_and_what_is_proposed(world: World, page: Page) -> None:
    study(world, "Ваня", "454")
    study(world, "Оля", "5")
    answer = page()
    vanya, olya = row_of(answer, world, "Ваня"), row_of(answer, world, "Оля")
    assert (vanya.proposed, vanya.because, vanya.why) == ("4", "", "4 · 5 · 4 → 13 : 3 = 4,333")
    assert (olya.proposed, olya.because) == ("н/а", "мало отметок: 1 из 3")
    html = answer.content.decode()
    assert '<td class="avg" title="4 · 5 · 4 → 13 : 3 = 4,333"><a href=' in html
    assert page_number(html, "ready") == 1
    assert page_number(html, "left") == 2


def test_the_proposed_marks_are_put_at_one_stroke(world: World, page: Page) -> None:
    study(world, "Ваня", "454")
    study(world, "Оля", "5")
    assert page(form={"proposed": "1"}).status_code == 302
    row = FinalMark.objects.get(school=world.school)
    assert (row.person, row.value, row.reason) == (world.people["Ваня"], "4", "")


def test_what_is_refused_is_told_in_its_line_and_the_rest_is_saved(world: World, page: Page) -> None:
    study(world, "Ваня", "454")
    study(world, "Оля", "555")
    form = {f"mark-{person_code(world, name)}": value for name, value in (("Ваня", "5"), ("Оля", "5"))}
    answer = page(form=form)
    assert answer.status_code == 422
    assert "Предлагается «4»" in answer.content.decode()
    assert FinalMark.objects.get(school=world.school).person == world.people["Оля"]
    (typed,) = [typed for typed in answer.context["rows"] if typed.error]
    assert typed.value == "5"
    assert page(form=form | {f"reason-{person_code(world, 'Ваня')}": "Олимпиада"}).status_code == 302
    assert FinalMark.objects.get(school=world.school, person=world.people["Ваня"]).reason == "Олимпиада"


def test_a_mark_changed_meanwhile_is_not_overwritten(world: World, page: Page) -> None:
    study(world, "Ваня", "454")
    code = person_code(world, "Ваня")
    seen = {f"seen-{code}": "0.0", f"was-{code}": "", f"reason-{code}": "Так решил"}
    page(form=seen | {f"mark-{code}": "5"})
    answer = page(form=seen | {f"mark-{code}": "3"})
    assert answer.status_code == 422
    assert FinalMark.objects.get(school=world.school).value == "5"


def test_the_year_shows_all_terms_and_waits_for_its_time(world: World, page: Page) -> None:
    study(world, "Ваня", "454")
    page(form={"proposed": "1"})
    answer = page(term="year")
    seen = {cell.slot.title: cell.value for cell in row_of(answer, world, "Ваня").cells}
    assert seen == {"1 четверть": "4", "2 четверть": "", "3 четверть": "", "4 четверть": "", "Год": ""}
    assert not is_open(answer)
    assert page(term="exam").status_code == 404


def test_a_closed_term_is_read_only(world: World, page: Page) -> None:
    Term.objects.filter(school=world.school, pk=first(world).pk).update(state=TermState.CLOSED)
    answer = page()
    assert not is_open(answer)
    assert "Период закрыт" in answer.content.decode()


def test_an_unlock_opens_a_closed_term(world: World, page: Page) -> None:
    Term.objects.filter(school=world.school, pk=first(world).pk).update(state=TermState.CLOSED)
    day = Unlock(school=world.school, course=world.courses[ALGEBRA], since=DAYS[0], until=DAYS[0])
    give_unlock(actor=world.actor("Ирина"), unlock=day, reason="Болела")
    assert is_open(page())


def test_only_pupils_without_a_mark_are_shown(world: World, page: Page) -> None:
    study(world, "Ваня", "454")
    page(form={"proposed": "1"})
    answer = page(term=f"{code_of(first(world))}&left=1")
    assert [row.name for row in answer.context["page"].rows] == ["Орлова Оля"]
    assert "Показать всех" in answer.content.decode()


def test_the_form_works_without_scripts(world: World, page: Page) -> None:
    study(world, "Ваня", "454")
    html = page().content.decode()
    assert f'<noscript><p class="note"><a href="?term={code_of(first(world))}&amp;form=1">' in html
    html = page(term=f"{code_of(first(world))}&form=1").content.decode()
    assert '<select class="cell" name="mark-' in html
    assert "Выставить предложенные (1)" in html


def test_management_reads(world: World, page: Page) -> None:
    assert not is_open(page("Денис"))
    assert is_open(page("Ирина"))


def test_the_journal_leads_to_it(world: World, client_of: ClientOf) -> None:
    html = client_of("Анна").get(course_url(world)).content.decode()
    assert reverse("journal:finals", args=[world.courses[ALGEBRA]]) in html


def test_the_number_of_queries_is_fixed(
    world: World, client_of: ClientOf, django_assert_num_queries: Callable[..., Any]
) -> None:
    client = client_of("Анна")
    client.get(address(world))
    study(world, "Ваня", "454")
    with django_assert_num_queries(QUERIES):
        client.get(address(world))
    for number in range(10):
        add_child(world, f"Ученик{number} Имя{number}", "7А")
        study(world, f"Имя{number}", "345")
    client.post(address(world), {"proposed": "1"})
    client.get(address(world))
    with django_assert_num_queries(QUERIES):
        answer = client.get(address(world))
    assert sum(bool(row.value) for row in answer.context["page"].rows) == 11
