"""An average explains itself: every mark, the sum, what is needed and what if; for the teacher and for the family."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.test import Client
from django.urls import reverse

from parta.common.codes import code_of
from parta.school.services import set_policy
from tests.acts import ALGEBRA, MONDAY, new_work, person_code, type_in
from tests.world import TODAY, World

ClientOf = Callable[[str], Client]
QUERIES, DIARY_QUERIES = 20, 22


def journal(world: World, pupil: str = "Ваня", course: str = ALGEBRA, query: str = "") -> str:
    return reverse("journal:average", args=[world.courses[course], person_code(world, pupil)]) + query


def diary(world: World, pupil: str = "Ваня", course: str = ALGEBRA, query: str = "") -> str:
    return reverse("diary:average", args=[person_code(world, pupil), world.courses[course].subject]) + query


def fill(world: World) -> None:
    """Ваня: a test of Monday (3: "2"), taken again today ("4"), an answer ("3"), another one not attested."""
    monday = world.lesson(ALGEBRA, MONDAY)
    first = new_work(world, monday, weight=Decimal(3), title="Дроби")
    again = new_work(world, retake_of=first)
    free = new_work(world, short="отв")
    type_in(world, "Ваня", "2", work_id=first.pk, lesson=monday)
    type_in(world, "Ваня", "4", work_id=again.pk)
    type_in(world, "Ваня", "3")
    type_in(world, "Ваня", "н/а", work_id=free.pk)


def explained(answer: Any) -> Any:
    assert answer.status_code == 200
    return answer.context["page"].explained


def test_every_mark_is_listed_with_what_does_not_count(world: World, client_of: ClientOf) -> None:
    fill(world)
    found = explained(client_of("Анна").get(journal(world)))
    assert [(line.on.day, line.value, line.weight, line.product, str(line.why)) for line in found.lines] == [
        (23, "2", "3", "", "заменена отработкой"),
        (24, "3", "1", "3", ""),
        (24, "4", "3", "12", ""),
        (24, "н/а", "1", "", "не число, в среднюю не входит"),
    ]
    assert (found.lines[0].work, found.total, found.weights, found.exact) == (
        "Контрольная работа «Дроби»",
        "15",
        "4",
        "3,75",
    )


def test_a_script_gets_the_fragment_others_a_page(world: World, client_of: ClientOf) -> None:
    fill(world)
    client = client_of("Анна")
    page, fragment = client.get(journal(world)), client.get(journal(world), headers={"HX-Request": "true"})
    assert "15 : 4 = <b>3,75</b>" in page.content.decode()
    assert "15 : 4 = <b>3,75</b>" in fragment.content.decode()
    assert ("<html" in page.content.decode(), "<html" in fragment.content.decode()) == (True, False)


def test_what_is_needed_is_told_for_each_kind_of_work(world: World, client_of: ClientOf) -> None:
    fill(world)
    found = explained(client_of("Анна").get(journal(world)))
    assert [(goal.mark, goal.threshold, goal.numbers) for goal in found.goals] == [(5, "4,6", [5])]
    counts = {row.kind: row.counts for row in found.goals[0].rows}
    assert counts["Ответ на уроке ×1"] == [9]
    assert counts["Контрольная работа ×3"] == [3]


def test_planned_marks_are_counted_in(world: World, client_of: ClientOf) -> None:
    fill(world)
    client = client_of("Анна")
    kinds = explained(client.get(journal(world))).kinds
    test = kinds.index("Контрольная работа ×3")
    answer = client.get(
        journal(world, query=f"?mark=5&kind={test}&mark=&kind=0&mark=4&kind=0&mark=9&kind=0&mark=5&kind=x")
    )
    found = explained(answer)
    assert found.outcome.value == Decimal(15 + 15 + 4) / 8
    assert [(plan.mark, plan.kind) for plan in found.plans] == [("5", test), ("4", 0), ("", 0)]
    assert "Средняя станет <b>4,25</b>, сейчас 3,75." in answer.content.decode()


def test_in_a_simple_average_all_kinds_are_alike(world: World, client_of: ClientOf) -> None:
    fill(world)
    set_policy(actor=world.system, school=world.school, key="average", value="simple")
    found = explained(client_of("Анна").get(journal(world)))
    assert (found.exact, len(found.goals), len(found.goals[0].rows)) == ("3,5", 2, 1)
    assert found.goals[0].rows[0].counts == [1, 1]


def test_a_pupil_of_another_class_has_no_average_here(world: World, client_of: ClientOf) -> None:
    assert client_of("Анна").get(journal(world, "Петя")).status_code == 404
    assert client_of("Денис").get(journal(world, "Петя")).status_code == 404


def test_the_family_reads_the_own_child_alone(world: World, client_of: ClientOf) -> None:
    fill(world)
    for name in ("Ваня", "Мария"):
        answer = client_of(name).get(diary(world))
        assert explained(answer).exact == "3,75"
    for name in ("Фёдор", "Павел", "Стелла", "Борис"):
        assert client_of(name).get(diary(world)).status_code == 404
    assert client_of("Мария").get(diary(world, "Оля")).status_code == 404


def test_the_diary_leads_to_it(world: World, client_of: ClientOf) -> None:
    fill(world)
    page = client_of("Мария").get(reverse("diary:marks_of", args=[person_code(world, "Ваня")]))
    row = next(row for row in page.context["page"].subjects if row.subject == "Алгебра")
    assert row.average_url.startswith(diary(world))
    assert f'href="{row.average_url}"' in page.content.decode()
    found = client_of("Мария").get(row.average_url)
    assert found.context["page"].term == code_of(page.context["page"].chosen)


def test_the_first_year_has_none(world: World, client_of: ClientOf) -> None:
    type_in(world, "Лиза", "зач", lesson=world.lesson("Математика 1А", TODAY.replace(day=18)))
    assert client_of("Денис").get(diary(world, "Лиза", "Математика 1А")).status_code == 404
    found = explained(client_of("Анна").get(journal(world, "Лиза", "Математика 1А")))
    assert (found.exact, found.goals, found.numbers) == ("", [], [])


def test_queries_are_fixed(world: World, client_of: ClientOf, django_assert_num_queries: Callable[..., Any]) -> None:
    fill(world)
    teacher, mother = client_of("Анна"), client_of("Мария")
    with django_assert_num_queries(QUERIES):
        teacher.get(journal(world))
    with django_assert_num_queries(DIARY_QUERIES):
        mother.get(diary(world))
    for _time in range(5):
        type_in(world, "Ваня", "4", work_id=new_work(world).pk)
    with django_assert_num_queries(QUERIES):
        teacher.get(journal(world))
    with django_assert_num_queries(DIARY_QUERIES):
        mother.get(diary(world))
