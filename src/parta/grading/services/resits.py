"""Re-sits of a debt: at most two within the deadline, the second one heard by a commission (273-ФЗ, article 58)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from parta.access.actor import Actor
from parta.common.errors import Invalid
from parta.grading.arithmetic.debts import MOST_RESITS, owes
from parta.grading.models import Debt, Resit
from parta.grading.selectors.debts import scale_in, scales_of
from parta.grading.services.debts import locked_debt, put_year_mark
from parta.ledger.services import Change, record_many
from parta.marks.arithmetic import SYSTEMS, normal_symbol
from parta.school.selectors import today_of


@dataclass(frozen=True)
class Outcome:
    """What came of a re-sit; `kept` says why the mark of the year was not changed."""

    debt: Debt
    resit: Resit
    kept: str = ""


@transaction.atomic
def plan_resit(*, actor: Actor, debt: Debt, on: date, members: str = "", note: str = "") -> Resit:
    """Plan the next re-sit, or move the one that is planned."""
    row = locked_debt(actor, debt, is_live=True)
    resits = _resits(row)
    resit = resits[-1] if resits and not resits[-1].is_held else Resit(school_id=row.school_id, debt=row)
    resit.number = resit.number or len(resits) + 1
    if resit.number > MOST_RESITS:
        raise Invalid(_("Both re-sits were held: there is no third one."))
    _require_day(row, resits, on)
    old = _told(resit) if resit.pk else None
    resit.on, resit.members, resit.note = on, members.strip(), note.strip()
    resit.by_commission = resit.number == MOST_RESITS or bool(resit.members)
    if resit.by_commission and not resit.members:
        raise Invalid(fields={"members": _("A commission hears the second re-sit: name its members.")})
    if len(resit.members) > 300 or len(resit.note) > 300:
        raise Invalid(_("Shorten it: up to %(most)s letters.") % {"most": 300})
    resit.save()
    change = Change("grading.debt.planned", row, row.person_id, old, _told(resit), resit.note)
    record_many(actor=actor, school_id=row.school_id, changes=[change])
    return resit


def _require_day(row: Debt, resits: list[Resit], on: date) -> None:
    held = [resit.held_on for resit in resits if resit.held_on]
    if on < today_of(row.school_id):
        raise Invalid(fields={"on": _("This day is over.")})
    if on > row.deadline:
        words = _("After the deadline, %(last)s: change the deadline first.")
        raise Invalid(fields={"on": words % {"last": date_format(row.deadline, "d.m.Y")}})
    if held and on <= held[-1]:
        raise Invalid(fields={"on": _("Later than the first re-sit, please.")})


@transaction.atomic
def enter_result(*, actor: Actor, debt: Debt, value: str, held_on: date, note: str = "") -> Outcome:
    """What came of the planned re-sit; a satisfactory mark clears the debt and becomes the mark of the year."""
    row = locked_debt(actor, debt, is_live=True)
    resits = _resits(row)
    if not resits or resits[-1].is_held:
        raise Invalid(_("Plan the re-sit first."))
    resit = resits[-1]
    scale = scale_in(scales_of(row.school_id, [row.course_id] if row.course_id else []), row.course_id)
    _require_held(row, resits, held_on)
    resit.value, resit.held_on, resit.note = _result(value, scale), held_on, note.strip()[:300] or resit.note
    resit.save()
    change = Change("grading.debt.result", row, row.person_id, None, _told(resit), resit.note)
    record_many(actor=actor, school_id=row.school_id, changes=[change])
    return Outcome(row, resit, "" if owes(resit.value, scale) else _clear(actor, row, resit))


def _clear(actor: Actor, row: Debt, resit: Resit) -> str:
    row.cleared_on = resit.held_on
    row.save(update_fields=["cleared_on"])
    new = {"cleared_on": str(row.cleared_on), "result": resit.value}
    change = Change("grading.debt.cleared", row, row.person_id, {"year_mark": row.value}, new)
    record_many(actor=actor, school_id=row.school_id, changes=[change])
    return put_year_mark(actor, row, resit.value, _("academic debt cleared"))


def _require_held(row: Debt, resits: list[Resit], held_on: date) -> None:
    before = [resit.held_on for resit in resits if resit.held_on]
    if held_on > today_of(row.school_id):
        raise Invalid(fields={"held_on": _("This day is still to come.")})
    if held_on < row.arisen_on or (before and held_on <= before[-1]):
        raise Invalid(fields={"held_on": _("Later than the debt and than the first re-sit, please.")})
    if held_on > row.deadline:
        words = _("After the deadline, %(last)s: change the deadline first.")
        raise Invalid(fields={"held_on": words % {"last": date_format(row.deadline, "d.m.Y")}})


def _result(text: str, scale: str) -> str:
    system = SYSTEMS[scale]
    value = normal_symbol(text, system)
    if not system.accepts(value) or value == "осв":
        raise Invalid(fields={"value": _("“%(text)s” is no mark here.") % {"text": text[:20]}})
    return value


def _resits(row: Debt) -> list[Resit]:
    return list(Resit.objects.filter(school_id=row.school_id, debt=row).order_by("number"))


def _told(resit: Resit) -> dict[str, str]:
    """For the history."""
    found = {"resit": str(resit.number), "on": str(resit.on)}
    if resit.held_on:
        found |= {"result": resit.value, "held_on": str(resit.held_on)}
    return found | ({"commission": resit.members} if resit.members else {})
