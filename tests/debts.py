"""What tests of academic debts do again and again: a year that has ended badly, a debt of it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from parta.common import clock
from parta.grading.models import Debt, FinalKind, FinalMark
from parta.grading.services import open_debts, put_finals
from parta.grading.services.finals import FinalOp
from tests.acts import ALGEBRA
from tests.world import World

JUNE = datetime(2027, 6, 1, 9, 0, tzinfo=UTC)
SUMMER = date(2027, 6, 1)
AUTUMN = date(2027, 10, 1)
LAST_DAY = date(2028, 6, 1)


def year_mark(world: World, text: str = "2", pupil: str = "Ваня", course: str = ALGEBRA) -> FinalMark:
    """The mark of the year, as it was put; the last term must have begun."""
    op = FinalOp(world.people[pupil].pk, FinalKind.YEAR, text, course_id=world.courses[course].pk, reason="Итог года")
    put_finals(actor=world.system, school_id=world.school.pk, operations=[op])
    where = {"person": world.people[pupil], "subject": world.courses[course].subject, "kind": FinalKind.YEAR}
    found: FinalMark = FinalMark.objects.get(school=world.school, **where)
    return found


def written(world: World, text: str = "2", pupil: str = "Ваня", course: str = ALGEBRA) -> FinalMark:
    """The same, whatever the day of the year."""
    found = world.courses[course]
    values = {"year": world.year, "group": found.group, "course": found, "subject": found.subject, "kind": "year"}
    row: FinalMark = FinalMark.objects.create(
        school=world.school, person=world.people[pupil], value=text, written_at=clock.now(), **values
    )
    return row


def debt_of(world: World, mark: FinalMark, who: str = "", **more: Any) -> Debt:
    actor = world.actor(who) if who else world.system
    values = {"deadline": AUTUMN} | more
    return open_debts(actor=actor, school_id=world.school.pk, marks=[mark.pk], **values)[0]
