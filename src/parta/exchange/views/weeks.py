"""A version goes out: as a file of aSc, as an Excel workbook, on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.views.decorators.http import require_GET

from parta.access.reading import row_for
from parta.common.codes import Ref
from parta.common.errors import NotFound
from parta.common.pages import ref_asked
from parta.exchange.asc.making import timetable_of
from parta.exchange.asc.writing import write
from parta.exchange.week.printing import week_pdf
from parta.exchange.week.reading import KINDS, book_of
from parta.exchange.week.workbook import workbook_of
from parta.timetable.models import Version
from parta.timetable.rules import VIEW_VERSION

if TYPE_CHECKING:
    from parta.config.middleware import ActorRequest

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CODES = {"class": "group", "teacher": "person", "room": "room"}


@require_GET
@login_required
def asc(request: ActorRequest, ref: Ref) -> HttpResponse:
    version = _version(request, ref)
    return _file(write(timetable_of(version)), "application/xml", f"timetable-{version.since}.xml")


@require_GET
@login_required
def xlsx(request: ActorRequest, ref: Ref) -> HttpResponse:
    version = _version(request, ref)
    return _file(workbook_of(book_of(version)), XLSX, f"timetable-{version.since}.xlsx")


@require_GET
@login_required
def pdf(request: ActorRequest, ref: Ref) -> HttpResponse:
    """For the wall: a page for each class, teacher or room (or for the one of the address), or the whole school."""
    version = _version(request, ref)
    kind = request.GET.get("by", "class")
    if kind not in (*KINDS, "school"):
        raise NotFound
    only = ref_asked(request, "of", CODES[kind]) if kind in CODES else None
    book = book_of(version)
    if only and (only.school_id not in (0, version.school_id) or only.id not in {row.id for row in book.tables[kind]}):
        raise NotFound
    data = week_pdf(book, kind, only.id if only else None)
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="timetable-{version.since}.pdf"'
    return response


def _version(request: ActorRequest, ref: Ref) -> Version:
    rows = Version.objects.select_related("branch", "year")
    found: Version = row_for(request.actor, rows, ref, VIEW_VERSION)
    return found


def _file(data: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(data, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
