"""Absences of teachers as the office noted them, one still half decided; a day when the youngest stayed at home."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from parta.demo.calendar import workday
from parta.demo.chance import chance
from parta.demo.context import Act, Demo, moment
from parta.demo.hours import NEVER_ILL, Hour, Instead
from parta.demo.plan import MAIN
from parta.journal.selectors.absences import cover_page
from parta.journal.services.covering import give_lessons
from parta.lessons.models import AbsenceKind, DayAct, DayKind, TeacherAbsence
from parta.lessons.services import decide_days, note_absence

DEPUTY = "hist-1"
COLD = (11, 12, 1, 2, 3)
YOUNG = 4


def absence_acts(demo: Demo, instead: Iterable[Instead]) -> Iterator[Act]:
    """Whoever was away was noted before; somebody is away from tomorrow on, and half of the lessons are decided."""
    runs: dict[tuple[str, date], list[Instead]] = defaultdict(list)
    for row in instead:
        on = row.hours[0].on
        runs[row.hours[0].teacher, on - timedelta(days=on.weekday())].append(row)
    for (teacher, _monday), rows in runs.items():
        days = [row.hours[0].on for row in rows]
        kind = AbsenceKind.ILLNESS if rows[0].reason.startswith("Болезнь") else AbsenceKind.TRIP
        words = "" if kind == AbsenceKind.ILLNESS else rows[0].reason
        yield Act(
            moment(min(days), 7, 30),
            lambda teacher=teacher, days=days, kind=kind, words=words: _note(  # type: ignore[misc]
                demo, teacher, (min(days), max(days)), kind, words
            ),
        )
    known = {teacher for teacher, _monday in runs} | NEVER_ILL
    staff = sorted({demo.staff.teacher_of[plan.key] for plan in demo.plans if plan.branch == MAIN} - known)
    if staff:
        teacher = chance("tomorrow").choice(staff)
        yield Act(min(moment(demo.today, 8, 10), demo.now), lambda: _half_covered(demo, teacher))


def _note(demo: Demo, teacher: str, span: tuple[date, date], kind: AbsenceKind, words: str) -> TeacherAbsence:
    since, until = span
    values = {"since": since, "until": until, "kind": kind, "words": words}
    row = TeacherAbsence(school=demo.school, person=demo.people[teacher], **values)
    return note_absence(actor=demo.actor_of(DEPUTY), absence=row)


def _half_covered(demo: Demo, teacher: str) -> None:
    since = workday(demo.today + timedelta(days=1))
    absence = _note(demo, teacher, (since, workday(since + timedelta(days=1))), AbsenceKind.TRIP, "Семинар в районе")
    actor = demo.actor_of(DEPUTY)
    found = cover_page(actor, absence).proposed
    pairs = [
        (line.lesson, line.proposed.person, line.proposed.joined)
        for line in found[: (len(found) + 1) // 2]
        if line.proposed
    ]
    give_lessons(actor=actor, pairs=pairs)


def cold_day(demo: Demo) -> date:
    """Eight days ago or so, a working day."""
    return workday(demo.today - timedelta(days=8))


def at_home(demo: Demo, hour: Hour) -> bool:
    """Whether a lesson was cancelled because the youngest stayed at home."""
    return hour.on == cold_day(demo) and hour.plan.level <= YOUNG and hour.plan.branch == MAIN


def cold_acts(demo: Demo, hours: Iterable[Hour]) -> Iterator[Act]:
    if any(at_home(demo, hour) for hour in hours):
        yield Act(moment(cold_day(demo), 7, 0), lambda: _stay_at_home(demo))


def _stay_at_home(demo: Demo) -> None:
    on = cold_day(demo)
    is_cold = on.month in COLD
    act = DayAct(
        school=demo.school,
        branch=demo.branches[MAIN],
        kind=DayKind.FROST if is_cold else DayKind.OTHER,
        since=on,
        until=on,
        words="На улице ниже −25°. Начальная школа сегодня не учится." if is_cold else "В начальной школе нет воды.",
        order="Приказ № 214",
    )
    young = [demo.groups[row.name] for row in demo.classes if row.level <= YOUNG and row.branch == MAIN]
    decide_days(actor=demo.actor_of(DEPUTY), act=act, groups=young)
