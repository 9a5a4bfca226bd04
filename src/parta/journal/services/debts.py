"""The list of academic debts, taken away as a workbook."""

from __future__ import annotations

from django.utils.translation import gettext as _

from parta.access.actor import Actor
from parta.access.rules import require_any
from parta.common.sheets import workbook
from parta.journal.rules import SEE_DEBTS
from parta.journal.selectors.debts import DebtQuery, debt_table
from parta.ledger.services import record
from parta.school.models import School


def export_debts(*, actor: Actor, school: School, query: DebtQuery) -> bytes:
    """The list with its filters, as far as the actor sees it; the ledger remembers who took it."""
    require_any(actor.within(school.pk), *SEE_DEBTS)
    data = workbook(_("Academic debts"), *debt_table(actor, query))
    record(actor=actor, school_id=school.pk, action="grading.debt.exported", target=school)
    return data
