"""Deciding lessons of absent teachers: those of a combined class at once stand and fall together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from parta.access.actor import Actor
from parta.access.rules import require
from parta.common.errors import Invalid
from parta.journal.selectors.covering import free_for, unit_key
from parta.lessons.models import Lesson, Status
from parta.lessons.rules import SUBSTITUTE, VIEW_LESSON
from parta.lessons.services import (
    cancel_lesson,
    move_back,
    move_lesson,
    restore_lesson,
    return_lesson,
    substitute_teacher,
)
from parta.people.models import Person


@transaction.atomic
def give_lesson(*, actor: Actor, lesson: Lesson, person_id: int, joined: bool = False) -> Person:
    """Give a lesson to a colleague who is free then or (`joined`) takes the pupils into an own lesson."""
    require(actor, SUBSTITUTE, lesson, see=VIEW_LESSON)
    is_free, may_join = free_for(lesson, person_id)
    if not (may_join if joined else is_free):
        raise Invalid(_("This teacher is not free then: choose somebody else."))
    teacher = Person.objects.get(pk=person_id)
    for row in together_with(lesson):
        if teacher.pk == row.teacher_id:
            return_lesson(actor=actor, lesson=row)
        else:
            substitute_teacher(actor=actor, lesson=row, teacher=teacher, joined=joined)
    return teacher


@transaction.atomic
def call_off(*, actor: Actor, lesson: Lesson, reason: str) -> None:
    if not reason.strip():
        raise Invalid(fields={"reason": _("Say why: it stands in the history.")})
    for row in together_with(lesson):
        cancel_lesson(actor=actor, lesson=row, reason=reason.strip()[:200])


@transaction.atomic
def put_elsewhere(*, actor: Actor, lesson: Lesson, on: date, number: int, reason: str = "") -> None:
    rows = together_with(lesson)
    if len(rows) > 1:
        raise Invalid(_("Lessons of a combined class are not moved: cancel them and note others."))
    move_lesson(actor=actor, lesson=lesson, on=on, number=number, reason=reason)


@transaction.atomic
def take_back(*, actor: Actor, lesson: Lesson) -> None:
    """Whatever was decided about the lesson last is undone, while nobody has written in it."""
    require(actor, SUBSTITUTE, lesson, see=VIEW_LESSON)
    acts = {Status.CANCELLED.value: restore_lesson, Status.MOVED.value: move_back}
    for row in together_with(lesson):
        acts.get(row.status, return_lesson)(actor=actor, lesson=row)


def give_lessons(*, actor: Actor, pairs: Sequence[tuple[Lesson, int, bool]]) -> tuple[int, list[Lesson]]:
    """Give lessons as previewed; how many were given and which were not, as somebody was faster."""
    given, left = 0, []
    for lesson, person_id, joined in pairs:
        try:
            give_lesson(actor=actor, lesson=lesson, person_id=person_id, joined=joined)
        except Invalid:
            left.append(lesson)
        else:
            given += 1
    return given, left


def together_with(lesson: Lesson) -> list[Lesson]:
    """The lesson with those of the same teacher at the same time that share its state."""
    if lesson.teacher_id is None:
        return [lesson]
    rows = Lesson.objects.filter(
        school_id=lesson.school_id,
        teacher_id=lesson.teacher_id,
        date=lesson.date,
        number=lesson.number,
        starts=lesson.starts,
        actual_teacher_id=lesson.actual_teacher_id,
    )
    found = rows.select_related("course__group__branch", "course__subject", "room").order_by("pk")
    return [row for row in found if unit_key(row) == unit_key(lesson)]
