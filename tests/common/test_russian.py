"""Order, search and Latin spelling of Russian names."""

from __future__ import annotations

from parta.common.russian import latin, search_key, sort_key


def test_yo_stands_right_after_ye() -> None:
    names = ["Жуков", "Ёлкин", "Ершов", "Елкин", "Дёмин"]
    assert sorted(names, key=sort_key) == ["Дёмин", "Елкин", "Ершов", "Ёлкин", "Жуков"]


def test_yo_is_found_as_ye() -> None:
    assert "елкин" in search_key("  ЁЛКИН   Пётр ")
    assert search_key("  ЁЛКИН   Пётр ") == "елкин петр"


def test_names_are_spelled_in_latin_letters() -> None:
    assert latin("Щукина-Юрьева") == "schukinayureva"
