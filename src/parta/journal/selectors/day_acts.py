"""Quarantine, frost and distance days, bells of single days: the list, and what an act would do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page
from django.db.models import Count

from parta.access.actor import Actor
from parta.classes.models import Group
from parta.common.pages import page_of
from parta.lessons.models import BellDay, DayAct, DayActGroup, DayMode, Lesson, Status
from parta.lessons.rules import DECIDE_DAYS, ENTER_ABSENCE
from parta.lessons.selectors import lessons_under
from parta.school.selectors import today_of


@dataclass(frozen=True)
class ActLine:
    act: DayAct
    groups: str
    lessons: int


@dataclass(frozen=True)
class NamedAct:
    """An act that stands on a day, with whom it is about: its classes or the whole branch."""

    act: DayAct
    whom: str

    @property
    def title(self) -> str:
        return f"{self.act.title} — {self.whom}"


def standing_acts(actor: Actor, on: date) -> list[NamedAct]:
    """Acts on a day that the actor looks after substitutions of. Two queries at most."""
    rows = DayAct.objects.filter(
        ENTER_ABSENCE.filter(actor),
        school_id=actor.school_id or 0,
        withdrawn_at__isnull=True,
        since__lte=on,
        until__gte=on,
    )
    acts = list(rows.select_related("branch").order_by("pk"))
    classes = _classes(actor.school_id or 0, acts)
    return [NamedAct(act, act.branch.short_name if act.whole_branch else classes.get(act.pk, "")) for act in acts]


def _classes(school_id: int, acts: Iterable[DayAct]) -> dict[int, str]:
    """Names of the classes of each act that is not about a whole branch."""
    groups: dict[int, list[str]] = {}
    named = DayActGroup.objects.filter(school_id=school_id, act_id__in=[row.pk for row in acts])
    for act_id, name in named.order_by("group__year_level", "group__name").values_list("act_id", "group__name"):
        groups.setdefault(act_id, []).append(name)
    return {act_id: ", ".join(names) for act_id, names in groups.items()}


@dataclass(frozen=True)
class ActsPage:
    lines: list[ActLine]
    page: Page[DayAct]
    bells: list[BellDay]


def acts_page(actor: Actor, page: str | None = None) -> ActsPage:
    """Acts on days, the newest first, and days to come that are rung otherwise. Five queries."""
    school_id = actor.school_id or 0
    here = DECIDE_DAYS.filter(actor.within(school_id))
    rows = DayAct.objects.filter(here, school_id=school_id).select_related("branch", "made_by")
    found = page_of(rows.annotate(taken=Count("lessons")).order_by("-since", "-pk"), page)
    groups = _classes(school_id, found.object_list)
    bells = BellDay.objects.filter(here, school_id=school_id, date__gte=today_of(school_id))
    return ActsPage(
        [ActLine(row, groups.get(row.pk, ""), row.taken) for row in found.object_list],
        found,
        list(bells.select_related("branch", "bell_set").order_by("date", "pk")),
    )


@dataclass(frozen=True)
class PlannedDay:
    """A day of an act: how many lessons of which classes."""

    on: date
    lessons: int
    classes: str
    """Each with its count: "7А — 5, 7Б — 6"."""


@dataclass(frozen=True)
class ActPlan:
    """What an act on days would do: how many lessons of how many classes on each day, and which are written in."""

    act: DayAct
    whom: str
    lessons: int
    classes: int
    days: list[PlannedDay]
    written: list[Lesson]
    keeps: bool
    """Written lessons are left as they are: they were given."""


def plan_of(act: DayAct, groups: Collection[Group]) -> ActPlan:
    """Two queries."""
    lessons = lessons_under(act, groups, written=True)
    written = [row for row in lessons if row.status == Status.HELD]
    keeps = act.mode == DayMode.OFF
    taken = [row for row in lessons if not (keeps and row.status == Status.HELD)]
    whom = ", ".join(group.name for group in groups) or act.branch.short_name
    classes = len({row.course.group_id for row in taken})
    return ActPlan(act, whom, len(taken), classes, _planned_days(taken), written, keeps)


def _planned_days(lessons: Iterable[Lesson]) -> list[PlannedDay]:
    found: dict[date, Counter[tuple[int, str]]] = {}
    for row in lessons:
        group = row.course.group
        found.setdefault(row.date, Counter())[group.year_level or 0, group.name] += 1
    return [
        PlannedDay(on, sum(counts.values()), ", ".join(f"{name} — {n}" for (_level, name), n in sorted(counts.items())))
        for on, counts in sorted(found.items())
    ]


def over_already(act: DayAct) -> int:
    """Lessons of an act whose days are over: taken back, cancelled ones stand in the journal with nothing written."""
    today = today_of(act.school_id)
    rows = Lesson.objects.filter(school_id=act.school_id, day_act=act, date__lt=today, written_at__isnull=True)
    return int(rows.count()) if act.mode == DayMode.OFF and not act.withdrawn_at else 0
