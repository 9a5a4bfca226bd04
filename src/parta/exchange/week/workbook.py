"""The week as an Excel workbook: a sheet by class, by teacher, by room; days and lessons down, one column each."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from parta.exchange.week.reading import KINDS, Book, words

HEAD = 3
WIDTHS = {"class": 26, "teacher": 24, "room": 24}


def workbook_of(book: Book) -> bytes:
    data = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(data, options) as workbook:
        styles = _styles(workbook)
        for kind, title in zip(KINDS, (_("By class"), _("By teacher"), _("By room")), strict=True):
            _sheet(workbook.add_worksheet(title), styles, book, kind)
    return data.getvalue()


def _styles(workbook: Any) -> dict[str, Any]:
    common = {"font_size": 10, "valign": "top", "text_wrap": True, "border": 1, "border_color": "#D3CFC3"}
    return {
        "title": workbook.add_format({"bold": True, "font_size": 14}),
        "head": workbook.add_format({**common, "bold": True, "bg_color": "#F4F1E8", "valign": "vcenter"}),
        "cell": workbook.add_format(common),
    }


def _sheet(sheet: Any, styles: dict[str, Any], book: Book, kind: str) -> None:
    tables = book.tables[kind]
    sheet.write_string(0, 0, f"{book.school}. {book.version.branch}", styles["title"])
    sheet.write_string(1, 0, _("Timetable valid from %(day)s") % {"day": f"{book.version.since:%d.%m.%Y}"})
    for column, name in enumerate((_("Day"), "№", _("Time"))):
        sheet.write_string(HEAD, column, name, styles["head"])
    for column, table in enumerate(tables, 3):
        sheet.write_string(HEAD, column, table.title, styles["head"])
    lines = [(day, number) for day in range(len(book.days)) for number in book.numbers]
    for row, (day, number) in enumerate(lines, HEAD + 1):
        sheet.write_string(row, 0, book.days[day], styles["head"])
        sheet.write_number(row, 1, number, styles["head"])
        sheet.write_string(row, 2, book.times.get(number, ""), styles["head"])
        for column, table in enumerate(tables, 3):
            cells = table.cells.get((day, number), ())
            text = "\n".join(part for cell in cells for part in words(kind, cell, table.title) if part)
            sheet.write_string(row, column, text, styles["cell"])
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 4)
    sheet.set_column(2, 2, 12)
    sheet.set_column(3, 2 + max(1, len(tables)), WIDTHS[kind])
    sheet.freeze_panes(HEAD + 1, 3)
    sheet.set_landscape()
    sheet.set_paper(8)
    sheet.repeat_rows(HEAD)
    sheet.repeat_columns(0, 2)
