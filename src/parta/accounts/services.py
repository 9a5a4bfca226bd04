"""Making accounts and letting their holders in: invitation, password, new letter, sessions, closing."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from datetime import timedelta

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
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
    open_rows = Invitation.objects.filter(account=account, used_at__isnull=True, cancelled_at__isnull=True)
    open_rows.update(cancelled_at=now)
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
    """Set the holder's password by the code; a new letter resets all access: sessions, second step, passkeys."""
    invitation = open_invitation(code)
    locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if locked.used_at or locked.cancelled_at:
        raise Invalid(fields={"code": _("This code was used already.")})
    account = invitation.account
    holder = Actor(account_id=account.pk, name=account.username, role="holder", origin=origin)
    _check_password(account, password)
    account.set_password(password)
    account.is_active = True
    account.save(update_fields=["password", "is_active"])
    end_sessions(account)
    drop_guards(actor=holder, school_id=locked.school_id, account=account)
    locked.used_at = clock.now()
    locked.save(update_fields=["used_at"])
    record(actor=holder, school_id=locked.school_id, action="accounts.letter.used", target=locked)
    return account


def _check_password(account: Account, password: str) -> None:
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise Invalid(fields={"password": " ".join(error.messages)}) from error


@transaction.atomic
def change_password(*, actor: Actor, account: Account, password: str, session_key: str | None) -> None:
    """Set a new password chosen by the signed-in holder; every other session of the account ends."""
    _check_password(account, password)
    account.set_password(password)
    account.save(update_fields=["password"])
    end_sessions(account, but=session_key)
    note(actor=actor, action="accounts.password.changed", account=account)


@transaction.atomic
def close_account(*, actor: Actor, school_id: int, account: Account, reason: str = "") -> None:
    """Nobody signs in by the account until a new letter is used; its sessions end at once."""
    account.is_active = False
    account.set_unusable_password()
    account.save(update_fields=["is_active", "password"])
    Invitation.objects.filter(account=account, used_at__isnull=True, cancelled_at__isnull=True).update(
        cancelled_at=clock.now()
    )
    end_sessions(account)
    record(actor=actor, school_id=school_id, action="accounts.account.closed", target=account, reason=reason)


@transaction.atomic
def drop_guards(*, actor: Actor, school_id: int, account: Account) -> None:
    """Take away the second step and the passkeys of a holder who may have lost the device."""
    if Authenticator.objects.filter(user=account).delete()[0]:
        record(actor=actor, school_id=school_id, action="accounts.guards.dropped", target=account)


def drop_idle_spare_codes(*, account: Account) -> None:
    """Spare codes stand in for the app: without it they open nothing."""
    guards = Authenticator.objects.filter(user=account)
    if not guards.filter(type=Authenticator.Type.TOTP).exists():
        guards.filter(type=Authenticator.Type.RECOVERY_CODES).delete()


@transaction.atomic
def note(*, actor: Actor, action: str, account: Account) -> None:
    """Write an act of the account itself (signing in and out, its guards) into the ledger of each of its schools."""
    for school_id in sorted(_schools_of(actor, account)):
        record(actor=actor, school_id=school_id, action=action, target=account)


def _schools_of(actor: Actor, account: Account) -> set[int]:
    """Where the actor holds anything; for somebody who holds nothing (or is not in yet), who has invited."""
    held = {place.school_id for places in actor.holds.values() for place in places}
    return held or set(Invitation.objects.filter(account=account).values_list("school_id", flat=True))


def note_failure(*, username: str, origin: Origin) -> None:
    """A wrong password for an account that exists; how often this may happen, the limits say."""
    account = Account.objects.filter(username=username.strip().lower()).first()
    if account:
        note(actor=Actor(origin=origin), action="accounts.sign_in.failed", account=account)


def note_device(*, account: Account, session_key: str, address: str, agent: str) -> None:
    """Say when and from where a session was last used."""
    values = {"ip": address, "user_agent": agent[:200], "last_seen_at": clock.now()}
    made = {**values, "user": account, "created_at": clock.now()}
    UserSession.objects.update_or_create(session_key=session_key, defaults=values, create_defaults=made)


@transaction.atomic
def end_session(*, actor: Actor, account: Account, session: UserSession) -> None:
    """The holder signs a device out."""
    _end(UserSession.objects.filter(user=account, pk=session.pk))
    note(actor=actor, action="accounts.session.ended", account=account)


@transaction.atomic
def end_other_sessions(*, actor: Actor, account: Account, session_key: str | None) -> None:
    """The holder signs out every device but the present one."""
    end_sessions(account, but=session_key)
    note(actor=actor, action="accounts.sessions.ended", account=account)


def end_sessions(account: Account, *, but: str | None = None) -> None:
    _end(UserSession.objects.filter(user=account).exclude(session_key=but or ""))


def forget_device(*, account: Account, session_key: str | None) -> None:
    """The browser has signed out, so it is no longer among the devices."""
    UserSession.objects.filter(user=account, session_key=session_key).delete()


def _end(rows: QuerySet[UserSession]) -> None:
    keys: Iterable[str] = list(rows.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(session_key__in=keys).delete()
