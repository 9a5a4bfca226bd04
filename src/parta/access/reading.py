"""Finding the row that an address names, for an actor who may do something with it."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from parta.access.actor import Actor
from parta.access.rules import NOTHING, Rule, require
from parta.common.codes import Ref
from parta.common.errors import NotFound

Row = TypeVar("Row", bound=Model)


def row_for(
    actor: Actor, rows: QuerySet[Any], ref: Ref, rule: Rule, *, see: Rule | None = None, about: str = ""
) -> Any:
    """The row of a code, if the rule allows the actor (for what `about` of it names); else not found or forbidden."""
    row = next(iter(rows.filter(school_id=ref.school_id, pk=ref.id).order_by()), None)
    if row is None:
        raise NotFound
    require(actor, rule, getattr(row, about) if about else row, see=see)
    return row


def opens(actor: Actor, rule: Rule) -> bool:
    """Whether the rule opens anything at all in the school where the actor works now."""
    return rule.filter(actor.within(actor.school_id)) != NOTHING
