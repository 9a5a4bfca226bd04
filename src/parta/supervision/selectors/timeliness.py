"""How timely journals are kept, by teacher, class or branch: from the server's times, never typed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Min

from parta.access.actor import Actor
from parta.common.codes import Ref
from parta.homework.models import Homework
from parta.ledger.models import Entry
from parta.lessons.models import OFF, Lesson
from parta.people.models import Person
from parta.school.models import School
from parta.school.selectors import year_on
from parta.supervision.arithmetic import percent
from parta.supervision.models import UNSETTLED, Remark
from parta.supervision.rules import VIEW_REMARK, VIEW_TIMELINESS

DAYS = {"week": 7, "month": 30, "year": 366}
KEYS = {
    "teacher": ("actual_teacher_id", "actual_teacher__sort_key", "person_id"),
    "group": ("course__group_id", "course__group__name", "group_id"),
    "branch": ("course__group__branch_id", "course__group__branch__short_name", "branch_id"),
}
"""What lines are made of: its id and name at a lesson, its id at a remark."""
SORTS = ("title", "lessons", "topics", "tasks", "without", "open", "overdue")


@dataclass
class Score:
    """Lessons that are over, and how many of them got on their day what they should."""

    ref: Ref
    title: str
    lessons: int = 0
    in_time: int = 0
    given: int = 0
    without: int = 0
    open: int = 0
    overdue: int = 0

    @property
    def topics(self) -> int:
        return percent(self.in_time, self.lessons) or 0

    @property
    def tasks(self) -> int:
        return percent(self.given, self.lessons) or 0


@dataclass(frozen=True)
class Timeliness:
    since: date
    until: date
    lines: list[Score]


def timeliness(actor: Actor, *, by: str, period: str, sort: str = "") -> Timeliness:
    """A line per teacher, class or branch in the actor's scope; a fixed number of queries."""
    school = School.objects.get(pk=actor.school_id or 0)
    until = actor.on - timedelta(days=1)
    since = actor.on - timedelta(days=DAYS[period])
    year = year_on(school.pk, actor.on)
    since = max(since, year.since) if year else since
    lines = _lines(actor, school, (since, until), by)
    _add_remarks(actor, school, lines, by)
    if by == "teacher":
        for person in Person.objects.filter(pk__in=lines):
            lines[person.pk].title = person.initials_name
    name = sort.removeprefix("-") if sort.removeprefix("-") in SORTS else "title"
    found = sorted(lines.values(), key=lambda line: line.title)
    found.sort(key=lambda line: getattr(line, name), reverse=sort.startswith("-"))
    return Timeliness(since, until, found)


def _lines(actor: Actor, school: School, span: tuple[date, date], by: str) -> dict[int, Score]:
    """Whether the topic and a task stood by the end of the lesson's day, as the first entry and the task say."""
    key, name, _remark = KEYS[by]
    zone = ZoneInfo(school.time_zone)
    rows = Lesson.objects.filter(VIEW_TIMELINESS.filter(actor), school_id=school.pk, date__range=span)
    rows = rows.exclude(status__in=OFF).exclude(actual_teacher=None)
    begins = datetime.combine(span[0], time.min, zone)
    entries = Entry.objects.filter(school_id=school.pk, action="lessons.lesson.written", at__gte=begins)
    written = dict(entries.order_by().values_list("target").annotate(Min("at")))
    tasks = Homework.objects.filter(school_id=school.pk, lesson__date__range=span, withdrawn_at__isnull=True)
    given = dict(tasks.order_by().values_list("lesson_id").annotate(Min("written_at")))
    lines: dict[int, Score] = {}
    for pk, on, topic, where, title in rows.order_by().values_list("pk", "date", "topic", key, name):
        line = lines.setdefault(where, Score(Ref(school.pk, where), title))
        line.lessons += 1
        line.in_time += bool(topic) and _is_by(on, written.get(pk), zone)
        line.given += _is_by(on, given.get(pk), zone)
        line.without += not topic
    return lines


def _is_by(on: date, at: Any, zone: ZoneInfo) -> bool:
    return at is not None and at.astimezone(zone).date() <= on


def _add_remarks(actor: Actor, school: School, lines: dict[int, Score], by: str) -> None:
    rows = Remark.objects.filter(VIEW_REMARK.filter(actor), school_id=school.pk, state__in=UNSETTLED)
    for where, due in rows.values_list(KEYS[by][2], "due"):
        if where in lines:
            lines[where].open += 1
            lines[where].overdue += due < actor.on
