"""What "My day" and the page of a course say of remarks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from parta.common.codes import code_of
from parta.supervision.models import Remark
from parta.supervision.selectors.notices import course_links, day_aside
from parta.supervision.services import accept_remark, answer_remark, make_remark
from tests.acts import ALGEBRA, course_url
from tests.world import World

ClientOf = Callable[[str], Client]


def made(world: World, course: str = ALGEBRA, to: str = "Анна", due: date = date(2026, 11, 27)) -> Remark:
    person, place = world.people[to], world.courses[course]
    return make_remark(actor=world.actor("Ирина"), course=place, person=person, text="Проверьте темы", due=due)


def test_the_day_says_how_many_remarks_wait_and_which_first(world: World, client_of: ClientOf) -> None:
    later, first = made(world, due=date(2026, 11, 30)), made(world)
    answer_remark(actor=world.actor("Анна"), remark=made(world), text="Готово")
    made(world, "История 7Б", "Борис")
    page = client_of("Анна").get(reverse("journal:day"))
    (aside,) = page.context["asides"]
    assert aside.title == "Замечания: 2"
    assert [link.url for link in aside.links] == [reverse("supervision:remark", args=[row]) for row in (first, later)]
    assert [link.note for link in aside.links] == ["исправить до 27.11.2026", "исправить до 30.11.2026"]
    assert "Замечания: 2" in page.content.decode()


def test_a_day_without_remarks_says_nothing_of_them(world: World) -> None:
    accept_remark(actor=world.actor("Ирина"), remark=made(world))
    assert day_aside(world.actor("Анна")) is None


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("Анна", ["Замечания: 1"]),
        ("Ирина", ["Замечания: 1", "Сделать замечание"]),
        ("Полина", []),
        ("Зоя", []),
    ],
)
def test_a_course_says_its_remarks_to_who_may_read_them(world: World, who: str, expected: list[str]) -> None:
    accept_remark(actor=world.actor("Ирина"), remark=made(world))
    made(world)
    assert [link.label for link in course_links(world.actor(who), world.courses[ALGEBRA], None)] == expected


def test_each_asks_one_query(world: World, django_assert_num_queries: Any) -> None:
    for _number in range(3):
        made(world)
    anna = world.actor("Анна")
    with django_assert_num_queries(1):
        day_aside(anna)
    with django_assert_num_queries(1):
        course_links(anna, world.courses[ALGEBRA], None)


def test_a_remark_from_the_journal_begins_with_its_lesson_and_who_gave_it(world: World, client_of: ClientOf) -> None:
    lesson = world.lesson(ALGEBRA, date(2026, 11, 23))
    irina = client_of("Ирина")
    page = irina.get(course_url(world, lesson=code_of(lesson)))
    address = next(link.url for link in page.context["links"] if link.is_act)
    assert address.replace("&", "&amp;") in page.content.decode()
    form = irina.get(address).context["form"]
    assert (form.initial["lesson"], form.initial["person"]) == (code_of(lesson), code_of(world.people["Зоя"]))


def test_the_link_of_a_course_shows_its_remarks_alone(world: World, client_of: ClientOf) -> None:
    row = made(world)
    made(world, "История 7А", "Борис")
    page = client_of("Анна").get(course_url(world))
    (link,) = page.context["links"]
    assert list(client_of("Анна").get(link.url).context["found"].page) == [row]
