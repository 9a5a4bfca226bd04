"""Which columns of the journal are closed for writing, and who can do what about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from parta.access.actor import Actor
from parta.classes.models import Course
from parta.common.templatetags.parta import day_month
from parta.lessons.models import Lesson, Unlock, UnlockState
from parta.lessons.rules import ASK_UNLOCK, OPEN_JOURNAL
from parta.lessons.selectors import ARCHIVE, SHUT, Lock


@dataclass(frozen=True)
class Closed:
    """The closed lessons of a page in words; the days that a button would open."""

    words: str
    since: date
    until: date
    can_ask: bool
    can_open: bool
    request: Unlock | None = None
    """What the actor has asked for last and what became of it, unless it is open."""

    @property
    def waits(self) -> bool:
        """Whether the request is not answered yet."""
        return self.request is not None and self.request.state == UnlockState.ASKED

    @property
    def answer(self) -> str:
        """The request in words."""
        if self.request is None:
            return ""
        if self.request.state == UnlockState.ASKED:
            words = _("You asked on %(at)s: the answer is still to come.")
            return words % {"at": day_month(timezone.localtime(self.request.asked_at).date())}
        return _("Not opened: %(reason)s") % {"reason": self.request.reason}


@dataclass(frozen=True)
class Locks:
    """What is closed on a page, and the unlock of its days that lasts longest."""

    closed: Closed | None = None
    opened: Unlock | None = None


def locks_of(
    actor: Actor, course: Course, columns: Iterable[tuple[Lesson, Lock | None]], unlocks: Iterable[Unlock]
) -> Locks:
    """What to say under the grid about its columns, each with what locks it."""
    found = list(columns)
    days = [lesson.date for lesson, _lock in found]
    fitting = [row for row in unlocks if days and row.since <= max(days) and row.until >= min(days)]
    locked = [(lesson, lock) for lesson, lock in found if lock]
    return Locks(_closed(actor, course, locked), fitting[-1] if fitting else None)


def _closed(actor: Actor, course: Course, locked: list[tuple[Lesson, Lock]]) -> Closed | None:
    rows = sorted(locked, key=lambda row: row[0].place)
    if not rows:
        return None
    kinds = {lock.kind for _lesson, lock in rows}
    until = rows[-1][0].date
    words = _("Lessons until %(day)s are closed: the time for writing is over.") % {"day": day_month(until)}
    if ARCHIVE in kinds:
        words = _("The term is in the archive: nothing is written in it any more.")
    elif SHUT in kinds:
        words = _("The term is closed: the journal is only read.")
    opens = ARCHIVE not in kinds
    can_open = opens and OPEN_JOURNAL.allows(actor, course)
    can_ask = opens and not can_open and ASK_UNLOCK.allows(actor, course)
    request = _last_request(actor, course) if can_ask else None
    return Closed(words, rows[0][0].date, until, can_ask, can_open, request)


def _last_request(actor: Actor, course: Course) -> Unlock | None:
    rows = Unlock.objects.filter(school_id=course.school_id, course=course, asked_by_id=actor.person_id)
    last: Unlock | None = rows.order_by("-pk").first()
    return last if last and last.state in (UnlockState.ASKED, UnlockState.DECLINED) else None
