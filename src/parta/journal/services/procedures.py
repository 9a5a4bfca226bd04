"""Works and procedures that are checked against the limits: refused once, done with a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from parta.access.actor import Actor
from parta.common.errors import Invalid
from parta.lessons.models import Lesson
from parta.marks.models import Procedure, Work, WorkType
from parta.marks.selectors import Said, check_of_lesson, check_plans
from parta.marks.services import (
    Plan,
    ProcedureWords,
    WorkValues,
    add_work,
    change_procedure,
    plan_procedures,
)


@dataclass(frozen=True)
class Anyway:
    """Whether it is done against a limit, and why."""

    is_said: bool = False
    reason: str = ""

    def settle(self, found: Sequence[Said]) -> str:
        """The reason to be recorded: empty where nothing stands against it. Invalid until it is said."""
        if not found:
            return ""
        if not self.is_said:
            words = list(dict.fromkeys(one.words for one in found))
            sources = dict.fromkeys(f"({one.source})" for one in found if one.source)
            raise Invalid(fields={"anyway": " ".join([*words, *sources])})
        if not self.reason.strip():
            raise Invalid(fields={"reason": _("Say in a few words why: it is kept in the history.")})
        return self.reason.strip()


@transaction.atomic
def add_checked_work(
    *, actor: Actor, lesson: Lesson, kind: WorkType, anyway: Anyway, **values: Unpack[WorkValues]
) -> Work:
    """Add a work; an important one keeps to the limits or says why it does not."""
    is_important = values.get("is_important")
    important = kind.is_important if is_important is None else is_important
    if important and not values.get("retake_of"):
        values["reason"] = anyway.settle(check_of_lesson(lesson))
    return add_work(actor=actor, lesson=lesson, kind=kind, **values)


@transaction.atomic
def plan_checked(*, actor: Actor, plans: Sequence[Plan], anyway: Anyway) -> list[Procedure]:
    """Plan procedures of one subject that keep to the limits, or with the reason why they do not."""
    days: Mapping[int, date] = {plan.course.pk: plan.date for plan in plans}
    found = check_plans([plan.course for plan in plans], days, plans[0].minutes)
    return plan_procedures(actor=actor, school_id=plans[0].course.school_id, plans=plans, reason=anyway.settle(found))


@transaction.atomic
def move_checked(
    *, actor: Actor, procedure: Procedure, seen: int, anyway: Anyway, **words: Unpack[ProcedureWords]
) -> Procedure:
    """Change a procedure; a new day or length is checked."""
    on, minutes = words.get("date", procedure.date), words.get("minutes", procedure.minutes)
    reason = ""
    if (on, minutes) != (procedure.date, procedure.minutes):
        course = procedure.course
        reason = anyway.settle(check_plans([course], {course.pk: on}, minutes, procedure))
    return change_procedure(actor=actor, procedure=procedure, seen=seen, reason=reason, **words)
