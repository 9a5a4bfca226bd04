"""Reads the SQL of every test: a query on rows of a school must compare the school (law 1 of the design)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from parta.common.tenancy import SchoolModel

TABLE = re.compile(r'(?:FROM|JOIN|UPDATE) "(\w+)"(?: (?:AS )?"?(\w+)"?)?')
NOT_ALIASES = {"SET", "WHERE", "INNER", "LEFT", "ON", "ORDER", "LIMIT", "GROUP", "FOR", "USING", "V"}


@cache
def school_tables() -> frozenset[str]:
    return frozenset(model._meta.db_table for model in apps.get_models() if issubclass(model, SchoolModel))


@lru_cache(maxsize=20_000)
def forgotten(sql: str) -> tuple[str, ...]:
    """Aliases of school-owned tables whose school is not compared in a SELECT, UPDATE or DELETE."""
    if not sql.startswith(("SELECT", "UPDATE", "DELETE")):
        return ()
    found = []
    for table, word in TABLE.findall(sql):
        alias = word if word and word.upper() not in NOT_ALIASES else table
        column = f'{re.escape(alias)}"?."school_id"'
        compared = rf'"?{column}\)? (?:=|IN)|(?:=|IN) \(?"?{column}'
        if table in school_tables() and not re.search(compared, sql):
            found.append(alias)
    return tuple(found)


@pytest.fixture(autouse=True)
def every_query_compares_the_school(request: pytest.FixtureRequest) -> Iterator[None]:
    if "db" not in request.fixturenames or request.node.get_closest_marker("crosses_schools"):
        yield
        return
    caught: list[str] = []

    def read(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if forgotten(sql):
            caught.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(read):
        yield
    assert not caught, "school not compared:\n" + "\n".join(sorted(set(caught))[:5])
