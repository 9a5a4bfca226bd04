"""How timely journals are kept: the table, the lessons behind a line, the table as a workbook."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from parta.access.requests import ActorRequest
from parta.access.roles import MANAGEMENT, relations
from parta.access.rules import require_any
from parta.common.pages import day_in, ref_asked
from parta.common.sheets import workbook, workbook_answer
from parta.supervision.selectors.timeliness import (
    BY,
    FIGURES,
    KINDS,
    Score,
    TimelinessQuery,
    code_in,
    late_lessons,
    timeliness,
)

NEXT = {"branch": "teacher", "group": "course", "teacher": "course"}
"""What lines a line leads to; a journal leads to its lessons."""


def _query(request: ActorRequest) -> TimelinessQuery:
    require_any(request.actor, *relations(*MANAGEMENT))
    asked = request.GET
    refs = {by: ref_asked(request, by, kind) for by, kind in KINDS.items()}
    return TimelinessQuery(
        by=asked["by"] if asked.get("by") in BY else "teacher",
        period=asked.get("period", ""),
        since=day_in(asked.get("since", "")),
        until=day_in(asked.get("until", "")),
        within={by: ref for by, ref in refs.items() if ref},
        sort=asked.get("sort", ""),
        page=asked.get("page"),
    )


@require_GET
@login_required
def table(request: ActorRequest) -> HttpResponse:
    query = _query(request)
    found = timeliness(request.actor, query)
    lines = [(line, _onward(request, query.by, line)) for line in found.lines]
    context = {"found": found, "lines": lines, "query": query, "figures": FIGURES}
    context["kept"] = [(key, request.GET[key]) for key in ("by", *KINDS) if key in request.GET]
    return render(request, "supervision/timeliness.html", context)


def _onward(request: ActorRequest, by: str, line: Score) -> str:
    """The address behind a line: the same days, finer lines within it, at last its lessons."""
    asked: Any = request.GET.copy()
    asked.pop("sort", None)
    asked[by] = code_in(by, line)
    asked["by"] = NEXT.get(by, by)
    name = "supervision:timeliness" if by in NEXT else "supervision:late"
    return f"{reverse(name)}?{asked.urlencode()}"


@require_GET
@login_required
def late(request: ActorRequest) -> HttpResponse:
    query = _query(request)
    return render(request, "supervision/late.html", {"found": late_lessons(request.actor, query)})


@require_GET
@login_required
def timeliness_file(request: ActorRequest) -> HttpResponse:
    found = timeliness(request.actor, _query(request))
    found.total.title = _("In all")
    heads = [_("Who"), *(f"{figure.label}, %" if figure.unit else str(figure.label) for figure in FIGURES)]
    lines = [[line.title, *(value for _figure, value in line.cells())] for line in [*found.lines, found.total]]
    days = f"{found.span.since:%d.%m.%Y} – {found.span.until:%d.%m.%Y}"
    title = " · ".join(filter(None, (_("Timeliness"), found.within, days)))
    data = workbook(_("Timeliness"), [(words, 14 if place else 36) for place, words in enumerate(heads)], lines, title)
    return workbook_answer(data, f"timeliness-{found.span.until:%Y-%m-%d}.xlsx")
