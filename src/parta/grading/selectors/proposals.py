"""What is proposed to the teacher of a course, from marks and from the rules of the school."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Count
from django.utils.translation import gettext as _

from parta.attendance.models import Attendance, BaseCode
from parta.classes.models import Course
from parta.grading.arithmetic import Average, weighted
from parta.grading.arithmetic.proposals import (
    NONE,
    Proposal,
    Reason,
    TermFacts,
    Thresholds,
    propose_final,
    propose_term,
    propose_year,
)
from parta.grading.models import FinalKind, FinalMark
from parta.grading.selectors.averages import SeenMark, Way, average_kind, average_of, marks_seen
from parta.grading.selectors.finals import Finals, Place, Slot, finals_of
from parta.lessons.models import Lesson, Status
from parta.marks.arithmetic import SYSTEMS
from parta.marks.models import Work
from parta.school.models import Term, TermKind
from parta.school.selectors import policy_of

NOTHING = weighted(())


@dataclass(frozen=True)
class Line:
    """A pupil in a slot: the average of a term and how it came about, and the proposal."""

    average: Average = NOTHING
    proposal: Proposal = NONE


def thresholds(school_id: int, kind: str) -> Thresholds:
    """The rules of the school for terms of a kind."""
    policy = policy_of(school_id)
    return Thresholds(
        five=Fraction(policy["threshold_5"]),
        four=Fraction(policy["threshold_4"]),
        three=Fraction(policy["threshold_3"]),
        least=int(policy["min_marks_half" if kind == TermKind.HALVES else "min_marks"]),
        two_bars_top=bool(policy["two_bars_top"]),
        important_prevail=bool(policy["important_prevail"]),
        split_for_pupil=bool(policy["split_for_pupil"]),
    )


def scale_of(course: Course) -> str:
    """The mark system that most works of the course have; in the first year none with numbers."""
    return "pass" if course.group.year_level == 1 else scales_of(course.school_id, [course.pk])[course.pk]


def scales_of(school_id: int, ids: Iterable[int]) -> dict[int, str]:
    """The mark systems of the works of courses, by the id of the course. One query."""
    courses = set(ids)
    works = Work.objects.filter(school_id=school_id, lesson__course_id__in=courses, withdrawn_at__isnull=True)
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for course_id, system, count in works.order_by().values_list("lesson__course_id", "system").annotate(Count("pk")):
        found[course_id][system] = count
    return {pk: _most(found[pk]) for pk in courses}


def is_low(row: FinalMark, scales: Mapping[int, str]) -> bool:
    """Whether a final mark is unsatisfactory in the system of its course (read by `scales_of`)."""
    return SYSTEMS[scales.get(row.course_id or 0, "five")].is_low(row.value)


def _most(found: dict[str, int]) -> str:
    return max((key for key in SYSTEMS if key in found), key=lambda key: found[key], default="five")


def lines_of(course: Course, slot: Slot, persons: Iterable[int], scale: str, terms: list[Term]) -> dict[int, Line]:
    """What is proposed to each of the pupils; nothing where a course has no marks in numbers."""
    people = list(persons)
    if not SYSTEMS[scale].numbers:
        return {person: Line() for person in people}
    scheme = course.group.scheme
    rules = thresholds(course.school_id, scheme.kind if scheme else "")
    if slot.term:
        return _term_lines(course, slot.term, people, rules, is_five=scale == "five")
    if slot.kind == FinalKind.EXAM or scale != "five":
        return {person: Line() for person in people}
    if slot.kind == FinalKind.FINAL and course.group.year_level == 11:
        return _school_lines(course, people)
    marks = finals_of(course.school_id, course.group.year_id, people, subject_id=course.subject_id)
    return {person: Line(NOTHING, _later(slot, marks, course, person, terms, rules)) for person in people}


def _later(slot: Slot, marks: Finals, course: Course, person: int, terms: list[Term], rules: Thresholds) -> Proposal:
    def value(kind: str, term: int = 0) -> str:
        row = marks.get(Place(person, course.subject_id, kind, term))
        return row.value if row else ""

    if slot.kind == FinalKind.YEAR:
        return propose_year([value(FinalKind.TERM, term.pk) for term in terms], rules)
    return propose_final([value(FinalKind.YEAR), value(FinalKind.EXAM)])


def _school_lines(course: Course, persons: list[int]) -> dict[int, Line]:
    """The certificate of the eleventh year: half-years and years of the tenth and eleventh (domain.md 4.3)."""
    rows = FinalMark.objects.filter(
        school_id=course.school_id,
        person_id__in=persons,
        subject_id=course.subject_id,
        kind__in=(FinalKind.TERM, FinalKind.YEAR),
        group__year_level__in=(10, 11),
    ).exclude(value="")
    found: dict[int, list[tuple[int, str, str]]] = defaultdict(list)
    for row in rows.order_by("year__since", "kind", "term__number").select_related("group"):
        found[row.person_id].append((row.group.year_level or 0, row.kind, row.value))
    return {person: Line(NOTHING, _certificate(found[person])) for person in persons}


def _certificate(marks: list[tuple[int, str, str]]) -> Proposal:
    is_complete = (11, FinalKind.YEAR.value) in {(level, kind) for level, kind, _value in marks}
    return propose_final([value for _level, _kind, value in marks]) if is_complete else NONE


def _term_lines(course: Course, term: Term, persons: list[int], rules: Thresholds, *, is_five: bool) -> dict[int, Line]:
    """By the marks of the whole subject, so that those of a former class count too (domain.md 4.7)."""
    span = (term.since, term.until)
    marks: dict[int, list[SeenMark]] = defaultdict(list)
    subject = {"work__lesson__course__subject_id": course.subject_id}
    for mark in marks_seen(course.school_id, person_id__in=persons, work__lesson__date__range=span, **subject):
        if mark.value:
            marks[mark.person_id].append(mark)
    if not any(mark.number is not None for rows in marks.values() for mark in rows):
        return {person: Line() for person in persons}
    way, ill = average_kind(course.school_id), _long_ill(course, term)
    return {person: _term_line(marks[person], way, rules, is_five=is_five, was_ill=person in ill) for person in persons}


def _term_line(marks: list[SeenMark], way: Way, rules: Thresholds, *, is_five: bool, was_ill: bool) -> Line:
    found = average_of(marks, way)
    facts = TermFacts(
        average=found.value,
        count=sum(1 for _mark, weight in found.terms if weight),
        has_low=any(mark.is_low for mark in marks),
        important=average_of([mark for mark in marks if mark.work__is_important], way).value,
        was_ill=was_ill,
        is_five=is_five,
    )
    return Line(found, propose_term(facts, rules))


def _long_ill(course: Course, term: Term) -> set[int]:
    """Who was ill at half of the lessons held."""
    here = {"school_id": course.school_id}
    span = (term.since, term.until)
    held = Lesson.objects.filter(**here, course_id=course.pk, date__range=span, status=Status.HELD).count()
    rows = Attendance.objects.filter(
        **here, lesson__course_id=course.pk, lesson__date__range=span, code__base=BaseCode.SICK
    )
    counts = rows.values_list("person_id").annotate(Count("pk"))
    return {person for person, count in counts if held and count * 2 >= held}


def reason_words(reason: Reason) -> str:
    """Why a mark is proposed, as a teacher reads it."""
    words = {
        "few": _("few marks: %(0)s of %(1)s"),
        "ill": _("was ill for long"),
        "important": _("important works say %(0)s"),
        "low": _("a “2” in the term"),
        "terms": _("terms: %(0)s"),
        "split": _("split evenly, so in the pupil's favour"),
        "mean": _("mean of %(0)s"),
    }
    return words[reason.key] % {str(place): value for place, value in enumerate(reason.values)}
