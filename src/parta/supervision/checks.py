"""The automatic checks: each looks at facts gathered before and gives what it found. No database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Cause:
    """Whom a finding concerns; the key by which it is known again."""

    kind: str
    course_id: int
    lesson_id: int | None
    person_id: int


@dataclass(frozen=True)
class Past:
    """A lesson that is over and was not cancelled."""

    id: int
    course_id: int
    person_id: int | None
    date: date
    has_topic: bool
    has_attendance: bool
    takes_homework: bool
    homework_by: datetime


@dataclass(frozen=True)
class Facts:
    now: datetime
    lessons: list[Past] = field(default_factory=list)
    lost: dict[int, int] = field(default_factory=dict)
    """Hours of a course that were cancelled or never written."""
    teachers: dict[int, int] = field(default_factory=dict)
    with_homework: set[int] = field(default_factory=set)
    with_marks: set[int] = field(default_factory=set)
    unmarked: set[int] = field(default_factory=set)
    """Lessons with an important work whose day for marks has passed with fewer than half of the marks."""
    lag_hours: int = 3

    def is_blank(self, lesson: Past) -> bool:
        """Nothing at all is written in it."""
        written = lesson.has_topic or lesson.has_attendance
        return not written and lesson.id not in self.with_homework and lesson.id not in self.with_marks


Found = Iterator[Cause]


def _causes(kind: str, facts: Facts, is_amiss: Callable[[Past], bool]) -> Found:
    for row in facts.lessons:
        if row.person_id and is_amiss(row):
            yield Cause(kind, row.course_id, row.id, row.person_id)


def blank(facts: Facts) -> Found:
    return _causes("blank", facts, lambda row: row.date < facts.now.date() and facts.is_blank(row))


def topic(facts: Facts) -> Found:
    return _causes(
        "topic", facts, lambda row: row.date < facts.now.date() and not row.has_topic and not facts.is_blank(row)
    )


def attendance(facts: Facts) -> Found:
    return _causes(
        "attendance",
        facts,
        lambda row: row.date < facts.now.date() and not row.has_attendance and not facts.is_blank(row),
    )


def homework(facts: Facts) -> Found:
    def is_amiss(row: Past) -> bool:
        is_late = row.takes_homework and row.homework_by < facts.now and row.id not in facts.with_homework
        return is_late and not facts.is_blank(row)

    return _causes("homework", facts, is_amiss)


def work_marks(facts: Facts) -> Found:
    return _causes("work_marks", facts, lambda row: row.id in facts.unmarked)


def lag(facts: Facts) -> Found:
    for course_id, hours in facts.lost.items():
        if hours >= facts.lag_hours and course_id in facts.teachers:
            yield Cause("lag", course_id, None, facts.teachers[course_id])


@dataclass(frozen=True)
class Check:
    """A check with its words and where domain.md asks for it."""

    key: str
    title: str | Promise
    explanation: str | Promise
    source: str
    run: Callable[[Facts], Found]


CHECKS = {
    check.key: check
    for check in (
        Check("blank", _("The lesson is empty"), _("Nothing is written in a lesson of a past day."), "2.1, 3.2", blank),
        Check("topic", _("No topic"), _("The lesson has entries, but no topic."), "2.1, 3.2", topic),
        Check("homework", _("No homework"), _("No task stands by the hour the school has set."), "2.1", homework),
        Check("attendance", _("Attendance not checked"), _("Nobody has noted who was there."), "2.1", attendance),
        Check(
            "work_marks", _("A work without marks"), _("An important work still lacks its marks."), "2.2", work_marks
        ),
        Check("lag", _("Behind the programme"), _("Hours were cancelled or never written."), "4.5", lag),
    )
}
