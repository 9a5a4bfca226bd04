"""Writes of the room: a plan put into the school (applying), uploads and their runs (runs), aSc files (timetables),
secret addresses (calendars)."""

from parta.exchange.services.applying import Refused, apply_plan, found_from
from parta.exchange.services.calendars import make_feed, revoke_feed
from parta.exchange.services.runs import apply_run, check_run, export_school, start_apply, upload
from parta.exchange.services.timetables import choose_names, draft_from, keep_timetable

__all__ = [
    "Refused", "apply_plan", "apply_run", "check_run", "choose_names", "draft_from", "export_school", "found_from",
    "keep_timetable", "make_feed", "revoke_feed", "start_apply", "upload",
]  # fmt: skip
