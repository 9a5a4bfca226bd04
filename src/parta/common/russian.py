"""Russian order and search of names: ё stands right after е when sorted, is е when searched."""

from __future__ import annotations


def sort_key(text: str) -> str:
    return " ".join(text.lower().split()).replace("ё", "еяя")


def search_key(text: str) -> str:
    return " ".join(text.lower().replace("ё", "е").split())


_LATIN = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "a b v g d e e zh z i y k l m n o p r s t u f h c ch sh sch  y  e yu ya".split(" "),
        strict=True,
    )
)


def latin(text: str) -> str:
    """Russian letters in Latin ones, for sign-in names: "Щукина" gives "schukina"."""
    return "".join(_LATIN.get(letter, letter) for letter in text.lower() if letter.isalnum())
