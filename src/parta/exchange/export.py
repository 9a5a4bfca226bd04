"""The school as lines of the workbook: wide sheets first, the rest where it did not fit."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from parta.access.roles import Role
from parta.classes.models import GroupKind
from parta.exchange.arithmetic import level_and_letter
from parta.exchange.names import Names
from parta.exchange.snapshot import Snapshot, Stored, snapshot_of
from parta.exchange.workbook.columns import MAIN
from parta.exchange.workbook.reading import Fact, facts_of
from parta.exchange.workbook.sheets import EXTRA, SHEETS, Sheet
from parta.exchange.workbook.tables import TABLES
from parta.exchange.workbook.writing import write
from parta.school.models import School

Line = dict[str, Any]


def workbook_of(school: School) -> bytes:
    """The school's structure, people, load and timetable as a workbook that founds the same school again."""
    return write(lines_of(snapshot_of(school)))


def lines_of(snapshot: Snapshot) -> dict[str, list[Line]]:
    wide = {
        "Периоды": _terms(snapshot),
        "Звонки": _bells(snapshot),
        "Классы": _classes(snapshot),
        "Ученики": _pupils(snapshot),
        "Нагрузка": _load(snapshot),
    }
    found: dict[str, list[Line]] = {}
    for sheet in SHEETS:
        lines = wide.get(sheet.title, [dict(values) for values in snapshot.values(sheet.table.name)])
        found[sheet.title] = lines
    _leave_the_rest(snapshot, found)
    names = Names(snapshot, [])
    for sheet in SHEETS:
        found[sheet.title] = [_shown(sheet, line, names) for line in found[sheet.title]]
    return found


def _leave_the_rest(snapshot: Snapshot, found: dict[str, list[Line]]) -> None:
    """Take out of the extra sheets what the wide ones say already, word for word."""
    said: dict[tuple[Any, ...], Fact] = {}
    for sheet in SHEETS:
        for part in sheet.parts[1:]:
            if part.table in EXTRA:
                for line in found[sheet.title]:
                    known = {name: value for name, value in line.items() if value not in (None, "", [])}
                    for fact in facts_of(sheet, part, known, {}, 0):
                        _fill(snapshot, fact)
                        said[part.table, *TABLES[part.table].key_of(fact.values)] = fact
    for sheet in SHEETS:
        name = sheet.table.name
        if name in EXTRA:
            rows = snapshot.rows[name].items()
            found[sheet.title] = [stored.values for key, stored in rows if not _is_said(said.get((name, *key)), stored)]


def _fill(snapshot: Snapshot, fact: Fact) -> None:
    """What an empty cell means on reading (exchange.plan)."""
    first = snapshot.year.since if snapshot.year else None
    if fact.table in ("memberships", "teachers", "roles"):
        fact.values.setdefault("since", first)
    if fact.table == "memberships":
        fact.values.setdefault("came_by", "admitted")
    if fact.table == "guardians":
        fact.values.setdefault("has_access", True)
        fact.values.setdefault("kind", "parent")


def _is_said(fact: Fact | None, stored: Stored) -> bool:
    return fact is not None and all(
        (fact.values.get(name) or None) == (value or None) for name, value in stored.values.items()
    )


def _shown(sheet: Sheet, line: Line, names: Names) -> Line:
    """Labels as people write them: the main school by its name, a room by its number where that is enough."""
    fresh = dict(line)
    branch = line.get("branch")
    if branch == MAIN:
        main = names.snapshot.rows["branches"].get((MAIN,))
        fresh["branch"] = main.values["short_name"] if main else None
    room = line.get("room")
    if room and sheet.table.name in ("groups", "slots"):
        short = room.partition(" / ")[2]
        try:
            fresh["room"] = short if names.find("rooms", short, {"branch": branch}) == room else room
        except ValueError:
            fresh["room"] = room
    return fresh


def _terms(snapshot: Snapshot) -> list[Line]:
    terms: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for values in snapshot.values("terms"):
        terms[values["year"], values["scheme"]].append(values)
    lines = []
    for scheme in snapshot.values("schemes"):
        head = {"year": scheme["year"], "scheme": scheme["name"], "kind": scheme["kind"]}
        rows: list[Line] = sorted(terms[scheme["year"], scheme["name"]], key=lambda row: row["number"])
        lines += [{**row, **head} for row in rows or [{}]]
    return lines


def _bells(snapshot: Snapshot) -> list[Line]:
    bells: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for values in snapshot.values("bells"):
        bells[values["branch"], values["bell_set"]].append(values)
    lines = []
    for row in snapshot.values("bell_sets"):
        head = {**row, "bell_set": row["name"]}
        rows: list[Line] = sorted(bells[row["branch"], row["name"]], key=lambda bell: bell["number"])
        lines += [{**bell, **head} for bell in rows or [{}]]
    return lines


def _classes(snapshot: Snapshot) -> list[Line]:
    leaders = {
        (row["branch"], row["group"]): row["person"]
        for row in snapshot.values("roles")
        if row["role"] == Role.CLASS_TEACHER and row["until"] is None
    }
    return [
        {**row, "letter": _letter(row), "leader": leaders.get((row["branch"], row["name"]))}
        for row in snapshot.values("groups")
    ]


def _letter(row: Line) -> str:
    """A dash for a class that has none though its name would give one on reading."""
    guessed = level_and_letter(row["name"])[1] if row["kind"] == GroupKind.CLASS else ""
    return row["letter"] or ("—" if guessed else "")


def _pupils(snapshot: Snapshot) -> list[Line]:
    kinds = {(row["branch"], row["name"]): row["kind"] for row in snapshot.values("groups")}
    stays: dict[tuple[Any, ...], list[Line]] = defaultdict(list)
    for row in snapshot.values("memberships"):
        if row["until"] is None:
            stays[row["pupil"], row["birth_date"]].append(row)
    ties: dict[tuple[Any, ...], list[Line]] = defaultdict(list)
    for row in snapshot.values("guardians"):
        ties[row["pupil"], row["birth_date"]].append(row)
    lines = []
    for pupil in snapshot.values("pupils"):
        here = [row for row in stays[pupil["pupil"], pupil["birth_date"]] if row["branch"] == pupil["branch"]]
        line = {**pupil, **_stay(here, kinds)}
        for number, tie in enumerate(ties[pupil["pupil"], pupil["birth_date"]][:2], 1):
            line |= {f"{name}_{number}": value for name, value in tie.items() if name not in ("pupil", "birth_date")}
        lines.append(line)
    return sorted(
        lines, key=lambda line: (line["branch"] != MAIN, line["branch"], line.get("class") or "", line["pupil"])
    )


def _stay(stays: list[Line], kinds: dict[tuple[str, str], str]) -> Line:
    """The class with its order; the subgroups from the same day, or they stand in «Движение» too."""
    own = [row for row in stays if kinds[row["branch"], row["group"]] == "class"]
    if not own:
        return {}
    order = {name: own[0][name] for name in ("since", "came_by", "came_order", "came_order_date")}
    groups = sorted(row["group"] for row in stays if row not in own)
    return {"class": own[0]["group"], "subgroups": groups, **order}


def _load(snapshot: Snapshot) -> list[Line]:
    teachers: dict[tuple[Any, ...], list[str]] = defaultdict(list)
    for row in snapshot.values("teachers"):
        if row["until"] is None:
            teachers[row["branch"], row["group"], row["subject"]].append(row["person"])
    return [
        {**row, "teachers": sorted(teachers[row["branch"], row["group"], row["subject"]])}
        for row in snapshot.values("courses")
    ]
