"""Columns that several tables have."""

from __future__ import annotations

from typing import Any

from parta.exchange.workbook.columns import Column
from parta.exchange.workbook.words import SEX as SEXES


def of_branch(**more: Any) -> Column:
    words = "Краткое название филиала; пусто — головная школа"
    return Column("branch", "Филиал", names="branches", **({"help": words} | more))


def of_group(heading: str = "Класс или группа", **more: Any) -> Column:
    return Column("group", heading, "class", names="groups", **({"required": True} | more))


def of_date(key: str, heading: str, **more: Any) -> Column:
    return Column(key, heading, "date", **more)


YEAR = Column("year", "Учебный год", names="years", help="Пусто — единственный год этой книги")
SUBJECT = Column("subject", "Предмет", required=True, names="subjects", help="Как на листе «Предметы»")
SURNAME = Column(
    "surname",
    "Фамилия",
    "name",
    True,
    "Можно написать сюда фамилию, имя и отчество",
    most=80,
    aliases=("ФИО", "Ф.И.О."),
)
NAME = Column("name", "Имя", "name", most=80)
PATRONYMIC = Column("patronymic", "Отчество", "name", most=80)
SEX = Column("sex", "Пол", "choice", words=SEXES)
PHONE = Column("phone", "Телефон", "phone", most=40)
EMAIL = Column("email", "Эл. почта", "email", most=254)


def of_person(*columns: Column) -> tuple[Column, ...]:
    return tuple(Column(**{**vars(column), "path": f"person.{column.key}"}) for column in columns)
