"""Typed errors become pages, each with words on what to do next; what no page can read is refused.

Nothing shown to who is signed in is kept by a cache, so the way back after signing out on a common computer is empty.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from parta.common.errors import PartaError

NUL = "\0"


def refusal(request: HttpRequest) -> HttpResponse:
    error = PartaError(_("Something in the request cannot be read."))
    return render(request, "error.html", {"error": error, "status": error.status}, status=error.status)


def _drop_bad_cookies(request: HttpRequest) -> None:
    for name in [name for name, value in request.COOKIES.items() if NUL in value]:
        del request.COOKIES[name]


class ErrorPages:
    def __init__(self, get_response):  # type: ignore[no-untyped-def]
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        _drop_bad_cookies(request)
        if NUL in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return refusal(request)
        response: HttpResponse = self.get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        return response

    def process_view(self, request: HttpRequest, *args: Any) -> HttpResponse | None:
        """No database keeps the character with the code 0, and nobody types it."""
        if any(NUL in one for name, values in request.POST.lists() for one in (name, *values)):
            return refusal(request)
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, PartaError):
            return None
        return render(request, "error.html", {"error": error, "status": error.status}, status=error.status)
