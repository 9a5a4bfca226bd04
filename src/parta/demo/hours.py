"""The lessons of the year as the history needs them, and who gives them instead of a teacher who is ill."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from parta.demo.chance import chance
from parta.demo.context import ZONE, Demo, moment
from parta.demo.lesson_plan import Stage
from parta.demo.people import SIGN_INS
from parta.demo.plan import MAIN, VYACHKA, CoursePlan
from parta.lessons.models import Lesson


@dataclass(frozen=True)
class Hour:
    """A lesson: its row, course, place in time, the teacher's key, the course's next lesson."""

    id: int
    plan: CoursePlan
    on: date
    number: int
    starts: time
    ends: time
    teacher: str
    stage: Stage
    next_id: int | None

    @property
    def ended(self) -> datetime:
        return datetime.combine(self.on, self.ends, ZONE)


@dataclass(frozen=True)
class Instead:
    """Lessons of a day that another teacher gives; without one they are cancelled."""

    hours: tuple[Hour, ...]
    teacher: str | None
    reason: str

    @property
    def at(self) -> datetime:
        return moment(self.hours[0].on, 7, 45)


def hours_of(demo: Demo) -> list[Hour]:
    """Lessons that have begun by now and belong to the history, in the order of time."""
    plans = {demo.courses[plan.key].pk: plan for plan in demo.plans}
    rows: dict[int, list[tuple]] = defaultdict(list)
    columns = ("course_id", "id", "date", "number", "starts", "ends")
    found = Lesson.objects.filter(school=demo.school).order_by("course_id", "date", "number")
    for course, *row in found.values_list(*columns):
        rows[course].append(tuple(row))
    since = demo.size.first_day(demo.calendar.since, demo.today)
    hours = [
        hour
        for course, lessons in rows.items()
        if course in plans
        for hour in _of_course(plans[course], lessons, demo.staff.teacher_of[plans[course].key])
        if since <= hour.on and hour.ended <= demo.now
    ]
    return sorted(hours, key=lambda hour: (hour.on, hour.starts, hour.id))


def _of_course(plan: CoursePlan, rows: list[tuple], teacher: str) -> Iterator[Hour]:
    for index, (pk, on, number, starts, ends) in enumerate(rows):
        following = rows[index + 1][0] if index + 1 < len(rows) else None
        stage = Stage(plan.subject, plan.level, index, len(rows), plan.hours)
        yield Hour(pk, plan, on, number, starts, ends, teacher, stage, following)


REASONS = ("Болезнь учителя", "Болезнь учителя", "Курсы повышения квалификации", "Семинар в районе")
NEVER_ILL = {key for _role, key in SIGN_INS} | {"phys-2"}


def substituted(demo: Demo, hours: list[Hour]) -> tuple[list[Hour], list[Instead]]:
    """The hours as they are really given, and what was decided about teachers who were away."""
    by_day: dict[tuple[str, date], list[Hour]] = defaultdict(list)
    busy = {(hour.teacher, hour.on, hour.starts) for hour in hours}
    for hour in hours:
        by_day[hour.teacher, hour.on].append(hour)
    given = {hour.id: hour for hour in hours}
    decided = []
    for teacher, on, reason in _away(demo, hours):
        for same_time in _by_time(by_day.get((teacher, on), [])):
            is_cancelled = chance("cancelled", same_time[0].plan.key, on).random() < 0.06
            found = None if is_cancelled else _free(demo, same_time[0], busy)
            decided.append(Instead(same_time, found, reason))
            for hour in same_time:
                del given[hour.id]
                if found:
                    busy.add((found, on, hour.starts))
                    given[hour.id] = replace(hour, teacher=found)
    return sorted(given.values(), key=lambda hour: (hour.on, hour.starts, hour.id)), decided


def _away(demo: Demo, hours: list[Hour]) -> Iterator[tuple[str, date, str]]:
    """Each week somebody is away for one to three days; somebody is today."""
    days = sorted({hour.on for hour in hours})
    teachers = sorted({hour.teacher for hour in hours} - NEVER_ILL)
    for monday in sorted({on - timedelta(days=on.weekday()) for on in days}):
        random = chance("away", monday)
        teacher, reason = random.choice(teachers), random.choice(REASONS)
        first = random.randrange(4)
        week = [monday + timedelta(days=first + number) for number in range(random.randint(1, 3))]
        yield from ((teacher, on, reason) for on in week if on in days and on != demo.today)
    here = sorted({hour.teacher for hour in hours if hour.on == demo.today} - NEVER_ILL)
    if here:
        yield chance("today").choice(here), demo.today, REASONS[0]


def _by_time(hours: list[Hour]) -> list[tuple[Hour, ...]]:
    """Lessons of a класс-комплект stay together."""
    found: dict[time, list[Hour]] = defaultdict(list)
    for hour in hours:
        found[hour.starts].append(hour)
    return [tuple(rows) for rows in found.values()]


def _free(demo: Demo, hour: Hour, busy: set[tuple[str, date, time]]) -> str | None:
    """A teacher of the same subject who has no lesson then, else anybody of the branch who is at work that day."""
    at_work = {teacher for teacher, on, _starts in busy if on == hour.on}
    branch = hour.plan.branch if hour.plan.branch in (MAIN, VYACHKA) else MAIN
    knows = {
        demo.staff.teacher_of[plan.key]
        for plan in demo.plans
        if (plan.subject, plan.branch) == (hour.plan.subject, branch)
    }
    free = [
        key
        for key in sorted(at_work - {hour.teacher, "director-1"})
        if demo.staff.employees[key].branch == branch and (key, hour.on, hour.starts) not in busy
    ]
    able = [key for key in free if key in knows]
    return next(iter(able), None) or next((key for key in free if key not in NEVER_ILL), None)
