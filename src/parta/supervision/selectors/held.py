"""Lessons that are over and works with the server's times of their entries: what timeliness is counted from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F, Min

from parta.access.actor import Actor
from parta.classes.selectors import rosters
from parta.homework.models import Homework
from parta.ledger.models import Entry
from parta.lessons.models import Lesson, Status
from parta.marks.models import Work
from parta.school.models import School
from parta.school.selectors import policy_of, year_on
from parta.supervision.arithmetic import half_marked
from parta.supervision.checks import Past
from parta.supervision.rules import VIEW_TIMELINESS
from parta.supervision.selectors.facts import LESSON_FIELDS, classes_of, last_ends, past_of


@dataclass(frozen=True)
class Held:
    """A lesson that is over, where it counts, and when its topic and its first task were written."""

    id: int
    on: date
    person_id: int
    course_id: int
    group_id: int
    branch_id: int
    has_topic: bool
    topic_on: date | None
    task_at: datetime | None
    is_asked: bool
    """A task counts here: one is asked for at every lesson, or one was given."""
    task_by: datetime

    @property
    def is_topic_timely(self) -> bool:
        return self.has_topic and self.topic_on is not None and self.topic_on <= self.on

    @property
    def is_task_timely(self) -> bool:
        return self.task_at is not None and self.task_at <= self.task_by

    @property
    def days(self) -> int | None:
        """After how many days the topic was written first; none without a topic."""
        return max((self.topic_on - self.on).days, 0) if self.has_topic and self.topic_on else None

    @property
    def is_late(self) -> bool:
        return not self.is_topic_timely or (self.is_asked and not self.is_task_timely)


@dataclass(frozen=True)
class Times:
    lessons: list[Held]
    works: dict[int, list[bool]]
    """By lesson: for each work whose day for marks is over, whether they stood by then."""
    policy: dict[str, Any]


def times_of(actor: Actor, school: School, span: tuple[date, date]) -> Times:
    """Lessons in the actor's scope on the days of a span (inclusive) and their works; a fixed number of queries."""
    zone, policy = ZoneInfo(school.time_zone), policy_of(school.pk, actor.on)
    rows = Lesson.objects.filter(VIEW_TIMELINESS.filter(actor), school_id=school.pk, date__range=span)
    rows = rows.exclude(status=Status.CANCELLED).exclude(actual_teacher=None)
    read = list(rows.order_by("date", "number", "pk").values(*LESSON_FIELDS, branch=F("course__group__branch_id")))
    year = year_on(school.pk, span[1])
    ends = last_ends(read, classes_of(school.pk, year) if year else {})
    begins = datetime.combine(span[0], time.min, zone)
    entries = Entry.objects.filter(
        school_id=school.pk,
        target_kind="lesson",
        action="lessons.lesson.written",
        target__in=Lesson.objects.filter(school_id=school.pk, date__range=span).values("pk"),
    )
    written = dict(entries.order_by().values_list("target").annotate(Min("at")))
    tasks = Homework.objects.filter(school_id=school.pk, lesson__date__range=span, withdrawn_at__isnull=True)
    given = dict(tasks.order_by().values_list("lesson_id").annotate(Min("written_at")))
    lessons = [
        _held(
            row,
            past_of(row, ends[row["pk"]], policy, begins),
            written[row["pk"]].astimezone(zone).date() if row["pk"] in written else None,
            given.get(row["pk"]),
            is_every=bool(policy["homework_every_lesson"]),
        )
        for row in read
    ]
    works = _works(school, span, zone, (actor.on, policy["work_marks_days"]))
    return Times(lessons, works, policy)


def _held(row: dict[str, Any], past: Past, topic_on: date | None, task_at: datetime | None, *, is_every: bool) -> Held:
    return Held(
        id=past.id,
        on=past.date,
        person_id=row["actual_teacher_id"],
        course_id=past.course_id,
        group_id=row["course__group_id"],
        branch_id=row["branch"],
        has_topic=past.has_topic,
        topic_on=topic_on,
        task_at=task_at,
        is_asked=task_at is not None or (past.takes_homework and is_every),
        task_by=past.homework_by,
    )


def _works(school: School, span: tuple[date, date], zone: ZoneInfo, asked: tuple[date, int]) -> dict[int, list[bool]]:
    """Works of lessons of a span whose day for marks is over; re-takes have no day of their own."""
    today, days = asked
    works = Work.objects.filter(
        school_id=school.pk,
        lesson__date__range=span,
        position__gt=0,
        withdrawn_at__isnull=True,
        retake_of__isnull=True,
    )
    names = ("pk", "lesson_id", "lesson__date", "due", "group_id", "lesson__course__group_id")
    rows = [(*row[:3], row[3] or row[2] + timedelta(days=days), row[4] or row[5]) for row in works.values_list(*names)]
    lists = rosters(school.pk, {row[4] for row in rows})
    entries = Entry.objects.filter(
        school_id=school.pk, target_kind="work", action="marks.mark.put", target__in=works.values("pk")
    )
    first: dict[int, list[date]] = {}
    for work, _pupil, at in entries.order_by().values_list("target", "subject").annotate(Min("at")):
        first.setdefault(work, []).append(at.astimezone(zone).date())
    found: dict[int, list[bool]] = {}
    for pk, lesson, on, due, group in rows:
        if due < today:
            pupils = sum(member.is_in(on) for member in lists.get(group, []))
            put = sum(day <= due for day in first.get(pk, []))
            found.setdefault(lesson, []).append(half_marked(put, pupils))
    return found
