"""Pupils in courses by terms: how many marks they have, who lacks the mark of the term, which marks were put."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q

from parta.attendance.models import ABSENT, Attendance
from parta.classes.models import Course, GroupKind
from parta.classes.selectors import Member, rosters
from parta.grading.models import FinalKind, FinalMark
from parta.lessons.models import Lesson, Status
from parta.marks.arithmetic import NEUTRAL, SYSTEMS
from parta.marks.models import Mark, Work
from parta.school.models import AcademicYear, Term, TermKind, TermState
from parta.supervision.checks import Signed, Study

Counts = dict[tuple[int, int], dict[str, int]]
"""By two ids, numbers by the name of a term."""
ALONE = (GroupKind.INDIVIDUAL, GroupKind.HOME)
NO_MARK = ("", *NEUTRAL)


@dataclass
class _Reading:
    """What stands in the courses, by where it stands."""

    on: date
    policy: dict[str, Any]
    terms: list[Term]
    present: set[int]
    courses: list[Course]
    members: dict[int, list[Member]]
    lessons: dict[int, dict[str, int]] = field(default_factory=dict)
    marks: Counts = field(default_factory=dict)
    away: Counts = field(default_factory=dict)
    finals: set[tuple[int, int, int]] = field(default_factory=set)
    systems: dict[int, set[str]] = field(default_factory=dict)


def studies_of(
    school_id: int, year: AcademicYear, on: date, policy: dict[str, Any], course_ids: Iterable[int] | None = None
) -> list[Study]:
    """Pupils of courses with lessons in the terms that have begun and are not closed; a fixed number of queries."""
    begun = list(
        Term.objects.filter(school_id=school_id, scheme__year=year, since__lte=on)
        .select_related("scheme")
        .order_by("scheme_id", "since")
    )
    present = {term.scheme_id: term.pk for term in begun}.values()
    terms = [term for term in begun if term.state in (TermState.OPEN, TermState.CLOSING)]
    if not terms:
        return []
    rows = Course.objects.filter(school_id=school_id, group__year=year, group__scheme__year=year)
    rows = rows.exclude(group__kind=GroupKind.ACTIVITY).exclude(group__year_level=1)
    if course_ids is not None:
        rows = rows.filter(pk__in=course_ids)
    courses = list(rows.select_related("group"))
    members = rosters(school_id, {course.group_id for course in courses})
    reading = _Reading(on, policy, terms, set(present), courses, members)
    _read(school_id, year, reading)
    return list(_studies(reading))


def _name(term: Term) -> str:
    return f"in_{term.pk}"


def _by_term(reading: _Reading, day: str, where: Q = Q(), *, all_terms: bool = False) -> dict[str, Count]:
    """A count for each of the present terms, in one query."""
    chosen = [term for term in reading.terms if all_terms or term.pk in reading.present]
    return {
        _name(term): Count("pk", filter=Q(**{f"{day}__range": (term.since, term.until)}) & where) for term in chosen
    }


def _read(school_id: int, year: AcademicYear, reading: _Reading) -> None:
    ids = [course.pk for course in reading.courses]
    here: dict[str, Any] = {"school_id": school_id, "lesson__course_id__in": ids}
    held = Lesson.objects.filter(school_id=school_id, course_id__in=ids, date__lt=reading.on)
    held = held.exclude(status=Status.CANCELLED).order_by()
    for row in held.values("course_id").annotate(**_by_term(reading, "date", all_terms=True)):
        reading.lessons[row["course_id"]] = row
    missed = Attendance.objects.filter(**here, code__base__in=ABSENT, lesson__date__lt=reading.on).order_by()
    for row in missed.values("lesson__course_id", "person_id").annotate(**_by_term(reading, "lesson__date")):
        reading.away[row["lesson__course_id"], row["person_id"]] = row
    reading.marks = _marks(school_id, reading)
    finals = FinalMark.objects.filter(school_id=school_id, year=year, kind=FinalKind.TERM, term__in=reading.terms)
    reading.finals = set(finals.exclude(value="").values_list("person_id", "subject_id", "term_id"))
    works = Work.objects.filter(**here, withdrawn_at__isnull=True).order_by()
    for course_id, system in works.values_list("lesson__course_id", "system").distinct():
        reading.systems.setdefault(course_id, set()).add(system)


def _marks(school_id: int, reading: _Reading) -> Counts:
    """Marks in numbers by pupil and subject, by terms; of a work and its re-takes in a term only the last counts."""
    terms = [term for term in reading.terms if term.pk in reading.present]
    works = Work.objects.filter(school_id=school_id, withdrawn_at__isnull=True, lesson__date__lt=reading.on).filter(
        lesson__date__gte=min((term.since for term in terms), default=reading.on)
    )
    if reading.policy["average"] == "weighted":
        works = works.filter(weight__gt=0)
    names = ("lesson__course__subject_id", "lesson__date", "retake_of_id")
    known = {pk: rest for pk, *rest in works.values_list("pk", *names)}
    rows = Mark.objects.filter(school_id=school_id, work_id__in=works.values("pk")).exclude(value__in=NO_MARK)
    chains: dict[tuple[int, int, int, str], Counter[tuple[bool, date, int]]] = defaultdict(Counter)
    for person, work in rows.values_list("person_id", "work_id"):
        subject, on, first = known[work]
        for term in terms:
            if term.since <= on <= term.until:
                chains[person, subject, first or work, _name(term)][first is not None, on, work] += 1
    is_adding, found = reading.policy["retakes"] == "add", defaultdict[tuple[int, int], dict[str, int]](Counter)
    for (person, subject, _first, name), counts in chains.items():
        found[person, subject][name] += counts.total() if is_adding else counts[max(counts)]
    return found


def _studies(reading: _Reading) -> Iterator[Study]:
    """Who is taught a subject alone is asked for there, not in the class."""
    alone = {
        (member.person_id, course.subject_id)
        for course in reading.courses
        if course.group.kind in ALONE
        for member in reading.members.get(course.group_id, [])
        if member.is_in(reading.on)
    }
    for course in reading.courses:
        for term in reading.terms:
            if term.scheme_id != course.group.scheme_id or not reading.lessons.get(course.pk, {}).get(_name(term)):
                continue
            for member in reading.members.get(course.group_id, []):
                is_elsewhere = course.group.kind not in ALONE and (member.person_id, course.subject_id) in alone
                if member.is_in(min(reading.on, term.until)) and not is_elsewhere:
                    yield _study(reading, course, term, member)


def _study(reading: _Reading, course: Course, term: Term, member: Member) -> Study:
    name = _name(term)
    lessons = reading.lessons[course.pk][name]
    least = "min_marks_half" if term.scheme.kind == TermKind.HALVES else "min_marks"
    systems = reading.systems.get(course.pk, {"five"})
    return Study(
        course_id=course.pk,
        term_id=term.pk,
        pupil_id=member.person_id,
        since=max(member.since, term.since),
        until=term.until,
        days=(term.until - term.since).days + 1,
        is_present=term.pk in reading.present,
        has_numbers=any(SYSTEMS[system].numbers for system in systems),
        was_away=reading.away.get((course.pk, member.person_id), {}).get(name, 0) * 2 >= lessons,
        least=int(reading.policy[least]),
        marks=reading.marks.get((member.person_id, course.subject_id), {}).get(name, 0),
        has_final=(member.person_id, course.subject_id, term.pk) in reading.finals,
    )


def signed_of(school_id: int, year: AcademicYear, **where: Any) -> list[Signed]:
    """Marks of terms in numbers with the average that was seen. One query."""
    rows = FinalMark.objects.filter(
        school_id=school_id, year=year, kind=FinalKind.TERM, course__isnull=False, average_seen__isnull=False, **where
    ).exclude(value="")
    found = rows.values_list("course_id", "term_id", "person_id", "value", "average_seen")
    return [
        Signed(course, term, person, Decimal(value), average)
        for course, term, person, value, average in found
        if value.isdigit()
    ]
