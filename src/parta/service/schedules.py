"""What a stranger reads of assessment procedures: approved editions, without any name of a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from parta.common.codes import Ref
from parta.common.errors import NotFound
from parta.marks.models import Level, ScheduleEdition
from parta.school.models import Branch, School


@dataclass(frozen=True)
class SchedulePage:
    school: School
    branch: Branch
    edition: ScheduleEdition
    rows: list[dict[str, Any]]
    """Those asked for."""
    groups: list[str]
    subjects: list[str]
    editions: list[ScheduleEdition]
    """All of the half-year, the latest first."""
    halves: list[ScheduleEdition]
    """The latest of each half-year."""
    group: str = ""
    subject: str = ""

    @property
    def title(self) -> str:
        return _("Schedule of assessment procedures, %(half)s of %(year)s") % {
            "half": half_name(self.edition.half),
            "year": self.edition.year.title,
        }

    @property
    def approved(self) -> str:
        values = {"number": self.edition.number, "day": date_format(self.edition.dated, "DATE_FORMAT")}
        return _("Approved by order No. %(number)s of %(day)s") % values

    @property
    def latest(self) -> ScheduleEdition:
        return self.editions[0]


def half_name(half: int) -> str:
    return _("the first half-year") if half == 1 else _("the second half-year")


def schedule_page(ref: Ref, group: str = "", subject: str = "") -> SchedulePage:
    """An edition with the history of its half-year: two queries."""
    rows = ScheduleEdition.objects.filter(school_id=ref.school_id)
    edition = rows.filter(pk=ref.id).select_related("school", "branch", "year").first()
    if edition is None:
        raise NotFound
    same = list(rows.filter(branch_id=edition.branch_id, year_id=edition.year_id).defer("rows").order_by("-version"))
    found = [row for row in edition.rows if group in ("", row["class"]) and subject in ("", row["subject"])]
    latest = {row.half: row for row in reversed(same)}
    return SchedulePage(
        school=edition.school,
        branch=edition.branch,
        edition=edition,
        rows=[_shown(row) for row in found],
        groups=list(dict.fromkeys(row["class"] for row in sorted(edition.rows, key=_by_class))),
        subjects=sorted({row["subject"] for row in edition.rows}),
        editions=[row for row in same if row.half == edition.half],
        halves=[latest[half] for half in sorted(latest)],
        group=group,
        subject=subject,
    )


def _by_class(row: Mapping[str, Any]) -> tuple[int, str]:
    return row["year_level"] or 0, row["class"]


def _shown(row: Mapping[str, Any]) -> dict[str, Any]:
    level = "" if row["level"] == Level.SCHOOL else Level(row["level"]).label
    return {**row, "group": row["class"], "date": date.fromisoformat(row["date"]), "level": level}


def latest_schedules(school_id: int) -> dict[int, ScheduleEdition]:
    """Of each branch the edition of the latest half-year."""
    rows = ScheduleEdition.objects.filter(school_id=school_id).defer("rows").order_by("year__since", "half", "version")
    return {row.branch_id: row for row in rows}
