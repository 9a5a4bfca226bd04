"""Receipts of what was typed in the grid: the journal itself stands in the rooms below."""

from __future__ import annotations

from django.db import models

from parta.accounts.models import Account
from parta.common.tenancy import SchoolModel


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
