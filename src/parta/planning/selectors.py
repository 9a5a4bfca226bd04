"""Reading thematic plans: the table, its history, where it may be copied."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from textwrap import shorten

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from parta.access.actor import Actor
from parta.access.rules import require
from parta.classes.models import Course, CourseTeacher
from parta.classes.rules import VIEW_COURSE
from parta.classes.selectors import active
from parta.common.codes import Ref
from parta.common.errors import NotFound
from parta.planning.arithmetic import Row
from parta.planning.arithmetic.pasted import Doubt
from parta.planning.models import Correction, Edition, Kind, Plan, PlanState, Topic
from parta.planning.rules import APPROVE_PLAN, COPY_PLAN, EDIT_PLAN
from parta.school.registers import REGISTERS
from parta.school.selectors import today_of

FIELDS = ("title", "hours", "kind", "joins", "work", "homework", "minutes", "is_important", "id")
COUNTED = FIELDS[:4]
"""What the arithmetic of many plans needs; the order is that of `Row`."""


def tables_of(school_id: int, plan_ids: Collection[int], fields: tuple[str, ...] = FIELDS) -> dict[int, list[Row]]:
    """By plan its rows in order; one query."""
    topics = Topic.objects.filter(school_id=school_id, plan_id__in=plan_ids).order_by("plan_id", "position", "pk")
    found: dict[int, list[Row]] = defaultdict(list)
    for plan_id, *values in topics.values_list("plan_id", *fields):
        found[plan_id].append(Row(*values))
    return found


def rows_of(plan: Plan) -> list[Row]:
    return tables_of(plan.school_id, [plan.pk])[plan.pk]


def plans_of(
    school_id: int, course_ids: Collection[int], fields: tuple[str, ...] = FIELDS
) -> dict[int, tuple[Plan, list[Row]]]:
    """By course its plan with the rows; two queries."""
    plans = list(Plan.objects.filter(school_id=school_id, course_id__in=course_ids))
    tables = tables_of(school_id, [plan.pk for plan in plans], fields)
    return {plan.course_id: (plan, tables[plan.pk]) for plan in plans}


def named_by_course(school_id: int, ids: Iterable[int]) -> dict[int, str]:
    """How plans are named in the history: "Алгебра, 7А"."""
    rows = Plan.objects.filter(school_id=school_id, pk__in=ids)
    values = rows.values_list("pk", "course__subject__name", "course__group__name")
    return {pk: f"{subject}, {group}" for pk, subject, group in values}


def course_of(actor: Actor, ref: Ref) -> Course:
    """A course whose plan the actor may see; not found otherwise."""
    rows = Course.objects.filter(school_id=ref.school_id, pk=ref.id)
    found: Course | None = rows.select_related("group__branch", "group__year", "subject").first()
    if found is None:
        raise NotFound
    require(actor, VIEW_COURSE, found)
    return found


def works_in(school_id: int) -> dict[str, str]:
    """Kinds of work of the school, by the name the short one; they are of a later room, known by its register."""
    rows = REGISTERS["work-types"].model.objects.filter(school_id=school_id)
    return dict(rows.values_list("name", "short_name"))


def doubt_words(doubt: Doubt) -> str:
    """What was not read in a pasted table, in words."""
    values = {name: shorten(text, 120, placeholder="…") for name, text in vars(doubt).items() if isinstance(text, str)}
    what = "work_left" if doubt.what == "work" and not doubt.kept else doubt.what
    return str(DOUBTS[what]) % values


def teachers_of(course: Course) -> list[str]:
    rows = CourseTeacher.objects.filter(active(today_of(course.school_id)), school_id=course.school_id, course=course)
    return [row.person.full_name for row in rows.select_related("person").order_by("person__sort_key")]


@dataclass(frozen=True)
class PlanPage:
    """A plan (or none yet) with what the actor may do."""

    course: Course
    teachers: list[str]
    plan: Plan | None
    rows: list[Row]
    corrections: list[Correction]
    editions: list[Edition]
    can_edit: bool
    can_approve: bool

    @property
    def waiting(self) -> list[Correction]:
        """Corrections that the deputy head has not accepted."""
        return [row for row in self.corrections if not row.accepted_at]

    @property
    def is_approved(self) -> bool:
        return self.plan is not None and self.plan.state == PlanState.APPROVED

    @property
    def is_submitted(self) -> bool:
        return self.plan is not None and self.plan.state == PlanState.SUBMITTED

    @property
    def numbered(self) -> list[tuple[str, Row, str]]:
        """Rows as they are shown."""
        return numbered(self.rows)

    @property
    def sheet(self) -> list[tuple[Correction, list[str]]]:
        """The correction sheet, changes in words."""
        return [(row, [change_words(change) for change in row.changes]) for row in self.corrections]


def numbered(rows: list[Row]) -> list[tuple[str, Row, str]]:
    """By row the numbers of its lessons ("3", "3–4"), itself, its kind in words."""
    found, at = [], 0
    for row in rows:
        if row.is_section:
            found.append(("", row, ""))
            continue
        first = at if row.joins and at else at + 1
        at = first + row.hours - 1
        found.append((f"{first}–{at}" if at > first else f"{first}", row, str(Kind(row.kind).label)))
    return found


def plan_page(actor: Actor, ref: Ref) -> PlanPage:
    """The plan of a course with its correction sheet: seven queries at most."""
    course = course_of(actor, ref)
    plan = Plan.objects.filter(school_id=ref.school_id, course=course).select_related("approved_by").first()
    mine = {"school_id": ref.school_id, "plan": plan}
    corrections = Correction.objects.filter(**mine).select_related("by", "accepted_by").order_by("at", "pk")
    editions = Edition.objects.filter(**mine).defer("rows").select_related("by").order_by("-number")
    return PlanPage(
        course,
        teachers_of(course),
        plan,
        rows_of(plan) if plan else [],
        list(corrections) if plan else [],
        list(editions) if plan else [],
        EDIT_PLAN.allows(actor, course),
        APPROVE_PLAN.allows(actor, course),
    )


@dataclass(frozen=True)
class Target:
    course: Course
    plan: Plan | None

    @property
    def is_free(self) -> bool:
        """A draft may be written over, a plan that was handed in or approved may not."""
        return self.plan is None or self.plan.state == PlanState.DRAFT


def copy_targets(actor: Actor, course: Course) -> list[Target]:
    """Courses of the same subject and year level, of this year and later ones, that the actor may copy into."""
    rows = Course.objects.filter(
        COPY_PLAN.filter(actor),
        Q(group__year__since__gte=course.group.year.since),
        school_id=course.school_id,
        subject_id=course.subject_id,
        group__year_level=course.group.year_level,
    ).exclude(pk=course.pk)
    found = list(rows.select_related("group__branch", "group__year", "subject").order_by("group__year__since", "pk"))
    plans = Plan.objects.filter(school_id=course.school_id, course_id__in=[row.pk for row in found])
    by_course = {plan.course_id: plan for plan in plans}
    return [Target(row, by_course.get(row.pk)) for row in found]


def edition_rows(plan: Plan, number: int) -> tuple[Edition, list[Row]]:
    """An approved edition with its rows; not found otherwise."""
    rows = Edition.objects.filter(school_id=plan.school_id, plan=plan, number=number)
    found: Edition | None = rows.select_related("by").first()
    if found is None:
        raise NotFound
    return found, [Row(**values) for values in found.rows]


WORDS = {
    "added": _("added: “%(title)s”, %(new)s h"),
    "removed": _("taken out: “%(title)s”, %(old)s h"),
    "moved": _("moved: “%(title)s”"),
    "joined": _("“%(title)s” is joined with the topic before"),
    "parted": _("“%(title)s” has a lesson of its own again"),
    "shortened": _("“%(title)s”: %(new)s h instead of %(old)s"),
    "lengthened": _("“%(title)s”: %(new)s h instead of %(old)s"),
    "renamed": _("“%(new)s” instead of “%(old)s”"),
    "otherwise": _("“%(title)s”: homework, kind or work changed"),
}


DOUBTS = {
    "hours": _("“%(title)s”: hours “%(said)s” cannot be read. A whole number from 1 to 99 is needed."),
    "sum": _("The line “%(title)s” says %(said)s h, but the topics that were read make %(kept)s h. Compare them."),
    "minutes": _("“%(title)s”: minutes “%(said)s” cannot be read, they are left out."),
    "work": _("“%(title)s”: of the work “%(said)s” only “%(kept)s” is kept, there is room for 20 letters."),
    "work_left": _("“%(title)s”: the work “%(said)s” is left out, it is longer than 20 letters."),
    "long": _("“%(title)s”: “%(said)s” is too long, the first %(kept)s letters are kept."),
}


def change_words(change: dict[str, str]) -> str:
    """A change of the correction sheet in words."""
    words = WORDS.get(change["what"], change["title"])
    if change["what"] in ("added", "removed") and not change["old"] and not change["new"]:
        words = _("section “%(title)s” added") if change["what"] == "added" else _("section “%(title)s” taken out")
    return str(words) % change
