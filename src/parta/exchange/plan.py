"""What a workbook would change: every line compared with the school by natural keys. Reads, never writes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from parta.common import clock
from parta.exchange.arithmetic import Wrong
from parta.exchange.checks import check
from parta.exchange.names import Names
from parta.exchange.snapshot import Snapshot, Stored
from parta.exchange.steps import Line, Plan, Step
from parta.exchange.wording import change_words, shown, title_of
from parta.exchange.workbook.columns import MAIN, Table, same_as
from parta.exchange.workbook.reading import Book, Fact, words_of
from parta.exchange.workbook.sheets import SHEETS
from parta.exchange.workbook.tables import TABLES

DATED = ("roles", "memberships", "teachers")
"""Tables whose rows begin on a day that may be left out."""
NOT_COMPARED = {"label", "full_name", "pupil", "guardian", "valid_from"}


def make_plan(book: Book, snapshot: Snapshot) -> Plan:
    """Compare what a file says with the school."""
    plan = Plan(list(book.problems))
    plan.year_title = str(snapshot.year) if snapshot.year else _year_in(book)
    names = Names(snapshot, book.facts)
    names.year_title = plan.year_title
    facts = [fact for fact in _split_lists(book.facts, names) if _is_resolved(fact, names, plan)]
    facts = _dated(facts, snapshot, plan)
    _date_transfers(facts, snapshot)
    plan.facts = _distinct([*facts, *_replaced(facts, snapshot)], plan)
    for fact in plan.facts:
        stored = snapshot.rows[fact.table].get(fact.key)
        changed = _changes(TABLES[fact.table], fact, stored)
        if changed or stored is None:
            plan.steps.append(Step(fact, stored, changed))
    _plan_timetables(plan, snapshot)
    check(plan, snapshot)
    order = list(TABLES)
    plan.steps.sort(key=lambda step: order.index(step.fact.table))
    _describe(plan, snapshot)
    _list_missing(plan, book, snapshot)
    titles = [sheet.title for sheet in SHEETS]
    plan.problems = sorted(
        set(plan.problems), key=lambda problem: (titles.index(problem.sheet), problem.row, problem.cell, problem.words)
    )
    return plan


def _year_in(book: Book) -> str:
    """For a school without a year: the year of the file that today is in, or the last one."""
    years = [fact.values for fact in book.facts if fact.table == "years"]
    today = clock.today()
    now = [row for row in years if row["since"] <= today <= row["until"]]
    chosen = max(now or years, key=lambda row: row["since"], default=None)
    return chosen["title"] if chosen else ""


def _split_lists(facts: list[Fact], names: Names) -> Iterator[Fact]:
    """ "7А, 7Б" in one cell is two groups, unless a group is called so."""
    into = {"memberships": "group", "teachers": "person"}
    for fact in facts:
        column = into.get(fact.table, "")
        value = fact.values.get(column, "")
        if "," in value and not fact.is_main:
            table = "groups" if column == "group" else "staff"
            whole = names.knows(table, value)
            for part in [value] if whole else value.split(","):
                yield replace(fact, values={**fact.values, column: part.strip()})
        else:
            yield fact


def _is_resolved(fact: Fact, names: Names, plan: Plan) -> bool:
    """Turn what was typed into labels; False (and a problem) where something is not known."""
    table = TABLES[fact.table]
    try:
        _resolve_branch(fact, names)
    except Wrong as error:
        plan.problems.append(fact.problem(words_of(error), "branch"))
        return False
    for column in table.columns:
        if column.names in ("", "own", "branches", "pupils"):
            continue
        try:
            _resolve(fact, column.key, column.names, names)
        except Wrong as error:
            plan.problems.append(fact.problem(words_of(error), column.key))
            return False
    try:
        fact.key = _key(table, fact, names)
    except Wrong as error:
        plan.problems.append(fact.problem(words_of(error), "pupil" if "pupil" in fact.cells else "surname"))
        return False
    return True


def _resolve_branch(fact: Fact, names: Names) -> None:
    columns = {column.key for column in TABLES[fact.table].columns}
    if fact.table == "branches":
        fact.values["label"] = names.find("branches", fact.values["label"], {})
    if "branch" not in columns:
        return
    typed = fact.values.get("branch")
    if typed:
        fact.values["branch"] = names.find("branches", typed, {})
    elif fact.table == "pupils":
        return
    elif "group" in columns and fact.values.get("group"):
        fact.values["branch"] = names.branch_of_group(fact.values["group"])
    elif fact.table != "roles":
        fact.values["branch"] = MAIN


def _resolve(fact: Fact, column: str, table: str, names: Names) -> None:
    value = fact.values.get(column)
    is_new = fact.table == "groups" and column == "name"
    if isinstance(value, list):
        found = [names.find_list(table, item, fact.values) for item in value]
        fact.values[column] = sorted({label for labels in found for label in labels})
    elif value and not is_new:
        fact.values[column] = names.find(table, value, fact.values)
    elif not value and (fact.table, column) in FILLED:
        fact.values[column] = names.find(table, "", fact.values)


FILLED = {
    ("rooms", "building"), ("schemes", "year"), ("terms", "year"), ("terms", "scheme"),
    ("holidays", "year"), ("moved", "year"),
}  # fmt: skip
"""Columns that may be left empty when there is only one thing they can mean."""


def _key(table: Table, fact: Fact, names: Names) -> tuple[Any, ...]:
    values = fact.values
    if "pupil" not in table.keys:
        if table.name == "slots":
            values.setdefault("week", 0)
        return table.key_of(values)
    birth = values.get("birth_date") or None
    name, found = names.pupil(values["pupil"], birth, is_new=table.name == "pupils")
    if table.name != "pupils":
        values |= {"pupil": name, "birth_date": found}
    return table.key_of({**values, "pupil": name, "birth_date": found})


def _dated(facts: list[Fact], snapshot: Snapshot, plan: Plan) -> list[Fact]:
    """Give rows without a first day the one they have in Parta, or that of the year; explicit rows win."""
    dated = [fact for fact in facts if fact.table in DATED]
    explicit = {_undated(fact) for fact in dated if fact.is_main and not fact.values.get("until")}
    dropped = {id(fact) for fact in dated if not fact.is_main and _undated(fact) in explicit}
    open_rows = {
        (name, *known[:-1]): stored
        for name in DATED
        for known, stored in snapshot.rows[name].items()
        if stored.values["until"] is None
    }
    first = _first_day(facts, snapshot, plan)
    for fact in dated:
        stored = open_rows.get(_undated(fact))
        if stored and (not fact.is_main or not fact.values.get("since")):
            fact.values["since"] = stored.values["since"]
        elif not fact.values.get("since"):
            fact.values["since"] = first
        fact.key = TABLES[fact.table].key_of(fact.values)
    return [fact for fact in facts if id(fact) not in dropped]


def _date_transfers(facts: list[Fact], snapshot: Snapshot) -> None:
    """A pupil whose class was changed without a later day is transferred today, not when the year began."""
    today = clock.today()
    kinds = {key: stored.values["kind"] for key, stored in snapshot.rows["groups"].items()}
    kinds |= {fact.key: fact.values.get("kind", "class") for fact in facts if fact.table == "groups"}
    closed = {fact.key for fact in facts if fact.table == "memberships" and fact.values.get("until")}
    begun = {
        known[:2]: stored.values["since"]
        for known, stored in snapshot.rows["memberships"].items()
        if stored.values["until"] is None and kinds.get(known[2:4]) == "class" and known not in closed
    }
    for fact in facts:
        if fact.table != "memberships" or fact.is_main or fact.key in snapshot.rows["memberships"]:
            continue
        since = begun.get(fact.key[:2])
        if since and kinds.get(fact.key[2:4]) == "class" and fact.values["since"] <= since:
            fact.values["since"] = max(today, since)
            fact.key = TABLES["memberships"].key_of(fact.values)


def _undated(fact: Fact) -> tuple[Any, ...]:
    return (fact.table, *fact.key[:-1])


def _replaced(facts: list[Fact], snapshot: Snapshot) -> Iterator[Fact]:
    """Teachers of a course and class teachers whom a line of the file replaces end today; the new ones begin."""
    today = clock.today()
    named: dict[tuple[Any, ...], list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.table in ("teachers", "roles"):
            named[_post(fact.table, fact.values)].append(fact)
    for table in ("teachers", "roles"):
        for known, stored in snapshot.rows[table].items():
            values = stored.values
            here = named.get(_post(table, values), [])
            is_left = stored.values["until"] is None and values.get("role", "class_teacher") == "class_teacher"
            if (
                not is_left
                or not any(not fact.is_main for fact in here)
                or any(fact.key[:-1] == known[:-1] for fact in here)
            ):
                continue
            first = here[0]
            yield Fact(
                table,
                {**values, "until": max(today, values["since"])},
                first.sheet,
                first.row,
                first.cells,
                False,
                known,
            )
            for fact in here:
                if fact.key not in snapshot.rows[table] and not fact.is_main:
                    fact.values["since"] = max(today, fact.values["since"])
                    fact.key = TABLES[table].key_of(fact.values)


def _post(table: str, values: dict[str, Any]) -> tuple[Any, ...]:
    names = ("branch", "group", "subject") if table == "teachers" else ("role", "branch", "group")
    return (table, *(same_as(TABLES[table].column(name), values.get(name)) for name in names))


def _first_day(facts: list[Fact], snapshot: Snapshot, plan: Plan) -> date:
    if snapshot.year:
        return snapshot.year.since
    years = [
        fact.values["since"] for fact in facts if fact.table == "years" and fact.values["title"] == plan.year_title
    ]
    return years[0] if years else clock.today()


def _distinct(facts: list[Fact], plan: Plan) -> list[Fact]:
    """One fact per row: said twice alike is once, said twice differently is a problem."""
    known: dict[tuple[Any, ...], Fact] = {}
    for fact in facts:
        other = known.setdefault((fact.table, *fact.key), fact)
        if other is fact:
            continue
        if (fact.is_main and fact.table not in ("schemes", "bell_sets")) or _contradicts(fact, other):
            words = _("This is already on row %(row)s of the sheet “%(sheet)s”.")
            column = next((name for name in ("surname", "group", "name") if fact.cells.get(name)), "")
            plan.problems.append(fact.problem(words % {"row": other.row, "sheet": other.sheet}, column))
    return list(known.values())


def _contradicts(fact: Fact, other: Fact) -> bool:
    table = TABLES[fact.table]
    both = fact.values.keys() & other.values.keys()
    columns = [column for column in table.columns if column.key in both]
    return any(
        same_as(column, fact.values[column.key]) != same_as(column, other.values[column.key]) for column in columns
    )


def _changes(table: Table, fact: Fact, stored: Stored | None) -> dict[str, Any]:
    """The columns that were filled and differ from what is stored."""
    found = {}
    for column in table.columns:
        is_said = column.key in fact.values and column.key not in NOT_COMPARED
        if not is_said or (stored is not None and fact.table == "memberships" and column.key.startswith("came_")):
            continue
        new = fact.values[column.key]
        old = stored.values.get(column.key) if stored else None
        if stored is None or same_as(column, new) != same_as(column, old):
            found[column.key] = new
    return found


def _plan_timetables(plan: Plan, snapshot: Snapshot) -> None:
    """A branch whose week differs in any place gets a new timetable of all its lines."""
    weeks: dict[str, list[Fact]] = defaultdict(list)
    for fact in plan.facts:
        if fact.table == "slots":
            weeks[fact.values["branch"]].append(fact)
    differing = {step.fact.values["branch"] for step in plan.steps if step.fact.table == "slots"}
    for branch, facts in weeks.items():
        said = {fact.key for fact in facts}
        table = TABLES["slots"]
        gone = [
            row for known, row in snapshot.rows["slots"].items() if row.values["branch"] == branch and known not in said
        ]
        for stored in gone:
            plan.lines.append(
                Line(table.title, 0, shown(table, stored.values), "changed", [_("not in the new timetable")])
            )
        if gone or branch in differing:
            plan.timetables[branch] = facts


def _describe(plan: Plan, snapshot: Snapshot) -> None:
    """Gather the steps of a line of the file into one line of the preview."""
    steps: dict[tuple[str, int], list[Step]] = defaultdict(list)
    for step in plan.steps:
        steps[step.fact.sheet, step.fact.row].append(step)
    unchanged: dict[str, set[int]] = defaultdict(set)
    titles: dict[tuple[str, int], str] = {}
    own = {(fact.sheet, fact.row) for fact in plan.facts if fact.is_main}
    for fact in plan.facts:
        place = (fact.sheet, fact.row)
        if fact.is_main or place not in titles:
            titles[place] = title_of(fact)
        if place not in steps:
            unchanged[fact.sheet].add(fact.row)
    plan.unchanged = {sheet: len(rows) for sheet, rows in unchanged.items()}
    for (sheet, row), found in steps.items():
        is_new = any(step.stored is None and (step.fact.is_main or (sheet, row) not in own) for step in found)
        state = "added" if is_new else "changed"
        words = [line for step in found for line in change_words(step.fact, step.stored, step.changed)]
        plan.lines.append(Line(sheet, row, titles[sheet, row], state, words))
    order = [sheet.title for sheet in SHEETS]
    plan.lines.sort(key=lambda line: (order.index(line.sheet), line.row))


def _list_missing(plan: Plan, book: Book, snapshot: Snapshot) -> None:
    said = {(fact.table, *fact.key) for fact in plan.facts}
    present = {fact.sheet for fact in plan.facts}
    for sheet in SHEETS:
        table = sheet.table
        if sheet.title not in book.sheets or sheet.title not in present or table.name in DATED:
            continue
        rows = snapshot.rows[table.name].items()
        names = [
            shown(table, stored.values)
            for known, stored in rows
            if (table.name, *known) not in said
            and (table.name != "slots" or stored.values["branch"] not in plan.timetables)
        ]
        if names:
            plan.missing[sheet.title] = sorted(names)
