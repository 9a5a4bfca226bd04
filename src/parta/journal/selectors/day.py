"""A teacher's day, and what is left to fill in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import Q

from parta.access.actor import Actor
from parta.attendance.models import ABSENT, Attendance
from parta.classes.selectors import rosters
from parta.homework.models import Homework
from parta.journal.selectors.plans import Planned, planned_for
from parta.lessons.models import Lesson, Status
from parta.school.selectors import now_of, policy_of

BACK = timedelta(days=21)
"""How far back the list of what is left to fill in looks."""


@dataclass(frozen=True)
class DayLesson:
    """A lesson of the day with what is missing in it (empty once everything stands)."""

    lesson: Lesson
    missing: tuple[str, ...]
    is_now: bool
    is_over: bool
    pupils: int
    absent: int
    is_joint: bool = False
    instead_of: str = ""
    planned: str = ""
    """The topic of the plan, where none is written."""

    @property
    def is_cancelled(self) -> bool:
        return bool(self.lesson.status == Status.CANCELLED)

    @property
    def present(self) -> int:
        return self.pupils - self.absent


@dataclass(frozen=True)
class Day:
    day: date
    today: date
    lessons: list[DayLesson]
    left: list[DayLesson]
    left_total: int

    @property
    def week_back(self) -> date:
        return self.day - timedelta(days=7)

    @property
    def week_on(self) -> date:
        return self.day + timedelta(days=7)


TOPIC, HOMEWORK, ATTENDANCE = "topic", "homework", "attendance"
SHOWN_LEFT = 12


def day_of(actor: Actor, on: date | None = None) -> Day:
    """The lessons that the actor gives on a day (default: today), and those of the past days with something missing."""
    school_id = actor.school_id or 0
    now = now_of(school_id)
    today = now.date()
    on = on or today
    lessons = _mine(actor, school_id, on, on)
    past = [row for row in _mine(actor, school_id, today - BACK, today) if _is_over(row, now)]
    states = states_of(school_id, [*lessons, *past], now)
    asked = [_asked(states[row.pk], today) for row in reversed(past)]
    left = [state for state in asked if state.missing]
    planned = planned_for([row for row in lessons if not row.topic])
    shown = [_with_planned(states[row.pk], planned.get(row.pk)) for row in lessons]
    return Day(on, today, shown, left[:SHOWN_LEFT], len(left))


def _with_planned(state: DayLesson, planned: Planned | None) -> DayLesson:
    return replace(state, planned=planned.topic) if planned else state


def _asked(state: DayLesson, today: date) -> DayLesson:
    """Homework is asked for on the day itself (domain.md 2.1); topic and attendance until they stand."""
    return state if state.lesson.date == today else _without_homework(state)


def _without_homework(state: DayLesson) -> DayLesson:
    return replace(state, missing=tuple(name for name in state.missing if name != HOMEWORK))


def _mine(actor: Actor, school_id: int, since: date, until: date) -> list[Lesson]:
    rows = Lesson.objects.filter(school_id=school_id, actual_teacher_id=actor.person_id, date__range=(since, until))
    return with_names(rows)


def with_names(rows: Iterable[Lesson]) -> list[Lesson]:
    """Lessons in order with everything that a line of a list names."""
    joined = rows.select_related(  # type: ignore[attr-defined]
        "course__group__branch", "course__subject", "room", "teacher", "actual_teacher"
    )
    return list(joined.order_by("date", "number", "course__group__name"))


def states_of(school_id: int, lessons: list[Lesson], now: datetime) -> dict[int, DayLesson]:
    """What is missing in each lesson and who is absent; four queries whatever the number of lessons."""
    ids = {row.pk for row in lessons}
    here = {"school_id": school_id, "lesson_id__in": ids}
    given = set(Homework.objects.filter(**here, withdrawn_at__isnull=True).values_list("lesson_id", flat=True))
    missed = Attendance.objects.filter(**here, code__base__in=ABSENT)
    absent = Counter(missed.values_list("lesson_id", flat=True))
    lists = rosters(school_id, {row.course.group_id for row in lessons})
    first_year = bool(policy_of(school_id)["first_year_homework"])
    own = {row.pk: row for row in lessons}.values()
    places = Counter((row.date, row.number, row.actual_teacher_id, row.room_id) for row in own)
    return {
        row.pk: DayLesson(
            lesson=row,
            missing=_missing(row, now, row.pk in given or (row.course.group.year_level == 1 and not first_year)),
            is_now=_is_now(row, now),
            is_over=_is_over(row, now),
            pupils=sum(member.is_in(row.date) for member in lists.get(row.course.group_id, [])),
            absent=absent[row.pk],
            is_joint=places[row.date, row.number, row.actual_teacher_id, row.room_id] > 1,
            instead_of=row.teacher.initials_name if row.teacher and row.teacher_id != row.actual_teacher_id else "",
        )
        for row in lessons
    }


def _missing(lesson: Lesson, now: datetime, has_homework: bool) -> tuple[str, ...]:
    """Nothing is missing before the lesson has begun."""
    if lesson.status == Status.CANCELLED or not _has_begun(lesson, now):
        return ()
    found = (
        (TOPIC, not lesson.topic),
        (ATTENDANCE, lesson.attendance_at is None),
        (HOMEWORK, not has_homework),
    )
    return tuple(name for name, is_missing in found if is_missing)


def _has_begun(lesson: Lesson, now: datetime) -> bool:
    return lesson.date < now.date() or (
        lesson.date == now.date() and (lesson.starts is None or lesson.starts <= now.time())
    )


def _is_over(lesson: Lesson, now: datetime) -> bool:
    return lesson.date < now.date() or (
        lesson.date == now.date() and lesson.ends is not None and lesson.ends <= now.time()
    )


def _is_now(lesson: Lesson, now: datetime) -> bool:
    return _has_begun(lesson, now) and not _is_over(lesson, now) and lesson.starts is not None


def unfilled(school_id: int, where: Q, now: datetime, since: date) -> list[DayLesson]:
    """Lessons that are over and have no topic or no attendance, newest first."""
    rows = Lesson.objects.filter(where, school_id=school_id, date__range=(since, now.date()))
    rows = rows.filter(Q(topic="") | Q(attendance_at__isnull=True)).exclude(status=Status.CANCELLED)
    lessons = [row for row in with_names(rows) if _is_over(row, now)]
    states = states_of(school_id, lessons, now)
    return [_without_homework(states[row.pk]) for row in reversed(lessons)]
