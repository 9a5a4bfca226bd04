"""What an account holds: today of the school, the schools of work, what leaving takes away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from parta.classes.services import end_appointment, end_teaching
from parta.common import clock
from parta.lessons.rules import VIEW_LESSON, WRITE_LESSON
from parta.lessons.selectors import actor_of
from parta.people.models import Person
from parta.people.services import affiliate, change_card, put_guardian
from parta.school.services import change_school
from tests.world import TODAY, World

Sign = Callable[[str], Client]


def child_elsewhere(world: World, name: str) -> None:
    """Somebody of the first school has a child in the other one."""
    assert world.other
    affiliate(world.people[name], world.other.school.pk)
    put_guardian(
        actor=world.other.system,
        pupil=world.other.pupils["Сеня"],
        guardian=world.people[name],
        person={},
        values={"has_access": True},
    )


@pytest.mark.crosses_schools
def test_a_school_of_the_children_is_no_place_of_work(world: World, client_of: Sign) -> None:
    assert world.other
    child_elsewhere(world, "Анна")
    client = client_of("Анна")
    assert client.post(reverse("switch_school", args=[world.other.school])).status_code == 404
    actor = actor_of(world.accounts["Анна"], school_id=world.other.school.pk)
    assert (actor.school_id, actor.role) == (world.school.pk, "class_teacher")


@pytest.mark.crosses_schools
def test_who_works_in_the_later_school_begins_there(world: World) -> None:
    assert world.other
    teacher = world.other.accounts["Чеслав"]
    put_guardian(
        actor=world.system,
        pupil=world.pupils["Ваня"],
        guardian=Person.objects.get(account=teacher),
        person={},
        values={"has_access": True},
    )
    actor = actor_of(teacher)
    assert (actor.school_id, actor.role, actor.has("child")) == (world.other.school.pk, "teacher", True)


def test_today_is_that_of_the_school(world: World) -> None:
    """At one in the morning in Kamchatka it is still yesterday in Moscow."""
    change_school(actor=world.system, school=world.school, values={"time_zone": "Asia/Kamchatka"})
    with clock.at(datetime(2026, 11, 24, 13, 0, tzinfo=UTC)):
        actor = actor_of(world.accounts["Анна"])
    assert (actor.on, actor.zone) == (date(2026, 11, 25), "Asia/Kamchatka")


def test_a_tie_ends_by_the_day_of_the_school(world: World) -> None:
    change_school(actor=world.system, school=world.school, values={"time_zone": "Asia/Kamchatka"})
    values = {"until": date(2026, 11, 25)}
    put_guardian(
        actor=world.system, pupil=world.pupils["Петя"], guardian=world.people["Павел"], person={}, values=values
    )
    with clock.at(datetime(2026, 11, 24, 13, 0, tzinfo=UTC)):
        assert not actor_of(world.accounts["Павел"]).has("child")


def test_who_teaches_no_more_writes_no_more(world: World) -> None:
    """The lessons still name the teacher of the timetable; that alone opens nothing."""
    lesson = world.lesson("История 7А")
    assert WRITE_LESSON.allows(world.actor("Борис"), lesson)
    teaching = world.courses["История 7А"].teachers.get()
    end_teaching(actor=world.system, teaching=teaching, until=TODAY)
    assert not VIEW_LESSON.allows(world.actor("Борис"), lesson)


def test_who_has_left_the_school_holds_nothing_there(world: World) -> None:
    change_card(actor=world.system, card=world.staff["Анна"], person={}, values={"until": TODAY})
    actor = actor_of(world.accounts["Анна"])
    assert not actor.has("teacher", "teaches", "leads", "leads_pupil")
    change_card(actor=world.system, card=world.staff["Анна"], person={}, values={"until": TODAY + timedelta(days=1)})
    assert actor_of(world.accounts["Анна"]).has("teaches")


def test_a_teacher_without_an_appointment_is_staff(world: World) -> None:
    """Screens of the staff close after a pause; those of families do not."""
    for row in world.people["Борис"].appointments.filter(school=world.school):
        end_appointment(actor=world.system, appointment=row, until=TODAY)
    assert world.actor("Борис").role == "teacher"
