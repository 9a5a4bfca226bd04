"""Writing into the ledger, sealing it and proving it."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, timedelta
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from parta.access.actor import Actor
from parta.common import clock
from parta.ledger.arithmetic import FIELDS, link_hash, payload_digest
from parta.ledger.models import ChainHead, Entry, Link, Payload

BATCH = 1000
SETTLE = timedelta(seconds=30)
"""How long the sealer leaves fresh entries alone: a slower transaction may still commit a smaller id."""


@dataclass(frozen=True)
class Change:
    """One line for the ledger: what was done to which row, about whom, from what to what."""

    action: str
    target: models.Model
    subject_id: int | None = None
    old: Any = None
    new: Any = None
    reason: str = ""
    at: Any = field(default_factory=clock.now)


def record(
    *,
    actor: Actor,
    school_id: int,
    action: str,
    target: models.Model,
    subject_id: int | None = None,
    old: Any = None,
    new: Any = None,
    reason: str = "",
) -> None:
    """Add one entry, in the writer's transaction."""
    change = Change(action, target, subject_id=subject_id, old=old, new=new, reason=reason)
    record_many(actor=actor, school_id=school_id, changes=[change])


def record_many(*, actor: Actor, school_id: int, changes: Iterable[Change]) -> None:
    """Add many entries of one act of the actor, in the writer's transaction."""
    entries: list[Entry] = []
    payloads: list[Payload] = []
    for change in changes:
        payload = Payload(school_id=school_id, salt=secrets.token_hex(16), old=change.old, new=change.new)
        entries.append(_entry(actor, school_id, change, payload))
        payloads.append(payload)
    for entry, payload in zip(Entry.objects.bulk_create(entries, BATCH), payloads, strict=True):
        payload.entry = entry
    Payload.objects.bulk_create(payloads, BATCH)


def _entry(actor: Actor, school_id: int, change: Change, payload: Payload) -> Entry:
    return Entry(
        school_id=school_id,
        at=change.at,
        action=change.action,
        actor_name=actor.name,
        actor_role=actor.role,
        account=actor.account_id,
        person=actor.person_id,
        channel=actor.origin.channel,
        address=actor.origin.address,
        request=actor.origin.request,
        target_kind=change.target._meta.model_name or "",
        target=change.target.pk,
        subject=change.subject_id,
        reason=change.reason,
        digest=payload_digest(payload.salt, payload.old, payload.new),
    )


def seal(*, school_id: int, settle: timedelta = SETTLE) -> int:
    """Link the settled entries of a school into its chain; give how many were linked."""
    total = 0
    while linked := _seal_batch(school_id, settle):
        total += linked
    return total


@transaction.atomic
def _seal_batch(school_id: int, settle: timedelta) -> int:
    ChainHead.objects.get_or_create(school_id=school_id)
    head = ChainHead.objects.select_for_update().get(school_id=school_id)
    unsealed = Entry.objects.filter(school_id=school_id, links__isnull=True)
    if settle:
        unsealed = unsealed.filter(at__lt=clock.now() - settle)
    entries = list(unsealed.order_by("id")[:BATCH])
    links = []
    for entry in entries:
        head.seq += 1
        head.hash = link_hash(head.hash, head.seq, as_hashed(entry))
        links.append(Link(school_id=school_id, seq=head.seq, entry=entry, hash=head.hash))
    Link.objects.bulk_create(links)
    head.save()
    return len(links)


def as_hashed(entry: Entry) -> dict[str, Any]:
    values = {name: getattr(entry, name) for name in FIELDS}
    values["at"] = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    return values


@dataclass(frozen=True)
class Verdict:
    """What a verification found: how far the chain holds, how many entries wait, the first broken place."""

    school_id: int
    sealed: int
    unsealed: int
    broken_seq: int | None = None
    problem: str = ""


def verify(*, school_id: int) -> Verdict:
    """Recompute the chain of a school from its first link."""
    head = ChainHead.objects.filter(school_id=school_id).first() or ChainHead(school_id=school_id)
    unsealed = Entry.objects.filter(school_id=school_id, links__isnull=True).count()
    previous, seq = "0" * 64, 0
    for link, payload in _links(school_id):
        seq += 1
        problem = _problem(link, payload, previous, seq)
        if problem:
            return Verdict(school_id, seq - 1, unsealed, seq, problem)
        previous = link.hash
    if (seq, previous) != (head.seq, head.hash):
        return Verdict(school_id, seq, unsealed, seq + 1, _("the end of the chain is missing"))
    return Verdict(school_id, seq, unsealed)


def _links(school_id: int) -> Iterator[tuple[Link, Payload | None]]:
    rows = Link.objects.filter(school_id=school_id).select_related("entry").order_by("seq")
    last = 0
    while page := list(rows.filter(seq__gt=last)[:BATCH]):
        ids = [link.entry_id for link in page]
        payloads = {row.entry_id: row for row in Payload.objects.filter(school_id=school_id, entry_id__in=ids)}
        for link in page:
            yield link, payloads.get(link.entry_id)
        last = page[-1].seq


def _problem(link: Link, payload: Payload | None, previous: str, seq: int) -> str:
    if link.seq != seq:
        return _("a link is missing")
    if link_hash(previous, seq, as_hashed(link.entry)) != link.hash:
        return _("the entry was changed")
    if payload and payload_digest(payload.salt, payload.old, payload.new) != link.entry.digest:
        return _("the values of the entry were changed")
    return ""
