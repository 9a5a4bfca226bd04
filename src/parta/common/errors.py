"""Typed errors of the services; `common.middleware.ErrorPages` turns them into answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class PartaError(Exception):
    """An act was refused; the message is shown to the user and says what to do next."""

    status = 400

    def __init__(self, message: str = "", **details: Any) -> None:
        super().__init__(message)
        self.message = message
        self.details = details


class Forbidden(PartaError):
    """The actor may know of the object but may not do this with it."""

    status = 403


class NotFound(PartaError):
    """No such object for this actor: strangers learn nothing."""

    status = 404


class Conflict(PartaError):
    """Someone else has written since the actor looked; details hold both values."""

    status = 409


class Invalid(PartaError):
    """The input breaks a rule; `fields` maps a field name to what is wrong with it."""

    status = 422

    def __init__(self, message: str = "", *, fields: Mapping[str, str] | None = None, **details: Any) -> None:
        super().__init__(message or "; ".join((fields or {}).values()), **details)
        self.fields = dict(fields or {})
