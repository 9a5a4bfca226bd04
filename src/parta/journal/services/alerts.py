"""Noting that somebody has looked at unusual edits."""

from __future__ import annotations

from django.db import transaction

from parta.access.actor import Actor
from parta.common import clock
from parta.common.errors import NotFound
from parta.journal.models import AlertSeen
from parta.journal.selectors.alerts import alerts_of
from parta.ledger.services import record


@transaction.atomic
def see_alert(*, actor: Actor, person_id: int, why: str, since: str, note: str = "") -> AlertSeen:
    """Stop the call of unusual edits that the actor watches; those of the person that come later call again."""
    found = next(
        (
            alert
            for alert in alerts_of(actor)
            if (alert.person.id, alert.burst.why, alert.burst.since.isoformat()) == (person_id, why, since)
        ),
        None,
    )
    if found is None:
        raise NotFound
    row: AlertSeen
    row, made = AlertSeen.objects.get_or_create(
        school_id=found.person.school_id,
        person_id=person_id,
        why=why,
        since=found.burst.since,
        until=found.burst.until,
        defaults={"note": note.strip()[:300], "seen_by_id": actor.person_id, "seen_at": clock.now()},
    )
    if made:
        record(
            actor=actor,
            school_id=row.school_id,
            action="journal.alert.seen",
            target=row,
            subject_id=person_id,
            new={"why": why, "count": found.count},
            reason=row.note,
        )
    return row
