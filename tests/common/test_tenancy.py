"""Rows of a school never lead to another school, in Python and in the SQL."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from parta.classes.models import Course, Group
from parta.common.errors import Invalid
from parta.lessons.models import Lesson
from tests.world import World


def sql_of(act: Any) -> str:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        act()
    return " ".join(query["sql"] for query in captured.captured_queries)


def test_a_join_compares_the_school(world: World) -> None:
    rows = Lesson.objects.filter(school=world.school).select_related("course__group")
    sql = sql_of(lambda: list(rows[:1]))
    assert '("classes_course"."school_id" = ("lessons_lesson"."school_id"))' in sql
    assert '("classes_group"."school_id" = ("classes_course"."school_id"))' in sql


def test_following_a_link_compares_the_school(world: World) -> None:
    course = Course.objects.filter(school=world.school)[0]
    sql = sql_of(lambda: course.group)
    assert f'"classes_group"."school_id" = {world.school.pk}' in sql


def test_saving_and_refreshing_compare_the_school(world: World) -> None:
    group = world.groups["7А"]
    assert f'"classes_group"."school_id" = {world.school.pk}' in sql_of(group.save)
    assert f'"classes_group"."school_id" = {world.school.pk}' in sql_of(group.refresh_from_db)


def test_related_rows_compare_the_school(world: World) -> None:
    sql = sql_of(lambda: list(world.groups["7А"].memberships.all()))
    assert f'"classes_membership"."school_id" = {world.school.pk}' in sql


def test_it_refuses_a_link_to_another_school(world: World) -> None:
    assert world.other
    group = Group(school=world.school, branch=world.other.main, year=world.year, name="9Я")
    with pytest.raises(Invalid):
        group.save()


def test_a_row_is_deleted_through_a_query_only(world: World) -> None:
    with pytest.raises(TypeError):
        world.groups["7А"].delete()
    assert Group.objects.filter(school=world.school, name="7А").exists()
