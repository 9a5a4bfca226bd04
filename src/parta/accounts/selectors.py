"""Reading the sign-in of an account: its guards and devices; the sign-ins that a demo shows."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session

from parta.accounts.arithmetic import device_words
from parta.accounts.models import Account, Invitation
from parta.common import clock
from parta.common.codes import Ref
from parta.common.errors import NotFound


@dataclass(frozen=True)
class Passkey:
    ref: Ref
    name: str
    added_at: datetime
    used_at: datetime | None


@dataclass(frozen=True)
class Device:
    """A browser in which the account is signed in."""

    ref: Ref
    words: str
    address: str
    seen_at: datetime
    is_current: bool


@dataclass(frozen=True)
class Security:
    """Everything that guards an account: the app for a second step, spare codes, passkeys, signed-in devices."""

    username: str
    has_app: bool
    spare_codes: int
    passkeys: list[Passkey]
    devices: list[Device]


def security_of(account: Account, session_key: str | None) -> Security:
    guards = list(Authenticator.objects.filter(user=account).order_by("created_at"))
    kinds = Authenticator.Type
    spare = next((row for row in guards if row.type == kinds.RECOVERY_CODES), None)
    return Security(
        username=account.username,
        has_app=any(row.type == kinds.TOTP for row in guards),
        spare_codes=len(spare.wrap().get_unused_codes()) if spare else 0,
        passkeys=[_passkey(row) for row in guards if row.type == kinds.WEBAUTHN],
        devices=_devices(account, session_key),
    )


def _passkey(row: Authenticator) -> Passkey:
    return Passkey(Ref(0, row.pk), row.wrap().name, row.created_at, row.last_used_at)


def _devices(account: Account, session_key: str | None) -> list[Device]:
    rows = list(UserSession.objects.filter(user=account).order_by("-last_seen_at"))
    keys = [row.session_key for row in rows]
    alive = Session.objects.filter(session_key__in=keys, expire_date__gt=clock.by_machine())
    open_keys = set(alive.values_list("session_key", flat=True))
    devices = [
        Device(Ref(0, row.pk), device_words(row.user_agent), row.ip, row.last_seen_at, row.session_key == session_key)
        for row in rows
        if row.session_key in open_keys
    ]
    return sorted(devices, key=lambda device: not device.is_current)


def session_of(account: Account, ref: Ref) -> UserSession:
    """A session of the account; somebody else's is not found."""
    found = UserSession.objects.filter(user=account, pk=ref.id).first()
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class LetterState:
    """How far an account has come: its holder has let oneself in, or a letter was given and may be used until a day."""

    is_entered: bool = False
    signed_in_at: datetime | None = None
    issued_at: datetime | None = None
    expires_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.expires_at is not None and self.expires_at > clock.now()


def letter_states(accounts: Iterable[Account]) -> dict[int, LetterState]:
    """The state of each account by its id; the letter is the last one that was neither used nor cancelled."""
    known = {account.pk: account for account in accounts}
    rows = Invitation.objects.filter(account_id__in=known, used_at__isnull=True, cancelled_at__isnull=True)
    letters = {row.account_id: row for row in rows.order_by("issued_at")}
    states = {}
    for pk, account in known.items():
        letter = letters.get(pk)
        dates = (letter.issued_at, letter.expires_at) if letter else (None, None)
        states[pk] = LetterState(account.has_usable_password(), account.last_login, *dates)
    return states


@dataclass(frozen=True)
class DemoSignIn:
    role: str
    name: str
    username: str
    password: str


def demo_sign_ins() -> list[DemoSignIn]:
    """The invented accounts that `parta demo` has written down; nothing outside of a demo."""
    path = settings.DATA / "demo.json"
    if not settings.DEMO or not path.exists():
        return []
    return [DemoSignIn(**row) for row in json.loads(path.read_text(encoding="utf-8"))]
