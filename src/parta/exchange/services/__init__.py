"""Writes of the room: a plan put into the school (applying), uploads and their runs (runs)."""

from parta.exchange.services.applying import Refused, apply_plan, found_from
from parta.exchange.services.runs import apply_run, check_run, export_school, start_apply, upload

__all__ = [
    "Refused", "apply_plan", "apply_run", "check_run", "export_school", "found_from", "start_apply", "upload",
]  # fmt: skip
