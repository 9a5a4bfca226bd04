"""Is this installation safe to run? Asked by `parta check` and at the start of `parta serve`."""

from __future__ import annotations

import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import DatabaseError, connections
from django.utils.translation import gettext as _

from parta.attendance.models import Code
from parta.marks.models import WorkType
from parta.school.models import School

PRAGMAS = {"journal_mode": "wal", "foreign_keys": 1}


@register(Tags.database)
def database(databases: Sequence[str] | None, **_kwargs: Any) -> list[CheckMessage]:
    """The database answers; SQLite keeps a journal that survives a crash and refuses rows that point nowhere."""
    return [message for alias in databases or () for message in _of_database(alias)]


def _of_database(alias: str) -> Iterator[CheckMessage]:
    connection = connections[alias]
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        words = _("The database cannot be reached: %(problem)s") % {"problem": type(error).__name__}
        yield Error(words, hint=_("Look at DATABASE_URL and PARTA_DATA."), id="parta.E001")
        return
    if connection.vendor == "sqlite" and not connection.is_in_memory_db():  # type: ignore[attr-defined]
        yield from _of_sqlite(connection)


def _of_sqlite(connection: Any) -> Iterator[CheckMessage]:
    for name, wanted in PRAGMAS.items():
        with connection.cursor() as cursor:
            found = cursor.execute(f"PRAGMA {name}").fetchone()[0]
        if found != wanted:
            facts = {"name": name, "found": found, "wanted": wanted}
            yield Error(_("SQLite has %(name)s = %(found)s; it has to be %(wanted)s.") % facts, id="parta.E002")


@register(Tags.security)
def private_files(**_kwargs: Any) -> list[CheckMessage]:
    """Marks and names lie in the data folder: nobody but the account of the server looks into it."""
    data = Path(settings.DATA)
    return [*_open_to_others(data, "0700", "parta.W001"), *_open_to_others(data / "secret.key", "0600", "parta.W002")]


def _open_to_others(path: Path, mode: str, number: str) -> Iterator[CheckMessage]:
    if path.exists() and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        words = _("Other users of this computer can look into %(path)s.") % {"path": path}
        yield Warning(words, hint=f"chmod {mode} {path}", id=number)


@register(Tags.security)
def hosts(**_kwargs: Any) -> list[CheckMessage]:
    if "*" not in settings.ALLOWED_HOSTS and settings.ALLOWED_HOSTS:
        return []
    words = _("The site answers to any name, so a link in a letter could be forged.")
    return [Warning(words, hint="PARTA_HOSTS=journal.school.example", id="parta.W003")]


@register(Tags.database)
def tables_of_schools(databases: Sequence[str] | None, **_kwargs: Any) -> list[CheckMessage]:
    """Every school has what teachers begin with: a work type for a mark put without choosing, and absence codes."""
    if not databases or not _is_ready():
        return []
    names = dict(School.objects.values_list("pk", "short_name"))
    marked = WorkType.objects.filter(school_id__in=names, is_default=True).values_list("school_id", flat=True)
    coded = Code.objects.filter(school_id__in=names).values_list("school_id", flat=True)
    lacks = [
        (_("%(school)s has no work type chosen by default."), "parta.W004", set(marked)),
        (_("%(school)s has no codes of absence."), "parta.W005", set(coded)),
    ]
    hint = _("Add them under Set-up.")
    return [
        Warning(words % {"school": name}, hint=hint, id=number)
        for words, number, served in lacks
        for pk, name in sorted(names.items())
        if pk not in served
    ]


def _is_ready() -> bool:
    connection = connections["default"]
    try:
        tables = set(connection.introspection.table_names())
    except DatabaseError:
        return False
    return {model._meta.db_table for model in (School, WorkType, Code)} <= tables
