"""What later rooms say on pages of the journal: a block on "My day", links on the page of a course.

A room adds its function to DAY or COURSE from `ready()`; each asks one query at most.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from parta.access.actor import Actor
from parta.classes.models import Course
from parta.lessons.models import Lesson


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    note: str = ""
    is_urgent: bool = False
    is_act: bool = False
    """Something to do, not something to read."""


@dataclass(frozen=True)
class Aside:
    """A block with the first of its links; `more` leads to all of them."""

    title: str
    more: Link
    links: list[Link] = field(default_factory=list)


DAY: list[Callable[[Actor], Aside | None]] = []
COURSE: list[Callable[[Actor, Course, Lesson | None], list[Link]]] = []


def day_asides(actor: Actor) -> list[Aside]:
    return [found for ask in DAY if (found := ask(actor))]


def course_links(actor: Actor, course: Course, lesson: Lesson | None) -> list[Link]:
    """With the chosen lesson, if one is chosen."""
    return [link for ask in COURSE for link in ask(actor, course, lesson)]
