"""Russian order and search of names: ё stands right after е when sorted, is е when searched."""

from __future__ import annotations


def sort_key(text: str) -> str:
    return " ".join(text.lower().split()).replace("ё", "еяя")


def search_key(text: str) -> str:
    return " ".join(text.lower().replace("ё", "е").split())


_LATIN = dict(
    pair.split(":")
    for pair in (
        "а:a б:b в:v г:g д:d е:e ё:e ж:zh з:z и:i й:y к:k л:l м:m н:n о:o п:p р:r с:s т:t у:u ф:f х:h ц:c "
        "ч:ch ш:sh щ:sch ъ: ы:y ь: э:e ю:yu я:ya"
    ).split()
)


def latin(text: str) -> str:
    """Russian letters in Latin ones, for sign-in names: "Щукина" gives "schukina"."""
    return "".join(_LATIN.get(letter, letter) for letter in text.lower() if letter.isalnum())
