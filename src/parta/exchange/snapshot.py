"""The school as it stands in Parta, as the same tables as a workbook: in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from parta.access.rules import follow
from parta.classes.models import Group, GroupPart
from parta.exchange.workbook.columns import MAIN, Table
from parta.exchange.workbook.tables import TABLES
from parta.people.models import Guardianship, Pupil
from parta.school.models import AcademicYear, Branch, Room, School
from parta.school.selectors import today_of, year_on
from parta.timetable.models import Slot, Version


@dataclass
class Stored:
    """A row of a table with the row of the database behind it."""

    values: dict[str, Any]
    row: Any
    person_id: int | None = None


Rows = dict[tuple[Any, ...], Stored]


@dataclass
class Snapshot:
    """Everything of a school that a workbook says, for one academic year; `school` is None before it is founded."""

    school: School | None = None
    year: AcademicYear | None = None
    rows: dict[str, Rows] = field(default_factory=lambda: {name: {} for name in TABLES})
    versions: dict[str, Version] = field(default_factory=dict)
    """Timetable in force, by the label of the branch."""

    def values(self, table: str) -> list[dict[str, Any]]:
        return [stored.values for stored in self.rows[table].values()]


def branch_label(branch: Branch | None) -> str | None:
    if branch is None:
        return None
    return MAIN if branch.is_main else branch.short_name


def room_label(room: Room) -> str:
    return f"{room.building.name} / {room.name}"


def snapshot_of(school: School | None) -> Snapshot:
    found = Snapshot(school)
    if school is None:
        return found
    found.year = _year(school.pk)
    found.rows["school"][()] = Stored({c.key: getattr(school, c.key) for c in TABLES["school"].columns}, school)
    for name, joins in JOINS.items():
        table = TABLES[name]
        for row in _query(table, joins, found):
            _add(found, table, Stored(_values(table, row), row))
    _finish_groups(found)
    _finish_roles(found)
    _add_guardians(found)
    _add_slots(found)
    return found


def _year(school_id: int) -> AcademicYear | None:
    year = year_on(school_id, today_of(school_id))
    return year or AcademicYear.objects.filter(school_id=school_id).order_by("since").first()


JOINS: dict[str, tuple[str, ...]] = {
    "branches": (),
    "buildings": ("branch",),
    "rooms": ("building__branch",),
    "years": (),
    "schemes": ("year",),
    "terms": ("scheme__year",),
    "holidays": ("year",),
    "moved": ("year",),
    "bell_sets": ("branch", "building"),
    "bells": ("bell_set__branch",),
    "codes": (),
    "work_types": (),
    "subjects": (),
    "staff": ("person",),
    "groups": ("branch", "scheme", "room__building"),
    "roles": ("person", "branch", "group__branch"),
    "pupils": ("person", "branch"),
    "memberships": ("person", "group__branch"),
    "courses": ("group__branch", "subject"),
    "teachers": ("person", "course__group__branch", "course__subject"),
}
OF_YEAR = {"groups": "year", "memberships": "group__year", "courses": "group__year", "teachers": "course__group__year"}


def _query(table: Table, joins: tuple[str, ...], found: Snapshot) -> Any:
    rows: Any = table.model._default_manager.filter(school_id=found.school.pk)  # type: ignore[union-attr]
    if table.name in OF_YEAR:
        rows = rows.filter(**{OF_YEAR[table.name]: found.year})
    if table.name == "roles":
        rows = rows.exclude(group__isnull=False, group__year__isnull=True)
    return rows.select_related(*joins).order_by("pk")


def _values(table: Table, row: Any) -> dict[str, Any]:
    return {column.key: _plain(follow(row, column.path or column.key)) for column in table.columns if _is_read(column)}


def _is_read(column: Any) -> bool:
    return column.key not in ("label", "parts")


def _plain(value: Any) -> Any:
    if isinstance(value, Branch):
        return branch_label(value)
    if isinstance(value, Room):
        return room_label(value)
    if isinstance(value, Model):
        return str(value)
    return list(value) if isinstance(value, list) else value


def _add(found: Snapshot, table: Table, stored: Stored) -> None:
    if table.name == "branches":
        stored.values["label"] = branch_label(stored.row)
    stored.person_id = getattr(stored.row, "person_id", None)
    found.rows[table.name][table.key_of(stored.values)] = stored


def _finish_groups(found: Snapshot) -> None:
    """The classes that subgroups and combined classes are made of."""
    parts: dict[int, list[str]] = defaultdict(list)
    rows = GroupPart.objects.filter(school_id=found.school.pk).select_related("part")  # type: ignore[union-attr]
    for row in rows.order_by("part__name"):
        parts[row.whole_id].append(row.part.name)
    for stored in found.rows["groups"].values():
        stored.values["parts"] = parts[stored.row.pk]


def _finish_roles(found: Snapshot) -> None:
    """A class teacher's branch is that of the class; classes of other years are left out."""
    table = TABLES["roles"]
    fresh: Rows = {}
    for stored in found.rows["roles"].values():
        group: Group | None = stored.row.group
        if group is not None:
            if found.year is None or group.year_id != found.year.pk:
                continue
            stored.values["branch"] = branch_label(group.branch)
        fresh[table.key_of(stored.values)] = stored
    found.rows["roles"] = fresh


def _add_guardians(found: Snapshot) -> None:
    table = TABLES["guardians"]
    children = {stored.row.person_id: stored.values for stored in found.rows["pupils"].values()}
    here = Pupil.objects.filter(school_id=found.school.pk).values("person_id")  # type: ignore[union-attr]
    ties = Guardianship.objects.filter(child_id__in=here).select_related("guardian").order_by("pk")
    for tie in ties:
        child = children[tie.child_id]
        values = {
            "pupil": child["pupil"],
            "birth_date": child["birth_date"],
            "guardian": tie.guardian.full_name,
            "phone": tie.guardian.phone,
            "email": tie.guardian.email,
            **{name: getattr(tie, name) for name in ("kind", "basis", "has_access", "since", "until")},
        }
        found.rows["guardians"][table.key_of(values)] = Stored(values, tie, tie.guardian_id)


def _add_slots(found: Snapshot) -> None:
    table = TABLES["slots"]
    for version in _versions(found):
        found.versions[branch_label(version.branch) or MAIN] = version
    ids = [version.pk for version in found.versions.values()]
    joins = ("version__branch", "course__group", "course__subject", "teacher", "room__building")
    rows = Slot.objects.filter(school_id=found.school.pk, version_id__in=ids)  # type: ignore[union-attr]
    for row in rows.select_related(*joins).order_by("pk"):
        values = _values(table, row)
        found.rows["slots"][table.key_of(values)] = Stored(values, row)


def _versions(found: Snapshot) -> Iterator[Version]:
    """The published timetable of each branch that is in force, or the first to come."""
    school_id = found.school.pk  # type: ignore[union-attr]
    today = today_of(school_id)
    rows = Version.objects.filter(school_id=school_id, year=found.year, published_at__isnull=False)
    by_branch: dict[int, list[Version]] = defaultdict(list)
    for row in rows.select_related("branch", "year").order_by("since"):
        by_branch[row.branch_id].append(row)
    for versions in by_branch.values():
        begun = [row for row in versions if row.since <= today]
        yield begun[-1] if begun else versions[0]


def canonical(school: School) -> dict[str, list[tuple[Any, ...]]]:
    """The school as sorted plain rows without ids: equal dumps are equal schools."""
    found = snapshot_of(school)
    dump = {
        name: sorted(
            tuple(_comparable(row.values[column.key]) for column in table.columns) for row in found.rows[name].values()
        )
        for name, table in TABLES.items()
    }
    people = {stored.person_id for name in ("staff", "pupils", "guardians") for stored in found.rows[name].values()}
    dump["people"] = [(str(len(people)),)]
    return dump


def _comparable(value: Any) -> str:
    return "" if value is None else str(sorted(value) if isinstance(value, list) else value)
