"""A table copied out of a spreadsheet or a document: which column is what, and the rows it makes. Pure."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence

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
TOTALS = ("итого", "всего", "total")

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


def rows_of(table: Table, columns: Mapping[str, int], head: int) -> list[Row]:
    """Rows of a plan: a line with nothing but words is the heading of a section, sums are left out."""
    found: list[Row] = []
    section = ""
    for line in table[head:]:
        cells = {name: line[place] for name, place in columns.items() if 0 <= place < len(line)}
        heading = cells.get("section", "") or _heading(line, cells)
        if heading and heading != section and not heading.lower().startswith(TOTALS):
            section = heading
            found.append(Row(heading[:500], 0, SECTION))
        title = cells.get("title", "")
        if title and title != heading and not title.lower().startswith(TOTALS):
            found.append(_row(cells))
    return found


def _heading(line: Sequence[str], cells: Mapping[str, str]) -> str:
    """The only words of a line, where others have hours beside."""
    filled = {cell for cell in line if cell}
    if "hours" in cells and not cells["hours"] and len(filled) == 1:
        return filled.pop()
    return ""


def _row(cells: Mapping[str, str]) -> Row:
    minutes = re.sub(r"\D", "", cells.get("minutes", ""))[:3]
    kind = kind_of(cells.get("kind", ""), cells["title"], cells.get("work", ""))
    return Row(
        title=cells["title"][:500],
        hours=hours_of(cells.get("hours", "")) or 1,
        kind=kind,
        work=cells.get("work", "")[:20],
        homework=cells.get("homework", "")[:1000],
        minutes=min(int(minutes), 600) if minutes else None,
        is_important=kind == "control",
    )
