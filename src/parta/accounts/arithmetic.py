"""One-time codes for letters: easy to type from paper, hard to guess (60 bits); the words for a device."""

from __future__ import annotations

import secrets

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""32 letters without 0, O, 1, I."""

_CYRILLIC_LOOKALIKES = str.maketrans("АВСЕНКМРТХУ", "ABCEHKMPTXY")


def new_code() -> str:
    """Twelve letters in groups of four: "K7QM-4XPA-92TD"."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(12))
    return "-".join(letters[start : start + 4] for start in (0, 4, 8))


def clean_code(text: str) -> str:
    """What a person typed, as the code was made: upper case, no dashes, Latin look-alikes of Cyrillic letters."""
    return "".join(letter for letter in text.upper().translate(_CYRILLIC_LOOKALIKES) if letter in ALPHABET)


_BROWSERS = {
    "YaBrowser": "Яндекс Браузер",
    "Edg": "Edge",
    "OPR": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
_SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "CrOS": "ChromeOS",
    "Windows": "Windows",
    "Mac OS X": "macOS",
    "Linux": "Linux",
}
"""Signs in a browser's own description, the telling ones first: nearly all name Chrome and Safari too."""


def device_words(agent: str) -> str:
    """ "Chrome, Windows": the browser and the system by the browser's own description; empty if unknown."""
    found = (next((name for sign, name in signs.items() if sign in agent), "") for signs in (_BROWSERS, _SYSTEMS))
    return ", ".join(filter(None, found))
