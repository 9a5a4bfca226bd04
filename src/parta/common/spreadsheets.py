"""A table as a workbook: a title, headings, lines; numbers stay numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO

import xlsxwriter
from django.http import HttpResponse

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Value = str | int | None


def spreadsheet(title: str, heads: Sequence[str], lines: Iterable[Sequence[Value]]) -> bytes:
    target = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        page = book.add_worksheet()
        head = book.add_format({"bg_color": "#E7F1EC", "border": 1, "border_color": "#D3CFC3", "text_wrap": True})
        page.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 14}))
        page.set_column(0, 0, 36)
        page.set_column(1, max(len(heads) - 1, 1), 14)
        for place, words in enumerate(heads):
            page.write_string(2, place, words, head)
        for row, line in enumerate(lines, 3):
            for place, value in enumerate(line):
                if isinstance(value, int):
                    page.write_number(row, place, value)
                elif value:
                    page.write_string(row, place, value)
        page.freeze_panes(3, 1)
    return target.getvalue()


def spreadsheet_response(data: bytes, name: str) -> HttpResponse:
    disposition = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(data, content_type=XLSX, headers=disposition)
