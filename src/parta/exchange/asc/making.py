"""A version of the timetable as the tables of an aSc file. Codes of the rows are its ids, so it is known again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from parta.access.roles import Role
from parta.classes.models import Appointment, Group
from parta.classes.selectors import active
from parta.common.codes import Ref, code_of, encode
from parta.exchange.asc import tables as asc
from parta.exchange.asc.arithmetic import EVERY, day_mask, week_mask
from parta.exchange.asc.frame import days, grades, periods, weeks
from parta.exchange.groups import classes_of, public_name
from parta.school.models import Bell, Room, School
from parta.timetable.models import Slot, Version

ABOUT = (
    ("importtype", "database"),
    ("options", "idprefix:PARTA,groupstype1,decimalseparatordot"),
    ("displayname", "Parta"),
    ("displaycountries", ""),
)
OPTIONS = "canadd,canupdate,silent"


def timetable_of(version: Version) -> asc.Timetable:
    """The whole week of a version with all that it names, in a fixed number of queries."""
    pen = _pen(version)
    lessons, cards = _lessons_and_cards(pen)
    found = asc.Timetable(
        about=ABOUT,
        periods=periods(pen.bells, {slot.number for slot in pen.slots}),
        daysdefs=days(pen.days),
        weeksdefs=weeks(pen.weeks),
        termsdefs=(asc.TermsDef(id="T-1", terms=("1",), name="Весь год", short="Год"),),
        subjects=_subjects(pen),
        teachers=_teachers(pen),
        buildings=_buildings(pen),
        classrooms=_rooms(pen),
        grades=grades({one.year_level for one in pen.classes if one.year_level}),
        classes=_classes(pen),
        groups=tuple(_groups(pen)),
        lessons=lessons,
        cards=cards,
    )
    used = [(tag, kind) for tag, (_row, kind) in asc.ROWS.items() if getattr(found, tag)]
    options = tuple((tag, (("options", OPTIONS), ("columns", ",".join(asc.columns(kind))))) for tag, kind in used)
    return replace(found, options=options)


@dataclass(frozen=True)
class _Pen:
    slots: list[Slot]
    classes: list[Group]
    wholes: dict[int, list[Group]]
    """The classes that a group is drawn from; a class stands for itself."""
    leaders: dict[int, Appointment]
    rooms: list[Room]
    bells: dict[int, Bell]
    days: int
    weeks: int


def _pen(version: Version) -> _Pen:
    here = {"school_id": version.school_id}
    rows = Slot.objects.filter(**here, version=version).order_by("weekday", "number", "week", "course_id")
    joins = ("course__group__room__building", "course__subject", "teacher", "room__building")
    slots = list(rows.select_related(*joins))
    wholes = _wholes(version.school_id, slots)
    classes = {one.pk: one for ones in wholes.values() for one in ones}
    rooms = [*(slot.room for slot in slots), *(one.room for one in classes.values())]
    leaders = Appointment.objects.filter(active(version.since), **here, role=Role.CLASS_TEACHER)
    bells = Bell.objects.filter(**here, bell_set__branch_id=version.branch_id).order_by("-bell_set_id")
    week_days = School.objects.get(pk=version.school_id).week_days
    return _Pen(
        slots,
        sorted(classes.values(), key=lambda one: (one.year_level or 0, one.name)),
        wholes,
        {row.group_id: row for row in leaders.filter(group_id__in=list(classes)).select_related("person")},
        sorted({room.pk: room for room in rooms if room}.values(), key=lambda one: (one.building.name, one.name)),
        {bell.number: bell for bell in bells},
        max([week_days, *(slot.weekday + 1 for slot in slots)]),
        2 if any(slot.week != EVERY for slot in slots) else 1,
    )


def _wholes(school_id: int, slots: list[Slot]) -> dict[int, list[Group]]:
    groups = {slot.course.group_id: slot.course.group for slot in slots}
    found = classes_of(school_id, groups)
    return {pk: found.get(pk) or [group] for pk, group in groups.items()}


def _subjects(pen: _Pen) -> tuple[asc.Subject, ...]:
    rows = {slot.course.subject_id: slot.course.subject for slot in pen.slots}
    return tuple(
        asc.Subject(id=code_of(row), name=row.name, short=row.short_name or row.name[:12], partner_id=code_of(row))
        for row in sorted(rows.values(), key=lambda row: row.name)
    )


def _person_code(school_id: int, person_id: int | None) -> str:
    return encode("person", Ref(school_id, person_id)) if person_id else ""


def _teachers(pen: _Pen) -> tuple[asc.Teacher, ...]:
    people = {slot.teacher.pk: (slot.school_id, slot.teacher) for slot in pen.slots if slot.teacher}
    people |= {row.person_id: (row.school_id, row.person) for row in pen.leaders.values()}
    return tuple(
        asc.Teacher(
            id=_person_code(school_id, row.pk),
            name=row.full_name,
            short=row.initials_name,
            gender={"m": "M", "f": "F"}.get(row.sex, ""),
            partner_id=_person_code(school_id, row.pk),
            firstname=f"{row.name} {row.patronymic}".strip(),
            lastname=row.surname,
        )
        for school_id, row in sorted(people.values(), key=lambda pair: pair[1].sort_key)
    )


def _rooms(pen: _Pen) -> tuple[asc.Classroom, ...]:
    return tuple(
        asc.Classroom(
            id=code_of(row),
            name=row.name,
            short=row.name[:20],
            capacity=str(row.capacity or "*"),
            buildingid=code_of(row.building),
            partner_id=code_of(row),
        )
        for row in pen.rooms
    )


def _buildings(pen: _Pen) -> tuple[asc.Building, ...]:
    rows = {row.building_id: row.building for row in pen.rooms}
    return tuple(asc.Building(id=code_of(row), name=row.name, partner_id=code_of(row)) for row in rows.values())


def _classes(pen: _Pen) -> tuple[asc.Class, ...]:
    return tuple(
        asc.Class(
            id=code_of(row),
            name=row.name,
            short=row.name[:20],
            classroomids=(code_of(row.room),) if row.room else (),
            teacherid=_person_code(row.school_id, pen.leaders[row.pk].person_id) if row.pk in pen.leaders else "",
            grade=str(row.year_level or ""),
            partner_id=code_of(row),
        )
        for row in pen.classes
    )


def _group_ids(pen: _Pen, group: Group) -> list[str]:
    """A group of the file lies in one class: a group of several classes is one in each."""
    return [f"{code_of(group)}-{code_of(whole)}" for whole in pen.wholes[group.pk]]


def _groups(pen: _Pen) -> Iterator[asc.Group]:
    subjects: dict[int, str] = {}
    drawn: dict[int, dict[int, Group]] = defaultdict(dict)
    for slot in pen.slots:
        group, name = slot.course.group, slot.course.subject.name
        subjects[group.pk] = min(name, subjects.get(group.pk, name))
        for whole in pen.wholes[group.pk]:
            drawn[whole.pk][group.pk] = group
    for row in pen.classes:
        yield asc.Group(
            id=f"{code_of(row)}-{code_of(row)}",
            classid=code_of(row),
            name="Весь класс",
            entireclass=True,
            divisiontag="0",
        )
        parts = sorted((one for one in drawn[row.pk].values() if one.pk != row.pk), key=lambda one: one.name)
        divisions = sorted({subjects[one.pk] for one in parts})
        for one in parts:
            tag = str(divisions.index(subjects[one.pk]) + 1)
            name = f"{code_of(one)}-{code_of(row)}"
            shown = public_name(one, pen.wholes[one.pk])
            yield asc.Group(id=name, classid=code_of(row), name=shown, entireclass=False, divisiontag=tag)


def _lessons_and_cards(pen: _Pen) -> tuple[tuple[asc.Lesson, ...], tuple[asc.Card, ...]]:
    lessons, cards = [], []
    for at, together in enumerate(_joined(pen.slots), 1):
        first, placed = together[0][0], [slots[0] for slots in together]
        groups = [slot.course.group for slot in together[0]]
        hours = sum((Decimal("0.5") if slot.week != EVERY else Decimal(1) for slot in placed), Decimal(0))
        whole = {one.pk: code_of(one) for group in groups for one in pen.wholes[group.pk]}
        lesson = asc.Lesson(
            id=f"L-{at}",
            subjectid=code_of(first.course.subject),
            classids=tuple(whole.values()),
            groupids=tuple(one for group in groups for one in _group_ids(pen, group)),
            teacherids=(_person_code(first.school_id, first.teacher_id),) if first.teacher_id else (),
            classroomids=tuple(dict.fromkeys(code_of(slot.room) for slot in placed if slot.room)),
            periodspercard="1",
            periodsperweek=f"{hours:.1f}",
            daysdefid="D-any",
            weeksdefid="W-0",
            termsdefid="T-1",
            capacity="*",
        )
        lessons.append(lesson)
        cards += [_card(pen, lesson.id, slot) for slot in placed]
    return tuple(lessons), tuple(cards)


def _joined(slots: list[Slot]) -> list[list[list[Slot]]]:
    """Lessons with the places of each: courses of one subject, teacher, time and room go together."""
    places: dict[tuple[int, ...], list[Slot]] = defaultdict(list)
    for slot in slots:
        alone = 0 if slot.teacher_id else slot.course_id
        where = (slot.weekday, slot.number, slot.week, slot.room_id or 0)
        places[slot.course.subject_id, slot.teacher_id or 0, alone, *where].append(slot)
    lessons: dict[tuple[int, int, tuple[int, ...]], list[list[Slot]]] = defaultdict(list)
    for (subject, teacher, *_where), found in places.items():
        lessons[subject, teacher, tuple(slot.course_id for slot in found)].append(found)
    return list(lessons.values())


def _card(pen: _Pen, lesson_id: str, slot: Slot) -> asc.Card:
    return asc.Card(
        lessonid=lesson_id,
        period=str(slot.number),
        days=day_mask(slot.weekday, pen.days),
        weeks=week_mask(slot.week, pen.weeks),
        terms="1",
        classroomids=(code_of(slot.room),) if slot.room else (),
    )
