"""Making accounts and letting their holders in: invitation, password, new letter, closing."""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from parta.access.actor import Actor, Origin
from parta.accounts.arithmetic import clean_code, new_code
from parta.accounts.models import Account, Invitation
from parta.common import clock
from parta.common.errors import Invalid
from parta.ledger.services import record


def digest_of(code: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), clean_code(code).encode(), hashlib.sha256).hexdigest()


def new_account(*, actor: Actor, school_id: int, wanted: str) -> Account:
    """An account that cannot sign in yet, named `wanted` or `wanted` with a number."""
    taken = set(Account.objects.filter(username__startswith=wanted).values_list("username", flat=True))
    numbered = (f"{wanted}{number}" for number in range(2, len(taken) + 3))
    username = wanted if wanted not in taken else next(name for name in numbered if name not in taken)
    account = Account(username=username, created_at=clock.now())
    account.set_unusable_password()
    account.save()
    record(actor=actor, school_id=school_id, action="accounts.account.made", target=account)
    return account


@transaction.atomic
def invite(*, actor: Actor, school_id: int, account: Account, valid_days: int) -> str:
    """Make a one-time code for the account and cancel older ones; who may, the caller's rule has said.

    The code is given once, to be printed: only its digest is kept.
    """
    now = clock.now()
    Invitation.objects.filter(
        school_id=school_id, account=account, used_at__isnull=True, cancelled_at__isnull=True
    ).update(cancelled_at=now)
    code = new_code()
    row = Invitation.objects.create(
        school_id=school_id,
        account=account,
        digest=digest_of(code),
        issued_at=now,
        issued_by_id=actor.account_id,
        expires_at=now + timedelta(days=valid_days),
    )
    record(actor=actor, school_id=school_id, action="accounts.letter.issued", target=row)
    return code


def open_invitation(code: str) -> Invitation:
    """The invitation of a code that may still be used."""
    rows = Invitation.objects.filter(
        digest=digest_of(code), used_at__isnull=True, cancelled_at__isnull=True, expires_at__gt=clock.now()
    )
    found = rows.select_related("account").first()
    if found is None:
        raise Invalid(
            fields={"code": _("There is no such code, or it was used. Check the letters or ask for a new one.")}
        )
    return found


@transaction.atomic
def accept_invitation(*, code: str, password: str, origin: Origin) -> Account:
    """Set the holder's password by the one-time code; ends the account's sessions (a new letter resets access)."""
    invitation = open_invitation(code)
    locked = Invitation.objects.select_for_update().get(school_id=invitation.school_id, pk=invitation.pk)
    if locked.used_at is not None:
        raise Invalid(fields={"code": _("This code was used already.")})
    account = invitation.account
    _set_password(account, password)
    locked.used_at = clock.now()
    locked.save(update_fields=["used_at"])
    holder = Actor(account_id=account.pk, name=account.username, role="holder", origin=origin)
    record(actor=holder, school_id=locked.school_id, action="accounts.letter.used", target=locked)
    return account


def _set_password(account: Account, password: str) -> None:
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise Invalid(fields={"password": " ".join(error.messages)}) from error
    account.set_password(password)
    account.is_active = True
    account.save(update_fields=["password", "is_active"])


@transaction.atomic
def close_account(*, actor: Actor, school_id: int, account: Account, reason: str = "") -> None:
    """Nobody signs in by the account until a new letter is used; its sessions end at once."""
    account.is_active = False
    account.set_unusable_password()
    account.save(update_fields=["is_active", "password"])
    end_sessions(account)
    record(actor=actor, school_id=school_id, action="accounts.account.closed", target=account, reason=reason)


def end_sessions(account: Account) -> None:
    keys = account.usersession_set.values_list("session_key", flat=True)
    Session.objects.filter(session_key__in=list(keys)).delete()
    account.usersession_set.all().delete()
