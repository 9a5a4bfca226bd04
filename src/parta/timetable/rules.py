"""Who may look at the timetable: everybody who works at the school or in the branch, at drafts who runs them.

Who says when a teacher can.
"""

from __future__ import annotations

from django.db.models import Q

from parta.access.roles import MANAGEMENT, OFFICE, Role, held_by
from parta.access.rules import Holds, IsPerson, When
from parta.school.rules import EDIT_STRUCTURE, VIEW_STRUCTURE

is_published = When(
    lambda row, _on: row.published_at is not None,
    lambda _on: Q(published_at__isnull=False),
)

VIEW_TIMETABLE = held_by(*Role, branch="branch_id")
VIEW_OWN_TIMETABLE = VIEW_TIMETABLE | Holds("leads", "id")
"""For rows of Group: a class teacher sees the own class even without another role."""
VIEW_DRAFT = VIEW_STRUCTURE | held_by(*MANAGEMENT, *OFFICE, branch="branch_id")
VIEW_VERSION = VIEW_DRAFT | (VIEW_TIMETABLE & is_published)
"""For rows of Version: what is not published yet is not for everybody."""
EDIT_WISHES = EDIT_STRUCTURE | IsPerson("person_id")
"""For rows of Employee: who makes the timetable, and the teacher for himself."""
