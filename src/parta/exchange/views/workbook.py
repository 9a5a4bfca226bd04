"""Pages of the exchange: list of imports, upload, preview, application, template and export."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parta.common.codes import Ref
from parta.common.errors import Invalid
from parta.exchange import selectors, tasks
from parta.exchange.forms import UploadForm
from parta.exchange.services import export_school, start_apply, upload
from parta.exchange.workbook.writing import write
from parta.school.selectors import today_of

if TYPE_CHECKING:
    from parta.config.middleware import ActorRequest

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "POST"])
@login_required
def index(request: ActorRequest) -> HttpResponse:
    """Load a workbook, take one away, look at earlier imports."""
    school = selectors.school_of(request.actor)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            run = upload(actor=request.actor, school=school, file=form.cleaned_data["file"])
        except Invalid as error:
            form.add_error("file", error.message)
        else:
            tasks.check.enqueue(run.school_id, run.pk)
            return redirect("exchange:run", run)
    status = 422 if form.errors else 200
    page = selectors.runs(school, request.GET.get("page"))
    return render(request, "exchange/index.html", {"form": form, "page": page}, status=status)


@require_GET
@login_required
def run(request: ActorRequest, ref: Ref) -> HttpResponse:
    """An import: under way, waiting with its preview, or done."""
    found = selectors.preview(
        selectors.run_of(request.actor, ref),
        search=request.GET.get("q", ""),
        sheet=request.GET.get("sheet", ""),
        page=request.GET.get("page"),
    )
    context = {"preview": found, "run": found.run, "page": found.page}
    if request.headers.get("HX-Request"):
        response = render(request, "exchange/working.html", context)
        if not found.run.is_working:
            response["HX-Refresh"] = "true"
        return response
    return render(request, "exchange/run.html", context)


@require_POST
@login_required
def apply(request: ActorRequest, ref: Ref) -> HttpResponse:
    found = selectors.run_of(request.actor, ref)
    start_apply(actor=request.actor, run=found)
    tasks.apply.enqueue(found.school_id, found.pk, request.actor.account_id or 0)
    return redirect("exchange:run", found)


@require_GET
@login_required
def template(request: ActorRequest) -> HttpResponse:
    selectors.school_of(request.actor)
    return _workbook(write(), "school-template.xlsx")


@require_GET
@login_required
def export(request: ActorRequest) -> HttpResponse:
    school = selectors.school_of(request.actor)
    data = export_school(actor=request.actor, school=school)
    return _workbook(data, f"school-{today_of(school.pk):%Y-%m-%d}.xlsx")


def _workbook(data: bytes, name: str) -> HttpResponse:
    disposition = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(data, content_type=XLSX, headers=disposition)
