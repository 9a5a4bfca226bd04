"""Measure the automatic timetable on the main school of the demo: `python tools/bench_solver.py FILE`.

The school is built without its journal; then its week is looked for from nothing, by the search that a run starts.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

SECONDS = 75
LOOKS = (5, 15, 30, 45, 60, SECONDS)
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
UNTIL = "Тематические планы"
"""The step of the demo before which the school has its week and no lesson is written in yet."""

Row = tuple[str, str]


@dataclass
class Watch:
    """What each better week costs, by seconds."""

    found: list[tuple[float, int, int]] = field(default_factory=list)

    def tell(self, news: Any) -> None:
        self.found.append((news.seconds, news.cost, news.bound))

    def after(self, seconds: float) -> str:
        costs = [cost for when, cost, _bound in self.found if when <= seconds]
        return f"{costs[-1]:,}" if costs else "—"


def build() -> Any:
    """The draft of the demo's main school, empty: everything is still to be placed."""
    from parta.common import clock
    from parta.demo import build as demo_build
    from parta.demo.context import moment
    from parta.timetable.models import Version
    from parta.timetable.services import open_draft, put_slots

    demo = demo_build._plan("full", NOW)
    with clock.at(moment(demo.calendar.since - timedelta(days=5), 10)):
        for name, _percent, step in demo_build.STEPS:
            if name == UNTIL:
                break
            step(demo)
    with clock.at(NOW):
        rows = Version.objects.select_related("branch", "year").filter(school=demo.school, branch__is_main=True)
        since = NOW.date() + timedelta(days=13)
        draft = open_draft(actor=demo.actor, source=rows[0], since=since)
        put_slots(actor=demo.actor, version=draft, places=[])
    return draft


def search(draft: Any) -> list[Row]:
    from parta.timetable.arithmetic import Card
    from parta.timetable.models import RunMode
    from parta.timetable.selectors import sheet_of
    from parta.timetable.selectors.problem import problem_of
    from parta.timetable.services.searching import plan_of, workers
    from parta.timetable.solving.counting import figures
    from parta.timetable.solving.demands import Weights
    from parta.timetable.solving.rooms import rooms_of, with_homes
    from parta.timetable.solving.search import solve

    sheet, watch = sheet_of(draft), Watch()
    problem = with_homes(problem_of(sheet, RunMode.IMPROVE, Weights()))
    result = solve(problem, seconds=SECONDS, workers=workers(), tell=watch.tell)
    plan = plan_of(problem, sheet, result, rooms_of(problem, result.places))
    cards = [Card(number, *row[:6]) for number, row in enumerate(plan, 1)]
    counted = figures(sheet.facts, cards, sheet.elsewhere)
    lessons = sum(demand.count for demand in problem.demands)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return [
        ("School", f"{len(sheet.classes)} classes, {len(sheet.taught_by)} courses, {lessons} lessons a week"),
        ("First whole week without collisions and windows of classes", f"{watch.found[0][0]:.1f} s"),
        *((f"Penalty after {seconds} s", watch.after(seconds)) for seconds in LOOKS),
        ("The penalty cannot be below", f"{result.bound:,}"),
        ("Errors in the week that was found", f"{counted.errors}"),
        ("Windows of teachers", f"{counted.windows}"),
        ("Hard lessons out of their place", f"{counted.hard_lessons}"),
        ("Lessons in a room of another kind", f"{counted.rooms}"),
        ("Threads; memory at most", f"{workers()}; {memory} MB"),
    ]


def measure() -> list[Row]:
    os.environ["DJANGO_SETTINGS_MODULE"] = "parta.config.settings"
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=OFF")
    return search(build())


def section(rows: list[Row], machine: str) -> str:
    lines = [f"| {name} | {value} |" for name, value in rows]
    head = f"The demo's main school, from an empty week. {machine}"
    return "\n".join(["## Automatic timetable", "", head, "", "| | |", "|---|---|", *lines, ""])


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(json.dumps(measure()), encoding="utf-8")
