"""Keeps the screens of the staff from staying open: after a pause without a request, the password is asked again."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from parta.access.actor import Actor
from parta.accounts.services import note_device
from parta.common import clock

SEEN, LOCKED, WAITING = "seen", "locked", "waiting"
"""Keys of the session: when it was last used, whether its screen is closed, what was sent meanwhile."""

OPEN = {"account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "account_logout", "appearance"}
"""What a closed screen may still ask for."""

NOTED_EVERY = 60
FAMILY = ("", "pupil", "guardian")


class ScreenLock(ABC):
    """Notes about once a minute that a session is in use, and closes a staff screen that was not, for too long."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    @abstractmethod
    def minutes(self, actor: Actor) -> int:
        """After how many idle minutes the actor's screen closes; 0 for never."""

    def process_view(self, request: HttpRequest, *args: Any) -> HttpResponse | None:
        """Runs after the form's token was checked, so what is kept for later was really sent from a page of ours."""
        match = request.resolver_match
        if request.user.is_authenticated and self._is_closed(request) and match and match.view_name not in OPEN:
            return closed(request)
        return None

    def _is_closed(self, request: HttpRequest) -> bool:
        session, now = request.session, clock.now().timestamp()
        idle = now - session.get(SEEN, 0)
        if LOCKED in session or idle < NOTED_EVERY:
            return LOCKED in session
        if SEEN in session and self._is_too_long(request, idle):
            session[LOCKED] = True
            return True
        note_use(request)
        return False

    def _is_too_long(self, request: HttpRequest, idle: float) -> bool:
        actor: Actor = request.actor  # type: ignore[attr-defined]
        minutes = 0 if actor.role in FAMILY else self.minutes(actor)
        return bool(minutes) and idle >= minutes * 60


def note_use(request: HttpRequest) -> None:
    """The session is in use, its screen open."""
    request.session[SEEN] = clock.now().timestamp()
    request.session.pop(LOCKED, None)
    note_device(
        account=request.user,  # type: ignore[arg-type]
        session_key=request.session.session_key or "",
        address=get_adapter().get_client_ip(request),
        agent=request.headers.get("User-Agent", ""),
    )


def closed(request: HttpRequest) -> HttpResponse:
    """Lead to the password and back. A form that was sent waits; a script is told so by 423 Locked."""
    if not is_page(request):
        return _locked(request)
    if request.method in ("GET", "HEAD"):
        return redirect(_key(request.get_full_path()))
    if not _may_wait(request):
        return redirect(_key(request.path))
    fields = [[name, value] for name, values in request.POST.lists() for value in values]
    request.session[WAITING] = {"path": request.get_full_path(), "fields": fields}
    return redirect(_key(reverse("accounts:resume")))


def is_page(request: HttpRequest) -> bool:
    """A person moves from page to page; scripts (htmx, fetch) stay on theirs."""
    is_script = request.headers.get("HX-Request") or request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate"
    return not is_script and request.accepts("text/html")


def _may_wait(request: HttpRequest) -> bool:
    """Neither passwords nor files are kept in a session."""
    return not request.FILES and not any("password" in name for name in request.POST)


def _locked(request: HttpRequest) -> HttpResponse:
    words = _("The screen was closed after a pause. Enter the password in a new tab and send this again.")
    response = HttpResponse(words, status=423, content_type="text/plain; charset=utf-8")
    response["X-Unlock"] = reverse("account_reauthenticate")
    return response


def _key(target: str) -> str:
    return f"{reverse('account_reauthenticate')}?{urlencode({'next': target})}"
