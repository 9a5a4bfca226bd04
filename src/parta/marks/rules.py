"""Who plans assessment procedures and approves their schedule (domain.md 4.4)."""

from __future__ import annotations

from parta.access.roles import MANAGEMENT, held_by
from parta.access.rules import Holds

PLAN_PROCEDURE = held_by(*MANAGEMENT, branch="group.branch_id") | Holds("teaches", "id")
"""In a course: who teaches it, and who leads the school or the branch."""
CHANGE_PROCEDURE = held_by(*MANAGEMENT, branch="course.group.branch_id") | Holds("teaches", "course_id")
APPROVE_SCHEDULE = held_by(*MANAGEMENT, branch="branch_id")
"""For a Branch or an edition: the schedule of the branch is approved by an order and published."""
