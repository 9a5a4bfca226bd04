"""How often an address may be asked: counted in the cache by the hour."""

from __future__ import annotations

from django.core.cache import cache

from parta.common import clock

HOUR = 3600
READS, WRONG = 60, 60
"""Times an hour: one address, from anywhere; addresses that do not exist, from one place."""


def within(name: str, limit: int) -> bool:
    """Count one more time; whether that is still within the limit."""
    key = f"calendar-{name}-{int(clock.now().timestamp()) // HOUR}"
    if cache.add(key, 1, HOUR):
        return limit > 0
    try:
        return cache.incr(key) <= limit
    except ValueError:
        return True
