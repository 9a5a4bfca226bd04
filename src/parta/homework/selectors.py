"""How much homework the pupils of a class have on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from parta.classes.models import Group, GroupKind, GroupPart
from parta.homework.arithmetic import Load, Meter, limit_for, meter
from parta.homework.models import Homework

ALONE = (GroupKind.INDIVIDUAL, GroupKind.HOME)
"""Whose pupils do other homework than the class."""


@dataclass(frozen=True)
class Given:
    """A task that is due on a day."""

    homework: Homework
    load: Load

    @property
    def is_guess(self) -> bool:
        return self.load.minutes is None


@dataclass(frozen=True)
class DayLoad:
    """The homework of a class for a day; tasks for some pupils are listed, not counted."""

    group: Group
    day: date
    meter: Meter
    tasks: tuple[Given, ...]


def loads_of(classes: Sequence[Group], days: Iterable[date], policy: Mapping[str, Any]) -> list[DayLoad]:
    """Each class on each of the days, in their order: two queries."""
    wanted = sorted(set(days))
    if not classes or not wanted:
        return []
    school_id = classes[0].school_id
    groups = _groups(classes)
    rows = Homework.objects.filter(
        school_id=school_id,
        withdrawn_at__isnull=True,
        due__date__in=wanted,
        due__course__group_id__in={pk for found in groups.values() for pk in found},
    ).select_related("due__course__subject", "due__course__group")
    by_group: dict[tuple[int, date], list[Homework]] = defaultdict(list)
    for row in rows.order_by("due__number", "pk"):
        due: Any = row.due
        by_group[due.course.group_id, due.date].append(row)
    return [_day(one, day, groups[one.pk], by_group, policy) for day in wanted for one in classes]


def _groups(classes: Sequence[Group]) -> dict[int, list[int]]:
    """Of each class itself and the groups drawn from it."""
    found = {one.pk: [one.pk] for one in classes}
    rows = GroupPart.objects.filter(school_id=classes[0].school_id, part_id__in=list(found))
    for part, whole in rows.exclude(whole__kind__in=ALONE).values_list("part_id", "whole_id"):
        found[part].append(whole)
    return found


def _day(
    one: Group,
    day: date,
    groups: Sequence[int],
    by_group: Mapping[tuple[int, date], list[Homework]],
    policy: Mapping[str, Any],
) -> DayLoad:
    rows = [row for pk in groups for row in by_group.get((pk, day), [])]
    tasks = tuple(Given(row, _load(row, one, policy)) for row in rows)
    counted = (task.load for task in tasks if task.homework.for_all)
    return DayLoad(one, day, meter(counted, limit_for(one.year_level, policy)), tasks)


def _load(row: Homework, one: Group, policy: Mapping[str, Any]) -> Load:
    due: Any = row.due
    course = due.course
    usual = course.subject.homework_minutes
    return Load(
        course.subject.name,
        course.group_id,
        row.minutes,
        policy["homework_usual_minutes"] if usual is None else usual,
        is_part=course.group_id != one.pk and course.group.kind != GroupKind.COMBINED,
    )
