"""Writing who was absent or late."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from parta.attendance.models import Attendance
from parta.attendance.services import AttendanceOp, put_attendance
from parta.classes.models import Membership, MoveKind
from parta.classes.services import Order, end_membership
from parta.common.errors import Conflict, Forbidden, Invalid
from parta.ledger.models import Entry
from parta.lessons.services import cancel_lesson
from tests.world import World


def put(world: World, who: str, pupil: str, symbol: str, **values: Any) -> None:
    operation = AttendanceOp(world.lesson("Алгебра 7А").pk, world.people[pupil].pk, symbol, **values)
    put_attendance(actor=world.actor(who), school_id=world.school.pk, operations=[operation])


def codes(world: World) -> list[tuple[str, int]]:
    rows = Attendance.objects.filter(school=world.school).select_related("code")
    return [(row.code.symbol if row.code else "", row.version) for row in rows]


def test_it_works(world: World) -> None:
    put(world, "Анна", "Ваня", "н")
    assert codes(world) == [("н", 1)]
    entry = Entry.objects.filter(school=world.school).latest("id")
    assert (entry.action, entry.subject) == ("attendance.code.put", world.people["Ваня"].pk)
    assert entry.payloads.get().new == {"code": "н", "comment": ""}


def test_a_code_is_changed_and_taken_back_but_never_forgotten(world: World) -> None:
    put(world, "Анна", "Ваня", "н")
    put(world, "Анна", "Ваня", "б", seen=1)
    put(world, "Анна", "Ваня", "", seen=2)
    assert codes(world) == [("", 3)]
    entries = Entry.objects.filter(school=world.school, action="attendance.code.changed").order_by("id")
    assert [entry.payloads.get().old["code"] for entry in entries] == ["н", "б"]


def test_it_refuses_to_overwrite_what_was_not_seen(world: World) -> None:
    put(world, "Анна", "Ваня", "н")
    with pytest.raises(Conflict):
        put(world, "Анна", "Ваня", "б", seen=0)


def test_it_rejects_an_unknown_code(world: World) -> None:
    with pytest.raises(Invalid, match="щ"):
        put(world, "Анна", "Ваня", "щ")


def test_it_rejects_a_day_outside_of_the_class(world: World) -> None:
    membership = Membership.objects.filter(school=world.school, person=world.people["Ваня"])
    row = membership.select_related("group", "person").get()
    end_membership(actor=world.system, membership=row, order=Order(MoveKind.LEFT, date(2026, 11, 24), "45-у"))
    with pytest.raises(Invalid):
        put(world, "Анна", "Ваня", "н")


def test_it_rejects_a_cancelled_lesson(world: World) -> None:
    cancel_lesson(actor=world.actor("Ирина"), lesson=world.lesson("Алгебра 7А"), reason="Мороз")
    with pytest.raises(Invalid):
        put(world, "Анна", "Ваня", "н")


def test_it_requires_a_teacher(world: World) -> None:
    with pytest.raises(Forbidden):
        put(world, "Ирина", "Ваня", "н")
