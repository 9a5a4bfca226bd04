"""A table copied out of a spreadsheet or a document: which column is what, and the rows it makes. Pure."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from parta.planning.arithmetic.tables import MOST_HOURS, SECTION, Row

COLUMNS = ("section", "title", "hours", "kind", "work", "homework", "minutes")
HEADS = {
    "title": ("тема", "содержан", "topic"),
    "section": ("раздел", "модул", "section"),
    "hours": ("час", "hour"),
    "minutes": ("минут", "minute"),
    "work": ("контрол", "control"),
    "homework": ("домашн", "д/з", "дз", "homework"),
    "kind": ("тип урок", "вид урок", "форма урок", "type"),
}
KINDS = {
    "reserve": ("резерв",),
    "control": ("контрольн", "диктант", "зачет", "зачёт", "сочинени"),
    "lab": ("лаборатор", "практическ"),
    "project": ("проект",),
    "review": ("повтор", "обобщ"),
    "practice": ("закреп", "практик", "применен"),
}
MOST_LINES, MOST_COLUMNS, MOST_LETTERS = 1000, 30, 2000
MOST_TITLE, MOST_WORK, MOST_HOMEWORK, MOST_MINUTES = 500, 20, 1000, 600
TOTAL = re.compile(r"(?:итого|всего|total)\b", re.IGNORECASE)
NO_WORKS: Mapping[str, str] = {}

Table = list[list[str]]


def table_of(text: str) -> Table:
    """Cells of pasted lines: parted by tabs as spreadsheets do, else by semicolons, else one cell a line."""
    text = text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
    delimiter = "\t" if "\t" in text else ";" if _is_semicolons(text) else "\x1f"
    try:
        return trimmed(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error:  # a quote that never ends
        return trimmed(line.split(delimiter) for line in text.split("\n"))


def _is_semicolons(text: str) -> bool:
    lines = [line for line in text.split("\n") if line.strip()]
    return bool(lines) and sum(";" in line for line in lines) > len(lines) // 2


def trimmed(lines: Iterable[Sequence[object]]) -> Table:
    """Lines with something in them, each cell on one line, within the limits."""
    found: Table = []
    for line in lines:
        cells = [" ".join(str(cell).split())[:MOST_LETTERS] for cell in line][:MOST_COLUMNS]
        if any(cells):
            found.append(cells)
        if len(found) >= MOST_LINES:
            break
    width = max(map(len, found), default=0)
    return [line + [""] * (width - len(line)) for line in found]


def text_of(table: Table) -> str:
    """The table as text that `table_of` reads again."""
    target = io.StringIO()
    csv.writer(target, delimiter="\t", lineterminator="\n").writerows(table)
    return target.getvalue()


def head_of(table: Table) -> int:
    """How many lines at the top are headings: up to the last one, of the first few, that names two columns."""
    named = [number for number, line in enumerate(table[:8]) if len(_named(line)) >= 2]
    return named[0] + 1 if named else 0


def _named(line: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, cell in enumerate(line):
        words = cell.lower()
        if len(words) > 80:
            continue
        name = next((name for name, heads in HEADS.items() if any(head in words for head in heads)), None)
        if name:
            found.setdefault(name, place)
    return found


def guessed(table: Table) -> dict[str, int]:
    """Which column is what, by its heading; without headings the longest words are topics, small numbers hours."""
    head = head_of(table)
    if head:
        return _named(table[head - 1])
    width = len(table[0]) if table else 0
    if not width:
        return {}
    columns = [[line[place] for line in table] for place in range(width)]
    found = {"title": max(range(width), key=lambda place: sum(map(len, columns[place])))}
    for place, cells in enumerate(columns):
        numbers = [hours_of(cell) for cell in cells if cell]
        if place != found["title"] and numbers and all(numbers) and numbers != list(range(1, len(numbers) + 1)):
            found.setdefault("hours", place)
    return found


def hours_of(cell: str) -> int | None:
    """ "2", "2,0", "2 ч": whole hours; none for anything else."""
    match = re.fullmatch(r"(\d{1,2})(?:[.,]0*)?\s*(?:ч\.?|час\w*)?", cell.strip().lower())
    hours = int(match[1]) if match else 0
    return hours if 1 <= hours <= MOST_HOURS else None


def kind_of(*words: str) -> str:
    """The kind of lesson that the words tell of."""
    text = " ".join(words).lower()
    return next((kind for kind, signs in KINDS.items() if any(sign in text for sign in signs)), "new")


@dataclass(frozen=True)
class Doubt:
    """What was not read as it stands: hours (the line may not be written), a sum, a work, minutes, what is too long."""

    what: str
    title: str
    said: str
    kept: str = ""
    row: int = -1
    """The row it is about, from 0."""


@dataclass(frozen=True)
class Pasted:
    """The rows that a table makes, and what of it is doubtful."""

    rows: list[Row]
    doubts: list[Doubt]

    @property
    def errors(self) -> list[Doubt]:
        return [doubt for doubt in self.doubts if doubt.what == "hours"]

    @property
    def warnings(self) -> list[Doubt]:
        return [doubt for doubt in self.doubts if doubt.what != "hours"]


def rows_of(table: Table, columns: Mapping[str, int], head: int) -> list[Row]:
    return read_table(table, columns, head).rows


def read_table(table: Table, columns: Mapping[str, int], head: int, works: Mapping[str, str] = NO_WORKS) -> Pasted:
    """Rows of a plan: a line with nothing but words is the heading of a section, sums are compared and left out."""
    found: list[Row] = []
    doubts: list[Doubt] = []
    section, begun, summed = "", 0, 0
    for line in table[head:]:
        cells = {name: line[place] for name, place in columns.items() if 0 <= place < len(line)}
        until = columns["title"] + 1 if cells.get("title") else len(line)
        words = next((cell for cell in line[:until] if TOTAL.match(cell)), "")
        if words:
            doubts += _sum_doubts(words, cells.get("hours", ""), (found, found[begun:], found[summed:]))
            summed = len(found)
            continue
        heading = cells.get("section", "") or _heading(line, cells)
        if heading and heading != section:
            section, begun = heading, len(found)
            found.append(Row(heading[:MOST_TITLE], 0, SECTION))
        title = cells.get("title", "")
        if title and title != heading:
            doubts += _doubts(cells, len(found), works)
            found.append(_row(cells, works))
    return Pasted(found, doubts)


def _sum_doubts(words: str, hours: str, parts: Iterable[Sequence[Row]]) -> list[Doubt]:
    """A line of a sum that is neither that of the table so far nor that of its section."""
    numbers = re.findall(r"\d+", hours) or re.findall(r"\d+", words)
    sums = [sum(row.hours for row in part) for part in parts]
    if not numbers or int(numbers[-1][:6]) in sums:
        return []
    return [Doubt("sum", words, numbers[-1], str(sums[0]))]


def _heading(line: Sequence[str], cells: Mapping[str, str]) -> str:
    """The only words of a line, where others have hours beside."""
    filled = {cell for cell in line if cell}
    if "hours" in cells and not cells["hours"] and len(filled) == 1:
        return filled.pop()
    return ""


def work_of(cell: str, works: Mapping[str, str]) -> tuple[str, bool]:
    """A work in few letters, and whether it is whole: "Контрольная работа № 1" is "к/р № 1"."""
    plain = cell.lower().replace("ё", "е")
    for name in sorted(works, key=len, reverse=True):
        at = plain.find(name.lower().replace("ё", "е"))
        if at >= 0 and name:
            whole = cell[:at] + works[name] + cell[at + len(name) :]
            return (whole, True) if len(whole) <= MOST_WORK else (works[name], False)
    return (cell, True) if len(cell) <= MOST_WORK else ("", False)


def minutes_of(cell: str) -> int | None:
    match = re.fullmatch(r"(\d{1,3})\s*(?:м\w*\.?)?", cell.strip().lower())
    minutes = int(match[1]) if match else None
    return minutes if minutes is None or minutes <= MOST_MINUTES else None


def _doubts(cells: Mapping[str, str], number: int, works: Mapping[str, str]) -> list[Doubt]:
    title, hours, minutes, work = (cells.get(name, "") for name in ("title", "hours", "minutes", "work"))
    found = []
    if hours and hours_of(hours) is None:
        found.append(Doubt("hours", title, hours, "1", number))
    if minutes and minutes_of(minutes) is None:
        found.append(Doubt("minutes", title, minutes, "", number))
    short, is_whole = work_of(work, works)
    if not is_whole:
        found.append(Doubt("work", title, work, short, number))
    for name, most in (("title", MOST_TITLE), ("homework", MOST_HOMEWORK)):
        if len(cells.get(name, "")) > most:
            found.append(Doubt("long", title, cells[name], str(most), number))
    return found


def _row(cells: Mapping[str, str], works: Mapping[str, str]) -> Row:
    kind = kind_of(cells.get("kind", ""), cells["title"], cells.get("work", ""))
    return Row(
        title=cells["title"][:MOST_TITLE],
        hours=hours_of(cells.get("hours", "")) or 1,
        kind=kind,
        work=work_of(cells.get("work", ""), works)[0],
        homework=cells.get("homework", "")[:MOST_HOMEWORK],
        minutes=minutes_of(cells.get("minutes", "")),
        is_important=kind == "control",
    )
