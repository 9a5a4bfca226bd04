"""`parta letters FILE`: letters with sign-in codes for the administrators of the journal, who print all others."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from parta.access.actor import system
from parta.access.roles import Role
from parta.classes.models import Appointment
from parta.classes.selectors import active
from parta.people.models import Employee
from parta.people.printing import letters_pdf
from parta.people.services import Letter, issue_letter
from parta.school.models import School
from parta.school.selectors import today_of


class Command(BaseCommand):
    help = "Print letters for the administrators of the journal; their earlier letters are cancelled."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the PDF to write")
        parser.add_argument("--school", type=int, help="number of the school, where there are several")
        parser.add_argument("--site", default="http://127.0.0.1:8000", help="the address printed on the letters")

    def handle(self, *args: Any, file: Path, school: int | None, site: str, **options: Any) -> None:
        rows = School.objects.filter(pk=school) if school is not None else School.objects.all()
        found = list(rows[:2])
        if len(found) != 1:
            raise CommandError(_("Name the school by its number: --school."))
        letters = letters_of_administrators(found[0])
        if not letters:
            raise CommandError(_("No administrator of the journal is appointed: appoint one in the workbook."))
        file.touch(mode=0o600)
        file.write_bytes(letters_pdf(letters, school=str(found[0]), site=site, groups={}))
        for letter in letters:
            self.stdout.write(f"{letter.person.full_name}: {letter.username}")
        self.stdout.write(_("The codes are in %(file)s.") % {"file": file})


def letters_of_administrators(school: School) -> list[Letter]:
    rows = Appointment.objects.filter(active(today_of(school.pk)), school_id=school.pk, role=Role.ADMINISTRATOR)
    persons = set(rows.values_list("person_id", flat=True))
    cards = Employee.objects.filter(school_id=school.pk, person_id__in=persons).select_related("person")
    actor = system(school.pk, name="parta letters", channel="command")
    return [issue_letter(actor=actor, card=card) for card in cards.order_by("person__sort_key")]
