"""Writes of the room: whole weeks (bulk), drafts (drafts), lessons of a draft one by one (cards),
wishes of teachers, searches for a week (runs) and their background work (searching)."""

from parta.timetable.services.bulk import Place, collision, draft_version, put_slots
from parta.timetable.services.cards import furnish_cards, move_cards, pin_cards, place_cards, remove_cards, swap_cards
from parta.timetable.services.drafts import delete_draft, open_draft
from parta.timetable.services.runs import apply_run, start_run, stop_run, take_back_run
from parta.timetable.services.wishes import put_wishes

__all__ = [
    "Place",
    "apply_run",
    "collision",
    "delete_draft",
    "draft_version",
    "furnish_cards",
    "move_cards",
    "open_draft",
    "pin_cards",
    "place_cards",
    "put_slots",
    "put_wishes",
    "remove_cards",
    "start_run",
    "stop_run",
    "swap_cards",
    "take_back_run",
]
