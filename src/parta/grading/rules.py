"""Who puts marks of terms and years (domain.md 4.3)."""

from __future__ import annotations

from parta.access.roles import Role, held_by
from parta.access.rules import Holds

PUT_FINAL = held_by(Role.DEPUTY, branch="group.branch_id") | Holds("teaches", "id")
"""In a course: who teaches it, and the deputy head."""

PUT_BEHAVIOUR = held_by(Role.DEPUTY, branch="branch_id") | Holds("leads", "id")
"""In a class: the class teacher, and the deputy head."""
