"""Building the demo school. For trial (`parta demo`), for tests and for measuring."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from parta.common import clock
from parta.demo.calendar import year_of
from parta.demo.context import ZONE, Demo, Progress, moment
from parta.demo.draft import draft_next_month
from parta.demo.history import live
from parta.demo.people import admit, appoint_all, employ, open_accounts
from parta.demo.plan import SIZES, classes_of, courses_of
from parta.demo.plans import write_plans
from parta.demo.regulation import publish_branch_regulation
from parta.demo.special import open_special
from parta.demo.staff import staff_of
from parta.demo.structure import fill_tables, form_classes, found, open_courses, publish_timetable, set_calendar
from parta.demo.units import pattern_of
from parta.demo.works import place_works
from parta.ledger.services import seal
from parta.school.models import School


@dataclass(frozen=True)
class Built:
    """The school that was made and who can sign in: role, name, username, password."""

    school: School
    sign_ins: list[dict[str, str]]
    demo: Demo


STEPS: tuple[tuple[str, int, Callable[[Demo], object]], ...] = (
    ("Школа и филиал", 0, found),
    ("Учебный год", 1, set_calendar),
    ("Предметы и виды работ", 1, fill_tables),
    ("Сотрудники", 2, employ),
    ("Классы", 3, form_classes),
    ("Должности", 4, appoint_all),
    ("Ученики и семьи", 5, admit),
    ("Предметы в классах", 17, open_courses),
    ("Обучение на дому и кружки", 20, open_special),
    ("Расписание", 21, publish_timetable),
    ("График оценочных процедур", 23, place_works),
    ("Тематические планы", 25, write_plans),
)
LIFE_SINCE, LIFE_UNTIL = 30, 88


def build(
    size: str, today: date, progress: Progress = lambda _words, _percent: None, now: datetime | None = None
) -> Built:
    """Make the whole demo school in the present database, through the services; the same words give the same school.

    `size` is a key of `plan.SIZES`: "full" (about 500 pupils, filled since September) or "small" (for tests).
    The journal is filled up to `now`, by default noon of `today`, a day of the academic year or of the summer after it.
    The caller decides about transactions; a database that already has another school is no obstacle.
    """
    demo = _plan(size, now or moment(today, 12, 30))
    with clock.at(moment(demo.calendar.since - timedelta(days=5), 10)):
        for words, percent, step in STEPS:
            progress(words, percent)
            with transaction.atomic():
                step(demo)
        with transaction.atomic():
            sign_ins = open_accounts(demo)
            publish_branch_regulation(demo)
    live(demo, progress, LIFE_SINCE, LIFE_UNTIL)
    progress("Контрольная цепочка", LIFE_UNTIL)
    with clock.at(demo.now):
        draft_next_month(demo)
        seal(school_id=demo.school.pk, settle=timedelta(0))
    progress("Готово", 100)
    return Built(demo.school, sign_ins, demo)


def _plan(size: str, now: datetime) -> Demo:
    dimensions = SIZES[size]
    classes = classes_of(dimensions)
    staff = staff_of(dimensions)
    calendar = year_of(now.astimezone(ZONE).date())
    return Demo(now, dimensions, calendar, classes, courses_of(classes), staff, pattern_of(dimensions, staff))
