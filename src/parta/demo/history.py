"""What happened since September: every day of every teacher, written through the services as that teacher."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from functools import partial

from django.db import connection, transaction

from parta.classes.models import Membership, MoveKind
from parta.classes.services import Order, end_membership, enrol, transfer
from parta.common import clock
from parta.demo.calendar import workday
from parta.demo.chance import chance
from parta.demo.closing import closing
from parta.demo.context import Act, Demo, Progress, moment
from parta.demo.control import inspections
from parta.demo.desk import Desk
from parta.demo.hours import Hour, Instead, hours_of, substituted
from parta.demo.people import belongs
from parta.demo.plan import subgroups_of
from parta.demo.plans import catch_up
from parta.demo.results import put_behaviour, put_results
from parta.demo.special import special_acts
from parta.grading.models import FinalKind
from parta.grading.selectors.finals import Slot
from parta.lessons.models import Lesson
from parta.lessons.services import cancel_lesson, substitute_teacher
from parta.school.selectors import terms_of

DEPUTY = "hist-1"
DAILY = timedelta(weeks=13)
TRANSFERS = ((23, "7Б", "7А"), (37, "5В", "5А"), (51, "8Б", "8В"))
"""Days since the year began; from which class a pupil moves into which."""
LEAVING = ((44, "6Б"),)


def live(demo: Demo, progress: Progress, since: int, until: int) -> None:
    """Do everything that happened, in the order of time; `since` and `until` are per cents of the whole building."""
    desk = Desk(demo)
    hours, instead = substituted(demo, hours_of(demo))
    acts = [*_moves(demo, desk), *_decisions(demo, instead), *_days(demo, desk, hours)]
    acts += [
        *_results(demo, desk),
        *_behaviour(demo, desk),
        *inspections(demo),
        *closing(demo),
        *catch_up(demo, instead),
    ]
    acts += [Act(at, do) for at, do in special_acts(demo)]
    acts.sort(key=lambda act: act.at)
    for number, act in enumerate(acts):
        if number % 300 == 0:
            _tell_planner()
        if number % 20 == 0:
            progress(f"Учебный год: {act.at:%d.%m}", since + (until - since) * number // len(acts))
        with clock.at(act.at), transaction.atomic():
            act.do()


def _tell_planner() -> None:
    """PostgreSQL plans by counts that nobody has taken yet inside one long transaction."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _days(demo: Demo, desk: Desk, hours: list[Hour]) -> Iterator[Act]:
    by_day: dict[tuple[str, date], list[Hour]] = defaultdict(list)
    for hour in hours:
        by_day[hour.teacher, _written_on(demo, hour.on)].append(hour)
    for (teacher, on), lessons in by_day.items():
        kept = [hour for hour in lessons if not _is_forgotten(demo, hour)]
        if kept:
            at = min(_written_at(teacher, lessons), demo.now)
            yield Act(at, lambda teacher=teacher, on=on, kept=kept: desk.keep(teacher, on, kept))  # type: ignore[misc]


def _written_on(demo: Demo, on: date) -> date:
    """Long ago whole weeks were written at once, so that a demo of the spring too is built in time."""
    if demo.today - on <= DAILY:
        return on
    return on + timedelta(days=4 - on.weekday())


def _is_forgotten(demo: Demo, hour: Hour) -> bool:
    """Some lessons of the last days wait for their teacher, and more of today's."""
    age = (demo.today - hour.on).days
    often = 0.2 if age == 0 else 0.03 if age <= 7 else 0
    return chance("forgotten", hour.plan.key, hour.on, hour.number).random() < often


def _written_at(teacher: str, lessons: list[Hour]) -> datetime:
    """After the last lesson of the day, in the evening or (seldom) the next day."""
    last = lessons[-1].on
    random = chance("written", teacher, last)
    ended = max(hour.ended for hour in lessons)
    drawn = random.random()
    if drawn < 0.75:
        return ended + timedelta(seconds=random.randint(120, 2400))
    evening = moment(last, 19) + timedelta(seconds=random.randint(0, 9000))
    return evening if drawn < 0.96 else evening + timedelta(days=1)


def _results(demo: Demo, desk: Desk) -> Iterator[Act]:
    """In the evening of its last day every term gets its marks, the last one those of the year too."""
    for plan in demo.plans:
        course = demo.courses[plan.key]
        terms = terms_of(demo.school.pk, course.group.scheme_id)
        teacher = demo.staff.teacher_of[plan.key]
        year = [Slot(FinalKind.YEAR.value)] if terms else []
        for slot in [*(Slot(FinalKind.TERM.value, term) for term in terms), *year]:
            on = (slot.term or terms[-1]).until
            at = moment(on, 21, 30 if slot.term else 45)
            if at <= demo.now:
                yield Act(
                    at,
                    lambda course=course, slot=slot, terms=terms, teacher=teacher, on=on: put_results(  # type: ignore[misc]
                        demo, course, slot, terms, desk.actor(teacher, on, [])
                    ),
                )


def _behaviour(demo: Demo, desk: Desk) -> Iterator[Act]:
    """Class teachers put marks for behaviour the same evening; the first year gets none."""
    for row in demo.classes:
        if row.level == 1:
            continue
        group = demo.groups[row.name]
        for term in terms_of(demo.school.pk, group.scheme_id):
            at = moment(term.until, 21, 40)
            if at <= demo.now:
                actor = desk.leader(demo.staff.leader_of[row.name], term.until, group)
                yield Act(at, partial(put_behaviour, demo, group, term, actor))


def _decisions(demo: Demo, instead: Iterable[Instead]) -> Iterator[Act]:
    for row in instead:
        yield Act(row.at, lambda row=row: _decide(demo, row))  # type: ignore[misc]


def _decide(demo: Demo, instead: Instead) -> None:
    """The deputy head gives the lessons to another teacher or cancels them."""
    actor = demo.actor_of(DEPUTY)
    for hour in instead.hours:
        lesson = Lesson.objects.get(school=demo.school, pk=hour.id)
        if instead.teacher:
            teacher = demo.people[instead.teacher]
            substitute_teacher(actor=actor, lesson=lesson, teacher=teacher, reason=instead.reason)
        else:
            cancel_lesson(actor=actor, lesson=lesson, reason=instead.reason)


def _moves(demo: Demo, desk: Desk) -> Iterator[Act]:
    """Pupils who went to another class or left, each by an order."""
    for number, (days, group, to) in enumerate([*TRANSFERS, *((days, group, "") for days, group in LEAVING)]):
        on = workday(demo.calendar.since + timedelta(days=days))
        at = moment(on, 7, 30)
        if at <= demo.now and group in demo.groups and (not to or to in demo.groups):
            order = Order(MoveKind.TRANSFERRED if to else MoveKind.LEFT, on, f"{21 + number}-у", on)
            yield Act(at, lambda group=group, to=to, order=order: _move(demo, desk, group, to, order))  # type: ignore[misc]


def _move(demo: Demo, desk: Desk, group: str, to: str, order: Order) -> None:
    rows = Membership.objects.filter(school=demo.school, group=demo.groups[group], until__isnull=True)
    membership = rows.select_related("group", "person").order_by("person__sort_key")[4]
    if to:
        transfer(actor=demo.actor, membership=membership, to=demo.groups[to], order=order)
        for row in subgroups_of(demo.classes):
            if to in row.parts and belongs(demo, row, membership.person_id, in_first_half=False):
                enrol(actor=demo.actor, group=demo.groups[row.name], person=membership.person, order=order)
    else:
        end_membership(actor=demo.actor, membership=membership, order=order)
    desk.read_lists()
