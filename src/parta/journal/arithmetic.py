"""What a teacher types into a cell: marks, an attendance code, or both. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

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
