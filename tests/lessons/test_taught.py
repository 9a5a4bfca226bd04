"""A lesson is moved to a school day to come and a number that is rung, or the refusal says what would do."""

from __future__ import annotations

from datetime import date, time

import pytest
from django.utils import translation

from parta.common.errors import Invalid
from parta.lessons.models import DayMode, Lesson
from parta.lessons.services import move_lesson, ring_day
from parta.school.models import Bell, BellSet, Holiday, MovedDay
from tests.acts import ALGEBRA
from tests.covering import stay_home
from tests.world import World

WEDNESDAY, SATURDAY, SUNDAY = date(2026, 11, 25), date(2026, 11, 28), date(2026, 11, 29)


def move(world: World, on: date, number: int = 2) -> Lesson:
    return move_lesson(actor=world.actor("Ирина"), lesson=world.lesson(ALGEBRA), on=on, number=number)


def refusal(world: World, on: date, number: int = 2, field: str = "on") -> str:
    with translation.override("ru"), pytest.raises(Invalid) as caught:
        move(world, on, number)
    return str(caught.value.fields[field])


def test_not_to_a_day_that_is_over(world: World) -> None:
    words = refusal(world, date(2026, 11, 20))
    assert "Этот день уже прошёл" in words and "24 ноября, вторник" in words


def test_not_to_a_day_off(world: World) -> None:
    world.school.week_days = 5
    world.school.save()
    for on in (SATURDAY, SUNDAY):
        words = refusal(world, on)
        assert "выходной" in words and "30 ноября, понедельник" in words


def test_not_into_the_holidays(world: World) -> None:
    words = refusal(world, date(2026, 12, 29))
    assert "Зимние каникулы" in words and "11 января, понедельник" in words


def test_not_to_a_holiday_of_its_year_level_alone(world: World) -> None:
    here = {"school": world.school, "year": world.year, "since": WEDNESDAY, "until": WEDNESDAY}
    row = Holiday.objects.create(title="Поход", year_levels=[1], **here)
    row.year_levels = [7]
    row.save()
    assert "Поход" in refusal(world, WEDNESDAY)
    row.year_levels = [1]
    row.save()
    assert move(world, WEDNESDAY).pk


def test_a_moved_school_day_is_a_school_day(world: World) -> None:
    MovedDay.objects.create(school=world.school, year=world.year, date=SUNDAY, as_weekday=0)
    assert move(world, SUNDAY).date == SUNDAY


def test_not_to_a_day_on_which_the_class_stays_home(world: World) -> None:
    stay_home(world, "7А", since=WEDNESDAY, until=WEDNESDAY)
    words = refusal(world, WEDNESDAY)
    assert "Морозный день: уроков нет" in words and "26 ноября, четверг" in words


def test_another_class_at_home_or_remote_lessons_are_no_hindrance(world: World) -> None:
    stay_home(world, "7Б", since=WEDNESDAY, until=WEDNESDAY)
    stay_home(world, "7А", since=WEDNESDAY, until=WEDNESDAY, mode=DayMode.REMOTE)
    assert move(world, WEDNESDAY).pk


def test_not_to_a_number_without_a_bell(world: World) -> None:
    words = refusal(world, WEDNESDAY, 4, "number")
    assert "звонка" in words and "1, 2, 3" in words


def test_the_bells_of_the_day_decide(world: World) -> None:
    bells = BellSet.objects.create(school=world.school, branch=world.main, name="Четыре урока", only_named_days=True)
    for number in (1, 2, 3, 4):
        Bell.objects.create(
            school=world.school, bell_set=bells, number=number, starts=time(8 + number), ends=time(8 + number, 30)
        )
    ring_day(actor=world.actor("Ирина"), branch=world.main, on=WEDNESDAY, bell_set=bells)
    assert move(world, WEDNESDAY, 4).starts == time(12)


def test_without_any_bells_every_number_will_do(world: World) -> None:
    Bell.objects.filter(school=world.school).erase()
    assert move(world, WEDNESDAY, 9).starts is None
