"""The automatic timetable: ordering a search, its progress, what it found and what is done with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parta.access.reading import row_for
from parta.common.codes import Ref
from parta.common.errors import Conflict, Invalid
from parta.common.pages import put_errors
from parta.school.rules import EDIT_STRUCTURE, VIEW_STRUCTURE
from parta.timetable import services, tasks
from parta.timetable.forms import SolverForm
from parta.timetable.models import RunMode, SolverRun
from parta.timetable.selectors import sheet_of
from parta.timetable.selectors.runs import run_page, solver_page
from parta.timetable.selectors.sheet import Sheet
from parta.timetable.views.asked import version_of

if TYPE_CHECKING:
    from parta.config.middleware import ActorRequest


@require_http_methods(["GET", "POST"])
@login_required
def solver(request: ActorRequest, ref: Ref) -> HttpResponse:
    sheet = sheet_of(version_of(request, ref))
    form = SolverForm(request.POST if request.method == "POST" else None, list(sheet.classes.values()))
    if request.method == "POST" and form.is_valid():
        started = _start(request, sheet, form)
        if started:
            return redirect("timetable:run", started)
    page = solver_page(sheet)
    form.fields["mode"].initial = RunMode.PLACE if page.has_left and page.stands else RunMode.IMPROVE
    status = 422 if form.errors else 200
    return render(request, "timetable/solver.html", {"page": page, "form": form, "tab": "timetable"}, status=status)


def _start(request: ActorRequest, sheet: Sheet, form: SolverForm) -> SolverRun | None:
    values = form.cleaned_data
    try:
        run = services.start_run(
            actor=request.actor,
            version=sheet.version,
            mode=values["mode"],
            weights=form.weights,
            seconds=values["seconds"],
            stays=[row.pk for row in values["stays"]],
        )
    except Invalid as error:
        put_errors(form, error)
        return None
    tasks.search.enqueue(run.school_id, run.pk)
    return run


def _run_of(request: ActorRequest, ref: Ref) -> SolverRun:
    rows = SolverRun.objects.select_related("version__branch", "version__year", "made_by")
    found: SolverRun = row_for(request.actor, rows, ref, EDIT_STRUCTURE, see=VIEW_STRUCTURE)
    return found


@require_GET
@login_required
def run(request: ActorRequest, ref: Ref) -> HttpResponse:
    """A search under way (asked again by itself) or what it found."""
    page = run_page(_run_of(request, ref))
    if request.headers.get("HX-Request"):
        response = render(request, "timetable/searching.html", {"page": page})
        if not page.is_working:
            response["HX-Refresh"] = "true"
        return response
    return render(request, "timetable/run.html", {"page": page, "run": page.run, "tab": "timetable"})


@require_POST
@login_required
def stop_run(request: ActorRequest, ref: Ref) -> HttpResponse:
    found = _run_of(request, ref)
    services.stop_run(actor=request.actor, run=found)
    return redirect("timetable:run", found)


@require_POST
@login_required
def apply_run(request: ActorRequest, ref: Ref) -> HttpResponse:
    found = _run_of(request, ref)
    return _done(request, found, services.apply_run, _("The week stands in the draft."))


@require_POST
@login_required
def take_back_run(request: ActorRequest, ref: Ref) -> HttpResponse:
    found = _run_of(request, ref)
    return _done(request, found, services.take_back_run, _("The draft is as it was before."))


def _done(request: ActorRequest, found: SolverRun, act: Callable[..., None], words: str) -> HttpResponse:
    """What the service refuses is told on the page of the search."""
    try:
        act(actor=request.actor, run=found)
    except (Conflict, Invalid) as error:
        messages.error(request, error.message)
    else:
        messages.success(request, words)
    return redirect("timetable:run", found)
