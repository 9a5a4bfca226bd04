"""Reading lessons; the actor with the lessons given instead of somebody."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from parta.access.actor import Actor
from parta.classes.selectors import actor_for
from parta.common.codes import Ref
from parta.common.tenancy import SchoolModel
from parta.lessons.models import Lesson, Substitution

SUBSTITUTE_DAYS = 14
"""How long a substitute may still open the page of the course after the lesson."""


def actor_of(account: Any, **kwargs: Any) -> Actor:
    """`classes.actor_for` with what substitutions open: the courses of lessons given instead of somebody."""
    actor = actor_for(account, **kwargs)
    schools = {place.school_id for places in actor.holds.values() for place in places}
    if actor.person_id is None or not actor.role or actor.role in ("pupil", "guardian"):
        return actor
    rows = Substitution.objects.filter(
        school_id__in=schools,
        teacher_id=actor.person_id,
        lesson__date__gte=actor.on - timedelta(days=SUBSTITUTE_DAYS),
    ).values_list("school_id", "lesson__course_id")
    return replace(actor, holds={**actor.holds, "substitutes": frozenset(Ref(*pair) for pair in rows)})


def lessons_of_course(school_id: int, course_id: int, since: date, until: date) -> list[Lesson]:
    """Lessons of a course on days from since to until (both inclusive), in order."""
    rows = Lesson.objects.filter(school_id=school_id, course_id=course_id, date__range=(since, until))
    return list(rows.select_related("room", "actual_teacher", "teacher").order_by("date", "number"))


def named_by_lesson(model: type[SchoolModel], path: str) -> Callable[[int, Iterable[int]], dict[int, str]]:
    """How rows of a model are named in the history: "Алгебра, 7А, 23.11.2026", by the lesson at `path`."""

    def names(school_id: int, ids: Iterable[int]) -> dict[int, str]:
        rows = model.objects.filter(school_id=school_id, pk__in=ids)
        parts = (f"{path}course__subject__name", f"{path}course__group__name", f"{path}date")
        return {pk: f"{subject}, {group}, {on:%d.%m.%Y}" for pk, subject, group, on in rows.values_list("pk", *parts)}

    return names
