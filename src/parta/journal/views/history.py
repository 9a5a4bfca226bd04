"""The history of a cell, for the window of the grid and as a page."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from parta.access.requests import ActorRequest
from parta.common.errors import NotFound
from parta.common.pages import ref_asked
from parta.journal.selectors.final_history import FinalHistory, final_history
from parta.journal.selectors.history import CellHistory, cell_history


@require_GET
@login_required
def cell(request: ActorRequest) -> HttpResponse:
    """Every value that stood in a cell of the journal or of the results; without the frame for a script."""
    found = _final(request) if request.GET.get("kind") == "final" else _cell(request)
    name = "journal/history_list.html" if request.headers.get("HX-Request") else "journal/history.html"
    return render(request, name, {"history": found})


def _cell(request: ActorRequest) -> CellHistory:
    lesson, person = ref_asked(request, "l", "lesson"), ref_asked(request, "p", "person")
    if lesson is None or person is None:
        raise NotFound
    return cell_history(request.actor, lesson, person, ref_asked(request, "w", "work"))


def _final(request: ActorRequest) -> FinalHistory:
    course, person = ref_asked(request, "c", "course"), ref_asked(request, "p", "person")
    if course is None or person is None or not request.GET.get("t"):
        raise NotFound
    return final_history(request.actor, course, request.GET["t"], person)
