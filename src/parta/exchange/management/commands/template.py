"""`parta template FILE`: the empty workbook that a school fills in."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from parta.exchange.workbook.writing import write


class Command(BaseCommand):
    help = "Write the empty workbook for an import."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        file.write_bytes(write())
        self.stdout.write(_("Fill in %(file)s, then: parta import %(file)s") % {"file": file})
