"""Reading an aSc XML file: bytes to tables. Pure; whatever is wrong is told by `Unreadable` in words."""

from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from parta.exchange.arithmetic import Wrong, gettext_noop
from parta.exchange.asc.tables import ROWS, Extra, Other, Row, Timetable, columns, listed

MAX_SIZE = 10 * 2**20
MAX_ROWS = 100_000
ENCODINGS = {
    "windows-1251": "cp1251", "cp1251": "cp1251", "windows-1250": "cp1250", "windows-1252": "cp1252",
    "utf-8": "utf-8", "utf8": "utf-8", "utf-16": "utf-16", "koi8-r": "koi8-r",
}  # fmt: skip
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


class Unreadable(Wrong):
    """The file is not a timetable of aSc, or is damaged."""


def read(data: bytes) -> Timetable:
    """The tables of a file."""
    if len(data) > MAX_SIZE:
        raise Unreadable(gettext_noop("The file is larger than %(megabytes)s MB."), megabytes=MAX_SIZE // 2**20)
    try:
        root = fromstring(decoded(data), forbid_dtd=True)
    except ParseError as error:
        words = gettext_noop("The file is damaged: it breaks off or is mixed up at line %(line)s.")
        raise Unreadable(words, line=error.position[0]) from error
    except (DefusedXmlException, ValueError) as error:
        raise Unreadable(
            gettext_noop("This file is not an export of aSc: it holds things that may do harm.")
        ) from error
    if root.tag != "timetable":
        raise Unreadable(gettext_noop("This file is not an export of aSc Timetables."))
    return _timetable(root)


def decoded(data: bytes) -> str:
    """The text of a file: by its mark, by what it declares, else UTF-8 or windows-1251, whichever it can be."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _try(data, encoding)
    found = _DECLARED.match(data[:200])
    declared = found[1].decode().lower() if found else "utf-8"
    if declared not in ENCODINGS:
        raise Unreadable(gettext_noop("The file is in an unknown encoding: %(name)s."), name=declared[:20])
    try:
        return data.decode(ENCODINGS[declared])
    except UnicodeDecodeError:
        return _try(data, "cp1251")


def _try(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable(gettext_noop("The letters of the file cannot be read: save it in UTF-8.")) from error


def _timetable(root: Element) -> Timetable:
    tables: dict[str, tuple[Any, ...]] = {}
    options: list[tuple[str, Extra]] = []
    others: list[Other] = []
    if sum(len(table) for table in root) > MAX_ROWS:
        raise Unreadable(gettext_noop("There are too many rows in the file."))
    for table in root:
        if table.tag in ROWS and table.tag not in tables:
            tag, kind = ROWS[table.tag]
            tables[table.tag] = tuple(_row(kind, row) for row in table if row.tag == tag)
            options.append((table.tag, _attributes(table)))
        else:
            others.append(Other(table.tag, _attributes(table), tuple((row.tag, _attributes(row)) for row in table)))
    return Timetable(about=_attributes(root), options=tuple(options), others=tuple(others), **tables)


def _attributes(element: Element) -> Extra:
    return tuple(element.attrib.items())


def _row(kind: type[Row], element: Element) -> Row:
    known = columns(kind)
    values: dict[str, Any] = {}
    for name, text in element.attrib.items():
        if name in known:
            field, type_ = known[name]
            values[field] = _typed(type_, text)
    values["extra"] = tuple(pair for pair in element.attrib.items() if pair[0] not in known)
    return kind(**values)


def _typed(type_: str, text: str) -> Any:
    if type_ == "Ids":
        return listed(text)
    return text.strip() == "1" if type_ == "bool" else text
