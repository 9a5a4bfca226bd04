"""Pages open to everybody: the start page, a school with its contacts."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from parta.common.codes import Ref
from parta.service import selectors


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
