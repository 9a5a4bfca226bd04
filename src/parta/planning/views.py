"""Pages of a thematic plan without dates: the table, pasting, copying, approval, the correction sheet."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parta.access.requests import ActorRequest
from parta.access.rules import Rule, require
from parta.classes.rules import VIEW_COURSE
from parta.common.codes import Ref, code_of
from parta.common.errors import Conflict, Invalid, NotFound
from parta.common.pages import FormPage, form_page, put_errors
from parta.planning.arithmetic import Row
from parta.planning.arithmetic.pasted import COLUMNS, guessed, head_of, read_table, table_of, text_of
from parta.planning.arithmetic.tables import arranged, hours_in
from parta.planning.files import table_in
from parta.planning.forms import (
    LABELS,
    CopyForm,
    JoinForm,
    ReturnForm,
    SourceForm,
    TypedRow,
    WhyForm,
    columns_in,
    read,
    shown,
    typed_rows,
)
from parta.planning.models import Kind, Plan
from parta.planning.rules import APPROVE_PLAN, COPY_PLAN, EDIT_PLAN
from parta.planning.selectors import PlanPage, copy_targets, doubt_words, edition_rows, numbered, plan_page, works_in
from parta.planning.services import (
    approve_plan,
    copy_plan,
    join_topics,
    put_plan,
    return_plan,
    submit_plan,
    take_back_plan,
)

BLANK, SHOWN = 5, 12
"""Blank lines under a new table; lines of a pasted one that are shown."""


def _page(request: ActorRequest, ref: Ref, rule: Rule) -> PlanPage:
    page = plan_page(request.actor, ref)
    require(request.actor, rule, page.course, see=VIEW_COURSE)
    return page


def _plan(page: PlanPage) -> Plan:
    if page.plan is None:
        raise NotFound
    page.plan.course = page.course
    return page.plan


def _home(page: PlanPage) -> str:
    return reverse("journal:plan", args=[code_of(page.course)])


def _over(page: PlanPage) -> str:
    return f"{page.course.subject.name}, {page.course.group.name}"


def _closed(request: ActorRequest, page: PlanPage) -> HttpResponse:
    """What is handed in is not changed: said before anything is typed."""
    messages.warning(request, _("The plan is with the deputy head: take it back to change it."))
    return HttpResponseRedirect(_home(page))


@require_http_methods(["GET", "POST"])
@login_required
def edit(request: ActorRequest, ref: Ref) -> HttpResponse:
    """The table, written as a whole; its buttons move lines without saving them."""
    page = _page(request, ref, EDIT_PLAN)
    if request.method != "POST" and page.is_submitted:
        return _closed(request, page)
    if request.method != "POST":
        return _table(request, page, shown(ref.school_id, page.rows, 0 if page.rows else BLANK))
    typed = typed_rows(request.POST)
    act, _dot, place = request.POST.get("act", "save").partition(".")
    if act != "save":
        return _table(request, page, _after(typed, act, place))
    rows, again = read(typed)
    why = WhyForm(request.POST)
    if any(line.error for line in again) or not why.is_valid():
        return _table(request, page, again, why, status=422)
    seen = _seen(request)
    title = request.POST.get("title", "")
    try:
        put_plan(actor=request.actor, course=page.course, rows=rows, seen=seen, title=title, why=why.why())
    except (Invalid, Conflict) as error:
        put_errors(why, Invalid(error.message, fields=getattr(error, "fields", {})))
        return _table(request, page, again, why, status=error.status)
    messages.success(request, _("The plan is saved: %(n)s h.") % {"n": hours_in(rows)})
    return HttpResponseRedirect(_home(page))


def _after(typed: list[TypedRow], act: str, place: str) -> list[TypedRow]:
    """The lines after a button: one more of a kind, or one moved or taken out."""
    if act in ("topic", "section"):
        kind = Kind.SECTION.value if act == "section" else Kind.NEW.value
        keys = {line.key for line in typed}
        fresh = next(key for key in (f"n{number}" for number in range(len(keys) + 1)) if key not in keys)
        at = int(place) + 1 if place.isdecimal() else len(typed)
        return [*typed[:at], TypedRow(fresh, kind=kind), *typed[at:]]
    return arranged(typed, act, int(place)) if place.isdecimal() else typed


def _table(
    request: ActorRequest, page: PlanPage, lines: list[TypedRow], why: WhyForm | None = None, status: int = 200
) -> HttpResponse:
    standing = str(page.plan.version) if page.plan else "0"
    context: dict[str, Any] = {
        "page": page,
        "lines": lines,
        "blank": TypedRow("key"),
        "heading": TypedRow("key", kind=Kind.SECTION.value),
        "why": why or WhyForm(request.POST if request.method == "POST" else None),
        "kinds": [(value, label) for value, label in Kind.choices if value != Kind.SECTION],
        "title": request.POST.get("title", page.plan.title if page.plan else ""),
        "seen": standing if status == Conflict.status else request.POST.get("seen", standing),
        "home": _home(page),
    }
    return render(request, "planning/edit.html", context, status=status)


@require_http_methods(["GET", "POST"])
@login_required
def paste(request: ActorRequest, ref: Ref) -> HttpResponse:
    """Lines or a file, then what each column is with a preview, then into the plan."""
    page = _page(request, ref, EDIT_PLAN)
    if request.method != "POST" and page.is_submitted:
        return _closed(request, page)
    if request.method != "POST":
        return render(request, "planning/paste.html", {"page": page, "form": SourceForm(), "home": _home(page)})
    form = SourceForm(request.POST, request.FILES)
    table = []
    if form.is_valid():
        try:
            file = form.cleaned_data["file"]
            table = table_in(file) if file else table_of(form.cleaned_data["text"])
        except Invalid as error:
            form.add_error("file", error.message)
    if form.errors:
        return render(request, "planning/paste.html", {"page": page, "form": form, "home": _home(page)}, status=422)
    return _pasted(request, page, table)


def _pasted(request: ActorRequest, page: PlanPage, table: list[list[str]]) -> HttpResponse:
    """What was pasted, by columns; the rows it makes are shown or written."""
    width = len(table[0])
    is_told = "column-0" in request.POST
    columns = columns_in(request.POST, width) if is_told else guessed(table)
    typed = request.POST.get("head", "")
    head = int(typed) if is_told and typed.isdecimal() else head_of(table)
    found = read_table(table, columns, head, works_in(page.course.school_id))
    rows, errors = found.rows, found.errors
    is_asked = request.POST.get("act") == "write"
    is_sure = is_asked and bool(rows) and not errors
    why = WhyForm(request.POST if is_sure else None)
    if is_sure and _is_written(request, page, rows, why):
        return HttpResponseRedirect(_home(page))
    by_place = {place: name for name, place in columns.items()}
    context: dict[str, Any] = {
        "page": page,
        "text": text_of(table),
        "columns": [(place, by_place.get(place, "")) for place in range(width)],
        "choices": [(name, LABELS[name]) for name in COLUMNS],
        "lines": table[:SHOWN],
        "head": head,
        "rows": numbered(rows),
        "unread": [doubt.row for doubt in errors],
        "errors": [doubt_words(doubt) for doubt in errors],
        "warnings": [doubt_words(doubt) for doubt in found.warnings],
        "hours": hours_in(rows),
        "why": why,
        "home": _home(page),
    }
    return render(request, "planning/pasted.html", context, status=422 if why.errors or (is_asked and errors) else 200)


def _is_written(request: ActorRequest, page: PlanPage, rows: list[Row], why: WhyForm) -> bool:
    """Write the rows into the plan, alone or after those that stand; what is refused stands in the form."""
    if not why.is_valid():
        return False
    table = [*page.rows, *rows] if request.POST.get("keep") else rows
    title = page.plan.title if page.plan else ""
    try:
        put_plan(actor=request.actor, course=page.course, rows=table, seen=_seen(request), title=title, why=why.why())
    except (Invalid, Conflict) as error:
        put_errors(why, Invalid(error.message, fields=getattr(error, "fields", {})))
        return False
    messages.success(request, _("The plan is saved: %(n)s h.") % {"n": hours_in(table)})
    return True


def _seen(request: ActorRequest) -> int | None:
    """The version of the plan on the page."""
    typed = request.POST.get("seen", "")
    return int(typed) if typed.isdecimal() else None


@require_http_methods(["GET", "POST"])
@login_required
def join(request: ActorRequest, ref: Ref) -> HttpResponse:
    page = _page(request, ref, EDIT_PLAN)
    plan = _plan(page)
    if request.method != "POST" and page.is_submitted:
        return _closed(request, page)
    form = JoinForm(ref.school_id, page.rows, request.POST or None, asks=page.is_approved)
    around = FormPage(
        title=_("Join two topics"),
        submit=_("Join them"),
        back=_home(page),
        over=_over(page),
        hint=_("Both are done in one lesson: the plan becomes an hour shorter."),
        done=_("The topics are joined."),
    )
    return form_page(
        request,
        around,
        form,
        lambda _values: join_topics(actor=request.actor, plan=plan, topic_id=form.topic_id(), why=form.why()),
    )


@require_http_methods(["GET", "POST"])
@login_required
def copy(request: ActorRequest, ref: Ref) -> HttpResponse:
    """Into parallel classes and courses of later years."""
    page = _page(request, ref, COPY_PLAN)
    plan = _plan(page)
    form = CopyForm(copy_targets(request.actor, page.course), request.POST or None)
    around = FormPage(
        title=_("Copy the plan"),
        submit=_("Copy it") if form.targets else "",
        back=_home(page),
        over=_over(page),
        hint=form.hint(),
        done=_("The plan is copied."),
    )
    return form_page(
        request, around, form, lambda _values: copy_plan(actor=request.actor, plan=plan, courses=form.chosen())
    )


@require_POST
@login_required
def submit(request: ActorRequest, ref: Ref) -> HttpResponse:
    page = _page(request, ref, EDIT_PLAN)
    submit_plan(actor=request.actor, plan=_plan(page))
    messages.success(request, _("The plan is with the deputy head now."))
    return HttpResponseRedirect(_home(page))


@require_POST
@login_required
def take_back(request: ActorRequest, ref: Ref) -> HttpResponse:
    page = _page(request, ref, EDIT_PLAN)
    take_back_plan(actor=request.actor, plan=_plan(page))
    return HttpResponseRedirect(_home(page))


@require_POST
@login_required
def approve(request: ActorRequest, ref: Ref) -> HttpResponse:
    page = _page(request, ref, APPROVE_PLAN)
    approve_plan(actor=request.actor, plan=_plan(page), seen=_seen(request))
    messages.success(request, _("The plan is approved."))
    return HttpResponseRedirect(_home(page))


@require_http_methods(["GET", "POST"])
@login_required
def give_back(request: ActorRequest, ref: Ref) -> HttpResponse:
    page = _page(request, ref, APPROVE_PLAN)
    plan = _plan(page)
    around = FormPage(
        title=_("Return the corrections") if page.is_approved else _("Return the plan"),
        submit=_("Return it"),
        back=_home(page),
        over=_over(page),
        hint=_("The plan stays approved; the teacher sees your words until it is corrected again.")
        if page.is_approved
        else "",
        done=_("Returned to the teacher with your words."),
    )
    return form_page(
        request,
        around,
        ReturnForm(request.POST or None),
        lambda values: return_plan(actor=request.actor, plan=plan, words=values["words"]),
    )


@require_GET
@login_required
def corrections(request: ActorRequest, ref: Ref) -> HttpResponse:
    """The correction sheet, for the screen and for paper."""
    page = plan_page(request.actor, ref)
    _plan(page)
    return render(request, "planning/corrections.html", {"page": page, "home": _home(page)})


@require_GET
@login_required
def edition(request: ActorRequest, ref: Ref, number: int) -> HttpResponse:
    """The plan as it was approved once."""
    page = plan_page(request.actor, ref)
    found, rows = edition_rows(_plan(page), number)
    context = {"page": replace(page, rows=rows), "edition": found, "hours": hours_in(rows), "home": _home(page)}
    return render(request, "planning/edition.html", context)
