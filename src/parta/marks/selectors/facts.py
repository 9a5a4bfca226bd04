"""What the checks of assessment procedures look at, read at once; what they found, in words.

A procedure is `p5`, an important work of the grid that nobody planned `w7`; what is only asked about begins with "new".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max, Min, Q

from parta.classes.models import Course, Group, GroupKind, GroupPart
from parta.lessons.models import Lesson, Status
from parta.marks.arithmetic.procedures import Facts, Finding, Limits, Planned, findings
from parta.marks.models import Procedure, Work
from parta.marks.wording import label, say, source
from parta.school.models import AcademicYear
from parta.school.selectors import policy_of

WHOLE = (GroupKind.CLASS, GroupKind.SUBGROUP, GroupKind.COMBINED)
"""Groups whose works are those of a class; who is taught alone has no procedures."""


@dataclass(frozen=True)
class Said:
    """A finding as people read it."""

    key: str
    code: str
    words: str
    source: str


@dataclass
class Reading:
    """Courses with their procedures and works, and what is needed to check them."""

    courses: dict[int, Course]
    classes: dict[int, tuple[Group, ...]]
    """The classes of each group: itself, or what a subgroup is drawn from."""
    procedures: list[Procedure]
    works: list[Work]
    edges: dict[tuple[int, date], tuple[int, int]]
    lessons: dict[tuple[int, date], set[int]]

    def planned(self, key: str, course_id: int, on: date, number: int | None, minutes: int = 45) -> Planned:
        course = self.courses[course_id]
        classes = self.classes[course.group_id]
        level = course.group.year_level or next((one.year_level for one in classes), None)
        return Planned(
            key=key,
            course=course_id,
            subject=course.subject_id,
            classes=frozenset(one.pk for one in classes),
            parallel=(course.group.branch_id, level or 0),
            date=on,
            number=number,
            minutes=minutes,
            has_lesson=bool(self.lessons.get((course_id, on))),
        )

    def rows(self) -> list[Planned]:
        plans = [
            self.planned(f"p{row.pk}", row.course_id, row.date, self.number_of(row), row.minutes)
            for row in self.procedures
        ]
        works = (
            self.planned(f"w{row.pk}", row.lesson.course_id, row.lesson.date, row.lesson.number) for row in self.works
        )
        return [*plans, *works]

    def number_of(self, row: Procedure) -> int | None:
        """Of the lesson as the timetable has it now: it may have changed since the procedure was planned."""
        numbers = self.lessons.get((row.course_id, row.date), set())
        return max(numbers) if numbers and row.number not in numbers else row.number

    def labels(self) -> dict[str, str]:
        """ "алгебра, 7А, 23 ноября" by key."""
        found = {f"p{row.pk}": label(self.courses[row.course_id], row.date) for row in self.procedures}
        return found | {f"w{row.pk}": label(self.courses[row.lesson.course_id], row.lesson.date) for row in self.works}

    def facts(self, more: Iterable[Planned] = (), without: str = "") -> Facts:
        rows = [row for row in self.rows() if row.key != without]
        hours = {pk: course.hours_week for pk, course in self.courses.items()}
        return Facts((*rows, *more), hours, self.edges)


def limits_of(policy: Mapping[str, Any]) -> Limits:
    return Limits(
        a_day=policy["procedures_a_day"],
        apart=policy["procedures_apart_days"],
        spread=policy["procedures_spread_days"],
        share=policy["procedures_share"],
        edges=policy["procedures_not_at_edges"],
    )


def read(school_id: int, year: AcademicYear, which: Q, days: Iterable[date] = ()) -> Reading:
    """Everything of the year about the courses that `which` names, `days` being looked at too: six queries."""
    here = {"school_id": school_id}
    rows = Course.objects.filter(which, **here, group__year=year, group__kind__in=WHOLE)
    courses = {row.pk: row for row in rows.select_related("group", "subject")}
    classes = _classes(school_id, courses.values())
    plans = Procedure.objects.filter(**here, course_id__in=courses, withdrawn_at__isnull=True)
    procedures = list(plans.select_related("type").order_by("date", "number", "pk"))
    works = Work.objects.filter(
        **here,
        lesson__course_id__in=courses,
        is_important=True,
        withdrawn_at__isnull=True,
        retake_of__isnull=True,
        position__gt=0,
    ).select_related("lesson", "type")
    bound = {row.work_id for row in procedures}
    loose = [row for row in works.order_by("lesson__date", "pk") if row.pk not in bound]
    dates = {row.date for row in procedures} | {row.lesson.date for row in loose} | set(days)
    edges, lessons = _lessons(school_id, courses, classes, dates)
    return Reading(courses, classes, procedures, loose, edges, lessons)


def _classes(school_id: int, courses: Iterable[Course]) -> dict[int, tuple[Group, ...]]:
    groups = {course.group_id: course.group for course in courses}
    drawn = [pk for pk, group in groups.items() if group.kind != GroupKind.CLASS]
    rows = GroupPart.objects.filter(school_id=school_id, whole_id__in=drawn).select_related("part")
    parts: dict[int, list[Group]] = defaultdict(list)
    for row in rows:
        parts[row.whole_id].append(row.part)
    return {pk: tuple(parts.get(pk, [group])) for pk, group in groups.items()}


def _lessons(
    school_id: int, courses: dict[int, Course], classes: dict[int, tuple[Group, ...]], dates: set[date]
) -> tuple[dict[tuple[int, date], tuple[int, int]], dict[tuple[int, date], set[int]]]:
    """First and last lesson of each class on the days, and which lessons the courses have then."""
    if not dates:
        return {}, {}
    rows = Lesson.objects.filter(school_id=school_id, course_id__in=courses, date__in=dates)
    rows = rows.exclude(status=Status.CANCELLED)
    edges: dict[tuple[int, date], tuple[int, int]] = {}
    numbers: dict[tuple[int, date], set[int]] = defaultdict(set)
    for course, on, first, last in (
        rows.order_by().values_list("course_id", "date").annotate(Min("number"), Max("number"))
    ):
        numbers[course, on] = {first, last}
        for one in classes[courses[course].group_id]:
            known = edges.get((one.pk, on), (first, last))
            edges[one.pk, on] = min(first, known[0]), max(last, known[1])
    return edges, numbers


def around(course: Course) -> Q:
    """The courses that a procedure of this one can clash with: of its classes, and of the subject in the parallel."""
    own = [course.group_id]
    rows = GroupPart.objects.filter(school_id=course.school_id)
    if course.group.kind != GroupKind.CLASS:
        own = list(rows.filter(whole_id=course.group_id).values_list("part_id", flat=True)) or own
    wholes = list(rows.filter(part_id__in=own).values_list("whole_id", flat=True))
    near = Q(subject_id=course.subject_id, group__branch_id=course.group.branch_id)
    return Q(group_id__in=[*own, *wholes, course.group_id]) | near & Q(group__year_level=course.group.year_level)


def said(
    reading: Reading, found: Sequence[Finding], limits: Limits, more: Mapping[str, str] | None = None
) -> list[Said]:
    names = reading.labels() | dict(more or {})
    return [Said(row.key, row.code, say(row, limits, names), source(row.code)) for row in found]


def _check(reading: Reading, more: list[Planned], policy: Mapping[str, Any], without: str = "") -> list[Said]:
    limits, keys = limits_of(policy), {row.key for row in more}
    found = [row for row in findings(reading.facts(more, without), limits) if row.key in keys]
    names = {row.key: label(reading.courses[row.course], row.date) for row in more}
    return said(reading, found, limits, names)


def check_of_lesson(lesson: Lesson) -> list[Said]:
    """What stands against a new important work of a lesson; nothing where it was planned. Nine queries at most."""
    course = lesson.course
    reading = read(course.school_id, course.group.year, around(course), [lesson.date])
    if course.pk not in reading.courses:
        return []
    fits = (row.course_id == course.pk and row.date == lesson.date and not row.work_id for row in reading.procedures)
    if any(fits):
        return []
    new = reading.planned("new", course.pk, lesson.date, lesson.number)
    return _check(reading, [new], policy_of(course.school_id))


def check_plans(
    courses: Sequence[Course], days: Mapping[int, date], minutes: int, moved: Procedure | None = None
) -> list[Said]:
    """What stands against procedures of the courses on their days; `moved` is the one that is changed."""
    which, first = Q(), courses[0]
    for course in courses:
        which |= around(course)
    reading = read(first.school_id, first.group.year, which, set(days.values()))
    more = []
    for course in courses:
        if course.pk in reading.courses:
            numbers = reading.lessons.get((course.pk, days[course.pk]))
            number = max(numbers) if numbers else None
            more.append(reading.planned(f"new{course.pk}", course.pk, days[course.pk], number, minutes))
    return _check(reading, more, policy_of(first.school_id), f"p{moved.pk}" if moved else "")


def procedures_of_course(course: Course, since: date, until: date) -> list[Procedure]:
    """Planned for the course and not written yet, by day. One query."""
    rows = Procedure.objects.filter(
        school_id=course.school_id,
        course=course,
        date__range=(since, until),
        work__isnull=True,
        withdrawn_at__isnull=True,
    )
    return list(rows.select_related("type").order_by("date", "pk"))


def warnings_of(course: Course, today: date) -> dict[str, list[Said]]:
    """What stands against the procedures and works of a course, by work ("w7") or day ("2026-11-26")."""
    reading = read(course.school_id, course.group.year, around(course))
    limits = limits_of(policy_of(course.school_id, today))
    keys = {f"w{row.pk}": f"w{row.pk}" for row in reading.works if row.lesson.course_id == course.pk}
    for row in reading.procedures:
        if row.course_id == course.pk:
            keys[f"p{row.pk}"] = f"w{row.work_id}" if row.work_id else f"{row.date}"
    found: dict[str, list[Said]] = defaultdict(list)
    for one in said(reading, findings(reading.facts(), limits), limits):
        if one.key in keys:
            found[keys[one.key]].append(one)
    return found
