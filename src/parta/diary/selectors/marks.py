"""Marks by subject, averages and how they came about. Only of the pupil asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from parta.attendance.models import ABSENT, Attendance, BaseCode
from parta.classes.models import GroupKind, Membership
from parta.common.codes import Ref, encode
from parta.common.errors import NotFound
from parta.diary.selectors.days import Reader
from parta.grading.arithmetic import Average, spelled
from parta.grading.selectors import SeenMark, average_kind, average_of, marks_seen
from parta.grading.selectors.explaining import AveragePage, Plan, explained_page
from parta.lessons.models import OFF
from parta.people.models import Pupil
from parta.school.models import Subject, Term
from parta.school.selectors import term_on, terms_of


@dataclass(frozen=True)
class SubjectMarks:
    """A subject of the term: marks in order, the average and how it came about, lessons missed."""

    subject: str
    marks: list[SeenMark]
    average: Average
    missed: int
    average_url: str = ""
    """Where the average is explained; empty where there are no marks."""

    @property
    def why(self) -> str:
        return spelled(self.average)

    @property
    def value(self) -> Fraction | None:
        return self.average.value


@dataclass(frozen=True)
class MarksPage:
    terms: list[Term]
    chosen: Term | None
    subjects: list[SubjectMarks]
    missed: int
    unexcused: int
    late: int

    @property
    def has_averages(self) -> bool:
        """False in the first year, whose marks are no numbers, and before the first mark of a term."""
        return any(row.value is not None for row in self.subjects)


def marks_page(reader: Reader, term: Ref | None = None) -> MarksPage:
    """Marks by subject in a term (default: that of today) with averages; nine queries."""
    pupil = reader.pupil
    terms, chosen, _is_first = _terms(reader, term)
    if chosen is None:
        return MarksPage(terms, None, [], 0, 0, 0)
    span = (chosen.since, chosen.until)
    marks: dict[int, list[SeenMark]] = defaultdict(list)
    for mark in marks_seen(pupil.school_id, person_id=pupil.person_id, work__lesson__date__range=span):
        if mark.value:
            marks[mark.work__lesson__course__subject_id].append(mark)
    rows = Attendance.objects.filter(school_id=pupil.school_id, person_id=pupil.person_id, lesson__date__range=span)
    rows = rows.exclude(code=None).exclude(lesson__status__in=OFF)
    bases = list(rows.values_list("lesson__course__subject_id", "code__base"))
    missed = [subject for subject, base in bases if base in ABSENT]
    subjects = _subjects(pupil, chosen) | dict(
        Subject.objects.filter(school_id=pupil.school_id, pk__in={*marks, *missed}).values_list("pk", "name")
    )
    kind = average_kind(pupil.school_id)
    return MarksPage(
        terms,
        chosen,
        [
            SubjectMarks(
                name, marks[key], average_of(marks[key], kind), missed.count(key), _average_url(pupil, key, chosen)
            )
            for key, name in sorted(subjects.items(), key=lambda item: item[1])
        ],
        len(missed),
        sum(base == BaseCode.UNEXCUSED for _subject, base in bases),
        sum(base == BaseCode.LATE for _subject, base in bases),
    )


def _terms(reader: Reader, term: Ref | None) -> tuple[list[Term], Term | None, bool]:
    """The terms of the pupil's class, the one asked for (default: that of today), whether it is a first-year class."""
    pupil = reader.pupil
    stays = Membership.objects.filter(school_id=pupil.school_id, person_id=pupil.person_id, since__lte=reader.today)
    last = stays.filter(group__kind=GroupKind.CLASS).select_related("group").order_by("-since").first()
    terms = terms_of(pupil.school_id, last.group.scheme_id) if last and last.group.scheme_id else []
    chosen = next((row for row in terms if term and row.pk == term.id), None) or term_on(terms, reader.today)
    return terms, chosen, bool(last and last.group.year_level == 1)


def _average_url(pupil: Pupil, subject_id: int, term: Term) -> str:
    school_id = pupil.school_id
    codes = [encode("person", Ref(school_id, pupil.person_id)), encode("subject", Ref(school_id, subject_id))]
    return reverse("diary:average", args=codes) + f"?term={encode('term', Ref(school_id, term.pk))}"


def average_page(reader: Reader, ref: Ref, term: Ref | None, plans: Sequence[Plan]) -> AveragePage:
    """The average of the pupil in a subject; not found in the first year, which has none. Eight queries."""
    pupil = reader.pupil
    subject = Subject.objects.filter(school_id=pupil.school_id, pk=ref.id).first()
    _all, chosen, is_first = _terms(reader, term)
    if subject is None or ref.school_id != pupil.school_id or chosen is None or is_first:
        raise NotFound
    code = encode("term", Ref(pupil.school_id, chosen.pk))
    return explained_page(
        subject,
        pupil.person_id,
        (chosen.since, chosen.until),
        plans,
        name=pupil.person.short_name,
        period=chosen.title,
        action=_average_url(pupil, subject.pk, chosen).partition("?")[0],
        term=code,
        back=reverse("diary:marks_of", args=[reader.child.ref]) + f"?term={code}",
        back_words=_("Marks"),
    )


def _subjects(pupil: Pupil, term: Term) -> dict[int, str]:
    """Subjects that the pupil has lessons in during the term, with or without marks."""
    stays = Membership.objects.filter(
        Q(until__isnull=True) | Q(until__gt=term.since),
        school_id=pupil.school_id,
        person_id=pupil.person_id,
        since__lte=term.until,
    )
    rows = Subject.objects.filter(
        school_id=pupil.school_id,
        courses__school_id=pupil.school_id,
        courses__group_id__in=list(stays.values_list("group_id", flat=True)),
    )
    return dict(rows.values_list("pk", "name"))
