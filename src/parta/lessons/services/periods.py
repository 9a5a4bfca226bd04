"""The states of a term: open, closing (term marks are put), closed, archived (domain.md 6.4)."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from parta.access.actor import Actor
from parta.access.rules import require
from parta.common.errors import Conflict, Invalid
from parta.ledger.services import record
from parta.lessons.arithmetic import may_become
from parta.lessons.rules import SET_TERM
from parta.school.models import Term, TermState
from parta.school.rules import VIEW_STRUCTURE


@transaction.atomic
def set_term_state(*, actor: Actor, term: Term, state: str, reason: str = "", seen: str | None = None) -> Term:
    """Move a term to another state; a closed one opens again only by an order, which the reason names."""
    require(actor, SET_TERM, term, see=VIEW_STRUCTURE)
    found: Term = Term.objects.select_for_update().get(school_id=term.school_id, pk=term.pk)
    if seen is not None and seen != found.state:
        raise Conflict(_("Somebody has changed this term meanwhile."), theirs=found.get_state_display())
    old = found.state
    if old == state:
        return found
    if not may_become(old, state):
        words = _("The term is “%(old)s”: it cannot become “%(new)s”.")
        raise Invalid(words % {"old": found.get_state_display(), "new": TermState(state).label})
    if old == TermState.CLOSED and state == TermState.OPEN and not reason.strip():
        raise Invalid(fields={"reason": _("A closed term is opened by an order: name its number and the reason.")})
    found.state = state
    found.save(update_fields=["state"])
    record(
        actor=actor,
        school_id=found.school_id,
        action="school.term.state",
        target=found,
        old={"state": old},
        new={"state": state},
        reason=reason.strip(),
    )
    return found
