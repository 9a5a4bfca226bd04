"""Giving homework, changing it, taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from parta.access.actor import Actor
from parta.common import clock
from parta.common.errors import Conflict, Invalid
from parta.common.uploads import checked_upload
from parta.homework.models import Homework, HomeworkFile, HomeworkFor, HomeworkLink
from parta.ledger.services import Change, record, record_many
from parta.lessons.models import Lesson
from parta.lessons.services import locked_lessons, require_members


@dataclass(frozen=True)
class Task:
    """Homework as a teacher gives it at a lesson: due at a later lesson of the course or "next time" (None)."""

    lesson_id: int
    text: str
    minutes: int | None = None
    due_id: int | None = None
    person_ids: tuple[int, ...] = ()
    links: tuple[tuple[str, str], ...] = ()


@transaction.atomic
def assign_homework(*, actor: Actor, school_id: int, tasks: Sequence[Task]) -> list[Homework]:
    """Give tasks at lessons the actor may write in; named pupils must be in the group. All or nothing."""
    lessons = locked_lessons(actor=actor, school_id=school_id, ids=[task.lesson_id for task in tasks])
    _check(school_id, lessons, tasks)
    rows = [_row(school_id, lessons[task.lesson_id], task, actor) for task in tasks]
    Homework.objects.bulk_create(rows, 500)
    pairs = list(zip(rows, tasks, strict=True))
    HomeworkFor.objects.bulk_create(
        HomeworkFor(school_id=school_id, homework=row, person_id=person)
        for row, task in pairs
        for person in task.person_ids
    )
    HomeworkLink.objects.bulk_create(
        HomeworkLink(school_id=school_id, homework=row, url=url, title=title)
        for row, task in pairs
        for url, title in task.links
    )
    changes = [Change("homework.task.given", row, new=_shown(row)) for row in rows]
    record_many(actor=actor, school_id=school_id, changes=changes)
    return rows


def _check(school_id: int, lessons: dict[int, Lesson], tasks: Sequence[Task]) -> None:
    due_ids = {task.due_id for task in tasks if task.due_id}
    due = {row.pk: row for row in Lesson.objects.filter(school_id=school_id, pk__in=due_ids)}
    for task in tasks:
        lesson = lessons[task.lesson_id]
        if not task.text.strip() and not task.links:
            raise Invalid(fields={"text": _("Write what to do or add a link.")})
        check_due(lesson, due.get(task.due_id) if task.due_id else None, wanted=bool(task.due_id))
        for url, _title in task.links:
            if not url.startswith(("http://", "https://")):
                raise Invalid(fields={"links": _("A link begins with http:// or https://.")})
    require_members(school_id, [(lessons[task.lesson_id], person) for task in tasks for person in task.person_ids])


def check_due(lesson: Lesson, due: Lesson | None, *, wanted: bool) -> None:
    """Homework is due at a later lesson of the same course."""
    if not wanted:
        return
    if due is None or due.course_id != lesson.course_id or (due.date, due.number) <= (lesson.date, lesson.number):
        raise Invalid(fields={"due": _("Choose a later lesson of this course.")})


def _row(school_id: int, lesson: Lesson, task: Task, actor: Actor) -> Homework:
    return Homework(
        school_id=school_id,
        lesson=lesson,
        text=task.text.strip(),
        minutes=task.minutes,
        due_id=task.due_id,
        for_all=not task.person_ids,
        written_at=clock.now(),
        written_by_id=actor.person_id,
    )


def _shown(row: Homework) -> dict[str, object]:
    return {"text": row.text, "minutes": row.minutes, "due": row.due_id}


@transaction.atomic
def change_homework(
    *, actor: Actor, homework: Homework, text: str, minutes: int | None, due: Lesson | None, seen: int | None = None
) -> Homework:
    """Change a task's words, estimate and due lesson."""
    locked_lessons(actor=actor, school_id=homework.school_id, ids=[homework.lesson_id])
    homework.refresh_from_db()
    if seen is not None and seen != homework.version:
        raise Conflict(_("Somebody has changed this homework meanwhile."), theirs=homework.text, mine=text)
    if not text.strip():
        raise Invalid(fields={"text": _("Write what to do, or take the homework back.")})
    check_due(homework.lesson, due, wanted=due is not None)
    old = _shown(homework)
    homework.text, homework.minutes, homework.due = text.strip(), minutes, due
    homework.version += 1
    homework.save(update_fields=["text", "minutes", "due", "version"])
    record(
        actor=actor,
        school_id=homework.school_id,
        action="homework.task.changed",
        target=homework,
        old=old,
        new=_shown(homework),
    )
    return homework


@transaction.atomic
def withdraw_homework(*, actor: Actor, homework: Homework) -> None:
    """Take a task back; families see it no more, the record stays."""
    locked_lessons(actor=actor, school_id=homework.school_id, ids=[homework.lesson_id])
    homework.withdrawn_at = clock.now()
    homework.version += 1
    homework.save(update_fields=["withdrawn_at", "version"])
    record(
        actor=actor,
        school_id=homework.school_id,
        action="homework.task.withdrawn",
        target=homework,
        old=_shown(homework),
    )


@transaction.atomic
def attach_file(*, actor: Actor, homework: Homework, upload: File[bytes]) -> HomeworkFile:
    """Add a file to a task; what it is, its content tells (common.uploads)."""
    locked_lessons(actor=actor, school_id=homework.school_id, ids=[homework.lesson_id])
    checked = checked_upload(upload)
    row = HomeworkFile(
        school_id=homework.school_id, homework=homework, name=checked.name, size=checked.size, kind=checked.kind
    )
    row.file.save(checked.stored_name, checked.file, save=False)
    row.save()
    new = {"name": row.name, "size": row.size}
    record(actor=actor, school_id=homework.school_id, action="homework.file.attached", target=homework, new=new)
    return row
