"""Thematic plans with dates: the list, the plan of a course beside its lessons, fulfilment."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from parta.access.requests import ActorRequest
from parta.access.roles import relations
from parta.access.rules import require_any
from parta.common.codes import Ref
from parta.common.pages import day_in, ref_asked
from parta.journal.selectors.fulfilment import BY, Plans, plans_for, sums_of, total_of
from parta.journal.selectors.plans import dated_plan
from parta.journal.workbook import fulfilment_workbook
from parta.people.rules import READERS

PAGE = 40
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _plans(request: ActorRequest) -> tuple[Plans, str]:
    """What the address asks for: whose, which class, which words, which state."""
    readers = relations(*READERS)
    require_any(request.actor, "teaches", "leads", *readers)
    query = request.GET
    is_mere_teacher = request.actor.has("teaches") and not request.actor.has(*readers)
    scope = query.get("scope") or ("own" if is_mere_teacher else "all")
    group = ref_asked(request, "group", "group")
    found = plans_for(
        request.actor,
        words=query.get("q", ""),
        group=group.id if group else None,
        own=scope == "own",
        show=query.get("show", ""),
    )
    return found, scope


@require_GET
@login_required
def plans(request: ActorRequest) -> HttpResponse:
    found, scope = _plans(request)
    page = Paginator(found.lines, PAGE).get_page(request.GET.get("page"))
    return render(request, "journal/plans.html", {"found": found, "scope": scope, "page": page, "query": request.GET})


@require_GET
@login_required
def plan(request: ActorRequest, ref: Ref) -> HttpResponse:
    """A plan with the days of its topics; the address may think lessons of some days away."""
    return render(request, "journal/plan.html", {"found": dated_plan(request.actor, ref, _tried(request))})


def _tried(request: ActorRequest) -> tuple[date, date] | None:
    since = day_in(request.GET.get("since", ""))
    until = day_in(request.GET.get("until", "")) or since
    return (since, until) if since and until and since <= until else None


@require_GET
@login_required
def fulfilment(request: ActorRequest) -> HttpResponse:
    """Plan, fact and lag by course, teacher, class or branch; on the screen, on paper or as a workbook."""
    found, scope = _plans(request)
    by = request.GET.get("by", "")
    by = by if by in BY else "course"
    lines = sums_of(found.lines, by)
    total = total_of(found.lines)
    if request.GET.get("format") == "xlsx":
        response = HttpResponse(fulfilment_workbook(lines, total, by), content_type=XLSX)
        response["Content-Disposition"] = 'attachment; filename="fulfilment.xlsx"'
        return response
    page = Paginator(lines, PAGE).get_page(request.GET.get("page"))
    context = {"found": found, "scope": scope, "by": by, "page": page, "total": total, "query": request.GET}
    return render(request, "journal/fulfilment.html", context)
