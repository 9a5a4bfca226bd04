"""The terms of the school: their states, what is left to write before one is closed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from parta.access.actor import Actor
from parta.access.rules import require
from parta.classes.models import Course, GroupKind, Membership
from parta.classes.selectors import active
from parta.common.codes import Ref
from parta.common.errors import NotFound
from parta.grading.models import FinalKind, FinalMark
from parta.journal.selectors.unmarked import LOOK_AHEAD
from parta.ledger.models import Payload
from parta.lessons.arithmetic import NEXT_STATES
from parta.lessons.models import Lesson, Status
from parta.lessons.rules import SET_TERM
from parta.school.models import School, Term, TermState
from parta.school.rules import EDIT_STRUCTURE
from parta.school.selectors import today_of, year_on


@dataclass(frozen=True)
class TermLine:
    """A term with how many of its lessons that are over have a topic."""

    term: Term
    lessons: int
    written: int
    is_begun: bool

    @property
    def left(self) -> int:
        return self.lessons - self.written

    @property
    def percent(self) -> int:
        return 100 * self.written // self.lessons if self.lessons else 0


@dataclass(frozen=True)
class Gap:
    """Something unfinished in a course: how many times."""

    course: Ref
    name: str
    teachers: str
    count: int


@dataclass(frozen=True)
class Unfinished:
    """One kind of what is left before a term closes."""

    title: str
    gaps: list[Gap] = field(default_factory=list)

    @property
    def count(self) -> int:
        return sum(gap.count for gap in self.gaps)


@dataclass(frozen=True)
class Move:
    """Somebody moved the term to a state."""

    at: datetime
    who: str
    state: str
    reason: str


@dataclass(frozen=True)
class TermPage:
    line: TermLine
    unfinished: list[Unfinished]
    next_states: tuple[str, ...]
    history: list[Move]
    may_set: bool


def terms_page(actor: Actor) -> list[TermLine]:
    """The terms of the present year. Five queries."""
    school = School.objects.filter(pk=actor.school_id or 0).first()
    if school is None:
        raise NotFound
    require(actor, EDIT_STRUCTURE, _as_place(school))
    today = today_of(school.pk)
    year = year_on(school.pk, today)
    rows = Term.objects.filter(school_id=school.pk, scheme__year=year).select_related("scheme")
    return _lines(school.pk, list(rows.order_by("scheme__name", "scheme_id", "number")), today)


def _as_place(school: School) -> Term:
    return Term(school=school)


def _lines(school_id: int, terms: list[Term], today: date) -> list[TermLine]:
    """Lessons by scheme and day in one query, summed by term."""
    rows = Lesson.objects.filter(
        school_id=school_id, course__group__scheme_id__in={term.scheme_id for term in terms}, date__lte=today
    ).exclude(status=Status.CANCELLED)
    days = list(
        rows.order_by()
        .values("course__group__scheme_id", "date")
        .annotate(lessons=Count("pk"), written=Count("pk", filter=~Q(topic="")))
    )
    found = []
    for term in terms:
        own = [
            day
            for day in days
            if day["course__group__scheme_id"] == term.scheme_id and term.since <= day["date"] <= term.until
        ]
        lessons, written = (sum(day[name] for day in own) for name in ("lessons", "written"))
        found.append(TermLine(term, lessons, written, term.since <= today))
    return found


def term_page(actor: Actor, ref: Ref) -> TermPage:
    """One term: its progress, everything unfinished by kind, who moved it when."""
    term: Term | None = Term.objects.filter(school_id=ref.school_id, pk=ref.id).select_related("scheme").first()
    if term is None:
        raise NotFound
    require(actor, EDIT_STRUCTURE, term)
    today = today_of(term.school_id)
    return TermPage(
        line=_lines(term.school_id, [term], today)[0],
        unfinished=[found for check in CHECKS if (found := check(term, today)).gaps],
        next_states=NEXT_STATES[term.state],
        history=_moves(term),
        may_set=SET_TERM.allows(actor, term),
    )


def _moves(term: Term) -> list[Move]:
    rows = Payload.objects.filter(
        school_id=term.school_id, entry__action="school.term.state", entry__target_kind="term", entry__target=term.pk
    )
    states = dict(TermState.choices)
    return [
        Move(
            row.entry.at, row.entry.actor_name, str(states.get(str((row.new or {}).get("state")), "")), row.entry.reason
        )
        for row in rows.select_related("entry").order_by("-entry__at", "-entry_id")[:10]
    ]


def without_topic(term: Term, today: date) -> Unfinished:
    return Unfinished(_("Lessons without a topic"), _gaps(term, today, Q(topic="")))


def without_attendance(term: Term, today: date) -> Unfinished:
    return Unfinished(_("Lessons without attendance"), _gaps(term, today, Q(attendance_at__isnull=True)))


def without_final(term: Term, today: date) -> Unfinished:
    """Pupils without a mark of the term, from two weeks before its end; first-year pupils get none.

    A mark counts in whatever course of the subject it was put (one taught at home has two).
    """
    title = _("Pupils without a mark of the term")
    if today < term.until - LOOK_AHEAD and term.state == TermState.OPEN:
        return Unfinished(title)
    here = {"school_id": term.school_id}
    courses = Course.objects.filter(**here, group__scheme_id=term.scheme_id, group__year_level__gt=1)
    courses = courses.exclude(group__kind=GroupKind.ACTIVITY)
    stays = Membership.objects.filter(active(min(today, term.until)), **here, group__scheme_id=term.scheme_id)
    members: dict[int, set[int]] = defaultdict(set)
    for group_id, person_id in stays.order_by().values_list("group_id", "person_id"):
        members[group_id].add(person_id)
    marks = FinalMark.objects.filter(**here, term=term, kind=FinalKind.TERM).exclude(value="")
    put = set(marks.values_list("person_id", "subject_id"))
    gaps = [
        Gap(Ref(term.school_id, row.pk), f"{row.subject.name}, {row.group.name}", "", left)
        for row in courses.select_related("subject", "group")
        if (left := sum((person, row.subject_id) not in put for person in members[row.group_id]))
    ]
    return Unfinished(title, sorted(gaps, key=lambda gap: (-gap.count, gap.name)))


def _gaps(term: Term, today: date, what: Q) -> list[Gap]:
    """By course, the most behind first."""
    rows = Lesson.objects.filter(
        what,
        school_id=term.school_id,
        course__group__scheme_id=term.scheme_id,
        date__range=(term.since, min(term.until, today)),
    ).exclude(status=Status.CANCELLED)
    names = ("course_id", "course__subject__name", "course__group__name", "actual_teacher__surname")
    found: dict[int, Gap] = {}
    for course_id, subject, group, teacher, count in (
        rows.order_by().values_list(*names).annotate(n=Count("pk")).order_by(*names)
    ):
        before = found.get(course_id)
        who = ", ".join(filter(None, [before.teachers if before else "", teacher or ""]))
        ref = Ref(term.school_id, course_id)
        found[course_id] = Gap(ref, f"{subject}, {group}", who, count + (before.count if before else 0))
    return sorted(found.values(), key=lambda gap: (-gap.count, gap.name))


Check = Callable[[Term, date], Unfinished]
CHECKS: list[Check] = [without_topic, without_attendance, without_final]
"""What is looked at before a term closes; a check is asked with the term and today."""
