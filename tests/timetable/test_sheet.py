"""What the rules are told of a version: subgroups, combined classes, bells, other branches, the school's own limits."""

from __future__ import annotations

from datetime import date

import pytest

from parta.classes.services import assign_teacher
from parta.school.services import set_policy
from parta.timetable.arithmetic import Card
from parta.timetable.arithmetic.changes import Change, changes
from parta.timetable.arithmetic.scale import read_lines, scale_with
from parta.timetable.models import Version
from parta.timetable.selectors import sheet_of
from parta.timetable.selectors.editor import issue_words, pool_of
from parta.timetable.services import Place, open_draft, place_cards
from tests.world import World

MONDAY = date(2026, 12, 7)


@pytest.fixture
def draft(world: World) -> Version:
    source = Version.objects.select_related("branch", "year").get(school=world.school, branch=world.main)
    return open_draft(actor=world.system, source=source, since=MONDAY)


def put(world: World, draft: Version, course: str, day: int, number: int, who: str, room: str) -> None:
    place = Place(world.courses[course].pk, day, number, 0, world.people[who].pk, world.rooms[room].pk)
    place_cards(actor=world.system, version=draft, seen=draft.revision, places=[place])


def told(draft: Version) -> list[str]:
    sheet = sheet_of(draft)
    return [issue_words(sheet, issue) for issue in sheet.issues if issue.is_error]


def test_a_subgroup_keeps_its_class_busy(world: World, draft: Version) -> None:
    put(world, draft, "История 7А", 1, 3, "Борис", "21")
    assert "7А: два урока одновременно — Английский язык 7А англ. 1, История 7А" in told(draft)


def test_a_teacher_is_not_in_two_branches_at_once(world: World, draft: Version) -> None:
    assign_teacher(
        actor=world.system, course=world.courses["История 7Б"], teacher=world.people["Вера"], since=date(2026, 9, 1)
    )
    put(world, draft, "История 7Б", 3, 1, "Вера", "8")
    words = "Сельская В. Н.: два урока одновременно — История 7Б, урок в другом филиале"
    assert words in told(draft)
    assert not [issue for issue in sheet_of(draft).issues if issue.slots and max(issue.slots) < 0]


def test_a_combined_class_of_the_branch_is_in_order(world: World) -> None:
    version = Version.objects.select_related("branch", "year").get(school=world.school, branch__short_name="Вячка")
    sheet = sheet_of(version)
    assert len(sheet.cards) == 4
    assert [issue.code for issue in sheet.issues] == []


def test_limits_are_those_of_the_school(world: World, draft: Version) -> None:
    assert told(draft) == []
    set_policy(
        actor=world.actor("Денис"), school=world.school, key="lessons_a_day", value="4 5 5 5 6 6 2 7 7 7 7"
    )  # fmt: skip
    assert told(draft) == ["7А: уроков за день 3, допустимо 2"]


def test_points_of_a_subject_are_those_of_the_school() -> None:
    scale = scale_with("Шахматы: 3\nХимия: 0 0 0 0 0 0 1 2 3 4 5")
    assert (scale.points_of("Шахматы", 5), scale.points_of("Химия", 8)) == (3, 2)
    assert scale.points_of("Русский язык", 6) == 12
    assert scale.points_of("Алгебра и начала анализа", 10) == 10
    assert scale.points_of("Литературное чтение", 2) == 5
    assert scale.points_of("Разговоры о важном", 5) == 0
    assert (scale.is_hard("Физика", 9), scale.is_hard("Музыка", 6)) == (True, False)
    assert scale.is_sport("Физическая культура")


@pytest.mark.parametrize("line", ["Химия", "Химия: 1 2", ": 3", "Химия: много"])
def test_a_line_that_is_no_line_of_points(line: str) -> None:
    with pytest.raises(ValueError, match=line):
        read_lines(line)


def test_the_pool_is_the_plan_without_the_week(world: World, draft: Version) -> None:
    left = {f"{item.subject} {item.group}": item.left for item in pool_of(sheet_of(draft))}
    assert left == {"История 7А": 1, "История 7Б": 2, "Английский язык 7А англ. 1": 2, "Математика 1А": 2}


def test_changes_pair_what_left_with_what_came() -> None:
    old = [Card(1, 10, 0, 1), Card(2, 10, 1, 1), Card(3, 11, 0, 2, 0, 5), Card(4, 12, 0, 3)]
    new = [Card(5, 10, 0, 1), Card(6, 10, 3, 4), Card(7, 11, 0, 2, 0, 6), Card(8, 13, 0, 3)]
    assert changes(old, new) == [
        Change("moved", 10, old[1], new[1]),
        Change("changed", 11, old[2], new[2]),
        Change("removed", 12, old[3]),
        Change("added", 13, None, new[3]),
    ]
    assert changes(old, old) == []
