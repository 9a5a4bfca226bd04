"""What people type into cells."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parta.exchange import arithmetic as typed
from parta.exchange.arithmetic import Wrong
from parta.exchange.workbook.reading import letters

DAY = date(2014, 9, 1)


@pytest.mark.parametrize("cell", ["5А", "5 а", "5-А", " 5 «А» ", "5А ", "05а", "5 – а", "5 A", "5a"])
def test_a_class_however_it_is_typed(cell: str) -> None:
    assert typed.class_name(cell) == "5А"


@pytest.mark.parametrize(("cell", "name"), [(5.0, "5"), ("10 б", "10Б"), ("2–4", "2–4"), ("7А англ.  1", "7А англ. 1")])
def test_other_groups_keep_their_names(cell: Any, name: str) -> None:
    assert typed.class_name(cell) == name


def test_names_of_one_group_are_one() -> None:
    assert len({typed.group_key(name) for name in ("7А англ. 1", "7 а англ.1", "7-А Англ. 1", "7A англ. 1")}) == 1
    assert typed.group_key("2–4") == typed.group_key("2-4") != typed.group_key("24")


@pytest.mark.parametrize(
    "cell",
    ["01.09.2014", "1.9.2014", "1.9.14", "2014-09-01", "01/09/2014", "01-09-2014", "01.09.2014 г.", DAY,
     datetime(2014, 9, 1), 41883.0, 41883, "2014-09-01 00:00:00"],
)  # fmt: skip
def test_a_date_however_it_is_typed(cell: Any) -> None:
    assert typed.day(cell) == DAY


@pytest.mark.parametrize("cell", ["31.02.2014", "вчера", "2014", "1.13.2014", True, "1.9.014"])
def test_what_is_no_date(cell: Any) -> None:
    with pytest.raises(Wrong):
        typed.day(cell)


@given(st.dates(date(1950, 1, 1), date(2049, 12, 31)))
def test_every_date_is_read_in_every_form(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    assert {typed.day(cell) for cell in (f"{day:%d.%m.%Y}", f"{day:%d.%m.%y}", day.isoformat(), float(serial))} == {day}


@given(st.times())
def test_every_time_is_read_in_every_form(moment: time) -> None:
    whole = moment.replace(second=0, microsecond=0)
    part = (whole.hour * 60 + whole.minute) / 1440
    assert {typed.hour(cell) for cell in (f"{whole:%H:%M}", f"{whole.hour}.{whole:%M}", whole, part)} == {whole}


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("Козлова Елена Викторовна", ("Козлова", "Елена", "Викторовна")),
        ("  Козлова   Елена ", ("Козлова", "Елена", "")),
        ("Мамедов Али Гасан оглы", ("Мамедов", "Али", "Гасан оглы")),
    ],
)
def test_a_full_name_in_one_cell(cell: str, parts: tuple[str, str, str]) -> None:
    assert typed.split_name(cell) == parts


def test_names_get_their_capitals_and_no_digits() -> None:
    assert typed.name_part("козлова") == "Козлова"
    assert typed.name_part("ИВАНОВА-ПЕТРОВА") == "Иванова-Петрова"
    with pytest.raises(Wrong):
        typed.name_part("Козлова1")
    with pytest.raises(Wrong):
        typed.split_name("Козлова")


def test_initials_mean_the_full_name() -> None:
    assert typed.has_initials("Козлова Е.В.") and typed.has_initials("Козлова Е. В.")
    assert not typed.has_initials("Козлова Елена Викторовна")
    assert typed.initials_key("Козлова Е.В.") == typed.initials_key("козлова елена викторовна")


@pytest.mark.parametrize(
    ("cell", "value"), [("да", True), ("Нет", False), (True, True), ("+", True), ("-", False), (1.0, True)]
)
def test_yes_and_no(cell: Any, value: bool) -> None:
    assert typed.flag(cell) is value


def test_choices_weekdays_levels_and_numbers() -> None:
    assert typed.choice("Завуч", {"учитель": 1, "завуч": 2}) == 2
    assert typed.choice("учит.", {"учитель": 1, "завуч": 2}) == 1
    with pytest.raises(Wrong):
        typed.choice("сторож", {"учитель": 1})
    assert [typed.weekday(cell) for cell in ("пн", "Вторник", "ср.", 4.0, "пятн")] == [0, 1, 2, 3, 4]
    assert typed.levels("1, 3-5") == [1, 3, 4, 5]
    assert typed.levels(1.0) == [1]
    assert typed.number("0,5") == Decimal("0.5")
    with pytest.raises(Wrong):
        typed.whole("три")


def test_sex_is_told_by_the_patronymic() -> None:
    assert [typed.sex_by_patronymic(words) for words in ("Ильич", "Ильинична", "Гасан оглы", "")] == ["m", "f", "m", ""]


@given(st.text(max_size=30))
def test_keys_are_stable(words: str) -> None:
    assert typed.key(typed.key(words)) == typed.key(words)


def test_columns_are_named_as_in_excel() -> None:
    assert [letters(place) for place in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]
