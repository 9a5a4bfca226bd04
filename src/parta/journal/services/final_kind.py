"""The kind "final" of operations: a mark of a term or year, typed in a grid. Place: c (course), t (slot), p (pupil)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from parta.access.actor import Actor
from parta.common.codes import Ref, decode
from parta.grading.models import FinalKind
from parta.grading.selectors.finals import Place, finals_of, version_of
from parta.grading.selectors.proposals import scale_of
from parta.grading.services import FinalCell, FinalOp, put_finals
from parta.journal.selectors.grid import course_of
from parta.journal.services.kinds import Fields, Standing, Target, register, text_of
from parta.marks.arithmetic import SYSTEMS

KINDS = (FinalKind.YEAR.value, FinalKind.EXAM.value, FinalKind.FINAL.value)


@dataclass(frozen=True)
class _FinalTarget:
    school_id: int
    course: Ref
    op: FinalOp

    @property
    def place(self) -> tuple[Any, ...]:
        return "final", *self.op.place, self.op.person_id


class FinalMarkKind:
    """`t` is the code of a term, or "year", "exam", "final"."""

    def read(self, fields: Fields) -> _FinalTarget:
        course, person = decode("course", text_of(fields, "c")), decode("person", text_of(fields, "p"))
        slot = text_of(fields, "t")
        term = None if slot in KINDS else decode("term", slot)
        if term and term.school_id != course.school_id:
            raise ValueError("t")
        op = FinalOp(
            person.id,
            slot if term is None else FinalKind.TERM.value,
            text_of(fields, "text", 20),
            course.id,
            term_id=term.id if term else None,
            reason=text_of(fields, "reason", 300),
        )
        return _FinalTarget(course.school_id, course, op)

    def write(self, actor: Actor, school_id: int, targets: Sequence[Target], seen: Sequence[str]) -> list[Standing]:
        operations = [target.op.upon(version) for target, version in zip(targets, seen, strict=True)]
        return [_answer(cell) for cell in put_finals(actor=actor, school_id=school_id, operations=operations)]

    def standing(self, actor: Actor, school_id: int, target: Target) -> Standing:
        course, op = course_of(actor, target.course), target.op
        found = finals_of(school_id, course.group.year_id, [op.person_id], subject_id=course.subject_id)
        row = found.get(Place(op.person_id, course.subject_id, op.kind, op.term_id or 0))
        if row is None:
            return _answer(FinalCell("", False, version_of(None), "", ""))
        is_low = SYSTEMS[scale_of(course)].is_low(row.value)
        return _answer(FinalCell(row.value, is_low, version_of(row), row.reason, row.proposed))


def _answer(cell: FinalCell) -> Standing:
    """A mark as the script of the grid reads a cell."""
    words = {"text": cell.text, "symbol": "", "marks": cell.text, "low": cell.is_low, "comment": cell.reason}
    return Standing(cell.version, {"cell": words | {"version": cell.version}})


register("final", FinalMarkKind())
