"""What describes a table: its columns, its natural key, where each value stands in the database.

A value that names another row is its label: a branch by its short name (`MAIN` for the main school),
a room as "building / room", a person by the full name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from parta.exchange.arithmetic import group_key, key, phone_key
from parta.exchange.workbook.words import Words

MAIN = "*"
"""The label of the main school among the branches."""


@dataclass(frozen=True)
class Column:
    """`kind` says how a cell is read, `names` whose label it is, `path` where the value stands in the row."""

    key: str
    heading: str
    kind: str = "text"
    required: bool = False
    help: str = ""
    words: Words | None = None
    names: str = ""
    path: str = ""
    most: int = 0
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """`keys` tell its rows apart; `links` name the field of the model, the table and the columns of its key."""

    name: str
    title: str
    keys: tuple[str, ...]
    columns: tuple[Column, ...]
    model: type[Model] | None = None
    links: Mapping[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.key == name)

    def key_of(self, values: Mapping[str, Any]) -> tuple[Any, ...]:
        return tuple(same_as(self.column(name), values.get(name)) for name in self.keys)


def same_as(column: Column, value: Any) -> Any:
    """What equal values of a column have in common: letters alone for names, the value itself otherwise."""
    if value is None or value == "":
        return ""
    if column.names == "groups":
        return tuple(map(group_key, value)) if isinstance(value, list) else group_key(value)
    if column.names or column.kind == "name":
        return key(value)
    if column.kind == "phone":
        return phone_key(value)
    return tuple(value) if isinstance(value, list) else value
