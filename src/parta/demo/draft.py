"""A draft of the timetable from the next month on, with a few things that its checks find; wishes of teachers."""

from __future__ import annotations

from datetime import date, timedelta

from parta.demo.context import Demo
from parta.demo.plan import MAIN
from parta.people.models import Employee
from parta.timetable.models import Slot, Version
from parta.timetable.services import furnish_cards, move_cards, open_draft, put_wishes, remove_cards

DEPUTY = "hist-1"
WISHES: dict[str, tuple[list[tuple[int, int, int]], list[tuple[int, int, int]]]] = {
    "math-1": ([], [(1, 0, 1), (1, 4, 6), (1, 4, 7)]),
    "bio-1": ([(1, 2, number) for number in range(1, 8)], []),
    "eng-1": ([(1, 0, 1)], [(1, day, 1) for day in (1, 3)]),
}
"""When a teacher cannot, and when the teacher would rather not: shift, weekday, number of the lesson."""


def draft_next_month(demo: Demo) -> None:
    """What the deputy head is at: a window of a class, a room taken twice, two lessons of a class at once."""
    since = _monday_of_next_month(demo.today)
    source = Version.objects.filter(school=demo.school, branch=demo.branches[MAIN]).select_related("branch", "year")[0]
    if since > demo.year.until:
        return
    actor = demo.actor_of(DEPUTY)
    for key, (never, rather_not) in WISHES.items():
        card = Employee.objects.filter(school=demo.school, person=demo.people.get(key)).first()
        if card:
            put_wishes(actor=actor, employee=card, year=demo.year, never=never, rather_not=rather_not)
    draft = open_draft(actor=actor, source=source, since=since)
    rows = list(Slot.objects.filter(school=demo.school, version=draft, week=0).order_by("weekday", "number", "pk"))
    first = next(row for row in rows if row.number == 3)
    remove_cards(actor=actor, version=draft, seen=draft.revision, keys=[first.pk])
    here = [row for row in rows if row.number == 2 and row.weekday == 1]
    one, other = next(
        (one, other)
        for one in here
        for other in here
        if one.room_id != other.room_id and one.teacher_id != other.teacher_id and one.course_id != other.course_id
    )
    furnish_cards(
        actor=actor, version=draft, seen=draft.revision, keys=[one.pk], teacher_id=one.teacher_id, room_id=other.room_id
    )
    late = max(rows, key=lambda row: (row.number, row.weekday, row.pk))
    move_cards(
        actor=actor, version=draft, seen=draft.revision, keys=[late.pk], weekday=late.weekday, number=late.number - 1
    )


def _monday_of_next_month(today: date) -> date:
    first = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    return first + timedelta(days=-first.weekday() % 7)
