"""Pages of sign-in that allauth does not have: the letter's code, what guards an account, going on after a pause."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from allauth.account.adapter import get_adapter
from allauth.account.utils import perform_login
from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parta.accounts import selectors, services
from parta.accounts.forms import CodeForm, NewPasswordForm
from parta.accounts.middleware import FAMILY, WAITING
from parta.accounts.models import Account, Invitation
from parta.common.codes import Ref
from parta.common.errors import Invalid

if TYPE_CHECKING:
    from parta.config.middleware import ActorRequest


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest) -> HttpResponse:
    """The code of a letter, then the holder's own password; whoever has set it is signed in."""
    if request.user.is_authenticated:
        return render(request, "accounts/signed_in.html")
    form = CodeForm(request.POST or None)
    if request.method == "GET":
        return render(request, "accounts/accept.html", {"form": form})
    if not ratelimit.consume(request, action="letter_failed", dry_run=True):
        return _too_many(request)
    if form.is_valid():
        return _new_password(request, form.invitation)
    ratelimit.consume(request, action="letter_failed")
    return render(request, "accounts/accept.html", {"form": form})


def _too_many(request: HttpRequest) -> HttpResponse:
    return cast(HttpResponse, ratelimit.respond_429(request))


def _new_password(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    form = NewPasswordForm(request.POST if "password" in request.POST else None, initial={"code": request.POST["code"]})
    if form.is_valid():
        origin = get_adapter().origin_of(request)
        code, password = form.cleaned_data["code"], form.cleaned_data["password"]
        try:
            account = services.accept_invitation(code=code, password=password, origin=origin)
            return cast(HttpResponse, perform_login(request, account))
        except Invalid as error:
            form.add_error("password", error.message)
    return render(request, "accounts/new_password.html", {"form": form, "username": invitation.account.username})


@require_GET
@login_required
def security(request: ActorRequest) -> HttpResponse:
    """What guards the account, and the devices that are signed in."""
    shown = selectors.security_of(_holder(request), request.session.session_key)
    advised = request.actor.role not in FAMILY and not shown.has_app
    return render(request, "accounts/security.html", {"security": shown, "advised": advised})


@require_POST
@login_required
def end_session(request: ActorRequest, ref: Ref) -> HttpResponse:
    session = selectors.session_of(_holder(request), ref)
    services.end_session(actor=request.actor, account=_holder(request), session=session)
    messages.success(request, _("The device is signed out."))
    return redirect("accounts:security")


@require_POST
@login_required
def end_other_sessions(request: ActorRequest) -> HttpResponse:
    key = request.session.session_key
    services.end_other_sessions(actor=request.actor, account=_holder(request), session_key=key)
    messages.success(request, _("Only this device is signed in now."))
    return redirect("accounts:security")


@require_GET
@login_required
def resume(request: ActorRequest) -> HttpResponse:
    """The form that was sent while the screen was closed: its sender looks and sends it again."""
    waiting = request.session.pop(WAITING, None)
    return render(request, "accounts/resume.html", {"waiting": waiting}) if waiting else redirect("home")


def _holder(request: HttpRequest) -> Account:
    return cast(Account, request.user)
