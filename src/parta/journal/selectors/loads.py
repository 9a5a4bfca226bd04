"""The homework meter of a class: a week by day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from parta.access.actor import Actor
from parta.access.reading import row_for
from parta.classes.models import Group
from parta.classes.rules import VIEW_CLASS
from parta.common.codes import Ref
from parta.homework.arithmetic import limit_for
from parta.homework.selectors import DayLoad, loads_of
from parta.school.selectors import policy_of, today_of

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class HomeworkPage:
    group: Group
    monday: date
    days: list[DayLoad]
    limit: int
    today: date

    @property
    def back(self) -> date:
        return self.monday - WEEK

    @property
    def on(self) -> date:
        return self.monday + WEEK

    @property
    def last(self) -> date:
        return self.monday + timedelta(days=5)

    @property
    def over(self) -> int:
        return sum(row.meter.is_over for row in self.days)


def homework_page(actor: Actor, ref: Ref, on: date | None) -> HomeworkPage:
    """What is due on each day of a week (default: of tomorrow): seven queries."""
    group: Group = row_for(actor, Group.objects.all(), ref, VIEW_CLASS)
    today, policy = today_of(ref.school_id), policy_of(ref.school_id)
    on = on or today + timedelta(days=1)
    monday = on - timedelta(days=on.weekday())
    days = loads_of([group], [monday + timedelta(days=number) for number in range(6)], policy)
    shown = [row for row in days if row.tasks or row.day.weekday() < 5]
    return HomeworkPage(group, monday, shown, limit_for(group.year_level, policy), today)
