"""One writer for each table: what a step of the plan means for the services of the rooms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from parta.access.actor import Actor
from parta.access.roles import Role
from parta.classes.models import Appointment, Course, Group, GroupKind, Membership, MoveKind
from parta.classes.services import (
    Order,
    appoint,
    assign_teacher,
    end_membership,
    end_teaching,
    enrol,
    put_course,
    put_group,
    set_parts,
    transfer,
)
from parta.exchange.arithmetic import key, level_and_letter, phone_key, sex_by_patronymic, split_name
from parta.exchange.snapshot import Snapshot
from parta.exchange.steps import Plan, Step
from parta.exchange.workbook.columns import MAIN, Table
from parta.exchange.workbook.tables import TABLES
from parta.people.models import Person
from parta.people.services import add_pupil, change_card, hire, put_guardian
from parta.school.models import AcademicYear, School
from parta.school.services import change_school, put_structure

PERSON = ("surname", "name", "patronymic", "birth_date", "sex", "phone", "email")


@dataclass
class Writing:
    """The school under the pen: rows by table and key, people by name."""

    actor: Actor
    school: School
    rows: dict[str, dict[tuple[Any, ...], Any]]
    year: AcademicYear | None = None
    people: dict[str, list[tuple[Person, str]]] = field(default_factory=lambda: defaultdict(list))
    """Adults by name, each with the surname of a child (or nothing)."""
    homes: dict[tuple[Any, ...], str] = field(default_factory=dict)
    """Branch of a new pupil, by the class."""
    stays: dict[int, list[Membership]] = field(default_factory=lambda: defaultdict(list))

    def row(self, table: str, *labels: Any) -> Any:
        """The row that labels (in the order of the table's key) name."""
        keys = TABLES[table].keys
        return self.rows[table].get(TABLES[table].key_of(dict(zip(keys, labels, strict=True))))

    def room(self, branch: str, label: str | None) -> Any:
        building, _slash, name = (label or "").partition(" / ")
        return self.row("rooms", branch, building, name) if label else None

    def group(self, values: dict[str, Any]) -> Group:
        found: Group = self.row("groups", values["branch"], values["group"])
        return found

    def course(self, values: dict[str, Any]) -> Course:
        found: Course = self.row("courses", values["branch"], values["group"], values["subject"])
        return found


def writing_of(actor: Actor, school: School, snapshot: Snapshot, plan: Plan) -> Writing:
    rows = {name: {known: stored.row for known, stored in found.items()} for name, found in snapshot.rows.items()}
    pen = Writing(actor, school, rows, snapshot.year)
    for stored in snapshot.rows["staff"].values():
        pen.people[key(stored.values["full_name"])].append((stored.row.person, ""))
    for stored in snapshot.rows["guardians"].values():
        surname = key(stored.values["pupil"]).split(" ")[0]
        pen.people[key(stored.values["guardian"])].append((stored.row.guardian, surname))
    for stored in snapshot.rows["memberships"].values():
        pen.stays[stored.row.person_id].append(stored.row)
    for fact in plan.facts:
        if fact.table == "memberships":
            pen.homes.setdefault(fact.key[:2], fact.values["branch"])
    return pen


def write(pen: Writing, step: Step) -> None:
    """Write one step and keep its row for those that name it later."""
    table = TABLES[step.fact.table]
    writer = WRITERS.get(table.name, _structure)
    row = writer(pen, step)
    if row is not None:
        pen.rows[table.name][step.fact.key] = row
    if table.name == "years" and (pen.year is None or not pen.year.pk):
        pen.year = row


def _fields(table: Table, changed: dict[str, Any], *names: str) -> dict[str, Any]:
    """The changed columns that are fields of the model; what was cleared is None where a field may be."""
    links = {name for field_name, (_, columns) in table.links.items() for name in (field_name, *columns)}
    skipped = links | {"label", "parts"}
    wanted = (
        [name for name in changed if name in names]
        if names
        else [name for name in changed if name not in skipped and not table.column(name).path]
    )
    return {name: _cleared(table, name, changed[name]) for name in wanted}


def _cleared(table: Table, name: str, value: Any) -> Any:
    if value != "" or table.model is None or table.column(name).path:
        return None if value == "" and name == "birth_date" else value
    return None if table.model._meta.get_field(name).null else value


def _structure(pen: Writing, step: Step) -> Any:
    table = TABLES[step.fact.table]
    model: Any = table.model
    row: Any = pen.rows[table.name].get(step.fact.key) or model(school=pen.school)
    said = {**(step.stored.values if step.stored else {}), **step.fact.values}
    values = _fields(table, step.changed)
    for name, (target, columns) in table.links.items():
        if (row.pk is None or any(column in step.changed for column in columns)) and said.get(columns[-1]):
            values[name] = pen.row(target, *(said.get(column) for column in columns))
    return put_structure(actor=pen.actor, row=row, values=values)


def _school(pen: Writing, step: Step) -> School:
    return change_school(actor=pen.actor, school=pen.school, values=step.changed)


def _group(pen: Writing, step: Step) -> Group:
    table, said = TABLES["groups"], step.fact.values
    values = _fields(table, step.changed, "kind", "year_level", "letter", "shift")
    row = pen.rows["groups"].get(step.fact.key)
    if row is None:
        branch = pen.row("branches", said["branch"])
        row = Group(school=pen.school, branch=branch, year=pen.year, name=said["name"])
        level, letter = level_and_letter(said["name"])
        guessed: dict[str, Any] = {"kind": GroupKind.CLASS}
        if said.get("kind", GroupKind.CLASS) == GroupKind.CLASS:
            guessed |= {"year_level": level, "letter": letter} | _only_scheme(pen)
        values = {**guessed, **values}
    if said.get("scheme") and pen.year:
        values["scheme"] = pen.row("schemes", pen.year.title, said["scheme"])
    if "room" in step.changed:
        values["room"] = pen.room(said["branch"], said["room"])
    return put_group(actor=pen.actor, group=row, values=values)


def _only_scheme(pen: Writing) -> dict[str, Any]:
    here = [row for row in pen.rows["schemes"].values() if pen.year and row.year_id == pen.year.pk]
    return {"scheme": here[0]} if len(here) == 1 else {}


def write_parts(pen: Writing, step: Step) -> None:
    """After all groups are there: what a subgroup or a combined class is made of."""
    if "parts" in step.changed:
        names = step.changed["parts"] or []
        parts = [pen.row("groups", step.fact.values["branch"], name) for name in names]
        set_parts(actor=pen.actor, group=pen.rows["groups"][step.fact.key], parts=parts)


def _known(pen: Writing, name: str, said: dict[str, Any], child: str = "") -> Person | None:
    """An adult of that name who is surely the same: by phone or e-mail; by the child's surname if neither is known."""
    for person, family in pen.people[key(name)]:
        pairs = [
            (phone_key(said.get("phone") or ""), phone_key(person.phone)),
            (key(said.get("email") or ""), key(person.email)),
        ]
        if any(new and new == old for new, old in pairs):
            return person
        differ = any(new and old for new, old in pairs)
        if not differ and child and family[:4] == child[:4]:
            return person
    return None


def _employee(pen: Writing, step: Step) -> Any:
    table, said = TABLES["staff"], step.fact.values
    person = {name: _cleared(table, name, step.changed[name]) for name in PERSON if name in step.changed}
    card = _fields(table, step.changed, "position", "since", "until")
    row = pen.rows["staff"].get(step.fact.key)
    if row is not None:
        return change_card(actor=pen.actor, card=row, person=person, values=card)
    known = _known(pen, said["full_name"], said) or Person()
    branch = pen.row("branches", MAIN)
    employee = hire(actor=pen.actor, branch=branch, person=known, values=person, card=card)
    pen.people[key(said["full_name"])].append((employee.person, ""))
    return employee


def _appointment(pen: Writing, step: Step) -> Appointment:
    said, table = step.fact.values, TABLES["roles"]
    values = _fields(table, step.changed, "role", "since", "until", "order")
    row = pen.rows["roles"].get(step.fact.key)
    if row is None:
        row = Appointment(school=pen.school, person=pen.row("staff", said["person"]).person)
        if said["role"] == Role.CLASS_TEACHER:
            values["group"] = pen.group(said)
        elif said.get("branch"):
            values["branch"] = pen.row("branches", said["branch"])
    return appoint(actor=pen.actor, appointment=row, values=values)


def _pupil(pen: Writing, step: Step) -> Any:
    table, said = TABLES["pupils"], step.fact.values
    person = {name: _cleared(table, name, step.changed[name]) for name in PERSON if name in step.changed}
    card = _fields(table, step.changed, "file_number", "no_internet")
    row = pen.rows["pupils"].get(step.fact.key)
    if row is not None:
        if "branch" in step.changed:
            card["branch"] = pen.row("branches", said["branch"])
        return change_card(actor=pen.actor, card=row, person=person, values=card)
    branch = pen.row("branches", said.get("branch") or pen.homes.get(step.fact.key, MAIN))
    return add_pupil(actor=pen.actor, branch=branch, person=Person(), values=person, card=card)


def _membership(pen: Writing, step: Step) -> Membership:
    said = step.fact.values
    row: Membership | None = pen.rows["memberships"].get(step.fact.key)
    if row is None:
        row = _enrolled(pen, said, pen.rows["pupils"][step.fact.key[:2]].person)
    ends = ("until", "left_by", "left_order", "left_order_date")
    if said.get("until") and any(name in step.changed for name in ends):
        order = Order(
            said.get("left_by") or MoveKind.TRANSFERRED,
            said["until"],
            number=said.get("left_order") or "",
            dated=said.get("left_order_date") or None,
        )
        row = end_membership(actor=pen.actor, membership=row, order=order)
    return row


def _enrolled(pen: Writing, said: dict[str, Any], person: Person) -> Membership:
    group = pen.group(said)
    before = [row for row in pen.stays[person.pk] if row.until is None and row.group.kind == GroupKind.CLASS]
    moving = before[0] if before and group.kind == GroupKind.CLASS and not said.get("until") else None
    kind = said.get("came_by") or (MoveKind.TRANSFERRED if moving else MoveKind.ADMITTED)
    dated = said.get("came_order_date") or None
    order = Order(kind, said["since"], number=said.get("came_order") or "", dated=dated)
    if moving:
        row = transfer(actor=pen.actor, membership=moving, to=group, order=order)
        moving.until = said["since"]
    else:
        row = enrol(actor=pen.actor, group=group, person=person, order=order)
    pen.stays[person.pk].append(row)
    return row


def _guardian(pen: Writing, step: Step) -> Any:
    table, said = TABLES["guardians"], step.fact.values
    pupil = pen.rows["pupils"][step.fact.key[:2]]
    tie = pen.rows["guardians"].get(step.fact.key)
    surname, name, patronymic = split_name(said["guardian"])
    family = key(said["pupil"]).split(" ")[0]
    known = tie.guardian if tie else _known(pen, said["guardian"], said, family)
    person = _fields(table, step.changed, "phone", "email")
    if known is None:
        sex = sex_by_patronymic(patronymic)
        person |= {"surname": surname, "name": name, "patronymic": patronymic, "sex": sex}
    values = {
        field: (None if value == "" and field in ("since", "until") else value)
        for field, value in _fields(table, step.changed, "kind", "basis", "has_access", "since", "until").items()
    }
    found = (
        put_guardian(
            actor=pen.actor,
            pupil=pupil,
            guardian=known or Person(),
            person=person,
            values=values or {"has_access": True},
        )
        if tie is None or values or person
        else tie
    )
    pen.people[key(said["guardian"])].append((found.guardian, family))
    return found


def _course(pen: Writing, step: Step) -> Course:
    said = step.fact.values
    row = pen.rows["courses"].get(step.fact.key)
    if row is None:
        row = Course(school=pen.school, group=pen.group(said), subject=pen.row("subjects", said["subject"]))
    values = _fields(TABLES["courses"], step.changed, "hours_week")
    return put_course(actor=pen.actor, course=row, values=values or {"hours_week": row.hours_week})


def _teacher(pen: Writing, step: Step) -> Any:
    said = step.fact.values
    row = pen.rows["teachers"].get(step.fact.key)
    if row is None:
        person = pen.row("staff", said["person"]).person
        row = assign_teacher(actor=pen.actor, course=pen.course(said), teacher=person, since=said["since"])
    if said.get("until") and row.until != said["until"]:
        row = end_teaching(actor=pen.actor, teaching=row, until=said["until"])
    return row


WRITERS: dict[str, Callable[[Writing, Step], Any]] = {
    "school": _school,
    "groups": _group,
    "staff": _employee,
    "roles": _appointment,
    "pupils": _pupil,
    "memberships": _membership,
    "guardians": _guardian,
    "courses": _course,
    "teachers": _teacher,
}
