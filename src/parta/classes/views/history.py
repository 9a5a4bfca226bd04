"""The history of changes: of the school, of one pupil."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from parta.access.reading import row_for
from parta.access.rules import require
from parta.classes.history import AREAS
from parta.classes.rules import VIEW_LEDGER
from parta.classes.selectors.history import HistoryQuery, history_page
from parta.common.codes import Ref
from parta.common.errors import NotFound
from parta.common.pages import day_in, ref_in
from parta.people.models import Pupil
from parta.people.rules import VIEW_HISTORY, VIEW_PUPIL
from parta.school.models import School

if TYPE_CHECKING:
    from parta.config.middleware import ActorRequest


def _query(request: HttpRequest) -> HistoryQuery:
    area = request.GET.get("area", "")
    return HistoryQuery(
        text=request.GET.get("q", ""),
        area=area if area in AREAS else "",
        since=day_in(request.GET.get("since", "")),
        until=day_in(request.GET.get("until", "")),
        before=ref_in(request, "before", "entry"),
    )


@require_GET
@login_required
def history(request: ActorRequest) -> HttpResponse:
    school = School.objects.filter(pk=request.actor.school_id or 0).first()
    if school is None:
        raise NotFound
    require(request.actor, VIEW_LEDGER, school)
    query = _query(request)
    context = {"found": history_page(request.actor, school, query), "query": query, "areas": AREAS.items()}
    return render(request, "classes/history.html", context)


@require_GET
@login_required
def pupil_history(request: ActorRequest, ref: Ref) -> HttpResponse:
    rows = Pupil.objects.select_related("person", "school")
    pupil: Pupil = row_for(request.actor, rows, ref, VIEW_HISTORY, see=VIEW_PUPIL)
    query = _query(request)
    found = history_page(request.actor, pupil.school, query, subject_id=pupil.person_id)
    context = {"found": found, "query": query, "areas": AREAS.items(), "pupil": pupil}
    return render(request, "classes/history.html", context)
