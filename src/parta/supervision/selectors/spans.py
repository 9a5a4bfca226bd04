"""Spans of days that timeliness is shown for: a week, a month, a term, the year, or days chosen freely."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from parta.common.codes import Ref, encode
from parta.school.models import Term
from parta.school.selectors import year_on

MONTH = "month"


@dataclass(frozen=True)
class Span:
    """Days, both inclusive; `key` stands in the address, empty for days chosen freely."""

    key: str
    title: str
    since: date
    until: date
    is_chosen: bool = False


def spans_of(school_id: int, on: date, key: str, since: date | None, until: date | None) -> list[Span]:
    """The spans to choose from, the chosen one marked (default: a month); none reaches today or before the year."""
    year, last = year_on(school_id, on), on - timedelta(days=1)
    first = year.since if year else last - timedelta(days=366)
    terms = Term.objects.filter(school_id=school_id, scheme__year=year, since__lt=on).order_by("since", "-until", "pk")
    named = {(term.title, term.since, term.until): term for term in terms}
    found = [
        Span("week", _("Week"), last - timedelta(days=6), last),
        Span(MONTH, _("Month"), last - timedelta(days=29), last),
        *(Span(_code(term), term.title, term.since, term.until) for term in named.values()),
        Span("year", _("Year"), first, last),
    ]
    if since and until and since <= until:
        return [*(_within(span, first, last) for span in found), _within(Span("", "", since, until, True), first, last)]
    chosen = key if key in {span.key for span in found} else MONTH
    return [_within(span, first, last, is_chosen=span.key == chosen) for span in found]


def _code(term: Term) -> str:
    return encode("term", Ref(term.school_id, term.pk))


def _within(span: Span, first: date, last: date, *, is_chosen: bool = False) -> Span:
    """Cut to the days of the year that are over; at least one day."""
    until = max(min(span.until, last), first)
    return Span(span.key, span.title, min(max(span.since, first), until), until, span.is_chosen or is_chosen)
