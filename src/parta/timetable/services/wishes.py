"""When a teacher cannot or would rather not teach."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from parta.access.actor import Actor
from parta.access.rules import require
from parta.common.errors import Invalid
from parta.ledger.services import save_row
from parta.people.models import Employee
from parta.school.models import AcademicYear
from parta.timetable.models import Wishes
from parta.timetable.rules import EDIT_WISHES

Spot = tuple[int, int, int]
"""Shift, weekday, number of the lesson."""


@transaction.atomic
def put_wishes(
    *, actor: Actor, employee: Employee, year: AcademicYear, never: Iterable[Spot], rather_not: Iterable[Spot]
) -> Wishes:
    """Keep the whole list of a teacher for a year; the ledger tells what stood there before."""
    require(actor, EDIT_WISHES, employee)
    if employee.school_id != year.school_id:
        raise Invalid()
    values = {"never": sorted(map(list, set(never))), "rather_not": sorted(map(list, set(rather_not)))}
    for shift, day, number in values["never"] + values["rather_not"]:
        if not (1 <= shift <= 4 and 0 <= day <= 6 and 1 <= number <= 12):
            raise Invalid(_("There is no such place in the week."))
    here = {"school_id": year.school_id, "year_id": year.pk, "teacher_id": employee.person_id}
    row: Wishes = Wishes.objects.select_for_update().filter(**here).first() or Wishes(**here)
    if row.pk is None and not any(values.values()):
        return row
    return save_row(actor=actor, row=row, values=values, rule=EDIT_WISHES, about=employee)
