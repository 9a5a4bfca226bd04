"""What is written together: a cell (marks of a work and the attendance at its lesson), a lesson with its homework."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from parta.access.actor import Actor
from parta.attendance.models import Code
from parta.attendance.services import AttendanceOp, put_attendance
from parta.common.errors import Conflict, Invalid, NotFound
from parta.homework.models import Homework
from parta.homework.services import Task, assign_homework, attach_file, change_homework, withdraw_homework
from parta.journal.arithmetic import read_cell
from parta.journal.selectors.cells import Cell, standing_cell
from parta.lessons.models import Lesson
from parta.lessons.services import LessonRecord, check_attendance, locked_lessons, write_lessons
from parta.marks.arithmetic import SYSTEMS, MarkSystem
from parta.marks.models import Work, WorkType
from parta.marks.services import MarkOp, due_days, put_marks


@dataclass(frozen=True)
class CellOp:
    """What is typed for a pupil at a lesson, for a work of it (None: the default one).

    `seen` is the cell's version on the page, "attendance.marks"; None overwrites what stands there.
    """

    lesson_id: int
    person_id: int
    text: str
    work_id: int | None = None
    seen: str | None = None
    comment: str | None = None


MOST_TYPED, MOST_SAID = 60, 300


@transaction.atomic
def put_cells(*, actor: Actor, school_id: int, operations: Sequence[CellOp]) -> list[Cell]:
    """Write cells of lessons the actor may write in, all or nothing; gives them as they now stand.

    Conflict tells both values when somebody else has written a cell since it was seen.
    """
    counted = partial(due_days, school_id, [(op.lesson_id, op.work_id) for op in operations])
    ids = {op.lesson_id for op in operations}
    lessons = locked_lessons(actor=actor, school_id=school_id, ids=ids, counted=counted)
    codes = {code.symbol: code for code in Code.objects.filter(school_id=school_id)}
    attendance, marks = [], []
    for op in operations:
        if len(op.text) > MOST_TYPED or len(op.comment or "") > MOST_SAID:
            raise Invalid(_("So much does not fit into one cell: shorten it."))
        system = _system(lessons[op.lesson_id], op)
        read = read_cell(op.text, codes, system)
        if read is None:
            raise Invalid(_refusal(op.text, codes, system))
        standing = standing_cell(lessons[op.lesson_id], op.person_id, op.work_id)
        _check_seen(op, standing)
        if read.symbol != standing.symbol:
            attendance.append(AttendanceOp(op.lesson_id, op.person_id, read.symbol))
        comment = standing.comment if op.comment is None else op.comment
        if op.comment and op.comment != standing.comment and not read.marks:
            raise Invalid(_("A comment belongs to a mark: put the mark or take the comment away."))
        if (read.marks, comment) != (standing.marks, standing.comment):
            marks.append(MarkOp(op.lesson_id, op.person_id, read.marks, op.work_id, comment if read.marks else ""))
    put_attendance(actor=actor, school_id=school_id, operations=attendance)
    put_marks(actor=actor, school_id=school_id, operations=marks)
    if attendance:
        check_attendance(actor=actor, school_id=school_id, lesson_ids=[op.lesson_id for op in attendance])
    return [standing_cell(lessons[op.lesson_id], op.person_id, op.work_id) for op in operations]


def _system(lesson: Lesson, op: CellOp) -> MarkSystem:
    if op.work_id is not None:
        work = Work.objects.filter(school_id=lesson.school_id, lesson=lesson, pk=op.work_id).first()
        if work is None:
            raise NotFound(_("There is no such work at this lesson."))
        return SYSTEMS[work.system]
    if lesson.course.group.year_level == 1:
        return SYSTEMS["pass"]
    kind = WorkType.objects.filter(school_id=lesson.school_id, is_default=True).first()
    return SYSTEMS[kind.system if kind else "five"]


def _check_seen(op: CellOp, standing: Cell) -> None:
    if op.seen is not None and op.seen != standing.version:
        words = _("Somebody has changed this cell meanwhile: it now says “%(theirs)s”.")
        theirs = standing.text or "—"
        raise Conflict(words % {"theirs": theirs}, theirs=standing.text, mine=op.text, version=standing.version)


def _refusal(text: str, codes: dict[str, Code], system: MarkSystem) -> str:
    if not system.numbers:
        allowed = [*codes, "зач", "незач"]
    else:
        numbers = list(system.numbers)
        allowed = [*(numbers if len(numbers) <= 12 else [f"{numbers[0]}–{numbers[-1]}"]), *codes]
    words = _("“%(text)s” is neither a mark nor an absence here. Possible: %(allowed)s.")
    return words % {"text": text.strip()[:20], "allowed": ", ".join(allowed)}


@dataclass(frozen=True)
class LessonText:
    """Topic and homework for everybody, as typed beside the grid, with the versions seen there.

    `text` None leaves the homework alone; `text_seen` None says that there was none on the page.
    """

    topic: str
    seen: int | None = None
    text: str | None = None
    text_seen: int | None = None
    minutes: int | None = None
    due_id: int | None = None


@transaction.atomic
def write_lesson(*, actor: Actor, lesson: Lesson, text: LessonText, task: Homework | None) -> None:
    """Write the topic, and give, change or take back the homework for everybody (`task`, if there was one)."""
    record = LessonRecord(lesson.pk, text.topic, text.seen)
    if text.topic.strip() or lesson.topic:
        write_lessons(actor=actor, school_id=lesson.school_id, records=[record])
    if text.text is None:
        return
    if text.text_seen != (task.version if task else None):
        words = _("Somebody has changed this homework meanwhile.")
        raise Conflict(words, theirs=task.text if task else "", mine=text.text)
    if task is None and text.text.strip():
        fresh = Task(lesson.pk, text.text, text.minutes, text.due_id)
        assign_homework(actor=actor, school_id=lesson.school_id, tasks=[fresh])
    elif task and text.text.strip():
        due_id = text.due_id or task.due_id
        due = Lesson.objects.filter(school_id=lesson.school_id, pk=due_id).first()
        change_homework(
            actor=actor, homework=task, text=text.text, minutes=text.minutes, due=due, seen=text.text_seen or 0
        )
    elif task:
        withdraw_homework(actor=actor, homework=task, seen=text.text_seen)


@transaction.atomic
def give_task(*, actor: Actor, school_id: int, task: Task, upload: File[bytes] | None) -> Homework:
    """One more task of a lesson with its file, or neither."""
    (row,) = assign_homework(actor=actor, school_id=school_id, tasks=[task])
    if upload:
        attach_file(actor=actor, homework=row, upload=upload)
    return row
