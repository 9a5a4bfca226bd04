"""`parta demo`: a believable school with invented people, for trial."""

from __future__ import annotations

import gc
import json
import os
from argparse import ArgumentParser
from contextlib import AbstractContextManager, nullcontext
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.utils.translation import gettext as _
from tqdm import tqdm

from parta.accounts.selectors import DemoSignIn
from parta.common import clock
from parta.demo.build import build
from parta.demo.context import moment
from parta.demo.plan import SIZES
from parta.exchange.services import export_school
from parta.school.models import School


class Command(BaseCommand):
    help = "Build the demo school, once; print who can sign in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--size", choices=list(SIZES), default="full", help="full (about 500 pupils) or small")
        parser.add_argument("--date", type=date.fromisoformat, help="build as if today were YYYY-MM-DD")

    def handle(self, *args: Any, **options: Any) -> None:
        now = moment(options["date"], 12, 30) if options["date"] else clock.now()
        if _has_school():
            self._tell_standing()
            return
        (self._build_in_new_file if connection.vendor == "sqlite" else self._build_at_once)(options["size"], now)
        self._tell(_("The demo school is built."))

    def _build_in_new_file(self, size: str, now: datetime) -> None:
        """A file of its own takes the place of the database only when it is whole."""
        real = Path(connection.settings_dict["NAME"])
        fresh = real.with_suffix(".new")
        _remove(fresh)
        connection.close()
        connection.settings_dict["NAME"] = str(fresh)
        try:
            _prepare()
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA synchronous=OFF")
                cursor.execute("PRAGMA journal_mode=MEMORY")
            self._fill(size, now, nullcontext())
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA journal_mode=WAL")
        finally:
            connection.close()
            connection.settings_dict["NAME"] = str(real)
        _sync(fresh)
        _remove(real)
        os.replace(fresh, real)

    def _build_at_once(self, size: str, now: datetime) -> None:
        """One transaction: all of the school or nothing."""
        _prepare()
        self._fill(size, now, transaction.atomic())

    def _fill(self, size: str, now: datetime, whole: AbstractContextManager[Any]) -> None:
        gc.freeze()
        with tqdm(total=100, bar_format="{desc:<28} {percentage:3.0f} % |{bar}| {elapsed}") as bar, whole:

            def progress(words: str, percent: int) -> None:
                bar.set_description_str(words, refresh=False)
                bar.update(percent - bar.n)

            built = build(size, now.date(), progress, now)
            sign_ins_path().write_text(json.dumps(built.sign_ins, ensure_ascii=False, indent=1), encoding="utf-8")
            workbook_path().write_bytes(export_school(actor=built.demo.actor, school=built.school))

    def _tell_standing(self) -> None:
        if not sign_ins_path().exists():
            raise CommandError(_("The database has a school already, and it is not the demo. Choose an empty one."))
        _prepare()
        self._tell(_("The demo school stands already."))

    def _tell(self, words: str) -> None:
        rows = [DemoSignIn(**row) for row in json.loads(sign_ins_path().read_text(encoding="utf-8"))]
        book = _("The same school as a workbook, to try the import: %(file)s") % {"file": workbook_path()}
        self.stdout.write(f"\n{words}\n\n{table(rows)}\n\n{book}\n")


def sign_ins_path() -> Path:
    return Path(settings.DATA) / "demo.json"


def workbook_path() -> Path:
    return Path(settings.DATA) / "demo.xlsx"


def _has_school() -> bool:
    return School._meta.db_table in connection.introspection.table_names() and School.objects.exists()


def _prepare() -> None:
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)


def _remove(path: Path) -> None:
    for suffix in ("-wal", "-shm", ""):
        Path(f"{path}{suffix}").unlink(missing_ok=True)


def _sync(path: Path) -> None:
    """Everything is on the disk before the file gets its name."""
    with open(path, "rb") as file:
        os.fsync(file.fileno())


def table(rows: list[DemoSignIn]) -> str:
    """Who signs in, in columns."""
    head = (_("Role"), _("Name"), _("Sign-in name"), _("Password"))
    lines = [head, *((row.role, row.name, row.username, row.password) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(4)]
    shown = ["  ".join(word.ljust(width) for word, width in zip(line, widths, strict=True)).rstrip() for line in lines]
    return "\n".join([shown[0], "  ".join("-" * width for width in widths), *shown[1:]])
