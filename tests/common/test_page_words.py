"""What the filters of every page say."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from django.template import Context, Template
from django.utils import translation

from parta.common import clock

NOON = datetime(2026, 11, 23, 9, 5, tzinfo=UTC)  # 12:05 in Moscow


def shown(filters: str, value: object, language: str = "ru") -> str:
    with translation.override(language), clock.at(NOON):
        return Template("{{ value|" + filters + " }}").render(Context({"value": value}))


@pytest.mark.parametrize(
    ("filters", "value", "words"),
    [
        ("day_month", date(2026, 11, 23), "23 ноября"),
        ("day_title", date(2026, 11, 23), "Понедельник, 23 ноября"),
        ("weekday", date(2026, 11, 23), "пн"),
        ("date", date(2026, 11, 3), "3 ноября 2026"),
        ("time", datetime(2026, 11, 23, 5, 30, tzinfo=UTC), "8:30"),
        ("moment", datetime(2026, 11, 22, 21, 5, tzinfo=UTC), "0:05"),
        ("moment", datetime(2026, 11, 22, 20, 5, tzinfo=UTC), "22 ноября, 23:05"),
        ("initials", "Козлова Елена Викторовна", "КЕ"),
        ("initials", "", ""),
        ("short_name", "Козлова Елена Викторовна", "Козлова\u00a0Е.\u00a0В."),
        ("short_name", "Ли Анна", "Ли\u00a0А."),
        ("average", Decimal("4.665"), "4,67"),
        ("average", Fraction(14, 3), "4,67"),
        ("average", Fraction(929, 200), "4,65"),
        ("average:1", Decimal("4.25"), "4,3"),
        ("average", Decimal(4), "4,00"),
        ("average", None, "—"),
    ],
)
def test_pages_say_it_in_russian(filters: str, value: object, words: str) -> None:
    assert shown(filters, value) == words


def test_pages_say_it_in_english() -> None:
    assert shown("day_title", date(2026, 11, 23), "en") == "Monday, 23 November"
    assert shown("average", Fraction(14, 3), "en") == "4.67"
    assert shown("time", datetime(2026, 11, 23, 11, 30, tzinfo=UTC), "en") == "14:30"


def test_nothing_is_shown_for_no_day() -> None:
    assert [shown(name, None) for name in ("day_month", "day_title", "weekday", "moment")] == [""] * 4
