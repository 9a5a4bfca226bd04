"""Whether the journal may still be written: the edit window, the state of the term, what was unlocked.

Everybody obeys, the management too: it unlocks, with a reason. Only the programme itself (import, demo, roll-back)
writes anyway.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date

from django.utils.translation import gettext as _

from parta.access.actor import Actor
from parta.access.roles import BY_SYSTEM
from parta.classes.models import Course, Group
from parta.common.errors import Invalid
from parta.lessons import selectors
from parta.lessons.models import Lesson
from parta.lessons.selectors import Lock, lock_of, standing_unlocks, unlock_for
from parta.school.models import Term, TermState

SHUT = (TermState.CLOSED, TermState.ARCHIVED)

Counted = Callable[[], Mapping[int, date]]
"""From which day the window of a lesson counts where it is later than the lesson; asked only if it matters."""


def require_open(*, actor: Actor, lessons: Collection[Lesson], counted: Counted | None = None) -> None:
    """Refuse to write in lessons (read `with_locks`) that are locked for the actor and that nobody has unlocked."""
    locked = [row for row in lessons if lock_of(row) and not BY_SYSTEM.allows(actor, row)]
    if not locked:
        return
    later = counted() if counted else {}
    found = [(row, lock) for row in locked if (lock := lock_of(row, later.get(row.pk)))]
    unlocks = standing_unlocks(locked[0].school_id, [row.course_id for row, _lock in found]) if found else []
    for row, lock in found:
        if not (lock.opens and unlock_for(row, unlocks)):
            raise Invalid(lock.words, lock=lock.kind)


def marks_lock(course: Course, term: Term | None) -> Lock | None:
    """What locks marks of a term in a course: it is closed, and no day of it is unlocked for the course."""
    if term is None or term.state not in SHUT:
        return None
    lock = Lock(selectors.ARCHIVE if term.state == TermState.ARCHIVED else selectors.SHUT)
    unlocks = standing_unlocks(course.school_id, [course.pk]) if lock.opens else []
    return None if any(row.since <= term.until and row.until >= term.since for row in unlocks) else lock


def require_unlocked(*, actor: Actor, course: Course, term: Term | None) -> None:
    """Marks of a term are put until it is closed, and while any day of it is unlocked for the course."""
    lock = None if BY_SYSTEM.allows(actor, course) else marks_lock(course, term)
    if lock:
        raise Invalid(lock.words, lock=lock.kind)


def require_term_open(*, actor: Actor, group: Group, term: Term | None) -> None:
    """What belongs to a class and not to a course is written until the term is closed; only reopening opens it."""
    if term is not None and term.state in SHUT and not BY_SYSTEM.allows(actor, group):
        raise Invalid(_("The term is closed: the marks stay as they are."))
