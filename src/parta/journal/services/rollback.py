"""Taking back a person's edits of a time span in one act: every cell is an ordinary recorded change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from parta.access.actor import Actor, Origin, system
from parta.attendance.services import AttendanceOp, put_attendance
from parta.common.errors import Conflict, Invalid
from parta.grading.models import FinalKind, FinalMark
from parta.grading.services import FinalOp, put_finals
from parta.journal.selectors.alerts import ROLL_BACK
from parta.journal.selectors.rollback import Plan, Restored, plan_of
from parta.ledger.services import record
from parta.lessons.models import Status
from parta.lessons.services import LessonState, locked_lessons, restore_lessons
from parta.marks.arithmetic import SYSTEMS, split_marks
from parta.marks.models import Work
from parta.marks.services import MarkOp, put_marks

MOST_SAID = 200


@transaction.atomic
def roll_back(
    *, actor: Actor, person_id: int, since: datetime, until: datetime, reason: str, seen: str | None = None
) -> Plan:
    """Restore what stood before the span where nobody else has written since. All or nothing.

    `seen` is the seal of the plan that was shown; Conflict if somebody has written in its cells meanwhile.
    """
    plan = plan_of(actor, person_id, since, until)
    if not reason.strip() or len(reason) > MOST_SAID:
        raise Invalid(fields={"reason": _("Say in a few words why: it stands beside every restored value.")})
    acting = _acting(actor)
    ids = {cell.where.lesson_id for cell in plan.cells if cell.where.lesson_id}
    locked_lessons(actor=acting, school_id=actor.school_id or 0, ids=ids)
    plan = plan_of(actor, person_id, since, until)
    if seen is not None and seen != plan.seal:
        raise Conflict(_("Somebody has written in these cells meanwhile: look once more."))
    if not plan.cells:
        raise Invalid(_("There is nothing to take back in this time."))
    words = _("Roll-back of the edits of %(name)s: %(reason)s")
    said = words % {"name": plan.person.initials_name, "reason": reason.strip()}
    by_kind: dict[str, list[Restored]] = defaultdict(list)
    for cell in plan.cells:
        by_kind[cell.spot.kind].append(cell)
    for kind, cells in by_kind.items():
        RESTORERS[kind](acting, actor.school_id or 0, cells, said[:300])
    _record(actor, plan, reason)
    return plan


def _acting(actor: Actor) -> Actor:
    """The actor with the powers of the programme: a roll-back obeys no window; the ledger still names the actor."""
    origin = Origin(ROLL_BACK, actor.origin.address, actor.origin.request)
    return replace(actor.within(actor.school_id), holds=system(actor.school_id or 0).holds, origin=origin)


def _record(actor: Actor, plan: Plan, reason: str) -> None:
    new = {
        "since": plan.since.isoformat(),
        "until": plan.until.isoformat(),
        "restored": len(plan.cells),
        "left": len(plan.left),
    }
    record(
        actor=actor,
        school_id=actor.school_id or 0,
        action="journal.edits.rolled_back",
        target=plan.person,
        new=new,
        reason=reason.strip(),
    )


def _marks(actor: Actor, school_id: int, cells: list[Restored], reason: str) -> None:
    ids = {cell.spot.target for cell in cells}
    systems = dict(Work.objects.filter(school_id=school_id, pk__in=ids).values_list("pk", "system"))
    operations = [
        MarkOp(
            cell.where.lesson_id or 0,
            cell.spot.subject or 0,
            tuple(split_marks((cell.old or {}).get("marks", ""), SYSTEMS[systems[cell.spot.target]]) or ()),
            cell.spot.target,
            (cell.old or {}).get("comment", ""),
            reason=reason,
        )
        for cell in cells
    ]
    put_marks(actor=actor, school_id=school_id, operations=operations)


def _attendance(actor: Actor, school_id: int, cells: list[Restored], reason: str) -> None:
    operations = [
        AttendanceOp(
            cell.where.lesson_id or 0,
            cell.spot.subject or 0,
            (cell.old or {}).get("code", ""),
            (cell.old or {}).get("comment", ""),
            reason=reason,
        )
        for cell in cells
    ]
    put_attendance(actor=actor, school_id=school_id, operations=operations)


def _topics(actor: Actor, school_id: int, cells: list[Restored], reason: str) -> None:
    states = [
        LessonState(cell.spot.target, (cell.old or {}).get("topic", ""), (cell.old or {}).get("status", Status.HELD))
        for cell in cells
    ]
    restore_lessons(actor=actor, school_id=school_id, states=states, reason=reason)


def _finals(actor: Actor, school_id: int, cells: list[Restored], reason: str) -> None:
    ids = {cell.spot.target for cell in cells}
    rows = {row.pk: row for row in FinalMark.objects.filter(school_id=school_id, pk__in=ids)}
    operations = []
    for cell in cells:
        row = rows[cell.spot.target]
        is_behaviour = row.kind == FinalKind.BEHAVIOUR
        operations.append(
            FinalOp(
                row.person_id,
                row.kind,
                (cell.old or {}).get("marks", ""),
                None if is_behaviour else row.course_id,
                row.group_id if is_behaviour else None,
                row.term_id,
                reason=reason,
            )
        )
    put_finals(actor=actor, school_id=school_id, operations=operations)


RESTORERS: dict[str, Callable[[Actor, int, list[Restored], str], None]] = {
    "work": _marks,
    "attendance": _attendance,
    "lesson": _topics,
    "finalmark": _finals,
}
"""By kind of row: how what stood before is written again."""
