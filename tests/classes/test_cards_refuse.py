"""What a card refuses: dates that cannot be, a SNILS with a slip, an end before the beginning."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from parta.common.russian import is_snils
from parta.people.models import Employee, Guardianship, Person


@pytest.mark.parametrize(
    ("typed", "is_right"),
    [
        ("112-233-445 95", True),
        ("11223344595", True),
        ("087-654-303 00", True),
        ("001-001-998 77", True),
        ("112-233-445 96", False),
        ("112-233-445", False),
        ("номер 11223344595", False),
    ],
)
def test_snils_is_checked_by_its_last_digits(typed: str, is_right: bool) -> None:
    assert is_snils(typed) is is_right


@pytest.mark.parametrize("born", [date(1899, 12, 31), date(2200, 1, 1)])
def test_impossible_day_of_birth_is_told_at_its_field(born: date) -> None:
    with pytest.raises(ValidationError) as refusal:
        Person(surname="Щукина", name="Анна", birth_date=born, snils="1").clean()
    assert set(refusal.value.error_dict) == {"birth_date", "snils"}
    Person(surname="Щукина", name="Анна", birth_date=date(1980, 1, 1)).clean()


@pytest.mark.parametrize("row", [Employee, Guardianship])
def test_end_before_beginning_is_refused(row: type[Employee] | type[Guardianship]) -> None:
    with pytest.raises(ValidationError) as refusal:
        row(since=date(2026, 12, 1), until=date(2026, 11, 30)).clean()
    assert set(refusal.value.error_dict) == {"until"}
    row(since=date(2026, 12, 1), until=date(2026, 12, 1)).clean()
    row(since=date(2026, 12, 1)).clean()
