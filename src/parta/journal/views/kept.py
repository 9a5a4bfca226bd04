"""What the device keeps: the worker that holds the day's pages, and the words about entries that wait."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from parta.access.requests import ActorRequest

FORMS = {"one": 1, "few": 2, "many": 5, "other": 5}
"""A number for each plural form that browsers know."""


@require_GET
def worker(request: ActorRequest) -> HttpResponse:
    """The service worker: its address decides over which pages it has power, so it lies beside them."""
    source = Path(str(finders.find("journal/worker.js"))).read_text("utf-8")
    return HttpResponse(source, content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"})


def kept_data() -> dict[str, Any]:
    """What kept.js reads on its page."""
    words = {
        "saved": _("Everything is saved"),
        "saving": _("Saving…"),
        "waiting": _forms(
            lambda n: ngettext("{n} entry waits for the connection", "{n} entries wait for the connection", n)
        ),
        "rest": _("the rest was saved at {time}"),
        "unsettled": _forms(
            lambda n: ngettext("{n} entry was not written: look", "{n} entries were not written: look", n)
        ),
        "signIn": _("Sign in again: the entries are kept on this device"),
        "foreign": _("Somebody else is signed in: the entries wait on this device"),
        "fragile": _("The entries stand on this page only: do not close it"),
        "kept": _("Without connection: the journal as of {time}. What is typed is kept and sent later."),
        "back": _("The connection is back, everything is sent."),
        "refresh": _("Show the present page"),
    }
    return {"send": reverse("journal:operations"), "worker": reverse("journal:worker"), "words": words}


def _forms(say: Callable[[int], str]) -> dict[str, str]:
    return {name: say(n) for name, n in FORMS.items()}
