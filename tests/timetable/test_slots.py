"""Slots of a draft."""

from __future__ import annotations

from datetime import date

import pytest

from parta.common.errors import Invalid
from parta.timetable.models import Slot, Version, Week
from parta.timetable.services import Place, collision, draft_version, put_slots
from tests.world import World


def test_a_teacher_is_not_in_two_rooms_at_once() -> None:
    here = Place(1, 0, 1, Week.EVERY, teacher_id=5, room_id=10)
    assert collision([here, Place(2, 0, 1, Week.FIRST, teacher_id=5, room_id=11)])
    assert not collision([here, Place(2, 0, 2, Week.EVERY, teacher_id=5, room_id=11)])
    first = Place(1, 0, 1, Week.FIRST, teacher_id=5, room_id=10)
    assert not collision([first, Place(2, 0, 1, Week.SECOND, teacher_id=5, room_id=11)])


def test_a_joint_lesson_is_no_collision() -> None:
    assert not collision([Place(1, 0, 1, 0, 5, 10), Place(2, 0, 1, 0, 5, 10)])


def test_a_published_version_is_not_rewritten(world: World) -> None:
    version = Version.objects.get(school=world.school, branch=world.main)
    count = Slot.objects.filter(school=world.school, version=version).count()
    with pytest.raises(Invalid):
        put_slots(actor=world.system, version=version, places=[])
    assert Slot.objects.filter(school=world.school, version=version).count() == count


def test_a_version_begins_in_its_year(world: World) -> None:
    with pytest.raises(Invalid):
        draft_version(actor=world.system, branch=world.main, year=world.year, since=date(2026, 8, 1))
