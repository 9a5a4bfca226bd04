"""Days of journals that were asked for or opened: the list of who decides."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Page
from django.db.models import Case, Q, Value, When

from parta.access.actor import Actor
from parta.common import clock
from parta.common.pages import named_like, page_of
from parta.common.russian import search_key
from parta.lessons.models import Unlock, UnlockState
from parta.lessons.rules import DECIDE_UNLOCK

ASKED, NOW, ALL = "asked", "now", "all"


@dataclass(frozen=True)
class UnlockLine:
    unlock: Unlock
    is_open: bool

    @property
    def waits(self) -> bool:
        return bool(self.unlock.state == UnlockState.ASKED)

    @property
    def is_over(self) -> bool:
        return bool(self.unlock.state == UnlockState.GIVEN) and not self.is_open


@dataclass(frozen=True)
class UnlockPage:
    lines: list[UnlockLine]
    page: Page[Unlock]
    waiting: int


def unlock_page(actor: Actor, *, words: str = "", show: str = ALL, page: str | None = None) -> UnlockPage:
    """Requests and unlocks the actor decides, those that wait first. Three queries."""
    now = clock.now()
    mine = Unlock.objects.filter(DECIDE_UNLOCK.filter(actor.within(actor.school_id)), school_id=actor.school_id)
    rows = mine.filter(_like(words))
    if show == ASKED:
        rows = rows.filter(state=UnlockState.ASKED)
    elif show == NOW:
        rows = rows.filter(state=UnlockState.GIVEN, expires_at__gt=now)
    rows = rows.select_related("course__subject", "course__group", "asked_by", "given_by")
    waits = Case(When(state=UnlockState.ASKED, then=Value(0)), default=Value(1))
    found = page_of(rows.order_by(waits, "-pk"), page)
    lines = [
        UnlockLine(row, row.state == UnlockState.GIVEN and bool(row.expires_at and row.expires_at > now))
        for row in found.object_list
    ]
    return UnlockPage(lines, found, mine.filter(state=UnlockState.ASKED).count())


def _like(words: str) -> Q:
    """A subject, a class or a name of who asked or opened holds every word."""
    found = Q()
    for word in search_key(words).split()[:5]:
        one = Q(named_like(word, "asked_by__search_key")) | Q(named_like(word, "given_by__search_key"))
        for typed in {word, word.upper(), word.capitalize()}:
            one |= Q(course__subject__name__contains=typed) | Q(course__group__name__contains=typed)
        found &= one
    return found
