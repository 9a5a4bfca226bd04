"""`parta serve`: the site, the background worker, the nightly inspection and the sealer of the ledger, as one."""

from __future__ import annotations

import errno
import os
import shutil
import socket
import sys
from argparse import ArgumentParser
from functools import partial
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, connections
from django.utils.translation import gettext as _

from parta.accounts.selectors import demo_sign_ins
from parta.config.processes import Keeper, Programme

THREADS = {"sqlite": 4, "postgresql": 8}
"""Requests one process answers at a time; SQLite writes one by one, so more would only wait for each other."""
ANYWHERE = ("0.0.0.0", "::")  # noqa: S104


class Command(BaseCommand):
    help = "Serve the site with the background worker, the nightly inspection and the sealer; Ctrl+C stops all."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen at (default: %(default)s)")
        parser.add_argument("--port", type=int, default=8000, help="port to listen at (default: %(default)s)")
        workers = min(os.cpu_count() or 1, 4)
        parser.add_argument("--workers", type=int, default=workers, help="processes of the site (default: %(default)s)")

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = options["host"], options["port"]
        refuse_taken(host, port)
        self._prepare()
        connections.close_all()
        children = programmes(host, port, options["workers"])
        well = Keeper(children, self._say, partial(answers, host, port), greeting(host, port)).run()
        self._say(_("Parta has stopped."))
        if not well:
            sys.exit(1)

    def _prepare(self) -> None:
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        self.check(databases=["default"])

    def _say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()


def greeting(host: str, port: int) -> str:
    """Where the site is, what keeps other computers out, and who signs in to a demo."""
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{'localhost' if host in ANYWHERE else shown}:{port}"
    lines = ["", _("Parta is open at %(address)s. Ctrl+C stops it.") % {"address": address}]
    if host in ANYWHERE and set(settings.ALLOWED_HOSTS) <= {"localhost", "127.0.0.1", "[::1]"}:
        lines.append(_("Other computers get in by the names in PARTA_HOSTS: PARTA_HOSTS=name,address parta serve …"))
    rows = demo_sign_ins()
    if rows:
        lines += ["", _("Who can sign in:")]
    lines += [f"  {row.username:<14} {row.password:<16} {row.role}, {row.name}" for row in rows]
    return "\n".join([*lines, ""])


def answers(host: str, port: int) -> bool:
    """Whether somebody listens at the address."""
    near = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    try:
        socket.create_connection((near, port), timeout=1).close()
    except OSError:
        return False
    return True


def refuse_taken(host: str, port: int) -> None:
    """Say before anything is done that the address cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            place = {"host": host, "port": port, "other": port + 1}
            if error.errno == errno.EADDRINUSE:
                raise CommandError(
                    _("Port %(port)s is taken by another programme. Choose another: parta serve --port %(other)s")
                    % place
                ) from error
            raise CommandError(_("It is not possible to listen at %(host)s, port %(port)s.") % place) from error


def aside() -> list[str]:
    """Before a command that may take all of a processor: the others come first."""
    return ["nice", "-n", "10"] if shutil.which("nice") else []


def programmes(host: str, port: int, workers: int) -> list[Programme]:
    """In the order they stop: first the site, so that the sealer seals everything that was written."""
    parta = [sys.executable, "-m", "parta.config.cli"]
    site = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--host", host, "--port", str(port)]
    site += ["--workers", str(workers), "--blocking-threads", str(THREADS.get(connection.vendor, 4))]
    site += ["--respawn-failed-workers", "--workers-kill-timeout", "10", "--log-level", "warning", "--no-access-log"]
    worker = [*parta, "db_worker", "--no-reload", "-v", "0"]
    return [
        Programme(_("The site"), [*site, "parta.config.wsgi:application"]),
        Programme(_("The background worker"), [*worker, "--queue-name", "default"]),
        Programme(_("The maker of timetables"), [*aside(), *worker, "--queue-name", "timetable"]),
        Programme(_("The inspection of the night"), [*parta, "inspect", "--watch"]),
        Programme(_("The sealer of the ledger"), [*parta, "ledger", "watch"]),
    ]
