"""Who puts marks of terms and years (domain.md 4.3), who keeps the debts (4.7)."""

from __future__ import annotations

from parta.access.roles import MANAGEMENT, Role, held_by
from parta.access.rules import Holds

PUT_FINAL = held_by(Role.DEPUTY, branch="group.branch_id") | Holds("teaches", "id")
"""In a course: who teaches it, and the deputy head."""

PUT_BEHAVIOUR = held_by(Role.DEPUTY, branch="branch_id") | Holds("leads", "id")
"""In a class: the class teacher, and the deputy head."""

DECIDE_DEBT = held_by(*MANAGEMENT, branch="group.branch_id")
VIEW_DEBTS = DECIDE_DEBT | Holds("teaches", "course_id") | Holds("leads_pupil", "person_id")
"""For a Debt, or for the FinalMark of a year from which one arises: a teacher and a class teacher see their pupils'."""
