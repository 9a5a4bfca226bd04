"""Pages open to everybody: the start page, a school with its contacts, the regulation."""

from __future__ import annotations

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from parta.common.codes import Ref
from parta.common.pages import page_of
from parta.marks.workbook import schedule_book
from parta.service import printing, selectors
from parta.service.schedules import schedule_page

DAY = 24 * 3600
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """The only school of the installation, or the list of all, or what to do while there is none."""
    text = request.GET.get("q", "")
    found = selectors.start(text=text, page=request.GET.get("page"))
    if found.school:
        return render(request, "service/school.html", {"school": found.school, "is_start": True})
    return render(request, "service/start.html", {"start": found, "text": text})


@require_GET
def school(request: HttpRequest, ref: Ref) -> HttpResponse:
    return render(request, "service/school.html", {"school": selectors.school_page(ref.id)})


@require_GET
def regulation(request: HttpRequest, ref: Ref) -> HttpResponse:
    return render(request, "service/regulation.html", {"page": selectors.regulation_page(ref)})


@require_GET
@cache_control(private=True, max_age=3600)
def regulation_pdf(request: HttpRequest, ref: Ref) -> HttpResponse:
    """An edition never changes, so its file is made once a day at most."""
    page = selectors.regulation_page(ref)
    key = f"regulation-{ref.school_id}-{ref.id}-{get_language()}"
    file = cache.get_or_set(key, lambda: printing.regulation_pdf(page), DAY)
    return HttpResponse(file, "application/pdf", headers={"Content-Disposition": 'inline; filename="regulation.pdf"'})


@require_GET
def schedule(request: HttpRequest, ref: Ref) -> HttpResponse:
    """The schedule of assessment procedures as it was approved."""
    page = schedule_page(ref, request.GET.get("class", ""), request.GET.get("subject", ""))
    lines = page_of(page.rows, request.GET.get("page"))
    return render(request, "service/schedule.html", {"page": page, "lines": lines})


@require_GET
@cache_control(private=True, max_age=3600)
def schedule_xlsx(request: HttpRequest, ref: Ref) -> HttpResponse:
    page = schedule_page(ref)
    file = schedule_book(f"{page.title}. {page.approved}", page.edition.rows)
    return HttpResponse(file, XLSX, headers={"Content-Disposition": 'attachment; filename="schedule.xlsx"'})
