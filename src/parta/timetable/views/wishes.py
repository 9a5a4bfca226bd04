"""Wishes of the teachers: the list for who makes the timetable, the week of one to be filled in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from parta.access.reading import opens, row_for
from parta.common.codes import Ref
from parta.common.errors import Invalid, NotFound
from parta.people.models import Employee
from parta.school.rules import EDIT_STRUCTURE
from parta.school.selectors import year_on
from parta.timetable.rules import EDIT_WISHES
from parta.timetable.selectors.wishes import NEVER, RATHER_NOT, wish_lines, wish_page
from parta.timetable.services import put_wishes
from parta.timetable.services.wishes import Spot

if TYPE_CHECKING:
    from parta.config.middleware import ActorRequest

PAGE = 40


@require_GET
@login_required
def wishes(request: ActorRequest) -> HttpResponse:
    actor = request.actor
    if actor.school_id is None or not opens(actor, EDIT_STRUCTURE):
        raise NotFound
    words = request.GET.get("q", "")
    page = Paginator(wish_lines(actor, actor.school_id, words), PAGE).get_page(request.GET.get("page"))
    return render(request, "timetable/wishes.html", {"page": page, "words": words, "tab": "timetable"})


@require_http_methods(["GET", "POST"])
@login_required
def wish(request: ActorRequest, ref: Ref) -> HttpResponse:
    employee = row_for(request.actor, Employee.objects.select_related("person"), ref, EDIT_WISHES)
    year = year_on(employee.school_id, request.actor.on)
    if year is None:
        raise NotFound
    if request.method == "POST":
        never, rather_not = (_spots(request.POST, value) for value in (NEVER, RATHER_NOT))
        put_wishes(actor=request.actor, employee=employee, year=year, never=never, rather_not=rather_not)
        messages.success(request, _("The wishes are kept."))
        return redirect("timetable:wish", employee)
    is_own = employee.person_id == request.actor.person_id
    found = {"page": wish_page(employee, year), "is_own": is_own, "tab": "timetable"}
    return render(request, "timetable/wish.html", found)


def _spots(values: Mapping[str, str], value: str) -> list[Spot]:
    """Fields are named by shift, weekday and number: p1-0-3."""
    found = []
    for name, said in values.items():
        parts = name.removeprefix("p").split("-")
        if name.startswith("p") and said == value:
            if len(parts) != 3 or not all(part.isdecimal() and len(part) < 3 for part in parts):
                raise Invalid()
            found.append((int(parts[0]), int(parts[1]), int(parts[2])))
    return found
