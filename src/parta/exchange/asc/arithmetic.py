"""What masks and names of aSc mean. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from parta.exchange import arithmetic as plain

key = lru_cache(4096)(plain.key)
group_key = lru_cache(4096)(plain.group_key)
initials_key = lru_cache(4096)(plain.initials_key)

EVERY, FIRST, SECOND = 0, 1, 2
_ROOM = re.compile(r"^(кабинет|каб|ауд|аудитория|комната|к)(?=[\s.№\d])[\s.№]*")
_NUMBER = re.compile(r"\d+")


def days_of(mask: str) -> tuple[int, ...]:
    """The weekdays of a card, 0 being Monday; "10000,01000" is a card that lies nowhere yet."""
    if "," in mask or set(mask) - {"0", "1"}:
        return ()
    return tuple(day for day, bit in enumerate(mask) if bit == "1")


def day_mask(day: int, length: int) -> str:
    return "".join("1" if one == day else "0" for one in range(length))


def week_of(mask: str) -> int | None:
    """Every week, the first or the second of two; None for what is neither (every third week, no week)."""
    if set(mask) - {"0", "1"}:
        return None
    if "0" not in mask:
        return EVERY
    pairs = {mask[at : at + 2] for at in range(0, len(mask), 2)}
    return {"10": FIRST, "01": SECOND}.get(pairs.pop()) if len(pairs) == 1 else None


def week_mask(week: int, weeks: int) -> str:
    return "1" * weeks if week == EVERY else {FIRST: "10", SECOND: "01"}[week]


def is_whole(mask: str) -> bool:
    """Whether a mask of terms leaves none out."""
    return "0" not in mask


def is_in_term(mask: str, term: int | None) -> bool:
    """Whether a card lies in a part of the year (counted from 1; 0 and None are no part)."""
    return is_whole(mask) or bool(term and mask[term - 1 : term] == "1")


def number_of(text: str) -> int | None:
    """The number of a period; None for what is no number of a school's day."""
    return int(text) if re.fullmatch(r"\d{1,2}", text.strip()) else None


def periods_each(per_card: str, per_week: str, cards: Iterable[tuple[str, str, str]]) -> int:
    """How many periods a card of a lesson takes: cards are (period, days, weeks).

    aSc writes a double lesson as two cards in a row, other programmes as one card of two periods.
    """
    many = number_of(per_card) or 1
    found = set(cards)
    if many == 1 or any((str(int(p) + 1), days, weeks) in found for p, days, weeks in found if p.isdigit()):
        return 1
    try:
        hours = Decimal(per_week.replace(",", "."))
    except InvalidOperation:
        return 1
    return many if sum(len(days_of(days)) for _period, days, _weeks in found) * many <= hours else 1


def same(one: str, other: str) -> bool:
    return key(one) == key(other)


def same_class(one: str, other: str) -> bool:
    return group_key(one) == group_key(other)


def shortens(short: str, full: str) -> bool:
    """ "Англ. яз." shortens "Английский язык": each word begins the word at its place."""
    parts, words = _words(short), _words(full)
    return len(parts) == len(words) and all(word.startswith(part) for part, word in zip(parts, words, strict=True))


def _words(text: str) -> list[str]:
    return re.findall(r"[\w-]+", key(text))


def same_initials(one: str, other: str) -> bool:
    return len(initials_key(one).split()) > 1 and initials_key(one) == initials_key(other)


def same_beginning(short: str, full: str) -> bool:
    """ "Иванова А." and "Иванова Анна" may be "Иванова Анна Петровна"."""
    return len(initials_key(short).split()) == 2 and initials_key(full).split()[:2] == initials_key(short).split()


def same_surname(short: str, full: str) -> bool:
    return len(key(short).split()) == 1 and key(full).split()[:1] == key(short).split()


def same_room(one: str, other: str) -> bool:
    return room_key(one) == room_key(other)


@lru_cache(4096)
def room_key(words: str) -> str:
    """ "Каб. 21", "кабинет №21" and "21" are "21"."""
    return _ROOM.sub("", key(words)).replace(" ", "")


def same_group(one: str, other: str) -> bool:
    """ "1 группа" is "7А англ. 1": by the last number beside the name of the class."""
    return bool(last_number(one)) and last_number(one) == last_number(other)


def last_number(words: str) -> str:
    """The number of a group; that of the class ("7А") is none."""
    found = _NUMBER.findall(re.sub(r"\d+\s*[-–]?\s*[а-яё](?![а-яё])", " ", words, flags=re.IGNORECASE))
    return found[-1] if found else ""


Fits = tuple[Callable[[str, str], bool], ...]
FITS: dict[str, Fits] = {
    "class": (same_class,),
    "subject": (same, shortens),
    "teacher": (same, same_initials, same_beginning, same_surname),
    "room": (same, same_room),
    "group": (same_class, same_group),
    "term": (),
}
"""How a name of the file (first) is compared with one of the school, from the strictest to the loosest."""
