"""Unusual edits: many within an hour, at night, where writing was over (domain.md 6.3)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from parta.common import clock
from parta.common.errors import NotFound
from parta.journal.arithmetic import AT_NIGHT, HOUR, MASS, SHUT, Edit, bursts
from parta.journal.models import AlertSeen
from parta.journal.selectors.alerts import Alert, alerts_of, waiting_alerts
from parta.journal.services.alerts import see_alert
from parta.lessons.models import Unlock
from parta.lessons.services import give_unlock
from tests.acts import ALGEBRA, last_entry, set_rule, type_in
from tests.world import NOW, TODAY, World

ClientOf = Callable[[str], Client]
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def edits(*minutes: int, person: int = 1, start: datetime = NOON, shut: bool = False) -> list[Edit]:
    return [Edit(start + timedelta(minutes=m), person, "work", key, shut) for key, m in enumerate(minutes)]


def told(found: list[Any]) -> list[tuple[int, str, int]]:
    return [(burst.person, burst.why, len(burst.edits)) for burst in found]


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        ((0, 1, 2), [(1, MASS, 3)]),
        ((0, 30, 60), [(1, MASS, 3)]),
        ((0, 30, 61), []),
        ((0, 1), []),
        ((0, 1, 2, 200, 201, 202), [(1, MASS, 3), (1, MASS, 3)]),
        ((0, 1, 2, 50, 55, 200), [(1, MASS, 5)]),
        ((), []),
    ],
)
def test_many_edits_within_an_hour_are_unusual(minutes: tuple[int, ...], expected: list[tuple[int, str, int]]) -> None:
    assert told(bursts(edits(*minutes), most=3)) == expected


def test_edits_of_two_people_are_not_added_up() -> None:
    assert bursts([*edits(0, 1), *edits(0, 1, person=2)], most=3) == []


@pytest.mark.parametrize(("hour", "count"), [(23, 0), (0, 1), (4, 1), (5, 0)])
def test_one_edit_at_night_is_enough(hour: int, count: int) -> None:
    assert told(bursts(edits(0, start=NOON.replace(hour=hour, minute=59)), most=3)) == [(1, AT_NIGHT, 1)] * count


def test_one_edit_where_writing_was_over_is_enough() -> None:
    assert told(bursts(edits(0, shut=True), most=3)) == [(1, SHUT, 1)]


@given(st.lists(st.integers(0, 600), max_size=30), st.integers(1, 6))
def test_every_edit_of_a_crowd_is_told_and_no_other(minutes: list[int], most: int) -> None:
    own = edits(*minutes)
    found = {edit.key for burst in bursts(own, most) if burst.why == MASS for edit in burst.edits}
    crowd = {
        edit.key
        for edit in own
        for first in own
        if first.at <= edit.at <= first.at + HOUR and sum(first.at <= one.at <= first.at + HOUR for one in own) >= most
    }
    assert found == crowd


def change(world: World, times: int, *, who: str = "Анна", **more: Any) -> None:
    """Change the mark of Ваня so many times, after it was put."""
    for number in range(times + 1):
        type_in(world, "Ваня", "45"[number % 2], who=who, **more)


def found(world: World, who: str = "Ирина") -> list[Alert]:
    return alerts_of(world.actor(who))


def test_many_changed_marks_are_told_with_who_when_and_where(world: World) -> None:
    set_rule(world, "mass_change_marks", 3)
    change(world, 3)
    (alert,) = found(world)
    assert (alert.name, alert.why, alert.count) == ("Алгебраева Анна Петровна", "много за час", 3)
    assert (alert.classes, alert.kinds) == ([("Алгебра, 7А", 3)], {"work": 3})
    assert alert.burst.since == NOW


def test_marks_that_are_put_for_the_first_time_are_usual(world: World) -> None:
    set_rule(world, "mass_change_marks", 1)
    type_in(world, "Ваня", "5")
    type_in(world, "Оля", "н")
    assert found(world) == []


def test_a_change_at_night_is_told_by_the_clock_of_the_school(world: World) -> None:
    type_in(world, "Ваня", "4")
    with clock.at(datetime(2026, 11, 24, 21, 30, tzinfo=UTC)):
        type_in(world, "Ваня", "5")
        assert [alert.why for alert in found(world)] == ["ночью"]


def test_a_change_in_an_opened_journal_is_told(world: World) -> None:
    type_in(world, "Ваня", "4")
    row = Unlock(school=world.school, course=world.courses[ALGEBRA], since=TODAY, until=TODAY)
    give_unlock(actor=world.actor("Ирина"), unlock=row, reason="Болела")
    with clock.at(NOW + timedelta(minutes=1)):
        type_in(world, "Ваня", "5")
        assert [alert.why for alert in found(world)] == ["в закрытом периоде или открытом на время журнале"]


def test_a_head_is_told_of_the_own_branch(world: World) -> None:
    set_rule(world, "mass_change_marks", 1)
    change(world, 1)
    assert found(world, "Нина") == []
    assert len(found(world, "Денис")) == 1


@pytest.mark.parametrize("who", ["Алла", "Анна", "Софья", "Мария"])
def test_others_are_told_nothing(world: World, who: str) -> None:
    with pytest.raises(NotFound):
        found(world, who)


def test_what_was_looked_at_calls_no_more_until_there_is_more(world: World) -> None:
    set_rule(world, "mass_change_marks", 2)
    change(world, 2)
    (alert,) = found(world)
    assert waiting_alerts(world.actor("Ирина")) == 1
    values = {"person_id": alert.person.id, "why": alert.burst.why, "since": alert.burst.since.isoformat()}
    see_alert(actor=world.actor("Ирина"), **values, note="Исправляла опечатку")
    see_alert(actor=world.actor("Денис"), **values)
    assert AlertSeen.objects.get(school=world.school).note == "Исправляла опечатку"
    entry = last_entry(world)
    assert (entry.action, entry.subject, entry.reason) == (
        "journal.alert.seen",
        world.people["Анна"].pk,
        "Исправляла опечатку",
    )
    assert waiting_alerts(world.actor("Ирина")) == 0
    with clock.at(NOW + timedelta(minutes=5)):
        change(world, 1)
        assert waiting_alerts(world.actor("Ирина")) == 1


def test_nobody_looks_away_from_what_is_not_there(world: World) -> None:
    with pytest.raises(NotFound):
        see_alert(actor=world.actor("Ирина"), person_id=world.people["Анна"].pk, why=MASS, since="2026-11-24T00:00:00")


def test_the_page_and_the_home_of_the_school_tell(world: World, client_of: ClientOf) -> None:
    set_rule(world, "mass_change_marks", 2)
    client = client_of("Ирина")
    assert "необычн" not in client.get(reverse("journal:school")).content.decode()
    change(world, 2)
    assert "необычн" in client.get(reverse("journal:school")).content.decode()
    page = client.get(reverse("journal:alerts")).content.decode()
    assert "много за час" in page
    assert "since=2026-11-24T14:00:00&amp;until=2026-11-24T14:00:01" in page
    (alert,) = found(world)
    form = {"person": alert.code, "why": alert.burst.why, "since": alert.burst.since.isoformat(), "note": "Проверено"}
    assert client.post(reverse("journal:alert_seen"), form).status_code == 302
    assert "Проверено" in client.get(reverse("journal:alerts")).content.decode()


def test_queries_are_fixed(world: World, django_assert_num_queries: Any) -> None:
    set_rule(world, "mass_change_marks", 1)
    actor = world.actor("Ирина")
    change(world, 1)
    with django_assert_num_queries(QUERIES):
        alerts_of(actor)
    change(world, 5)
    with django_assert_num_queries(QUERIES):
        alerts_of(actor)


QUERIES = 12
