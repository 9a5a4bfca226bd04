"""Results of a course, as a grid and as a plain form; results of a class."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from parta.access.requests import ActorRequest
from parta.access.rules import require
from parta.classes.rules import VIEW_CLASS, VIEW_COURSE
from parta.common.codes import Ref
from parta.grading.models import FinalKind
from parta.grading.rules import PUT_BEHAVIOUR, PUT_FINAL
from parta.grading.services import FinalOp
from parta.journal.selectors.finals import FinalRow, FinalsPage, finals_page
from parta.journal.selectors.results import ResultsPage, results_page
from parta.journal.services.finals import Refusals, put_page
from parta.journal.views.kept import kept_data
from parta.journal.views.operations import account_code
from parta.journal.words import NEUTRAL_TITLES, grid_data
from parta.marks.arithmetic import NEUTRAL


@dataclass(frozen=True)
class TypedRow:
    """A line of the form: as it stands, or as it was typed and refused."""

    row: FinalRow
    value: str
    reason: str
    error: str = ""


@require_http_methods(["GET", "POST"])
@login_required
def finals(request: ActorRequest, ref: Ref) -> HttpResponse:
    """Results of a course in a term or year: a grid, or with «form» a form that works without scripts."""
    page = finals_page(request.actor, ref, request.GET.get("term", ""), is_left="left" in request.GET)
    if request.method != "POST":
        return _show(request, page, {}) if "form" in request.GET else _grid(request, page)
    require(request.actor, PUT_FINAL, page.course, see=VIEW_COURSE)
    operations = _operations(request, page)
    refused = put_page(actor=request.actor, school_id=ref.school_id, operations=operations)
    if refused:
        return _show(request, finals_page(request.actor, ref, page.slot.code), refused)
    messages.success(request, _("Marks put or changed: %(n)s") % {"n": len(operations)})
    return HttpResponseRedirect(request.get_full_path())


def _grid(request: ActorRequest, page: FinalsPage) -> HttpResponse:
    words = {"data": grid_data([], [page.scale]), "kept": kept_data(), "account": account_code(request)}
    symbols = [{"symbol": symbol, "title": NEUTRAL_TITLES[symbol]} for symbol in NEUTRAL]
    context = {"page": page, "symbols": symbols, "is_left": "left" in request.GET} | words
    return render(request, "journal/finals.html", context)


def _show(request: ActorRequest, page: FinalsPage, refused: Refusals) -> HttpResponse:
    rows = [
        TypedRow(
            row,
            request.POST.get(f"mark-{row.code}", row.value) if row.person_id in refused else row.value,
            request.POST.get(f"reason-{row.code}", row.reason) if row.person_id in refused else row.reason,
            refused[row.person_id].message if row.person_id in refused else "",
        )
        for row in page.rows
    ]
    context = {"page": page, "rows": rows, "refused": len(refused)}
    return render(request, "journal/finals_form.html", context, status=422 if refused else 200)


def _operations(request: ActorRequest, page: FinalsPage) -> list[FinalOp]:
    """What was changed on the page; with «proposed», also the proposals of lines left empty."""
    takes = "proposed" in request.POST
    found = []
    for row in page.rows:
        old, seen = request.POST.get(f"was-{row.code}", row.value), request.POST.get(f"seen-{row.code}", row.version)
        value = request.POST.get(f"mark-{row.code}", old)
        reason = request.POST.get(f"reason-{row.code}", row.reason)
        if takes and not value and row.takes_proposal:
            value = row.proposed
        if value != old or (value and reason != row.reason and seen == row.version):
            found.append(_operation(page, row, value, seen, reason))
    return found


def _operation(page: FinalsPage, row: FinalRow, value: str, seen: str, reason: str) -> FinalOp:
    term = page.slot.term
    return FinalOp(
        person_id=row.person_id,
        kind=page.slot.kind,
        text=value,
        course_id=page.course.pk,
        term_id=term.pk if term else None,
        seen=seen,
        reason=reason,
    )


@require_http_methods(["GET", "POST"])
@login_required
def results(request: ActorRequest, ref: Ref) -> HttpResponse:
    """Results of a class; its class teacher puts marks for behaviour here."""
    page = results_page(request.actor, ref, request.GET.get("term", ""), is_left="left" in request.GET)
    if request.method != "POST":
        return render(request, "journal/results.html", {"page": page, "is_left": "left" in request.GET})
    require(request.actor, PUT_BEHAVIOUR, page.group, see=VIEW_CLASS)
    operations = _behaviour(request, page)
    refused = put_page(actor=request.actor, school_id=ref.school_id, operations=operations)
    for error in refused.values():
        messages.error(request, error.message)
    if len(operations) > len(refused):
        messages.success(request, _("Marks put or changed: %(n)s") % {"n": len(operations) - len(refused)})
    return HttpResponseRedirect(request.get_full_path())


def _behaviour(request: ActorRequest, page: ResultsPage) -> list[FinalOp]:
    """Marks for behaviour that were changed on the page."""
    typed = [(row, request.POST.get(f"mark-{row.code}", row.behaviour).strip()) for row in page.rows]
    return [
        FinalOp(
            person_id=row.person_id,
            kind=FinalKind.BEHAVIOUR.value,
            text=value,
            group_id=page.group.pk,
            term_id=page.slot.term.pk if page.slot.term else None,
            seen=request.POST.get(f"seen-{row.code}", row.behaviour_version),
        )
        for row, value in typed
        if value != request.POST.get(f"was-{row.code}", row.behaviour)
    ]
