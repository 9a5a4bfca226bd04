"""Where a signed-in person begins, how pages look to them, and pages of refusal."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from parta.common.codes import Ref
from parta.common.errors import NotFound
from parta.config.middleware import ActorRequest
from parta.config.navigation import LOOK, items_for, work_schools

YEAR = 365 * 24 * 3600


@require_GET
@login_required
def home(request: ActorRequest) -> HttpResponse:
    """Everyone's first page: the first item of the own navigation."""
    items = items_for(request.actor)
    return redirect(items[0].url if items else "start")


@require_POST
def appearance(request: HttpRequest) -> HttpResponse:
    """Keep the chosen theme, contrast, size and language in cookies of this browser."""
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
    response = redirect(target if safe else "/")
    for name, allowed in LOOK.items():
        value = request.POST.get(name)
        if value in allowed:
            response.set_cookie(name, value, max_age=YEAR, samesite="Lax", secure=request.is_secure())
    return response


@require_POST
@login_required
def switch_school(request: ActorRequest, ref: Ref) -> HttpResponse:
    """Work at another of the own schools from now on."""
    if ref.id not in work_schools(request.actor):
        raise NotFound
    request.session["school"] = ref.id
    return redirect("home")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)
