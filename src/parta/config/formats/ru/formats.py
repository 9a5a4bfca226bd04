"""Russian dates and times as a school writes them; the rest is Django's."""

from __future__ import annotations

DATE_FORMAT = "j E Y"
DATETIME_FORMAT = "j E Y, G:i"
MONTH_DAY_FORMAT = "j E"
TIME_FORMAT = "G:i"
