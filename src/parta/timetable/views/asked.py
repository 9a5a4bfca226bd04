"""What an address or a form of the editor asks for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

from parta.access.reading import row_for
from parta.common.codes import Ref, decode
from parta.common.errors import Invalid, NotFound
from parta.common.pages import ref_in
from parta.school.rules import EDIT_STRUCTURE, VIEW_STRUCTURE
from parta.timetable.models import Version
from parta.timetable.selectors.editor import CLASSES, TEACHERS, Filters
from parta.timetable.selectors.taking import Asked

if TYPE_CHECKING:
    from parta.config.middleware import ActorRequest


def version_of(request: ActorRequest, ref: Ref) -> Version:
    """The version of an address, for who may change it."""
    rows = Version.objects.select_related("branch", "year", "made_by")
    found: Version = row_for(request.actor, rows, ref, EDIT_STRUCTURE, see=VIEW_STRUCTURE)
    return found


def filters_of(request: HttpRequest) -> Filters:
    values = request.POST if request.method == "POST" else request.GET
    level = values.get("level", "")
    group, teacher = ref_in(request, "group", "group"), ref_in(request, "who", "person")
    return Filters(
        TEACHERS if values.get("by") == TEACHERS else CLASSES,
        int(level) if level.isdecimal() else None,
        values.get("severity", ""),
        group.id if group else None,
        teacher.id if teacher else None,
    )


def asked_of(request: HttpRequest) -> Asked:
    """The lessons (s) or the courses (c) in the hand, with a teacher, a room and a week."""
    values = request.POST if request.method == "POST" else request.GET
    week = values.get("week", "")
    teacher, room = ref_in(request, "teacher", "person"), ref_in(request, "room", "room")
    return Asked(
        ids_of(values, "s", "slot"),
        ids_of(values, "c", "course"),
        int(week) if week.isdecimal() else None,
        teacher.id if teacher else None,
        room.id if room else None,
        "teacher" in values and "room" in values,
        "alone" in values,
    )


def ids_of(values: Any, name: str, kind: str) -> tuple[int, ...]:
    try:
        return tuple(decode(kind, code).id for code in values.getlist(name))
    except ValueError as error:
        raise NotFound from error


def number_of(values: Mapping[str, str], name: str) -> int:
    typed = values.get(name, "")
    if not typed.isdecimal() or len(typed) > 6:
        raise Invalid()
    return int(typed)


def place_of(values: Mapping[str, str]) -> tuple[int, int]:
    """ "2:3" of a button, or a weekday and a number."""
    if values.get("to"):
        day, _colon, number = values["to"].partition(":")
        return place_of({"day": day, "number": number})
    return number_of(values, "day"), number_of(values, "number")
