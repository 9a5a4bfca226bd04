"""Keeping academic debts: opened from marks of a year, given a deadline, annulled, taken up again (domain.md 4.7)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from parta.access.actor import Actor
from parta.access.rules import require
from parta.common import clock
from parta.common.errors import Forbidden, Invalid, NotFound
from parta.grading.arithmetic.debts import latest, owes
from parta.grading.models import Debt, FinalKind, FinalMark, Resit
from parta.grading.rules import DECIDE_DEBT, VIEW_DEBTS
from parta.grading.selectors.debts import scale_in, scales_of
from parta.grading.services.finals import MOST_SAID, FinalOp, put_finals
from parta.ledger.services import Change, record, record_many
from parta.school.selectors import now_of, today_of

MOST_EXTRA = 1000


@transaction.atomic
def open_debts(
    *, actor: Actor, school_id: int, marks: Sequence[int], deadline: date, arisen_on: date | None = None, note: str = ""
) -> list[Debt]:
    """Register debts from unsatisfactory marks of a year, all or none; what stands already is left as it is.

    A debt arises on the given day (of the decision), else on the day when its mark was put.
    """
    rows = FinalMark.objects.select_for_update(of=("self",)).filter(school_id=school_id, pk__in=set(marks))
    found = list(rows.select_related("group", "year", "subject").order_by("pk"))
    if len(found) != len(set(marks)):
        raise NotFound
    for mark in found:
        require(actor, DECIDE_DEBT, mark, see=VIEW_DEBTS)
    now = now_of(school_id)
    scales = scales_of(school_id, {mark.course_id for mark in found if mark.course_id})
    standing = _standing(school_id, found)
    debts, changes = [], []
    for mark in found:
        debt = standing.get((mark.person_id, mark.subject_id or 0, mark.year_id))
        if debt is None or _is_anew(debt, mark):
            _require_owed(mark, scale_in(scales, mark.course_id))
            arose = arisen_on or mark.written_at.astimezone(now.tzinfo).date()
            debts.append(_opened(debt, mark, arose, _words(note), (deadline, now)))
            changes.append(Change("grading.debt.opened", debts[-1], mark.person_id, None, _told(debts[-1])))
    record_many(actor=actor, school_id=school_id, changes=changes)
    return debts


def _standing(school_id: int, marks: list[FinalMark]) -> dict[tuple[int, int, int], Debt]:
    persons = {mark.person_id for mark in marks}
    rows = Debt.objects.select_for_update().filter(school_id=school_id, person_id__in=persons)
    return {(row.person_id, row.subject_id, row.year_id): row for row in rows}


def _is_anew(debt: Debt, mark: FinalMark) -> bool:
    """The debt was annulled, and the mark became unsatisfactory again afterwards."""
    return debt.annulled_at is not None and debt.annulled_at < mark.written_at


def _require_owed(mark: FinalMark, scale: str) -> None:
    if mark.kind != FinalKind.YEAR or mark.subject_id is None:
        raise NotFound
    if not owes(mark.value, scale):
        raise Invalid(_("The mark of the year is satisfactory: there is no debt."))


def _opened(debt: Debt | None, mark: FinalMark, arose: date, note: str, times: tuple[date, datetime]) -> Debt:
    """A new debt, or an annulled one anew: then with both re-sits to come, those of before stay in the history."""
    deadline, now = times
    if not mark.year.since <= arose <= now.date():
        raise Invalid(fields={"arisen_on": _("A day of the academic year or later, and not one to come.")})
    row = debt or Debt(school_id=mark.school_id, person_id=mark.person_id, subject=mark.subject, year=mark.year)
    row.group, row.course_id, row.mark, row.value = mark.group, mark.course_id, mark, mark.value
    row.arisen_on, row.deadline, row.annulled_at, row.note = arose, deadline, None, note
    row.extra_days, row.extra_reason = 0, ""
    _require_deadline(row, now.date())
    row.save()
    if debt:
        Resit.objects.filter(school_id=row.school_id, debt=row).erase()
    return row


def _require_deadline(row: Debt, today: date) -> None:
    """Not in the past, and not later than the law allows."""
    last = latest(row.arisen_on, row.extra_days)
    if row.deadline < today:
        raise Invalid(fields={"deadline": _("This day is over.")})
    if row.deadline > last:
        words = _("Not later than %(last)s: a year from the day when the debt arose.")
        raise Invalid(fields={"deadline": words % {"last": date_format(last, "d.m.Y")}})


@transaction.atomic
def set_deadline(*, actor: Actor, debt: Debt, deadline: date, reason: str, extra_days: int = 0) -> Debt:
    """Another deadline; days of illness or leave, which are not counted in the year, are told in all."""
    row = locked_debt(actor, debt, is_live=True)
    if not 0 <= extra_days <= MOST_EXTRA:
        raise Invalid(fields={"extra_days": _("From 0 to %(most)s.") % {"most": MOST_EXTRA}})
    old = _told(row)
    row.deadline, row.extra_days, row.extra_reason = deadline, extra_days, needed(reason)
    _require_deadline(row, today_of(row.school_id))
    plans = Resit.objects.filter(school_id=row.school_id, debt=row, held_on__isnull=True)
    if plans.filter(on__gt=deadline).exists():
        raise Invalid(fields={"deadline": _("A re-sit is planned after this day: move it first.")})
    row.save()
    _record(actor, row, "deadline", old, _told(row), row.extra_reason)
    return row


@transaction.atomic
def annul_debt(*, actor: Actor, debt: Debt, reason: str = "") -> Debt:
    """There is no debt: by itself where the mark of the year is satisfactory by now, else for a reason."""
    row = locked_debt(actor, debt, is_live=True)
    scales = scales_of(row.school_id, [row.course_id] if row.course_id else [])
    if owes(row.mark.value, scale_in(scales, row.course_id)):
        needed(reason)
    row.annulled_at = clock.now()
    row.save(update_fields=["annulled_at"])
    _record(actor, row, "annulled", _told(row), {"year_mark": row.mark.value}, _words(reason))
    return row


@transaction.atomic
def reopen_debt(*, actor: Actor, debt: Debt, reason: str) -> str:
    """Take a cleared or annulled debt up again. A result that cleared it is removed, the mark of the year set back.

    Gives why the mark could not be set back, or nothing.
    """
    row = locked_debt(actor, debt, is_live=False)
    old = {"cleared_on": str(row.cleared_on or "")}
    words, kept = needed(reason), ""
    if row.cleared_on:
        last = Resit.objects.filter(school_id=row.school_id, debt=row, held_on__isnull=False).order_by("-number")[0]
        old["result"] = last.value
        last.value, last.held_on = "", None
        last.save(update_fields=["value", "held_on"])
        if row.mark.value == old["result"]:
            kept = put_year_mark(actor, row, row.value, words)
    row.cleared_on, row.annulled_at = None, None
    row.save(update_fields=["cleared_on", "annulled_at"])
    _record(actor, row, "reopened", old, _told(row), words)
    return kept


@transaction.atomic
def note_debt(*, actor: Actor, debt: Debt, note: str) -> Debt:
    """What else is to be known: the choice of the family, the number of an order."""
    row = locked_debt(actor, debt)
    old, row.note = row.note, _words(note, most=500)
    if row.note != old:
        row.save(update_fields=["note"])
        _record(actor, row, "noted", {"note": old}, {"note": row.note})
    return row


def locked_debt(actor: Actor, debt: Debt, is_live: bool | None = None) -> Debt:
    """The debt for an act of who decides; refused where it is settled already, or is not yet."""
    rows = Debt.objects.select_for_update(of=("self",)).filter(school_id=debt.school_id, pk=debt.pk)
    row: Debt = rows.select_related("group", "mark", "course__group").get()
    require(actor, DECIDE_DEBT, row, see=VIEW_DEBTS)
    if is_live is not None and row.is_live != is_live:
        raise Invalid(_("The debt is settled already.") if is_live else _("The debt is not settled."))
    return row


def put_year_mark(actor: Actor, debt: Debt, value: str, reason: str) -> str:
    """Put the mark of the year as whoever acts may; gives why it stays as it is, or nothing."""
    if debt.mark.value == value or debt.course_id is None:
        return ""
    op = FinalOp(debt.person_id, FinalKind.YEAR, value, course_id=debt.course_id, reason=reason)
    try:
        with transaction.atomic():
            put_finals(actor=actor, school_id=debt.school_id, operations=[op])
    except (Forbidden, NotFound):
        return _("The mark of the year stays: the teacher of the subject or the deputy head changes it.")
    except Invalid as error:
        return _("The mark of the year stays: %(why)s") % {"why": error.message}
    return ""


def needed(reason: str) -> str:
    found = _words(reason)
    if not found:
        raise Invalid(fields={"reason": _("Say in a few words why.")})
    return found


def _words(text: str, most: int = MOST_SAID) -> str:
    found = text.strip()
    if len(found) > most:
        raise Invalid(_("Shorten it: up to %(most)s letters.") % {"most": most})
    return found


def _told(row: Debt) -> dict[str, str]:
    """For the history."""
    found = {"year_mark": row.value, "arisen_on": str(row.arisen_on), "deadline": str(row.deadline)}
    return found | ({"extra_days": str(row.extra_days)} if row.extra_days else {})


def _record(actor: Actor, row: Debt, act: str, old: Any, new: Any, reason: str = "") -> None:
    record(
        actor=actor,
        school_id=row.school_id,
        action=f"grading.debt.{act}",
        target=row,
        subject_id=row.person_id,
        old=old,
        new=new,
        reason=reason,
    )
