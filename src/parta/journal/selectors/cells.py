"""A cell of the journal: the attendance of a pupil at a lesson and the marks for one work of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from parta.attendance.models import Attendance
from parta.journal.arithmetic import shown
from parta.marks.arithmetic import SYSTEMS
from parta.marks.models import Mark, Work


class Place(NamedTuple):
    """Where a cell is; no work means the default one of the lesson."""

    lesson_id: int
    person_id: int
    work_id: int | None


@dataclass(frozen=True)
class Cell:
    """A cell as it stands: its text, whether a mark is unsatisfactory, its version, the comment of the mark."""

    text: str
    symbol: str = ""
    marks: tuple[str, ...] = ()
    is_low: bool = False
    version: str = "0.0"
    comment: str = ""
    absence_by: int | None = field(default=None, compare=False)
    """Who has put or taken back the absence."""


def cell_of(attendance: Attendance | None, rows: Sequence[Mark]) -> Cell:
    """The cell that an attendance and the marks of one work make."""
    symbol = attendance.code.symbol if attendance and attendance.code else ""
    marks = tuple(row.value for row in rows if row.value)
    version = f"{attendance.version if attendance else 0}.{sum(row.version for row in rows)}"
    is_low = any(SYSTEMS[row.work.system].is_low(row.value) for row in rows)
    comment = next((row.comment for row in rows if row.comment), "")
    by = attendance.written_by_id if attendance else None
    return Cell(shown(symbol, marks), symbol, marks, is_low, version, comment, by)


def standing_cells(school_id: int, places: Iterable[Place]) -> dict[Place, Cell]:
    """The cells of many places as they stand. Two queries."""
    wanted = set(places)
    here = {"school_id": school_id, "person_id__in": {place.person_id for place in wanted}}
    lessons = {place.lesson_id for place in wanted}
    attendance = {
        (row.lesson_id, row.person_id): row
        for row in Attendance.objects.filter(**here, lesson_id__in=lessons).select_related("code")
    }
    marks: dict[Place, list[Mark]] = defaultdict(list)
    for mark in Mark.objects.filter(**here, work__lesson_id__in=lessons).select_related("work").order_by("part"):
        marks[Place(mark.work.lesson_id, mark.person_id, mark.work_id)].append(mark)
        if mark.work.position == 0 and not mark.work.withdrawn_at:
            marks[Place(mark.work.lesson_id, mark.person_id, None)].append(mark)
    return {place: cell_of(attendance.get(place[:2]), marks[place]) for place in wanted}


def works_by_place(school_id: int, lesson_ids: Iterable[int]) -> dict[tuple[int, int | None], Work]:
    """Works that stand, by lesson and work; the default one of a lesson also under None. One query."""
    found: dict[tuple[int, int | None], Work] = {}
    for work in Work.objects.filter(school_id=school_id, lesson_id__in=set(lesson_ids), withdrawn_at__isnull=True):
        found[work.lesson_id, work.pk] = work
        if work.position == 0:
            found[work.lesson_id, None] = work
    return found
