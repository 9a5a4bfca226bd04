"""Sends letters with codes as a PDF that no cache keeps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.http import HttpResponse

from parta.people.printing import letters_pdf
from parta.people.services import Letter
from parta.school.models import School

if TYPE_CHECKING:
    from parta.config.middleware import ActorRequest


def letters_answer(
    request: ActorRequest, school_id: int, letters: Sequence[Letter], groups: Mapping[int, str]
) -> HttpResponse:
    school = School.objects.get(pk=school_id).short_name
    pdf = letters_pdf(letters, school=school, site=request.build_absolute_uri("/"), groups=groups)
    headers = {"Content-Disposition": 'inline; filename="letters.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)
