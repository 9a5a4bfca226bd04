"""What pages of the timetable show of the ways in and out."""

from __future__ import annotations

from typing import Any

from django import template

from parta.access.reading import opens
from parta.school.rules import EDIT_STRUCTURE

register = template.Library()


@register.simple_tag(takes_context=True)
def may_edit_timetable(context: dict[str, Any]) -> bool:
    return opens(context["request"].actor, EDIT_STRUCTURE)
