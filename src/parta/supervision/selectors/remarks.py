"""Lists of remarks for a teacher, a class teacher, management; the page of one with its history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page
from django.db.models import Q, QuerySet

from parta.access.actor import Actor
from parta.access.reading import opens
from parta.classes.models import Course, Group
from parta.classes.rules import VIEW_COURSE
from parta.classes.selectors.steps import Step, steps_of
from parta.common.codes import Ref
from parta.common.pages import ordered, page_of
from parta.common.russian import search_key
from parta.school.models import Branch, School, Subject
from parta.school.selectors import today_of
from parta.supervision.models import UNSETTLED, Inspection, Remark, State
from parta.supervision.rules import ANSWER_REMARK, INSPECT, JUDGE_REMARK, MAKE_REMARK, VIEW_REMARK
from parta.supervision.selectors.pupils import PupilLine, pupils_of
from parta.supervision.selectors.switches import checks_on

SORTS = {
    "due": ("due", "person__sort_key"),
    "person": ("person__sort_key", "due"),
    "group": ("group__year_level", "group__name", "due"),
    "kind": ("kind", "due"),
    "state": ("state", "due"),
}
NAMES = ("course__subject", "course__group__year", "group", "lesson", "term", "pupil", "person", "author")


@dataclass(frozen=True)
class RemarkQuery:
    """Filters of the list; `state` is "open" (not settled), a state, or "all"."""

    words: str = ""
    state: str = "open"
    kind: str = ""
    group: Ref | None = None
    branch: Ref | None = None
    course: Ref | None = None
    overdue: bool = False
    own: bool = False
    sort: str = ""
    page: str | None = None


@dataclass(frozen=True)
class RemarkList:
    page: Page[Remark]
    today: date
    groups: list[Group]
    branches: list[Branch]
    open: int
    overdue: int
    answered: int
    last: Inspection | None
    acceptable: set[int]
    """Rows of the page with an answer that the actor may accept, and how many there are on all pages."""
    acceptable_total: int
    course: Course | None
    """The journal whose remarks alone are shown."""
    checks_on: int
    may_inspect: bool
    may_make: bool


def remarks_for(actor: Actor, query: RemarkQuery) -> RemarkList:
    """The remarks that the actor may read, those not settled first; a fixed number of queries."""
    school_id = actor.school_id or 0
    today = today_of(school_id)
    mine = _mine(actor, query)
    unsettled = mine.filter(state__in=UNSETTLED)
    rows = _found(actor, mine, query).select_related(*NAMES)
    groups = Group.objects.filter(
        school_id=school_id, pk__in=mine.order_by().values_list("group_id", flat=True).distinct()
    )
    branches = Branch.objects.filter(
        school_id=school_id, pk__in=mine.order_by().values_list("branch_id", flat=True).distinct()
    )
    page = page_of(ordered(rows, query.sort, SORTS), query.page)
    answered = [row for row in page if row.state == State.ANSWERED]
    return RemarkList(
        page=page,
        today=today,
        groups=list(groups.order_by("year_level", "name")),
        branches=list(branches.order_by("-is_main", "short_name")),
        open=unsettled.count(),
        overdue=unsettled.filter(due__lt=today).count(),
        answered=mine.filter(state=State.ANSWERED).count(),
        last=Inspection.objects.filter(school_id=school_id).order_by("-on").first(),
        acceptable={row.pk for row in answered if JUDGE_REMARK.allows(actor, row)},
        acceptable_total=len(acceptable_of(actor, query)),
        course=_course(actor, query),
        checks_on=checks_on(school_id),
        may_inspect=INSPECT.allows(actor, School(pk=school_id)),
        may_make=opens(actor, MAKE_REMARK),
    )


def _mine(actor: Actor, query: RemarkQuery) -> QuerySet[Remark]:
    """What the actor may read, of one journal where the query names it; the figures above the list count these."""
    rows: QuerySet[Remark] = Remark.objects.filter(VIEW_REMARK.filter(actor), school_id=actor.school_id or 0)
    if query.course:
        rows = rows.filter(course_id=query.course.id)
    return rows.filter(person_id=actor.person_id or 0) if query.own else rows


def _course(actor: Actor, query: RemarkQuery) -> Course | None:
    if query.course is None:
        return None
    rows = Course.objects.filter(VIEW_COURSE.filter(actor), school_id=actor.school_id or 0, pk=query.course.id)
    found: Course | None = rows.select_related("subject", "group").first()
    return found


def acceptable_of(actor: Actor, query: RemarkQuery) -> list[int]:
    """Answered remarks that the query finds and the actor may accept. One query (two more where it has words)."""
    rows = _found(actor, _mine(actor, query), query)
    return list(rows.filter(JUDGE_REMARK.filter(actor), state=State.ANSWERED).values_list("pk", flat=True))


def _named(school_id: int, text: str) -> Q:
    """Each word stands in the name of the teacher, of the class or of the subject."""
    found, words = Q(), search_key(text).split()[:5]
    if not words:
        return found
    groups, subjects = (
        [(pk, search_key(name)) for pk, name in model.objects.filter(school_id=school_id).values_list("pk", "name")]
        for model in (Group, Subject)
    )
    for word in words:
        found &= (
            Q(person__search_key__contains=word)
            | Q(group_id__in=[pk for pk, key in groups if word in key])
            | Q(course__subject_id__in=[pk for pk, key in subjects if word in key])
        )
    return found


def _found(actor: Actor, rows: QuerySet[Remark], query: RemarkQuery) -> QuerySet[Remark]:
    condition = _named(actor.school_id or 0, query.words)
    if query.overdue:
        condition &= Q(due__lt=today_of(actor.school_id or 0), state__in=UNSETTLED)
    if query.state == "open":
        condition &= Q(state__in=UNSETTLED)
    elif query.state in State.values:
        condition &= Q(state=query.state)
    if query.kind:
        condition &= Q(kind=query.kind)
    if query.group:
        condition &= Q(group_id=query.group.id)
    if query.branch:
        condition &= Q(branch_id=query.branch.id)
    return rows.filter(condition)


@dataclass(frozen=True)
class RemarkPage:
    remark: Remark
    today: date
    steps: list[Step]
    pupils: list[PupilLine]
    may_answer: bool
    may_judge: bool

    @property
    def is_on_results(self) -> bool:
        """What is to be mended stands on the page of results."""
        return self.remark.kind in ("final_missing", "average_gap")

    @property
    def may_return(self) -> bool:
        return self.may_judge and self.remark.state == State.ANSWERED


def remark_page(actor: Actor, remark: Remark) -> RemarkPage:
    is_open = not remark.is_settled
    return RemarkPage(
        remark,
        today_of(remark.school_id),
        steps_of(remark, _words),
        pupils_of(remark),
        is_open and ANSWER_REMARK.allows(actor, remark),
        is_open and JUDGE_REMARK.allows(actor, remark),
    )


def _words(new: dict[str, Any], _reason: str) -> str:
    return new.get("reply") or new.get("verdict") or new.get("remark") or ""
