"""Giving homework, changing it, taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from parta.access.actor import Actor
from parta.common import clock
from parta.common.errors import Conflict, Invalid
from parta.common.uploads import checked_upload
from parta.homework.models import Homework, HomeworkFile, HomeworkFor, HomeworkLink
from parta.ledger.services import Change, record, record_many
from parta.lessons.models import OFF, Lesson
from parta.lessons.services import locked_lessons, require_given, require_members

NEXT_TIME = timedelta(days=60)
"""How far ahead the next lesson of a course is looked for."""


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
    following = _following(school_id, [lessons[task.lesson_id] for task in tasks if task.due_id is None])
    rows = [_row(school_id, lessons[task.lesson_id], task, actor) for task in tasks]
    for row in rows:
        row.due_id = row.due_id or following.get(row.lesson_id)
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
        require_given(lesson)
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
    if due is None or due.course_id != lesson.course_id or due.place <= lesson.place:
        raise Invalid(fields={"due": _("Choose a later lesson of this course.")})


def _following(school_id: int, lessons: Sequence[Lesson]) -> dict[int, int]:
    """For each lesson the next one of its course, if there is any: when "next time" is."""
    if not lessons:
        return {}
    courses, first = {lesson.course_id for lesson in lessons}, min(lesson.date for lesson in lessons)
    last = max(lesson.date for lesson in lessons) + NEXT_TIME
    rows = Lesson.objects.filter(school_id=school_id, course_id__in=courses, date__range=(first, last))
    rows = rows.exclude(status__in=OFF).order_by("date", "number")
    order = list(rows.values_list("course_id", "date", "number", "pk"))
    found = {}
    for lesson in lessons:
        later = (pk for course, on, number, pk in order if course == lesson.course_id and (on, number) > lesson.place)
        found[lesson.pk] = next(later, None)
    return {key: value for key, value in found.items() if value}


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


def _lock(actor: Actor, homework: Homework) -> None:
    """The lesson of a task, to be written in: the window counts from the day when the task was given."""

    def given() -> dict[int, date]:
        zone = ZoneInfo(homework.school.time_zone)
        return {homework.lesson_id: homework.written_at.astimezone(zone).date()}

    locked_lessons(actor=actor, school_id=homework.school_id, ids=[homework.lesson_id], counted=given)


@transaction.atomic
def change_homework(
    *, actor: Actor, homework: Homework, text: str, minutes: int | None, due: Lesson | None, seen: int | None = None
) -> Homework:
    """Change a task's words, estimate and due lesson."""
    _lock(actor, homework)
    homework.refresh_from_db()
    _check_seen(homework, text, seen)
    if not text.strip():
        raise Invalid(fields={"text": _("Write what to do, or take the homework back.")})
    check_due(homework.lesson, due, wanted=due is not None)
    old = _shown(homework)
    homework.text, homework.minutes, homework.due = text.strip(), minutes, due
    if _shown(homework) == old:
        return homework
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


def _check_seen(homework: Homework, text: str, seen: int | None) -> None:
    if seen is not None and seen != homework.version:
        raise Conflict(_("Somebody has changed this homework meanwhile."), theirs=homework.text, mine=text)


@transaction.atomic
def withdraw_homework(*, actor: Actor, homework: Homework, seen: int | None = None) -> None:
    """Take a task back; families see it no more, the record stays."""
    _lock(actor, homework)
    homework.refresh_from_db()
    if homework.withdrawn_at:
        return
    _check_seen(homework, "", seen)
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
    _lock(actor, homework)
    checked = checked_upload(upload)
    row = HomeworkFile(
        school_id=homework.school_id, homework=homework, name=checked.name, size=checked.size, kind=checked.kind
    )
    row.file.save(checked.stored_name, checked.file, save=False)
    row.save()
    new = {"name": row.name, "size": row.size}
    record(actor=actor, school_id=homework.school_id, action="homework.file.attached", target=homework, new=new)
    return row
