"""Writes of the room: whole weeks (bulk), drafts (drafts), lessons of a draft one by one (cards)."""

from parta.timetable.services.bulk import Place, collision, draft_version, put_slots
from parta.timetable.services.cards import furnish_cards, move_cards, place_cards, remove_cards, swap_cards
from parta.timetable.services.drafts import delete_draft, open_draft

__all__ = [
    "Place",
    "collision",
    "delete_draft",
    "draft_version",
    "furnish_cards",
    "move_cards",
    "open_draft",
    "place_cards",
    "put_slots",
    "remove_cards",
    "swap_cards",
]
