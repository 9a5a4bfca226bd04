"""Reading lessons; the actor with the lessons given instead of somebody."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from parta.access.actor import Actor
from parta.classes.models import Group, GroupPart
from parta.classes.selectors import actor_for
from parta.common import clock
from parta.common.codes import Ref
from parta.common.tenancy import SchoolModel
from parta.lessons.arithmetic import last_day
from parta.lessons.arithmetic.covering import Hour
from parta.lessons.models import (
    OFF,
    DayAct,
    DayActGroup,
    DayMode,
    Lesson,
    Status,
    Substitution,
    TeacherAbsence,
    Unlock,
    UnlockState,
)
from parta.school.defaults import POLICY
from parta.school.models import Policy, Term, TermState

SUBSTITUTE_DAYS = 14
"""How long a substitute may still open the page of the course after the lesson."""


def actor_of(account: Any, **kwargs: Any) -> Actor:
    """`classes.actor_for` with what substitutions open: the courses of lessons given instead of somebody."""
    actor = actor_for(account, **kwargs)
    schools = {place.school_id for places in actor.holds.values() for place in places}
    if actor.person_id is None or not actor.role or actor.role in ("pupil", "guardian"):
        return actor
    rows = Substitution.objects.filter(
        school_id__in=schools,
        teacher_id=actor.person_id,
        lesson__date__gte=actor.on - timedelta(days=SUBSTITUTE_DAYS),
    ).values_list("school_id", "lesson__course_id")
    return replace(actor, holds={**actor.holds, "substitutes": frozenset(Ref(*pair) for pair in rows)})


def lessons_of_course(school_id: int, course_id: int, since: date, until: date) -> list[Lesson]:
    """Lessons of a course on days from since to until (both inclusive), in order."""
    rows = Lesson.objects.filter(school_id=school_id, course_id=course_id, date__range=(since, until))
    return list(
        with_locks(rows).select_related("room", "actual_teacher", "teacher", "day_act").order_by("date", "number")
    )


def overlapping(lesson: Lesson, *, but: int = 0) -> list[Lesson]:
    """Lessons of the school at the time of one, whatever their class; by the bells, else by the number."""
    rows = Lesson.objects.filter(school_id=lesson.school_id, date=lesson.date).exclude(pk=but)
    joined = rows.select_related("course", "room")
    return [row for row in joined.order_by("pk") if hour_of(row).overlaps(hour_of(lesson))]


def hour_of(lesson: Lesson) -> Hour:
    """When and where a lesson (read with its room) is, as pure arithmetic asks it."""
    building = lesson.room.building_id if lesson.room else None
    return Hour(lesson.date, lesson.number, lesson.starts, lesson.ends, building)


def written_since(lesson: Lesson, since: datetime) -> bool:
    """Whether anybody wrote in the lesson (topic, attendance, works, marks, homework) at an instant or later."""
    written = Q(written_at__gte=since) | Q(attendance_at__gte=since) | Q(attendances__written_at__gte=since)
    written |= Q(works__written_at__gte=since) | Q(works__marks__written_at__gte=since)
    written |= Q(homework__written_at__gte=since)
    return bool(Lesson.objects.filter(written, school_id=lesson.school_id, pk=lesson.pk).exists())


def taken_groups(act: DayAct) -> set[int] | None:
    """The groups whose lessons an act on days takes: its classes and what is drawn from them alone; None for all."""
    if act.whole_branch:
        return None
    classes = set(DayActGroup.objects.filter(school_id=act.school_id, act=act).values_list("group_id", flat=True))
    return with_drawn(act.school_id, classes)


def with_drawn(school_id: int, classes: set[int]) -> set[int]:
    """Classes with the groups all of whose pupils come from them."""
    parts: dict[int, set[int]] = {}
    wholes = GroupPart.objects.filter(school_id=school_id, part_id__in=classes).values("whole_id")
    for whole, part in GroupPart.objects.filter(school_id=school_id, whole_id__in=wholes).values_list("whole", "part"):
        parts.setdefault(whole, set()).add(part)
    return classes | {whole for whole, found in parts.items() if found <= classes}


def lessons_under(act: DayAct, groups: Collection[Group] = (), *, written: bool = False) -> list[Lesson]:
    """Lessons that an act on days would take; with `written` also those that it leaves as they were given."""
    rows = Lesson.objects.filter(
        school_id=act.school_id,
        course__group__branch_id=act.branch_id,
        date__range=(act.since, act.until),
        day_act__isnull=True,
    ).exclude(status__in=OFF)
    if groups:
        rows = rows.filter(course__group_id__in=with_drawn(act.school_id, {group.pk for group in groups}))
    if act.mode == DayMode.OFF and not written:
        rows = rows.exclude(status=Status.HELD)
    return list(rows.select_related("course__subject", "course__group").order_by("date", "number", "pk"))


def named_by_lesson(model: type[SchoolModel], path: str) -> Callable[[int, Iterable[int]], dict[int, str]]:
    """How rows of a model are named in the history: "Алгебра, 7А, 23.11.2026", by the lesson at `path`."""

    def names(school_id: int, ids: Iterable[int]) -> dict[int, str]:
        rows = model.objects.filter(school_id=school_id, pk__in=ids)
        parts = (f"{path}course__subject__name", f"{path}course__group__name", f"{path}date")
        return {pk: f"{subject}, {group}, {on:%d.%m.%Y}" for pk, subject, group, on in rows.values_list("pk", *parts)}

    return names


WINDOW, SHUT, ARCHIVE = "window", "term", "archive"
"""What locks a lesson: the days for writing are over, its term is closed, its term is in the archive."""


@dataclass(frozen=True)
class Lock:
    """Why nothing may be written in a lesson any more; `last` was the last day for it."""

    kind: str
    last: date | None = None

    @property
    def opens(self) -> bool:
        """Whether the management can unlock it."""
        return self.kind != ARCHIVE

    @property
    def words(self) -> str:
        if self.kind == ARCHIVE:
            return _("The term is in the archive: nothing is written in it any more.")
        if self.kind == SHUT:
            return _("The term is closed: a deputy head can unlock the journal.")
        day = date_format(self.last, "MONTH_DAY_FORMAT") if self.last else ""
        return _("The time for writing ended on %(day)s. A deputy head can open the journal for some days.") % {
            "day": day
        }


def with_locks(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Lessons with what decides whether they may be written in, read by the same query."""
    found: QuerySet[Any] = rows.annotate(**_lock_facts((clock.now() + timedelta(hours=14)).date()))
    return found


@lru_cache(maxsize=4)
def _lock_facts(latest: date) -> dict[str, F | Subquery]:
    """Made once a day: putting the queries together takes longer than asking them."""
    here = {"school_id": OuterRef("school_id")}
    terms = Term.objects.filter(**here, scheme_id=OuterRef("course__group__scheme_id"), since__lte=OuterRef("date"))
    windows = Policy.objects.filter(**here, key="edit_window_days", since__lte=latest)
    return {
        "zone": F("school__time_zone"),
        "term_state": Subquery(terms.order_by("-since").values("state")[:1]),
        "edit_window": Subquery(windows.order_by("-since").values("value")[:1]),
    }


def zone_of(lesson: Any) -> ZoneInfo:
    """The time zone of a lesson read `with_locks`."""
    return ZoneInfo(lesson.zone)


def lock_of(lesson: Any, counted_from: date | None = None) -> Lock | None:
    """What locks a lesson read `with_locks`, unlocks not being looked at.

    The window counts from the lesson, or from a later day: a work due then, homework given then (domain.md 2.3).
    """
    if lesson.term_state == TermState.ARCHIVED:
        return Lock(ARCHIVE)
    if lesson.term_state == TermState.CLOSED:
        return Lock(SHUT)
    days = POLICY["edit_window_days"] if lesson.edit_window is None else lesson.edit_window
    last = last_day(max(lesson.date, counted_from or lesson.date), days)
    today = clock.now().astimezone(zone_of(lesson)).date()
    return Lock(WINDOW, last) if last and today > last else None


def standing_unlocks(school_id: int, course_ids: Iterable[int], now: datetime | None = None) -> list[Unlock]:
    """Unlocks of the courses that are in force by the server's clock."""
    rows = Unlock.objects.filter(
        school_id=school_id,
        course_id__in=set(course_ids),
        state=UnlockState.GIVEN,
        expires_at__gt=now or clock.now(),
    )
    return list(rows.order_by("expires_at"))


def unlock_for(lesson: Lesson, unlocks: Iterable[Unlock]) -> Unlock | None:
    """The unlock that opens the lesson, the longest one."""
    fitting = [row for row in unlocks if row.course_id == lesson.course_id and row.since <= lesson.date <= row.until]
    return fitting[-1] if fitting else None


def named_by_course(school_id: int, ids: Iterable[int]) -> dict[int, str]:
    """How unlocks are named in the history: "Алгебра, 7А, 23.11.2026–24.11.2026"."""
    rows = Unlock.objects.filter(school_id=school_id, pk__in=ids)
    values = rows.values_list("pk", "course__subject__name", "course__group__name", "since", "until")
    return {pk: f"{subject}, {group}, {a:%d.%m.%Y}–{b:%d.%m.%Y}" for pk, subject, group, a, b in values}


def absences_between(school_id: int, since: date, until: date) -> QuerySet[TeacherAbsence]:
    """Absences of teachers that stand and touch these days."""
    rows = TeacherAbsence.objects.filter(school_id=school_id, withdrawn_at__isnull=True)
    found: QuerySet[TeacherAbsence] = rows.filter(since__lte=until, until__gte=since)
    return found


def named_by_absence(school_id: int, ids: Iterable[int]) -> dict[int, str]:
    """How absences of teachers are named in the history: "Иванов И. И., 23.11.2026–24.11.2026"."""
    rows = TeacherAbsence.objects.filter(school_id=school_id, pk__in=ids).select_related("person")
    return {row.pk: f"{row.person.initials_name}, {row.since:%d.%m.%Y}–{row.until:%d.%m.%Y}" for row in rows}


def named_by_days(school_id: int, ids: Iterable[int]) -> dict[int, str]:
    """How acts on days are named: "Морозный день: уроков нет, 23.11.2026–24.11.2026"."""
    rows = DayAct.objects.filter(school_id=school_id, pk__in=ids)
    return {row.pk: f"{row.title}, {row.since:%d.%m.%Y}–{row.until:%d.%m.%Y}" for row in rows}
