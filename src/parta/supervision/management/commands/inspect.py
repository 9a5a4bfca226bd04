"""`parta inspect [--watch]`: the checks of every school now, or each night as long as it runs."""

from __future__ import annotations

import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections
from django.utils.translation import gettext as _

from parta.access.actor import system
from parta.school.models import School
from parta.school.selectors import today_of
from parta.supervision.services import inspect, inspect_due

EVERY = 60
"""Seconds between two looks whether a school's night has come."""


class Command(BaseCommand):
    help = "Run the checks of the journal now, or every night with --watch."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--watch", action="store_true", help="wait for the night of each school, again and again")

    def handle(self, *args: Any, watch: bool, **options: Any) -> None:
        if watch:
            self._watch()
            return
        for school in School.objects.order_by("pk"):
            actor = system(school.pk, name="parta inspect")
            run = inspect(actor=actor, school_id=school.pk, on=today_of(school.pk))
            words = _("%(school)s: new remarks %(made)s, mended %(closed)s")
            self.stdout.write(words % {"school": school, "made": run.made, "closed": run.closed})

    def _watch(self) -> None:
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_args: stop.set())
        while not stop.wait(EVERY):
            try:
                inspect_due()
            except DatabaseError as error:
                self.stderr.write(f"inspect: {type(error).__name__}, trying again")
                close_old_connections()
