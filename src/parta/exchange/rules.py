"""Who may load a whole school and take it away, everybody's data at once; whose calendars are whose."""

from __future__ import annotations

from parta.access.roles import Role, held_by
from parta.access.rules import IsPerson

EXCHANGE = held_by(Role.ADMINISTRATOR)
OWN_FEED = IsPerson("owner_id")
"""For a CalendarFeed: only who made a secret address sees it again and ends it."""
