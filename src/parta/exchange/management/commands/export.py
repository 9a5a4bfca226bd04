"""`parta export FILE [--school ID]`: the school as a workbook that founds the same school again."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from parta.access.actor import system
from parta.exchange.services import export_school
from parta.school.models import School


class Command(BaseCommand):
    help = "Export a school as a workbook."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--school", type=int, help="number of the school, where there are several")

    def handle(self, *args: Any, file: Path, school: int | None, **options: Any) -> None:
        rows = School.objects.filter(pk=school) if school is not None else School.objects.all()
        found = list(rows[:2])
        if len(found) != 1:
            raise CommandError(_("Name the school by its number: --school."))
        actor = system(found[0].pk, name="parta export", channel="export")
        data = export_school(actor=actor, school=found[0])
        file.touch(mode=0o600)
        file.write_bytes(data)
        self.stdout.write(_("%(school)s: written to %(file)s") % {"school": found[0], "file": file})
