"""Every rule says the same of an object and of a query, for everyone of the cast and every row."""

from __future__ import annotations

import importlib
from typing import Any

import pytest
from django.apps import apps

from parta.access.actor import NOBODY, Actor
from parta.access.rules import Rule
from parta.attendance.models import Attendance
from parta.classes.models import Course, Group
from parta.exchange.models import CalendarFeed
from parta.grading.models import Debt
from parta.lessons.models import Lesson
from parta.people.models import Pupil
from parta.supervision.models import Remark
from parta.timetable.models import Version
from tests.world import World

MODELS: dict[str, Any] = {
    "VIEW_COURSE": Course,
    "VIEW_GROUP": Group,
    "VIEW_CLASS": Group,
    "LEAD_GROUP": Group,
    "EDIT_GROUP": Group,
    "VIEW_PUPIL": Pupil,
    "EDIT_PUPIL": Pupil,
    "INVITE_PUPIL": Pupil,
    "VIEW_DIARY": Pupil,
    "READ_DIARY_AS_FAMILY": Pupil,
    "GIVES_INSTEAD": Lesson,
    "WRITE_LESSON": Lesson,
    "VIEW_LESSON": Lesson,
    "SUBSTITUTE": Lesson,
    "RETURN_LESSON": Lesson,
    "OPEN_JOURNAL": Course,
    "WATCH": Group,
    "WATCH_COURSE": Course,
    "WATCH_LESSON": Lesson,
    "WATCH_CELL": Attendance,
    "ASK_UNLOCK": Course,
    "DECIDE_UNLOCK": Lesson,
    "PUT_FINAL": Course,
    "PLAN_PROCEDURE": Course,
    "CHANGE_PROCEDURE": Lesson,
    "PUT_BEHAVIOUR": Group,
    "VIEW_DEBTS": Debt,
    "DECIDE_DEBT": Debt,
    "MAKE_REMARK": Course,
    "VIEW_REMARK": Remark,
    "ANSWER_REMARK": Remark,
    "JUDGE_REMARK": Remark,
    "VIEW_TIMELINESS": Lesson,
    "VIEW_VERSION": Version,
    "EDIT_PLAN": Course,
    "APPROVE_PLAN": Course,
    "COPY_PLAN": Course,
    "OWN_FEED": CalendarFeed,
}
"""What each rule is asked of; rules of whole-school acts are asked of pupils' cards, which name a school."""


def rules() -> dict[str, Rule]:
    found: dict[str, Rule] = {}
    for config in apps.get_app_configs():
        if config.name.startswith("parta."):
            try:
                module = importlib.import_module(f"{config.name}.rules")
            except ModuleNotFoundError:
                continue
            found |= {
                f"{config.label}.{name}": value
                for name, value in vars(module).items()
                if isinstance(value, Rule) and name.isupper()
            }
    return found


@pytest.mark.parametrize("name", sorted(rules()))
@pytest.mark.crosses_schools
def test_it_says_the_same_of_a_row_and_of_a_query(world: World, name: str) -> None:
    rule, model = rules()[name], MODELS.get(name.split(".")[1], Pupil)
    assert world.other
    names = [*world.accounts, *world.other.accounts]
    actors: list[Actor] = [NOBODY, world.system]
    actors += [(world if who in world.accounts else world.other).actor(who) for who in names]
    rows = list(model.objects.all())
    for actor in actors:
        by_row = {row.pk for row in rows if rule.allows(actor, row)}
        by_query = set(model.objects.filter(rule.filter(actor)).values_list("pk", flat=True))
        assert by_row == by_query, (name, actor.name)


def allowed(world: World, rule: str, row: Any) -> set[str]:
    return {name for name in world.accounts if rules()[rule].allows(world.actor(name), row)}


def test_a_course_is_seen_by_its_teacher_class_teacher_and_management(world: World) -> None:
    seen = allowed(world, "classes.VIEW_COURSE", world.courses["История 7А"])
    assert seen == {"Алла", "Денис", "Ирина", "Полина", "Борис", "Анна"}


def test_a_course_is_seen_by_who_gives_a_lesson_instead(world: World) -> None:
    assert "Зоя" in allowed(world, "classes.VIEW_COURSE", world.courses["Алгебра 7А"])
    assert "Зоя" not in allowed(world, "classes.VIEW_COURSE", world.courses["История 7А"])


def test_the_head_of_a_branch_sees_the_branch_alone(world: World) -> None:
    assert "Нина" in allowed(world, "classes.VIEW_COURSE", world.courses["Математика 2В"])
    assert "Нина" not in allowed(world, "classes.VIEW_COURSE", world.courses["Алгебра 7А"])


def test_a_lesson_is_written_by_its_teachers_only(world: World) -> None:
    assert allowed(world, "lessons.WRITE_LESSON", world.lesson("Алгебра 7А")) == {"Анна"}
    substituted = world.lesson("Алгебра 7А", world.lesson("Алгебра 7А").date.replace(day=23))
    assert allowed(world, "lessons.WRITE_LESSON", substituted) == {"Анна", "Зоя"}


def test_a_diary_is_read_by_the_pupil_and_by_representatives_with_access(world: World) -> None:
    assert allowed(world, "people.READ_DIARY_AS_FAMILY", world.pupils["Ваня"]) == {"Ваня", "Мария"}
    assert allowed(world, "people.READ_DIARY_AS_FAMILY", world.pupils["Даша"]) == {"Мария"}
    assert allowed(world, "people.READ_DIARY_AS_FAMILY", world.pupils["Петя"]) == {"Павел"}


def test_nobody_of_another_school_may_do_anything_here(world: World) -> None:
    assert world.other
    strangers = [world.other.actor(name) for name in world.other.accounts]
    for name, rule in rules().items():
        model = MODELS.get(name.split(".")[1], Pupil)
        rows = list(model.objects.filter(school=world.school))
        assert not [who.name for who in strangers for row in rows if rule.allows(who, row)], name
