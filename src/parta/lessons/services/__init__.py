"""Writes of the room: what was taught (writing), lessons from the timetable (making)."""

from parta.lessons.services.making import make_lessons
from parta.lessons.services.writing import (
    LessonRecord,
    cancel_lesson,
    check_attendance,
    locked_lessons,
    require_members,
    substitute_teacher,
    write_lessons,
)

__all__ = [
    "LessonRecord",
    "cancel_lesson",
    "check_attendance",
    "locked_lessons",
    "make_lessons",
    "require_members",
    "substitute_teacher",
    "write_lessons",
]
