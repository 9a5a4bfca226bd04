"""Measure Parta on SQLite and on PostgreSQL, print the figures and write docs/benchmarks.md: `make bench`.
`python tools/bench.py solver` measures the automatic timetable alone.

Each database gets a new school of its own in a temporary folder: a class of 30 pupils with three lessons a day,
40 of each course in the quarter, marks, absences, topics and homework put through the services.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

ROOT = Path(__file__).parents[1]
REPORT = ROOT / "docs" / "benchmarks.md"
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

WARM_UP, TIMES = 5, 30
PUPILS, IMPORTED = 30, 1000
NOW = datetime(2026, 12, 25, 12, 0, tzinfo=UTC)
SUBJECTS = ("Алгебра", "История", "Физика")
DATABASES = {"SQLite": [], "PostgreSQL": [sys.executable, str(ROOT / "tools" / "postgres.py"), "--durable"]}


@dataclass
class Figure:
    """One line of the report; what was not measured is empty."""

    name: str
    value: str = ""
    queries: int | None = None
    ms: float | None = None
    raw: int | None = None
    gzip: int | None = None


PAGES = [
    ("Journal of a course, 30 pupils × 40 lessons", "Анна", "journal:course", "course"),
    ("My day of a teacher", "Анна", "journal:day", ""),
    ("List of journals", "Анна", "journal:courses", ""),
    ("Diary, one day", "Мария", "diary:week", ""),
    ("Diary, a week", "Мария", "diary:week", "?view=week"),
    ("Diary, marks of a term", "Мария", "diary:marks", ""),
    ("Sign-in", "", "account_login", ""),
]
"""Name, who opens it, the address and what it is about."""


def build() -> tuple[Any, Figure]:
    from parta.access.roles import Role
    from tests import world as cast

    world = cast._found("МБОУ Школа замеров")
    cast.add_group(world, "7А", year_level=7, letter="А")
    cast.add_employee(world, "Алгебраева Анна Петровна", (Role.TEACHER, {}))
    for number in range(PUPILS):
        cast.add_child(world, f"Ученикова Имя{number:02}", "7А")
    cast.add_guardian(world, "Ученикова Мария Ивановна", "Имя00")
    for subject in SUBJECTS:
        cast.add_course(world, subject, "7А", "Анна")
    lessons = make_lessons(world)
    fill(world)
    return world, lessons


def make_lessons(world: Any) -> Figure:
    from parta.lessons.services import make_lessons
    from parta.timetable.services import Place, draft_version, put_slots
    from tests.world import YEAR_START

    version = draft_version(actor=world.system, branch=world.main, year=world.year, since=YEAR_START)
    teacher, room = world.people["Анна"].pk, world.rooms["21"].pk
    courses = [world.courses[f"{subject} 7А"].pk for subject in SUBJECTS]
    places = [Place(course, day, 1 + n, 0, teacher, room) for n, course in enumerate(courses) for day in range(5)]
    put_slots(actor=world.system, version=version, places=places)
    seconds, made = timed(lambda: make_lessons(actor=world.system, version=version))
    return Figure(f"Lessons of a year made of the timetable ({made})", f"{seconds:.2f} s")


def fill(world: Any) -> None:
    """A third of the cells with a mark, a tenth with an absence; topics, homework."""
    from parta.attendance.services import AttendanceOp, put_attendance
    from parta.homework.services import Task, assign_homework
    from parta.lessons.models import Lesson
    from parta.lessons.services import LessonRecord, write_lessons
    from parta.marks.services import MarkOp, put_marks

    write: dict[str, Any] = {"actor": world.system, "school_id": world.school.pk}
    rows = Lesson.objects.filter(school=world.school, date__lte=NOW.date()).order_by("date", "number")
    persons = [pupil.person_id for pupil in world.pupils.values()]
    for number, lesson in enumerate(rows):
        write_lessons(**write, records=[LessonRecord(lesson.pk, f"Тема урока {number}")])
        assign_homework(**write, tasks=[Task(lesson.pk, f"§ {number}, № {number + 3}")])
        away = [person for place, person in enumerate(persons) if (place + number) % 10 == 0]
        marked = [person for place, person in enumerate(persons) if (place + number) % 3 == 1 and person not in away]
        put_attendance(**write, operations=[AttendanceOp(lesson.pk, person, "н") for person in away])
        put_marks(**write, operations=[MarkOp(lesson.pk, person, ("4",)) for person in marked])


def timed(act: Callable[[], Any]) -> tuple[float, Any]:
    begun = time.perf_counter()
    result = act()
    return time.perf_counter() - begun, result


def median_ms(act: Callable[[], Any]) -> float:
    for _number in range(WARM_UP):
        act()
    return statistics.median(timed(act)[0] for _number in range(TIMES)) * 1000


def page(world: Any, name: str, who: str, address: str, about: str) -> Figure:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    client = signed_in(world, who)
    arguments = [world.courses["Алгебра 7А"]] if about == "course" else []
    url = reverse(address, args=arguments) + (about if about.startswith("?") else "")
    ms = median_ms(lambda: client.get(url))
    with CaptureQueriesContext(connection) as queries:
        response = client.get(url)
    count = len(queries)
    assert response.status_code == 200, (url, response.status_code)
    packed = client.get(url, headers={"accept-encoding": "gzip"})
    return Figure(name, "", count, ms, len(response.content), len(packed.content))


def signed_in(world: Any, who: str) -> Any:
    from django.test import Client

    from parta.accounts.middleware import SEEN

    client = Client(SERVER_NAME="localhost")
    if who:
        client.force_login(world.accounts[who], "allauth.account.auth_backends.AuthenticationBackend")
        session = client.session
        session[SEEN] = NOW.timestamp()
        session.save()
    return client


def save_operations(world: Any, size: int, times: int) -> Figure:
    """Requests of `size` operations: the middle one, and what 95 of 100 are quicker than."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    from parta.common.codes import Ref, code_of, encode

    client = signed_in(world, "Анна")
    lesson = code_of(world.lesson("Алгебра 7А", NOW.date()))
    persons = [encode("person", Ref(world.school.pk, pupil.person_id)) for pupil in world.pupils.values()][:size]
    headers = {"X-Parta-Account": encode("account", Ref(0, world.accounts["Анна"].pk))}
    seen = dict.fromkeys(persons, "0.0")

    def save(mark: str) -> None:
        place = {"kind": "cell", "l": lesson, "w": "", "text": mark}
        sent = [{"key": str(uuid4()), **place, "p": person, "seen": seen[person]} for person in persons]
        answer = client.post(
            reverse("journal:operations"), {"operations": sent}, content_type="application/json", headers=headers
        )
        for person, row in zip(persons, answer.json()["results"], strict=True):
            seen[person] = row["cell"]["version"]
            assert row["state"] == "saved" or not is_known, row

    is_known = False
    save("3")  # learns what stands there
    is_known = True
    marks = iter("54" * times)
    save("3")
    spent = sorted(timed(lambda: save(next(marks)))[0] * 1000 for _number in range(times))
    with CaptureQueriesContext(connection) as queries:
        save("2")
    name = "Saving one entry" if size == 1 else f"Saving {size} entries at once"
    slow = spent[int(len(spent) * 0.95)]
    return Figure(f"{name} (95 of 100 within {slow:.0f} ms)", "", len(queries), statistics.median(spent))


def save_one(world: Any) -> Figure:
    return save_operations(world, 1, 100)


def save_thirty(world: Any) -> Figure:
    return save_operations(world, PUPILS, 40)


def verify_ledger(world: Any) -> Figure:
    from datetime import timedelta

    from parta.ledger.services import seal, verify

    sealing, sealed = timed(lambda: seal(school_id=world.school.pk, settle=timedelta(0)))
    seconds, verdict = timed(lambda: verify(school_id=world.school.pk))
    assert verdict.sealed == sealed and not verdict.problem, verdict
    speed = f"{sealed / seconds:,.0f} entries a second (sealing: {sealed / sealing:,.0f})"
    return Figure(f"Proving the ledger ({sealed:,} entries)", speed)


def import_school(world: Any) -> Figure:
    from parta.exchange.services import found_from
    from parta.exchange.workbook.reading import read
    from tests.exchange.sample import sample_workbook

    data = sample_workbook(IMPORTED)
    seconds, _found = timed(lambda: found_from(book=read(data)))
    return Figure(f"Import of a workbook with {IMPORTED:,} pupils", f"{seconds:.1f} s")


ACTS = [save_one, save_thirty, verify_ledger, import_school]


def measure() -> list[Figure]:
    """In this process, on the database of the environment."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "parta.config.settings"
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from parta.common import clock
    from tools.bench_served import served_figures

    for command in ("migrate", "createcachetable"):
        call_command(command, verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    with clock.at(NOW):
        world, lessons = build()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as a running PostgreSQL does by itself within a minute
        figures = [*(page(world, *one) for one in PAGES), lessons, *(act(world) for act in ACTS)]
    return [*figures, *(Figure(*told) for told in served_figures())]


def version() -> str:
    from django.db import connection

    connection.ensure_connection()
    if connection.vendor == "sqlite":
        import sqlite3

        return sqlite3.sqlite_version
    return ".".join(map(str, divmod(connection.pg_version, 10000)))  # type: ignore[attr-defined]


def measured(before: list[str]) -> tuple[str, list[Figure]]:
    """In a process of its own, with a new data folder."""
    with tempfile.TemporaryDirectory(prefix="parta-bench-") as data:
        kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "PARTA_DEMO")}
        command = [*before, sys.executable, __file__, "measure", f"{data}/figures.json"]
        subprocess.run(command, env=kept | {"PARTA_DATA": data}, check=True)
        told = json.loads(Path(data, "figures.json").read_text(encoding="utf-8"))
        return told["version"], [Figure(**row) for row in told["figures"]]


def machine() -> str:
    cpu = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    models = [line.partition(":")[2].strip() for line in cpu.splitlines() if line.startswith("model name")]
    memory = int(Path("/proc/meminfo").read_text(encoding="utf-8").split()[1]) / 1024**2
    python = ".".join(map(str, sys.version_info[:3]))
    cores, load = os.cpu_count(), os.getloadavg()[0]
    name = models[0] if models else "unknown processor"
    return f"{name}, {cores} cores, {memory:.0f} GB, Python {python}; load of the machine at the start: {load:.1f}."


def table(figures: list[Figure]) -> str:
    lines = ["| page | queries | server, ms | HTML, KB | compressed, KB |", "|---|--:|--:|--:|--:|"]
    for row in figures:
        if row.ms is not None:
            sizes = [f"{size / 1024:.1f}" if size else "—" for size in (row.raw, row.gzip)]
            lines.append(f"| {row.name} | {row.queries} | {row.ms:.1f} | {sizes[0]} | {sizes[1]} |")
    lines += ["", "| act | |", "|---|---|"]
    lines += [f"| {row.name} | {row.value} |" for row in figures if row.value]
    return "\n".join(lines)


HEAD = """# Benchmarks

Written by `make bench` (tools/bench.py). Time is the median of {times} requests after {warm} to warm up, inside one
process without the network, on a database with one class of {pupils} pupils and every lesson of the first half of the
year filled in.

{machine}
"""


def solver_part() -> str:
    """The automatic timetable, in a process of its own with a school of its own."""
    from tools.bench_solver import section

    before = machine()
    with tempfile.TemporaryDirectory(prefix="parta-bench-") as data:
        kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "PARTA_DEMO")}
        command = [sys.executable, str(ROOT / "tools" / "bench_solver.py"), f"{data}/figures.json"]
        subprocess.run(command, env=kept | {"PARTA_DATA": data}, check=True)
        rows = json.loads(Path(data, "figures.json").read_text(encoding="utf-8"))
    return section(rows, before)


def renew(part: str) -> None:
    """Put one part into the report that stands."""
    head = part.partition("\n")[0]
    kept = REPORT.read_text(encoding="utf-8").partition(head)[0]
    REPORT.write_text(f"{kept.rstrip()}\n\n{part}", encoding="utf-8")


def main() -> None:
    parts = [HEAD.format(times=TIMES, warm=WARM_UP, pupils=PUPILS, machine=machine())]
    for name, before in DATABASES.items():
        number, figures = measured(before)
        parts.append(f"## {name} {number}\n\n{table(figures)}\n")
        print(parts[-1])
    parts.append(solver_part())
    print(parts[-1])
    REPORT.write_text("\n".join(parts), encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:2] == ["measure"]:
        found = [asdict(figure) for figure in measure()]
        Path(sys.argv[2]).write_text(json.dumps({"version": version(), "figures": found}), encoding="utf-8")
    elif sys.argv[1:2] == ["solver"]:
        renew(solver_part())
    else:
        main()
