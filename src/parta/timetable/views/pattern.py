"""The published week by class and by teacher, and the versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from parta.access.reading import opens
from parta.common.errors import NotFound
from parta.common.pages import ref_in
from parta.timetable.rules import VIEW_OWN_TIMETABLE
from parta.timetable.selectors import timetable_page

if TYPE_CHECKING:
    from parta.config.middleware import ActorRequest


@require_GET
@login_required
def index(request: ActorRequest) -> HttpResponse:
    actor = request.actor
    if actor.school_id is None or not opens(actor, VIEW_OWN_TIMETABLE):
        raise NotFound
    group, teacher = ref_in(request, "group", "group"), ref_in(request, "teacher", "person")
    found = timetable_page(actor, actor.school_id, group=group, teacher=teacher)
    return render(request, "timetable/index.html", {"found": found, "tab": "timetable"})
