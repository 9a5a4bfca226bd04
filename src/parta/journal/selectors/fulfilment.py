"""Plans of many courses: how far each is, summed by teacher, class or branch, and how a lag is caught up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet

from parta.access.actor import Actor
from parta.access.reading import opens
from parta.classes.models import Course, Group, GroupKind
from parta.classes.rules import VIEW_COURSE
from parta.journal.selectors.courses import CourseLine, courses_named, lines_of
from parta.journal.selectors.plans import slots_of
from parta.planning.arithmetic import Figures, figures
from parta.planning.models import Correction, Plan, PlanState
from parta.planning.rules import APPROVE_PLAN
from parta.planning.selectors import COUNTED, plans_of
from parta.school.selectors import policy_of, today_of, year_on

MISSING, BEHIND, WAITING = "missing", "behind", "waiting"
BY = ("course", "teacher", "group", "branch")


@dataclass(frozen=True)
class PlanLine:
    """A course with its plan, if there is one."""

    about: CourseLine
    plan: Plan | None
    figures: Figures | None
    corrections: int
    """Corrections that the deputy head has not accepted."""
    lag_hours: int = 3

    @property
    def waits(self) -> bool:
        """It is the deputy head's turn: corrections that were returned wait for the teacher."""
        if self.plan is None:
            return False
        return self.plan.state == PlanState.SUBMITTED or (self.corrections > 0 and not self.plan.answer)

    @property
    def is_behind(self) -> bool:
        return self.figures is not None and self.figures.lag >= self.lag_hours


@dataclass(frozen=True)
class Plans:
    """Courses open to the actor; how many there are of each kind."""

    lines: list[PlanLine]
    groups: list[Group]
    counts: dict[str, int]
    decides: bool
    has_others: bool
    lag_hours: int


def plans_for(actor: Actor, *, words: str = "", group: int | None = None, own: bool = False, show: str = "") -> Plans:
    """Plans of the present year that the actor may see. A fixed number of queries, whatever the number of courses."""
    school_id = actor.school_id or 0
    today = today_of(school_id)
    here = Course.objects.filter(VIEW_COURSE.filter(actor), school_id=school_id, group__year=year_on(school_id, today))
    here = here.exclude(group__kind=GroupKind.ACTIVITY)
    taught = [ref.id for ref in actor.places("teaches") if ref.school_id == school_id]
    scope = here.filter(pk__in=taught) if own else here
    lag_hours = policy_of(school_id, today)["lag_hours"]
    found = _lines(school_id, courses_named(school_id, scope, words, group), today, lag_hours)
    counts = {
        "all": len(found),
        MISSING: sum(line.plan is None for line in found),
        WAITING: sum(line.waits for line in found),
        BEHIND: sum(line.is_behind for line in found),
    }
    return Plans(
        [line for line in found if _is_shown(line, show)],
        _groups(school_id, scope),
        counts,
        opens(actor, APPROVE_PLAN),
        bool(taught) and here.exclude(pk__in=taught).exists(),
        lag_hours,
    )


def _is_shown(line: PlanLine, show: str) -> bool:
    if show == MISSING:
        return line.plan is None
    return line.waits if show == WAITING else line.is_behind if show == BEHIND else True


def _groups(school_id: int, scope: QuerySet[Course]) -> list[Group]:
    rows = Group.objects.filter(school_id=school_id, pk__in=scope.values("group_id").filter(school_id=school_id))
    return list(rows.select_related("branch").order_by("branch_id", "year_level", "name"))


def _lines(school_id: int, rows: QuerySet[Course], today: date, lag_hours: int) -> list[PlanLine]:
    order = ("group__branch_id", "group__year_level", "group__name", "subject__name", "pk")
    courses = list(rows.select_related("group__branch", "subject").order_by(*order))
    plans = plans_of(school_id, [course.pk for course in courses], COUNTED)
    slots = slots_of(school_id, plans)
    waiting: dict[int, int] = defaultdict(int)
    corrections = Correction.objects.filter(school_id=school_id, accepted_at__isnull=True)
    for plan_id in corrections.values_list("plan_id", flat=True):
        waiting[plan_id] += 1
    found = []
    for about in lines_of(school_id, courses, today):
        plan, table = plans.get(about.course.pk, (None, []))
        counted = figures(table, slots[about.course.pk], today) if plan else None
        found.append(PlanLine(about, plan, counted, waiting[plan.pk] if plan else 0, lag_hours))
    return found


SUMMED = ("hours", "due", "given", "lag", "cancelled", "off_plan", "unwritten", "lacks", "reserve", "joined")


@dataclass
class Sum:
    """Figures of a course, or of all of a teacher, a class, a branch."""

    title: str
    more: str = ""
    line: PlanLine | None = None
    courses: int = 0
    without: int = 0
    """Courses that have no plan."""
    hours: int = 0
    due: int = 0
    given: int = 0
    cancelled: int = 0
    off_plan: int = 0
    unwritten: int = 0
    lacks: int = 0
    reserve: int = 0
    behind: int = 0
    by_reserve: int = 0
    by_joining: int = 0
    joined: int = 0
    lag: int = 0
    teachers: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """None of the courses has a plan."""
        return self.courses == self.without

    @property
    def per_cent(self) -> int:
        return min(100, 100 * self.given // self.due) if self.due else 100

    def add(self, line: PlanLine) -> None:
        self.courses += 1
        if line.figures is None:
            self.without += 1
            return
        one = line.figures
        self.behind += line.is_behind
        for name in SUMMED:
            setattr(self, name, getattr(self, name) + getattr(one, name))
        self.by_reserve += min(one.lacks, one.reserve)
        self.by_joining += one.lacks - min(one.lacks, one.reserve)


def sums_of(lines: Iterable[PlanLine], by: str) -> list[Sum]:
    """Lines of the report: courses as they are, or summed; those furthest behind come first."""
    found: dict[object, Sum] = {}
    for line in lines:
        for key, title, more in _keys(line, by):
            found.setdefault(key, Sum(title, more, line, teachers=line.about.teachers)).add(line)
    return sorted(found.values(), key=lambda row: (-row.lag, -row.lacks))


def _keys(line: PlanLine, by: str) -> list[tuple[object, str, str]]:
    about = line.about
    if by == "teacher":
        return [(name, name, "") for name in about.teachers or ["—"]]
    if by == "group":
        return [(about.course.group_id, about.group, about.branch)]
    if by == "branch":
        return [(about.course.group.branch_id, about.branch, "")]
    return [(about.course.pk, about.subject, about.group)]


def total_of(lines: Iterable[PlanLine]) -> Sum:
    found = Sum("")
    for line in lines:
        found.add(line)
    return found
