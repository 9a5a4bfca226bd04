"""What a teacher types into a cell: marks, an attendance code, or both; which edits are unusual. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from parta.marks.arithmetic import MarkSystem, split_marks

_LATIN_KEYS = {"y": "н", "n": "н", "b": "б", "g": "п", "j": "о"}
"""Keys of a keyboard left in Latin letters: the place of "н" is "y"."""


@dataclass(frozen=True)
class CellText:
    """A cell as read: attendance symbol ("" for none) and marks."""

    symbol: str
    marks: tuple[str, ...]


def read_cell(text: str, codes: Collection[str], system: MarkSystem) -> CellText | None:
    """Read "н", "5", "4/5", "45" or "о 4"; None if any part is neither a code nor a mark of the system."""
    known = {code.lower(): code for code in codes}
    symbol, rest = "", []
    for word in re.split(r"[\s;]+", text.strip().lower()):
        found = known.get(word) or known.get(_LATIN_KEYS.get(word, ""))
        if found and not symbol and not system.accepts(word.upper()):
            symbol = found
        elif word:
            rest.append(word)
    marks = split_marks(" ".join(rest), system) if rest else []
    return None if marks is None else CellText(symbol, tuple(marks))


def shown(symbol: str, marks: Collection[str]) -> str:
    """A cell as it stands in the field: "о 4/5"."""
    return " ".join(filter(None, (symbol, "/".join(marks))))


NIGHT = range(5)
"""Hours of the night, local: from 0:00 to 4:59."""
HOUR = timedelta(hours=1)
MASS, AT_NIGHT, SHUT = "mass", "night", "closed"
"""What makes edits unusual: many within an hour, at night, in a term that is closed or was unlocked."""


@dataclass(frozen=True, order=True)
class Edit:
    """A standing value was changed or taken away: by whom, when (local time), in what; `shut`: where it was closed."""

    at: datetime
    person: int
    kind: str
    key: int
    shut: bool = False


@dataclass(frozen=True)
class Burst:
    """Unusual edits of one person, from the first to the last."""

    person: int
    why: str
    edits: tuple[Edit, ...]

    @property
    def since(self) -> datetime:
        return self.edits[0].at

    @property
    def until(self) -> datetime:
        return self.edits[-1].at


def bursts(edits: Iterable[Edit], most: int) -> list[Burst]:
    """Everything unusual among the edits, the newest first; `most` edits of one person within an hour are many."""
    by_person: dict[int, list[Edit]] = {}
    for edit in sorted(edits):
        by_person.setdefault(edit.person, []).append(edit)
    found: list[Burst] = []
    for person, own in by_person.items():
        found += [Burst(person, MASS, tuple(run)) for run in runs(crowded(own, most))]
        found += [Burst(person, AT_NIGHT, tuple(run)) for run in runs([one for one in own if one.at.hour in NIGHT])]
        found += [Burst(person, SHUT, tuple(run)) for run in runs([one for one in own if one.shut])]
    return sorted(found, key=lambda burst: (burst.until, burst.person, burst.why), reverse=True)


def crowded(own: list[Edit], most: int) -> list[Edit]:
    """The edits (in order) that stand among at least `most` within some hour."""
    chosen: set[int] = set()
    first = 0
    for last, edit in enumerate(own):
        while edit.at - own[first].at > HOUR:
            first += 1
        if last - first + 1 >= most:
            chosen.update(range(first, last + 1))
    return [own[index] for index in sorted(chosen)]


def runs(own: list[Edit]) -> list[list[Edit]]:
    """Cut where more than an hour passed."""
    found: list[list[Edit]] = []
    for edit in own:
        if found and edit.at - found[-1][-1].at <= HOUR:
            found[-1].append(edit)
        else:
            found.append([edit])
    return found
