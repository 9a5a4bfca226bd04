"""The editor: its page, the page of a lesson in the hand, the list of issues, the acts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from parta.common.codes import Ref
from parta.common.errors import Conflict, Invalid
from parta.timetable import grid
from parta.timetable.models import Version, Week
from parta.timetable.selectors import sheet_of
from parta.timetable.selectors.editor import EditorPage, editor_page, issue_list
from parta.timetable.selectors.taking import Taken, take
from parta.timetable.views.acting import do
from parta.timetable.views.asked import asked_of, filters_of, version_of

if TYPE_CHECKING:
    from parta.config.middleware import ActorRequest


@require_GET
@login_required
def editor(request: ActorRequest, ref: Ref) -> HttpResponse:
    sheet, filters = sheet_of(version_of(request, ref)), filters_of(request)
    page = editor_page(sheet, filters)
    found = {"page": page, "sheet": sheet, "issues": issue_list(sheet, filters), "tab": "timetable"}
    shown = {"body": grid.body(page), "pool": grid.pool(page), "left": grid.left_words(page)}
    return render(request, "timetable/editor.html", found | shown)


@require_GET
@login_required
def issues(request: ActorRequest, ref: Ref) -> HttpResponse:
    sheet, filters = sheet_of(version_of(request, ref)), filters_of(request)
    found = {"issues": issue_list(sheet, filters), "version": sheet.version, "filters": filters, "sheet": sheet}
    return render(request, f"timetable/{'brief' if request.GET.get('brief') else 'issues'}.html", found)


@require_GET
@login_required
def card(request: ActorRequest, ref: Ref) -> HttpResponse:
    """A lesson in the hand: a page with a button for each place; for the script how each place takes it."""
    version, asked, filters = version_of(request, ref), asked_of(request), filters_of(request)
    if not asked.slots and not asked.courses:
        return redirect("timetable:editor", version)
    sheet = sheet_of(version)
    days = editor_page(sheet, filters).days
    taken = take(sheet, asked, [day.day for day in days], days[0].numbers, filters.by)
    found = {"taken": taken, "version": sheet.version, "days": days, "by": filters.by, "weeks": Week.choices}
    if wants_json(request):
        return JsonResponse(_told(request, taken, found))
    return render(request, "timetable/card.html", {**found, "tab": "timetable"})


def _told(request: HttpRequest, taken: Taken, found: dict[str, Any]) -> dict[str, Any]:
    places = {
        f"{place.day}:{place.number}": [place.state, place.words, bool(place.others)]
        for _number, row in taken.rows
        for place in row
    }
    panel = render_to_string("timetable/panel.html", {**found, "in_panel": True}, request)
    told = {"title": taken.title, "slots": taken.codes, "columns": taken.columns, "places": places}
    return {**told, "panel": panel}


@require_POST
@login_required
def act(request: ActorRequest, ref: Ref) -> HttpResponse:
    """One act on a draft; a script gets the grid as it stands now, also where the act was refused."""
    version = version_of(request, ref)
    try:
        done = do(request, request.actor, version)
    except (Conflict, Invalid) as error:
        if not wants_json(request):
            raise
        return JsonResponse({"message": error.message, **_state(request, ref)}, status=error.status)
    if wants_json(request):
        told = {"message": done.words, "undo": done.undo, "slots": done.slots}
        return JsonResponse({**told, **_state(request, ref)})
    messages.success(request, done.words)
    by = filters_of(request).by
    return redirect(f"{reverse('timetable:editor', args=[version])}?by={by}")


def _state(request: ActorRequest, ref: Ref) -> dict[str, Any]:
    version: Version = version_of(request, ref)
    page: EditorPage = editor_page(sheet_of(version), filters_of(request))
    return {
        "revision": version.revision,
        "body": grid.body(page),
        "pool": grid.pool(page),
        "left": grid.left_words(page),
    }


def wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")
