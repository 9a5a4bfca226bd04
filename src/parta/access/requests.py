"""A request with who asks; `config.middleware` puts the actor on it."""

from __future__ import annotations

from django.http import HttpRequest

from parta.access.actor import Actor


class ActorRequest(HttpRequest):
    """A request of a known or unknown actor."""

    actor: Actor
