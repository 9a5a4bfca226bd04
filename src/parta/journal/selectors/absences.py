"""Absences of teachers: those of a day with their lessons, the list of all, one of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from parta.access.actor import Actor
from parta.common.pages import named_like, page_of
from parta.journal.selectors.covering import CoverLine, cover_lines, of_absence, with_offers
from parta.journal.selectors.day_acts import NamedAct, standing_acts
from parta.lessons.models import OFF, Lesson, Status, TeacherAbsence
from parta.lessons.rules import ENTER_ABSENCE
from parta.school.selectors import today_of

ALL, WAITING, COVERED = "all", "open", "covered"


@dataclass(frozen=True)
class DayPage:
    """A day: who is away, the lessons of these teachers, what else is changed, what holds for whole classes."""

    day: date
    today: date
    absences: list[TeacherAbsence]
    lines: list[CoverLine]
    acts: list[NamedAct]

    @property
    def waiting(self) -> int:
        return sum(line.is_open for line in self.lines)


def day_page(actor: Actor, on: date | None) -> DayPage:
    """Lessons to be covered on a day and all changes of it. Twelve queries at most."""
    school_id = actor.school_id or 0
    today = today_of(school_id)
    day = on or today
    absences = list(_mine(actor).filter(since__lte=day, until__gte=day).order_by("person__sort_key", "pk"))
    changed = ~Q(actual_teacher=F("teacher")) | Q(status__in=OFF, day_act__isnull=True)
    for row in absences:
        changed |= of_absence(row)
    lines = cover_lines(actor, school_id, Q(date=day) & changed, absences)
    return DayPage(day, today, absences, with_offers(school_id, lines), standing_acts(actor, day))


def _mine(actor: Actor) -> QuerySet[TeacherAbsence]:
    """Standing absences that the actor looks after, in the school where the actor works now."""
    here = ENTER_ABSENCE.filter(actor.within(actor.school_id))
    rows = TeacherAbsence.objects.filter(here, school_id=actor.school_id, withdrawn_at__isnull=True)
    found: QuerySet[TeacherAbsence] = rows.select_related("person", "branch")
    return found


@dataclass(frozen=True)
class AbsencePage:
    page: Page[TeacherAbsence]
    today: date


def absence_page(actor: Actor, *, words: str = "", show: str = ALL, page: str | None = None) -> AbsencePage:
    """The list of absences, the newest first: each says whether lessons wait, or were missed. Three queries."""
    today = today_of(actor.school_id or 0)
    rows = (
        _mine(actor)
        .filter(named_like(words))
        .annotate(
            waits=Exists(_undecided().filter(date__gte=today)), missed=Exists(_undecided().filter(date__lt=today))
        )
    )
    if show in (WAITING, COVERED):
        rows = rows.filter(waits=show == WAITING)
    return AbsencePage(page_of(rows.order_by("-since", "-pk"), page), today)


def _undecided() -> QuerySet[Lesson]:
    """Lessons of an absence (of the outer query) about which nothing is decided and in which nobody has written."""
    rows: QuerySet[Lesson] = Lesson.objects.filter(
        school_id=OuterRef("school_id"),
        actual_teacher_id=OuterRef("person_id"),
        status=Status.PLANNED,
        date__gte=OuterRef("since"),
        date__lte=OuterRef("until"),
        number__gte=Coalesce(OuterRef("first_number"), 1),
        number__lte=Coalesce(OuterRef("last_number"), 99),
    )
    return rows


@dataclass(frozen=True)
class CoverPage:
    """An absence with its lessons, fifty at a time."""

    absence: TeacherAbsence
    today: date
    page: Page[CoverLine]
    lines: list[CoverLine]
    waiting: int
    """Of all of them, not of this page alone."""
    can_decide: bool

    @property
    def proposed(self) -> list[CoverLine]:
        return [line for line in self.lines if line.proposed]


def cover_page(actor: Actor, absence: TeacherAbsence, page: str | None = None) -> CoverPage:
    """What is to be done about an absence. Nine queries at most."""
    lines = cover_lines(actor, absence.school_id, of_absence(absence), [absence])
    found = page_of(lines, page)
    shown = with_offers(absence.school_id, list(found.object_list))
    waiting = sum(line.is_open for line in lines)
    can_decide = any(line.can_decide for line in lines)
    return CoverPage(absence, today_of(absence.school_id), found, shown, waiting, can_decide)


def called_off(absence: TeacherAbsence) -> list[Lesson]:
    """Lessons of the teacher in an absence that were cancelled or moved one by one; those go back one by one too."""
    if absence.withdrawn_at:
        return []
    rows = Lesson.objects.filter(
        school_id=absence.school_id,
        teacher_id=absence.person_id,
        date__range=(absence.since, absence.until),
        number__range=absence.numbers,
        status__in=OFF,
        day_act__isnull=True,
    )
    return list(rows.order_by("date", "number", "pk"))
