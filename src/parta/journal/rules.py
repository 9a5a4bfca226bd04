"""Who looks after the journal: unusual edits and taking edits back (domain.md 6.3)."""

from __future__ import annotations

from parta.access.roles import MANAGEMENT, held_by, relations

WATCH = held_by(*MANAGEMENT, branch="branch_id")
"""For a Group: unusual edits in its journals are seen, edits are taken back."""
WATCH_COURSE = held_by(*MANAGEMENT, branch="group.branch_id")
WATCH_LESSON = held_by(*MANAGEMENT, branch="course.group.branch_id")
WATCH_CELL = held_by(*MANAGEMENT, branch="lesson.course.group.branch_id")
"""The same for a Course, a Lesson, and for a Work or an Attendance."""

SEE_DEBTS = ("teaches", "leads", *relations(*MANAGEMENT))
"""Relations that open the list of academic debts; what stands in it, `grading.rules.VIEW_DEBTS` says."""
