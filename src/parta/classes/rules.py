"""Who may see and change what stands in a class (domain.md 2.2 roles, issue 1 'Sign-in and access').

What an actor may hold beside roles: `teaches` and `substitutes` at courses, `leads` at groups,
`leads_pupil` and `child` at persons.
"""

from __future__ import annotations

from parta.access.roles import MANAGEMENT, OFFICE, Role, held_by
from parta.access.rules import Holds
from parta.people.rules import READERS

VIEW_COURSE = (
    held_by(*READERS, branch="group.branch_id")
    | Holds("teaches", "id")
    | Holds("substitutes", "id")
    | Holds("leads", "group_id")
)
"""A page of the journal: its teachers, the class teacher, management in its scope; nobody else."""

VIEW_GROUP = held_by(*READERS, Role.SECRETARY, Role.LIBRARIAN, branch="branch_id") | Holds("leads", "id")
VIEW_CLASS = held_by(*READERS, branch="branch_id") | Holds("leads", "id")
"""How a class is doing, absences and averages together: not for the office and the library."""
LEAD_GROUP = held_by(*MANAGEMENT, branch="branch_id") | Holds("leads", "id")
EDIT_GROUP = held_by(*OFFICE, Role.DEPUTY, Role.DIRECTOR, Role.HEAD, branch="branch_id")
VIEW_LEDGER = held_by(*MANAGEMENT, Role.ADMINISTRATOR)
"""The history of all changes, for the school as a whole."""
