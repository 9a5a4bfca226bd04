"""The weekly pattern in force, by class or by teacher; the versions of each branch."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.dates import WEEKDAYS

from parta.access.actor import Actor
from parta.access.reading import opens
from parta.classes.models import Group, GroupKind, GroupPart
from parta.common.codes import Ref
from parta.people.models import Employee, Person
from parta.school.models import School
from parta.school.rules import EDIT_STRUCTURE, VIEW_STRUCTURE
from parta.school.selectors import year_on
from parta.timetable.models import Slot, Version, Week
from parta.timetable.rules import VIEW_OWN_TIMETABLE, VIEW_VERSION


@dataclass(frozen=True)
class Cell:
    subject: str
    group: str
    room: str
    teacher: str
    week: str


@dataclass(frozen=True)
class Pattern:
    """A week: rows by lesson number, each with the cells of every weekday."""

    title: str
    weekdays: list[str]
    rows: list[tuple[int, list[list[Cell]]]]


@dataclass(frozen=True)
class VersionLine:
    version: Version
    is_current: bool
    may_publish: bool


@dataclass(frozen=True)
class TimetablePage:
    groups: list[Group]
    teachers: list[Person]
    group: Group | None
    teacher: Person | None
    pattern: Pattern | None
    versions: list[VersionLine]
    may_edit: bool = False
    own_card: Employee | None = None
    """Of a teacher who may say wishes here."""


def timetable_page(actor: Actor, school_id: int, *, group: Ref | None, teacher: Ref | None) -> TimetablePage:
    """The choice of classes and teachers, the chosen week, the versions: a fixed number of queries."""
    year = year_on(school_id, actor.on)
    rows = Version.objects.filter(VIEW_VERSION.filter(actor), school_id=school_id, year=year)
    versions = list(rows.select_related("branch").order_by("branch__short_name", "-since"))
    current = current_versions(versions, actor.on)
    groups = list(
        Group.objects.filter(VIEW_OWN_TIMETABLE.filter(actor), school_id=school_id, year=year)
        .exclude(kind=GroupKind.COMBINED)
        .order_by("year_level", "name")
    )
    slots = Slot.objects.filter(school_id=school_id, version_id__in=[version.pk for version in current])
    ids = slots.filter(teacher__isnull=False).order_by().values_list("teacher_id", flat=True).distinct()
    teachers = list(Person.objects.filter(pk__in=list(ids)).order_by("sort_key"))
    chosen = next((one for one in groups if group and one.pk == group.id), None)
    person = next((one for one in teachers if teacher and one.pk == teacher.id), None)
    return TimetablePage(
        groups,
        teachers,
        chosen,
        person,
        _pattern(school_id, slots, chosen, person),
        [VersionLine(one, one in current, _may_publish(actor, one, one in current)) for one in versions],
        opens(actor, VIEW_STRUCTURE),
        _own_card(actor, school_id),
    )


def _own_card(actor: Actor, school_id: int) -> Employee | None:
    if not actor.within(school_id).has("teaches"):
        return None
    found: Employee | None = Employee.objects.filter(school_id=school_id, person_id=actor.person_id).first()
    return found


def current_versions(versions: list[Version], on: date) -> list[Version]:
    """Of each branch the published version that holds on the day; before the first one, the first."""
    by_branch: dict[int, list[Version]] = defaultdict(list)
    for version in versions:
        if version.published_at:
            by_branch[version.branch_id].append(version)
    return [next((one for one in found if one.since <= on), found[-1]) for found in by_branch.values()]


def _may_publish(actor: Actor, version: Version, is_current: bool) -> bool:
    """A draft becomes lessons; those of the version in force are made anew after a change of the calendar."""
    return (version.published_at is None or is_current) and EDIT_STRUCTURE.allows(actor, version)


def _pattern(school_id: int, slots: QuerySet[Slot], group: Group | None, teacher: Person | None) -> Pattern | None:
    if group:
        parts = GroupPart.objects.filter(school_id=school_id, part=group, whole__kind=GroupKind.SUBGROUP)
        wholes = list(parts.values_list("whole_id", flat=True))
        found = slots.filter(Q(course__group=group) | Q(course__group_id__in=wholes))
    elif teacher:
        found = slots.filter(teacher=teacher)
    else:
        return None
    rows = found.select_related("course__group", "course__subject", "room", "teacher")
    cells: dict[tuple[int, int], list[Cell]] = defaultdict(list)
    for slot in rows.order_by("number", "weekday", "week", "course__group__name"):
        cells[slot.number, slot.weekday].append(_cell(slot))
    days = range(max([School.objects.get(pk=school_id).week_days, *(day + 1 for _number, day in cells)]))
    numbers = sorted({number for number, _day in cells})
    return Pattern(
        group.name if group else str(teacher),
        [str(WEEKDAYS[day]) for day in days],
        [(number, [cells[number, day] for day in days]) for number in numbers],
    )


def _cell(slot: Slot) -> Cell:
    return Cell(
        slot.course.subject.name,
        slot.course.group.name,
        slot.room.title if slot.room else "",
        slot.teacher.initials_name if slot.teacher else "",
        "" if slot.week == Week.EVERY else str(Week(slot.week).label),
    )
