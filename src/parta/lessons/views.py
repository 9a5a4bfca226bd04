"""Publishing a timetable: dated lessons are made of the weekly pattern."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from parta.access.reading import row_for
from parta.common.codes import Ref
from parta.lessons.publishing import preview_of
from parta.lessons.services import make_lessons
from parta.school.rules import EDIT_STRUCTURE, VIEW_STRUCTURE
from parta.timetable.models import Version

if TYPE_CHECKING:
    from parta.config.middleware import ActorRequest


@require_http_methods(["GET", "POST"])
@login_required
def publish(request: ActorRequest, ref: Ref) -> HttpResponse:
    """Say what becomes of the lessons, then do it: make them of a version, or after a change of the calendar."""
    rows = Version.objects.select_related("branch", "year")
    version: Version = row_for(request.actor, rows, ref, EDIT_STRUCTURE, see=VIEW_STRUCTURE)
    if request.method == "GET":
        found = {"version": version, "found": preview_of(version), "tab": "timetable"}
        return render(request, "lessons/publish.html", found)
    made = make_lessons(actor=request.actor, version=version)
    words = ngettext("The timetable is published: %(n)d new lesson.", "Published: %(n)d new lessons.", made)
    messages.success(request, words % {"n": made})
    return redirect("timetable:index")
