"""The table of a plan as plain rows: its hours, what changed between two of them, moving a row. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

SECTION = "section"
MOST_ROWS, MOST_HOURS = 400, 99


@dataclass(frozen=True)
class Row:
    """A line: a topic or, of kind "section", a heading. `id` is that of a line which stands already."""

    title: str
    hours: int = 1
    kind: str = "new"
    joins: bool = False
    work: str = ""
    homework: str = ""
    minutes: int | None = None
    is_important: bool = False
    id: int | None = None

    @property
    def is_section(self) -> bool:
        return self.kind == SECTION

    @property
    def said(self) -> dict[str, Any]:
        """Everything but the identity."""
        return {name: value for name, value in vars(self).items() if name != "id"}

    @property
    def kept(self) -> dict[str, Any]:
        """What `Row(**kept)` needs to make it again."""
        return {name: value for name, value in self.said.items() if name == "title" or value != getattr(Row, name)}


def hours_in(rows: Sequence[Row]) -> int:
    """Lessons that the plan takes: a topic that joins the one before saves an hour."""
    topics = [row for row in rows if not row.is_section]
    return sum(row.hours for row in topics) - sum(row.joins for row in topics[1:])


@dataclass(frozen=True)
class Change:
    """What happened to a topic: added, removed, moved, joined, parted, shortened, lengthened, renamed or otherwise."""

    what: str
    title: str
    old: str = ""
    new: str = ""


def differences(old: Sequence[Row], new: Sequence[Row]) -> list[Change]:
    """In words of the correction sheet what changed, in the order of the new table; lines are known by their id."""
    before = {row.id: row for row in old if row.id is not None}
    found: list[Change] = []
    moved = _moved(old, new)
    for row in new:
        was = before.pop(row.id, None) if row.id is not None else None
        if was is None:
            found.append(Change("added", row.title, new=_hours(row)))
        else:
            found += [Change("moved", row.title)] if row.id in moved else []
            found += _changes(was, row)
    return found + [Change("removed", row.title, old=_hours(row)) for row in old if row.id in before]


def _hours(row: Row) -> str:
    return "" if row.is_section else str(row.hours)


def _changes(was: Row, row: Row) -> Iterator[Change]:
    if was.title != row.title:
        yield Change("renamed", row.title, old=was.title, new=row.title)
    if was.hours != row.hours:
        what = "shortened" if row.hours < was.hours else "lengthened"
        yield Change(what, row.title, old=str(was.hours), new=str(row.hours))
    if was.joins != row.joins:
        yield Change("joined" if row.joins else "parted", row.title)
    if replace(was, title=row.title, hours=row.hours, joins=row.joins) != row:
        yield Change("otherwise", row.title)


def _moved(old: Sequence[Row], new: Sequence[Row]) -> set[int]:
    """The fewest lines whose moving explains the new order: those outside a longest run that kept it."""
    kept = {row.id for row in new}
    place = {row.id: number for number, row in enumerate(row for row in old if row.id in kept)}
    order = [row.id for row in new if row.id in place and row.id is not None]
    tails: list[tuple[int, tuple[int, ...]]] = []
    for pk in order:
        number = place[pk]
        at = next((index for index, (last, _run) in enumerate(tails) if last > number), len(tails))
        run = (*(tails[at - 1][1] if at else ()), pk)
        tails[at : at + 1] = [(number, run)]
    still = set(tails[-1][1]) if tails else set()
    return set(order) - still


def arranged(rows: Sequence[Any], act: str, place: int) -> list[Any]:
    """The rows after a button of the table: "up", "down" or "drop" of the row at a place; otherwise as they were."""
    found = list(rows)
    if not 0 <= place < len(found):
        return found
    if act == "drop":
        del found[place]
    elif act in ("up", "down"):
        other = place + (1 if act == "down" else -1)
        if 0 <= other < len(found):
            found[place], found[other] = found[other], found[place]
    return found
