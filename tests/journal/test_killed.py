"""An acknowledged mark is there whatever happens to the server; several teachers at once lose nothing (SQLite)."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.config.test_serve import environment, free_port
from tests.served import Server, Teacher, operation, school_of_its_own

pytestmark = [
    pytest.mark.skipif("DATABASE_URL" in os.environ, reason="about the file of SQLite"),
    pytest.mark.skipif(sys.platform != "linux", reason="finds the processes of the server in /proc"),
]
SAVES, KILLS = 1000, (150, 400, 700)
"""So many operations; the server is killed when so many were answered."""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, dict[str, Any]]]:
    data: Path = tmp_path_factory.mktemp("school")
    with school_of_its_own(data, free_port(), environment(data)) as found:
        yield found


def standing(data: Path) -> list[tuple[int, int, str]]:
    """Marks as they stand in the file: lesson, pupil, value."""
    sql = """SELECT work.lesson_id, mark.person_id, mark.value FROM marks_mark mark
             JOIN marks_work work ON work.id = mark.work_id ORDER BY 1, 2"""
    with sqlite3.connect(data / "parta.sqlite3") as file:
        return file.execute(sql).fetchall()


def count(data: Path, sql: str) -> int:
    with sqlite3.connect(data / "parta.sqlite3") as file:
        found: int = file.execute(sql).fetchone()[0]
        return found


def test_a_killed_server_keeps_every_answered_mark(served: tuple[Server, dict[str, Any]]) -> None:
    """`kill -9` in the middle of a thousand saves, three times: what was not answered is sent again."""
    server, told = served
    teacher = Teacher(server.port, told["teachers"][0])
    cells = [(lesson, person) for lesson in teacher.lessons for person in told["pupils"]][:SAVES]
    queue = [operation(lesson, person, "45"[number % 2]) for number, (lesson, person) in enumerate(cells)]
    texts = {row["key"]: row["text"] for row in queue}
    answered: dict[str, str] = {}
    server.start()
    teacher.sign()
    kills = list(KILLS)
    with ThreadPoolExecutor(4) as pool:
        while queue:
            if kills and len(answered) >= kills[0]:
                kills.pop(0)
                under_way = [pool.submit(teacher.send, [row]) for row in queue[:8]]
                server.kill()
                heard = [one.result() for one in under_way]
                server.start()
            else:
                heard = list(pool.map(lambda row: teacher.send([row]), queue[:20]))
            results = [row for rows in heard if rows for row in rows]
            assert {row["state"] for row in results} <= {"saved"}, results
            answered |= {row["key"]: row["cell"]["text"] for row in results}
            queue = [row for row in queue if row["key"] not in answered]
    server.kill()
    assert not kills
    assert answered == texts
    rows = standing(server.data)
    assert len(rows) == len(cells) == SAVES
    assert sorted(value for _lesson, _person, value in rows) == sorted(texts.values())
    assert count(server.data, "SELECT count(*) FROM ledger_entry WHERE action = 'marks.mark.put'") == SAVES
    assert count(server.data, "SELECT count(*) FROM journal_receipt") == SAVES


def test_eight_teachers_at_once_lose_nothing(served: tuple[Server, dict[str, Any]]) -> None:
    """Two processes of the site write one file; nobody is told that the database is locked."""
    server, told = served
    before = len(standing(server.data))
    server.start(workers=2)
    teachers = [Teacher(server.port, one) for one in told["teachers"]]

    def work(teacher: Teacher) -> list[str]:
        teacher.sign()
        states = []
        for person in told["pupils"]:
            for row in teacher.send([operation(teacher.lessons[-1], person, "5")]) or [{"state": "lost"}]:
                states.append(row["state"])
        return states

    with ThreadPoolExecutor(len(teachers)) as pool:
        found = list(pool.map(work, teachers))
    server.kill()
    assert [set(states) for states in found] == [{"saved"}] * len(teachers)
    assert len(standing(server.data)) == before + len(teachers) * len(told["pupils"])
