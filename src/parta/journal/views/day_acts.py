"""Quarantine, frost and distance days, bells of a day: first a look, then the act; and back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parta.access.reading import opens, row_for
from parta.access.requests import ActorRequest
from parta.classes.models import Group, GroupKind
from parta.common.codes import Ref
from parta.common.components import DateInput, RowField, RowsField, fields_of, row_form
from parta.common.errors import Invalid, NotFound
from parta.common.pages import FormPage, form_page, put_errors
from parta.journal.selectors.day_acts import ActPlan, acts_page, over_already, plan_of
from parta.lessons.models import BellDay, DayAct
from parta.lessons.rules import DECIDE_DAYS
from parta.lessons.services import decide_days, ring_as_usual, ring_day, withdraw_days
from parta.school.models import BellSet, Branch
from parta.school.selectors import today_of, year_on

FIELDS = ("kind", "mode", "since", "until", "words", "order")


def _require(request: ActorRequest) -> int:
    if not opens(request.actor, DECIDE_DAYS):
        raise NotFound
    return request.actor.school_id or 0


def _branches(request: ActorRequest) -> list[Branch]:
    rows = Branch.objects.filter(school_id=request.actor.school_id).order_by("-is_main", "name")
    return [row for row in rows if DECIDE_DAYS.allows(request.actor, row)]


class ClassesField(RowsField):
    def label_from_instance(self, group: Group) -> str:
        return group.name if group.branch.is_main else f"{group.name}, {group.branch}"


class DaysForm(forms.Form):
    """Which days, which classes (none: the whole branch), what becomes of the lessons."""

    def __init__(self, request: ActorRequest, data: Any) -> None:
        super().__init__(data or None)
        school_id = request.actor.school_id or 0
        mine = _branches(request)
        branches = Branch.objects.filter(school_id=school_id, pk__in=[row.pk for row in mine])
        year = year_on(school_id, today_of(school_id))
        classes = Group.objects.filter(school_id=school_id, year=year, branch__in=mine, kind=GroupKind.CLASS)
        self.fields["branch"] = RowField(
            branches, label=_("Branch"), empty_label=None, initial=mine[0] if len(mine) == 1 else None
        )
        self.fields.update(fields_of(DayAct, FIELDS, school_id))
        self.fields["groups"] = ClassesField(
            classes.select_related("branch").order_by("-branch__is_main", "branch__name", "year_level", "name"),
            label=_("Classes"),
            required=False,
            widget=forms.CheckboxSelectMultiple(attrs={"class": "columns"}),
            help_text=_("None chosen: the whole branch."),
        )
        self.order_fields(["branch", "kind", "mode", "since", "until", "groups", "words", "order"])

    def act(self, school_id: int) -> DayAct:
        values = {name: value for name, value in self.cleaned_data.items() if name != "groups"}
        return DayAct(school_id=school_id, **values)


class SureForm(forms.Form):
    """Asked first, and sure."""

    sure = forms.CharField(widget=forms.HiddenInput, initial="1")


@require_GET
@login_required
def days(request: ActorRequest) -> HttpResponse:
    _require(request)
    found = acts_page(request.actor, request.GET.get("page"))
    return render(request, "journal/day_acts.html", {"found": found, "decides_days": True})


@require_http_methods(["GET", "POST"])
@login_required
def new_days(request: ActorRequest) -> HttpResponse:
    """GET with the fields filled shows what would happen, POST does just that; `edit` leads back to the fields."""
    school_id = _require(request)
    form = DaysForm(request, request.POST if request.method == "POST" else request.GET)
    plan: ActPlan | None = None
    if form.is_valid():
        act, groups = form.act(school_id), form.cleaned_data["groups"]
        try:
            if request.method == "POST":
                return _decided(request, act, list(groups))
            plan = None if "edit" in request.GET else plan_of(act, groups)
        except Invalid as error:
            put_errors(form, error)
    status = 422 if form.errors and request.method == "POST" else 200
    return render(request, "journal/new_days.html", {"form": form, "plan": plan}, status=status)


def _decided(request: ActorRequest, act: DayAct, groups: list[Group]) -> HttpResponse:
    taken = decide_days(actor=request.actor, act=act, groups=groups)
    words = ngettext("Done: it concerns %(n)d lesson.", "Done: it concerns %(n)d lessons.", taken)
    messages.success(request, words % {"n": taken})
    return redirect("journal:days")


@require_POST
@login_required
def withdraw(request: ActorRequest, ref: Ref) -> HttpResponse:
    act: DayAct = row_for(request.actor, DayAct.objects.all(), ref, DECIDE_DAYS)
    empty = over_already(act)
    if empty and "sure" not in request.POST:
        return _asked(request, act, empty)
    back = withdraw_days(actor=request.actor, act=act)
    words = ngettext("Taken back: %(n)d lesson is as it was.", "Taken back: %(n)d lessons are as they were.", back)
    messages.success(request, words % {"n": back})
    return redirect("journal:days")


def _asked(request: ActorRequest, act: DayAct, empty: int) -> HttpResponse:
    """Days of the act are over: say first what comes back with them."""
    words = ngettext(
        "Days of this decision are over. %(n)d lesson of them comes back empty: nobody has written in it, and it "
        "will count as not filled in.",
        "Days of this decision are over. %(n)d lessons of them come back empty: nobody has written in them, and they "
        "will count as not filled in.",
        empty,
    )
    back = reverse("journal:days")
    page = FormPage(
        _("Undo the decision"), _("Undo it all the same"), back, act.title, words % {"n": empty}, danger=True
    )
    return render(request, "form_page.html", {"page": page, "form": SureForm()})


class BellsField(RowField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} · {obj.branch.short_name}"


@require_http_methods(["GET", "POST"])
@login_required
def ring(request: ActorRequest) -> HttpResponse:
    """A day rung by another bell set."""
    school_id = _require(request)
    sets = BellSet.objects.filter(school_id=school_id, branch__in=_branches(request)).select_related("branch")
    fields = {
        "on": forms.DateField(label=_("Day"), widget=DateInput),
        "bell_set": BellsField(sets.order_by("-only_named_days", "name"), label=_("Bells")),
    }
    form = row_form(request, school_id, extra=fields, on=today_of(school_id))
    hint = _("Sets for such days are made in the set-up and marked “only on days named for it”.")
    page = FormPage(_("Other bells for a day"), _("Ring so"), reverse("journal:days"), hint=hint)

    def act(values: dict[str, Any]) -> None:
        bells = values["bell_set"]
        changed = ring_day(actor=request.actor, branch=bells.branch, on=values["on"], bell_set=bells)
        words = ngettext("%(n)d lesson has other times now.", "%(n)d lessons have other times now.", changed)
        messages.success(request, words % {"n": changed})

    return form_page(request, page, form, act)


@require_POST
@login_required
def ring_usual(request: ActorRequest, ref: Ref) -> HttpResponse:
    row: BellDay = row_for(request.actor, BellDay.objects.select_related("branch"), ref, DECIDE_DAYS)
    ring_as_usual(actor=request.actor, branch=row.branch, on=row.date)
    messages.success(request, _("The day is rung as usual again."))
    return redirect("journal:days")
