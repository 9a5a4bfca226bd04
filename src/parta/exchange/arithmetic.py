"""What people type into a cell, and what it means. Pure: each parser gives a value or raises Wrong with words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any


def gettext_noop(words: str) -> str:
    """Marked for the catalogue; translated where it is shown."""
    return words


class Wrong(ValueError):
    """The cell cannot be understood; `words` say why, with places for `about`."""

    def __init__(self, words: str, **about: object) -> None:
        super().__init__(words)
        self.words = words
        self.about = about


_LOOK_ALIKE = str.maketrans("ABCEHKMOPTXYaceopxy", "АВСЕНКМОРТХУасеорху")
_CLASS = re.compile(r"^(\d{1,2})\s*[-–—]?\s*[«\"']?\s*([А-ЯЁа-яё])\s*[»\"']?$")
_DASHES = re.compile("[‐‑‒–—−]")
NOTHING_WORDS = {"-", "–", "—"}


def text(cell: Any) -> str:
    """Words with single spaces; a whole number has no ".0", a date is written as in Russia."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return f"{cell:%d.%m.%Y}"
    if isinstance(cell, date):
        return f"{cell:%d.%m.%Y}"
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    return " ".join(str(cell).replace("\u00a0", " ").replace("\u200b", "").split())


def key(words: Any) -> str:
    """What is the same to a reader: no case, no ё, one kind of dash, no double spaces, Cyrillic look-alikes."""
    plain = _DASHES.sub("-", text(words)).lower().replace("ё", "е")
    if re.search("[а-я]", plain) or re.fullmatch(r"\d+\s*-?\s*[aceopxybhkmt]", plain):
        plain = plain.upper().translate(_LOOK_ALIKE).lower()
    return plain


def group_key(words: Any) -> str:
    """ "5 а", "5-А", "5«А»" are "5а"; "7А англ. 1" and "7 а англ.1" are one subgroup."""
    plain = key(words)
    return re.sub(r"(?<=\d)-(?=[а-я])", "", re.sub(r"[\s«»\"'()]", "", plain))


def class_name(cell: Any) -> str:
    """ "5 а" gives "5А"; names of subgroups and of комплект stay as they are typed."""
    words = text(cell)
    found = _CLASS.match(words.translate(_LOOK_ALIKE) if len(words) <= 8 else words)
    return f"{int(found[1])}{found[2].upper()}" if found else words


def split_name(words: str) -> tuple[str, str, str]:
    """Surname, name and patronymic of a full name in one cell."""
    parts = text(words).split(" ")
    if len(parts) < 2:
        raise Wrong(gettext_noop("Write surname and name: %(found)s."), found=words)
    return parts[0], parts[1], " ".join(parts[2:])


def name_part(cell: Any) -> str:
    """A part of a name; letters typed without capitals get one."""
    words = text(cell)
    if not any(letter.isalpha() for letter in words) or any(letter.isdigit() for letter in words):
        raise Wrong(gettext_noop("This is not a name: %(found)s."), found=words)
    return words.title() if words.islower() or (words.isupper() and len(words) > 2) else words


def initials_key(words: str) -> str:
    """ "Козлова Е. В.", "Козлова Е.В." and "Козлова Елена Викторовна" are "козлова е в"."""
    parts = re.sub(r"\.", " ", key(words)).split()
    return " ".join([*parts[:1], *(part[0] for part in parts[1:3])])


def has_initials(words: str) -> bool:
    parts = re.sub(r"\.", " ", text(words)).split()
    return len(parts) > 1 and all(len(part) == 1 for part in parts[1:])


def sex_by_patronymic(patronymic: str) -> str:
    low = key(patronymic)
    if low.endswith(("ич", "оглы")):
        return "m"
    return "f" if low.endswith(("на", "кызы")) else ""


def day(cell: Any) -> date:
    """A date of Excel, "01.09.2014", "1.9.14", "2014-09-01", "01/09/2014" or a serial number."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, (int, float)) and not isinstance(cell, bool) and 10000 <= cell <= 80000:
        return date(1899, 12, 30) + timedelta(days=int(cell))
    words = re.sub(r"\s*(г\.?|года)$", "", text(cell))
    for pattern in (
        r"(?P<d>\d{1,2})[./-](?P<m>\d{1,2})[./-](?P<y>\d{4}|\d{2})",
        r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?: .*)?",
    ):
        found = re.fullmatch(pattern, words)
        if found:
            year = int(found["y"])
            year += 2000 if year < 50 else 1900 if year < 100 else 0
            try:
                return date(year, int(found["m"]), int(found["d"]))
            except ValueError:
                break
    raise Wrong(gettext_noop("There is no such date: %(found)s. Write it as 01.09.2014."), found=words)


def hour(cell: Any) -> time:
    """ "8:30", "08.30", "8-30" or a time of Excel."""
    if isinstance(cell, datetime):
        return cell.time().replace(second=0, microsecond=0)
    if isinstance(cell, time):
        return cell.replace(second=0, microsecond=0)
    if isinstance(cell, timedelta):
        cell = cell.total_seconds() / 86400
    if isinstance(cell, float) and 0 <= cell < 1:
        minutes = int(cell * 1440 + 0.5)
        return time(minutes // 60 % 24, minutes % 60)
    found = re.fullmatch(r"(\d{1,2})\s*[:.\-–]\s*(\d{2})(?::\d{2})?", text(cell))
    if found and int(found[1]) < 24 and int(found[2]) < 60:
        return time(int(found[1]), int(found[2]))
    raise Wrong(gettext_noop("There is no such time: %(found)s. Write it as 08:30."), found=text(cell))


def whole(cell: Any) -> int:
    words = text(cell)
    if re.fullmatch(r"\d{1,6}", words):
        return int(words)
    raise Wrong(gettext_noop("A whole number is needed here: %(found)s."), found=words)


def number(cell: Any) -> Decimal:
    words = text(cell).replace(",", ".").replace(" ", "")
    try:
        found = Decimal(words)
    except InvalidOperation:
        found = Decimal("NaN")
    if found.is_finite() and 0 <= found < 100:
        return found.quantize(Decimal("0.01"))
    raise Wrong(gettext_noop("A number is needed here: %(found)s."), found=words)


YES = {"да", "д", "+", "1", "есть", "yes", "true", "истина"}
NO = {"нет", "н", "-", "0", "no", "false", "ложь"}


def flag(cell: Any) -> bool:
    word = key(cell)
    if cell is True or word in YES:
        return True
    if cell is False or word in NO:
        return False
    raise Wrong(gettext_noop("Write “да” or “нет”: %(found)s."), found=text(cell))


def choice(cell: Any, words: Mapping[str, Any]) -> Any:
    """One of the words; a beginning of three letters or more will do when only one word begins so."""
    typed = key(cell)
    by_key = {key(word): value for word, value in words.items()}
    if typed in by_key:
        return by_key[typed]
    values = {value for word, value in by_key.items() if len(typed) >= 3 and word.startswith(typed.rstrip("."))}
    if len(values) == 1:
        return values.pop()
    raise Wrong(gettext_noop("Unknown word: %(found)s. Possible: %(list)s."), found=text(cell), list=", ".join(words))


def items(cell: Any) -> list[str]:
    """Several things in one cell, separated by commas, semicolons or new lines."""
    return [
        words
        for part in re.split(r"[;,\n]", str(cell) if not isinstance(cell, float) else text(cell))
        if (words := text(part))
    ]


def levels(cell: Any) -> list[int]:
    """ "1", "1, 2" or "5-9": year levels."""
    found: set[int] = set()
    for part in items(cell):
        span = re.fullmatch(r"(\d{1,2})(?:\s*[-–—]\s*(\d{1,2}))?", part)
        if not span or not 1 <= int(span[1]) <= int(span[2] or span[1]) <= 11:
            raise Wrong(gettext_noop("Year levels are from 1 to 11: %(found)s."), found=part)
        found |= set(range(int(span[1]), int(span[2] or span[1]) + 1))
    return sorted(found)


WEEKDAYS = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")
_WEEKDAY = {short: place for place, short in enumerate(("пн", "вт", "ср", "чт", "пт", "сб", "вс"))}


def weekday(cell: Any) -> int:
    """ "пн", "Понедельник" or 1: 0 for Monday."""
    words = key(cell).rstrip(".")
    if words in {"1", "2", "3", "4", "5", "6", "7"}:
        return int(words) - 1
    if words in _WEEKDAY:
        return _WEEKDAY[words]
    found = [place for place, name in enumerate(WEEKDAYS) if len(words) >= 3 and name.startswith(words)]
    if len(found) == 1:
        return found[0]
    raise Wrong(gettext_noop("There is no such weekday: %(found)s."), found=text(cell))


def weekdays(cell: Any) -> list[int]:
    return sorted({weekday(part) for part in items(cell)})


def phone(cell: Any) -> str:
    """A phone as typed, single spaces; at least five digits."""
    words = text(cell)
    if sum(letter.isdigit() for letter in words) < 5:
        raise Wrong(gettext_noop("This is not a phone number: %(found)s."), found=words)
    return words


def phone_key(words: str) -> str:
    """The last ten digits: "8 900 111-22-33" and "+7 (900) 1112233" are one number."""
    return "".join(letter for letter in words if letter.isdigit())[-10:]


def email(cell: Any) -> str:
    words = text(cell).replace(" ", "")
    if re.fullmatch(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;.]{2,}", words):
        return words
    raise Wrong(gettext_noop("This is not an e-mail address: %(found)s."), found=words)


def level_and_letter(name: str) -> tuple[int | None, str]:
    """ "5А" gives 5 and "А", "5" gives 5 and nothing, "2–4" nothing."""
    found = re.fullmatch(r"(\d{1,2})\s*([А-ЯЁ]?)", name)
    return (int(found[1]), found[2]) if found else (None, "")
