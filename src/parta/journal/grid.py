"""The body of the grid as HTML: one typed function, as a template loop over 1,200 cells is too slow (see design)."""

from __future__ import annotations

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from parta.common.codes import Ref, encode
from parta.common.templatetags.parta import average, day_month, weekday
from parta.grading.selectors.explaining import told
from parta.journal.selectors.grid import Column, Grid, GridCell, Row


def body(grid: Grid) -> SafeString:
    """Rows of the table; a cell carries its version, a row its pupil and how its average came about."""
    dimmed = _("Not in the class or the subgroup on this day")
    lines = (_line(grid, row, dimmed) for row in grid.rows)
    return mark_safe("".join(lines))  # noqa: S308  (every value is escaped below)


def _line(grid: Grid, row: Row, dimmed: str) -> str:
    code = encode("person", Ref(grid.course.school_id, row.person_id))
    cells = "".join(_cell(cell, dimmed) for cell in row.cells)
    why = escape(told(row.average, grid.way, grid.kinds))
    left = _("Left, order No. %(order)s") % {"order": row.left}
    out = f' class="out" title="{escape(left)}"' if row.left else ""
    name: str = escape(row.name)
    if grid.opens_diaries:
        name = f'<a href="{reverse("diary:marks_of", args=[code])}">{name}</a>'
    value = average(row.average.value)
    if row.average.lines:
        value = f'<a href="{reverse("journal:average", args=[grid.course, code])}{grid.period.query}">{value}</a>'
    return f'<tr data-p="{code}"{out}><th scope="row">{name}</th>{cells}<td class="avg" title="{why}">{value}</td></tr>'


def _cell(cell: GridCell, dimmed: str) -> str:
    if not cell.version:
        return "<td></td>" if cell.is_member else f'<td class="gone" title="{escape(dimmed)}"></td>'
    words = f' title="{escape(cell.comment)}"' if cell.comment else ""
    tone = ' class="gone"' if not cell.is_member else ' class="said"' if cell.comment else ""
    return f'<td data-v="{cell.version}"{tone}{words}>{inner(cell.symbol, cell.marks, is_low=cell.is_low)}</td>'


def inner(symbol: str, marks: tuple[str, ...], *, is_low: bool) -> str:
    """Absence faint, marks in ink, a "2" bold."""
    absence = f"<i>{escape(symbol)}</i>" if symbol else ""
    text = escape("/".join(marks))
    shown = f"<b>{text}</b>" if is_low and text else text
    return " ".join(filter(None, (absence, shown)))


def column_attributes(column: Column, system: str = "five") -> SafeString:
    """The place of a column for the script of the grid, by which marks it is written, whether it is closed.

    The default work is no work here: the place of its cells stays the same when the first mark makes it.
    """
    lesson = encode("lesson", Ref(column.lesson.school_id, column.lesson.pk))
    own = column.work if column.work and column.work.position else None
    work = encode("work", Ref(column.lesson.school_id, own.pk)) if own else ""
    closed = "" if column.is_open else " data-closed"
    title = escape(column_title(column))
    system = column.work.system if column.work else system
    place = f' data-k="cell" data-l="{lesson}" data-w="{work}" data-system="{system}" data-title="{title}"{closed}'
    return mark_safe(place)  # noqa: S308  (codes of letters and digits, words escaped)


def column_title(column: Column) -> str:
    """24 ноября, вторник · Контрольная работа: Проверка по § 18."""
    day = f"{day_month(column.lesson.date)}, {weekday(column.lesson.date)}"
    if column.work is None:
        return day
    return " · ".join([day, ": ".join(filter(None, (column.work.type.name, column.work.title)))])
