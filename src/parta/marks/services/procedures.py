"""Planning assessment procedures, moving and withdrawing them; tying them to works of the grid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from parta.access.actor import Actor
from parta.access.rules import require
from parta.classes.models import Course
from parta.classes.rules import VIEW_COURSE
from parta.common import clock
from parta.common.errors import Conflict, Invalid
from parta.ledger.services import Change, record, record_many
from parta.lessons.models import Lesson, Status
from parta.marks.arithmetic.procedures import LESSON, SHORTEST
from parta.marks.models import Level, Procedure, Work, WorkType
from parta.marks.rules import CHANGE_PROCEDURE, PLAN_PROCEDURE


@dataclass(frozen=True)
class Plan:
    """A procedure to be planned; the lesson of the day is looked up."""

    course: Course
    date: date
    kind: WorkType
    title: str = ""
    minutes: int = LESSON
    level: str = Level.SCHOOL
    note: str = ""


class ProcedureWords(TypedDict, total=False):
    """What may be changed of a procedure; what is not given stays."""

    date: date
    type: WorkType
    title: str
    minutes: int
    level: str
    note: str


@transaction.atomic
def plan_procedures(*, actor: Actor, school_id: int, plans: Sequence[Plan], reason: str = "") -> list[Procedure]:
    """Plan procedures of courses, for a class or a whole parallel in one act. All or nothing.

    `reason` says why it is planned against a limit, if it is.
    """
    for plan in plans:
        require(actor, PLAN_PROCEDURE, plan.course, see=VIEW_COURSE)
        _check(plan.course, plan.date, plan.minutes)
    numbers, works = _lessons(school_id, plans), _works(school_id, plans)
    rows = [_row(school_id, plan) for plan in plans]
    for row in rows:
        row.number, row.work = numbers.get((row.course_id, row.date)), works.get((row.course_id, row.date))
    Procedure.objects.bulk_create(rows, 500)
    changes = [Change("marks.procedure.planned", row, new=_told(row), reason=reason) for row in rows]
    record_many(actor=actor, school_id=school_id, changes=changes)
    return rows


def _check(course: Course, on: date, minutes: int) -> None:
    if minutes < SHORTEST:
        words = _("An assessment procedure takes %(n)d minutes at least: what is shorter needs no plan.")
        raise Invalid(fields={"minutes": words % {"n": SHORTEST}})
    year = course.group.year
    if not year.since <= on <= year.until:
        raise Invalid(fields={"date": _("This day is outside the academic year of the class.")})


def _row(school_id: int, plan: Plan) -> Procedure:
    return Procedure(
        school_id=school_id,
        course=plan.course,
        date=plan.date,
        type=plan.kind,
        title=plan.title.strip(),
        minutes=plan.minutes,
        level=plan.level,
        note=plan.note.strip(),
        written_at=clock.now(),
    )


def _lessons(school_id: int, plans: Sequence[Plan]) -> dict[tuple[int, date], int]:
    """The number of the course's lesson on the day, of the last one where there are two."""
    rows = Lesson.objects.filter(
        school_id=school_id,
        course_id__in={plan.course.pk for plan in plans},
        date__in={plan.date for plan in plans},
    ).exclude(status=Status.CANCELLED)
    return {(course, on): number for course, on, number in rows.values_list("course_id", "date", "number")}


def _works(school_id: int, plans: Sequence[Plan]) -> dict[tuple[int, date], Work]:
    """Important works that stand on the day already and belong to no procedure."""
    rows = Work.objects.filter(
        school_id=school_id,
        lesson__course_id__in={plan.course.pk for plan in plans},
        lesson__date__in={plan.date for plan in plans},
        **COUNTED,
    )
    taken = Procedure.objects.filter(school_id=school_id, work_id__in=list(rows.values_list("pk", flat=True)))
    bound = set(taken.filter(withdrawn_at__isnull=True).values_list("work_id", flat=True))
    return {
        (row.lesson.course_id, row.lesson.date): row for row in rows.select_related("lesson") if row.pk not in bound
    }


COUNTED = {"is_important": True, "withdrawn_at__isnull": True, "retake_of__isnull": True, "position__gt": 0}
"""Works of the grid that count as a procedure, planned or not."""


def _told(row: Procedure) -> dict[str, object]:
    """A procedure as the ledger keeps it."""
    told: dict[str, object] = {"date": str(row.date), "kind": row.type.name, "title": row.title}
    told |= {"minutes": row.minutes, "level": row.level}
    return told | ({"note": row.note} if row.note else {})


@transaction.atomic
def change_procedure(
    *, actor: Actor, procedure: Procedure, seen: int, reason: str = "", **words: Unpack[ProcedureWords]
) -> Procedure:
    """Move a procedure to another day or say something else of it."""
    row = _locked(actor, procedure)
    if row.version != seen:
        raise Conflict(_("Somebody has changed this procedure meanwhile."), theirs=str(row.date), version=row.version)
    old, was = _told(row), row.date
    for name, value in words.items():
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    _check(row.course, row.date, row.minutes)
    if row.date != was:
        if row.work_id:
            raise Invalid(fields={"date": _("The work stands in the journal already: it cannot be moved.")})
        found = _lessons(row.school_id, [Plan(row.course, row.date, row.type)])
        row.number = found.get((row.course_id, row.date))
    if old == _told(row):
        return row
    row.version += 1
    row.save()
    new = _told(row)
    record(
        actor=actor,
        school_id=row.school_id,
        action="marks.procedure.changed",
        target=row,
        old=old,
        new=new,
        reason=reason,
    )
    return row


def _locked(actor: Actor, procedure: Procedure) -> Procedure:
    require(actor, CHANGE_PROCEDURE, procedure)
    rows = Procedure.objects.select_for_update(of=("self",)).filter(school_id=procedure.school_id, pk=procedure.pk)
    row: Procedure = rows.select_related("course__group__year", "type").get()
    if row.withdrawn_at:
        raise Invalid(_("This procedure is withdrawn: plan it anew."))
    return row


@transaction.atomic
def withdraw_procedure(*, actor: Actor, procedure: Procedure, reason: str = "") -> None:
    """Take a procedure out of the schedule; the record of it stays."""
    row = _locked(actor, procedure)
    if row.work_id:
        raise Invalid(_("The work stands in the journal already: take it away there first."))
    row.withdrawn_at = clock.now()
    row.version += 1
    row.save(update_fields=["withdrawn_at", "version"])
    record(
        actor=actor,
        school_id=row.school_id,
        action="marks.procedure.withdrawn",
        target=row,
        old=_told(row),
        reason=reason,
    )


def bind_procedure(*, actor: Actor, work: Work, lesson: Lesson) -> None:
    """The work of a lesson is the procedure that was planned for the course on that day."""
    if not work.is_important or work.retake_of_id:
        return
    rows = Procedure.objects.filter(
        school_id=work.school_id,
        course_id=lesson.course_id,
        date=lesson.date,
        work__isnull=True,
        withdrawn_at__isnull=True,
    )
    _tie(actor, rows.order_by("pk").first(), work)


def unbind_procedure(*, actor: Actor, work: Work) -> None:
    """The work is taken away: its procedure is planned again and may be moved."""
    _tie(actor, Procedure.objects.filter(school_id=work.school_id, work=work).first(), None)


def _tie(actor: Actor, row: Procedure | None, work: Work | None) -> None:
    if row is None:
        return
    old = row.work_id
    row.work = work
    row.version += 1
    row.save(update_fields=["work", "version"])
    action = "marks.procedure.written" if work else "marks.procedure.freed"
    record(
        actor=actor,
        school_id=row.school_id,
        action=action,
        target=row,
        old={"work": old},
        new={"work": row.work_id},
    )
