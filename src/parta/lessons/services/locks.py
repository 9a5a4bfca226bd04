"""When the journal may no longer be written: the state of the term."""

from __future__ import annotations

from django.utils.translation import gettext as _

from parta.access.actor import Actor
from parta.classes.models import Course
from parta.common.errors import Invalid
from parta.school.models import Term, TermState

SHUT = (TermState.CLOSED, TermState.ARCHIVED)


def require_unlocked(*, actor: Actor, course: Course, term: Term | None) -> None:
    """Refuse to write in a term that is closed (domain.md rule 4)."""
    if term is not None and term.state in SHUT:
        raise Invalid(_("The term is closed: a deputy head can unlock the journal."))
