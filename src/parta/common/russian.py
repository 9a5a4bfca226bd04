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


def is_snils(text: str) -> bool:
    """Eleven digits, however they are parted, of which the last two check the rest (numbers from 001-001-999 on)."""
    digits = [int(sign) for sign in text if sign.isdecimal()]
    if len(digits) != 11 or not set(text) <= set("0123456789- "):
        return False
    number, check = digits[:9], digits[9] * 10 + digits[10]
    if number <= [0, 0, 1, 0, 0, 1, 9, 9, 8]:
        return True
    return sum(digit * weight for digit, weight in zip(number, range(9, 0, -1), strict=True)) % 101 % 100 == check
