"""Marks of terms and of the year of one pupil, as the family reads them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from parta.grading.models import FinalKind
from parta.grading.selectors.finals import Finals, Place, Slot, finals_of, slots_of
from parta.grading.selectors.proposals import is_low, scales_of
from parta.school.models import AcademicYear, Term


@dataclass(frozen=True)
class SheetMark:
    value: str = ""
    is_low: bool = False


@dataclass(frozen=True)
class SheetRow:
    """A subject, or behaviour, with its marks by slot."""

    title: str
    marks: list[SheetMark]


@dataclass(frozen=True)
class Sheet:
    slots: list[Slot]
    rows: list[SheetRow]


def sheet_of(school_id: int, person_id: int, terms: list[Term]) -> Sheet:
    """What was put in the year of these terms; three queries, no rows while nothing was put."""
    if not terms:
        return Sheet([], [])
    year = AcademicYear.objects.get(school_id=school_id, schemes__school_id=school_id, schemes=terms[0].scheme_id)
    found = finals_of(school_id, year.pk, [person_id])
    finals = {place: row for place, row in found.items() if row.value}
    scales = scales_of(school_id, [row.course_id for row in finals.values() if row.course_id])
    kinds = {place.kind for place in finals}
    slots = [slot for slot in slots_of(9, terms) if slot.kind in (FinalKind.TERM, FinalKind.YEAR, *kinds)]
    subjects = {place.subject_id: row.subject.name for place, row in finals.items() if row.subject}
    rows = [
        SheetRow(name, [_mark(finals, scales, Place(person_id, subject, *slot.key)) for slot in slots])
        for subject, name in sorted(subjects.items(), key=lambda item: item[1])
    ]
    if FinalKind.BEHAVIOUR in kinds:
        marks = [_mark(finals, scales, _behaviour(person_id, slot)) for slot in slots]
        rows.append(SheetRow(_("Behaviour"), marks))
    return Sheet(slots, rows)


def _behaviour(person_id: int, slot: Slot) -> Place:
    kind = FinalKind.BEHAVIOUR if slot.kind in (FinalKind.TERM, FinalKind.YEAR) else slot.kind
    return Place(person_id, 0, kind, slot.key[1])


def _mark(finals: Finals, scales: dict[int, str], place: Place) -> SheetMark:
    row = finals.get(place)
    return SheetMark(row.value, is_low(row, scales)) if row else SheetMark()
