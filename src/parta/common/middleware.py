"""Typed errors become pages: 403, 404, 409, 422, each with words on what to do next."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from parta.common.errors import PartaError


class ErrorPages:
    def __init__(self, get_response):  # type: ignore[no-untyped-def]
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response: HttpResponse = self.get_response(request)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, PartaError):
            return None
        return render(request, "error.html", {"error": error, "status": error.status}, status=error.status)
