"""The shape of a regulation's text: numbered clauses, each with a list, or with clauses of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

NUMBER = re.compile(r"[1-9]\d{0,3}")


@dataclass(frozen=True)
class Clause:
    """`title` is the heading of a section; of a clause without parts, its words in the contents."""

    number: str
    title: str = ""
    text: str = ""
    items: tuple[str, ...] = ()
    parts: tuple[Clause, ...] = ()

    @property
    def anchor(self) -> str:
        return f"p{self.number}"


def clauses_of(body: Iterable[Mapping[str, Any]]) -> tuple[Clause, ...]:
    """Read clauses as they are kept: mappings with number, title, text, items and parts (clauses again)."""
    return tuple(
        Clause(
            number=row["number"],
            title=row.get("title", ""),
            text=row.get("text", ""),
            items=tuple(row.get("items", ())),
            parts=clauses_of(row.get("parts", ())),
        )
        for row in body
    )


def every(clauses: Sequence[Clause]) -> Iterator[Clause]:
    """Clauses with all their parts, in the order of the text."""
    for clause in clauses:
        yield clause
        yield from every(clause.parts)


def misnumbered(clauses: Sequence[Clause], above: str = "") -> str | None:
    """The first number that is not above all before it, or does not begin with the section's."""
    last = 0
    for clause in clauses:
        own = clause.number.removeprefix(above)
        if not NUMBER.fullmatch(own) or not clause.number.startswith(above) or int(own) <= last:
            return clause.number
        last = int(own)
        wrong = misnumbered(clause.parts, f"{clause.number}.")
        if wrong is not None:
            return wrong
    return None


def wordless(clauses: Sequence[Clause]) -> str | None:
    """The number of the first clause that says nothing."""
    return next((row.number for row in every(clauses) if not (row.text or row.items or row.parts)), None)
