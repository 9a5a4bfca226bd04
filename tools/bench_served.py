"""Figures of a served Parta: a run at the keyboard in Chromium, and eight teachers who write at once."""

from __future__ import annotations

import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from tests.browser import FLAGS, NAMES
from tests.config.test_serve import free_port
from tests.served import ROOT, Server, Teacher, operation, school_of_its_own

ENTRIES = [*"5434", "4/5", *"525y4b3545534", "5/5", *"35g454354"]
"""25 marks, two of them double, and three absences (letters of the Latin layout), as a teacher types them."""
STROKES = "".join(ENTRIES)
SHOWN = {"y": "н", "b": "б", "g": "п"}
PACE = 1 / 15
"""Seconds between keys."""

Told = list[tuple[str, str]]


def served_figures() -> Told:
    """Name and value of each figure, measured over the network of this machine on the environment's database."""
    with _school() as (server, told):
        server.start()
        found = [_keyboard(server, told)]
        server.kill()
        server.start(workers=2)
        found.append(_eight_at_once(server, told))
        server.kill()
    return found


@contextmanager
def _school() -> Iterator[tuple[Server, dict[str, Any]]]:
    with tempfile.TemporaryDirectory(prefix="parta-bench-") as data:
        environment = dict(os.environ) | {"PARTA_DATA": data, "PYTHONPATH": str(ROOT / "src")}
        with school_of_its_own(Path(data), free_port(), environment) as found:
            yield found


def _keyboard(server: Server, told: dict[str, Any]) -> tuple[str, str]:
    program = next(path for name in NAMES if (path := shutil.which(name)))
    teacher = told["teachers"][0]
    name, _sign, value = teacher["session"].partition("=")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        context = browser.new_context(base_url=f"http://localhost:{server.port}", locale="ru-RU")
        context.add_cookies([{"name": name, "value": value, "domain": "localhost", "path": "/"}])
        page = context.new_page()
        page.goto(teacher["page"])
        seconds, after = _type(page)
        shown = page.locator(f"{_column(page)}").all_inner_texts()
        page.reload()
        kept = page.locator(f"{_column(page)}").all_inner_texts()
        browser.close()
    expected = [SHOWN.get(entry, entry) for entry in ENTRIES]
    lost = sum(one != other for one, other in zip(kept, expected, strict=True)) + (shown != kept)
    value = (
        f"{len(STROKES)} strokes for {len(ENTRIES)} entries ({len(STROKES) / len(ENTRIES):.2f} each), lost: {lost}; "
        f"all acknowledged {seconds:.2f} s after the first key, {after:.2f} s after the last"
    )
    return "25 marks and 3 absences at 15 keys a second", value


def _column(page: Page) -> str:
    """The last column of lessons that may be written, by its place in a row."""
    place = page.evaluate(
        """() => [...document.querySelectorAll("table.grid tbody tr:first-child > *")]
             .findLastIndex((cell) => cell.matches("td") && !cell.ariaReadOnly)"""
    )
    return f"table.grid tbody tr > :nth-child({place + 1})"


def _type(page: Page) -> tuple[float, float]:
    """Seconds until everything was acknowledged, since the first key and since the last."""
    page.locator(_column(page)).first.click()
    begun = last = time.perf_counter()
    for number, key in enumerate(STROKES):
        time.sleep(max(0.0, begun + number * PACE - time.perf_counter()))
        last = time.perf_counter()
        page.keyboard.press(key)
    while page.locator("td.saving, td.wait").count():
        time.sleep(0.01)
    done = time.perf_counter()
    return done - begun, done - last


def _eight_at_once(server: Server, told: dict[str, Any]) -> tuple[str, str]:
    teachers = [Teacher(server.port, one) for one in told["teachers"]]

    def work(teacher: Teacher) -> list[tuple[str, float]]:
        teacher.sign()
        return [_send(teacher, pupil) for pupil in told["pupils"]]

    with ThreadPoolExecutor(len(teachers)) as pool:
        answers = [answer for found in pool.map(work, teachers) for answer in found]
    spent = sorted(seconds * 1000 for _state, seconds in answers)
    refused = sum(state != "saved" for state, _seconds in answers)
    slow = spent[int(len(spent) * 0.95)]
    quick = statistics.median(spent)
    value = f"{len(spent)} saves, lost or refused: {refused}; middle {quick:.0f} ms, 95 of 100 within {slow:.0f} ms"
    return "Eight teachers write at once, without a pause, on two processes", value


def _send(teacher: Teacher, pupil: str) -> tuple[str, float]:
    begun = time.perf_counter()
    results = teacher.send([operation(teacher.lessons[0], pupil, "5")]) or [{"state": "lost"}]
    return results[0]["state"], time.perf_counter() - begun
