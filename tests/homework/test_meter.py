"""The homework meter: what the busiest pupil of a class has for a day, against the limit of the year level."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from parta.homework.arithmetic import Load, limit_for, meter
from parta.homework.selectors import DayLoad, loads_of
from parta.school.defaults import POLICY
from parta.school.services import put_structure
from tests.acts import ALGEBRA, THURSDAY, give, lesson_url, set_rule
from tests.world import World

ClientOf = Callable[[str], Client]
ENGLISH = "Английский язык 7А англ. 1"


def load(minutes: int | None, subject: str = "Алгебра", group: int = 0) -> Load:
    return Load(subject, group, minutes, 20, is_part=group > 0)


@pytest.mark.parametrize(
    ("loads", "lines"),
    [
        ([], ()),
        ([load(30), load(25, "История")], (("Алгебра", 30), ("История", 25))),
        ([load(None)], (("Алгебра", 20),)),
        ([load(0)], ()),
        ([load(20), load(15)], (("Алгебра", 35),)),
        ([load(20, "Английский", 1), load(35, "Английский", 2)], (("Английский", 35),)),
        ([load(10, "Английский"), load(20, "Английский", 1), load(15, "Английский", 1)], (("Английский", 45),)),
    ],
)
def test_minutes_by_subject(loads: list[Load], lines: tuple[tuple[str, int], ...]) -> None:
    found = meter(loads, 150)
    assert (found.lines, found.total) == (lines, sum(minutes for _subject, minutes in lines))


@pytest.mark.parametrize(("minutes", "is_over"), [(150, False), (151, True)])
def test_over_is_more_than_the_limit(minutes: int, is_over: bool) -> None:
    assert meter([load(minutes)], 150).is_over is is_over


@pytest.mark.parametrize(
    ("level", "limit"), [(1, 60), (2, 90), (3, 90), (4, 120), (5, 120), (6, 150), (8, 150), (9, 210), (11, 210)]
)
def test_the_limits_of_the_sanitary_rules(level: int, limit: int) -> None:
    assert limit_for(level, POLICY) == limit


loads_made = st.lists(
    st.builds(
        load, st.none() | st.integers(0, 90), st.sampled_from(["Алгебра", "История", "Английский"]), st.integers(0, 2)
    )
)


@given(loads_made, st.randoms())
def test_the_order_does_not_matter(loads: list[Load], random: Any) -> None:
    mixed = list(loads)
    random.shuffle(mixed)
    assert meter(mixed, 150) == meter(loads, 150)


@given(loads_made, st.integers(0, 90))
def test_one_more_task_never_lightens_the_day(loads: list[Load], minutes: int) -> None:
    before, after = meter(loads, 150).total, meter([*loads, load(minutes)], 150).total
    assert after == before + minutes
    assert before <= sum(one.taken for one in loads)


def of_thursday(world: World) -> DayLoad:
    (found,) = loads_of([world.groups["7А"]], [THURSDAY], POLICY)
    return found


def test_tasks_of_the_class_and_its_subgroup_are_added(world: World) -> None:
    due = world.lesson(ALGEBRA, THURSDAY).pk
    give(world, "№ 5", minutes=40, due_id=due)
    give(world, "§ 2", due_id=due)
    give(world, "Карточка", minutes=90, due_id=due, person_ids=(world.people["Ваня"].pk,))
    put_structure(actor=world.system, row=world.courses[ALGEBRA].subject, values={"homework_minutes": 25})
    found = of_thursday(world)
    assert (found.meter.lines, found.meter.limit) == ((("Алгебра", 65),), 150)
    assert [(task.load.taken, task.is_guess, task.homework.for_all) for task in found.tasks] == [
        (40, False, True),
        (25, True, True),
        (90, False, False),
    ]


def test_the_teacher_sees_what_the_class_has_already(world: World, client_of: ClientOf) -> None:
    give(world, "№ 5", minutes=95, due_id=world.lesson(ALGEBRA, THURSDAY).pk)
    client = client_of("Анна")
    page = client.get(lesson_url(world)).content.decode()
    assert "На 26 ноября у 7А уже 95 из 150 минут:" in page
    assert "Это больше, чем разрешает СанПиН" not in page
    set_rule(world, "homework_limit_6_8", 90)
    assert "Это больше, чем разрешает СанПиН" in client.get(lesson_url(world)).content.decode()
    values = {"topic": "Дроби", "text": "№ 6", "minutes": "60", "seen": "0", "due": "", "text_seen": ""}
    assert client.post(lesson_url(world, "text"), values).status_code != 500


def test_the_class_teacher_sees_the_week(
    world: World, client_of: ClientOf, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    give(world, "№ 5", minutes=160, due_id=world.lesson(ALGEBRA, THURSDAY).pk)
    client, url = client_of("Анна"), reverse("journal:homework", args=[world.groups["7А"]])
    client.get(url)
    with django_assert_max_num_queries(18):
        answer = client.get(url)
    page = answer.content.decode()
    assert "160 из 150 мин" in page
    assert "больше, чем разрешает СанПиН" in page
    assert [row.day for row in answer.context["page"].days if row.meter.is_over] == [THURSDAY]
