"""The week on paper: a page for each class, teacher or room, or the whole school side by side."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import typst
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from parta.exchange.week.reading import Book, Table, words

DOT = re.compile(r"\. ")
"""Initials and room numbers stay on one line."""
TEMPLATE = Path(__file__).parents[1] / "typst" / "week.typ"
SIDE_BY_SIDE = 6
"""So many classes fit beside each other on a page of the whole school; pages get as many each as evenly as may be."""


def week_pdf(book: Book, kind: str, only: int | None = None) -> bytes:
    """`kind` is class, teacher, room, or school; `only` is the row that the page is for."""
    tables = [table for table in book.tables["class" if kind == "school" else kind] if only in (None, table.id)]
    about = {
        "school": f"{book.school}" if book.version.branch.is_main else f"{book.school}. {book.version.branch}",
        "title": _("Timetable"),
        "since": _("valid from %(day)s") % {"day": date_format(book.version.since, "DATE_FORMAT")},
        "draft": "" if book.version.published_at else _("draft"),
        "empty": _("No lessons in the week"),
        "kind": kind,
    }
    pages = _side_by_side(book, tables) if kind == "school" else [_page(book, kind, table) for table in tables]
    data = json.dumps({**about, "pages": pages}, ensure_ascii=False)
    return bytes(typst.compile(str(TEMPLATE), sys_inputs={"data": data}))


def _page(book: Book, kind: str, table: Table) -> dict[str, Any]:
    numbers = sorted({number for _day, number in table.cells})
    rows: list[dict[str, Any]] = [
        {
            "head": str(number),
            "time": book.times.get(number, ""),
            "cells": [_cells(kind, table, day, number) for day in range(len(book.days))],
        }
        for number in (range(numbers[0], numbers[-1] + 1) if numbers else ())
    ]
    dense = len(rows) > 6 or any(len(cells) > 1 for row in rows for cells in row["cells"])
    return {"title": table.title, "columns": book.days, "dense": dense, "parts": [{"title": "", "rows": rows}]}


def _side_by_side(book: Book, tables: list[Table]) -> list[dict[str, Any]]:
    pages = []
    each = -(-len(tables) // max(1, -(-len(tables) // SIDE_BY_SIDE)))
    for first in range(0, len(tables), max(1, each)):
        some = tables[first : first + each]
        parts = [{"title": book.days[day], "rows": _rows(book, some, day)} for day in range(len(book.days))]
        pages.append({"title": "", "columns": [table.title for table in some], "dense": True, "parts": parts})
    return pages


def _rows(book: Book, tables: list[Table], day: int) -> list[dict[str, Any]]:
    return [
        {
            "head": str(number),
            "time": book.times.get(number, ""),
            "cells": [_cells("school", table, day, number) for table in tables],
        }
        for number in book.numbers
        if any(table.cells.get((day, number)) for table in tables)
    ]


def _cells(kind: str, table: Table, day: int, number: int) -> list[dict[str, str]]:
    found = [words(kind, cell, table.title) for cell in table.cells.get((day, number), ())]
    return [{"what": what, "where": DOT.sub(".\u00a0", where)} for what, where in found]
