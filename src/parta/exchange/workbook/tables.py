"""What a school consists of, as plain tables."""

from __future__ import annotations

from parta.attendance.models import Code
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
    YEAR,
    of_branch,
    of_date,
    of_group,
    of_person,
)
from parta.exchange.workbook.words import CODES, GROUPS, KINSHIP, MOVES, ROLES, ROOM_KINDS, SYSTEMS, TERMS, WEEK
from parta.marks.models import WorkType
from parta.people.models import Employee, Pupil
from parta.school.models import (
    AcademicYear,
    Bell,
    BellSet,
    Branch,
    Building,
    Holiday,
    MovedDay,
    Room,
    Subject,
    Term,
    TermScheme,
)

SCHOOL = Table(
    "school",
    "Школа",
    (),
    (
        Column("name", "Полное название", required=True, most=300),
        Column("short_name", "Краткое название", required=True, most=100),
        Column("founder", "Учредитель", most=300),
        Column("time_zone", "Часовой пояс", most=40, help="Например, Europe/Moscow"),
        Column("week_days", "Учебных дней в неделе", "choice", words={"5": 5, "6": 6}),
    ),
)
BRANCHES = Table(
    "branches",
    "Филиалы",
    ("label",),
    (
        Column("label", "", names="branches"),
        Column("short_name", "Краткое название", required=True, most=100),
        Column("name", "Полное название", most=300),
        Column("is_main", "Головная школа", "flag"),
        Column("address", "Адрес", most=300),
        Column("phone", "Телефон", "phone", most=60),
        Column("email", "Эл. почта", "email", most=254),
        Column("site", "Сайт", "site", most=200),
        Column("hours", "Часы работы", most=200),
    ),
    Branch,
)
BUILDINGS = Table(
    "buildings",
    "Здания",
    ("branch", "name"),
    (of_branch(), Column("name", "Здание", required=True, names="own", most=100), Column("address", "Адрес", most=300)),
    Building,
    {"branch": ("branches", ("branch",))},
)
ROOMS = Table(
    "rooms",
    "Кабинеты",
    ("branch", "building", "name"),
    (
        of_branch(path="building.branch"),
        Column("building", "Здание", names="buildings", help="Пусто — единственное здание"),
        Column("name", "Кабинет", required=True, names="own", most=40),
        Column("capacity", "Мест", "whole"),
        Column("kind", "Вид кабинета", "choice", words=ROOM_KINDS, help="Пусто — обычный"),
        Column("at_once", "Уроков сразу", "whole", help="Пусто — один"),
    ),
    Room,
    {"building": ("buildings", ("branch", "building"))},
)
YEARS = Table(
    "years",
    "Учебный год",
    ("title",),
    (
        Column("title", "Учебный год", required=True, names="own", most=20, help="Например, 2026/2027"),
        of_date("since", "Начало", required=True),
        of_date("until", "Последний день", required=True),
    ),
    AcademicYear,
)
SCHEMES = Table(
    "schemes",
    "Деление года",
    ("year", "name"),
    (
        YEAR,
        Column("name", "Деление года", required=True, names="own", most=60, help="Например, Четверти"),
        Column("kind", "Вид", "choice", words=TERMS),
    ),
    TermScheme,
    {"year": ("years", ("year",))},
)
PERIODS = Table(
    "terms",
    "Периоды",
    ("year", "scheme", "number"),
    (
        Column("year", "Учебный год", names="years", path="scheme.year"),
        Column("scheme", "Деление года", names="schemes"),
        Column("number", "Номер", "whole"),
        Column("title", "Период", most=40),
        of_date("since", "Начало"),
        of_date("until", "Последний день"),
    ),
    Term,
    {"scheme": ("schemes", ("year", "scheme"))},
)
HOLIDAYS = Table(
    "holidays",
    "Каникулы",
    ("year", "title", "since"),
    (
        YEAR,
        Column("title", "Каникулы или праздник", required=True, names="own", most=100),
        of_date("since", "Начало", required=True),
        of_date("until", "Последний день", required=True),
        Column("year_levels", "Только параллели", "levels", help="Например, 1; пусто — для всех"),
    ),
    Holiday,
    {"year": ("years", ("year",))},
)
MOVED = Table(
    "moved",
    "Переносы",
    ("date",),
    (
        YEAR,
        of_date("date", "Дата", required=True),
        Column("as_weekday", "По расписанию дня", "weekday", True, help="Например, понедельник"),
    ),
    MovedDay,
    {"year": ("years", ("year",))},
)
BELL_SETS = Table(
    "bell_sets",
    "Наборы звонков",
    ("branch", "name"),
    (
        of_branch(),
        Column("name", "Набор звонков", required=True, names="own", most=60, help="Например, Первая смена"),
        Column("building", "Здание", names="buildings", help="Пусто — для всех зданий"),
        Column("shift", "Смена", "whole"),
        Column("weekdays", "Дни недели", "weekdays", help="Например, пн, ср; пусто — все дни"),
        Column("only_named_days", "Только в особые дни", "flag", help="Например, сокращённые уроки; пусто — нет"),
    ),
    BellSet,
    {"branch": ("branches", ("branch",)), "building": ("buildings", ("branch", "building"))},
)
BELLS = Table(
    "bells",
    "Звонки",
    ("branch", "bell_set", "number"),
    (
        of_branch(path="bell_set.branch"),
        Column("bell_set", "Набор звонков", names="bell_sets"),
        Column("number", "Урок", "whole"),
        Column("starts", "Начало", "time"),
        Column("ends", "Конец", "time"),
    ),
    Bell,
    {"bell_set": ("bell_sets", ("branch", "bell_set"))},
)
ABSENCES = Table(
    "codes",
    "Коды посещаемости",
    ("symbol",),
    (
        Column("symbol", "Код", required=True, names="own", most=4),
        Column("title", "Что значит", required=True, most=60),
        Column("base", "Считается как", "choice", True, words=CODES),
        Column("position", "Место в списке", "whole"),
    ),
    Code,
)
WORK_TYPES = Table(
    "work_types",
    "Виды работ",
    ("name",),
    (
        Column("name", "Вид работы", required=True, names="own", most=80),
        Column("short_name", "Кратко", required=True, most=10),
        Column("weight", "Вес", "number"),
        Column("is_important", "Важная", "flag"),
        Column("is_default", "Для ответов на уроке", "flag"),
        Column("system", "Система отметок", "choice", words=SYSTEMS),
        Column("position", "Место в списке", "whole"),
    ),
    WorkType,
)
SUBJECTS = Table(
    "subjects",
    "Предметы",
    ("name",),
    (
        Column("name", "Предмет", required=True, names="own", most=100),
        Column("short_name", "Кратко", most=20),
        Column("area", "Предметная область", most=100),
        Column("room_kind", "Нужен кабинет", "choice", words=ROOM_KINDS, help="Пусто — любой"),
    ),
    Subject,
)
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

TABLES = {
    table.name: table
    for table in (
        SCHOOL, BRANCHES, BUILDINGS, ROOMS, YEARS, SCHEMES, PERIODS, HOLIDAYS, MOVED, BELL_SETS, BELLS, ABSENCES,
        WORK_TYPES, SUBJECTS, STAFF, CLASSES, APPOINTMENTS, PUPILS, MEMBERSHIPS, GUARDIANS, COURSES, TEACHERS, SLOTS,
    )
}  # fmt: skip
"""In the order in which they are written."""
