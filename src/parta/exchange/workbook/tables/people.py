"""Staff, classes, pupils and what is taught, as plain tables."""

from __future__ import annotations

from parta.classes.models import Appointment, Course, CourseTeacher, Group, Membership
from parta.exchange.workbook.columns import Column, Table
from parta.exchange.workbook.shared import (
    EMAIL,
    NAME,
    PATRONYMIC,
    PHONE,
    SEX,
    SUBJECT,
    SURNAME,
    of_branch,
    of_date,
    of_group,
    of_person,
)
from parta.exchange.workbook.words import GROUPS, KINSHIP, MOVES, ROLES, WEEK
from parta.people.models import Employee, Pupil

STAFF = Table(
    "staff",
    "Сотрудники",
    ("full_name",),
    (
        Column("full_name", "", names="own", path="person.full_name"),
        *of_person(SURNAME, NAME, PATRONYMIC, of_date("birth_date", "Дата рождения"), SEX, PHONE, EMAIL),
        Column("position", "Должность", most=150),
        of_date("since", "Принят"),
        of_date("until", "Уволен"),
    ),
    Employee,
)
CLASSES = Table(
    "groups",
    "Классы",
    ("branch", "name"),
    (
        of_branch(),
        Column(
            "name",
            "Класс или группа",
            "class",
            True,
            "5А; подгруппа: 5А англ. 1; комплект: 2–4",
            names="groups",
            most=60,
        ),
        Column("kind", "Вид", "choice", words=GROUPS, help="Пусто — класс"),
        Column("year_level", "Параллель", "whole", help="Пусто — как в названии класса"),
        Column("letter", "Буква", most=15),
        Column("shift", "Смена", "whole"),
        Column("scheme", "Деление года", names="schemes", help="Как на листе «Периоды»; пусто — единственное"),
        Column("room", "Кабинет", names="rooms"),
        Column("parts", "Состоит из классов", "names", names="groups", help="Для подгрупп и комплектов: 5А, 5Б"),
    ),
    Group,
)
APPOINTMENTS = Table(
    "roles",
    "Назначения",
    ("person", "role", "branch", "group", "since"),
    (
        Column("person", "Сотрудник", required=True, names="staff", path="person.full_name"),
        Column("role", "Роль", "choice", True, words=ROLES),
        Column(
            "branch", "Филиал", names="branches", help="Пусто — вся школа; для классного руководителя — филиал класса"
        ),
        of_group("Класс", required=False, help="Только для классного руководителя"),
        of_date("since", "С", help="Пусто — с начала учебного года"),
        of_date("until", "По (не включая)"),
        Column("order", "Приказ", most=60),
    ),
    Appointment,
)
PUPILS = Table(
    "pupils",
    "Ученики",
    ("pupil", "birth_date"),
    (
        Column("pupil", "", names="own", path="person.full_name"),
        *of_person(SURNAME, NAME, PATRONYMIC, of_date("birth_date", "Дата рождения"), SEX),
        of_branch(help="Пусто — филиал класса"),
        Column("file_number", "Личное дело", most=40),
        Column("no_internet", "Семья без интернета", "flag"),
        *of_person(Column("phone", "Телефон ученика", "phone", most=40), Column("email", "Эл. почта ученика", "email")),
    ),
    Pupil,
)
_CHILD = (
    Column(
        "pupil",
        "Ученик",
        required=True,
        names="pupils",
        path="person.full_name",
        help="Фамилия, имя и отчество, как на листе «Ученики»",
    ),
    of_date(
        "birth_date",
        "Дата рождения ученика",
        path="person.birth_date",
        help="Нужна, если учеников с таким именем несколько",
    ),
)
MEMBERSHIPS = Table(
    "memberships",
    "Движение",
    ("pupil", "birth_date", "branch", "group", "since"),
    (
        *_CHILD,
        of_branch(path="group.branch"),
        of_group(),
        of_date("since", "С"),
        of_date("until", "По (не включая)"),
        Column("came_by", "Прибыл", "choice", words=MOVES, help="Пусто — зачислен"),
        Column("came_order", "Приказ", most=60),
        of_date("came_order_date", "Дата приказа"),
        Column("left_by", "Убыл", "choice", words=MOVES),
        Column("left_order", "Приказ об убытии", most=60),
        of_date("left_order_date", "Дата приказа об убытии"),
    ),
    Membership,
)
GUARDIANS = Table(
    "guardians",
    "Представители",
    ("pupil", "birth_date", "guardian"),
    (
        *_CHILD,
        Column("guardian", "Представитель", required=True, names="own", most=240, help="Фамилия, имя и отчество"),
        Column("kind", "Кем приходится", "choice", words=KINSHIP),
        PHONE,
        EMAIL,
        Column("basis", "Основание", most=200, help="Документ: решение суда, распоряжение об опеке"),
        Column("has_access", "Доступ к дневнику", "flag", help="Пусто — да"),
        of_date("since", "Действует с"),
        of_date("until", "Действует по"),
    ),
)
COURSES = Table(
    "courses",
    "Нагрузка",
    ("branch", "group", "subject"),
    (
        of_branch(path="group.branch"),
        of_group(),
        SUBJECT,
        Column("hours_week", "Часов в неделю", "number"),
    ),
    Course,
    {"group": ("groups", ("branch", "group")), "subject": ("subjects", ("subject",))},
)
TEACHERS = Table(
    "teachers",
    "Учителя по датам",
    ("branch", "group", "subject", "person", "since"),
    (
        of_branch(path="course.group.branch"),
        of_group(path="course.group"),
        Column("subject", "Предмет", required=True, names="subjects", path="course.subject"),
        Column("person", "Учитель", required=True, names="staff", path="person.full_name"),
        of_date("since", "С", help="Пусто — с начала учебного года"),
        of_date("until", "По (не включая)"),
    ),
    CourseTeacher,
)
SLOTS = Table(
    "slots",
    "Расписание",
    ("branch", "weekday", "number", "week", "group", "subject"),
    (
        of_branch(path="version.branch"),
        Column("weekday", "День", "weekday", True),
        Column("number", "Урок", "whole", True),
        Column("week", "Неделя", "choice", words=WEEK, help="1 или 2, если через неделю; пусто — каждую"),
        of_group(path="course.group"),
        Column("subject", "Предмет", required=True, names="subjects", path="course.subject"),
        Column(
            "person", "Учитель", names="staff", path="teacher.full_name", help="Пусто — единственный учитель предмета"
        ),
        Column("room", "Кабинет", names="rooms"),
        of_date(
            "valid_from",
            "Действует с",
            path="version.since",
            help="Пусто — с начала учебного года или с сегодняшнего дня",
        ),
    ),
)
