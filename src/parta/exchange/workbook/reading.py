"""Reading a workbook: every sheet by its headings, every cell by its column, every problem with its place."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from parta.common.errors import Invalid
from parta.exchange import arithmetic as typed
from parta.exchange.arithmetic import NOTHING_WORDS, Wrong, key
from parta.exchange.workbook.columns import MAIN, Column
from parta.exchange.workbook.sheets import SHEETS, Part, Sheet

MOST_UNPACKED = 200 * 2**20
HEAD_WITHIN = 10
"""In which of the first lines the headings are looked for."""


@dataclass(frozen=True)
class Problem:
    """What is wrong, with its place: sheet, row as Excel counts it, cell ("E14")."""

    sheet: str
    row: int
    cell: str
    words: str

    def __str__(self) -> str:
        place = [self.sheet] + ([_("row %(row)s") % {"row": self.row}] if self.row else [])
        return f"{', '.join(place)}{', ' + self.cell if self.cell else ''}: {self.words}"


@dataclass
class Fact:
    """A row of a table as a line of the file says it; columns that were not filled are absent."""

    table: str
    values: dict[str, Any]
    sheet: str
    row: int
    cells: dict[str, str] = field(default_factory=dict)
    is_main: bool = True
    """Whether the line is about this row, not only says it beside."""
    key: tuple[Any, ...] = ()

    def problem(self, words: str, column: str = "") -> Problem:
        return Problem(self.sheet, self.row, self.cells.get(column, ""), words)


@dataclass
class Book:
    """What a file says: facts by line, sheets that were there, problems."""

    facts: list[Fact] = field(default_factory=list)
    sheets: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)


def words_of(error: Wrong) -> str:
    return _(error.words) % error.about


def read(data: bytes) -> Book:
    """Read a workbook; Invalid if it is none, everything else that is wrong stands in its problems."""
    book = Book()
    workbook = _opened(data)
    titles = {key(name): name for name in workbook.sheet_names}
    for sheet in SHEETS:
        name = titles.get(key(sheet.title))
        if name is not None:
            rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
            _read_sheet(book, sheet, rows)
    if not book.sheets:
        raise Invalid(_("No known sheet was found: take the template and fill it in."))
    return book


def _opened(data: bytes) -> CalamineWorkbook:
    try:
        with zipfile.ZipFile(BytesIO(data)) as parts:
            unpacked = sum(part.file_size for part in parts.infolist())
        if unpacked > MOST_UNPACKED:
            raise Invalid(_("The workbook is too large."))
        return CalamineWorkbook.from_filelike(BytesIO(data))
    except (zipfile.BadZipFile, CalamineError) as error:
        raise Invalid(_("This is not an Excel workbook, or it is damaged.")) from error


def _read_sheet(book: Book, sheet: Sheet, rows: list[list[Any]]) -> None:
    at, places = _head(sheet, rows)
    book.sheets.add(sheet.title)
    missing = [column.heading for column in sheet.columns if column.required and column.key not in places]
    filled = any(cell not in ("", None) for row in rows[at + 1 :] for cell in row)
    if missing and filled:
        words = _("There is no column “%(list)s”.") % {"list": "”, “".join(missing)}
        book.problems.append(Problem(sheet.title, at + 1, "", words))
        return
    for offset, row in enumerate(rows[at + 1 :]):
        if any(typed.text(cell) for cell in row if cell is not None):
            book.facts.extend(_read_line(book, sheet, places, row, at + 2 + offset))


def _head(sheet: Sheet, rows: list[list[Any]]) -> tuple[int, dict[str, int]]:
    """The line of the headings and where each known column stands."""
    known = {_plain(name): column.key for column in sheet.columns for name in (column.heading, *column.aliases)}
    best: tuple[int, dict[str, int]] = (0, {})
    for at, row in enumerate(rows[:HEAD_WITHIN]):
        places: dict[str, int] = {}
        for place, cell in enumerate(row):
            name = known.get(_plain(cell))
            if name:
                places.setdefault(name, place)
        if len(places) > len(best[1]):
            best = (at, places)
    return best


def _plain(heading: Any) -> str:
    return key(str(heading).split("\n")[0].rstrip("* ")).strip(" *:.")


def _read_line(book: Book, sheet: Sheet, places: dict[str, int], row: list[Any], number: int) -> Iterator[Fact]:
    values: dict[str, Any] = {}
    cells = {name: f"{letters(place)}{number}" for name, place in places.items()}
    is_sound = True
    for column in sheet.columns:
        place = places.get(column.key)
        cell = row[place] if place is not None and place < len(row) else None
        try:
            value = read_cell(column, cell)
        except Wrong as error:
            book.problems.append(Problem(sheet.title, number, cells.get(column.key, ""), words_of(error)))
            is_sound = False
            continue
        if value is not None:
            values[column.key] = value
    try:
        finish(sheet, values)
    except Wrong as error:
        book.problems.append(Problem(sheet.title, number, cells.get("surname", ""), words_of(error)))
        is_sound = False
    if is_sound:
        for part in sheet.parts:
            yield from facts_of(sheet, part, values, cells, number)


def read_cell(column: Column, cell: Any) -> Any:
    """The value of a cell; None where nothing is written, "" where a dash asks to clear."""
    if cell is None or typed.text(cell) == "":
        if column.required:
            raise Wrong(typed.gettext_noop("Fill in: %(heading)s."), heading=column.heading)
        return None
    if column.kind != "flag" and typed.text(cell) in NOTHING_WORDS:
        if column.required or column.names:
            return None
        return [] if column.kind in ("levels", "weekdays", "names") else ""
    value = _parsed(column, cell)
    if column.most and len(value) > column.most:
        raise Wrong(typed.gettext_noop("Longer than %(most)s letters."), most=column.most)
    return value


_PARSERS = {
    "text": typed.text,
    "name": typed.name_part,
    "class": typed.class_name,
    "date": typed.day,
    "time": typed.hour,
    "whole": typed.whole,
    "number": typed.number,
    "flag": typed.flag,
    "levels": typed.levels,
    "weekday": typed.weekday,
    "weekdays": typed.weekdays,
    "phone": typed.phone,
    "email": typed.email,
}


def _parsed(column: Column, cell: Any) -> Any:
    if column.kind == "choice":
        return typed.choice(cell, column.words or {})
    if column.kind == "choices":
        return [typed.choice(item, column.words or {}) for item in typed.items(cell)]
    if column.kind == "names":
        return _list(cell)
    if column.kind == "site":
        words = typed.text(cell)
        return words if "://" in words else f"https://{words}"
    return _PARSERS[column.kind](cell)


def _list(cell: Any) -> list[str]:
    """Names of several groups or people: by semicolons, or else by commas ("5АБ труд, мальчики" has one inside)."""
    words = str(cell) if not isinstance(cell, float) else typed.text(cell)
    if ";" in words or "\n" in words:
        return [name for part in words.replace("\n", ";").split(";") if (name := typed.class_name(part))]
    return [words] if typed.text(words) == "" else [typed.class_name(words)]


def finish(sheet: Sheet, values: dict[str, Any]) -> None:
    """Columns that nobody types: full names, the label of a branch."""
    if "surname" in values:
        if not values.get("name"):
            surname, name, patronymic = typed.split_name(values["surname"])
            values |= {"surname": surname, "name": name}
            if patronymic:
                values["patronymic"] = patronymic
        parts = (values["surname"], values["name"], values.get("patronymic"))
        full = " ".join(filter(None, parts))
        values["full_name"] = values["pupil"] = full
    if sheet.table.name == "branches":
        values["label"] = MAIN if values.get("is_main") else values.get("short_name")
        values.setdefault("name", values.get("short_name"))


def facts_of(sheet: Sheet, part: Part, values: dict[str, Any], cells: dict[str, str], number: int) -> Iterator[Fact]:
    """The rows of a table that a line says by one of its parts."""
    if part.when and not values.get(part.when):
        return
    said = {name: values[source] for name, source in part.columns.items() if source in values}
    where = {name: cells.get(source, "") for name, source in part.columns.items()}
    is_main = part is sheet.parts[0]
    for item in values.get(part.each, []) if part.each else [None]:
        each = {part.into: item} if part.each else {}
        place = {part.into: cells.get(part.each, "")} if part.each else {}
        yield Fact(
            part.table, {**part.fixed, **said, **each}, sheet.title, number, {**cells, **where, **place}, is_main
        )


def letters(place: int) -> str:
    """0 gives "A", 26 gives "AA"."""
    found = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        found = chr(65 + rest) + found
    return found
