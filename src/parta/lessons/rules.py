"""Who may see and write a lesson."""

from __future__ import annotations

from parta.access.roles import BY_SYSTEM, MANAGEMENT, Role, held_by
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

SUBSTITUTE = held_by(*MANAGEMENT, Role.ADMINISTRATOR, branch="course.group.branch_id")
