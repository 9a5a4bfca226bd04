"""A cell of the journal: the attendance of a pupil at a lesson and the marks for one work of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from parta.attendance.models import Attendance
from parta.journal.arithmetic import shown
from parta.lessons.models import Lesson
from parta.marks.arithmetic import SYSTEMS
from parta.marks.models import Mark


@dataclass(frozen=True)
class Cell:
    """A cell as it stands: its text, whether a mark is unsatisfactory, its version, the comment of the mark."""

    text: str
    symbol: str = ""
    marks: tuple[str, ...] = ()
    is_low: bool = False
    version: str = "0.0"
    comment: str = ""


def cell_of(attendance: Attendance | None, rows: Sequence[Mark]) -> Cell:
    """The cell that an attendance and the marks of one work make."""
    symbol = attendance.code.symbol if attendance and attendance.code else ""
    marks = tuple(row.value for row in rows if row.value)
    version = f"{attendance.version if attendance else 0}.{sum(row.version for row in rows)}"
    is_low = any(SYSTEMS[row.work.system].is_low(row.value) for row in rows)
    comment = next((row.comment for row in rows if row.comment), "")
    return Cell(shown(symbol, marks), symbol, marks, is_low, version, comment)


def standing_cell(lesson: Lesson, person_id: int, work_id: int | None) -> Cell:
    """The cell of a pupil at a lesson, for a work of it (None: the default one)."""
    here = {"school_id": lesson.school_id, "person_id": person_id}
    attendance = Attendance.objects.filter(**here, lesson=lesson).select_related("code").first()
    work = {"work_id": work_id} if work_id else {"work__position": 0, "work__withdrawn_at__isnull": True}
    rows = Mark.objects.filter(**here, work__lesson_id=lesson.pk, **work).select_related("work").order_by("part")
    return cell_of(attendance, list(rows))
