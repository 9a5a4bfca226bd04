"""Marks of a page of results: those that can be put are put, each of the others is told why not."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from parta.access.actor import Actor
from parta.common.errors import Conflict, Invalid
from parta.grading.services import FinalOp, put_finals

Refusals = dict[int, Conflict | Invalid]


def put_page(*, actor: Actor, school_id: int, operations: Sequence[FinalOp]) -> Refusals:
    """Put all together; if one is refused, each by itself. Gives what was refused, by pupil."""
    try:
        put_finals(actor=actor, school_id=school_id, operations=operations)
    except (Conflict, Invalid):
        found = {op.person_id: _refused(actor, school_id, op) for op in operations}
        return {person: error for person, error in found.items() if error}
    return {}


@transaction.atomic
def _refused(actor: Actor, school_id: int, op: FinalOp) -> Conflict | Invalid | None:
    try:
        put_finals(actor=actor, school_id=school_id, operations=[op])
    except (Conflict, Invalid) as error:
        return error
    return None
