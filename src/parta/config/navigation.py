"""The frame around every page: at most five places for a person, and the choices of look."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from parta.access.actor import Actor
from parta.access.roles import FAMILY, Role, relations
from parta.common.codes import Ref, encode
from parta.school.models import School

LOOK = {
    "theme": ("auto", "light", "dark"),
    "contrast": ("normal", "more"),
    "size": ("normal", "large"),
    "language": ("ru", "en"),
}
MANAGERS = ("director", "head", "deputy", "administrator", "counsellor")
BAR = 5
"""So many places fit into the bar of a phone; the rest stands in the menu of the account."""
OFFICE = (*MANAGERS[:4], "secretary")


def _holds(*roles: str) -> Callable[[Actor], bool]:
    return lambda actor: actor.within(actor.school_id).has(*relations(*roles))


def _is_asked(actor: Actor) -> bool:
    """Who gets remarks or reads those of a class, and has no part in making them."""
    return actor.has("teaches", "substitutes", "leads") and not _holds("director", "head", "deputy")(actor)


@dataclass(frozen=True)
class Place:
    """A page of the frame: where, its name, its icon (lucide) and who is shown it."""

    url_name: str
    label: str | Promise
    icon: str
    shown: Callable[[Actor], bool]
    also: tuple[str, ...] = ()
    """Other addresses whose pages belong here."""


@dataclass(frozen=True)
class Item:
    label: str | Promise
    url: str
    icon: str
    current: bool = False


PLACES = (
    Place("journal:school", _("School"), "school", _holds(*MANAGERS)),
    Place("journal:day", _("My day"), "calendar-check", lambda actor: actor.has("teaches", "substitutes")),
    Place("journal:courses", _("Journal"), "notebook-tabs", _holds("teaches", "substitutes", *MANAGERS)),
    Place(
        "journal:class",
        _("My class"),
        "users",
        lambda actor: actor.has("leads"),
        ("/office/people/", "/office/classes/"),
    ),
    Place(
        "people:pupils",
        _("People"),
        "contact",
        _holds(*OFFICE, "librarian"),
        ("/office/classes/", "/office/timetable/"),
    ),
    Place(
        "school:index",
        _("Set-up"),
        "settings-2",
        _holds("administrator", "director", "deputy", "secretary"),
        ("/office/classes/history/", "/office/exchange/"),
    ),
    Place("supervision:index", _("Control"), "clipboard-check", _holds("director", "head", "deputy")),
    Place("supervision:index", _("Remarks"), "clipboard-check", _is_asked),
    Place("journal:plans", _("Plans"), "list-checks", _holds("teaches", *MANAGERS), ("/plans/",)),
    Place("diary:week", _("Diary"), "book-open", lambda actor: actor.has("pupil", "child")),
    Place("diary:marks", _("Marks"), "chart-no-axes-column", lambda actor: actor.has("pupil", "child")),
)


def items_for(actor: Actor, current: str = "") -> list[Item]:
    """The places of an actor that exist, the longest address that begins the current one being chosen."""
    found = []
    for place in PLACES:
        if place.shown(actor):
            try:
                found.append((Item(place.label, reverse(place.url_name), place.icon), place.also))
            except NoReverseMatch:
                continue
    if current.startswith(reverse("diary:week")) and current.endswith("/marks/"):
        current = reverse("diary:marks")
    roots = [(root, item.url) for item, also in found for root in (item.url, *also) if current.startswith(root)]
    chosen = max(reversed(roots), key=lambda pair: len(pair[0]), default=("", ""))[1]
    return [Item(item.label, item.url, item.icon, item.url == chosen) for item, _also in found]


def frame(request: HttpRequest) -> dict[str, Any]:
    actor: Actor = getattr(request, "actor", Actor())
    known = actor.person_id is not None
    look = {name: _look(request, name) for name in LOOK}
    items = items_for(actor, request.path) if known else []
    return {
        "frame": {
            "known": known,
            "items": items[:BAR],
            "more": items[BAR:],
            "schools": _schools(actor),
            "account": encode("account", Ref(0, actor.account_id)) if actor.account_id else "",
            "name": actor.name,
            "initials": "".join(part[0] for part in actor.name.split()[:2]),
            "role": role_title(actor.role),
            "school": School.objects.filter(pk=actor.school_id).first() if actor.school_id else None,
            "demo": settings.DEMO,
            **look,
        }
    }


def _schools(actor: Actor) -> list[School]:
    """The schools of somebody who works at several; one of them is the present one."""
    ids = work_schools(actor)
    return list(School.objects.filter(pk__in=ids).order_by("short_name")) if len(ids) > 1 else []


def work_schools(actor: Actor) -> set[int]:
    """Where the actor works; a school of the children is none of these."""
    return {place.school_id for relation, places in actor.holds.items() if relation not in FAMILY for place in places}


def _look(request: HttpRequest, name: str) -> str:
    value = request.COOKIES.get(name, "")
    return value if value in LOOK[name] else LOOK[name][0]


def role_title(role: str) -> Any:
    others = {"pupil": _("Pupil"), "guardian": _("Representative")}
    return others.get(role) or (Role(role).label if role in Role.values else "")
