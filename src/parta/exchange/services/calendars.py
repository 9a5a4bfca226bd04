"""Secret addresses of calendars: made by who may see what they show, ended by who made them."""

from __future__ import annotations

import secrets

from django.db import transaction

from parta.access.actor import Actor
from parta.access.rules import require
from parta.classes.models import Group
from parta.common import clock
from parta.common.errors import NotFound
from parta.exchange.calendar.reading import may_see
from parta.exchange.models import CalendarFeed, FeedKind
from parta.exchange.rules import OWN_FEED
from parta.ledger.services import record
from parta.people.models import Person


@transaction.atomic
def make_feed(
    *, actor: Actor, school_id: int, kind: FeedKind, group: Group | None = None, person_id: int | None = None
) -> CalendarFeed:
    """An address of the actor for lessons of a class, of a pupil or the own ones; one at a time for each."""
    if actor.person_id is None:
        raise NotFound
    Person.objects.select_for_update().get(pk=actor.person_id)
    here = {"school_id": school_id, "kind": kind, "group": group, "person_id": person_id, "owner_id": actor.person_id}
    feed = CalendarFeed(**here, salt=secrets.token_hex(16), made_at=clock.now())
    if not may_see(actor, feed):
        raise NotFound
    found: CalendarFeed | None = CalendarFeed.objects.filter(**here, revoked_at__isnull=True).first()
    if found:
        return found
    feed.save()
    _note(actor, feed, "made")
    return feed


@transaction.atomic
def revoke_feed(*, actor: Actor, feed: CalendarFeed) -> None:
    """From now on the address is not found, for good."""
    require(actor, OWN_FEED, feed)
    if feed.revoked_at is None:
        feed.revoked_at = clock.now()
        feed.save(update_fields=["revoked_at"])
        _note(actor, feed, "revoked")


def _note(actor: Actor, feed: CalendarFeed, verb: str) -> None:
    pupil = feed.person_id if feed.kind == FeedKind.PUPIL else None
    record(
        actor=actor,
        school_id=feed.school_id,
        action=f"exchange.calendarfeed.{verb}",
        target=feed,
        subject_id=pupil,
        new={"kind": str(feed.kind)},
    )
