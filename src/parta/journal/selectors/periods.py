"""The terms of a course, as the page offers them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from parta.classes.models import Group
from parta.common.codes import Ref, encode
from parta.school.models import AcademicYear
from parta.school.selectors import term_on, terms_of


@dataclass(frozen=True)
class Period:
    """A term, or the whole year where a group has no terms; days are inclusive."""

    title: str
    since: date
    until: date
    ref: Ref | None = None
    is_current: bool = False

    @property
    def query(self) -> str:
        """What chooses the period in an address."""
        return f"?term={encode('term', self.ref)}" if self.ref else "?"


def periods_of(group: Group, year: AcademicYear, today: date, chosen: Ref | None = None) -> list[Period]:
    """The terms of a group, the chosen one (default: that of today) marked. One query."""
    terms = terms_of(group.school_id, group.scheme_id)
    wanted = next((term for term in terms if chosen and term.pk == chosen.id), None) or term_on(terms, today)
    found = [Period(term.title, term.since, term.until, Ref(term.school_id, term.pk), term is wanted) for term in terms]
    return found or [Period(year.title, year.since, year.until, None, True)]


def current(periods: list[Period]) -> Period:
    return next(period for period in periods if period.is_current)
