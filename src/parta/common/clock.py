"""The one clock: the server's time, which tests and the demo may set.

Nothing else in Parta asks the operating system for the time (law 7 of the design).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

_set_to: ContextVar[datetime | None] = ContextVar("parta_clock", default=None)


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _set_to.get() or timezone.now()


def today(zone: str | None = None) -> date:
    """The present date in the given IANA zone (default: the installation's)."""
    return now().astimezone(ZoneInfo(zone) if zone else timezone.get_default_timezone()).date()


def local(instant: datetime, zone: str) -> datetime:
    return instant.astimezone(ZoneInfo(zone))


def set_to(instant: datetime | None) -> None:
    """Set the clock of this context; None gives it back to the operating system."""
    _set_to.set(instant)


@contextmanager
def at(instant: datetime) -> Iterator[None]:
    """Run a block as if it were the given aware instant."""
    token = _set_to.set(instant)
    try:
        yield
    finally:
        _set_to.reset(token)
