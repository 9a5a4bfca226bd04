"""`parta ledger verify | seal | watch`: prove the chain, seal what waits, keep sealing."""

from __future__ import annotations

import signal
import threading
from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, close_old_connections
from django.utils.translation import gettext as _

from parta.ledger.selectors import schools_with_entries
from parta.ledger.services import SETTLE, Verdict, seal, verify

EVERY = 20
"""Seconds between two rounds of the sealer: an entry is sealed within a minute (design, 'Decided questions')."""


class Command(BaseCommand):
    help = "Prove the ledger, seal it once, or keep sealing it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("act", choices=["verify", "seal", "watch"])

    def handle(self, *args: Any, **options: Any) -> None:
        {"verify": self.verify, "seal": self.seal, "watch": self.watch}[options["act"]]()

    def verify(self) -> None:
        verdicts = [verify(school_id=school_id) for school_id in schools_with_entries()]
        for verdict in verdicts:
            self.stdout.write(words(verdict))
        if any(verdict.problem for verdict in verdicts):
            raise CommandError(_("The ledger was tampered with."), returncode=1)

    def seal(self, settle: timedelta = timedelta(0)) -> None:
        for school_id in schools_with_entries():
            seal(school_id=school_id, settle=settle)

    def watch(self) -> None:
        """Seal settled entries until the process is asked to stop, then everything that is left."""
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_args: stop.set())
        while not stop.wait(EVERY):
            try:
                self.seal(SETTLE)
            except DatabaseError as error:
                self.stderr.write(f"ledger: {type(error).__name__}, trying again")
                close_old_connections()
        self.seal()


def words(verdict: Verdict) -> str:
    school = _("School %(school)s") % {"school": verdict.school_id}
    sealed = _("sealed: %(sealed)s, not yet sealed: %(unsealed)s") % {
        "sealed": verdict.sealed,
        "unsealed": verdict.unsealed,
    }
    state = _("the chain holds")
    if verdict.problem:
        broken = {"row": verdict.broken_seq, "problem": verdict.problem}
        state = _("first broken row: %(row)s (%(problem)s)") % broken
    return f"{school}: {state}; {sealed}"
