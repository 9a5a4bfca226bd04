"""What every page says alike: codes of rows, days, names and averages."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from django import template
from django.db import models
from django.utils.formats import date_format, number_format
from django.utils.text import capfirst
from django.utils.timezone import get_current_timezone_name
from lucide.templatetags.lucide import lucide

from parta.common.clock import today
from parta.common.codes import code_of
from parta.common.rounding import half_up

register = template.Library()

NO_VALUE = "—"


@register.simple_tag(name="lucide")
@lru_cache(maxsize=512)
def icon(name: str, **look: Any) -> str:
    """An icon of lucide, drawn once for each look: a page has dozens of them."""
    drawn: str = lucide(name, **look)
    return drawn


@register.filter
def code(row: models.Model) -> str:
    """The opaque code of a row, for an input's value or an element's id."""
    return code_of(row)


@register.filter(expects_localtime=True)
def day_month(day: date | None) -> str:
    """23 ноября."""
    return date_format(day, "MONTH_DAY_FORMAT") if day else ""


@register.filter(expects_localtime=True)
def day_title(day: date | None) -> str:
    """Понедельник, 23 ноября."""
    return f"{capfirst(date_format(day, 'l'))}, {day_month(day)}" if day else ""


@register.filter(expects_localtime=True)
def weekday(day: date | None) -> str:
    """пн."""
    return date_format(day, "D").lower() if day else ""


@register.filter(expects_localtime=True)
def moment(instant: datetime | None) -> str:
    """14:05 for today, else 23 ноября, 14:05: when something was written."""
    if not instant:
        return ""
    hour = date_format(instant, "TIME_FORMAT")
    return hour if instant.date() == today(get_current_timezone_name()) else f"{day_month(instant)}, {hour}"


@register.filter
def initials(full_name: str) -> str:
    """КЕ for Козлова Елена Викторовна."""
    return "".join(word[0] for word in full_name.split()[:2]).upper()


@register.filter
def short_name(full_name: str) -> str:
    """Козлова Е. В. with spaces that do not break."""
    family, *given = full_name.split() or [""]
    return "\u00a0".join([family, *(f"{word[0]}." for word in given[:2])])


@register.filter
def average(value: Decimal | Fraction | None, places: int = 2) -> str:
    """4,67, rounded half-up for the eye alone; a dash when there is nothing to average."""
    if value is None:
        return NO_VALUE
    return number_format(half_up(value, places), places, force_grouping=False)
