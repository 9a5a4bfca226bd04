"""Who may see and change the structure of a school."""

from __future__ import annotations

from parta.access.roles import MANAGEMENT, OFFICE, Role, held_by

EDIT_SCHOOL = held_by(Role.ADMINISTRATOR, Role.DIRECTOR)
EDIT_STRUCTURE = held_by(Role.ADMINISTRATOR, Role.DIRECTOR, Role.DEPUTY)
VIEW_STRUCTURE = held_by(*MANAGEMENT, *OFFICE)
VIEW_BRANCH_HOME = held_by(*MANAGEMENT, Role.ADMINISTRATOR, Role.COUNSELLOR, branch="branch_id")
"""For rows with `branch_id`; a Branch names itself by it."""
