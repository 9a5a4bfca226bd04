"""Academic debts: from which marks they arise, how they stand, what a family reads of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from parta.access.actor import Actor
from parta.access.reading import opens
from parta.grading.arithmetic.debts import ANNULLED, CLEARED, LOW, OPEN, OVERDUE, is_exhausted, owes
from parta.grading.models import Debt, FinalKind, FinalMark, Resit
from parta.grading.rules import VIEW_DEBTS
from parta.marks.arithmetic import SYSTEMS
from parta.marks.models import Work

STATES: dict[str, str | Promise] = {
    OPEN: _("open"),
    OVERDUE: _("past its deadline"),
    CLEARED: _("cleared"),
    ANNULLED: _("annulled"),
}
FIVE = "five"
PLAIN = (FIVE, "pass")
"""Mark systems whose unsatisfactory marks are those of the five points."""


def scales_of(school_id: int, courses: Iterable[int] | None = None) -> dict[int, str]:
    """The mark system that most works of a course have; only courses that are not marked in five points are named."""
    works = Work.objects.filter(school_id=school_id, withdrawn_at__isnull=True)
    if courses is None:
        odd = works.exclude(system__in=PLAIN).values_list("lesson__course_id", flat=True).distinct()
        courses = set(odd)
        if not courses:
            return {}
    rows = works.filter(lesson__course_id__in=set(courses)).values_list("lesson__course_id", "system")
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    for course, system, count in rows.annotate(Count("pk")):
        counts[course][system] = count
    found = {course: max(SYSTEMS, key=lambda key: counter[key]) for course, counter in counts.items()}
    return {course: scale for course, scale in found.items() if scale != FIVE}


def scale_in(scales: dict[int, str], course_id: int | None) -> str:
    return scales.get(course_id or 0, FIVE)


def owed(school_id: int) -> QuerySet[FinalMark]:
    """Unsatisfactory marks of years for which no debt stands yet. A query before, or two where scales differ."""
    scales = scales_of(school_id)
    odd: dict[str, list[int]] = defaultdict(list)
    for course, scale in scales.items():
        odd[scale].append(course)
    low = Q(value__in=LOW[FIVE])
    if scales:
        low &= ~Q(course_id__in=list(scales))
    for scale, courses in odd.items():
        low |= Q(course_id__in=courses, value__in=LOW[scale])
    place = {name: OuterRef(name) for name in ("school_id", "person_id", "subject_id", "year_id")}
    settled = Q(annulled_at__isnull=True) | Q(annulled_at__gte=OuterRef("written_at"))
    rows = FinalMark.objects.filter(low, school_id=school_id, kind=FinalKind.YEAR, subject__isnull=False)
    found: QuerySet[FinalMark] = rows.exclude(Exists(Debt.objects.filter(settled, **place)))
    return found


@dataclass(frozen=True)
class DebtLine:
    """A debt as it stands on a day, with its re-sits in order."""

    debt: Debt
    state: str
    resits: list[Resit]
    owes_now: bool
    """Whether the mark of the year is unsatisfactory still."""

    @property
    def words(self) -> str:
        return str(STATES[self.state])

    @property
    def is_live(self) -> bool:
        return self.state in (OPEN, OVERDUE)

    @property
    def is_groundless(self) -> bool:
        """It is not settled, though the mark of the year is satisfactory by now."""
        return self.is_live and not self.owes_now

    @property
    def held(self) -> list[Resit]:
        return [resit for resit in self.resits if resit.is_held]

    @property
    def planned(self) -> Resit | None:
        """The re-sit that is still to come."""
        return next((resit for resit in self.resits if not resit.is_held), None)

    @property
    def is_exhausted(self) -> bool:
        return is_exhausted(len(self.held), self.state)

    @property
    def mark_stays_low(self) -> bool:
        """It is cleared, but the mark of the year still says otherwise."""
        return self.state == CLEARED and self.owes_now


def lines_of_debts(school_id: int, debts: Iterable[Debt], today: date) -> list[DebtLine]:
    """Debts (read with their mark) as they stand; two queries, none for no debts."""
    rows = list(debts)
    if not rows:
        return []
    resits: dict[int, list[Resit]] = defaultdict(list)
    for resit in Resit.objects.filter(school_id=school_id, debt_id__in=[row.pk for row in rows]).order_by("number"):
        resits[resit.debt_id].append(resit)
    scales = scales_of(school_id, {row.course_id for row in rows if row.course_id})
    return [
        DebtLine(
            row,
            row.state_on(today),
            resits[row.pk],
            owes(row.mark.value, scale_in(scales, row.course_id)),
        )
        for row in rows
    ]


def debts_of_pupil(school_id: int, person_id: int, today: date) -> list[DebtLine]:
    """What the pupil and the family read: debts that were not annulled, those not cleared first."""
    rows = Debt.objects.filter(school_id=school_id, person_id=person_id, annulled_at__isnull=True)
    found = lines_of_debts(school_id, rows.select_related("subject", "year", "mark").order_by("deadline"), today)
    return sorted(found, key=lambda line: not line.is_live)


def overdue_debts(actor: Actor, today: date) -> int:
    """How many debts that the actor may see are overdue; no query for who sees none."""
    if not opens(actor, VIEW_DEBTS):
        return 0
    school_id = actor.school_id or 0
    rows = Debt.objects.filter(VIEW_DEBTS.filter(actor.within(school_id)), in_state(OVERDUE, today))
    return int(rows.filter(school_id=school_id).count())


def in_state(state: str, today: date) -> Q:
    """Debts in a state, for a query; all of them for a word that is no state."""
    live = Q(cleared_on__isnull=True, annulled_at__isnull=True)
    return {
        OPEN: live,
        OVERDUE: live & Q(deadline__lt=today),
        CLEARED: Q(cleared_on__isnull=False),
        ANNULLED: Q(annulled_at__isnull=False),
    }.get(state, Q())


def names_of_debts(school_id: int, ids: Iterable[int]) -> dict[int, str]:
    """How debts are named in the history: "Алгебра, 7А, 2025/2026"."""
    rows = Debt.objects.filter(school_id=school_id, pk__in=ids).select_related("subject", "group", "year")
    return {row.pk: f"{row.subject.name}, {row.group.name}, {row.year.title}" for row in rows}
