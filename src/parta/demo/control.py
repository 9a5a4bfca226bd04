"""The inspection of the last nights, and what the deputy head and the teachers say to each other about journals."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from parta.access.actor import system
from parta.classes.models import Course
from parta.common import clock
from parta.demo.calendar import workday
from parta.demo.context import Act, Demo, moment
from parta.school.services import set_policy
from parta.supervision.models import Remark, State
from parta.supervision.services import accept_remark, answer_remark, inspect, make_remark, return_remark

DEPUTY = "hist-1"
REPLIES = (
    "Ученики болели, опрошу на этой неделе.",
    "Отметки выставлю до пятницы.",
    "Тему записал в бумажный план, перенесу сегодня.",
    "Провела опрос, отметки внесу завтра.",
)
NIGHTS = (8, 4, 2, 1, 0)
SAID = (
    "Темы двух последних уроков записаны одинаково. Уточните, пожалуйста.",
    "За самостоятельную работу отметки стоят не у всех.",
    "Домашнее задание задаётся на выходные. Перенесите на другой день.",
)


def inspections(demo: Demo) -> Iterator[Act]:
    yield Act(moment(demo.calendar.since, 7), lambda: _relax(demo))
    for days in NIGHTS:
        at = moment(demo.today - timedelta(days=days), 2)
        if moment(demo.calendar.since, 8) < at <= demo.now:
            yield Act(at, lambda at=at: _night(demo, at))  # type: ignore[misc]
    at = moment(workday(demo.today - timedelta(days=5)), 15)
    if moment(demo.calendar.since + timedelta(days=7), 8) < at < demo.now - timedelta(hours=4):
        yield Act(at, lambda: _talk(demo))
    at = moment(demo.today - timedelta(days=1), 16)
    if moment(demo.calendar.since, 8) < at < demo.now:
        yield Act(at, lambda: _reply(demo))


def _relax(demo: Demo) -> None:
    """The school does not ask for homework at music and at physical education."""
    set_policy(actor=demo.actor, school=demo.school, key="homework_every_lesson", value=False)


def _night(demo: Demo, at: datetime) -> None:
    actor = system(demo.school.pk, name="parta inspect", channel="demo")
    inspect(actor=actor, school_id=demo.school.pk, on=at.date())


def _talk(demo: Demo) -> None:
    """Three remarks: one accepted, one returned, one not answered yet."""
    actor = demo.actor_of(DEPUTY)
    rows = [_say(demo, text, teacher, course) for text, (teacher, course) in zip(SAID, _addressed(demo), strict=False)]
    for row, words in zip(rows, ("Исправлено, спасибо.", "Выставлю."), strict=False):
        teacher = next(key for key, person in demo.people.items() if person.pk == row.person_id)
        answer_remark(actor=demo.actor_of(teacher), remark=row, text=words)
    for row in rows[:1]:
        accept_remark(actor=actor, remark=row)
    for row in rows[1:2]:
        return_remark(actor=actor, remark=row, text="Напишите, к какому дню.")


def _reply(demo: Demo) -> None:
    """Some teachers have answered what a check said; the deputy head has still to accept it."""
    keys = {person.pk: key for key, person in demo.people.items() if person.pk in demo.accounts}
    rows = Remark.objects.filter(school_id=demo.school.pk, state=State.OPEN, author=None, person_id__in=keys)
    asked: dict[int, Remark] = {}
    for row in rows.exclude(person=demo.people[DEPUTY]).order_by("-term", "pk"):
        asked.setdefault(row.person_id, row)
    for row, words in zip(asked.values(), REPLIES, strict=False):
        answer_remark(actor=demo.actor_of(keys[row.person_id]), remark=row, text=words)


def _addressed(demo: Demo) -> list[tuple[str, Course]]:
    """Three teachers with an account, each with a course."""
    found: dict[str, Course] = {}
    for plan in demo.plans:
        teacher = demo.staff.teacher_of[plan.key]
        if teacher != DEPUTY and teacher in demo.people and demo.people[teacher].pk in demo.accounts:
            found.setdefault(teacher, demo.courses[plan.key])
    return list(found.items())[: len(SAID)]


def _say(demo: Demo, text: str, teacher: str, course: Course) -> Remark:
    due = workday(clock.today() + timedelta(days=7))
    person = demo.people[teacher]
    return make_remark(actor=demo.actor_of(DEPUTY), course=course, person=person, text=text, due=due)
