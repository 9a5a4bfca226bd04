"""Lists of remarks for a teacher, a class teacher, management; the page of one with its history."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.core.paginator import Page
from django.db.models import Q, QuerySet

from parta.access.actor import Actor
from parta.access.reading import opens
from parta.classes.history import action_words
from parta.classes.models import Group
from parta.common.codes import Ref
from parta.common.pages import named_like, ordered, page_of
from parta.ledger.models import Entry, Payload
from parta.school.models import Branch, School
from parta.school.selectors import today_of
from parta.supervision.models import UNSETTLED, Inspection, Remark, State
from parta.supervision.rules import ANSWER_REMARK, INSPECT, JUDGE_REMARK, MAKE_REMARK, VIEW_REMARK
from parta.supervision.selectors.pupils import PupilLine, pupils_of

SORTS = {
    "due": ("due", "person__sort_key"),
    "person": ("person__sort_key", "due"),
    "group": ("group__year_level", "group__name", "due"),
    "kind": ("kind", "due"),
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
    may_inspect: bool
    may_make: bool


def remarks_for(actor: Actor, query: RemarkQuery) -> RemarkList:
    """The remarks that the actor may read, those not settled first; a fixed number of queries."""
    school_id = actor.school_id or 0
    today = today_of(school_id)
    mine = Remark.objects.filter(VIEW_REMARK.filter(actor), school_id=school_id)
    if query.own:
        mine = mine.filter(person_id=actor.person_id)
    unsettled = mine.filter(state__in=UNSETTLED)
    rows = _found(mine, query, today).select_related(*NAMES)
    groups = Group.objects.filter(
        school_id=school_id, pk__in=mine.order_by().values_list("group_id", flat=True).distinct()
    )
    branches = Branch.objects.filter(
        school_id=school_id, pk__in=mine.order_by().values_list("branch_id", flat=True).distinct()
    )
    return RemarkList(
        page=page_of(ordered(rows, query.sort, SORTS), query.page),
        today=today,
        groups=list(groups.order_by("year_level", "name")),
        branches=list(branches.order_by("-is_main", "short_name")),
        open=unsettled.count(),
        overdue=unsettled.filter(due__lt=today).count(),
        answered=mine.filter(state=State.ANSWERED).count(),
        last=Inspection.objects.filter(school_id=school_id).order_by("-on").first(),
        may_inspect=INSPECT.allows(actor, School(pk=school_id)),
        may_make=opens(actor, MAKE_REMARK),
    )


def _found(rows: QuerySet[Remark], query: RemarkQuery, today: date) -> QuerySet[Remark]:
    condition = named_like(query.words)
    if query.overdue:
        condition &= Q(due__lt=today, state__in=UNSETTLED)
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
class Step:
    """Something that was done with the remark, and the words said with it."""

    at: datetime
    who: str
    what: str
    words: str


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
        list(_steps(remark)),
        pupils_of(remark),
        is_open and ANSWER_REMARK.allows(actor, remark),
        is_open and JUDGE_REMARK.allows(actor, remark),
    )


def _steps(remark: Remark) -> Iterator[Step]:
    here = {"school_id": remark.school_id}
    entries = list(Entry.objects.filter(**here, target_kind="remark", target=remark.pk).order_by("at", "pk"))
    rows = Payload.objects.filter(**here, entry_id__in=[entry.pk for entry in entries])
    said = dict(rows.values_list("entry_id", "new"))
    for entry in entries:
        new = said.get(entry.pk) or {}
        words = new.get("reply") or new.get("verdict") or new.get("remark") or ""
        yield Step(entry.at, entry.actor_name, action_words(entry.action), words)
