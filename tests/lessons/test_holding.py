"""Lessons that a transaction has locked are read once, and every service asks its rules all the same."""

from __future__ import annotations

from typing import Any

import pytest

from parta.common.errors import NotFound
from parta.ledger.models import Entry
from parta.lessons.services import check_attendance, holding, locked_lessons
from tests.world import World


def test_what_is_held_is_not_read_again(world: World, django_assert_num_queries: Any) -> None:
    lesson, other = world.lesson("Алгебра 7А"), world.lesson("Английский язык 7А англ. 1")
    ask: dict[str, Any] = {"actor": world.actor("Анна"), "school_id": world.school.pk}
    with holding(locked_lessons(**ask, ids=[lesson.pk])):
        with django_assert_num_queries(0):
            first = locked_lessons(**ask, ids=[lesson.pk])[lesson.pk]
        with django_assert_num_queries(1):
            assert locked_lessons(**ask, ids=[lesson.pk, other.pk]).keys() == {lesson.pk, other.pk}
    assert locked_lessons(**ask, ids=[lesson.pk])[lesson.pk] is not first


def test_who_may_not_write_is_refused_what_another_holds(world: World) -> None:
    lesson = world.lesson("Алгебра 7А")
    with holding(locked_lessons(actor=world.actor("Анна"), school_id=world.school.pk, ids=[lesson.pk])):
        with pytest.raises(NotFound):
            locked_lessons(actor=world.actor("Борис"), school_id=world.school.pk, ids=[lesson.pk])
        with pytest.raises(NotFound):
            assert world.other
            locked_lessons(actor=world.actor("Анна"), school_id=world.other.school.pk, ids=[lesson.pk])


def test_an_act_that_was_done_is_seen_by_the_next_one(world: World) -> None:
    lesson = world.lesson("Алгебра 7А")
    ask: dict[str, Any] = {"actor": world.actor("Анна"), "school_id": world.school.pk}
    with holding(locked_lessons(**ask, ids=[lesson.pk])):
        for _twice in range(2):
            check_attendance(**ask, lesson_ids=[lesson.pk])
    checked = Entry.objects.filter(school=world.school, action="lessons.attendance.checked", target=lesson.pk)
    assert checked.count() == 1
