"""Receipts of what was typed in the grid, unusual edits that were looked at: the journal stands in the rooms below."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from parta.accounts.models import Account
from parta.common.tenancy import SchoolModel
from parta.people.models import Person


class Receipt(SchoolModel):
    """An operation that was decided, by the key that its sender made: a repeat gets the same answer and writes nothing.

    `version` is that of the place after the operation; after a refusal the one it was typed upon.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    key = models.UUIDField()
    state = models.CharField(max_length=10)
    message = models.CharField(max_length=300, blank=True)
    needs = models.CharField(max_length=20, blank=True)
    version = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("school", "account", "key", name="one_receipt_per_operation")]

    def __str__(self) -> str:
        return f"{self.key} {self.state}"


class AlertSeen(SchoolModel):
    """Somebody of the management has looked at unusual edits of a person; later ones call again."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    why = models.CharField(max_length=10)
    since = models.DateTimeField()
    until = models.DateTimeField()
    note = models.CharField(_("note"), max_length=300, blank=True)
    seen_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint("school", "person", "why", "since", "until", name="one_look_at_unusual_edits")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.why} {self.since:%Y-%m-%d %H:%M}"
