"""Lessons as an iCalendar file, and the tag by which a calendar knows that nothing has changed."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

import icalendar
from django.utils.translation import gettext as _

from parta.exchange.calendar.reading import Calendar, Event

REFRESH = timedelta(hours=2)


def tag_of(calendar: Calendar) -> str:
    """Equal for calendars that would be written alike."""
    words = repr((calendar.name, calendar.zone, calendar.today, calendar.events))
    return f'"{sha256(words.encode()).hexdigest()[:32]}"'


def write(calendar: Calendar) -> bytes:
    zone = ZoneInfo(calendar.zone)
    found = icalendar.Calendar()
    found.add("prodid", "-//Parta//Lessons//RU")
    found.add("version", "2.0")
    found.add("calscale", "GREGORIAN")
    found.add("method", "PUBLISH")
    found.add("x-wr-calname", calendar.name)
    found.add("x-wr-timezone", calendar.zone)
    found.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    found.add("x-published-ttl", "PT2H")
    made = datetime.combine(calendar.today, time(), zone)
    for event in calendar.events:
        found.add_component(_event(event, zone, made))
    found.add_missing_timezones()
    return bytes(found.to_ical())


def _event(event: Event, zone: ZoneInfo, made: datetime) -> icalendar.Event:
    """A lesson without bells lies on its day as a whole."""
    found = icalendar.Event()
    found.add("uid", f"{event.uid}@parta")
    found.add("dtstamp", made.astimezone(ZoneInfo("UTC")))
    if event.starts and event.ends:
        found.add("dtstart", datetime.combine(event.date, event.starts, zone))
        found.add("dtend", datetime.combine(event.date, event.ends, zone))
        found.add("summary", event.title)
    else:
        found.add("dtstart", event.date)
        found.add("dtend", event.date + timedelta(days=1))
        found.add("summary", _("%(number)s. %(title)s") % {"number": event.number, "title": event.title})
    found.add("status", "CANCELLED" if event.cancelled else "CONFIRMED")
    found.add("transp", "TRANSPARENT" if event.cancelled else "OPAQUE")
    if event.place:
        found.add("location", event.place)
    if event.teacher:
        found.add("description", event.teacher)
    return found
