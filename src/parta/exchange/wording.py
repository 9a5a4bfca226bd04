"""A row of a table and its changes in words, for the preview and the report."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from parta.exchange.arithmetic import WEEKDAYS
from parta.exchange.snapshot import Stored
from parta.exchange.workbook.columns import MAIN, Column, Table
from parta.exchange.workbook.reading import Fact
from parta.exchange.workbook.tables import TABLES

EMPTY = "—"
TITLES = {
    "school": "{name}",
    "branches": "{short_name}",
    "rooms": "{building}, {name}",
    "years": "{title}",
    "schemes": "{name}",
    "terms": "{scheme}: {title}",
    "holidays": "{title}, {since}",
    "moved": "{date}",
    "bells": "{bell_set}, {number}",
    "codes": "{symbol}",
    "staff": "{full_name}",
    "roles": "{person}: {role} {group}",
    "pupils": "{pupil}",
    "memberships": "{pupil}: {group}",
    "guardians": "{pupil}: {guardian}",
    "courses": "{group}: {subject}",
    "teachers": "{group}: {subject}, {person}",
    "slots": "{weekday}, {number}: {group}, {subject}",
}


BESIDE = {
    "memberships": "{group}, с {since}",
    "guardians": "{guardian}",
    "roles": "{role} {group}, с {since}",
    "teachers": "{person}, с {since}",
    "bells": "{number}",
    "terms": "{title}",
}
"""How a row is called on a line that is about something larger."""
ABOUT = {"memberships": "Класс или группа", "guardians": "Представитель", "roles": "Роль", "teachers": "Учитель"}


def shown(table: Table, values: dict[str, Any]) -> str:
    """How a row is called: "7А: Алгебра"; the branch in brackets if it is not the main school."""
    words = _filled(table, values, TITLES.get(table.name, "{name}"))
    branch = values.get("branch")
    return f"{words} ({branch})" if branch and branch != MAIN and table.name not in ("pupils", "guardians") else words


def _filled(table: Table, values: dict[str, Any], words: str) -> str:
    known = {column.key: plain(column, values.get(column.key)) for column in table.columns}
    return words.format(**{name: "" if value == EMPTY else value for name, value in known.items()}).strip(" ,:")


def title_of(fact: Fact) -> str:
    return shown(TABLES[fact.table], fact.values)


def plain(column: Column, value: Any) -> str:
    """A value as a reader expects it."""
    if value is None or value in ("", []):
        return EMPTY
    if value == MAIN:
        return _("main school")
    if column.words:
        return next((word for word, meant in column.words.items() if meant == value), str(value))
    if isinstance(value, bool):
        return "да" if value else "нет"
    if column.kind == "weekday":
        return WEEKDAYS[value]
    return _plain_value(value)


def _plain_value(value: Any) -> str:
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}".replace(".", ",")
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return str(value)


def _beside(table: Table, fact: Fact) -> str:
    return _filled(table, fact.values, BESIDE[table.name]) if table.name in BESIDE else title_of(fact)


def change_words(fact: Fact, stored: Stored | None, changed: dict[str, Any]) -> list[str]:
    """ "Телефон: 1 → 2" for each change; a row said beside the line's own is named whole."""
    table = TABLES[fact.table]
    if stored is None:
        return [] if fact.is_main else [f"{ABOUT.get(table.name, table.title)}: {_beside(table, fact)}"]
    before = "" if fact.is_main else f"{_beside(table, fact)}. "
    found = []
    for column in table.columns:
        if column.key in changed:
            old, new = plain(column, stored.values.get(column.key)), plain(column, changed[column.key])
            found.append(f"{before}{column.heading}: {old} → {new}")
    return found
