"""What was done with one row, as the ledger has it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from parta.classes.history import action_words
from parta.common.tenancy import SchoolModel
from parta.ledger.models import Entry, Payload


@dataclass(frozen=True)
class Step:
    """Something that was done with the row, and the words said with it."""

    at: datetime
    who: str
    what: str
    words: str


def steps_of(row: SchoolModel, words: Callable[[dict[str, Any], str], str]) -> list[Step]:
    """In the order of time; `words` are made of what was written and of the reason. Two queries."""
    here = {"school_id": row.school_id}
    found = Entry.objects.filter(**here, target_kind=row._meta.model_name, target=row.pk).order_by("at", "pk")
    entries = list(found)
    payloads = Payload.objects.filter(**here, entry_id__in=[entry.pk for entry in entries])
    new = dict(payloads.values_list("entry_id", "new"))
    return [
        Step(entry.at, entry.actor_name, action_words(entry.action), words(new.get(entry.pk) or {}, entry.reason))
        for entry in entries
    ]
