"""Whether a lesson can be given on a day at all: a school day to come, not called off, a number that is rung."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from parta.common.errors import Invalid
from parta.lessons.arithmetic import days
from parta.lessons.models import DayAct, DayMode, Lesson
from parta.lessons.selectors import taken_groups
from parta.lessons.services.bells import bells_of
from parta.lessons.services.calendar import Calendar, calendar_of
from parta.school.models import AcademicYear
from parta.school.selectors import today_of, year_on

LAST_NUMBER = 12


def require_taught(made: Lesson) -> None:
    """Refuse a new place of a lesson that is no school day to come, or a number without a bell; name what would do."""
    year = year_on(made.school_id, made.date)
    if year is None or year.pk != made.course.group.year_id or made.date > year.until:
        raise Invalid(fields={"on": _("This day is not of this school year.")})
    school = _SchoolDays(made, year)
    why = school.why_not(made.date)
    if why:
        raise Invalid(fields={"on": f"{why} {school.advice()}"})
    if not 1 <= made.number <= LAST_NUMBER:
        raise Invalid(fields={"number": _("From 1 to %(n)d.") % {"n": LAST_NUMBER}})
    _require_bell(made)


class _SchoolDays:
    """The school days of the class of a lesson from today on."""

    def __init__(self, made: Lesson, year: AcademicYear) -> None:
        self.made, self.year = made, year
        self.today = today_of(made.school_id)
        self.calendar: Calendar = calendar_of(year)
        self.acts = _acts_without_lessons(made, self.today)

    def why_not(self, on: date) -> str:
        """Why the class is not taught on a day; nothing where it is."""
        if on < self.today:
            return _("This day is over: a lesson is moved to today or later.")
        holiday = self.calendar.holiday(on, self.made.course.group.year_level)
        if holiday:
            return _("There is no school on this day: %(title)s.") % {"title": holiday.title}
        if self.calendar.weekday(on) is None:
            return _("This is a day off.")
        act = next((row for row in self.acts if row.since <= on <= row.until), None)
        return f"{act.title}." if act else ""

    def advice(self) -> str:
        """The next school day after the one asked for, from today on."""
        first = max(self.made.date + timedelta(days=1), self.today)
        found = next((on for on in days(first, self.year.until) if not self.why_not(on)), None)
        if found is None:
            return _("There is no later school day in this school year.")
        day = f"{date_format(found, 'MONTH_DAY_FORMAT')}, {date_format(found, 'l').lower()}"
        return _("The next school day is %(day)s.") % {"day": day}


def _acts_without_lessons(made: Lesson, since: date) -> list[DayAct]:
    """Standing acts that leave the class of a lesson without lessons."""
    group = made.course.group
    rows = DayAct.objects.filter(
        school_id=made.school_id,
        branch_id=group.branch_id,
        mode=DayMode.OFF,
        withdrawn_at__isnull=True,
        until__gte=since,
    )
    taken = [(row, taken_groups(row)) for row in rows.order_by("since", "pk")]
    return [row for row, groups in taken if groups is None or group.pk in groups]


def _require_bell(made: Lesson) -> None:
    """A number that is rung for the class on this day; any number where the day has no bells at all."""
    bells = bells_of(made.school_id, made.course.group.branch_id)
    rung = [n for n in range(1, LAST_NUMBER + 1) if bells.at(_numbered(made, n), made.date)]
    if rung and made.number not in rung:
        numbers = ", ".join(map(str, rung))
        words = _("No bell rings for this lesson on this day. Lessons that are rung: %(numbers)s.")
        raise Invalid(fields={"number": words % {"numbers": numbers}})


def _numbered(made: Lesson, number: int) -> Lesson:
    return Lesson(school_id=made.school_id, course=made.course, room=made.room, number=number)
