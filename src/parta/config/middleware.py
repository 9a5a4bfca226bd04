"""Puts the actor on every request (who asks, with everything that is held, computed once); closes idle screens."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from parta.access.actor import Actor, Origin
from parta.access.requests import ActorRequest
from parta.accounts.middleware import ScreenLock
from parta.accounts.models import Account
from parta.lessons.selectors import actor_of
from parta.school.selectors import policy_of

__all__ = ["ActorMiddleware", "ActorRequest", "IdleLock"]


class ActorMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[attr-defined]
        try:
            return self.get_response(request)
        finally:
            timezone.deactivate()


def _actor(request: HttpRequest) -> Actor:
    account = request.user if isinstance(request.user, Account) else None
    origin = Origin("web", get_adapter().get_client_ip(request), secrets.token_hex(8))
    actor = actor_of(account, origin=origin, school_id=request.session.get("school"))
    if actor.zone:
        timezone.activate(actor.zone)
    return actor


class IdleLock(ScreenLock):
    """Screens of the staff close after the minutes that their school has set."""

    def minutes(self, actor: Actor) -> int:
        return int(policy_of(actor.school_id)["idle_lock_minutes"]) if actor.school_id else 0
