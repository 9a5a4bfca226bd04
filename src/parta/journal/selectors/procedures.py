"""The page of assessment procedures: a half-year of a branch, what is asked for of it, what may be planned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from parta.access.actor import Actor
from parta.access.rules import require
from parta.classes.models import Course, Group, GroupKind
from parta.common.codes import Ref, code_of
from parta.common.errors import NotFound
from parta.lessons.models import Lesson, Status
from parta.marks.arithmetic.procedures import half_of
from parta.marks.models import Procedure, ScheduleEdition, WorkType
from parta.marks.rules import APPROVE_SCHEDULE, CHANGE_PROCEDURE, PLAN_PROCEDURE
from parta.marks.selectors import Entry, Schedule, schedule_of
from parta.marks.selectors.schedule import monday
from parta.school.models import AcademicYear, Branch, Subject
from parta.school.selectors import today_of, year_on

AHEAD = timedelta(days=6)
"""A class without a lesson on the day writes at its next one within the week."""


@dataclass(frozen=True)
class Asked:
    """What the page is asked for."""

    branch: Ref | None = None
    half: int | None = None
    group: Ref | None = None
    subject: Ref | None = None
    is_bad: bool = False
    past: bool = False
    """The weeks behind too."""


@dataclass(frozen=True)
class Row:
    """A line of the list; `may_change` is what the actor may do with it."""

    entry: Entry
    may_change: bool


@dataclass(frozen=True)
class ProceduresPage:
    branches: list[Branch]
    branch: Branch
    year: AcademicYear
    half: int
    schedule: Schedule
    """Already what was asked for."""
    rows: list[Row]
    groups: list[Group]
    subjects: list[Subject]
    bad: int
    unplanned: int
    edition: ScheduleEdition | None
    may_plan: bool
    may_approve: bool
    today: date
    hides_past: bool


def procedures_page(actor: Actor, school_id: int, asked: Asked) -> ProceduresPage:
    """Fourteen queries whatever the number of procedures."""
    today = today_of(school_id)
    year = year_on(school_id, today)
    branches = sorted(Branch.objects.filter(school_id=school_id), key=lambda row: (not row.is_main, row.short_name))
    branch = next((row for row in branches if asked.branch and row.pk == asked.branch.id), _own(actor, branches))
    if year is None or branch is None:
        raise NotFound
    half = asked.half or half_of(min(max(today, year.since), year.until))
    whole = schedule_of(branch, year, half)
    hides_past = not asked.past and whole.weeks[0] < monday(today) <= whole.until
    whole = _from(whole, monday(today)) if hides_past else whole
    subjects = {row.course.subject_id: row.course.subject for row in whole.entries}
    found = _filtered(whole, asked)
    editions = ScheduleEdition.objects.filter(school_id=school_id, branch=branch, year=year, half=half)
    plannable = Course.objects.filter(PLAN_PROCEDURE.filter(actor), school_id=school_id, group__year=year)
    return ProceduresPage(
        branches=branches,
        branch=branch,
        year=year,
        half=half,
        schedule=found,
        rows=[Row(row, bool(row.procedure and _may_change(actor, row))) for row in found.entries],
        groups=whole.classes,
        subjects=sorted(subjects.values(), key=lambda row: row.name),
        bad=sum(bool(row.findings) for row in whole.entries),
        unplanned=sum(row.procedure is None for row in whole.entries),
        edition=editions.order_by("-version").defer("rows").first(),
        may_plan=plannable.exists(),
        may_approve=APPROVE_SCHEDULE.allows(actor, branch),
        today=today,
        hides_past=hides_past,
    )


def _from(whole: Schedule, first: date) -> Schedule:
    weeks = [week for week in whole.weeks if week >= first]
    return replace(whole, weeks=weeks, entries=[row for row in whole.entries if row.date >= first])


def _own(actor: Actor, branches: Sequence[Branch]) -> Branch | None:
    """The branch that the actor leads, else the main one."""
    own = (row for row in branches if APPROVE_SCHEDULE.allows(actor, row))
    return next(own, next(iter(branches), None))


def _may_change(actor: Actor, entry: Entry) -> bool:
    row: Any = entry.procedure
    row.course = entry.course
    return CHANGE_PROCEDURE.allows(actor, row)


def _filtered(whole: Schedule, asked: Asked) -> Schedule:
    group, subject = asked.group, asked.subject
    entries = [
        row
        for row in whole.entries
        if (not group or group.id in {one.pk for one in row.classes})
        and (not subject or subject.id == row.course.subject_id)
        and (not asked.is_bad or row.findings)
    ]
    shown = [one for one in whole.classes if not group or one.pk == group.id]
    return replace(whole, entries=entries, classes=shown)


@dataclass(frozen=True)
class Target:
    """What a procedure may be planned for: a course or the courses of a whole parallel."""

    code: str
    name: str
    courses: tuple[Course, ...]


def targets_of(actor: Actor, school_id: int, year: AcademicYear) -> tuple[list[Target], list[Target]]:
    """Whole parallels, then single courses that the actor may plan for. One query."""
    kinds = (GroupKind.CLASS, GroupKind.SUBGROUP)
    rows = Course.objects.filter(
        PLAN_PROCEDURE.filter(actor), school_id=school_id, group__year=year, group__kind__in=kinds
    )
    found = list(
        rows.select_related("group__branch", "group__year", "subject").order_by(
            "subject__name", "group__year_level", "group__name", "pk"
        )
    )
    parallels: dict[tuple[int, int, int | None], list[Course]] = {}
    for row in found:
        parallels.setdefault((row.subject_id, row.group.branch_id, row.group.year_level), []).append(row)
    wide = [
        Target(f"all-{code_of(courses[0])}", _parallel_name(courses), tuple(courses))
        for courses in parallels.values()
        if len(courses) > 1 and courses[0].group.year_level
    ]
    return wide, [Target(code_of(row), f"{row.subject.name}, {row.group.name}", (row,)) for row in found]


def _parallel_name(courses: Sequence[Course]) -> str:
    names = ", ".join(row.group.name for row in courses)
    return _("%(subject)s, year level %(level)s: %(names)s") % {
        "subject": courses[0].subject.name,
        "level": courses[0].group.year_level,
        "names": names,
    }


def days_of(courses: Sequence[Course], on: date) -> dict[int, date]:
    """Of each course the day of its first lesson from the day on, within a week; the day itself where there is none."""
    rows = Lesson.objects.filter(
        school_id=courses[0].school_id, course_id__in=[row.pk for row in courses], date__range=(on, on + AHEAD)
    ).exclude(status=Status.CANCELLED)
    days = dict.fromkeys((row.pk for row in courses), on)
    days.update(rows.order_by("-date").values_list("course_id", "date"))
    return days


def procedure_of(actor: Actor, ref: Ref) -> Procedure:
    """A procedure that stands, for who may change it; not found otherwise."""
    rows = Procedure.objects.filter(school_id=ref.school_id, pk=ref.id, withdrawn_at__isnull=True)
    found: Procedure | None = rows.select_related("course__group__year", "course__subject", "type").first()
    if found is None:
        raise NotFound
    require(actor, CHANGE_PROCEDURE, found)
    return found


def kinds_of(school_id: int) -> list[WorkType]:
    """Kinds of work, the important ones first; the answers at the lesson are none."""
    rows = WorkType.objects.filter(school_id=school_id, is_default=False)
    return list(rows.order_by("-is_important", "position", "pk"))
