"""Who works at the demo school and who teaches what. Pure: no database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from parta.access.roles import Role
from parta.demo.chance import chance
from parta.demo.names import Name, adult, parse, surnames
from parta.demo.plan import (
    ART,
    ENGLISH,
    ETHICS,
    IT,
    LABOUR,
    LOCAL,
    MAIN,
    MUSIC,
    PE,
    SAFETY,
    VYACHKA,
    ClassPlan,
    CoursePlan,
    Size,
    classes_of,
    courses_of,
    subjects,
)

MATHS = ("Математика", "Алгебра", "Алгебра и начала анализа", "Геометрия", "Вероятность и статистика")
RUSSIAN = ("Русский язык", "Литература")
SOCIETY = ("История", "Обществознание", ETHICS)
EARLY = tuple(range(1, 5))
LATER = tuple(range(5, 12))


@dataclass(frozen=True)
class Chair:
    """Teachers of the same subjects in a branch; `levels` narrows by year, `count` says how many they are."""

    key: str
    position: str
    branch: str
    subjects: tuple[str, ...]
    levels: tuple[int, ...] = EARLY + LATER
    count: int = 1
    share: str = ""

    def members(self) -> list[str]:
        return [f"{self.key}-{number}" for number in range(1, self.count + 1)]

    def takes(self, course: CoursePlan) -> bool:
        return (
            course.branch == self.branch
            and course.subject in self.subjects
            and course.level in self.levels
            and (not self.share or course.share in ("", self.share))
        )


CHAIRS = [
    Chair("rus", "учитель русского языка и литературы", MAIN, RUSSIAN, LATER, 5),
    Chair("math", "учитель математики", MAIN, MATHS, LATER, 5),
    Chair("eng", "учитель английского языка", MAIN, (ENGLISH,), count=5),
    Chair("hist", "учитель истории и обществознания", MAIN, SOCIETY, LATER, 4),
    Chair("phys", "учитель физики", MAIN, ("Физика",), count=2),
    Chair("bio", "учитель биологии", MAIN, ("Биология",)),
    Chair("chem", "учитель химии", MAIN, ("Химия",)),
    Chair("geo", "учитель географии", MAIN, ("География", LOCAL)),
    Chair("it", "учитель информатики", MAIN, (IT,), count=2),
    Chair("music", "учитель музыки", MAIN, (MUSIC,)),
    Chair("labm", "учитель труда и ОБЗР", MAIN, (LABOUR, SAFETY), LATER, share="m"),
    Chair("labf", "учитель труда и ИЗО", MAIN, (LABOUR, ART), LATER, share="f"),
    Chair("pe", "учитель физической культуры", MAIN, (PE,), count=3),
    Chair("director", "директор", MAIN, ("Индивидуальный проект",)),
    Chair("vrusa", "учитель русского языка и литературы", VYACHKA, RUSSIAN, (5, 6, 7)),
    Chair("vrusb", "учитель русского языка, литературы и искусства", VYACHKA, (*RUSSIAN, ART, MUSIC, ETHICS), LATER),
    Chair("vmath", "учитель математики", VYACHKA, MATHS, LATER),
    Chair("veng", "учитель английского языка", VYACHKA, (ENGLISH,)),
    Chair("vhead", "заведующая филиалом", VYACHKA, SOCIETY, LATER),
    Chair("vbio", "учитель биологии, географии и химии", VYACHKA, ("Биология", "География", "Химия")),
    Chair("vpe", "учитель физической культуры, труда и ОБЗР", VYACHKA, (PE, LABOUR, SAFETY), LATER),
]
BY_SIGHT = {"phys-2": ("Физика", IT)}
"""Teaches at both branches: these subjects in the branch, on the branch's days."""
DAYS_IN_BRANCH = (1, 3)

CAST = {
    "director-1": "Соболев Андрей Николаевич",
    "vhead-1": "Рощина Галина Петровна",
    "hist-1": "Крылова Ирина Павловна",
    "rus-1": "Данилова Светлана Юрьевна",
    "it-1": "Титов Максим Олегович",
    "math-1": "Козлова Елена Викторовна",
    "math-2": "Петрова Ирина Сергеевна",
    "phys-2": "Быков Сергей Анатольевич",
    "bio-1": "Громова Татьяна Андреевна",
    "primary-2–4": "Сафонова Вера Ивановна",
    "labm-1": "Рыбаков Николай Игоревич",
    "secretary": "Белоусова Ольга Дмитриевна",
    "counsellor": "Исаева Марина Алексеевна",
    "librarian": "Чижова Людмила Петровна",
    "technician": "Жуков Виктор Иванович",
}
OTHERS = {
    "secretary": ("секретарь учебной части", Role.SECRETARY),
    "counsellor": ("педагог-психолог, социальный педагог", Role.COUNSELLOR),
    "librarian": ("педагог-библиотекарь", Role.LIBRARIAN),
    "technician": ("инженер", Role.TECHNICIAN),
}
ROLES = {
    "director-1": ((Role.DIRECTOR, ""),),
    "vhead-1": ((Role.HEAD, VYACHKA),),
    "hist-1": ((Role.DEPUTY, ""),),
    "rus-1": ((Role.DEPUTY, ""),),
    "it-1": ((Role.ADMINISTRATOR, ""),),
    "labm-1": ((Role.TECHNICIAN, MAIN),),
    **{key: ((role, ""),) for key, (_position, role) in OTHERS.items()},
}
POSITIONS = {
    "hist-1": "заместитель директора по учебной работе, учитель истории",
    "rus-1": "заместитель директора по воспитательной работе, учитель русского языка",
    "it-1": "учитель информатики, администратор журнала",
    "vhead-1": "заведующая филиалом, учитель истории",
}
BUSY = {"hist-1": 12, "rus-1": 12, "it-1": 4, "phys-2": 11}
"""Hours a week that other duties take."""
LEADERS = {"7А": "math-1"}
NO_LEADERS = ("director-1", "vhead-1", "hist-1", "rus-1", "phys-2")
FIXED = {("7А", "math"): "math-1"}


@dataclass
class Employee:
    key: str
    name: Name
    position: str
    branch: str
    room: str = ""
    hours: Decimal = Decimal(0)
    leads: list[str] = field(default_factory=list)


@dataclass
class Staff:
    """Employees by key, the teacher of every course, the class teacher of every class."""

    employees: dict[str, Employee] = field(default_factory=dict)
    teacher_of: dict[tuple[str, str], str] = field(default_factory=dict)
    leader_of: dict[str, str] = field(default_factory=dict)


def staff_of(size: Size) -> Staff:
    classes = classes_of(size)
    courses = courses_of(classes)
    staff = Staff()
    for chair in [*CHAIRS, *_primary_chairs(classes)]:
        _share_out(staff, chair, [course for course in courses if _fits(chair, course, staff)])
    for key, subject in ((key, subject) for key, taught in BY_SIGHT.items() for subject in taught):
        found = [course for course in courses if course.branch == VYACHKA and course.subject == subject]
        staff.teacher_of |= {course.key: key for course in found}
    missing = {course.key for course in courses} - staff.teacher_of.keys()
    if missing:
        raise ValueError(f"Nobody teaches {sorted(missing)}")
    _hire(staff, classes, courses)
    _choose_leaders(staff, classes)
    return staff


def _fits(chair: Chair, course: CoursePlan, staff: Staff) -> bool:
    return chair.takes(course) and course.key not in staff.teacher_of


def _primary_chairs(classes: list[ClassPlan]) -> Iterator[Chair]:
    taught = tuple(name for name in subjects() if name != ENGLISH)
    for row in classes:
        if row.branch == MAIN and row.level in EARLY:
            own = tuple(name for name in taught if name not in (PE, MUSIC))
            yield Chair(f"primary-{row.name}", "учитель начальных классов", MAIN, own, (row.level,))
    yield Chair("primary-1–3", "учитель начальных классов", VYACHKA, taught, (1, 3))
    yield Chair("primary-2–4", "учитель начальных классов", VYACHKA, taught, (2, 4))


def _share_out(staff: Staff, chair: Chair, courses: list[CoursePlan]) -> None:
    """All subjects of the chair in a class go to one teacher, the least busy one; halves to different ones."""
    members = [chair.key] if chair.key.startswith("primary-") else chair.members()
    load = {key: Decimal(BUSY.get(key, 0)) for key in members}
    if chair.key.startswith("primary-") and chair.branch == MAIN:
        name = chair.key.removeprefix("primary-")
        courses = [course for course in courses if course.group == name]
    bundles: dict[tuple[tuple[str, ...], str], list[CoursePlan]] = defaultdict(list)
    for course in courses:
        bundles[course.classes, course.share].append(course)
    taken: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for (where, _share), bundle in sorted(bundles.items(), key=lambda item: (-_hours(item[1]), item[0])):
        free = [key for key in members if key not in taken[where]] or members
        key = FIXED.get((where[0], chair.key)) or min(free, key=lambda member: (load[member], member))
        load[key] += _hours(bundle)
        taken[where].add(key)
        staff.teacher_of |= {course.key: key for course in bundle}


def _hours(courses: list[CoursePlan]) -> Decimal:
    return sum((course.hours for course in courses), Decimal(0))


def _hire(staff: Staff, classes: list[ClassPlan], courses: list[CoursePlan]) -> None:
    """Everybody with hours or a role of their own."""
    chairs = {key: chair for chair in CHAIRS for key in chair.members()}
    chairs |= {chair.key: chair for chair in _primary_chairs(classes)}
    wanted = dict.fromkeys([*ROLES, *(key for key in chairs if key in set(staff.teacher_of.values()))])
    families = surnames("staff")
    for key in wanted:
        chair = chairs.get(key)
        position = POSITIONS.get(key) or (chair.position if chair else OTHERS[key][0])
        random = chance("staff", key)
        sex = "m" if random.random() < (0.6 if key.startswith(("pe", "labm", "vpe", "phys")) else 0.08) else "f"
        family = next(families)
        name = parse(CAST[key]) if key in CAST else adult(random, sex, family)
        staff.employees[key] = Employee(key, name, position, chair.branch if chair else MAIN)
    for course in courses:
        staff.employees[staff.teacher_of[course.key]].hours += course.hours
    _give_rooms(staff)


SPECIAL_ROOMS = {
    "pe-1": "Спортзал",
    "pe-2": "Малый спортзал",
    "pe-3": "Стадион",
    "labm-1": "Мастерская",
    "labf-1": "Кабинет труда",
    "vpe-1": "Спортзал",
    "math-1": "21",
    "director-1": "Актовый зал",
}
SHARED_ROOMS = {f"primary-{level + 2}{letter}": f"primary-{level}{letter}" for level in (1, 2) for letter in "АБ"}


def _give_rooms(staff: Staff) -> None:
    """A room for each teacher, so that no room is ever taken twice; two shifts of primary classes share one."""
    numbers = {MAIN: (str(n) for n in (*range(11, 20), *range(22, 60))), VYACHKA: (str(n) for n in range(1, 20))}
    for employee in staff.employees.values():
        if employee.key in OTHERS:
            continue
        before = staff.employees.get(SHARED_ROOMS.get(employee.key, ""))
        employee.room = before.room if before else SPECIAL_ROOMS.get(employee.key) or next(numbers[employee.branch])


def _choose_leaders(staff: Staff, classes: list[ClassPlan]) -> None:
    """A class teacher for each class, who teaches it most and leads no other; primary ones of the branch lead two."""
    for row in sorted(classes, key=lambda row: (row.name not in LEADERS, row.level >= LATER[0], row.level, row.name)):
        hours: dict[str, int] = defaultdict(int)
        for (group, _subject), key in staff.teacher_of.items():
            hours[key] += group == row.name and key not in NO_LEADERS
        led = {key: 0 if row.level in EARLY else len(staff.employees[key].leads) for key in hours}
        found = min((key for key in hours if hours[key]), key=lambda key: (led[key], -hours[key], key))
        leader = LEADERS.get(row.name, found)
        staff.leader_of[row.name] = leader
        staff.employees[leader].leads.append(row.name)
