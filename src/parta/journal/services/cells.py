"""What is typed into cells: the marks for a work and the attendance at its lesson, written together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from parta.access.actor import Actor
from parta.attendance.models import Code
from parta.attendance.services import AttendanceOp, put_attendance
from parta.common.errors import Conflict, Invalid, NotFound
from parta.journal.arithmetic import CellText, read_cell
from parta.journal.selectors.cells import Cell, Place, standing_cells, works_by_place
from parta.lessons.models import Lesson
from parta.lessons.services import check_attendance, holding, locked_lessons
from parta.marks.arithmetic import SYSTEMS, MarkSystem
from parta.marks.models import Work, WorkType
from parta.marks.services import MarkOp, due_days, put_marks


@dataclass(frozen=True)
class CellOp:
    """What is typed for a pupil at a lesson, for a work of it (None: the default one).

    `seen` is the cell's version on the page, "attendance.marks"; None overwrites what stands there.
    `was` is what stood there: a part that was not changed is kept as it stands, if it is of the same person.
    """

    lesson_id: int
    person_id: int
    text: str
    work_id: int | None = None
    seen: str | None = None
    comment: str | None = None
    reason: str = ""
    was: str | None = None

    def upon(self, seen: str) -> CellOp:
        """The same, typed upon a version."""
        return replace(self, seen=seen)

    @property
    def place(self) -> Place:
        return Place(self.lesson_id, self.person_id, self.work_id)


MOST_TYPED, MOST_SAID = 60, 300


@transaction.atomic
def put_cells(*, actor: Actor, school_id: int, operations: Sequence[CellOp]) -> list[Cell]:
    """Write cells of lessons the actor may write in, all or nothing; gives them as they now stand.

    Conflict tells both values when somebody else has written a cell since it was seen.
    """
    counted = partial(due_days, school_id, [(op.lesson_id, op.work_id) for op in operations])
    ids = {op.lesson_id for op in operations}
    lessons = locked_lessons(actor=actor, school_id=school_id, ids=ids, counted=counted)
    reader = _Reader(school_id, lessons)
    places = [op.place for op in operations]
    standing = standing_cells(school_id, places)
    attendance, marks = [], []
    for op in operations:
        cell = standing[op.place]
        read = _merged(reader, op, cell, actor)
        if read.symbol != cell.symbol:
            attendance.append(AttendanceOp(op.lesson_id, op.person_id, read.symbol, reason=op.reason))
        comment = cell.comment if op.comment is None else op.comment
        if op.comment and op.comment != cell.comment and not read.marks:
            raise Invalid(_("A comment belongs to a mark: put the mark or take the comment away."))
        if (read.marks, comment) != (cell.marks, cell.comment):
            said = comment if read.marks else ""
            marks.append(MarkOp(op.lesson_id, op.person_id, read.marks, op.work_id, said, reason=op.reason))
    with holding(lessons):
        if attendance:
            put_attendance(actor=actor, school_id=school_id, operations=attendance)
        if marks:
            put_marks(actor=actor, school_id=school_id, operations=marks)
        if attendance:
            check_attendance(actor=actor, school_id=school_id, lesson_ids=[op.lesson_id for op in attendance])
    found = standing_cells(school_id, places)
    return [found[place] for place in places]


class _Reader:
    """Reads what was typed by the codes of the school and the mark system of each work; asks for them once."""

    def __init__(self, school_id: int, lessons: dict[int, Lesson]) -> None:
        self.codes = {code.symbol: code for code in Code.objects.filter(school_id=school_id)}
        self.lessons = lessons
        self.works = works_by_place(school_id, lessons)
        kind = WorkType.objects.filter(school_id=school_id, is_default=True).first()
        self.default = SYSTEMS[kind.system if kind else "five"]

    def read(self, op: CellOp) -> CellText:
        if len(op.text) > MOST_TYPED or len(op.comment or "") > MOST_SAID:
            raise Invalid(_("So much does not fit into one cell: shorten it."))
        system = self._system(op)
        found = read_cell(op.text, self.codes, system)
        if found is None:
            raise Invalid(_refusal(op.text, self.codes, system))
        return found

    def _system(self, op: CellOp) -> MarkSystem:
        work: Work | None = self.works.get((op.lesson_id, op.work_id))
        if work is None and op.work_id is not None:
            raise NotFound(_("There is no such work at this lesson."))
        if work is not None:
            return SYSTEMS[work.system]
        return SYSTEMS["pass"] if self.lessons[op.lesson_id].course.group.year_level == 1 else self.default


def _merged(reader: _Reader, op: CellOp, standing: Cell, actor: Actor) -> CellText:
    """What the cell shall be; Conflict where somebody else has written a part of it since it was seen.

    All works of a lesson share one absence: typed beside a mark in one column, it is no conflict with the own mark
    in the next one.
    """
    read = reader.read(op)
    if op.seen is None or op.seen == standing.version:
        return read
    was = reader.read(replace(op, text=op.was)) if op.was is not None else None
    (seen_absence, _dot, seen_marks), (absence, _dot, marks) = op.seen.partition("."), standing.version.partition(".")
    if seen_absence != absence:
        if was is None or read.symbol != was.symbol or standing.absence_by != actor.person_id:
            raise _conflict(op, standing)
        read = replace(read, symbol=standing.symbol)
    if seen_marks != marks:
        raise _conflict(op, standing)
    return read


def _conflict(op: CellOp, standing: Cell) -> Conflict:
    words = _("Somebody has changed this cell meanwhile: it now says “%(theirs)s”.")
    theirs = standing.text or "—"
    return Conflict(words % {"theirs": theirs}, theirs=standing.text, mine=op.text, version=standing.version)


def _refusal(text: str, codes: dict[str, Code], system: MarkSystem) -> str:
    if not system.numbers:
        allowed = [*codes, "зач", "незач"]
    else:
        numbers = list(system.numbers)
        allowed = [*(numbers if len(numbers) <= 12 else [f"{numbers[0]}–{numbers[-1]}"]), *codes]
    words = _("“%(text)s” is neither a mark nor an absence here. Possible: %(allowed)s.")
    return words % {"text": text.strip()[:20], "allowed": ", ".join(allowed)}
