"""`parta import FILE [--check] [--school ID]`: a school from a workbook, or the changes of one."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from parta.access.actor import system
from parta.common.errors import Invalid
from parta.exchange.plan import make_plan
from parta.exchange.services import Refused, apply_plan, found_from
from parta.exchange.services.applying import Progress
from parta.exchange.snapshot import snapshot_of
from parta.exchange.steps import Plan
from parta.exchange.workbook.reading import Book, Problem, read
from parta.school.models import School

MOST = 100


class Command(BaseCommand):
    help = "Import a school from a workbook: all or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--check", action="store_true", help="only say what would change")
        parser.add_argument("--school", type=int, help="number of the school, where there are several")

    def handle(self, *args: Any, file: Path, check: bool, school: int | None, **options: Any) -> None:
        try:
            book = read(file.read_bytes())
            found = chosen(book, school)
            if check:
                plan = make_plan(book, snapshot_of(found))
                self._report(plan, list(plan.problems))
            else:
                self._report(self._apply(book, found), [])
        except Refused as error:
            self._problems(error.problems)
            raise CommandError(error.message) from error
        except (Invalid, OSError) as error:
            raise CommandError(str(error)) from error

    def _apply(self, book: Book, school: School | None) -> Plan:
        with tqdm(unit="", disable=None, desc=_("Import"), dynamic_ncols=True) as bar:
            if school is None:
                return found_from(book=book, progress=_shown_by(bar), name="parta import")[1]
            actor = system(school.pk, name="parta import", channel="import")
            return apply_plan(actor=actor, school=school, book=book, progress=_shown_by(bar))

    def _report(self, plan: Plan, problems: list[Problem]) -> None:
        self._problems(problems)
        for row in plan.as_json()["sheets"]:
            words = _(
                "%(title)s: added %(added)s, changed %(changed)s, unchanged %(unchanged)s, not in the file %(gone)s"
            )
            self.stdout.write(words % {**row, "gone": len(row["missing"])})
        if plan.is_empty and not problems:
            self.stdout.write(_("There is nothing to change."))

    def _problems(self, problems: list[Problem]) -> None:
        for problem in problems[:MOST]:
            self.stderr.write(str(problem))
        if len(problems) > MOST:
            self.stderr.write(_("and %(count)s more") % {"count": len(problems) - MOST})


def _shown_by(bar: Any) -> Progress:
    def tell(done: int, total: int, words: str) -> None:
        bar.total = total or None
        bar.set_postfix_str(words, refresh=False)
        bar.update(done - bar.n)

    return tell


def chosen(book: Book, number: int | None) -> School | None:
    """The school named by number, by the sheet «Школа», or the only one; None: a new one is founded."""
    if number is not None:
        school = School.objects.filter(pk=number).first()
        if school is None:
            raise Invalid(_("There is no school with this number."))
        return school
    schools = list(School.objects.order_by("pk"))
    said = next((fact.values for fact in book.facts if fact.table == "school"), None)
    same = [school for school in schools if said and school.name == said["name"]]
    if same or len(schools) == 1:
        return same[0] if same else schools[0]
    return None
