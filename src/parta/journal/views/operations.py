"""What the grid sends: many operations in one request, answered one by one."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

from django.http import HttpResponseNotAllowed, JsonResponse
from django.middleware.csrf import get_token
from django.utils.translation import gettext as _

from parta.access.requests import ActorRequest
from parta.common.codes import Ref, encode
from parta.common.errors import PartaError
from parta.journal.selectors.averages import averages_after
from parta.journal.services.operations import MOST, REFUSED, Operation, Outcome, apply_operations, read_operation


def operations(request: ActorRequest) -> JsonResponse | HttpResponseNotAllowed:
    """GET: whose page this is and a fresh token. POST: apply operations (docs/architecture.md)."""
    if not request.user.is_authenticated:
        return JsonResponse({"message": _("Please sign in again.")}, status=401)
    account = account_code(request)
    if request.method == "GET":
        return JsonResponse({"account": account, "token": get_token(request)})
    if request.method != "POST":
        return HttpResponseNotAllowed(["GET", "POST"])
    if request.headers.get("X-Parta-Account") != account:
        return JsonResponse({"message": _("Somebody else is signed in now: this was not sent.")}, status=409)
    sent = _sent(request)
    if sent is None:
        return JsonResponse({"message": _("Something in the request cannot be read.")}, status=400)
    return JsonResponse(_answer(request, sent))


def account_code(request: ActorRequest) -> str:
    """What the entries kept on a device are bound to."""
    return encode("account", Ref(0, request.user.pk or 0))


def _sent(request: ActorRequest) -> list[Any] | None:
    """The operations of a request; None if it is none."""
    try:
        body = json.loads(request.body)
    except ValueError:
        return None
    found = body.get("operations") if isinstance(body, dict) else None
    return found if isinstance(found, list) and len(found) <= MOST else None


def _answer(request: ActorRequest, sent: list[Any]) -> dict[str, Any]:
    by_school: dict[int, list[Operation]] = defaultdict(list)
    results: dict[str, dict[str, Any]] = {}
    for fields in sent:
        try:
            operation = read_operation(fields)
        except (KeyError, ValueError, PartaError):
            key = str(fields.get("key", "")) if isinstance(fields, dict) else ""
            results[key] = {"key": key, "state": REFUSED, "message": _("This cannot be read: open the page again.")}
        else:
            by_school[operation.target.school_id].append(operation)
    rows: list[dict[str, str]] = []
    for school_id, found in by_school.items():
        outcomes = apply_operations(actor=request.actor, school_id=school_id, operations=found)
        results |= {str(one.key): _told(one) for one in outcomes}
        rows += _rows(request, school_id, outcomes)
    return {"results": list(results.values()), "rows": rows}


def _told(outcome: Outcome) -> dict[str, Any]:
    words = {"key": str(outcome.key), "state": outcome.state}
    words |= {name: value for name in ("message", "needs") if (value := getattr(outcome, name))}
    return words | (outcome.standing.answer if outcome.standing else {})


def _rows(request: ActorRequest, school_id: int, outcomes: list[Outcome]) -> list[dict[str, str]]:
    places = [one.target.place for one in outcomes if one.standing]
    pairs = [(place[1], place[2]) for place in places if place[0] == "cell"]
    found = averages_after(request.actor, school_id, pairs) if pairs else []
    return [
        {"p": encode("person", Ref(school_id, row.person_id)), "average": row.average, "why": row.why} for row in found
    ]
