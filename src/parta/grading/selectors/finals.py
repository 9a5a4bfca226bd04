"""Marks of terms and years as they stand, and the places where one may stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from parta.common.codes import code_of
from parta.grading.models import FinalKind, FinalMark
from parta.school.models import Term

UNTOUCHED = "0.0"


@dataclass(frozen=True)
class Slot:
    """A term, the year, the exam or the final mark; `term` only for the first."""

    kind: str
    term: Term | None = None

    @property
    def code(self) -> str:
        """What names it in a page: the code of the term or the kind."""
        return code_of(self.term) if self.term else self.kind

    @property
    def title(self) -> str:
        return self.term.title if self.term else str(FinalKind(self.kind).label)

    @property
    def key(self) -> tuple[str, int]:
        return self.kind, self.term.pk if self.term else 0


def slots_of(year_level: int | None, terms: Iterable[Term]) -> list[Slot]:
    """Every term, then the year; an exam and a final mark in the ninth year, a final one in the eleventh."""
    more = {9: (FinalKind.EXAM, FinalKind.FINAL), 11: (FinalKind.FINAL,)}.get(year_level or 0, ())
    kinds = (FinalKind.YEAR, *more)
    return [*(Slot(FinalKind.TERM.value, term) for term in terms), *(Slot(kind.value) for kind in kinds)]


class Place(NamedTuple):
    """Where a mark stands in its year: no subject means behaviour, no term the year as a whole."""

    person_id: int
    subject_id: int
    kind: str
    term_id: int


Finals = dict[Place, FinalMark]


def finals_of(school_id: int, year_id: int, persons: Iterable[int], **where: Any) -> Finals:
    """Marks of pupils in a year, also those taken back, as they carry a version. One query."""
    rows = FinalMark.objects.filter(school_id=school_id, year_id=year_id, person_id__in=set(persons), **where)
    return {place_of(row): row for row in rows.select_related("subject")}


def place_of(row: FinalMark) -> Place:
    return Place(row.person_id, row.subject_id or 0, row.kind, row.term_id or 0)


def version_of(row: FinalMark | None) -> str:
    return f"{row.version}.0" if row else UNTOUCHED


def names_of(school_id: int, ids: Iterable[int]) -> dict[int, str]:
    """How marks are named in the history: "Алгебра, 7А, 1 четверть"."""
    rows = FinalMark.objects.filter(school_id=school_id, pk__in=ids).select_related("subject", "group", "term")
    return {row.pk: ", ".join((_subject(row), row.group.name, _period(row))) for row in rows}


def _subject(row: FinalMark) -> str:
    return row.subject.name if row.subject else _("Behaviour")


def _period(row: FinalMark) -> str:
    if row.term:
        return str(row.term.title)
    return str(FinalKind(row.kind if row.subject_id else FinalKind.YEAR).label)
