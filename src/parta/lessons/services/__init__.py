"""Writes of the room: what was taught (writing), lessons from the timetable (making), what may be written (locks)."""

from parta.lessons.services.making import Publication, make_lessons, publication
from parta.lessons.services.periods import set_term_state
from parta.lessons.services.unlocking import ask_unlock, decline_unlock, give_unlock, revoke_unlock
from parta.lessons.services.writing import (
    LessonRecord,
    LessonState,
    cancel_lesson,
    check_attendance,
    holding,
    locked_lessons,
    require_members,
    restore_lessons,
    substitute_teacher,
    write_lessons,
)

__all__ = [
    "LessonRecord",
    "LessonState",
    "Publication",
    "ask_unlock",
    "cancel_lesson",
    "check_attendance",
    "decline_unlock",
    "give_unlock",
    "holding",
    "locked_lessons",
    "make_lessons",
    "publication",
    "require_members",
    "restore_lessons",
    "revoke_unlock",
    "set_term_state",
    "substitute_teacher",
    "write_lessons",
]
