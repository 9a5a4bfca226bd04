from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.http import HttpRequest


class AccountsConfig(AppConfig):
    name = "parta.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from allauth.account.signals import authentication_step_completed

        authentication_step_completed.connect(_open_screen)


def _open_screen(request: HttpRequest, reauthenticated: bool = False, **kwargs: Any) -> None:
    """Whoever has entered the password again goes on."""
    from parta.accounts.middleware import note_use

    if reauthenticated:
        note_use(request)
