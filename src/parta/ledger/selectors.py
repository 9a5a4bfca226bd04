"""Reading the ledger."""

from __future__ import annotations

from parta.ledger.models import ChainHead, Entry


def schools_with_entries() -> list[int]:
    """Schools that have anything to seal or to prove."""
    sealed = ChainHead.objects.values_list("school_id", flat=True)
    written = Entry.objects.order_by().values_list("school_id", flat=True).distinct()
    return sorted({*sealed, *written})
