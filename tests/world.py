"""The fixed cast of the tests: one school with a head office and a branch, and one whole second school.

Built through the services, once per test run; every test gets it in a transaction of its own.
Today is Tuesday, 24 November 2026, 14:00 in Moscow.

School "Уваровщина", main branch: class 7А (Ваня, Оля; Оля also in the English subgroup), class 7Б (Петя),
class 1А (Лиза). Branch "Вячка": combined class of 2В (Саша) and 4В (Даша).
Анна teaches algebra in 7А, leads it and teaches English to the subgroup; Борис teaches history in 7А and 7Б;
Вера teaches both grades in Вячка, heads nothing; Зоя gave the algebra lesson of Monday, 23 November, instead of Анна.
Мария is the mother of Ваня and of Даша; Фёдор lost the access to Ваня; Павел is Петя's guardian.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

from parta.access.actor import Actor, Origin, system
from parta.access.roles import Role
from parta.accounts.models import Account
from parta.accounts.services import accept_invitation
from parta.attendance.models import BaseCode, Code
from parta.classes.models import Appointment, Course, Group, GroupKind, MoveKind
from parta.classes.services import Order, appoint, assign_teacher, enrol, put_course, put_group, set_parts
from parta.ledger.services import save_row
from parta.lessons.models import Lesson
from parta.lessons.selectors import actor_of
from parta.lessons.services import make_lessons, substitute_teacher
from parta.marks.models import WorkType
from parta.people.models import Employee, GuardianKind, Person, Pupil
from parta.people.services import add_pupil, hire, issue_letter, put_guardian
from parta.school.models import (
    AcademicYear,
    Bell,
    BellSet,
    Branch,
    Building,
    Holiday,
    Room,
    School,
    Subject,
    Term,
    TermKind,
    TermScheme,
)
from parta.school.rules import EDIT_STRUCTURE
from parta.school.services import found_school, put_structure
from parta.timetable.services import Place, draft_version, put_slots

NOW = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
YEAR_START = date(2026, 9, 1)
PASSWORD = "sunny-desk-42"

BELLS = [(1, time(8, 30), time(9, 15)), (2, time(9, 25), time(10, 10)), (3, time(10, 20), time(11, 5))]
QUARTERS = [
    (date(2026, 9, 1), date(2026, 10, 25)),
    (date(2026, 11, 2), date(2026, 12, 27)),
    (date(2027, 1, 11), date(2027, 3, 21)),
    (date(2027, 3, 29), date(2027, 5, 30)),
]
CODES = [
    ("н", "Не был", BaseCode.UNEXCUSED),
    ("п", "Уважительная причина", BaseCode.EXCUSED),
    ("б", "Болел", BaseCode.SICK),
    ("о", "Опоздал", BaseCode.LATE),
    ("осв", "Освобождён", BaseCode.EXEMPT),
]
WORK_TYPES = [
    ("Ответ на уроке", "отв", "1", False, True),
    ("Контрольная работа", "к/р", "3", True, False),
    ("Самостоятельная работа", "с/р", "1", False, False),
]


@dataclass
class World:
    """Everything by name: `world.school`, `world.groups["7А"]`, `world.people["Ваня"]`, `world.actor("Анна")`."""

    school: School
    main: Branch
    branches: dict[str, Branch] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    courses: dict[str, Course] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    pupils: dict[str, Pupil] = field(default_factory=dict)
    staff: dict[str, Employee] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)
    rooms: dict[str, Room] = field(default_factory=dict)
    year: AcademicYear = None  # type: ignore[assignment]
    scheme: TermScheme = None  # type: ignore[assignment]
    other: World | None = None

    @property
    def system(self) -> Actor:
        return system(self.school.pk)

    def actor(self, name: str, on: date = TODAY) -> Actor:
        return actor_of(self.accounts[name], origin=Origin("test"), on=on)

    def lesson(self, course: str, on: date = TODAY) -> Lesson:
        rows = Lesson.objects.filter(school=self.school, course=self.courses[course], date=on)
        found: Lesson = rows.select_related("course__group", "course__subject").order_by("number")[0]
        return found

    def code(self, symbol: str) -> Code:
        found: Code = Code.objects.get(school=self.school, symbol=symbol)
        return found

    def work_type(self, short_name: str) -> WorkType:
        found: WorkType = WorkType.objects.get(school=self.school, short_name=short_name)
        return found


def build() -> World:
    """Two schools; the second one mirrors the first in small, to prove isolation."""
    world = _found("МБОУ Уваровщинская СОШ")
    _build_first(world)
    world.other = _found("МБОУ Соседская СОШ")
    _build_second(world.other)
    return world


def _found(name: str) -> World:
    school = found_school(actor=Actor(name="tests"), name=name, short_name=name)
    world = World(school, Branch.objects.get(school=school, is_main=True))
    _add_calendar(world)
    _add_tables(world)
    return world


def _put(world: World, row: Any, **values: Any) -> Any:
    row.school = world.school
    return put_structure(actor=world.system, row=row, values=values)


def _add_calendar(world: World) -> None:
    world.year = _put(world, AcademicYear(), title="2026/2027", since=YEAR_START, until=date(2027, 5, 30))
    world.scheme = _put(world, TermScheme(), year=world.year, kind=TermKind.QUARTERS, name="Четверти")
    for number, (since, until) in enumerate(QUARTERS, 1):
        _put(world, Term(), scheme=world.scheme, number=number, title=f"{number} четверть", since=since, until=until)
    _put(world, Holiday(), year=world.year, title="Осенние каникулы", since=date(2026, 10, 26), until=date(2026, 11, 1))
    _put(world, Holiday(), year=world.year, title="Зимние каникулы", since=date(2026, 12, 28), until=date(2027, 1, 10))


def _add_tables(world: World) -> None:
    add_place(world, world.main, rooms=("21", "12", "8"))
    for position, (symbol, title, base) in enumerate(CODES):
        _save(world, Code(), symbol=symbol, title=title, base=base, position=position)
    for position, (name, short, weight, important, default) in enumerate(WORK_TYPES):
        _save(
            world,
            WorkType(),
            name=name,
            short_name=short,
            weight=weight,
            is_important=important,
            is_default=default,
            position=position,
        )


def _save(world: World, row: Any, **values: Any) -> Any:
    row.school = world.school
    return save_row(actor=world.system, row=row, values=values, rule=EDIT_STRUCTURE)


def add_place(world: World, branch: Branch, rooms: tuple[str, ...]) -> None:
    world.branches[branch.short_name] = branch
    building = _put(world, Building(), branch=branch, name=f"Здание {branch.short_name}"[:100])
    for name in rooms:
        world.rooms[name] = _put(world, Room(), building=building, name=name)
    bells = _put(world, BellSet(), branch=branch, name="Первая смена")
    for number, starts, ends in BELLS:
        _put(world, Bell(), bell_set=bells, number=number, starts=starts, ends=ends)


def add_group(
    world: World, name: str, branch: Branch | None = None, parts: tuple[str, ...] = (), **values: Any
) -> Group:
    values = {"kind": GroupKind.CLASS, "scheme": world.scheme, **values}
    row = Group(school=world.school, branch=branch or world.main, year=world.year, name=name)
    group = world.groups[name] = put_group(actor=world.system, group=row, values=values)
    if parts:
        set_parts(actor=world.system, group=group, parts=[world.groups[part] for part in parts])
    return group


def add_child(world: World, full_name: str, *groups: str, since: date = YEAR_START) -> Pupil:
    """A pupil in groups, known by the first name; the full name is "surname name"."""
    surname, name = full_name.split(" ")[:2]
    branch = world.groups[groups[0]].branch
    person = Person()
    values = {"surname": surname, "name": name, "birth_date": date(2013, 5, 5)}
    pupil = add_pupil(actor=world.system, branch=branch, person=person, values=values)
    world.people[name], world.pupils[name] = person, pupil
    for group in groups:
        enrol(
            actor=world.system,
            group=world.groups[group],
            person=person,
            order=Order(MoveKind.ADMITTED, since, number="12-у", dated=since),
        )
    return pupil


def add_employee(world: World, full_name: str, *roles: tuple[Role, dict[str, Any]]) -> Employee:
    """An employee with roles, each for the school, a branch or a class, and an account."""
    surname, name, patronymic = full_name.split(" ")
    person = Person()
    values = {"surname": surname, "name": name, "patronymic": patronymic}
    card = hire(actor=world.system, branch=world.main, person=person, values=values)
    world.people[name], world.staff[name] = person, card
    for role, scope in roles:
        row = Appointment(school=world.school, person=person)
        appoint(actor=world.system, appointment=row, values={"role": role, "since": YEAR_START, **scope})
    open_account(world, name, card)
    return card


def add_guardian(world: World, full_name: str, *children: str, **values: Any) -> Person:
    surname, name, patronymic = full_name.split(" ")
    person = Person()
    for child in children:
        put_guardian(
            actor=world.system,
            pupil=world.pupils[child],
            guardian=person,
            person={"surname": surname, "name": name, "patronymic": patronymic},
            values={"kind": GuardianKind.PARENT, **values, "has_access": True},
        )
    world.people[name] = person
    open_account(world, name, world.pupils[children[0]], person)
    for child in children if "has_access" in values else ():
        put_guardian(actor=world.system, pupil=world.pupils[child], guardian=person, person={}, values=values)
    return person


def open_account(world: World, name: str, card: Pupil | Employee, person: Person | None = None) -> None:
    """An account with the common password, opened by the code of a letter."""
    letter = issue_letter(actor=world.system, card=card, person=person)
    world.accounts[name] = accept_invitation(code=letter.code, password=PASSWORD, origin=Origin("test"))


def add_course(world: World, subject: str, group: str, *teachers: str) -> Course:
    row = Subject.objects.filter(school=world.school, name=subject).first()
    found = row or _put(world, Subject(), name=subject)
    course = Course(school=world.school, group=world.groups[group], subject=found)
    world.courses[f"{subject} {group}"] = put_course(actor=world.system, course=course, values={"hours_week": 3})
    for teacher in teachers:
        assign_teacher(actor=world.system, course=course, teacher=world.people[teacher], since=YEAR_START)
    return course


def publish(world: World, branch: Branch, *slots: tuple[str, str, str, tuple[tuple[int, int], ...]]) -> None:
    """Slots: course, teacher, room and its places in the week (weekday, number)."""
    version = draft_version(actor=world.system, branch=branch, year=world.year, since=YEAR_START)
    places = [
        Place(world.courses[course].pk, weekday, number, 0, world.people[teacher].pk, world.rooms[room].pk)
        for course, teacher, room, times in slots
        for weekday, number in times
    ]
    put_slots(actor=world.system, version=version, places=places)
    make_lessons(actor=world.system, version=version)


def _build_first(world: World) -> None:
    vyachka = _put(
        world, Branch(), name="Филиал МБОУ Уваровщинская СОШ в селе Вячка", short_name="Вячка", phone="(847537) 68542"
    )
    add_place(world, vyachka, rooms=("Б1",))
    add_group(world, "7А", year_level=7, letter="А")
    add_group(world, "7Б", year_level=7, letter="Б")
    add_group(world, "1А", year_level=1, letter="А")
    add_group(world, "7А англ. 1", kind=GroupKind.SUBGROUP, year_level=7, parts=("7А",))
    add_group(world, "2В", vyachka, year_level=2)
    add_group(world, "4В", vyachka, year_level=4)
    add_group(world, "2–4", vyachka, kind=GroupKind.COMBINED, parts=("2В", "4В"))
    _add_staff(world, vyachka)
    _add_families(world)
    _add_lessons(world, vyachka)


def _add_staff(world: World, vyachka: Branch) -> None:
    everywhere: dict[str, Any] = {}
    add_employee(world, "Админова Алла Ивановна", (Role.ADMINISTRATOR, everywhere))
    add_employee(world, "Директоров Денис Ильич", (Role.DIRECTOR, everywhere))
    add_employee(world, "Заведующая Нина Павловна", (Role.HEAD, {"branch": vyachka}))
    add_employee(world, "Завучева Ирина Олеговна", (Role.DEPUTY, everywhere))
    add_employee(world, "Секретарёва Софья Юрьевна", (Role.SECRETARY, everywhere))
    add_employee(world, "Психологова Полина Львовна", (Role.COUNSELLOR, everywhere))
    add_employee(world, "Библиотекарева Белла Карловна", (Role.LIBRARIAN, everywhere))
    add_employee(world, "Техников Тимур Олегович", (Role.TECHNICIAN, everywhere))
    class_teacher = (Role.CLASS_TEACHER, {"group": world.groups["7А"]})
    add_employee(world, "Алгебраева Анна Петровна", (Role.TEACHER, everywhere), class_teacher)
    add_employee(world, "Историков Борис Ефимович", (Role.TEACHER, everywhere))
    add_employee(world, "Сельская Вера Никитична", (Role.TEACHER, everywhere))
    add_employee(world, "Заменова Зоя Андреевна", (Role.TEACHER, everywhere))


def _add_families(world: World) -> None:
    add_child(world, "Зайцев Ваня", "7А")
    add_child(world, "Орлова Оля", "7А", "7А англ. 1")
    add_child(world, "Ёлкин Петя", "7Б")
    add_child(world, "Малышева Лиза", "1А")
    add_child(world, "Сельский Саша", "2В")
    add_child(world, "Зайцева Даша", "4В")
    add_guardian(world, "Зайцева Мария Ивановна", "Ваня", "Даша")
    add_guardian(world, "Зайцев Фёдор Кузьмич", "Ваня", has_access=False, basis="Решение суда от 01.10.2026")
    add_guardian(world, "Ёлкин Павел Ильич", "Петя", kind=GuardianKind.GUARDIAN)
    open_account(world, "Ваня", world.pupils["Ваня"])


def _add_lessons(world: World, vyachka: Branch) -> None:
    add_course(world, "Алгебра", "7А", "Анна")
    add_course(world, "История", "7А", "Борис")
    add_course(world, "История", "7Б", "Борис")
    add_course(world, "Английский язык", "7А англ. 1", "Анна")
    add_course(world, "Математика", "1А", "Анна")
    add_course(world, "Математика", "2В", "Вера")
    add_course(world, "Математика", "4В", "Вера")
    publish(
        world,
        world.main,
        ("Алгебра 7А", "Анна", "21", ((0, 1), (1, 1), (3, 1))),
        ("История 7А", "Борис", "12", ((1, 2), (4, 2))),
        ("История 7Б", "Борис", "12", ((1, 3),)),
        ("Английский язык 7А англ. 1", "Анна", "21", ((1, 3),)),
        ("Математика 1А", "Анна", "8", ((2, 1),)),
    )
    both = ((1, 1), (3, 1))
    publish(world, vyachka, ("Математика 2В", "Вера", "Б1", both), ("Математика 4В", "Вера", "Б1", both))
    substitute_teacher(
        actor=world.system,
        lesson=world.lesson("Алгебра 7А", date(2026, 11, 23)),
        teacher=world.people["Зоя"],
        reason="Болезнь учителя",
    )


def _build_second(world: World) -> None:
    add_group(world, "7А", year_level=7, letter="А")
    add_employee(world, "Чужой Чеслав Янович", (Role.TEACHER, {}))
    add_employee(world, "Чужая Чулпан Яновна", (Role.DIRECTOR, {}), (Role.ADMINISTRATOR, {}))
    add_child(world, "Соседов Сеня", "7А")
    add_guardian(world, "Соседова Стелла Яновна", "Сеня")
    add_course(world, "Алгебра", "7А", "Чеслав")
    publish(world, world.main, ("Алгебра 7А", "Чеслав", "21", ((1, 1),)))
