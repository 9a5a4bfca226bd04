"""The diary: a day or a week of lessons, marks by subject, files of homework."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from parta.access.requests import ActorRequest
from parta.common.codes import Ref
from parta.common.pages import day_asked, ref_asked, week_strip
from parta.diary.selectors import average_page, coming_acts, days_of, file_for, marks_page, reader_of
from parta.grading.pages import average_template, plans_in
from parta.grading.selectors.debts import debts_of_pupil
from parta.grading.selectors.sheet import sheet_of


@require_GET
@login_required
def week(request: ActorRequest, ref: Ref | None = None) -> HttpResponse:
    reader = reader_of(request.actor, ref)
    day = day_asked(request.GET.get("date", "")) or reader.today
    view = "week" if request.GET.get("view") == "week" else "day"
    monday = day - timedelta(days=day.weekday())
    since, until = (monday, monday + timedelta(days=5)) if view == "week" else (day, day)
    context = {
        "reader": reader,
        "day": day,
        "monday": monday,
        "sunday": monday + timedelta(days=6),
        "view": view,
        "days": days_of(reader, since, until),
        "coming": coming_acts(reader) if view == "day" and day == reader.today else (),
        "strip": week_strip(day, reader.today),
        "back": day - timedelta(days=7),
        "on": day + timedelta(days=7),
        "tomorrow": next_school_day(reader.today),
    }
    return render(request, "diary/week.html", context)


def next_school_day(today: date) -> date:
    """Tomorrow; after Friday, Monday."""
    return today + timedelta(days={4: 3, 5: 2}.get(today.weekday(), 1))


@require_GET
@login_required
def marks(request: ActorRequest, ref: Ref | None = None) -> HttpResponse:
    reader = reader_of(request.actor, ref)
    term = ref_asked(request, "term", "term")
    page = marks_page(reader, term)
    sheet = sheet_of(reader.pupil.school_id, reader.pupil.person_id, page.terms)
    debts = debts_of_pupil(reader.pupil.school_id, reader.pupil.person_id, reader.today)
    return render(request, "diary/marks.html", {"reader": reader, "page": page, "sheet": sheet, "debts": debts})


@require_GET
@login_required
def average(request: ActorRequest, ref: Ref, subject: Ref) -> HttpResponse:
    """How the average in a subject came about, what leads to the next mark and what if."""
    reader = reader_of(request.actor, ref)
    page = average_page(reader, subject, ref_asked(request, "term", "term"), plans_in(request.GET))
    return render(request, average_template(request), {"page": page})


@require_GET
@login_required
def file(request: ActorRequest, ref: Ref, person: Ref) -> FileResponse:
    found = file_for(reader_of(request.actor, person), ref)
    return FileResponse(found.file.open(), as_attachment=True, filename=found.name, content_type=found.kind)
