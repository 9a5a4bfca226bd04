"""What a search has to tell, in words: who has more lessons than places, which conditions contradict each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from parta.school.models import RoomKind

Text = str | Promise


@dataclass(frozen=True)
class Names:
    """Rows by their keys as the words name them."""

    teachers: Mapping[int, str]
    classes: Mapping[int, str]
    courses: Mapping[int, str]


@dataclass(frozen=True)
class Reason:
    """What is in the way, and what can be done about it."""

    text: str
    advice: str = ""


SHORT: Mapping[str, Text] = {
    "teacher": gettext_lazy("Take lessons from the teacher, or let the teacher come at other hours (wishes)."),
    "room": gettext_lazy("Add rooms of the kind, or let subjects do without them."),
    "class": gettext_lazy("Take hours from the plan of the class."),
    "course": gettext_lazy("Take hours from the course, or let its teacher come at other hours (wishes)."),
}
GENERAL: Mapping[str, Text] = {
    "died": gettext_lazy("The search was broken off: its process ended. Nothing has changed, start it once more."),
    "broken": gettext_lazy("The search was broken off by an error. Nothing has changed."),
    "no_time": gettext_lazy("No whole week was found in this time. Give it more time or fewer pinned lessons."),
}


def shortage_words(short: Sequence[Any], names: Names) -> Reason:
    """Козлова Е. В.: нужно 38 уроков, мест в неделе 36."""
    kind, key, needed, places = short
    rooms: Mapping[Any, Any] = dict(RoomKind.choices) | {"": _("Rooms for lessons")}
    tables: Mapping[str, Mapping[Any, Any]] = {
        "teacher": names.teachers,
        "class": names.classes,
        "course": names.courses,
        "room": rooms,
    }
    lessons = ngettext("%(n)s lesson is needed", "%(n)s lessons are needed", needed) % {"n": needed}
    told = {"name": tables[kind].get(key, "—"), "lessons": lessons, "places": places}
    return Reason(_("%(name)s: %(lessons)s, places in the week: %(places)s") % told, str(SHORT[kind]))


def reason_words(reason: Sequence[Any], names: Names) -> Reason:
    kind, key = reason
    return WORDS[kind](key, names) if kind in WORDS else Reason(str(kind))


def _load(courses: Iterable[int], names: Names) -> Reason:
    found = ", ".join(names.courses.get(course, "—") for course in courses)
    return Reason(_("All hours of the plan: %(lesson)s") % {"lesson": found}, _("Take an hour from it."))


def _never(teacher: int, names: Names) -> Reason:
    told = {"teacher": names.teachers.get(teacher, "—")}
    return Reason(_("%(teacher)s cannot be there by the wishes") % told, _("Ask the teacher for more hours."))


def _teacher(teacher: int, names: Names) -> Reason:
    told = {"teacher": names.teachers.get(teacher, "—")}
    return Reason(_("%(teacher)s has one lesson at a time") % told, _("Give a part of the lessons to somebody else."))


def _class(key: int, names: Names) -> Reason:
    return Reason(_("%(name)s is at one lesson at a time") % {"name": names.classes.get(key, "—")})


def _room(kind: str, _names: Names) -> Reason:
    name = RoomKind(kind).label if kind else _("Rooms for lessons")
    return Reason(_("There are no more rooms: %(kind)s") % {"kind": name}, str(SHORT["room"]))


def _spread(course: int, names: Names) -> Reason:
    told = {"lesson": names.courses.get(course, "—")}
    return Reason(_("Lessons are spread evenly over the days: %(lesson)s") % told)


def _week(key: int, names: Names) -> Reason:
    words = _("%(name)s has no more hours a week than the norm allows")
    return Reason(words % {"name": names.classes.get(key, "—")}, str(SHORT["class"]))


def _long_days(key: int, names: Names) -> Reason:
    return Reason(_("%(name)s has at most one longer day") % {"name": names.classes.get(key, "—")})


WORDS: Mapping[str, Callable[[Any, Names], Reason]] = {
    "load": _load,
    "never": _never,
    "teacher": _teacher,
    "class": _class,
    "room": _room,
    "spread": _spread,
    "week": _week,
    "long_days": _long_days,
}
