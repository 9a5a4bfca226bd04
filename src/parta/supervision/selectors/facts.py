"""Facts for the checks: everything of the academic year in a fixed number of queries."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q

from parta.classes.models import CourseTeacher, GroupKind, GroupPart
from parta.classes.selectors import active, rosters
from parta.homework.models import Homework
from parta.lessons.arithmetic import teaching_weekday
from parta.lessons.models import Lesson, Status
from parta.marks.models import Mark, Work
from parta.planning.arithmetic import Slot, figures
from parta.planning.models import PlanState
from parta.planning.selectors import COUNTED, plans_of
from parta.school.models import AcademicYear, Holiday, MovedDay, School
from parta.school.selectors import now_of, policy_of, year_on
from parta.supervision.arithmetic import half_marked, workdays_after
from parta.supervision.checks import Facts, Past
from parta.supervision.selectors.studies import signed_of, studies_of

Row = dict[str, Any]
LESSON_FIELDS = (
    "pk",
    "course_id",
    "date",
    "number",
    "ends",
    "status",
    "topic",
    "attendance_at",
    "actual_teacher_id",
    "course__group_id",
    "course__group__year_level",
    "course__group__kind",
)
"""What `past_of` reads of a lesson."""


def facts_of(school_id: int, on: date) -> Facts:
    """What the checks look at on a day: lessons of its academic year until then."""
    now = now_of(school_id)
    if on < now.date():
        now = datetime.combine(on, time.max, now.tzinfo)
    policy, year = policy_of(school_id, on), year_on(school_id, on)
    if year is None:
        return Facts(now)
    rows = _lessons(school_id, year, min(on, now.date()))
    here: dict[str, Any] = {"school_id": school_id, "lesson__course__group__year": year}
    given = Homework.objects.filter(**here, withdrawn_at__isnull=True).values_list("lesson_id", flat=True)
    marked = Mark.objects.filter(school_id=school_id, work__lesson__course__group__year=year).exclude(value="")
    held = [row for row in rows if row["status"] != Status.CANCELLED]
    ends = last_ends(held, classes_of(school_id, year))
    facts = Facts(
        now=now,
        lessons=[past_of(row, ends[row["pk"]], policy, now) for row in held],
        with_homework=set(given),
        with_marks=set(marked.order_by().values_list("work__lesson_id", flat=True).distinct()),
        unmarked=_unmarked(school_id, year, now.date(), policy["work_marks_days"]),
        teachers=_teachers(school_id, year, on),
        studies=studies_of(school_id, year, on, policy),
        signed=signed_of(school_id, year),
        **settings_in(policy),
    )
    facts.lost.update(_lost(rows, facts))
    facts.lost.update(_behind_plans(school_id, rows, facts))
    return facts


def settings_in(policy: dict[str, Any]) -> dict[str, Any]:
    """Of the rules of the school those that the checks read."""
    return {
        "lag_hours": policy["lag_hours"],
        "lesson_days": policy["lesson_days"],
        "gap_days": policy["homework_gap_days"],
        "final_days": policy["final_marks_days"],
        "average_gap": Decimal(policy["average_gap"]),
    }


def _lessons(school_id: int, year: AcademicYear, until: date) -> list[Row]:
    rows = Lesson.objects.filter(school_id=school_id, course__group__year=year, date__range=(year.since, until))
    return list(rows.order_by("date", "number", "pk").values(*LESSON_FIELDS))


def classes_of(school_id: int, year: AcademicYear) -> dict[int, set[int]]:
    """The classes that a subgroup is drawn from."""
    rows = GroupPart.objects.filter(school_id=school_id, whole__year=year, whole__kind=GroupKind.SUBGROUP)
    found: dict[int, set[int]] = defaultdict(set)
    for whole, part in rows.values_list("whole_id", "part_id"):
        found[whole].add(part)
    return found


def last_ends(rows: Iterable[Row], classes: dict[int, set[int]]) -> dict[int, time | None]:
    """For each lesson when the last one of its class ends that day."""
    rows = list(rows)
    last: dict[tuple[int, date], time] = {}
    places = {row["pk"]: classes.get(row["course__group_id"]) or {row["course__group_id"]} for row in rows}
    for row in rows:
        for place in places[row["pk"]] if row["ends"] else ():
            key = (place, row["date"])
            last[key] = max(last.get(key, row["ends"]), row["ends"])
    return {
        row["pk"]: max(
            (last[place, row["date"]] for place in places[row["pk"]] if (place, row["date"]) in last), default=None
        )
        for row in rows
    }


def past_of(row: Row, ends: time | None, policy: dict[str, Any], now: datetime) -> Past:
    by = datetime.combine(row["date"], ends or time(23, 0), now.tzinfo)
    is_asked = row["course__group__kind"] != GroupKind.ACTIVITY
    return Past(
        id=row["pk"],
        course_id=row["course_id"],
        person_id=row["actual_teacher_id"],
        date=row["date"],
        has_topic=bool(row["topic"]),
        has_attendance=row["attendance_at"] is not None,
        takes_homework=is_asked and (row["course__group__year_level"] != 1 or policy["first_year_homework"]),
        homework_by=by + timedelta(minutes=policy["homework_deadline_minutes"]),
    )


def _unmarked(school_id: int, year: AcademicYear, on: date, days: int) -> set[int]:
    """Lessons with an important work whose marks are overdue, fewer than half of the pupils having one."""
    works = Work.objects.filter(
        Q(due__lt=on) | Q(due__isnull=True, lesson__date__lt=on - timedelta(days=days)),
        school_id=school_id,
        lesson__course__group__year=year,
        is_important=True,
        withdrawn_at__isnull=True,
        retake_of__isnull=True,
    ).exclude(lesson__status=Status.CANCELLED)
    put = Count("marks__person", filter=~Q(marks__value=""), distinct=True)
    rows = list(
        works.annotate(put=put).values_list("lesson_id", "lesson__date", "group_id", "lesson__course__group_id", "put")
    )
    lists = rosters(school_id, {own or group for _lesson, _day, own, group, _put in rows})
    return {
        lesson
        for lesson, day, own, group, put in rows
        if not half_marked(put, sum(member.is_in(day) for member in lists.get(own or group, [])))
    }


def _teachers(school_id: int, year: AcademicYear, on: date) -> dict[int, int]:
    rows = CourseTeacher.objects.filter(active(on), school_id=school_id, course__group__year=year)
    return dict(rows.order_by("-since", "-pk").values_list("course_id", "person_id"))


def _lost(rows: list[Row], facts: Facts) -> Counter[int]:
    blank = {row.id for row in facts.lessons if row.date < facts.now.date() and facts.is_blank(row)}
    return Counter(row["course_id"] for row in rows if row["status"] == Status.CANCELLED or row["pk"] in blank)


def _behind_plans(school_id: int, rows: list[Row], facts: Facts) -> dict[int, int]:
    """Where a plan is approved, the lag is by the plan: joined topics catch up, topics outside of it do not count."""
    blank = {row.id for row in facts.lessons if facts.is_blank(row)}
    slots: dict[int, list[Slot]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row["date"], row["number"])):
        is_off = row["status"] == Status.CANCELLED
        held = not is_off and row["pk"] not in blank
        slots[row["course_id"]].append(Slot(row["pk"], row["date"], is_off, held, row["topic"]))
    plans = plans_of(school_id, slots, COUNTED)
    return {
        course: figures(table, slots[course], facts.on).lag
        for course, (plan, table) in plans.items()
        if plan.state == PlanState.APPROVED
    }


@dataclass(frozen=True)
class Workdays:
    """The working days of a school, read once."""

    week_days: int
    moved: dict[date, int]
    holidays: list[tuple[date, date]]

    def is_off(self, on: date) -> bool:
        is_holiday = any(since <= on <= until for since, until in self.holidays)
        return is_holiday or teaching_weekday(on, self.moved, self.week_days) is None

    def after(self, on: date, count: int) -> date:
        return workdays_after(on, count, self.is_off)


def workdays_of(school_id: int) -> Workdays:
    """Holidays of some year levels alone are working days."""
    holidays = Holiday.objects.filter(school_id=school_id, year_levels=[])
    return Workdays(
        School.objects.get(pk=school_id).week_days,
        dict(MovedDay.objects.filter(school_id=school_id).values_list("date", "as_weekday")),
        list(holidays.values_list("since", "until")),
    )
