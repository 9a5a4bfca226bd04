"""What the pages of an average have in common, in the journal and in the diary."""

from __future__ import annotations

from django.http import HttpRequest, QueryDict

from parta.grading.selectors.explaining import Plan

MOST_PLANNED = 20


def plans_in(query: QueryDict) -> list[Plan]:
    """Planned marks as the form sends them; lines without a mark are no plans."""
    pairs = zip(query.getlist("mark"), query.getlist("kind"), strict=False)
    return [Plan(mark, int(kind)) for mark, kind in pairs if mark and kind.isdecimal() and len(kind) < 4][:MOST_PLANNED]


def average_template(request: HttpRequest) -> str:
    """A script asks for the fragment alone."""
    return f"grading/average{'' if getattr(request, 'htmx', False) else '_page'}.html"
