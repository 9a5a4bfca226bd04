"""Where an edit of the ledger stands: its course, class and day. One reader for each kind of row that is edited."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from parta.access.actor import Actor
from parta.access.rules import Rule
from parta.attendance.models import Attendance
from parta.common.tenancy import SchoolModel
from parta.grading.models import FinalMark
from parta.journal.rules import WATCH, WATCH_CELL, WATCH_LESSON
from parta.ledger.models import Entry
from parta.lessons.models import OFF, Lesson
from parta.marks.models import Work


@dataclass(frozen=True)
class Where:
    """The place of a row: course (none for behaviour), words, the day, the term scheme of the class, the lesson.

    `gone`: the lesson was cancelled or the work taken away, nothing is written there any more.
    """

    course_id: int | None
    subject: str
    group: str
    on: date
    scheme_id: int | None
    group_id: int
    lesson_id: int | None = None
    gone: bool = False

    @property
    def words(self) -> str:
        return ", ".join(filter(None, [self.subject, self.group]))


Reader = Callable[[Actor, int, Any], dict[int, Where]]
"""Rows by their ids, those alone that the actor watches."""


LESSON = (
    "course_id",
    "course__subject__name",
    "course__group__name",
    "date",
    "course__group__scheme_id",
    "course__group_id",
    "pk",
    "status",
)


def _by_lesson(model: type[SchoolModel], path: str, rule: Rule, gone: str = "") -> Reader:
    """Rows that hang on the lesson at `path`; one with a value in the field `gone` is taken away."""
    names = [path + name for name in LESSON]

    def read(actor: Actor, school_id: int, ids: Any) -> dict[int, Where]:
        rows = model.objects.filter(rule.filter(actor), school_id=school_id, pk__in=ids)
        found: dict[int, Where] = {}
        for pk, away, *place, status in rows.values_list("pk", gone or "pk", *names):
            is_gone = status in OFF or bool(gone and away)
            found[pk] = Where(*place, is_gone)  # type: ignore[call-arg]
        return found

    return read


def _finals(actor: Actor, school_id: int, ids: Any) -> dict[int, Where]:
    rows = FinalMark.objects.filter(school_id=school_id, pk__in=ids).select_related("group", "subject", "term", "year")
    return {
        row.pk: Where(
            row.course_id,
            row.subject.name if row.subject else "",
            row.group.name,
            row.term.until if row.term else row.year.until,
            row.group.scheme_id,
            row.group_id,
        )
        for row in rows
        if WATCH.allows(actor, row.group)
    }


READERS: dict[str, Reader] = {
    "work": _by_lesson(Work, "lesson__", WATCH_CELL, "withdrawn_at"),
    "attendance": _by_lesson(Attendance, "lesson__", WATCH_CELL),
    "lesson": _by_lesson(Lesson, "", WATCH_LESSON),
    "finalmark": _finals,
}


def places(actor: Actor, school_id: int, entries: QuerySet[Entry]) -> dict[tuple[str, int], Where]:
    """The places of the entries' rows, by kind and id; rows that the actor does not watch are absent."""
    here = actor.within(school_id)
    found: dict[tuple[str, int], Where] = {}
    for kind, read in READERS.items():
        ids = entries.filter(target_kind=kind).order_by().values("target")
        found |= {(kind, pk): where for pk, where in read(here, school_id, ids).items()}
    return found
