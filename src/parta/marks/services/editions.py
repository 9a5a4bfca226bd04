"""Approving the schedule of assessment procedures of a branch: each edition is kept as it was published."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from parta.access.actor import Actor
from parta.access.rules import require
from parta.common import clock
from parta.common.errors import Invalid
from parta.ledger.services import record
from parta.marks.models import ScheduleEdition
from parta.marks.rules import APPROVE_SCHEDULE
from parta.marks.selectors import published_rows
from parta.school.models import Branch


@transaction.atomic
def approve_schedule(*, actor: Actor, edition: ScheduleEdition, number: str, dated: date) -> ScheduleEdition:
    """Publish the schedule as it stands; `edition` is a new row that names branch, year and half-year."""
    require(actor, APPROVE_SCHEDULE, edition)
    Branch.objects.select_for_update().get(school_id=edition.school_id, pk=edition.branch_id)
    if not number.strip():
        raise Invalid(fields={"number": _("Write the number of the order.")})
    rows = published_rows(edition)
    if not rows:
        raise Invalid(_("Nothing is planned for this half-year: there is nothing to approve."))
    same = {"school_id": edition.school_id, "branch_id": edition.branch_id}
    before = ScheduleEdition.objects.filter(**same, year_id=edition.year_id, half=edition.half)
    last = before.order_by("-version").first()
    edition.version = last.version + 1 if last else 1
    edition.number, edition.dated, edition.rows = number.strip(), dated, rows
    edition.published_at = clock.now()
    edition.save()
    new = {"half": edition.half, "version": edition.version, "number": edition.number, "date": str(dated)}
    new["rows"] = len(rows)
    record(actor=actor, school_id=edition.school_id, action="marks.schedule.approved", target=edition, new=new)
    return edition
