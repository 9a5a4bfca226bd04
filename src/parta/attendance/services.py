"""Writing who missed or was late for a lesson."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from parta.access.actor import Actor
from parta.attendance.models import Attendance, Code
from parta.common import clock
from parta.common.errors import Conflict, Invalid
from parta.ledger.services import Change, record_many
from parta.lessons.services import locked_lessons, require_members


@dataclass(frozen=True)
class AttendanceOp:
    """Set the code of a pupil at a lesson; an empty symbol takes it back. `seen`: the version on the page."""

    lesson_id: int
    person_id: int
    symbol: str
    comment: str = ""
    seen: int | None = None
    reason: str = ""


@transaction.atomic
def put_attendance(*, actor: Actor, school_id: int, operations: Sequence[AttendanceOp]) -> list[Attendance]:
    """Write codes at lessons the actor may write in. All or nothing; gives the rows in order."""
    lessons = locked_lessons(actor=actor, school_id=school_id, ids=[op.lesson_id for op in operations])
    codes = {code.symbol: code for code in Code.objects.filter(school_id=school_id)}
    require_members(school_id, [(lessons[op.lesson_id], op.person_id) for op in operations])
    rows = _existing(school_id, operations)
    changes: list[tuple[Attendance, dict[str, str] | None, str]] = []
    made, changed, result = [], [], []
    for op in operations:
        row = rows.get((op.lesson_id, op.person_id))
        code = _code(op, codes)
        _check_version(op, row)
        result.append(row)
        if (row.code_id if row else None) == (code.pk if code else None) and (not row or row.comment == op.comment):
            continue
        old = _state(row, codes)
        if row is None:
            row = Attendance(school_id=school_id, lesson=lessons[op.lesson_id], person_id=op.person_id, version=0)
            rows[op.lesson_id, op.person_id] = row
            made.append(row)
        elif row.pk:
            changed.append(row)
        result[-1] = written = _write(row, code, op, actor)
        changes.append((written, old, op.reason))
    Attendance.objects.bulk_create(made, 500)
    Attendance.objects.filter(school_id=school_id).bulk_update(
        changed, ["code", "comment", "version", "written_at", "written_by"]
    )
    record_many(actor=actor, school_id=school_id, changes=[_change(*change, codes) for change in changes])
    return [row for row in result if row is not None]


def _existing(school_id: int, operations: Sequence[AttendanceOp]) -> dict[tuple[int, int], Attendance]:
    found = Attendance.objects.filter(
        school_id=school_id,
        lesson_id__in={op.lesson_id for op in operations},
        person_id__in={op.person_id for op in operations},
    )
    return {(row.lesson_id, row.person_id): row for row in found}


def _code(op: AttendanceOp, codes: dict[str, Code]) -> Code | None:
    if op.symbol and op.symbol not in codes:
        known = ", ".join(codes)
        raise Invalid(
            _("There is no attendance code “%(symbol)s”. Use one of: %(known)s.")
            % {
                "symbol": op.symbol,
                "known": known,
            }
        )
    return codes[op.symbol] if op.symbol else None


def _check_version(op: AttendanceOp, row: Attendance | None) -> None:
    version = row.version if row else 0
    if op.seen is not None and op.seen != version:
        raise Conflict(_("Somebody has changed this cell meanwhile."), version=version)


def _write(row: Attendance, code: Code | None, op: AttendanceOp, actor: Actor) -> Attendance:
    row.code = code
    row.comment = op.comment
    row.version += 1
    row.written_at = clock.now()
    row.written_by_id = actor.person_id
    return row


def _state(row: Attendance | None, codes: dict[str, Code]) -> dict[str, str] | None:
    if row is None or row.code_id is None:
        return None
    symbol = next(code.symbol for code in codes.values() if code.pk == row.code_id)
    return {"code": symbol, "comment": row.comment}


def _change(row: Attendance, old: dict[str, str] | None, reason: str, codes: dict[str, Code]) -> Change:
    action = "attendance.code.put" if old is None else "attendance.code.changed"
    return Change(action, row, row.person_id, old, _state(row, codes), reason)
