"""The text of a lesson, its topic and the homework for everybody, written together; further tasks."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from parta.access.actor import Actor
from parta.common.errors import Conflict
from parta.homework.models import Homework
from parta.homework.services import Task, assign_homework, attach_file, change_homework, withdraw_homework
from parta.lessons.models import Lesson
from parta.lessons.services import LessonRecord, write_lessons


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
