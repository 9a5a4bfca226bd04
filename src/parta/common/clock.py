"""The one clock: the server's time, which tests and the demo may set.

Nothing else in Parta asks the operating system for the time (law 7 of the design).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

_set_to: list[datetime] = []
"""Instants the clock was set to, the last one being in force, in every thread; empty in real life."""


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _set_to[-1] if _set_to else timezone.now()


def by_machine() -> datetime:
    """The machine's own instant, even in tests and the demo: only for what others stamp by it (Django's sessions)."""
    return timezone.now()


def today(zone: str | None = None) -> date:
    """The present date in the given IANA zone (default: the installation's)."""
    return now().astimezone(ZoneInfo(zone) if zone else timezone.get_default_timezone()).date()


@contextmanager
def at(instant: datetime) -> Iterator[None]:
    """Run a block as if it were the given aware instant."""
    _set_to.append(instant)
    try:
        yield
    finally:
        _set_to.pop()
