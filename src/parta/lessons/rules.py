"""Who may see and write a lesson."""

from __future__ import annotations

from parta.access.roles import BY_SYSTEM, MANAGEMENT, OFFICE, Role, held_by
from parta.access.rules import Holds, IsPerson
from parta.people.rules import READERS

GIVES_INSTEAD = Holds("substitutes", "course_id") & IsPerson("actual_teacher_id")
WRITE_LESSON = BY_SYSTEM | Holds("teaches", "course_id") | GIVES_INSTEAD
"""Topic, absences, marks and homework: a teacher of the course, or who gives this lesson instead (domain.md 2.1).

Who taught once and does so no more writes nowhere, though the lessons still name that teacher.
"""

VIEW_LESSON = (
    WRITE_LESSON
    | Holds("substitutes", "course_id")
    | Holds("leads", "course.group_id")
    | held_by(*READERS, branch="course.group.branch_id")
)

OPEN_JOURNAL = held_by(*MANAGEMENT, Role.ADMINISTRATOR, branch="group.branch_id")
"""For a Course: opens days of it that may no longer be written in. Who opens does not write by that (domain.md 6.3)."""
DECIDE_UNLOCK = held_by(*MANAGEMENT, Role.ADMINISTRATOR, branch="course.group.branch_id")
ASK_UNLOCK = Holds("teaches", "id") | Holds("substitutes", "id")
"""For a Course: who writes in it may ask for days that are closed."""
SET_TERM = held_by(Role.DIRECTOR, Role.DEPUTY)
"""Opens and closes terms, for the school as a whole (domain.md 6.4)."""

SUBSTITUTE = held_by(*MANAGEMENT, Role.ADMINISTRATOR, branch="course.group.branch_id")
"""Decides who gives a lesson, cancels and moves it."""
RETURN_LESSON = SUBSTITUTE | held_by(Role.SECRETARY, branch="course.group.branch_id")
"""Who enters absences of teachers gives their lessons back when the absence is shortened."""
ENTER_ABSENCE = held_by(*MANAGEMENT, *OFFICE, branch="branch_id")
"""For a TeacherAbsence, whose reason nobody else sees."""
DECIDE_DAYS = held_by(*MANAGEMENT, Role.ADMINISTRATOR, branch="branch_id")
"""For rows with `branch_id` (a Branch names itself by it): quarantine, frost and distance days, bells of a day."""
