"""A timetable of aSc comes in: upload, names to be matched with a preview, the draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parta.common.codes import Ref
from parta.common.errors import Invalid
from parta.common.pages import put_errors
from parta.exchange import selectors
from parta.exchange.forms import TimetableForm, picks_in
from parta.exchange.services import choose_names, draft_from, keep_timetable

if TYPE_CHECKING:
    from parta.config.middleware import ActorRequest


@require_http_methods(["GET", "POST"])
@login_required
def index(request: ActorRequest) -> HttpResponse:
    """Load a timetable of aSc, look at earlier ones."""
    found = selectors.timetable_files(request.actor, request.GET.get("page"))
    form = TimetableForm(found.branches, found.since, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            file = keep_timetable(actor=request.actor, **form.cleaned_data)
        except Invalid as error:
            put_errors(form, error)
        else:
            return redirect("timetables:file", file)
    context = {"form": form, "page": found.page}
    return render(request, "exchange/timetables.html", context, status=422 if form.errors else 200)


@require_GET
@login_required
def file(request: ActorRequest, ref: Ref) -> HttpResponse:
    """Names that nobody has matched yet, what is not taken, what would change."""
    row = selectors.timetable_file_of(request.actor, ref)
    found = selectors.timetable_page(row, change=request.GET.get("change", ""), page=request.GET.get("page"))
    return render(request, "exchange/timetable.html", {"found": found, "file": row, "page": found.page})


@require_POST
@login_required
def choose(request: ActorRequest, ref: Ref) -> HttpResponse:
    row = selectors.timetable_file_of(request.actor, ref)
    choose_names(actor=request.actor, file=row, picks=picks_in(request.POST, selectors.matches_of(row)))
    return redirect("timetables:file", row)


@require_POST
@login_required
def draft(request: ActorRequest, ref: Ref) -> HttpResponse:
    row = selectors.timetable_file_of(request.actor, ref)
    draft_from(actor=request.actor, file=row, expected=request.POST.get("seen", ""))
    messages.success(request, _("The draft of the timetable is made: look at it and publish it."))
    return redirect("timetable:index")
