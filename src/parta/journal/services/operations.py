"""The log of operations: what a page has typed arrives here at last, perhaps late, twice or out of order.

Each operation has a key that its sender made. The receipt of a key is written in the transaction that writes the
journal, so an operation is applied once, whatever is lost on the way; a repeat gets the answer of the first time.
An operation names the version it was typed upon (`seen`), or the key of an earlier operation on the same place that was
not yet answered (`after`): then it stands upon whatever that one made, and waits ("early") until it has come.
Operations on different places do not touch each other, so any order of delivery gives the same journal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from parta.access.actor import Actor
from parta.accounts.models import Account
from parta.common import clock
from parta.common.errors import Conflict, Forbidden, NotFound, PartaError
from parta.journal.models import Receipt
from parta.journal.services.kinds import Kind, Standing, Target, kind_of

MOST = 200
"""Operations in one request."""
UNTOUCHED = "0.0"
SAVED, CONFLICT, REFUSED, EARLY = "saved", "conflict", "refused", "early"


@dataclass(frozen=True)
class Operation:
    """An operation as read; `kind` knows how to write `target`."""

    key: UUID
    kind: Kind
    target: Target
    seen: str = UNTOUCHED
    after: UUID | None = None


@dataclass(frozen=True)
class Outcome:
    """What became of an operation; `standing` is what stands at its place now."""

    key: UUID
    state: str
    message: str = ""
    needs: str = ""
    standing: Standing | None = None
    version: str = ""
    target: Target = field(default=None, compare=False)


def read_operation(fields: Any) -> Operation:
    """Read one operation of a request; ValueError, KeyError or NotFound for what cannot be read."""
    if not isinstance(fields, dict):
        raise ValueError
    kind = kind_of(fields.get("kind"))
    seen = fields.get("seen") or UNTOUCHED
    if not isinstance(seen, str) or len(seen) > 40:
        raise ValueError("seen")
    after = UUID(str(fields["after"])) if fields.get("after") else None
    return Operation(UUID(str(fields["key"])), kind, kind.read(fields), seen, after)


@transaction.atomic
def apply_operations(*, actor: Actor, school_id: int, operations: Sequence[Operation]) -> list[Outcome]:
    """Apply operations on rows of one school in their order, each by itself; what is refused hinders no other.

    The actor's account is locked, so that two deliveries of one operation come one after the other.
    """
    if actor.account_id is None:
        raise Forbidden
    account = Account.objects.select_for_update().get(pk=actor.account_id)
    log = _Log(actor, account, school_id, operations)
    for wave in _waves(operations):
        log.apply(wave)
    log.keep()
    return [log.outcomes[operation.key] for operation in operations]


def _waves(operations: Sequence[Operation]) -> list[list[Operation]]:
    """Cut the row of operations where one is of another kind, or on a place written since the last cut."""
    waves: list[list[Operation]] = []
    places: set[Any] = set()
    keys: set[UUID] = set()
    for operation in operations:
        if operation.key in keys:
            continue
        keys.add(operation.key)
        if not waves or waves[-1][0].kind is not operation.kind or operation.target.place in places:
            waves.append([])
            places = set()
        waves[-1].append(operation)
        places.add(operation.target.place)
    return waves


class _Log:
    """Receipts of a request, those found and those made."""

    def __init__(self, actor: Actor, account: Account, school_id: int, operations: Sequence[Operation]) -> None:
        self.actor, self.account, self.school_id = actor, account, school_id
        keys = {key for operation in operations for key in (operation.key, operation.after) if key}
        mine = Receipt.objects.filter(school_id=school_id, account=account, key__in=keys)
        self.receipts = {row.key: row for row in mine}
        self.fresh: list[Receipt] = []
        self.outcomes: dict[UUID, Outcome] = {}

    def apply(self, wave: list[Operation]) -> None:
        """Answer repeats from their receipts, send back what came too early, write the rest."""
        ready: list[tuple[Operation, str]] = []
        for operation in wave:
            if operation.key in self.receipts:
                self.outcomes[operation.key] = self._again(operation)
            elif operation.after and operation.after not in self.receipts:
                self.outcomes[operation.key] = Outcome(operation.key, EARLY, target=operation.target)
            else:
                base = self.receipts[operation.after].version if operation.after else operation.seen
                ready.append((operation, base))
        if ready and not self._write_together(ready):
            for operation, base in ready:
                self._write_alone(operation, base)

    def _again(self, operation: Operation) -> Outcome:
        receipt = self.receipts[operation.key]
        standing = self._standing(operation)
        return Outcome(
            operation.key, receipt.state, receipt.message, receipt.needs, standing, receipt.version, operation.target
        )

    def _write_together(self, ready: list[tuple[Operation, str]]) -> bool:
        """Write all in one go, which is the rule; false if one of them is refused: then each is tried alone."""
        try:
            with transaction.atomic():
                found = ready[0][0].kind.write(
                    self.actor, self.school_id, [one.target for one, _base in ready], [base for _one, base in ready]
                )
        except PartaError:
            return False
        for (operation, _base), standing in zip(ready, found, strict=True):
            self._decide(Outcome(operation.key, SAVED, standing=standing, version=standing.version), operation)
        return True

    def _write_alone(self, operation: Operation, base: str) -> None:
        try:
            with transaction.atomic():
                (standing,) = operation.kind.write(self.actor, self.school_id, [operation.target], [base])
        except PartaError as error:
            self._refuse(operation, base, error)
        else:
            self._decide(Outcome(operation.key, SAVED, standing=standing, version=standing.version), operation)

    def _refuse(self, operation: Operation, base: str, error: PartaError) -> None:
        state = CONFLICT if isinstance(error, Conflict) else REFUSED
        message = error.message or _why(error)
        outcome = Outcome(operation.key, state, message[:300], str(error.details.get("needs", "")), version=base)
        if isinstance(error, NotFound):
            self.outcomes[operation.key] = replace(outcome, target=operation.target)
        else:
            self._decide(replace(outcome, standing=self._standing(operation)), operation)

    def _standing(self, operation: Operation) -> Standing | None:
        try:
            return operation.kind.standing(self.actor, self.school_id, operation.target)
        except PartaError:
            return None

    def _decide(self, outcome: Outcome, operation: Operation) -> None:
        receipt = Receipt(
            school_id=self.school_id,
            account=self.account,
            key=outcome.key,
            state=outcome.state,
            message=outcome.message,
            needs=outcome.needs,
            version=outcome.version,
            at=clock.now(),
        )
        self.receipts[outcome.key] = receipt
        self.fresh.append(receipt)
        self.outcomes[outcome.key] = replace(outcome, target=operation.target)

    def keep(self) -> None:
        Receipt.objects.bulk_create(self.fresh)


def _why(error: PartaError) -> str:
    if isinstance(error, Conflict):
        return _("Somebody has changed this meanwhile.")
    if isinstance(error, Forbidden):
        return _("You may not write here.")
    return _("This is not there any more: open the page again.")
