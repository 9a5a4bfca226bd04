"""Who may load a school from a workbook and take it away as one: it is everybody's data at once."""

from __future__ import annotations

from parta.access.roles import Role, held_by

EXCHANGE = held_by(Role.ADMINISTRATOR)
