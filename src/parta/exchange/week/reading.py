"""The week of a version, read once: every lesson with its words, in tables by class, teacher or room."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.dates import WEEKDAYS

from parta.classes.models import DRAWN, Group
from parta.common.russian import sort_key
from parta.exchange.groups import classes_of, is_private, public_name
from parta.school.models import Bell, School
from parta.timetable.models import Slot, Version, Week

KINDS = ("class", "teacher", "room")


@dataclass(frozen=True)
class Cell:
    """A lesson in words; `week` is empty where it is given every week."""

    subject: str
    group: str
    teacher: str
    room: str
    week: str


@dataclass(frozen=True)
class Table:
    """The week of one class, teacher or room: lessons by day (0 is Monday) and number."""

    id: int
    title: str
    cells: Mapping[tuple[int, int], Sequence[Cell]]


@dataclass(frozen=True)
class Book:
    """A version with all its tables."""

    school: str
    version: Version
    days: Sequence[str]
    numbers: Sequence[int]
    times: Mapping[int, str]
    tables: Mapping[str, Sequence[Table]]


def book_of(version: Version) -> Book:
    """Everything of a version in a fixed number of queries."""
    here = {"school_id": version.school_id}
    rows = Slot.objects.filter(**here, version=version).order_by("weekday", "number", "week", "course__group__name")
    slots = list(rows.select_related("course__group", "course__subject", "teacher", "room"))
    wholes = classes_of(version.school_id, (slot.course.group_id for slot in slots if slot.course.group.kind in DRAWN))
    school = School.objects.get(pk=version.school_id)
    bells = Bell.objects.filter(**here, bell_set__branch_id=version.branch_id).order_by("-bell_set_id")
    numbers = sorted({slot.number for slot in slots})
    days = max([school.week_days, *(slot.weekday + 1 for slot in slots)])
    return Book(
        school.name,
        version,
        [str(WEEKDAYS[day]).capitalize() for day in range(days)],
        range(numbers[0], numbers[-1] + 1) if numbers else [],
        {bell.number: f"{bell.starts:%H:%M}–{bell.ends:%H:%M}" for bell in bells},
        {
            "class": _sorted(_by_class(slots, wholes), wholes),
            "teacher": _sorted(((slot.teacher, slot) for slot in slots if slot.teacher), wholes),
            "room": _sorted(((slot.room, slot) for slot in slots if slot.room), wholes),
        },
    )


def _by_class(slots: list[Slot], wholes: Mapping[int, list[Group]]) -> Iterator[tuple[Any, Slot]]:
    for slot in slots:
        if not is_private(slot.course.group):
            for group in wholes.get(slot.course.group_id) or [slot.course.group]:
                yield group, slot


@dataclass
class _Growing:
    row: Any
    cells: dict[tuple[int, int], list[Cell]] = field(default_factory=lambda: defaultdict(list))


def _sorted(pairs: Iterable[tuple[Any, Slot]], wholes: Mapping[int, list[Group]]) -> list[Table]:
    found: dict[int, _Growing] = {}
    for row, slot in pairs:
        growing = found.setdefault(row.pk, _Growing(row))
        growing.cells[slot.weekday, slot.number].append(_cell(slot, wholes))
    return [Table(one.row.pk, _title(one.row), one.cells) for one in sorted(found.values(), key=_order)]


def _title(row: Any) -> str:
    return str(getattr(row, "title", "") or row)


def _order(one: _Growing) -> tuple[Any, ...]:
    return (getattr(one.row, "year_level", None) or 0, getattr(one.row, "sort_key", None) or sort_key(str(one.row)))


def _cell(slot: Slot, wholes: Mapping[int, list[Group]]) -> Cell:
    group = slot.course.group
    return Cell(
        slot.course.subject.name,
        public_name(group, wholes.get(group.pk, ())),
        slot.teacher.initials_name if slot.teacher else "",
        slot.room.title if slot.room else "",
        "" if slot.week == Week.EVERY else str(Week(slot.week).label),
    )


def words(kind: str, cell: Cell, title: str) -> tuple[str, str]:
    """A cell in two parts: what is taught; whom, by whom and where, without what the table says already.

    On the sheet of the whole school there is no place for teachers.
    """
    group = cell.group
    if kind in ("class", "school"):
        group = "" if group == title else group.removeprefix(f"{title} ") if kind == "school" else group
    teacher = "" if kind in ("teacher", "school") else cell.teacher
    room = "" if kind == "room" else cell.room
    return cell.subject, ", ".join(part for part in (group, teacher, room, cell.week) if part)
