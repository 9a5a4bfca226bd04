"""Academic debts: the list, what is to be decided, one debt and what is done with it."""

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

from parta.access.requests import ActorRequest
from parta.access.roles import MANAGEMENT, relations
from parta.access.rules import require_any
from parta.common.codes import Ref, decode
from parta.common.errors import Invalid, NotFound
from parta.common.pages import FormPage, form_page, put_errors
from parta.common.sheets import workbook_answer
from parta.grading.models import Debt
from parta.grading.services import (
    annul_debt,
    enter_result,
    note_debt,
    open_debts,
    plan_resit,
    reopen_debt,
    set_deadline,
)
from parta.journal.forms import DeadlineForm, NoteForm, OpenDebtsForm, ReasonForm, ResitForm, ResultForm
from parta.journal.rules import SEE_DEBTS
from parta.journal.selectors.debts import OWED, DebtQuery, debt_of, debt_page, debts_for, line_of
from parta.journal.services.debts import export_debts
from parta.school.models import School
from parta.school.selectors import today_of


def _query(request: ActorRequest, show: str = "") -> DebtQuery:
    asked = request.GET
    return DebtQuery(asked.get("q", ""), show or asked.get("show", ""), asked.get("sort", ""), asked.get("page"))


@require_GET
@login_required
def debts(request: ActorRequest) -> HttpResponse:
    require_any(request.actor, *SEE_DEBTS)
    return _list(request, _query(request))


def _list(request: ActorRequest, query: DebtQuery, form: OpenDebtsForm | None = None) -> HttpResponse:
    found = debts_for(request.actor, query)
    form = form or OpenDebtsForm(initial={"deadline": found.deadline})
    context = {"found": found, "query": query, "form": form, "chosen": request.POST.getlist("mark")}
    return render(request, "journal/debts.html", context, status=422 if form.errors else 200)


@require_GET
@login_required
def debts_xlsx(request: ActorRequest) -> HttpResponse:
    """The list with its filters as a workbook."""
    require_any(request.actor, *SEE_DEBTS)
    school = School.objects.get(pk=request.actor.school_id or 0)
    data = export_debts(actor=request.actor, school=school, query=_query(request))
    return workbook_answer(data, f"debts-{today_of(school.pk):%Y-%m-%d}.xlsx")


@require_POST
@login_required
def open_marked(request: ActorRequest) -> HttpResponse:
    """Debts from the marks that were ticked, from one of them, or from all that the page shows."""
    require_any(request.actor, *relations(*MANAGEMENT))
    form = OpenDebtsForm(request.POST)
    if form.is_valid():
        try:
            marks = _marks(request)
            made = open_debts(
                actor=request.actor, school_id=request.actor.school_id or 0, marks=marks, **form.cleaned_data
            )
        except Invalid as error:
            put_errors(form, error)
        else:
            words = ngettext("%(n)s debt is opened.", "%(n)s debts are opened.", len(made))
            messages.success(request, words % {"n": len(made)})
            return redirect("journal:debts")
    return _list(request, _query(request, OWED), form)


def _marks(request: ActorRequest) -> list[int]:
    one, shown = request.POST.get("only"), "row" if "all" in request.POST else "mark"
    codes = [one] if one else request.POST.getlist(shown)
    if not codes:
        raise Invalid(_("Tick at least one pupil."))
    try:
        refs = [decode("finalmark", code) for code in codes]
    except ValueError as error:
        raise NotFound from error
    if any(ref.school_id != request.actor.school_id for ref in refs):
        raise NotFound
    return [ref.id for ref in refs]


@require_GET
@login_required
def debt(request: ActorRequest, ref: Ref) -> HttpResponse:
    return render(request, "journal/debt.html", {"page": debt_page(request.actor, debt_of(request.actor, ref))})


def _page(row: Debt, title: str, submit: str, **more: Any) -> FormPage:
    over = f"{row.person.short_name}, {row.subject.name}, {row.group.name}"
    return FormPage(title, submit, reverse("journal:debt", args=[row]), over=over, **more)


def _data(request: ActorRequest) -> Any:
    return request.POST if request.method == "POST" else None


@require_http_methods(["GET", "POST"])
@login_required
def plan(request: ActorRequest, ref: Ref) -> HttpResponse:
    """A day for the next re-sit, or another day for the planned one."""
    row = debt_of(request.actor, ref, decides=True)
    line = line_of(row)
    form = ResitForm(line, _data(request))
    hint = _("A commission hears the second re-sit.") if len(line.held) == 1 else ""
    page = _page(row, _("Plan a re-sit"), _("Set the day"), hint=hint, done=_("The family sees the day in the diary."))
    return form_page(request, page, form, lambda values: _none(plan_resit(actor=request.actor, debt=row, **values)))


@require_http_methods(["GET", "POST"])
@login_required
def result(request: ActorRequest, ref: Ref) -> HttpResponse:
    """What came of the planned re-sit."""
    row = debt_of(request.actor, ref, decides=True)
    planned = line_of(row).planned
    form = ResultForm(_data(request), initial={"held_on": planned.on if planned else None})
    hint = _("A satisfactory mark clears the debt and becomes the mark of the year.")
    page = _page(row, _("Result of the re-sit"), _("Save"), hint=hint)

    def act(values: dict[str, Any]) -> None:
        outcome = enter_result(actor=request.actor, debt=row, **values)
        _say(request, _("The debt is cleared.") if outcome.debt.cleared_on else _("The result is saved."), outcome.kept)

    return form_page(request, page, form, act)


def _say(request: ActorRequest, done: str, kept: str) -> None:
    messages.success(request, done)
    if kept:
        messages.warning(request, kept)


def _none(_done: object) -> None:
    """A page leads back where its act gives no address."""


@require_http_methods(["GET", "POST"])
@login_required
def deadline(request: ActorRequest, ref: Ref) -> HttpResponse:
    row = debt_of(request.actor, ref, decides=True)
    form = DeadlineForm(row, _data(request))
    page = _page(row, _("Change the deadline"), _("Save"), done=_("The deadline is changed."))
    return form_page(request, page, form, lambda values: _none(set_deadline(actor=request.actor, debt=row, **values)))


@require_http_methods(["GET", "POST"])
@login_required
def annul(request: ActorRequest, ref: Ref) -> HttpResponse:
    """There is no debt; where the mark is satisfactory by now, the button of the page is enough."""
    row = debt_of(request.actor, ref, decides=True)
    form = ReasonForm(_data(request), required=not line_of(row).is_groundless)
    hint = _("The pupil and the family see this debt no more; the history keeps it.")
    page = _page(row, _("Annul the debt"), _("Annul"), hint=hint, danger=True, done=_("The debt is annulled."))
    return form_page(request, page, form, lambda values: _none(annul_debt(actor=request.actor, debt=row, **values)))


@require_http_methods(["GET", "POST"])
@login_required
def reopen(request: ActorRequest, ref: Ref) -> HttpResponse:
    row = debt_of(request.actor, ref, decides=True)
    hint = _("The result that cleared it is removed, the mark of the year becomes the former one again.")
    page = _page(row, _("Take the debt up again"), _("Take up again"), hint=hint if row.cleared_on else "")

    def act(values: dict[str, Any]) -> None:
        _say(request, _("The debt is open again."), reopen_debt(actor=request.actor, debt=row, **values))

    return form_page(request, page, ReasonForm(_data(request)), act)


@require_http_methods(["GET", "POST"])
@login_required
def note(request: ActorRequest, ref: Ref) -> HttpResponse:
    row = debt_of(request.actor, ref, decides=True)
    form: forms.Form = NoteForm(_data(request), initial={"note": row.note})
    page = _page(row, _("Note"), _("Save"), done=_("The note is saved."))
    return form_page(request, page, form, lambda values: _none(note_debt(actor=request.actor, debt=row, **values)))
