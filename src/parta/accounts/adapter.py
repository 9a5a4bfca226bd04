"""How sign-in differs from allauth's defaults: invitations only, the ledger instead of e-mail, our words."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from typing import Any, ClassVar

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.ratelimit import respond_429
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathFillImage

from parta.access.actor import Actor, Origin
from parta.accounts import services
from parta.accounts.arithmetic import device_words
from parta.accounts.models import Account

GUARDS = {
    "mfa/email/totp_activated": "accounts.app.added",
    "mfa/email/totp_deactivated": "accounts.app.removed",
    "mfa/email/webauthn_added": "accounts.passkey.added",
    "mfa/email/webauthn_removed": "accounts.passkey.removed",
    "mfa/email/recovery_codes_generated": "accounts.spare_codes.made",
}
"""What allauth would tell by e-mail, the ledger keeps."""


class AccountAdapter(DefaultAccountAdapter):
    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _(
            "The sign-in name or the password is wrong. Check the keyboard layout and capital letters."
        ),
        "enter_current_password": _("This is not your present password."),
        "incorrect_password": _("This is not your password."),
        "too_many_login_attempts": _("Too many tries. Please wait five minutes."),
        "rate_limited": _("Too many tries. Please wait five minutes."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def respond_user_inactive(self, request: HttpRequest, user: Account) -> HttpResponse:
        messages.error(request, _("This account is closed. The administrator of the journal can open it again."))
        return redirect("account_login")

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as error:
            raise ImmediateHttpResponse(respond_429(request)) from error

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        services.note_failure(username=credentials.get("username", ""), origin=self.origin_of(request))

    def origin_of(self, request: HttpRequest) -> Origin:
        return Origin("web", self.get_client_ip(request))

    def post_login(self, request: HttpRequest, user: Account, **kwargs: Any) -> HttpResponse:
        services.note(actor=actor_of(request), action="accounts.signed_in", account=user)
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response

    def logout(self, request: HttpRequest) -> None:
        if isinstance(request.user, Account):
            services.note(actor=actor_of(request), action="accounts.signed_out", account=request.user)
            services.forget_device(account=request.user, session_key=request.session.session_key)
        super().logout(request)

    def set_password(self, user: Account, password: str) -> None:
        request = context.request
        key = request.session.session_key
        services.change_password(actor=actor_of(request), account=user, password=password, session_key=key)

    def send_notification_mail(self, template_prefix: str, user: Account, *args: Any, **kwargs: Any) -> None:
        if template_prefix in GUARDS:
            services.note(actor=actor_of(self.request), action=GUARDS[template_prefix], account=user)


def actor_of(request: HttpRequest) -> Actor:
    """Who asks, as `config.middleware.ActorMiddleware` has put it on the request."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


class MfaAdapter(DefaultMFAAdapter):
    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code does not fit. Codes of the app change every half a minute: take the next one."),
    }

    def is_mfa_enabled(self, user: Account, types: list[str] | None = None) -> bool:
        """A passkey is another way in, not a duty: only the app asks for a second step after the password."""
        kinds = Authenticator.Type
        asks_for_step = types is not None and set(types) == {kinds.TOTP, kinds.WEBAUTHN}
        enabled: bool = super().is_mfa_enabled(user, [kinds.TOTP] if asks_for_step else types)
        return enabled

    def generate_authenticator_name(self, user: Account, type: Authenticator.Type) -> str:
        return device_words(context.request.headers.get("User-Agent", "")) or str(_("Passkey"))

    def build_totp_svg(self, url: str) -> str:
        """Black on white in every theme: cameras do not read it otherwise."""
        picture: bytes = qrcode.make(url, image_factory=SvgPathFillImage).to_string()
        return picture.decode()

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text).decode()


def _box() -> Fernet:
    """Secrets of apps and spare codes lie in the database sealed with the installation's key."""
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"parta second step").derive(settings.SECRET_KEY.encode())
    return Fernet(urlsafe_b64encode(key))
