"""The school with its branches, years, bells and lists, as plain tables."""

from __future__ import annotations

from parta.attendance.models import Code
from parta.exchange.workbook.columns import Column, Table
from parta.exchange.workbook.shared import (
    YEAR,
    of_branch,
    of_date,
)
from parta.exchange.workbook.words import CODES, ROOM_KINDS, SYSTEMS, TERMS
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
