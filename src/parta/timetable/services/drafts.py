"""Opening and deleting a draft."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from parta.access.actor import Actor
from parta.access.rules import require
from parta.common.errors import Invalid
from parta.ledger.services import record
from parta.school.models import Branch
from parta.school.rules import EDIT_STRUCTURE
from parta.school.selectors import today_of
from parta.timetable.models import Slot, SolverRun, Version
from parta.timetable.services.bulk import draft_version


@transaction.atomic
def open_draft(*, actor: Actor, source: Version, since: date) -> Version:
    """A copy of a version to be changed, valid from another day."""
    require(actor, EDIT_STRUCTURE, source)
    Branch.objects.select_for_update().get(school_id=source.school_id, pk=source.branch_id)
    here = {"school_id": source.school_id}
    if since < today_of(source.school_id):
        raise Invalid(fields={"since": _("What was given is not changed: choose today or a later day.")})
    if Version.objects.filter(**here, branch_id=source.branch_id, since=since).exists():
        raise Invalid(fields={"since": _("There is a timetable from this day already.")})
    draft = draft_version(actor=actor, branch=source.branch, year=source.year, since=since)
    rows = list(Slot.objects.filter(**here, version=source).order_by("pk"))
    for row in rows:
        row.pk, row.version_id = None, draft.pk
        row._state.adding = True
    Slot.objects.bulk_create(rows, 500)
    record(
        actor=actor,
        school_id=draft.school_id,
        action="timetable.version.copied",
        target=draft,
        new={"since": str(since), "slots": len(rows)},
    )
    return draft


@transaction.atomic
def delete_draft(*, actor: Actor, version: Version) -> None:
    """Throw a draft away; what was published stays for good."""
    require(actor, EDIT_STRUCTURE, version)
    here = {"school_id": version.school_id}
    locked = Version.objects.select_for_update().get(**here, pk=version.pk)
    if locked.published_at:
        raise Invalid(_("This timetable is published: it is not deleted."))
    SolverRun.objects.filter(**here, version=locked).erase()
    count = Slot.objects.filter(**here, version=locked).erase()
    old = {"since": str(locked.since), "slots": count}
    record(actor=actor, school_id=locked.school_id, action="timetable.version.deleted", target=locked, old=old)
    Version.objects.filter(**here, pk=locked.pk).erase()
