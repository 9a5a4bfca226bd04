"""A list as a workbook of one sheet, for those who go on in a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO

import xlsxwriter
from django.http import HttpResponse

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Value = str | int | date | None


def workbook(title: str, head: Sequence[tuple[str, int]], rows: Iterable[Sequence[Value]], about: str = "") -> bytes:
    """A sheet with headings (each with the width of its column); days stay days, no text becomes a formula.

    `about` stands above the headings.
    """
    target = BytesIO()
    options = {"in_memory": True, "default_date_format": "dd.mm.yyyy", "strings_to_formulas": False}
    with xlsxwriter.Workbook(target, options) as book:
        bold, wrap = book.add_format({"bold": True, "bottom": 1}), book.add_format({"text_wrap": True, "valign": "top"})
        page = book.add_worksheet(title[:31])
        first = 2 if about else 0
        page.write_string(0, 0, about, book.add_format({"bold": True, "font_size": 14}))
        page.freeze_panes(first + 1, 0)
        for place, (words, width) in enumerate(head):
            page.set_column(place, place, width, wrap)
            page.write_string(first, place, words, bold)
        for line, values in enumerate(rows, first + 1):
            for place, value in enumerate(values):
                if isinstance(value, str):
                    page.write_string(line, place, value)
                elif value is not None:
                    page.write(line, place, value)
        page.repeat_rows(first)
        page.set_landscape()
        page.fit_to_pages(1, 0)
    return target.getvalue()


def workbook_answer(data: bytes, name: str) -> HttpResponse:
    disposition = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(data, content_type=XLSX, headers=disposition)
