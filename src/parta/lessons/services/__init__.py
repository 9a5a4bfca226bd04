"""Writes of the room: what was taught (writing), lessons from the timetable (making), what may be written (locks),
absences of teachers, who gives a lesson instead (covering), acts on days, bells of a day."""

from parta.lessons.services.absences import change_absence, note_absence, withdraw_absence
from parta.lessons.services.bells import ring_as_usual, ring_day
from parta.lessons.services.covering import (
    cancel_lesson,
    move_back,
    move_lesson,
    restore_lesson,
    return_lesson,
    substitute_teacher,
)
from parta.lessons.services.days import decide_days, withdraw_days
from parta.lessons.services.making import Publication, make_lessons, publication
from parta.lessons.services.periods import set_term_state
from parta.lessons.services.unlocking import ask_unlock, decline_unlock, give_unlock, revoke_unlock
from parta.lessons.services.writing import (
    LessonRecord,
    LessonState,
    check_attendance,
    holding,
    locked_lessons,
    require_given,
    require_members,
    restore_lessons,
    write_lessons,
)

__all__ = [
    "LessonRecord",
    "LessonState",
    "Publication",
    "ask_unlock",
    "cancel_lesson",
    "change_absence",
    "check_attendance",
    "decide_days",
    "decline_unlock",
    "give_unlock",
    "holding",
    "locked_lessons",
    "make_lessons",
    "move_back",
    "move_lesson",
    "note_absence",
    "publication",
    "require_given",
    "require_members",
    "restore_lesson",
    "restore_lessons",
    "return_lesson",
    "revoke_unlock",
    "ring_as_usual",
    "ring_day",
    "set_term_state",
    "substitute_teacher",
    "withdraw_absence",
    "withdraw_days",
    "write_lessons",
]
