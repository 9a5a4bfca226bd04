"""Writing tables as an aSc XML file, such that reading gives the same tables again. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from xml.sax.saxutils import quoteattr

from parta.exchange.asc.tables import ROWS, Extra, Row, Timetable, columns, plain

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(timetable: Timetable, encoding: str = "utf-8") -> bytes:
    """The file; letters that the encoding does not have are written by their numbers."""
    lines = [f'<?xml version="1.0" encoding="{encoding}"?>', *_lines(timetable)]
    return "\n".join([*lines, ""]).encode(encoding, "xmlcharrefreplace")


def without_people(timetable: Timetable) -> Timetable:
    """The file without pupils and without ways to reach teachers: nothing that a timetable does not need."""
    teachers = tuple(replace(row, email="", mobile="", extra=()) for row in timetable.teachers)
    groups = tuple(replace(row, studentids=()) for row in timetable.groups)
    return replace(timetable, teachers=teachers, groups=groups, students=(), studentsubjects=(), others=())


def _lines(timetable: Timetable) -> Iterator[str]:
    options = dict(timetable.options)
    yield f"<timetable{_attributes(timetable.about)}>"
    order = [*options, *(tag for tag in ROWS if tag not in options)]
    for table in order:
        tag, kind = ROWS[table]
        rows: tuple[Row, ...] = getattr(timetable, table)
        if rows or table in options:
            inner = (f"<{tag}{_attributes(_pairs(kind, row))}/>" for row in rows)
            yield from _table(table, options.get(table, ()), inner)
    for other in timetable.others:
        inner = (f"<{tag}{_attributes(pairs)}/>" for tag, pairs in other.rows)
        yield from _table(other.tag, other.about, inner)
    yield "</timetable>"


def _table(tag: str, about: Extra, rows: Iterable[str]) -> Iterator[str]:
    yield f"   <{tag}{_attributes(about)}>"
    for row in rows:
        yield f"      {row}"
    yield f"   </{tag}>"


def _pairs(kind: type[Row], row: Row) -> Extra:
    known = tuple((name, plain(getattr(row, field))) for name, (field, _type) in columns(kind).items())
    return known + row.extra


def _attributes(pairs: Extra) -> str:
    return "".join(f" {name}={quoteattr(_FORBIDDEN.sub('', value))}" for name, value in pairs)
