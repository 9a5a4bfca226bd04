"""Assessment procedures: the schedule of a half-year, planning, moving, approving; what limits say of a lesson."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parta.access.reading import row_for
from parta.access.requests import ActorRequest
from parta.access.roles import MANAGEMENT, relations
from parta.access.rules import require, require_any
from parta.common.codes import Ref, code_of
from parta.common.errors import Conflict, Invalid, NotFound
from parta.common.pages import FormPage, day_in, form_page, page_of, ref_asked
from parta.journal.forms import ApproveForm, MoveForm, PlanForm
from parta.journal.selectors.lesson import lesson_of
from parta.journal.selectors.procedures import (
    Asked,
    ProceduresPage,
    days_of,
    kinds_of,
    procedure_of,
    procedures_page,
    targets_of,
)
from parta.journal.services.procedures import move_checked, plan_checked
from parta.lessons.rules import VIEW_LESSON, WRITE_LESSON
from parta.marks.models import ScheduleEdition
from parta.marks.rules import APPROVE_SCHEDULE
from parta.marks.selectors import check_of_lesson
from parta.marks.services import Plan, approve_schedule, withdraw_procedure
from parta.marks.workbook import schedule_book
from parta.people.rules import READERS
from parta.school.models import Branch
from parta.school.selectors import today_of, year_on

SEES = ("teaches", "substitutes", "leads", *relations(*READERS))
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _page(request: ActorRequest) -> ProceduresPage:
    require_any(request.actor, *SEES)
    half = request.GET.get("half", "")
    asked = Asked(
        branch=ref_asked(request, "branch", "branch"),
        half=int(half) if half in ("1", "2") else None,
        group=ref_asked(request, "group", "group"),
        subject=ref_asked(request, "subject", "subject"),
        is_bad=request.GET.get("show") == "bad",
        past=request.GET.get("past") == "1",
    )
    return procedures_page(request.actor, request.actor.school_id or 0, asked)


@require_GET
@login_required
def schedule(request: ActorRequest) -> HttpResponse:
    """The half-year by weeks, or as a list."""
    page = _page(request)
    view = "list" if request.GET.get("view") == "list" else "weeks"
    table = page.schedule.rows() if view == "weeks" else []
    context = {"page": page, "view": view, "table": table, "query": request.GET}
    context["lines"] = page_of(page.rows, request.GET.get("page"))
    return render(request, "journal/procedures.html", context)


@require_GET
@login_required
def xlsx(request: ActorRequest) -> HttpResponse:
    """What the page shows, with what was found, as a spreadsheet."""
    page = _page(request)
    rows = [_line(row.entry) for row in page.rows]
    title = _("Assessment procedures, %(branch)s, half-year %(half)d") % {"branch": page.branch, "half": page.half}
    book = schedule_book(title, rows, {"found": _("What stands against it")})
    return HttpResponse(book, XLSX, headers={"Content-Disposition": 'attachment; filename="procedures.xlsx"'})


def _line(entry: Any) -> dict[str, Any]:
    return {
        "class": entry.course.group.name,
        "date": str(entry.date),
        "lesson": entry.number,
        "subject": entry.course.subject.name,
        "kind": entry.kind.name,
        "title": entry.title,
        "minutes": entry.minutes,
        "level": entry.level,
        "found": " ".join(one.words for one in entry.findings),
    }


@require_http_methods(["GET", "POST"])
@login_required
def plan(request: ActorRequest) -> HttpResponse:
    """A procedure for a class or a whole parallel."""
    actor = request.actor
    require_any(actor.within(actor.school_id), "teaches", *relations(*MANAGEMENT))
    school_id = actor.school_id or 0
    today = today_of(school_id)
    year = year_on(school_id, today)
    if year is None:
        raise NotFound
    targets, data = targets_of(actor, school_id, year), request.POST if request.method == "POST" else None
    on = day_in(request.GET.get("date", "")) or today
    form = PlanForm(targets, kinds_of(school_id), data, date=on, target=request.GET.get("course", ""))
    hint = _("Works of half an hour or more that a whole class writes. Shorter ones need no plan.")
    page = FormPage(
        _("Plan a procedure"), _("Put into the schedule"), reverse("journal:procedures"), hint=hint, done=_("Planned.")
    )
    return form_page(request, page, form, lambda _values: _plan(request, form))


def _plan(request: ActorRequest, form: PlanForm) -> None:
    courses, said = form.targets[form.cleaned_data["target"]].courses, form.said()
    days = days_of(courses, said["date"])
    words: dict[str, Any] = {name: said[name] for name in ("title", "minutes", "level", "note")}
    plans = [Plan(course, days[course.pk], said["type"], **words) for course in courses]
    plan_checked(actor=request.actor, plans=plans, anyway=form.anyway_said())


@require_http_methods(["GET", "POST"])
@login_required
def change(request: ActorRequest, ref: Ref) -> HttpResponse:
    row = procedure_of(request.actor, ref)
    data = request.POST if request.method == "POST" else None
    form = MoveForm(row, kinds_of(ref.school_id), data)

    def act(values: dict[str, Any]) -> None:
        try:
            move_checked(
                actor=request.actor, procedure=row, seen=values["seen"], anyway=form.anyway_said(), **form.said()
            )
        except Conflict as error:
            raise Invalid(error.message) from error

    over = f"{row.course.subject.name}, {row.course.group.name}"
    page = FormPage(_("Change the procedure"), _("Save"), reverse("journal:procedures"), over, done=_("Saved."))
    return form_page(request, page, form, act)


@require_POST
@login_required
def withdraw(request: ActorRequest, ref: Ref) -> HttpResponse:
    row = procedure_of(request.actor, ref)
    try:
        withdraw_procedure(actor=request.actor, procedure=row)
    except Invalid as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Withdrawn; the record of it stays."))
    return redirect(reverse("journal:procedures") + "?view=list")


@require_http_methods(["GET", "POST"])
@login_required
def approve(request: ActorRequest, ref: Ref) -> HttpResponse:
    """The schedule of a half-year is approved by an order and stands on the public site."""
    branch: Branch = row_for(request.actor, Branch.objects.all(), ref, APPROVE_SCHEDULE)
    today = today_of(ref.school_id)
    year = year_on(ref.school_id, today)
    if year is None:
        raise NotFound
    half = 2 if request.GET.get("half") == "2" else 1
    edition = ScheduleEdition(school_id=ref.school_id, branch=branch, year=year, half=half)
    form = ApproveForm(request.POST if request.method == "POST" else None, initial={"dated": today})
    back = f"{reverse('journal:procedures')}?branch={code_of(branch)}&half={half}"
    hint = _("The schedule as it stands becomes an edition on the public page of the branch: without names of people.")
    name = _("first half-year") if half == 1 else _("second half-year")
    over = f"{branch} · {name}"
    page = FormPage(_("Approve the schedule"), _("Publish"), back, over, hint, _("The schedule is published."))

    def act(values: dict[str, Any]) -> None:
        number, dated = values["number"], values["dated"]
        approve_schedule(actor=request.actor, edition=edition, number=number, dated=_not_later(dated, today))

    return form_page(request, page, form, act)


def _not_later(dated: date, today: date) -> date:
    if dated > today:
        raise Invalid(fields={"dated": _("The order cannot be of a later day.")})
    return dated


@require_GET
@login_required
def limits(request: ActorRequest, ref: Ref) -> HttpResponse:
    """What stands against an important work at the lesson: a few lines for the dialog of a new work."""
    lesson = lesson_of(request.actor, ref)
    require(request.actor, WRITE_LESSON, lesson, see=VIEW_LESSON)
    return render(request, "journal/limits.html", {"found": check_of_lesson(lesson)})
