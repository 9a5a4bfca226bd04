"""My day, the list of journals, my class, the day of the school."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from parta.access.requests import ActorRequest
from parta.access.roles import relations
from parta.access.rules import require_any
from parta.common.codes import Ref
from parta.common.pages import day_asked, ref_asked, week_strip
from parta.journal.asides import day_asides
from parta.journal.selectors.courses import courses_for
from parta.journal.selectors.day import day_of
from parta.journal.selectors.debts import shows_debts
from parta.journal.selectors.home import class_page, home_of
from parta.journal.views.kept import kept_data
from parta.people.rules import READERS


@require_GET
@login_required
def day(request: ActorRequest) -> HttpResponse:
    require_any(request.actor, "teaches", "substitutes")
    page = day_of(request.actor, day_asked(request.GET.get("date", "")))
    context = {"page": page, "days": week_strip(page.day, page.today), "kept": kept_data()}
    return render(request, "journal/day.html", context | {"asides": day_asides(request.actor)})


@require_GET
@login_required
def courses(request: ActorRequest) -> HttpResponse:
    require_any(request.actor, "teaches", "substitutes", "leads", *relations(*READERS))
    query = request.GET
    teaches = request.actor.has("teaches", "substitutes")
    group = ref_asked(request, "group", "group")
    scope = query.get("scope") or ("own" if teaches else "all")
    found = courses_for(
        request.actor,
        words=query.get("q", ""),
        group=group.id if group else None,
        kind=query.get("kind", ""),
        sort=query.get("sort", "group"),
        page=query.get("page"),
        own=scope == "own",
    )
    context = {"found": found, "scope": scope, "query": query, "shows_debts": shows_debts(request.actor)}
    return render(request, "journal/courses.html", context)


@require_GET
@login_required
def school(request: ActorRequest, ref: Ref | None = None) -> HttpResponse:
    return render(request, "journal/school.html", {"page": home_of(request.actor, ref)})


@require_GET
@login_required
def my_class(request: ActorRequest, ref: Ref | None = None) -> HttpResponse:
    return render(request, "journal/class.html", {"page": class_page(request.actor, ref)})
