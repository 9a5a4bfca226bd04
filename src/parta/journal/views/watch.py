"""Unusual edits and taking edits back: for who leads the school or a branch."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parta.access.requests import ActorRequest
from parta.access.roles import MANAGEMENT, relations
from parta.access.rules import require_any
from parta.common.codes import Ref, decode, encode
from parta.common.errors import Invalid, NotFound
from parta.common.pages import page_of, ref_in
from parta.journal.selectors.alerts import alerts_of
from parta.journal.selectors.rollback import Plan, plan_of
from parta.journal.services.alerts import see_alert
from parta.journal.services.rollback import roll_back
from parta.people.models import Employee

MOMENT = "%Y-%m-%dT%H:%M:%S"


@require_GET
@login_required
def alerts(request: ActorRequest) -> HttpResponse:
    found = alerts_of(request.actor)
    page = page_of(found, request.GET.get("page"))
    waiting = sum(alert.seen is None for alert in found)
    return render(request, "journal/alerts.html", {"page": page, "waiting": waiting})


@require_POST
@login_required
def seen(request: ActorRequest) -> HttpResponse:
    """These edits were looked at."""
    require_any(request.actor.within(request.actor.school_id), *relations(*MANAGEMENT))
    person = ref_in(request, "person", "person")
    if person is None:
        raise NotFound
    values = {name: request.POST.get(name, "") for name in ("why", "since", "note")}
    see_alert(actor=request.actor, person_id=person.id, **values)
    messages.success(request, _("Noted: these edits call no more."))
    return redirect("journal:alerts")


def _code(school_id: int, row: Employee) -> str:
    return encode("person", Ref(school_id, row.person_id))


class SpanForm(forms.Form):
    """Whose edits and of which time."""

    person = forms.ChoiceField(label=gettext_lazy("Whose edits"))
    since = forms.DateTimeField(label=gettext_lazy("From"), widget=forms.DateTimeInput({"type": "datetime-local"}))
    until = forms.DateTimeField(label=gettext_lazy("Until"), widget=forms.DateTimeInput({"type": "datetime-local"}))

    def __init__(self, school_id: int, data: Any = None) -> None:
        super().__init__(data, auto_id="span_%s")
        rows = Employee.objects.filter(school_id=school_id).select_related("person").order_by("person__sort_key")
        person: Any = self.fields["person"]
        person.choices = [("", "—"), *((_code(school_id, row), row.person.full_name) for row in rows)]
        for name in ("since", "until"):
            widget: Any = self.fields[name].widget
            widget.format = MOMENT

    def clean(self) -> dict[str, object]:
        values = self.cleaned_data
        if values.get("since") and values.get("until") and values["until"] <= values["since"]:
            self.add_error("until", _("The end is before the beginning."))
        return values

    def span(self) -> tuple[int, datetime, datetime]:
        values = self.cleaned_data
        return decode("person", values["person"]).id, values["since"], values["until"]


@require_http_methods(["GET", "POST"])
@login_required
def rollback(request: ActorRequest) -> HttpResponse:
    """Choose a person and a time, look at what would be restored, restore it."""
    require_any(request.actor.within(request.actor.school_id), *relations(*MANAGEMENT))
    asked = request.POST if request.method == "POST" else request.GET
    form = SpanForm(request.actor.school_id or 0, asked if asked.get("person") else None)
    plan, problem = None, ""
    if form.is_valid():
        try:
            plan = _plan(request, form)
            if plan is None:
                return redirect("journal:rollback")
        except Invalid as error:
            problem = error.message
            plan = plan_of(request.actor, *form.span()) if request.method == "POST" else None
    context = {"form": form, "plan": plan, "problem": problem, "span": asked}
    return render(request, "journal/rollback.html", context, status=422 if problem or form.errors else 200)


def _plan(request: ActorRequest, form: SpanForm) -> Plan | None:
    """The plan to be looked at; none once it was carried out."""
    person_id, since, until = form.span()
    if request.method == "GET":
        return plan_of(request.actor, person_id, since, until)
    done = roll_back(
        actor=request.actor,
        person_id=person_id,
        since=since,
        until=until,
        reason=request.POST.get("reason", ""),
        seen=request.POST.get("seal", ""),
    )
    messages.success(request, _("Restored: %(n)d.") % {"n": len(done.cells)})
    return None
