"""The schedule of assessment procedures as a sheet of a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from parta.marks.models import Level

LOOK = {"border": 1, "border_color": "#D3CFC3", "text_wrap": True, "valign": "top"}
WIDTHS = {"class": 9, "date": 12, "lesson": 7, "subject": 24, "kind": 24, "title": 36, "minutes": 9, "level": 18}


def columns() -> dict[str, str]:
    """Headings by key of a row."""
    return {
        "class": _("Class"),
        "date": _("Date"),
        "lesson": _("Lesson"),
        "subject": _("Subject"),
        "kind": _("Kind of work"),
        "title": _("Title"),
        "minutes": _("Minutes"),
        "level": _("Level"),
    }


def schedule_book(title: str, rows: Sequence[Mapping[str, Any]], more: Mapping[str, str] | None = None) -> bytes:
    """The rows of an edition; `more` names further columns."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet(_("Schedule"))
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(2)
        sheet.freeze_panes(3, 0)
        sheet.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 14}))
        head, text = book.add_format({**LOOK, "bold": True, "bg_color": "#E7F1EC"}), book.add_format(LOOK)
        day = book.add_format({**LOOK, "num_format": "dd.mm.yyyy", "align": "left"})
        headings = columns() | dict(more or {})
        for place, (key, words) in enumerate(headings.items()):
            sheet.set_column(place, place, WIDTHS.get(key, 48))
            sheet.write_string(2, place, words, head)
            for line, row in enumerate(rows, 3):
                _write(sheet, (line, place), _value(key, row.get(key)), day if key == "date" else text)
    return target.getvalue()


def _value(key: str, value: Any) -> Any:
    if key == "date":
        return date.fromisoformat(value)
    return str(Level(value).label) if key == "level" else value


def _write(sheet: Any, at: tuple[int, int], value: Any, look: Any) -> None:
    if isinstance(value, date):
        sheet.write_datetime(*at, value, look)
    elif isinstance(value, int):
        sheet.write_number(*at, value, look)
    else:
        sheet.write_string(*at, value or "", look)
