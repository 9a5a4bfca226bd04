"""Entries are only ever added. Who and what stand in the entry, personal values in its payload.

An entry keeps the digest of its payload, and the chain links entries: a payload may be erased
by law without breaking the chain, and any other change shows.
"""

from __future__ import annotations

from typing import Any

from django.db import models

from parta.common.tenancy import SchoolForeignKey, SchoolModel


class Entry(SchoolModel):
    """One act: who, when, from where, on what, about whom, why."""

    at = models.DateTimeField()
    action = models.CharField(max_length=60)
    actor_name = models.CharField(max_length=150, blank=True)
    actor_role = models.CharField(max_length=30, blank=True)
    account = models.BigIntegerField(null=True)
    person = models.BigIntegerField(null=True)
    channel = models.CharField(max_length=20)
    address = models.CharField(max_length=45, blank=True)
    request = models.CharField(max_length=32, blank=True)
    target_kind = models.CharField(max_length=40)
    target = models.BigIntegerField(null=True)
    subject = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        indexes = [
            models.Index("school", "target_kind", "target", name="entry_by_target"),
            models.Index("school", "subject", "at", name="entry_by_subject"),
            models.Index("school", "at", name="entry_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("The ledger is only added to")
        super().save(*args, **kwargs)


class Payload(SchoolModel):
    """Old and new values of an entry; the salt keeps the digest from being guessed after an erasure."""

    entry = SchoolForeignKey(Entry, related_name="payloads")
    salt = models.CharField(max_length=32)
    old = models.JSONField(null=True)
    new = models.JSONField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint("school", "entry", name="one_payload_per_entry")]

    def __str__(self) -> str:
        return f"payload of {self.entry_id}"


class Link(SchoolModel):
    """The entry's place in the chain of its school, given by the sealer: gap-free, in order."""

    seq = models.BigIntegerField()
    entry = SchoolForeignKey(Entry, related_name="links")
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint("school", "seq", name="one_link_per_place"),
            models.UniqueConstraint("school", "entry", name="one_link_per_entry"),
        ]

    def __str__(self) -> str:
        return f"{self.seq}: {self.hash[:12]}"


class ChainHead(SchoolModel):
    """Where the chain of a school ends; the sealer locks this row."""

    seq = models.BigIntegerField(default=0)
    entry_seen = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)

    class Meta:
        constraints = [models.UniqueConstraint("school", name="one_head_per_school")]

    def __str__(self) -> str:
        return f"{self.seq}: {self.hash[:12]}"
