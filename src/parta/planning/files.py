"""Tables out of files: XLSX, CSV and DOCX. What a file is, its content says; sizes are limited before reading."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any
from xml.etree import ElementTree

from django.core.files.base import File
from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from parta.common.errors import Invalid
from parta.common.uploads import MAX_SIZE, checked_upload
from parta.planning.arithmetic.pasted import Table, table_of, trimmed

MOST_UNPACKED = 60 * 2**20
MOST_PARTS = 2000
REFUSED = (b"<!DOCTYPE", b"<!ENTITY", b"\x00")
"""No office program writes these; entities could unpack to anything."""
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def table_in(upload: File[bytes]) -> Table:
    """The largest table of a file; Invalid where there is none."""
    ending = PurePosixPath(upload.name or "").suffix.lower()
    if ending in (".csv", ".txt", ".tsv"):
        table = table_of(_text(upload))
    else:
        data = checked_upload(upload, allowed=("xlsx", "docx")).file.read()
        table = (_sheet if ending == ".xlsx" else _document)(data)
    if not table:
        raise Invalid(_("No table was found in the file."))
    return table


def _text(upload: File[bytes]) -> str:
    if (upload.size or 0) > MAX_SIZE:
        raise Invalid(_("The file is too large."))
    data: bytes = upload.read()
    if b"\x00" in data:
        raise Invalid(_("This is no text: save the table as CSV."))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1251", errors="replace")


def _checked(data: bytes) -> zipfile.ZipFile:
    """The parts of an office file, once they say that they unpack to a bearable size."""
    try:
        parts = zipfile.ZipFile(BytesIO(data))
        infos = parts.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise Invalid(_("The file is damaged.")) from error
    if len(infos) > MOST_PARTS or sum(info.file_size for info in infos) > MOST_UNPACKED:
        raise Invalid(_("The file is too large."))
    return parts


def _sheet(data: bytes) -> Table:
    _checked(data)
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        sheets = [trimmed(map(_cells, book.get_sheet_by_name(name).to_python())) for name in book.sheet_names[:20]]
    except (CalamineError, OSError, ValueError) as error:
        raise Invalid(_("The file is damaged.")) from error
    return max(sheets, key=len, default=[])


def _cells(row: list[Any]) -> list[str]:
    return [_said(cell) for cell in row]


def _said(cell: Any) -> str:
    """Numbers of spreadsheets are fractions even where they are whole."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


def _document(data: bytes) -> Table:
    try:
        xml = _checked(data).read("word/document.xml")
    except (KeyError, zipfile.BadZipFile, OSError, RuntimeError) as error:
        raise Invalid(_("The file is damaged.")) from error
    if len(xml) > MOST_UNPACKED or any(sign in xml.upper() for sign in REFUSED):
        raise Invalid(_("The file is damaged."))
    try:
        root = ElementTree.fromstring(xml)  # noqa: S314  (no entities: checked above)
    except ElementTree.ParseError as error:
        raise Invalid(_("The file is damaged.")) from error
    tables = [trimmed(_lines(table)) for table in root.iter(f"{WORD}tbl")]
    return _together(tables)


def _lines(table: Any) -> Iterator[list[str]]:
    """Lines of a table of a document; a cell over several columns takes as many."""
    for line in table.findall(f"{WORD}tr"):
        cells: list[str] = []
        for cell in line.iter(f"{WORD}tc"):
            span = cell.find(f"{WORD}tcPr/{WORD}gridSpan")
            wide = span.get(f"{WORD}val", "1") if span is not None else "1"
            parts = ("".join(text.text or "" for text in part.iter(f"{WORD}t")) for part in cell.iter(f"{WORD}p"))
            cells += [" ".join(parts), *[""] * (min(int(wide), 30) - 1 if wide.isdecimal() else 0)]
        yield cells


def _together(tables: list[Table]) -> Table:
    """The largest table with those that have as many columns: documents cut a plan at its sections or pages."""
    largest = max(tables, key=len, default=[])
    width = len(largest[0]) if largest else 0
    return [line for table in tables if len(table[0] if table else []) == width for line in table]
