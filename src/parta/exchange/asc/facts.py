"""What of the school a timetable names: classes, groups, subjects, teachers, rooms, courses, the week in force."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from parta.classes.models import DRAWN, Course, CourseTeacher, Group, GroupKind
from parta.classes.selectors import active, maybe_active
from parta.exchange.groups import classes_of, public_name
from parta.people.models import Employee
from parta.school.models import AcademicYear, Branch, Room, Subject
from parta.timetable.models import Slot, Version
from parta.timetable.services import Place


@dataclass(frozen=True)
class Named:
    """A row that a name of the file may mean: how a page calls it and what it may be called."""

    id: int
    label: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Facts:
    """One branch in one academic year."""

    school_id: int
    classes: tuple[Named, ...]
    groups: Mapping[int, tuple[Named, ...]]
    """Subgroups by the class they are drawn from."""
    subjects: tuple[Named, ...]
    teachers: tuple[Named, ...]
    rooms: tuple[Named, ...]
    courses: Mapping[tuple[int, int], int]
    """Courses by group and subject."""
    taught: Mapping[int, tuple[int, ...]]
    """Teachers by course."""
    slots: tuple[Place, ...]
    """The week in force."""
    wholes: Mapping[int, str]
    """Names of all groups by id."""

    def options(self, kind: str) -> tuple[Named, ...]:
        return {"class": self.classes, "subject": self.subjects, "teacher": self.teachers, "room": self.rooms}[kind]

    def label(self, kind: str, row_id: int | None) -> str:
        return next((row.label for row in self.options(kind) if row.id == row_id), "")


def facts_of(branch: Branch, year: AcademicYear, on: date) -> Facts:
    """The branch as it will be on a day: in a fixed number of queries."""
    school_id = branch.school_id
    groups = list(Group.objects.filter(school_id=school_id, branch=branch, year=year).order_by("year_level", "name"))
    wholes = classes_of(school_id, (row.pk for row in groups))
    parts = _parts(wholes)
    courses = Course.objects.filter(school_id=school_id, group__branch=branch, group__year=year)
    found = {(row.group_id, row.subject_id): row.pk for row in courses}
    drawn = {
        row.pk for row in groups if row.kind in DRAWN and row.pk in {one for ones in parts.values() for one in ones}
    }
    named = {row.pk: Named(row.pk, row.name, (row.name, public_name(row, wholes[row.pk]))) for row in groups}
    return Facts(
        school_id,
        tuple(named[row.pk] for row in groups if row.pk not in drawn and row.kind != GroupKind.COMBINED),
        {whole: tuple(named[one] for one in ones if one in drawn) for whole, ones in parts.items()},
        tuple(Named(row.pk, row.name, (row.name, row.short_name)) for row in _subjects(school_id)),
        _teachers(school_id, on),
        _rooms(branch),
        found,
        _taught(school_id, set(found.values()), on),
        tuple(places_of(base)) if (base := version_on(branch, year, on)) else (),
        {row.pk: row.name for row in groups},
    )


def _parts(wholes: dict[int, list[Group]]) -> dict[int, list[int]]:
    """By class the groups drawn from it."""
    parts: dict[int, list[int]] = defaultdict(list)
    for whole, classes in wholes.items():
        for one in classes:
            parts[one.pk].append(whole)
    return parts


def _subjects(school_id: int) -> list[Subject]:
    return list(Subject.objects.filter(school_id=school_id).order_by("name"))


def _teachers(school_id: int, on: date) -> tuple[Named, ...]:
    rows = Employee.objects.filter(maybe_active(on), school_id=school_id).select_related("person")
    people = [row.person for row in rows.order_by("person__sort_key")]
    return tuple(Named(one.pk, one.full_name, (one.full_name, one.initials_name)) for one in people)


def _rooms(branch: Branch) -> tuple[Named, ...]:
    rows = Room.objects.filter(school_id=branch.school_id, building__branch=branch).select_related("building")
    found = list(rows.order_by("building__name", "name"))
    many = len({row.building_id for row in found}) > 1
    return tuple(
        Named(row.pk, f"{row.title}, {row.building}" if many else row.title, (row.name, f"{row.building} {row.name}"))
        for row in found
    )


def _taught(school_id: int, courses: set[int], on: date) -> dict[int, tuple[int, ...]]:
    taught: dict[int, list[int]] = defaultdict(list)
    rows = CourseTeacher.objects.filter(active(on), school_id=school_id, course__group__year__since__lte=on)
    for course, person in rows.order_by("pk").values_list("course_id", "person_id"):
        if course in courses:
            taught[course].append(person)
    return {course: tuple(people) for course, people in taught.items()}


def version_on(branch: Branch, year: AcademicYear, on: date) -> Version | None:
    """The published version that holds on a day; before the first one, the first."""
    rows = Version.objects.filter(
        school_id=branch.school_id, branch=branch, year=year, published_at__isnull=False
    ).order_by("since")
    versions: list[Version] = list(rows)
    begun = [row for row in versions if row.since <= on]
    return begun[-1] if begun else next(iter(versions), None)


def places_of(version: Version) -> list[Place]:
    rows = Slot.objects.filter(school_id=version.school_id, version=version).order_by("weekday", "number", "pk")
    names = ("course_id", "weekday", "number", "week", "teacher_id", "room_id")
    return [Place(*values) for values in rows.values_list(*names)]
