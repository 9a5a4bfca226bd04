"""Substitutions of a day and absences of teachers: noted, changed, taken back."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parta.access.reading import opens, row_for
from parta.access.requests import ActorRequest
from parta.classes.models import CourseTeacher
from parta.common.codes import Ref, code_of
from parta.common.components import RowField, row_form
from parta.common.errors import Invalid, NotFound
from parta.common.pages import FormPage, day_asked, day_in, form_page, week_strip
from parta.journal.selectors.absences import ALL, absence_page, called_off, day_page
from parta.lessons.models import AbsenceKind, Lesson, TeacherAbsence
from parta.lessons.rules import DECIDE_DAYS, ENTER_ABSENCE
from parta.lessons.services import change_absence, note_absence, withdraw_absence
from parta.people.models import Person
from parta.school.selectors import today_of

ABSENCES = TeacherAbsence.objects.select_related("person", "branch")
FIELDS = ("since", "until", "first_number", "last_number", "kind", "words")


def require_office(request: ActorRequest) -> int:
    """The school in which the actor looks after absences of teachers; not found for everybody else."""
    if not opens(request.actor, ENTER_ABSENCE):
        raise NotFound
    return request.actor.school_id or 0


@require_GET
@login_required
def substitutions(request: ActorRequest) -> HttpResponse:
    require_office(request)
    page = day_page(request.actor, day_asked(request.GET.get("date", "")))
    context = {
        "page": page,
        "days": week_strip(page.day, page.today),
        "decides_days": opens(request.actor, DECIDE_DAYS),
    }
    return render(request, "journal/substitutions.html", context)


@require_GET
@login_required
def absences(request: ActorRequest) -> HttpResponse:
    require_office(request)
    query, show = request.GET, request.GET.get("show", ALL)
    found = absence_page(request.actor, words=query.get("q", ""), show=show, page=query.get("page"))
    context = {"found": found, "show": show, "query": query, "decides_days": opens(request.actor, DECIDE_DAYS)}
    return render(request, "journal/absences.html", context)


class TeacherField(RowField):
    """A teacher of the school by an opaque code."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.full_name)


@require_http_methods(["GET", "POST"])
@login_required
def new_absence(request: ActorRequest) -> HttpResponse:
    """Note that a teacher will not be at school."""
    school_id = require_office(request)
    day = day_in(request.GET.get("date", "")) or today_of(school_id)
    row = TeacherAbsence(school_id=school_id, since=day, until=day)
    taught = CourseTeacher.objects.filter(school_id=school_id).values("person_id")
    teachers = Person.objects.filter(pk__in=taught).order_by("sort_key")
    first = {"person": TeacherField(teachers, label=_("Teacher"))}
    form = row_form(request, school_id, (row, FIELDS), extra=first)
    form.order_fields(["person", *FIELDS])
    hint = _("Only the management and the office see the reason.")
    page = FormPage(_("A teacher is absent"), _("Note it"), reverse("journal:substitutions"), hint=hint)

    def act(values: dict[str, Any]) -> str:
        for name, value in values.items():
            setattr(row, name, value)
        try:
            note_absence(actor=request.actor, absence=row)
        except NotFound as error:
            raise Invalid(fields={"person": _("This teacher has no lessons in your branch.")}) from error
        return reverse("journal:cover", args=[code_of(row)])

    return form_page(request, page, form, act)


@require_http_methods(["GET", "POST"])
@login_required
def change(request: ActorRequest, ref: Ref) -> HttpResponse:
    """Other days or another reason; lessons of days that fall out go back to their teacher."""
    row: TeacherAbsence = row_for(request.actor, ABSENCES, ref, ENTER_ABSENCE)
    before = called_off(row)
    form = row_form(request, ref.school_id, (row, FIELDS), kind=row.kind or AbsenceKind.ILLNESS)
    hint = _("Lessons of days that fall out go back to the teacher, unless the substitute has written in them.")
    back = reverse("journal:cover", args=[code_of(row)])
    page = FormPage(_("Change the absence"), _("Change"), back, over=row.person.full_name, hint=hint)

    def act(values: dict[str, Any]) -> None:
        _say_returned(request, change_absence(actor=request.actor, absence=row, values=values))
        _say_left(request, row, before)

    return form_page(request, page, form, act)


@require_POST
@login_required
def withdraw(request: ActorRequest, ref: Ref) -> HttpResponse:
    """The teacher is at school after all."""
    row: TeacherAbsence = row_for(request.actor, ABSENCES, ref, ENTER_ABSENCE)
    before = called_off(row)
    _say_returned(request, withdraw_absence(actor=request.actor, absence=row))
    _say_left(request, row, before)
    return redirect("journal:substitutions")


def _say_returned(request: ActorRequest, returned: int) -> None:
    words = ngettext("%(n)d lesson went back to the teacher.", "%(n)d lessons went back to the teacher.", returned)
    messages.success(request, words % {"n": returned} if returned else _("Saved."))


def _say_left(request: ActorRequest, row: TeacherAbsence, before: list[Lesson]) -> None:
    """Lessons that fell out of the absence and stay cancelled or moved; each day is linked, there they are put back."""
    row.refresh_from_db()
    still = {lesson.pk for lesson in called_off(row)}
    left = [lesson for lesson in before if lesson.pk not in still]
    if not left:
        return
    words = ngettext(
        "%(n)d lesson stays cancelled or moved. Put it back on the page of the day, if it takes place:",
        "%(n)d lessons stay cancelled or moved. Put them back on the page of the day, if they take place:",
        len(left),
    )
    address = reverse("journal:substitutions")
    days = [(address, f"{on:%Y-%m-%d}", date_format(on, "MONTH_DAY_FORMAT")) for on in _days(left)]
    links = format_html_join(", ", '<a class="link" href="{}?date={}">{}</a>', days)
    messages.warning(request, format_html("{} {}", words % {"n": len(left)}, links))


def _days(lessons: list[Lesson]) -> list[date]:
    return sorted({lesson.date for lesson in lessons})
