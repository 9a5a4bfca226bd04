"""Who may look at the timetable: everybody who works at the school or in the branch. Who says when a teacher can."""

from __future__ import annotations

from parta.access.roles import Role, held_by
from parta.access.rules import Holds, IsPerson
from parta.school.rules import EDIT_STRUCTURE

VIEW_TIMETABLE = held_by(*Role, branch="branch_id")
VIEW_OWN_TIMETABLE = VIEW_TIMETABLE | Holds("leads", "id")
"""For rows of Group: a class teacher sees the own class even without another role."""
EDIT_WISHES = EDIT_STRUCTURE | IsPerson("person_id")
"""For rows of Employee: who makes the timetable, and the teacher for himself."""
