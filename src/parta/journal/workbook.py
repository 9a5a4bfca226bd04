"""The fulfilment of plans as a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import xlsxwriter
from django.utils.translation import gettext as _

from parta.journal.selectors.fulfilment import Sum

FIGURES = ("hours", "due", "given", "lag", "cancelled", "off_plan", "unwritten", "lacks", "by_reserve", "by_joining")


def heads(by: str) -> list[str]:
    first = {"course": _("Subject"), "teacher": _("Teacher"), "group": _("Class"), "branch": _("Branch")}[by]
    second = [_("Class"), _("Teacher")] if by == "course" else [_("Courses"), _("Without a plan")]
    return [
        first,
        *second,
        _("Hours in the plan"),
        _("Due by today"),
        _("Hours given"),
        _("Lag"),
        _("Lessons cancelled"),
        _("Not by the plan"),
        _("Not filled in"),
        _("Lacking by the end of the year"),
        _("From the reserve"),
        _("By joining topics"),
    ]


def fulfilment_workbook(lines: Sequence[Sum], total: Sum, by: str) -> bytes:
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E7F1EC", "border": 1})
        last = book.add_format({"bold": True, "top": 1})
        page = book.add_worksheet(_("Fulfilment"))
        page.freeze_panes(1, 1)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        page.set_column(0, 2, 24)
        page.set_column(3, 12, 12)
        for place, words in enumerate(heads(by)):
            page.write_string(0, place, words, bold)
        for number, line in enumerate(lines, 1):
            page.write_row(number, 0, _cells(line, by))
        page.write_row(len(lines) + 1, 0, [_("In all"), *_cells(total, "")[1:]], last)
    return target.getvalue()


def _cells(line: Sum, by: str) -> list[object]:
    about = [line.more, ", ".join(line.teachers)] if by == "course" else [line.courses, line.without]
    return [line.title, *about, *(getattr(line, name) for name in FIGURES)]
