"""The row of pages above every page of the office: those that are open to the reader."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from parta.access.reading import opens
from parta.classes.rules import VIEW_GROUP
from parta.people.rules import VIEW_PUPIL, VIEW_STAFF

register = template.Library()

TABS = (
    ("pupils", "people:pupils", _("Pupils"), VIEW_PUPIL),
    ("staff", "people:staff", _("Staff"), VIEW_STAFF),
    ("groups", "classes:groups", _("Classes"), VIEW_GROUP),
    ("timetable", "timetable:index", _("Timetable"), None),
)


@register.inclusion_tag("classes/tabs.html", takes_context=True)
def office_tabs(context: dict[str, Any]) -> dict[str, Any]:
    actor, chosen = context["request"].actor, context.get("tab")
    shown = [
        (reverse(name), label, key == chosen) for key, name, label, rule in TABS if rule is None or opens(actor, rule)
    ]
    return {"tabs": shown}
