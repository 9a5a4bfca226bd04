"""Which days of a school year are taught, and by which weekday: holidays and moved days counted in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from parta.lessons.arithmetic import teaching_weekday
from parta.school.models import AcademicYear, Holiday, MovedDay, School


@dataclass(frozen=True)
class Calendar:
    """What decides whether and by which weekday a date is taught in a branch."""

    week_days: int
    year_start: date
    moved: dict[date, int]
    holidays: list[Holiday]

    def weekday(self, on: date) -> int | None:
        return teaching_weekday(on, self.moved, self.week_days)

    def is_off(self, on: date, year_level: int | None) -> bool:
        return self.holiday(on, year_level) is not None

    def holiday(self, on: date, year_level: int | None) -> Holiday | None:
        fitting = (row for row in self.holidays if not row.year_levels or year_level in row.year_levels)
        return next((row for row in fitting if row.since <= on <= row.until), None)


def calendar_of(year: AcademicYear) -> Calendar:
    here = {"school_id": year.school_id, "year_id": year.pk}
    return Calendar(
        School.objects.get(pk=year.school_id).week_days,
        year.since,
        dict(MovedDay.objects.filter(**here).values_list("date", "as_weekday")),
        list(Holiday.objects.filter(**here).order_by("since", "pk")),
    )
