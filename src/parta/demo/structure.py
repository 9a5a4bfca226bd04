"""The school, its places, bells, calendar, tables, classes, courses and timetable, made through the services."""

from __future__ import annotations

from collections import defaultdict
from datetime import time
from typing import Any

from parta.access.actor import Actor
from parta.attendance.models import BaseCode, Code
from parta.classes.models import Course, Group, GroupKind
from parta.classes.services import assign_teacher, put_course, put_group, set_parts
from parta.demo.absences import EXCUSED, EXEMPT, LATE, SICK, UNEXCUSED
from parta.demo.context import Demo
from parta.demo.lesson_plan import WORK_TYPES
from parta.demo.names import table
from parta.demo.plan import IT, LABOUR, MAIN, MUSIC, PE, VYACHKA, CoursePlan, subgroups_of, subjects
from parta.demo.special import special_places
from parta.demo.staff import BY_SIGHT
from parta.demo.units import JOINT
from parta.ledger.services import save_row
from parta.lessons.services import make_lessons
from parta.marks.models import WorkType
from parta.school.models import (
    AcademicYear,
    Bell,
    BellSet,
    Branch,
    Building,
    Holiday,
    MovedDay,
    Room,
    RoomKind,
    Subject,
    Term,
    TermKind,
    TermScheme,
)
from parta.school.rules import EDIT_STRUCTURE
from parta.school.services import change_school, found_school, put_structure
from parta.timetable.services import Place, draft_version, put_slots

SCHOOL = {
    "name": "Муниципальное бюджетное общеобразовательное учреждение Уваровщинская средняя общеобразовательная школа",
    "short_name": "МБОУ Уваровщинская СОШ",
    "founder": "Администрация Кирсановского района Тамбовской области",
}
PLACES: dict[str, dict[str, Any]] = {
    MAIN: {
        "address": "Тамбовская область, Кирсановский район, с. Уваровщина, ул. Школьная, 1",
        "phone": "(000) 000-01-01",
        "hours": "пн–пт 8:00–19:00",
    },
    VYACHKA: {
        "name": "Филиал МБОУ Уваровщинская СОШ в селе Вячка",
        "short_name": "Филиал в с. Вячка",
        "address": "Тамбовская область, Кирсановский район, с. Вячка",
        "phone": "(847537) 68542",
        "site": "http://vaychka.68edu.ru/",
        "hours": "пн–пт 8:00–16:00",
    },
}
BUILDINGS = {MAIN: ("Главный корпус", "Мастерские"), VYACHKA: ("Здание филиала",)}
WORKSHOPS = ("Мастерская", "Кабинет труда")
GUEST_ROOMS = dict.fromkeys(BY_SIGHT, "Кабинет физики")
"""Where a teacher who comes to the branch on some days teaches there."""

KINDS = {
    PE: RoomKind.GYM,
    "Физика": RoomKind.PHYSICS,
    "Химия": RoomKind.CHEMISTRY,
    "Биология": RoomKind.BIOLOGY,
    IT: RoomKind.COMPUTER,
    LABOUR: RoomKind.WORKSHOP,
    MUSIC: RoomKind.MUSIC,
}
NAMED_KINDS = {
    "Спортзал": RoomKind.GYM,
    "Кабинет физики": RoomKind.PHYSICS,
    **dict.fromkeys(("Актовый зал", "Библиотека", "Столовая"), RoomKind.OTHER),
}

CODES = (
    (UNEXCUSED, "Не был без уважительной причины", BaseCode.UNEXCUSED),
    (EXCUSED, "Уважительная причина", BaseCode.EXCUSED),
    (SICK, "Болел", BaseCode.SICK),
    (LATE, "Опоздал", BaseCode.LATE),
    (EXEMPT, "Освобождён от урока", BaseCode.EXEMPT),
)
FIRST_SHIFT = ("8:30", "9:20", "10:20", "11:20", "12:10", "13:00", "13:50")
SECOND_SHIFT = ("13:50", "14:40", "15:30", "16:20", "17:10", "18:00")
LESSON_MINUTES = 40


def put(demo: Demo, row: Any, **values: Any) -> Any:
    return put_structure(actor=demo.actor, row=demo.new(row), values=values)


def found(demo: Demo) -> None:
    demo.school = found_school(actor=Actor(name="Демонстрация"), name=SCHOOL["name"], short_name=SCHOOL["short_name"])
    change_school(actor=demo.actor, school=demo.school, values={"founder": SCHOOL["founder"]})
    main = Branch.objects.get(school=demo.school, is_main=True)
    demo.branches[MAIN] = put(demo, main, **PLACES[MAIN])
    demo.branches[VYACHKA] = put(demo, Branch(), **PLACES[VYACHKA])
    for branch in (MAIN, VYACHKA):
        _add_rooms(demo, branch)
        _add_bells(demo, branch, "Первая смена", 1, FIRST_SHIFT)
    _add_bells(demo, MAIN, "Вторая смена", 2, SECOND_SHIFT)


def _add_rooms(demo: Demo, branch: str) -> None:
    buildings = [put(demo, Building(), branch=demo.branches[branch], name=name) for name in BUILDINGS[branch]]
    names = {row.room for row in demo.staff.employees.values() if row.branch == branch and row.room}
    names |= set(GUEST_ROOMS.values()) if branch == VYACHKA else {"Библиотека", "Столовая"}
    taught_in = _taught_in(demo, branch)
    for name in sorted(names):
        building = buildings[-1 if name in WORKSHOPS else 0]
        kind = NAMED_KINDS.get(name) or next((KINDS[one] for one in taught_in.get(name, ()) if one in KINDS), "")
        demo.rooms[branch, name] = put(
            demo, Room(), building=building, name=name, capacity=30, kind=kind or RoomKind.ORDINARY
        )


def _taught_in(demo: Demo, branch: str) -> dict[str, list[str]]:
    """Subjects of each room in the main school, by its teacher; in the branch every room is for everything."""
    found: dict[str, list[str]] = defaultdict(list)
    for (_group, subject), key in demo.staff.teacher_of.items():
        row = demo.staff.employees[key]
        if branch == row.branch == MAIN:
            found[row.room].append(subject)
    return found


def _add_bells(demo: Demo, branch: str, name: str, shift: int, starts: tuple[str, ...]) -> None:
    bells = put(demo, BellSet(), branch=demo.branches[branch], name=name, shift=shift)
    for number, begins in enumerate(starts, 1):
        hours, minutes = map(int, begins.split(":"))
        ends = divmod(hours * 60 + minutes + LESSON_MINUTES, 60)
        put(demo, Bell(), bell_set=bells, number=number, starts=time(hours, minutes), ends=time(*ends))


def set_calendar(demo: Demo) -> None:
    plan = demo.calendar
    demo.year = put(demo, AcademicYear(), title=plan.title, since=plan.since, until=plan.until)
    schemes = (("Четверти", TermKind.QUARTERS, plan.quarters), ("Полугодия", TermKind.HALVES, plan.halves))
    for name, kind, spans in schemes:
        scheme = demo.schemes[name] = put(demo, TermScheme(), year=demo.year, kind=kind, name=name)
        for number, row in enumerate(spans, 1):
            put(demo, Term(), scheme=scheme, number=number, title=row.title, since=row.since, until=row.until)
    for row in plan.holidays:
        levels = list(row.year_levels)
        put(demo, Holiday(), year=demo.year, title=row.title, since=row.since, until=row.until, year_levels=levels)
    for on, weekday in plan.moved:
        put(demo, MovedDay(), year=demo.year, date=on, as_weekday=weekday)


def fill_tables(demo: Demo) -> None:
    """Subjects, codes of attendance, kinds of work."""
    shown = table("curriculum")["subjects"]
    for name in subjects():
        demo.subjects[name] = put(
            demo, Subject(), name=name, short_name=shown[name][0], area=shown[name][1], room_kind=KINDS.get(name, "")
        )
    for position, (symbol, title, base) in enumerate(CODES):
        _save(demo, Code(), symbol=symbol, title=title, base=base, position=position)
    for position, (name, short, weight, important, default) in enumerate(WORK_TYPES):
        kind = {"name": name, "short_name": short, "weight": weight, "is_important": important, "is_default": default}
        _save(demo, WorkType(), **kind, position=position)


def _save(demo: Demo, row: Any, **values: Any) -> None:
    save_row(actor=demo.actor, row=demo.new(row), values=values, rule=EDIT_STRUCTURE)


def form_classes(demo: Demo) -> None:
    for row in demo.classes:
        leader = demo.staff.employees[demo.staff.leader_of[row.name]]
        _add_group(
            demo,
            row.name,
            row.branch,
            year_level=row.level,
            letter=row.letter,
            shift=row.shift,
            room=demo.rooms.get((row.branch, leader.room)),
        )
    shifts = {row.name: row.shift for row in demo.classes}
    for group in subgroups_of(demo.classes):
        _add_group(
            demo, group.name, MAIN, group.parts, kind=GroupKind.SUBGROUP, year_level=group.level,
            shift=shifts[group.parts[0]],
        )  # fmt: skip
    names = {row.name for row in demo.classes}
    for (low, high), _subjects in JOINT:
        if {str(low), str(high)} <= names:
            _add_group(demo, f"{low}–{high}", VYACHKA, (str(low), str(high)), kind=GroupKind.COMBINED)


def _add_group(demo: Demo, name: str, branch: str, parts: tuple[str, ...] = (), **values: Any) -> None:
    scheme = demo.schemes["Полугодия" if (values.get("year_level") or 1) >= 10 else "Четверти"]
    row = demo.new(Group(branch=demo.branches[branch], year=demo.year, name=name))
    group = put_group(actor=demo.actor, group=row, values={"kind": GroupKind.CLASS, "scheme": scheme, **values})
    demo.groups[name] = group
    if parts:
        set_parts(actor=demo.actor, group=group, parts=[demo.groups[part] for part in parts])


def open_courses(demo: Demo) -> None:
    """Each course with its hours and its teacher."""
    for plan in demo.plans:
        row = demo.new(Course(group=demo.groups[plan.group], subject=demo.subjects[plan.subject]))
        course = put_course(actor=demo.actor, course=row, values={"hours_week": plan.hours})
        demo.courses[plan.key] = course
        teacher = demo.people[demo.staff.teacher_of[plan.key]]
        assign_teacher(actor=demo.actor, course=course, teacher=teacher, since=demo.calendar.since)


def publish_timetable(demo: Demo) -> None:
    """The week of either branch, and its lessons to the end of the year."""
    plans = {plan.key: plan for plan in demo.plans}
    for branch in (MAIN, VYACHKA):
        version = draft_version(
            actor=demo.actor, branch=demo.branches[branch], year=demo.year, since=demo.calendar.since
        )
        places = [
            _place(demo, plans[key], place, week)
            for unit, place in demo.pattern.places.items()
            for key, week in demo.pattern.parts[unit]
            if plans[key].branch == branch
        ]
        places += special_places(demo, places) if branch == MAIN else ()
        put_slots(actor=demo.actor, version=version, places=places)
        make_lessons(actor=demo.actor, version=version)


def _place(demo: Demo, plan: CoursePlan, place: tuple[int, int], week: int) -> Place:
    key = demo.staff.teacher_of[plan.key]
    room = GUEST_ROOMS[key] if plan.branch == VYACHKA and key in GUEST_ROOMS else demo.staff.employees[key].room
    return Place(
        demo.courses[plan.key].pk, *place, week, demo.people[key].pk, demo.rooms[plan.branch, room].pk
    )  # fmt: skip
