"""A school of its own behind a real server, for tests and figures that must not share a process with it.

`python -m tests.served FILE` builds the school on the database of the environment and writes whom to be: a session for
each teacher with the codes of pupils and lessons. Real time passes there, so nothing in it depends on the day.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from uuid import uuid4

PUPILS, TEACHERS = 28, 8
ROOT = Path(__file__).parents[1]


def build() -> dict[str, Any]:
    """Each of eight teachers has a subject in one class, five lessons a week."""
    from parta.access.roles import Role
    from parta.common.codes import Ref, encode
    from parta.school.services import set_policy
    from tests import world as cast

    world = cast._found("МБОУ Школа под нагрузкой")
    for key, value in (("edit_window_days", 0), ("idle_lock_minutes", 0)):
        set_policy(actor=world.system, school=world.school, key=key, value=value)
    cast.add_group(world, "7А", year_level=7, letter="А")
    for number in range(PUPILS):
        cast.add_child(world, f"Ученикова Имя{number:02}", "7А")
    names = [f"Имя{chr(1040 + number)}" for number in range(TEACHERS)]
    for number, name in enumerate(names):
        cast.add_employee(world, f"Учителева {name} Ивановна", (Role.TEACHER, {}))
        cast.add_course(world, f"Предмет {number}", "7А", name)
    _publish(world, names)
    pupils = [encode("person", Ref(world.school.pk, row.person_id)) for row in world.pupils.values()]
    return {"pupils": pupils, "teachers": [_teacher(world, number, name) for number, name in enumerate(names)]}


def _publish(world: Any, names: list[str]) -> None:
    from parta.lessons.services import make_lessons
    from parta.timetable.services import Place, draft_version, put_slots
    from tests.world import YEAR_START

    version = draft_version(actor=world.system, branch=world.main, year=world.year, since=YEAR_START)
    rooms = [None] * len(names)
    places = [
        Place(world.courses[f"Предмет {number} 7А"].pk, day, 1 + number, 0, world.people[name].pk, rooms[number])
        for number, name in enumerate(names)
        for day in range(5)
    ]
    put_slots(actor=world.system, version=version, places=places)
    make_lessons(actor=world.system, version=version)


def _teacher(world: Any, number: int, name: str) -> dict[str, Any]:
    from django.conf import settings
    from django.test import Client
    from django.urls import reverse

    from parta.accounts.middleware import SEEN
    from parta.common.codes import Ref, code_of, encode
    from parta.lessons.models import Lesson
    from parta.school.models import Term

    client = Client(SERVER_NAME="localhost")
    client.force_login(world.accounts[name], "allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session[SEEN] = time.time()
    session.save()
    course = world.courses[f"Предмет {number} 7А"]
    lessons = Lesson.objects.filter(school=world.school, course=course, date__lt="2026-11-24").order_by("date")
    term = Term.objects.filter(school=world.school, since__lte=lessons.last().date).latest("since")
    return {
        "session": f"{settings.SESSION_COOKIE_NAME}={session.session_key}",
        "account": encode("account", Ref(0, world.accounts[name].pk)),
        "lessons": [code_of(lesson) for lesson in lessons],
        "page": f"{reverse('journal:course', args=[course])}?term={code_of(term)}",
    }


def main(target: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "parta.config.settings"
    import django

    django.setup()
    from django.core.management import call_command

    from parta.common import clock
    from tests.world import NOW

    for command in ("migrate", "createcachetable"):
        call_command(command, verbosity=0)
    with clock.at(NOW):
        told = build()
    Path(target).write_text(json.dumps(told), encoding="utf-8")


class Teacher:
    """A teacher's page, seen from the network: operations go out, answers come or do not."""

    def __init__(self, port: int, told: dict[str, Any]) -> None:
        self.port, self.told = port, told
        self.lessons: list[str] = told["lessons"]
        self.headers = {
            "Content-Type": "application/json",
            "X-Parta-Account": told["account"],
            "Host": f"localhost:{port}",
        }

    def sign(self) -> None:
        """Fetch the token that goes with the session."""
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=60)) as connection:
            connection.request("GET", "/journal/operations/", headers={**self.headers, "Cookie": self.told["session"]})
            answer = connection.getresponse()
            token = json.loads(answer.read())["token"]
        cookie = (answer.getheader("Set-Cookie") or "").partition(";")[0]
        self.headers |= {"Cookie": f"{self.told['session']}; {cookie}", "X-CSRFToken": token}

    def send(self, operations: list[dict[str, Any]]) -> list[dict[str, Any]] | None:
        """What was answered; None where nothing came back."""
        body = json.dumps({"operations": operations})
        try:
            with closing(HTTPConnection("127.0.0.1", self.port, timeout=60)) as connection:
                connection.request("POST", "/journal/operations/", body, self.headers)
                answer = connection.getresponse()
                told = answer.read()
        except (OSError, HTTPException):
            return None
        assert answer.status == 200, (answer.status, told[:300])
        results: list[dict[str, Any]] = json.loads(told)["results"]
        return results


def operation(lesson: str, person: str, text: str) -> dict[str, Any]:
    return {"key": str(uuid4()), "kind": "cell", "l": lesson, "w": "", "p": person, "text": text, "was": ""}


class Server:
    """`parta serve` in a data folder; `kill` is what a power cut does."""

    def __init__(self, data: Path, port: int, environment: dict[str, str]) -> None:
        self.data, self.port, self.environment = data, port, environment
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, workers: int = 1) -> None:
        command = [sys.executable, "-m", "parta.config.cli", "serve", "--port", str(self.port)]
        self.process = subprocess.Popen(
            [*command, "--workers", str(workers)], env=self.environment, stdout=subprocess.DEVNULL
        )
        until = time.monotonic() + 90
        while True:
            try:
                with closing(HTTPConnection("127.0.0.1", self.port, timeout=20)) as connection:
                    connection.request("GET", "/account/login/")
                    connection.getresponse().read()
                return
            except (OSError, HTTPException):
                if time.monotonic() > until:
                    raise
                time.sleep(0.05)

    def kill(self) -> None:
        """`kill -9` of the site and of everything around it."""
        assert self.process
        for pid in [self.process.pid, *_below(self.process.pid)]:  # from above: nobody is left to start another
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        self.process.wait()


def _below(pid: int) -> Iterator[int]:
    try:
        found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except FileNotFoundError:
        return
    for child in map(int, found):
        yield child
        yield from _below(child)


@contextmanager
def school_of_its_own(data: Path, port: int, environment: dict[str, str]) -> Iterator[tuple[Server, dict[str, Any]]]:
    """A server over a new school in the folder `data`, not started yet, and whom to be there."""
    told = data / "told.json"
    subprocess.run([sys.executable, "-m", "tests.served", str(told)], env=environment, cwd=ROOT, check=True)
    server = Server(data, port, environment)
    try:
        yield server, json.loads(told.read_text(encoding="utf-8"))
    finally:
        if server.process and server.process.poll() is None:
            server.kill()


if __name__ == "__main__":
    main(sys.argv[1])
