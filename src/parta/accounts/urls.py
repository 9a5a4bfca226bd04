"""Sign-in: the pages of allauth that Parta uses, by their own names, and those of the room as `accounts:…`."""

from __future__ import annotations

from collections.abc import Callable

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as spare
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.views.decorators.http import require_POST
from django.views.generic import RedirectView

from parta.accounts import services, views
from parta.accounts.selectors import demo_sign_ins
from parta.common.codes import Ref


def _by_code(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view of allauth that knows rows by number, behind an address that does not tell it."""

    def answer(request: HttpRequest, ref: Ref) -> HttpResponse:
        return view(request, pk=ref.id)

    return answer


class AddPasskey(passkeys.AddWebAuthnView):
    """Without the app no second step is asked, so a passkey needs no spare codes."""

    def get_success_url(self) -> str:
        services.drop_idle_spare_codes(account=self.request.user)
        return reverse("accounts:security")


login = account.LoginView.as_view(extra_context={"demo_sign_ins": demo_sign_ins})
to_security = RedirectView.as_view(pattern_name="accounts:security")

room = [
    path("accept/", views.accept, name="accept"),
    path("security/", views.security, name="security"),
    path("security/device/<usersession:ref>/end/", views.end_session, name="end-session"),
    path("security/devices/end/", views.end_other_sessions, name="end-other-sessions"),
    path("resume/", views.resume, name="resume"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((room, "accounts"))),
    path("login/", login, name="account_login"),
    path("logout/", require_POST(account.logout), name="account_logout"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/", account.password_change, name="account_change_password"),
    path("step/", mfa.authenticate, name="mfa_authenticate"),
    path("reauthenticate/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("security/", to_security, name="mfa_index"),
    path("app/add/", totp.activate_totp, name="mfa_activate_totp"),
    path("app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("spare/", spare.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("spare/new/", spare.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("spare/file/", spare.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("security/", to_security, name="mfa_list_webauthn"),
    path("passkey/add/", AddPasskey.as_view(), name="mfa_add_webauthn"),
    path("passkey/login/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("passkey/reauthenticate/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("passkey/<authenticator:ref>/remove/", _by_code(passkeys.remove_webauthn), name="mfa_remove_webauthn"),
    path("passkey/<authenticator:ref>/rename/", _by_code(passkeys.edit_webauthn), name="mfa_edit_webauthn"),
]
