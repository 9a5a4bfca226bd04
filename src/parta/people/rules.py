"""Who may see and change people (for rows of Pupil and Employee; issue 1 'Sign-in and access')."""

from __future__ import annotations

from parta.access.roles import MANAGEMENT, OFFICE, Role, held_by
from parta.access.rules import Holds, IsPerson

READERS = (*MANAGEMENT, Role.ADMINISTRATOR, Role.COUNSELLOR)

VIEW_PUPIL = held_by(*READERS, Role.SECRETARY, Role.LIBRARIAN, branch="branch_id") | Holds("leads_pupil", "person_id")
VIEW_FAMILY = held_by(*READERS, Role.SECRETARY, branch="branch_id") | Holds("leads_pupil", "person_id")
"""Representatives, how to reach them and their sign-in: not for the library."""
VIEW_HISTORY = held_by(*MANAGEMENT, Role.ADMINISTRATOR, branch="branch_id")
EDIT_PUPIL = held_by(*OFFICE, branch="branch_id")
INVITE_PUPIL = held_by(Role.ADMINISTRATOR, branch="branch_id") | Holds("leads_pupil", "person_id")
"""Accounts belong to the administrator; a class teacher gives new letters to the own class and its families."""

VIEW_DIARY = (
    IsPerson("person_id")
    | Holds("child", "person_id")
    | Holds("leads_pupil", "person_id")
    | held_by(*MANAGEMENT, branch="branch_id")
)
READ_DIARY_AS_FAMILY = IsPerson("person_id") | Holds("child", "person_id")

VIEW_STAFF = held_by(*MANAGEMENT, *OFFICE)
EDIT_STAFF = held_by(Role.ADMINISTRATOR, Role.DIRECTOR)
MANAGE_ACCOUNTS = held_by(Role.ADMINISTRATOR)
