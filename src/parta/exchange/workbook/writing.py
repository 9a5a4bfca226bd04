"""Writing a workbook: a sheet for each description, headings with notes, lists to choose from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter

from parta.exchange.arithmetic import WEEKDAYS
from parta.exchange.workbook.columns import Column
from parta.exchange.workbook.sheets import SHEETS, Sheet

Lines = Mapping[str, Sequence[Mapping[str, Any]]]
"""By the title of the sheet: its lines, values by column."""

LAST_ROW = 5000
SHORT_DAYS = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")
GUIDE = (
    "Эта книга описывает школу целиком. Заполняйте листы слева направо; ненужные листы оставьте пустыми или удалите.",
    "Жирным со звёздочкой отмечены обязательные столбцы. Пояснения появляются, если навести указатель на заголовок.",
    "Порядок столбцов неважен, лишние столбцы не мешают. Заголовки и названия листов не меняйте.",
    "ФИО можно писать в одной клетке «Фамилия». Регистр, «е» и «ё», лишние пробелы, «5 а» и «5А» различать не нужно.",
    "Даты: 01.09.2014, 2014-09-01 или дата Excel. Время: 08:30. Да и нет — словами.",
    "Пустая клетка ничего не меняет. Прочерк «—» стирает то, что записано в Парте.",
    "Перед записью Парта покажет, что изменится, и назовёт строку и клетку каждой ошибки. "
    "Пока есть хоть одна ошибка, ничего не записывается.",
    "Чего в книге нет, остаётся как было: загрузка никого не удаляет. Если строки расписания филиала изменились, "
    "появляется новое расписание с сегодняшнего дня. Если сменился учитель предмета, прежний вёл его до этого дня.",
    "Одну и ту же книгу можно загружать сколько угодно раз: второй раз менять будет нечего.",
)


def write(lines: Lines | None = None) -> bytes:
    """The workbook with the lines given, or the empty template."""
    target = BytesIO()
    options = {"in_memory": True, "default_date_format": "dd.mm.yyyy", "strings_to_formulas": False}
    with xlsxwriter.Workbook(target, options) as book:
        formats = {
            "title": book.add_format({"bold": True, "font_size": 14}),
            "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
            "head": book.add_format(
                {"bg_color": "#E7F1EC", "border": 1, "border_color": "#D3CFC3", "text_wrap": True, "valign": "top"}
            ),
            "must": book.add_format(
                {
                    "bg_color": "#E7F1EC",
                    "border": 1,
                    "border_color": "#D3CFC3",
                    "text_wrap": True,
                    "valign": "top",
                    "bold": True,
                }
            ),
            "text": book.add_format({"num_format": "@"}),
            "date": book.add_format({"num_format": "dd.mm.yyyy"}),
            "plain": book.add_format(),
        }
        _write_guide(book, formats)
        for sheet in SHEETS:
            _write_sheet(book, sheet, (lines or {}).get(sheet.title, ()), formats)
    return target.getvalue()


def _write_guide(book: Any, formats: Mapping[str, Any]) -> None:
    page = book.add_worksheet("Как заполнять")
    page.set_column(0, 0, 110, formats["wrap"])
    page.write_string(0, 0, "Как заполнять книгу школы", formats["title"])
    rows = [*GUIDE, "", *(f"«{sheet.title}». {sheet.note}".strip() for sheet in SHEETS if sheet.note)]
    for number, words in enumerate(rows, 2):
        page.write_string(number, 0, words, formats["wrap"])
    page.hide_gridlines(2)


def _write_sheet(book: Any, sheet: Sheet, lines: Sequence[Mapping[str, Any]], formats: Mapping[str, Any]) -> None:
    page = book.add_worksheet(sheet.title)
    page.freeze_panes(1, 0)
    page.set_row(0, 32)
    for place, column in enumerate(sheet.columns):
        kind = {"date": "date"}.get(column.kind, "plain" if column.kind in ("whole", "number") else "text")
        page.set_column(place, place, _width(column, lines), formats[kind])
        _write_heading(page, place, column, formats)
    for row, line in enumerate(lines, 1):
        for place, column in enumerate(sheet.columns):
            _write_cell(page, (row, place), column, line.get(column.key), formats)


def _write_heading(page: Any, place: int, column: Column, formats: Mapping[str, Any]) -> None:
    heading = f"{column.heading} *" if column.required else column.heading
    page.write_string(0, place, heading, formats["must" if column.required else "head"])
    if column.help:
        page.write_comment(0, place, column.help, {"x_scale": 2, "author": ""})
    offered = (
        ["да", "нет"] if column.kind == "flag" else list(WEEKDAYS[:6]) if column.kind == "weekday" else _offered(column)
    )
    if offered and len(",".join(offered)) <= 255:
        rule = {"validate": "list", "source": offered, "error_type": "information", "ignore_blank": True}
        page.data_validation(1, place, LAST_ROW, place, rule)


def _offered(column: Column) -> list[str]:
    """One word for each choice: the first of those that are understood."""
    if column.kind != "choice":
        return []
    first: dict[Any, str] = {}
    for word, value in (column.words or {}).items():
        first.setdefault(value, word)
    return list(first.values())


def _width(column: Column, lines: Sequence[Mapping[str, Any]]) -> int:
    longest = max((len(said(column, line.get(column.key))) for line in lines[:200]), default=0)
    return min(max(longest + 2, len(column.heading) // (2 if len(column.heading) > 14 else 1) + 3, 9), 48)


def _write_cell(page: Any, at: tuple[int, int], column: Column, value: Any, formats: Mapping[str, Any]) -> None:
    if value is None or value in ("", []):
        return
    if isinstance(value, date) and value.year >= 1900:
        page.write_datetime(*at, value, formats["date"])
    elif isinstance(value, (int, Decimal)) and not isinstance(value, bool) and column.kind in ("whole", "number"):
        page.write_number(*at, value, formats["plain"])
    else:
        page.write_string(*at, said(column, value), formats["text"])


def said(column: Column, value: Any) -> str:
    """The words of a value that reading understands again."""
    if column.kind == "choices":
        return ", ".join(_word(column, item) for item in value or [])
    if column.words and value is not None:
        return _word(column, value)
    if column.kind == "weekday" and value is not None:
        return WEEKDAYS[value]
    if column.kind == "weekdays" and value:
        return ", ".join(SHORT_DAYS[day] for day in value)
    return _plain(value)


def _word(column: Column, value: Any) -> str:
    return next((word for word, meant in (column.words or {}).items() if meant == value), str(value))


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return "" if value is None else str(value)
