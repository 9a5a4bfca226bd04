"""The tables of an aSc XML file ("aSc Timetables 2012 XML") as plain data. Pure.

A row keeps every column as it is written; lists of ids are tuples. What this page does not know stays in `extra`.
Masks are strings of bits: days "10000" (Monday of five), weeks "10" (the first of two), terms "1".
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

Extra = tuple[tuple[str, str], ...]
Ids = tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """What the file says beside the known columns, by name."""

    extra: Extra = ()


@dataclass(frozen=True)
class Period(Row):
    period: str = ""
    name: str = ""
    short: str = ""
    starttime: str = ""
    endtime: str = ""


@dataclass(frozen=True)
class Break(Row):
    break_: str = ""
    name: str = ""
    short: str = ""
    starttime: str = ""
    endtime: str = ""


@dataclass(frozen=True)
class Bell(Row):
    bell: str = ""
    name: str = ""
    short: str = ""


@dataclass(frozen=True)
class DaysDef(Row):
    """`days` may name several masks: "10000,01000" is any of two days."""

    id: str = ""
    days: Ids = ()
    name: str = ""
    short: str = ""


@dataclass(frozen=True)
class WeeksDef(Row):
    id: str = ""
    weeks: Ids = ()
    name: str = ""
    short: str = ""


@dataclass(frozen=True)
class TermsDef(Row):
    id: str = ""
    terms: Ids = ()
    name: str = ""
    short: str = ""


@dataclass(frozen=True)
class Subject(Row):
    id: str = ""
    name: str = ""
    short: str = ""
    partner_id: str = ""


@dataclass(frozen=True)
class Teacher(Row):
    id: str = ""
    name: str = ""
    short: str = ""
    gender: str = ""
    color: str = ""
    email: str = ""
    mobile: str = ""
    partner_id: str = ""
    firstname: str = ""
    lastname: str = ""


@dataclass(frozen=True)
class Building(Row):
    id: str = ""
    name: str = ""
    partner_id: str = ""


@dataclass(frozen=True)
class Classroom(Row):
    id: str = ""
    name: str = ""
    short: str = ""
    capacity: str = ""
    buildingid: str = ""
    partner_id: str = ""


@dataclass(frozen=True)
class Grade(Row):
    grade: str = ""
    name: str = ""
    short: str = ""


@dataclass(frozen=True)
class Class(Row):
    id: str = ""
    name: str = ""
    short: str = ""
    classroomids: Ids = ()
    teacherid: str = ""
    grade: str = ""
    partner_id: str = ""


@dataclass(frozen=True)
class Group(Row):
    """The whole of a class (`entireclass`), or a part of it; parts with one `divisiontag` make up the class."""

    id: str = ""
    classid: str = ""
    name: str = ""
    entireclass: bool = False
    divisiontag: str = ""
    studentcount: str = ""
    studentids: Ids = ()


@dataclass(frozen=True)
class Student(Row):
    id: str = ""
    classid: str = ""
    name: str = ""
    number: str = ""
    email: str = ""
    mobile: str = ""
    partner_id: str = ""
    firstname: str = ""
    lastname: str = ""


@dataclass(frozen=True)
class StudentSubject(Row):
    studentid: str = ""
    subjectid: str = ""
    seminargroup: str = ""
    importance: str = ""
    alternatefor: str = ""


@dataclass(frozen=True)
class Lesson(Row):
    """A demand for the week: one with several classes is a stream; its rooms are those it may be in."""

    id: str = ""
    subjectid: str = ""
    classids: Ids = ()
    groupids: Ids = ()
    teacherids: Ids = ()
    classroomids: Ids = ()
    periodspercard: str = ""
    periodsperweek: str = ""
    daysdefid: str = ""
    weeksdefid: str = ""
    termsdefid: str = ""
    seminargroup: str = ""
    capacity: str = ""
    partner_id: str = ""


@dataclass(frozen=True)
class Card(Row):
    """Where a lesson lies; its rooms are those it is in."""

    lessonid: str = ""
    period: str = ""
    days: str = ""
    weeks: str = ""
    terms: str = ""
    classroomids: Ids = ()


@dataclass(frozen=True)
class Other:
    """A table that this page does not know, kept as it is: tag of the table, its attributes, rows (tag, attributes)."""

    tag: str
    about: Extra = ()
    rows: tuple[tuple[str, Extra], ...] = ()


@dataclass(frozen=True)
class Timetable:
    """A whole file. `about` are the attributes of its root, `options` those of its tables by their tag."""

    about: Extra = ()
    options: tuple[tuple[str, Extra], ...] = ()
    periods: tuple[Period, ...] = ()
    breaks: tuple[Break, ...] = ()
    bells: tuple[Bell, ...] = ()
    daysdefs: tuple[DaysDef, ...] = ()
    weeksdefs: tuple[WeeksDef, ...] = ()
    termsdefs: tuple[TermsDef, ...] = ()
    subjects: tuple[Subject, ...] = ()
    teachers: tuple[Teacher, ...] = ()
    buildings: tuple[Building, ...] = ()
    classrooms: tuple[Classroom, ...] = ()
    grades: tuple[Grade, ...] = ()
    classes: tuple[Class, ...] = ()
    groups: tuple[Group, ...] = ()
    students: tuple[Student, ...] = ()
    studentsubjects: tuple[StudentSubject, ...] = ()
    lessons: tuple[Lesson, ...] = ()
    cards: tuple[Card, ...] = ()
    others: tuple[Other, ...] = ()


ROWS: dict[str, tuple[str, type[Row]]] = {
    "periods": ("period", Period),
    "breaks": ("break", Break),
    "bells": ("bell", Bell),
    "daysdefs": ("daysdef", DaysDef),
    "weeksdefs": ("weeksdef", WeeksDef),
    "termsdefs": ("termsdef", TermsDef),
    "subjects": ("subject", Subject),
    "teachers": ("teacher", Teacher),
    "buildings": ("building", Building),
    "classrooms": ("classroom", Classroom),
    "grades": ("grade", Grade),
    "classes": ("class", Class),
    "groups": ("group", Group),
    "students": ("student", Student),
    "studentsubjects": ("studentsubject", StudentSubject),
    "lessons": ("lesson", Lesson),
    "cards": ("card", Card),
}
"""By the tag of a table: the tag of its rows and what they are, in the order of the file."""


def columns(kind: type[Row]) -> dict[str, tuple[str, str]]:
    """By the name of an attribute: the field of a row and its type in words."""
    return {one.name.rstrip("_"): (one.name, str(one.type)) for one in fields(kind) if one.name != "extra"}


def listed(text: str) -> Ids:
    """ "A,B" is two ids, "" is none."""
    return tuple(part for part in (piece.strip() for piece in text.split(",")) if part)


def plain(value: Any) -> str:
    """A field as the file writes it."""
    if isinstance(value, bool):
        return "1" if value else "0"
    return ",".join(value) if isinstance(value, tuple) else str(value)
