"""The sheet of a day to print, the report of substitutions and missed lessons."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from parta.access.reading import opens
from parta.access.requests import ActorRequest
from parta.common.pages import day_asked, day_in, week_strip
from parta.common.sheets import workbook, workbook_answer
from parta.journal.selectors.substituted import BY_CLASS, BY_TEACHER, Report, report_of, sheet_of
from parta.journal.views.absences import require_office
from parta.lessons.rules import DECIDE_DAYS
from parta.school.selectors import today_of

LONGEST = timedelta(days=366)


@require_GET
@login_required
def sheet(request: ActorRequest) -> HttpResponse:
    """Changes of a day for the notice board, by class or by teacher."""
    today = today_of(require_office(request))
    by = BY_TEACHER if request.GET.get("by") == BY_TEACHER else BY_CLASS
    found = sheet_of(request.actor, day_asked(request.GET.get("date", "")), by)
    context = {"found": found, "by": by, "days": week_strip(found.day, today)}
    return render(request, "journal/day_sheet.html", context)


@require_GET
@login_required
def report(request: ActorRequest) -> HttpResponse:
    since, until = _span(request)
    found = report_of(request.actor, since, until, bool(request.GET.get("all")))
    context = {"found": found, "query": request.GET, "decides_days": opens(request.actor, DECIDE_DAYS)}
    return render(request, "journal/substituted.html", context)


@require_GET
@login_required
def report_file(request: ActorRequest) -> HttpResponse:
    """The same as a workbook."""
    since, until = _span(request)
    found = report_of(request.actor, since, until, bool(request.GET.get("all")))
    return workbook_answer(_workbook(found), f"substitutions-{since}-{until}.xlsx")


def _span(request: ActorRequest) -> tuple[date, date]:
    """The days asked for; without them the month so far. A year at most."""
    today = today_of(require_office(request))
    until = day_in(request.GET.get("until", "")) or today
    since = day_in(request.GET.get("since", "")) or until.replace(day=1)
    return max(min(since, until), until - LONGEST), until


def _workbook(found: Report) -> bytes:
    head = [
        (_("Teacher"), 36),
        (_("Lessons by plan"), 12),
        (_("Replaced"), 12),
        (_("Missed"), 12),
        (_("Moved away"), 12),
        (_("Given instead, hours to pay"), 16),
        (_("of them with the own group"), 16),
        (_("Not written in yet"), 14),
        (_("Replaced most often"), 40),
    ]
    found.total.name = _("Total")
    rows = [
        (
            line.name,
            line.planned,
            line.replaced,
            line.missed,
            line.moved,
            line.instead,
            line.joined,
            line.unwritten,
            line.most,
        )
        for line in [*found.lines, found.total]
    ]
    return workbook(_("Substitutions and missed lessons"), head, rows)
