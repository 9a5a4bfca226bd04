"""Who writes a thematic plan and who approves it; all of a Course (domain.md 2.2). Who sees it: classes.VIEW_COURSE."""

from __future__ import annotations

from parta.access.roles import BY_SYSTEM, Role, held_by
from parta.access.rules import Holds

EDIT_PLAN = BY_SYSTEM | Holds("teaches", "id")
APPROVE_PLAN = held_by(Role.DEPUTY, branch="group.branch_id")
COPY_PLAN = EDIT_PLAN | APPROVE_PLAN
"""Into this course: its teacher, or the deputy head before the year begins."""
