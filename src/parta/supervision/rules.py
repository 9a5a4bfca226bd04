"""Who makes, sees, answers and accepts remarks (domain.md 3.2)."""

from __future__ import annotations

from parta.access.roles import BY_SYSTEM, MANAGEMENT, Role, held_by
from parta.access.rules import Holds, IsPerson

MAKE_REMARK = held_by(*MANAGEMENT, branch="group.branch_id")
"""For rows of Course."""
VIEW_REMARK = held_by(*MANAGEMENT, branch="branch_id") | Holds("leads", "group_id") | IsPerson("person_id")
ANSWER_REMARK = BY_SYSTEM | IsPerson("person_id")
JUDGE_REMARK = (
    held_by(Role.DIRECTOR, Role.DEPUTY, branch="branch_id")
    | (held_by(Role.HEAD, branch="branch_id") & IsPerson("author_id"))
) & ~IsPerson("person_id")
"""Only the author or the deputy head accepts, and nobody a remark to oneself."""
INSPECT = held_by(Role.DIRECTOR, Role.DEPUTY)
VIEW_TIMELINESS = held_by(*MANAGEMENT, branch="course.group.branch_id")
"""For rows of Lesson."""
