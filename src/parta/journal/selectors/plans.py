"""Thematic plans with dates: the plan of a course beside its lessons, what is planned for a lesson."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from parta.access.actor import Actor
from parta.common.codes import Ref
from parta.lessons.models import Lesson, Status
from parta.planning.arithmetic import Attached, Figures, Row, Slot, Unit, attach, figures
from parta.planning.models import Kind
from parta.planning.selectors import PlanPage, plan_page, plans_of
from parta.school.selectors import policy_of, today_of


def slots_of(school_id: int, course_ids: Collection[int]) -> dict[int, list[Slot]]:
    """By course its lessons of the year as the arithmetic of plans takes them. One query."""
    rows = Lesson.objects.filter(school_id=school_id, course_id__in=course_ids).order_by("date", "number")
    found: dict[int, list[Slot]] = defaultdict(list)
    for course_id, pk, on, status, topic in rows.values_list("course_id", "pk", "date", "status", "topic"):
        found[course_id].append(Slot(pk, on, status == Status.CANCELLED, status == Status.HELD, topic))
    return found


@dataclass(frozen=True)
class Planned:
    """What the plan has for a lesson."""

    topic: str
    section: str
    kind: str
    homework: str
    minutes: int | None
    is_important: bool


def planned_for(lessons: Collection[Lesson]) -> dict[int, Planned]:
    """By lesson what the plan of its course has for it; three queries, whatever the number of lessons."""
    if not lessons:
        return {}
    school_id = next(iter(lessons)).school_id
    plans = plans_of(school_id, {lesson.course_id for lesson in lessons})
    slots = slots_of(school_id, plans) if plans else {}
    found: dict[int, Planned] = {}
    for course_id, (_plan, rows) in plans.items():
        units = attach(rows, slots.get(course_id, [])).units
        wanted = [lesson.pk for lesson in lessons if lesson.course_id == course_id and lesson.pk in units]
        found |= {pk: _planned(rows, units[pk]) for pk in wanted}
    return found


def _planned(rows: Sequence[Row], unit: Unit) -> Planned:
    done = [rows[number] for number in unit.rows]
    sections = [row.title for row in rows[: unit.rows[0]] if row.is_section]
    minutes = sum(row.minutes or 0 for row in done)
    return Planned(
        unit.name(rows)[:500],
        sections[-1] if sections else "",
        str(Kind(done[-1].kind).label),
        "; ".join(row.homework for row in done if row.homework),
        minutes or None,
        any(row.is_important for row in done),
    )


@dataclass(frozen=True)
class Day:
    """A lesson beside a topic: given, or still to come; `then` is the day after a change that is only tried."""

    id: int
    date: date
    is_held: bool
    school_id: int

    @property
    def ref(self) -> Ref:
        return Ref(self.school_id, self.id)


@dataclass(frozen=True)
class DatedRow:
    number: str
    row: Row
    kind: str
    planned: list[date]
    """Days by the timetable, had nothing been cancelled."""
    days: list[Day]
    then: list[date]
    """Days after the cancellation that is tried."""
    lacking: int

    @property
    def is_shifted(self) -> bool:
        """Given or expected on other days than planned."""
        return self.planned != [day.date for day in self.days]

    @property
    def moves(self) -> bool:
        return self.then != [day.date for day in self.days]


@dataclass(frozen=True)
class DatedPlan:
    """The plan of a course beside its lessons."""

    page: PlanPage
    rows: list[DatedRow]
    figures: Figures
    off_plan: list[tuple[Day, str]]
    today: date
    tried: tuple[date, date] | None
    tried_lessons: int
    tried_lacks: int
    lag_hours: int

    @property
    def is_behind(self) -> bool:
        return self.figures.lag >= self.lag_hours


def dated_plan(actor: Actor, ref: Ref, tried: tuple[date, date] | None = None) -> DatedPlan:
    """A plan with the days of its topics; `tried` are days whose lessons are thought away. Eleven queries at most."""
    page = plan_page(actor, ref)
    slots = slots_of(ref.school_id, [page.course.pk])[page.course.pk]
    today = today_of(ref.school_id)
    found = attach(page.rows, slots)
    ideal = attach(page.rows, [Slot(slot.id, slot.date) for slot in slots])
    after, lost = _thought_away(page.rows, slots, tried, today)
    by_id = {slot.id: slot for slot in slots}
    texts = [(_day(ref, slot), slot.text) for slot in slots if slot.id in found.off_plan]
    return DatedPlan(
        page=page,
        rows=_dated(ref, page, by_id, (found, ideal, after)),
        figures=figures(page.rows, slots, today),
        off_plan=texts,
        today=today,
        tried=tried,
        tried_lessons=lost,
        tried_lacks=len(after.lacking),
        lag_hours=policy_of(ref.school_id, today)["lag_hours"],
    )


def _thought_away(
    rows: Sequence[Row], slots: Sequence[Slot], tried: tuple[date, date] | None, today: date
) -> tuple[Attached, int]:
    """How topics would stand without the lessons of these days that nobody has written in, and how many those are."""
    gone = {
        slot.id
        for slot in slots
        if tried and tried[0] <= slot.date <= tried[1] and slot.date >= today and not (slot.is_off or slot.text)
    }
    return attach(rows, [replace(slot, is_off=slot.is_off or slot.id in gone) for slot in slots]), len(gone)


def _day(ref: Ref, slot: Slot) -> Day:
    return Day(slot.id, slot.date, slot.is_held, ref.school_id)


def _dated(ref: Ref, page: PlanPage, slots: dict[int, Slot], found: tuple[Attached, ...]) -> list[DatedRow]:
    now, ideal, then = [_places(one, slots) for one in found]
    lacking: dict[int, int] = defaultdict(int)
    for unit in found[0].lacking:
        for number in unit.rows:
            lacking[number] += 1
    return [
        DatedRow(
            words,
            row,
            kind,
            [slot.date for slot in ideal[number]],
            [_day(ref, slot) for slot in now[number]],
            [slot.date for slot in then[number]],
            lacking[number],
        )
        for number, (words, row, kind) in enumerate(page.numbered)
    ]


def _places(found: Attached, slots: dict[int, Slot]) -> dict[int, list[Slot]]:
    """By row its lessons in the order of time."""
    places: dict[int, list[Slot]] = defaultdict(list)
    for pk, slot in slots.items():
        for number in found.units[pk].rows if pk in found.units else ():
            places[number].append(slot)
    return places
