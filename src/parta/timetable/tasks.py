"""Background work: the search for a week, in a queue of its own, as it takes all of a process for minutes."""

from __future__ import annotations

from django_tasks import task

from parta.timetable.services.searching import search as look

QUEUE = "timetable"


@task(queue_name=QUEUE)
def search(school_id: int, run_id: int) -> None:
    look(school_id=school_id, run_id=run_id)
