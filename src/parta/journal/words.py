"""What the script of the grid has to know: codes of the school, marks of each system, words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from parta.attendance.models import BaseCode, Code
from parta.marks.arithmetic import NEUTRAL, SYSTEMS, MarkSystem

GRID_WORDS = {
    "askReason": _("F2 — the reason"),
    "average": _("average"),
    "cells": _("cells"),
    "closed": _("Nothing can be written here."),
    "column": _("column"),
    "copied": _("Copied."),
    "failed": _("The server could not save the cell. Try once more in a minute."),
    "gone": _("Not in the class on this day"),
    "joining": _("Now the second mark."),
    "noHistory": _("The history cannot be read without a connection."),
    "nothing": _("Nothing is proposed here."),
    "outside": _("outside the table"),
    "present": _("Attendance is noted."),
    "proposed": _("proposed"),
    "redone": _("Made again"),
    "row": _("row"),
    "undone": _("Taken back"),
    "unknown": _("neither a mark nor an absence"),
    "waiting": _("Waits for the connection"),
    "written": _("Cells written:"),
}
"""What the grid says."""
NEUTRAL_TITLES = {
    "осв": _("exempt"),
    "н/а": _("not attested"),
    "зач": _("passed"),
    "незач": _("not passed"),
}
"""Marks without a number, in words."""


def grid_data(codes: Iterable[Code], systems: Iterable[str]) -> dict[str, Any]:
    """For `json_script` with the id "grid-data"."""
    return {
        "codes": [{"symbol": code.symbol, "late": code.base == BaseCode.LATE} for code in codes],
        "systems": {key: _marks(SYSTEMS[key]) for key in sorted(set(systems))},
        "neutral": NEUTRAL,
        "words": GRID_WORDS,
    }


def _marks(system: MarkSystem) -> dict[str, list[str]]:
    marks = list(system.numbers)
    return {"marks": marks, "low": [mark for mark in marks if system.is_low(mark)]}
