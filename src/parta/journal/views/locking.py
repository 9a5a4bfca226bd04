"""Opening closed days of a journal, and the states of terms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parta.access.reading import row_for
from parta.access.requests import ActorRequest
from parta.access.roles import MANAGEMENT, Role, relations
from parta.access.rules import require_any
from parta.classes.models import Course
from parta.classes.rules import VIEW_COURSE
from parta.common.codes import Ref, code_of
from parta.common.components import row_form
from parta.common.errors import Invalid
from parta.common.pages import FormPage, day_in, form_page, picked
from parta.journal.selectors.terms import term_page, terms_page
from parta.journal.selectors.unlocks import ALL, unlock_page
from parta.lessons.models import Unlock
from parta.lessons.rules import ASK_UNLOCK, DECIDE_UNLOCK, OPEN_JOURNAL, SET_TERM
from parta.lessons.services import ask_unlock, decline_unlock, give_unlock, revoke_unlock, set_term_state
from parta.lessons.services.unlocking import MOST_DAYS
from parta.school.models import Term, TermState
from parta.school.rules import EDIT_STRUCTURE
from parta.school.selectors import policy_of, today_of

COURSES = Course.objects.select_related("group__branch", "subject")
UNLOCKS = Unlock.objects.select_related("course__group__branch", "course__subject", "asked_by")
SPAN = ("since", "until")


def _blank(request: ActorRequest, course: Course) -> Unlock:
    """A new unlock of the days that the address names, else of today."""
    today = today_of(course.school_id)
    days = {name: day_in(request.GET.get(name, "")) or today for name in SPAN}
    return Unlock(school_id=course.school_id, course=course, **days)


def _course_page(course: Course, title: str, submit: str, **more: Any) -> FormPage:
    back = reverse("journal:course", args=[course])
    return FormPage(title, submit, back, over=f"{course.subject.name}, {course.group.name}", **more)


def _reason(label: str = "") -> forms.CharField:
    return forms.CharField(label=label or _("Reason"), max_length=300, help_text=_("It stands in the history."))


def _days(school_id: int) -> forms.IntegerField:
    return forms.IntegerField(
        label=_("For how many days"), min_value=1, max_value=MOST_DAYS, initial=policy_of(school_id)["unlock_days"]
    )


@require_http_methods(["GET", "POST"])
@login_required
def open_course(request: ActorRequest, ref: Ref) -> HttpResponse:
    """The management opens closed days of a course for some days."""
    course: Course = row_for(request.actor, COURSES, ref, OPEN_JOURNAL, see=VIEW_COURSE)
    row = _blank(request, course)
    form = row_form(
        request, ref.school_id, (row, SPAN), extra={"days": _days(ref.school_id), "reason": _reason()}, reason=""
    )

    def act(values: dict[str, Any]) -> None:
        row.since, row.until = values["since"], values["until"]
        give_unlock(actor=request.actor, unlock=row, reason=values["reason"], days=values["days"])

    done = _("The journal is open for these lessons.")
    page = _course_page(course, _("Open the journal"), _("Open for writing"), done=done)
    return form_page(request, page, form, act)


@require_http_methods(["GET", "POST"])
@login_required
def ask_course(request: ActorRequest, ref: Ref) -> HttpResponse:
    """A teacher asks for closed days."""
    course: Course = row_for(request.actor, COURSES, ref, ASK_UNLOCK, see=VIEW_COURSE)
    row = _blank(request, course)
    form = row_form(request, ref.school_id, (row, SPAN), extra={"asked_reason": _reason(_("Why it is needed"))})

    def act(values: dict[str, Any]) -> None:
        row.since, row.until, row.asked_reason = values["since"], values["until"], values["asked_reason"]
        ask_unlock(actor=request.actor, unlock=row)

    done = _("The deputy head will see it and answer.")
    page = _course_page(course, _("Ask to open the journal"), _("Ask"), done=done)
    return form_page(request, page, form, act)


@require_GET
@login_required
def unlocks(request: ActorRequest) -> HttpResponse:
    require_any(request.actor, *relations(*MANAGEMENT, Role.ADMINISTRATOR))
    query = request.GET
    show = query.get("show", ALL)
    found = unlock_page(request.actor, words=query.get("q", ""), show=show, page=query.get("page"))
    return render(request, "journal/unlocks.html", {"found": found, "show": show, "query": query})


def _unlock_page(row: Unlock, title: str, submit: str, **more: Any) -> FormPage:
    hint = f"{row.asked_by.short_name}: {row.asked_reason}" if row.asked_by else ""
    over = f"{row.course.subject.name}, {row.course.group.name}"
    return FormPage(title, submit, reverse("journal:unlocks"), over=over, hint=hint, **more)


@require_http_methods(["GET", "POST"])
@login_required
def give(request: ActorRequest, ref: Ref) -> HttpResponse:
    """Open what was asked for; the days may be made fewer."""
    row: Unlock = row_for(request.actor, UNLOCKS, ref, DECIDE_UNLOCK)
    form = row_form(
        request, ref.school_id, extra={"days": _days(ref.school_id), "reason": _reason()}, reason=_("Asked")
    )

    def act(values: dict[str, Any]) -> None:
        give_unlock(actor=request.actor, unlock=row, **picked(values, ("reason", "days")))

    page = _unlock_page(row, _("Open the journal"), _("Open for writing"), done=_("The journal is open."))
    return form_page(request, page, form, act)


@require_http_methods(["GET", "POST"])
@login_required
def decline(request: ActorRequest, ref: Ref) -> HttpResponse:
    row: Unlock = row_for(request.actor, UNLOCKS, ref, DECIDE_UNLOCK)
    form = row_form(request, ref.school_id, extra={"reason": _reason(_("What to tell the teacher"))})

    def act(values: dict[str, Any]) -> None:
        decline_unlock(actor=request.actor, unlock=row, reason=values["reason"])

    page = _unlock_page(row, _("Do not open"), _("Decline"), done=_("The teacher will see it in the journal."))
    return form_page(request, page, form, act)


@require_POST
@login_required
def revoke(request: ActorRequest, ref: Ref) -> HttpResponse:
    row: Unlock = row_for(request.actor, UNLOCKS, ref, DECIDE_UNLOCK)
    revoke_unlock(actor=request.actor, unlock=row)
    messages.success(request, _("The journal is closed again; what was written stays."))
    return redirect("journal:unlocks")


@require_GET
@login_required
def terms(request: ActorRequest) -> HttpResponse:
    return render(request, "journal/terms.html", {"lines": terms_page(request.actor)})


class TermForm(forms.Form):
    """What a term becomes; only opening a closed one asks why."""

    state = forms.ChoiceField(choices=TermState.choices, widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=10)
    reason = forms.CharField(label=_("Order: number, date, reason"), max_length=300, required=False)


@require_http_methods(["GET", "POST"])
@login_required
def term(request: ActorRequest, ref: Ref) -> HttpResponse:
    """A term before it is closed: what is left; and the buttons."""
    rows = Term.objects.select_related("scheme")
    rule = SET_TERM if request.method == "POST" else EDIT_STRUCTURE
    found: Term = row_for(request.actor, rows, ref, rule, see=EDIT_STRUCTURE)
    problem = ""
    if request.method == "POST":
        form = TermForm(request.POST)
        try:
            _move(request, found, form)
        except Invalid as error:
            problem = error.message
        else:
            return redirect("journal:term", code_of(found))
    context = {"found": term_page(request.actor, ref), "problem": problem}
    return render(request, "journal/term.html", context, status=422 if problem else 200)


def _move(request: ActorRequest, found: Term, form: TermForm) -> None:
    if not form.is_valid():
        raise Invalid(_("Choose what becomes of the term."))
    moved = set_term_state(actor=request.actor, term=found, **form.cleaned_data)
    messages.success(request, _("The term is now “%(state)s”.") % {"state": moved.get_state_display().lower()})
