"""Deciding lessons of absent teachers: give, take into another group, cancel, move, take back; all at once."""

from __future__ import annotations

from collections.abc import Callable
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

from parta.access.reading import row_for
from parta.access.requests import ActorRequest
from parta.access.rules import require
from parta.common.codes import Ref, code_of, decode
from parta.common.components import DateInput, row_form
from parta.common.errors import Invalid, NotFound
from parta.common.pages import FormPage, form_page, ref_in
from parta.journal.selectors.absences import cover_page
from parta.journal.selectors.lesson import lesson_of
from parta.journal.services.covering import call_off, give_lesson, give_lessons, put_elsewhere, take_back
from parta.journal.views.absences import ABSENCES
from parta.lessons.models import Lesson, TeacherAbsence
from parta.lessons.rules import DECIDE_DAYS, ENTER_ABSENCE, SUBSTITUTE, VIEW_LESSON


def _lesson(request: ActorRequest, ref: Ref) -> Lesson:
    lesson = lesson_of(request.actor, ref)
    require(request.actor, SUBSTITUTE, lesson, see=VIEW_LESSON)
    return lesson


def _back(request: ActorRequest, lesson: Lesson) -> str:
    """To the absence the act was done from, else to the day of the lesson."""
    absence = ref_in(request, "absence", "teacherabsence")
    if absence:
        return reverse("journal:cover", args=[absence]) + f"#{code_of(lesson)}"
    return f"{reverse('journal:substitutions')}?date={lesson.date:%Y-%m-%d}#{code_of(lesson)}"


def _decide(request: ActorRequest, lesson: Lesson, act: Callable[[], str]) -> HttpResponse:
    """Do the act and tell it, or tell why not, on the page it was done from."""
    try:
        messages.success(request, act())
    except Invalid as error:
        messages.error(request, " ".join(error.fields.values()) or error.message)
    return redirect(_back(request, lesson))


@require_POST
@login_required
def give(request: ActorRequest, ref: Ref) -> HttpResponse:
    """Give the lesson to the colleague chosen; `joined`: together with the own group."""
    lesson = _lesson(request, ref)
    person = ref_in(request, "person", "person")
    joined = bool(request.POST.get("joined"))

    def act() -> str:
        if person is None:
            raise Invalid(_("Choose who gives the lesson."))
        teacher = give_lesson(actor=request.actor, lesson=lesson, person_id=person.id, joined=joined)
        return _("The lesson is given by %(name)s.") % {"name": teacher.full_name}

    return _decide(request, lesson, act)


@require_POST
@login_required
def cancel(request: ActorRequest, ref: Ref) -> HttpResponse:
    lesson = _lesson(request, ref)

    def act() -> str:
        call_off(actor=request.actor, lesson=lesson, reason=request.POST.get("reason", ""))
        return _("The lesson is cancelled.")

    return _decide(request, lesson, act)


@require_POST
@login_required
def undo(request: ActorRequest, ref: Ref) -> HttpResponse:
    lesson = _lesson(request, ref)

    def act() -> str:
        take_back(actor=request.actor, lesson=lesson)
        return _("Taken back: the lesson stands as in the timetable.")

    return _decide(request, lesson, act)


@require_http_methods(["GET", "POST"])
@login_required
def move(request: ActorRequest, ref: Ref) -> HttpResponse:
    """Put the lesson on another day or at another number."""
    lesson = _lesson(request, ref)
    fields = {
        "on": forms.DateField(label=_("Day"), widget=DateInput),
        "number": forms.IntegerField(label=_("Lesson"), min_value=1, max_value=12),
        "reason": forms.CharField(label=_("Reason"), max_length=200, required=False),
    }
    form = row_form(request, ref.school_id, extra=fields, on=lesson.date, number=lesson.number)
    over = f"{lesson.course.subject.name}, {lesson.course.group.name}"
    page = FormPage(_("Move the lesson"), _("Move"), _back(request, lesson), over=over, done=_("The lesson is moved."))

    def act(values: dict[str, Any]) -> None:
        put_elsewhere(actor=request.actor, lesson=lesson, **values)

    return form_page(request, page, form, act)


@require_GET
@login_required
def cover(request: ActorRequest, ref: Ref) -> HttpResponse:
    """An absence with its lessons."""
    absence: TeacherAbsence = row_for(request.actor, ABSENCES, ref, ENTER_ABSENCE)
    return render(request, "journal/cover.html", {"found": cover_page(request.actor, absence, request.GET.get("page"))})


@require_http_methods(["GET", "POST"])
@login_required
def cover_all(request: ActorRequest, ref: Ref) -> HttpResponse:
    """All lessons of an absence by the best proposals: first a look, then the act."""
    absence: TeacherAbsence = row_for(request.actor, ABSENCES, ref, DECIDE_DAYS, see=ENTER_ABSENCE)
    if request.method == "POST":
        pairs = [_pair(request, ref, words) for words in request.POST.getlist("pair")]
        given, left = give_lessons(actor=request.actor, pairs=pairs)
        messages.success(request, ngettext("%(n)d lesson is given.", "%(n)d lessons are given.", given) % {"n": given})
        if left:
            messages.warning(request, _("Some could not be given any more: look at them again."))
        return redirect("journal:cover", code_of(absence))
    return render(request, "journal/cover_all.html", {"found": cover_page(request.actor, absence)})


def _pair(request: ActorRequest, ref: Ref, words: str) -> tuple[Lesson, int, bool]:
    """ "lesson.person" or "lesson.person.joined" of the preview."""
    try:
        lesson, person, *joined = words.split(".")
        found = decode("lesson", lesson), decode("person", person).id
    except ValueError as error:
        raise Invalid(_("Please look at the page again.")) from error
    if found[0].school_id != ref.school_id:
        raise NotFound
    return lesson_of(request.actor, found[0]), found[1], bool(joined)
