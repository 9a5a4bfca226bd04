"""The history of a cell, for the window of the grid and as a page."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from parta.access.requests import ActorRequest
from parta.common.errors import NotFound
from parta.common.pages import ref_asked
from parta.journal.selectors.history import cell_history


@require_GET
@login_required
def cell(request: ActorRequest) -> HttpResponse:
    """Every value that stood in a cell; without the frame for a script."""
    lesson, person = ref_asked(request, "l", "lesson"), ref_asked(request, "p", "person")
    if lesson is None or person is None:
        raise NotFound
    found = cell_history(request.actor, lesson, person, ref_asked(request, "w", "work"))
    name = "journal/history_list.html" if request.headers.get("HX-Request") else "journal/history.html"
    return render(request, name, {"history": found})
