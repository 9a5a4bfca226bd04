"""A draft is opened, changed lesson by lesson, thrown away; each act in the ledger, none over another's."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from parta.common.errors import Conflict, Invalid, NotFound
from parta.ledger.models import Entry, Payload
from parta.timetable.models import Slot, Version
from parta.timetable.services import (
    Place,
    delete_draft,
    furnish_cards,
    move_cards,
    open_draft,
    place_cards,
    remove_cards,
    swap_cards,
)
from tests.world import World

MONDAY = date(2026, 12, 7)


@pytest.fixture
def draft(world: World) -> Version:
    source = Version.objects.select_related("branch", "year").get(school=world.school, branch=world.main)
    return open_draft(actor=world.actor("Ирина"), source=source, since=MONDAY)


def slot(world: World, draft: Version, course: str, weekday: int) -> Slot:
    row: Slot = Slot.objects.get(
        school=world.school, version=draft, course=world.courses[course], weekday=weekday
    )  # fmt: skip
    return row


def told(world: World) -> tuple[str, Any, Any]:
    entry = Entry.objects.filter(school_id=world.school.pk).order_by("-pk")[0]
    payload = Payload.objects.get(school=world.school, entry_id=entry.pk)
    return entry.action, payload.old, payload.new


def test_a_draft_is_a_copy(world: World, draft: Version) -> None:
    def pattern(version: Version) -> set[tuple]:
        rows = Slot.objects.filter(school=world.school, version=version)
        return set(rows.values_list("course", "weekday", "number", "week", "teacher", "room"))

    source = Version.objects.get(school=world.school, branch=world.main, published_at__isnull=False)
    assert pattern(draft) == pattern(source)
    assert len(pattern(draft)) == 8
    assert (draft.since, draft.published_at, draft.made_by) == (MONDAY, None, world.people["Ирина"])
    assert told(world) == ("timetable.version.copied", None, {"since": "2026-12-07", "slots": 8})


def test_a_draft_needs_a_day_of_its_own_that_is_not_over(world: World, draft: Version) -> None:
    for day in (MONDAY, date(2026, 11, 1), date(2027, 8, 1)):
        with pytest.raises(Invalid):
            open_draft(actor=world.actor("Ирина"), source=draft, since=day)


def test_a_lesson_is_put(world: World, draft: Version) -> None:
    ira = world.actor("Ирина")
    place = Place(
        world.courses["История 7Б"].pk, 4, 3, teacher_id=world.people["Борис"].pk, room_id=world.rooms["12"].pk
    )
    keys = place_cards(actor=ira, version=draft, seen=0, places=[place])
    row = slot(world, draft, "История 7Б", 4)
    assert (keys, row.number, row.teacher, row.room) == ([row.pk], 3, world.people["Борис"], world.rooms["12"])
    assert draft.revision == 1
    assert told(world) == ("timetable.slot.placed", None, {"lesson": "История 7Б", "place": "5/3"})


def test_a_joint_lesson_is_put_for_several_classes(world: World, draft: Version) -> None:
    courses = ("История 7А", "История 7Б")
    places = [
        Place(world.courses[name].pk, 0, 2, 0, world.people["Борис"].pk, world.rooms["12"].pk) for name in courses
    ]
    place_cards(actor=world.actor("Ирина"), version=draft, seen=0, places=places)
    assert [slot(world, draft, name, 0).number for name in courses] == [2, 2]
    assert told(world)[2] == {"lesson": "История 7А, История 7Б", "place": "1/2"}


def test_a_lesson_is_moved(world: World, draft: Version) -> None:
    row = slot(world, draft, "История 7Б", 1)
    move_cards(actor=world.actor("Ирина"), version=draft, seen=0, keys=[row.pk], weekday=2, number=5)
    row.refresh_from_db()
    assert (row.weekday, row.number) == (2, 5)
    lesson = "История 7Б"
    assert told(world) == (
        "timetable.slot.moved",
        {"lesson": lesson, "place": "2/3"},
        {"lesson": lesson, "place": "3/5"},
    )


def test_lessons_change_places(world: World, draft: Version) -> None:
    one, other = slot(world, draft, "Алгебра 7А", 1), slot(world, draft, "История 7А", 1)
    swap_cards(actor=world.actor("Ирина"), version=draft, seen=0, keys=[one.pk], others=[other.pk])
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.number, other.number) == (2, 1)
    assert told(world)[0] == "timetable.slot.swapped"


def test_lessons_of_one_course_change_places_too(world: World, draft: Version) -> None:
    one, other = slot(world, draft, "Алгебра 7А", 0), slot(world, draft, "Алгебра 7А", 1)
    swap_cards(actor=world.actor("Ирина"), version=draft, seen=0, keys=[one.pk], others=[other.pk])
    one.refresh_from_db()
    assert one.weekday == 1


def test_a_lesson_is_taken_out_and_put_back(world: World, draft: Version) -> None:
    ira, row = world.actor("Ирина"), slot(world, draft, "История 7Б", 1)
    gone = remove_cards(actor=ira, version=draft, seen=0, keys=[row.pk])
    assert told(world) == ("timetable.slot.removed", {"lesson": "История 7Б", "place": "2/3"}, None)
    assert not Slot.objects.filter(school=world.school, pk=row.pk).exists()
    place_cards(actor=ira, version=draft, seen=1, places=gone)
    again = slot(world, draft, "История 7Б", 1)
    assert (again.number, again.teacher_id, again.room_id) == (row.number, row.teacher_id, row.room_id)


def test_a_lesson_gets_another_teacher_and_room(world: World, draft: Version) -> None:
    row, zoya, room = slot(world, draft, "История 7Б", 1), world.people["Зоя"], world.rooms["8"]
    old = furnish_cards(
        actor=world.actor("Ирина"), version=draft, seen=0, keys=[row.pk], teacher_id=zoya.pk, room_id=room.pk
    )
    assert old == (world.people["Борис"].pk, world.rooms["12"].pk)
    row.refresh_from_db()
    assert (row.teacher, row.room) == (zoya, room)
    action, before, after = told(world)
    assert (action, before["teacher"], after["teacher"]) == (
        "timetable.slot.furnished",
        world.people["Борис"].pk,
        zoya.pk,
    )


def test_who_did_not_see_the_last_change_is_told(world: World, draft: Version) -> None:
    ira, row = world.actor("Ирина"), slot(world, draft, "История 7Б", 1)
    move_cards(actor=ira, version=draft, seen=0, keys=[row.pk], weekday=2, number=5)
    with pytest.raises(Conflict):
        move_cards(actor=world.actor("Денис"), version=draft, seen=0, keys=[row.pk], weekday=3, number=1)
    row.refresh_from_db()
    assert (row.weekday, row.number) == (2, 5)


def test_nothing_stands_twice_at_a_place(world: World, draft: Version) -> None:
    ira, row = world.actor("Ирина"), slot(world, draft, "Алгебра 7А", 0)
    with pytest.raises(Invalid):
        move_cards(actor=ira, version=draft, seen=0, keys=[row.pk], weekday=1, number=1)
    with pytest.raises(Invalid):
        place_cards(actor=ira, version=draft, seen=0, places=[Place(row.course_id, 0, 1)])
    draft.refresh_from_db()
    assert draft.revision == 0


@pytest.mark.parametrize(("weekday", "number"), [(7, 1), (0, 0), (0, 13)])
def test_there_are_no_other_places(world: World, draft: Version, weekday: int, number: int) -> None:
    row = slot(world, draft, "История 7Б", 1)
    with pytest.raises(Invalid):
        move_cards(actor=world.actor("Ирина"), version=draft, seen=0, keys=[row.pk], weekday=weekday, number=number)


def test_only_what_belongs_to_the_branch_is_put(world: World, draft: Version) -> None:
    ira, course = world.actor("Ирина"), world.courses["История 7Б"].pk
    for wrong in (
        Place(world.courses["Математика 4В"].pk, 4, 1),
        Place(course, 4, 1, room_id=world.rooms["Б1"].pk),
        Place(course, 4, 1, teacher_id=world.people["Мария"].pk),
    ):
        with pytest.raises(Invalid):
            place_cards(actor=ira, version=draft, seen=0, places=[wrong])


def test_what_is_published_is_not_changed(world: World) -> None:
    version = Version.objects.get(school=world.school, branch=world.main)
    row = slot(world, version, "История 7Б", 1)
    with pytest.raises(Invalid):
        remove_cards(actor=world.actor("Ирина"), version=version, seen=0, keys=[row.pk])
    with pytest.raises(Invalid):
        delete_draft(actor=world.actor("Ирина"), version=version)


def test_a_draft_is_thrown_away(world: World, draft: Version) -> None:
    key = draft.pk
    delete_draft(actor=world.actor("Ирина"), version=draft)
    assert not Version.objects.filter(school=world.school, pk=key).exists()
    assert told(world)[:2] == ("timetable.version.deleted", {"since": "2026-12-07", "slots": 8})


def test_a_secretary_changes_nothing(world: World, draft: Version) -> None:
    row = slot(world, draft, "История 7Б", 1)
    for act in (
        lambda who: open_draft(actor=who, source=draft, since=date(2026, 12, 14)),
        lambda who: remove_cards(actor=who, version=draft, seen=0, keys=[row.pk]),
        lambda who: delete_draft(actor=who, version=draft),
    ):
        with pytest.raises(NotFound):
            act(world.actor("Софья"))
