"""Results of a whole class in a term or year: pupils by subjects, who lacks a mark, figures, behaviour."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from parta.access.actor import Actor
from parta.classes.models import Course, CourseTeacher, Group, GroupKind, Membership
from parta.classes.selectors import Member, active, rosters
from parta.common.codes import Ref, encode
from parta.grading.arithmetic.figures import Figures, figures, quality_of, standing
from parta.grading.models import FinalKind
from parta.grading.rules import PUT_BEHAVIOUR
from parta.grading.selectors.finals import Finals, Place, Slot, finals_of, slots_of, version_of
from parta.grading.selectors.proposals import is_low, scales_of
from parta.journal.selectors.finals import chosen_slot, last_day
from parta.journal.selectors.home import group_of, with_parts
from parta.lessons.services.locks import SHUT
from parta.school.models import Subject
from parta.school.selectors import policy_of, term_on, terms_of, today_of

STANDINGS = {
    "excellent": _("Only “5”"),
    "one_four": _("One “4”"),
    "good": _("“4” and “5”"),
    "one_three": _("One “3”"),
    "passing": _("With “3”"),
    "failing": _("Failing"),
    "unattested": _("Not attested"),
}
"""Groups of pupils (domain.md 4.2), from the best."""


@dataclass(frozen=True)
class CourseLine:
    """A course of the class with the number of pupils that have no mark yet."""

    course: Course
    teachers: str
    missing: int


@dataclass(frozen=True)
class SubjectColumn:
    """A subject of the class: its courses, who should have a mark in it, its figures."""

    subject: Subject
    courses: list[CourseLine]
    learners: set[int]
    figures: Figures


@dataclass(frozen=True)
class ResultCell:
    value: str = ""
    is_low: bool = False
    is_due: bool = False
    """The pupil learns the subject, but has no mark in it."""


@dataclass(frozen=True)
class ResultRow:
    person_id: int
    code: str
    name: str
    cells: list[ResultCell]
    average: Fraction | None
    standing: str
    behaviour: str
    behaviour_version: str

    @property
    def due(self) -> int:
        return sum(cell.is_due for cell in self.cells)


@dataclass(frozen=True)
class Standing:
    """A group of pupils by their marks (domain.md 4.2)."""

    key: str
    title: str
    names: list[str]


@dataclass(frozen=True)
class ResultsPage:
    group: Group
    slots: list[Slot]
    slot: Slot
    columns: list[SubjectColumn]
    rows: list[ResultRow]
    everybody: list[ResultRow]
    missing: list[CourseLine]
    """Courses in which somebody has no mark yet, most of them first."""
    standings: list[Standing]
    has_behaviour: bool
    can_put: bool

    @property
    def missing_total(self) -> int:
        return sum(row.due for row in self.everybody)

    @property
    def quality(self) -> Fraction | None:
        """Per cent of pupils with “4” and “5” alone."""
        return quality_of(row.standing for row in self.everybody)

    @property
    def passed(self) -> Fraction | None:
        """Per cent of pupils without a “2” and without “н/а”."""
        counted = [row.standing for row in self.everybody if row.standing]
        good = sum(key not in ("failing", "unattested") for key in counted)
        return Fraction(100 * good, len(counted)) if counted else None


def results_page(actor: Actor, ref: Ref, asked: str = "", *, is_left: bool = False) -> ResultsPage:
    """The class for a term, the year, the exam or the final mark (default: the term of today).

    With `is_left` only pupils and subjects without a mark are shown.
    """
    group = group_of(actor, ref)
    today = today_of(ref.school_id)
    terms = terms_of(ref.school_id, group.scheme_id)
    slots = slots_of(group.year_level, terms)
    slot = chosen_slot(slots, asked, term_on(terms, today))
    term = slot.term or (terms[-1] if terms else None)
    on = last_day(term, today)
    members = _members(group, on)
    persons = [member.person_id for member in members]
    finals = finals_of(ref.school_id, group.year_id, persons)
    learns = _learns(group, persons, on)
    begun = not (term and term.since > today)
    columns = _columns(group, slot, learns, finals, on, counts=begun and group.year_level != 1)
    scales = scales_of(ref.school_id, [course.pk for course in learns])
    rows = [_row(group, member, slot, columns, finals, scales) for member in members]
    shown = _only_due(columns, rows) if is_left else (columns, rows)
    scale = str(policy_of(ref.school_id)["behaviour_scale"])
    with_behaviour = scale != "none" and slot.kind in (FinalKind.TERM, FinalKind.YEAR)
    is_open = begun and not (slot.term and slot.term.state in SHUT)
    return ResultsPage(
        group=group,
        slots=slots,
        slot=slot,
        columns=shown[0],
        rows=shown[1],
        everybody=rows,
        missing=_missing(columns),
        standings=_standings(rows),
        has_behaviour=with_behaviour,
        can_put=with_behaviour
        and is_open
        and group.kind == GroupKind.CLASS
        and group.year_level != 1
        and PUT_BEHAVIOUR.allows(actor, group),
    )


def _members(group: Group, on: date) -> list[Member]:
    lists = rosters(group.school_id, with_parts(group)).values()
    members = [member for rows in lists for member in rows if member.is_in(on)]
    return sorted(members, key=lambda member: member.sort_key)


def _missing(columns: list[SubjectColumn]) -> list[CourseLine]:
    lines = [line for column in columns for line in column.courses if line.missing]
    return sorted(lines, key=lambda line: -line.missing)


Learns = dict[Course, set[int]]
"""Who learns in which course."""


def _learns(group: Group, persons: list[int], on: date) -> Learns:
    """Courses of the class and of the subgroups its pupils are in, also of those taught at home."""
    stays = Membership.objects.filter(
        active(on), school_id=group.school_id, person_id__in=persons, group__year_id=group.year_id
    ).exclude(group__kind=GroupKind.ACTIVITY)
    people: dict[int, set[int]] = defaultdict(set)
    for group_id, person_id in stays.values_list("group_id", "person_id"):
        people[group_id].add(person_id)
    courses = Course.objects.filter(school_id=group.school_id, group_id__in=people).select_related("subject", "group")
    return {course: people[course.group_id] for course in courses.order_by("subject__name", "group__name")}


def _columns(
    group: Group, slot: Slot, learns: Learns, finals: Finals, on: date, *, counts: bool
) -> list[SubjectColumn]:
    rows = CourseTeacher.objects.filter(active(on), school_id=group.school_id, course__in=learns)
    teachers: dict[int, list[str]] = defaultdict(list)
    for row in rows.select_related("person").order_by("person__sort_key"):
        teachers[row.course_id].append(row.person.initials_name)
    by_subject: dict[Subject, list[Course]] = defaultdict(list)
    for course in learns:
        by_subject[course.subject].append(course)
    found = []
    for subject, courses in by_subject.items():
        people = set().union(*(learns[course] for course in courses))
        values = {person: _value(finals, person, subject.pk, slot) for person in people}
        lines = [
            CourseLine(
                course,
                ", ".join(teachers[course.pk]),
                sum(not values[person] for person in learns[course]) if counts else 0,
            )
            for course in courses
        ]
        found.append(SubjectColumn(subject, lines, people if counts else set(), figures(values.values())))
    return found


def _value(finals: Finals, person_id: int, subject_id: int, slot: Slot) -> str:
    row = finals.get(Place(person_id, subject_id, *slot.key))
    return row.value if row else ""


def _only_due(columns: list[SubjectColumn], rows: list[ResultRow]) -> tuple[list[SubjectColumn], list[ResultRow]]:
    """Pupils who lack a mark, by the subjects in which somebody does."""
    kept = [place for place, _column in enumerate(columns) if any(row.cells[place].is_due for row in rows)]
    lacking = [replace(row, cells=[row.cells[place] for place in kept]) for row in rows if row.due]
    return [columns[place] for place in kept], lacking


def _row(
    group: Group, member: Member, slot: Slot, columns: list[SubjectColumn], finals: Finals, scales: dict[int, str]
) -> ResultRow:
    person = member.person_id
    marks = [finals.get(Place(person, column.subject.pk, *slot.key)) for column in columns]
    values = [row.value if row else "" for row in marks]
    numbers = [int(value) for value in values if value.isdigit()]
    behaviour = finals.get(Place(person, 0, FinalKind.BEHAVIOUR, slot.term.pk if slot.term else 0))
    return ResultRow(
        person_id=person,
        code=encode("person", Ref(group.school_id, person)),
        name=member.name,
        cells=[
            ResultCell(value, bool(row and is_low(row, scales)), not value and person in column.learners)
            for column, row, value in zip(columns, marks, values, strict=True)
        ],
        average=Fraction(sum(numbers), len(numbers)) if numbers else None,
        standing=standing(values),
        behaviour=behaviour.value if behaviour else "",
        behaviour_version=version_of(behaviour),
    )


def _standings(rows: list[ResultRow]) -> list[Standing]:
    names: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        names[row.standing].append(row.name)
    return [Standing(key, str(title), names[key]) for key, title in STANDINGS.items() if names[key]]
