"""What a teacher writes: a cell, a lesson, its list, works and tasks."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from parta.access.requests import ActorRequest
from parta.access.rules import Rule, require
from parta.common.codes import Ref
from parta.common.errors import Conflict, Invalid, NotFound, PartaError
from parta.common.pages import put_errors
from parta.homework.models import Homework
from parta.homework.services import Task, withdraw_homework
from parta.journal.forms import LessonForm, SubstituteForm, TaskForm, WorkForm
from parta.journal.selectors.lesson import LessonView, lesson_of, lesson_view, roster_of
from parta.journal.selectors.plans import Planned
from parta.journal.services import CellOp, LessonText, give_task, put_cells, write_lesson
from parta.journal.services.procedures import add_checked_work
from parta.journal.views.pages import at_column, members_of, return_to, show_lesson
from parta.lessons.models import Lesson
from parta.lessons.rules import SUBSTITUTE, VIEW_LESSON, WRITE_LESSON
from parta.lessons.services import cancel_lesson, check_attendance, require_given, substitute_teacher
from parta.marks.models import Work, WorkType
from parta.marks.services import withdraw_work
from parta.people.models import Person


def _writable(request: ActorRequest, ref: Ref) -> Lesson:
    """A lesson that takes writing from the actor."""
    lesson = _lesson(request, ref)
    require_given(lesson)
    return lesson


@require_POST
@login_required
def text(request: ActorRequest, ref: Ref) -> HttpResponse:
    """Topic and homework for everybody."""
    lesson = _writable(request, ref)
    view = lesson_view(request.actor, lesson)
    if "planned" in request.POST and view.planned:
        return show_lesson(request, lesson, form=LessonForm(view, with_planned(request.POST, view.planned)))
    form = LessonForm(view, request.POST)
    if not form.is_valid():
        return show_lesson(request, lesson, status=422, form=form)
    values = {name: value for name, value in form.cleaned_data.items() if name != "due"}
    values["due_id"] = form.cleaned_data.get("due")
    try:
        write_lesson(actor=request.actor, lesson=lesson, text=LessonText(**values), task=view.main_task)
    except (Invalid, Conflict) as error:
        return _refused(request, lesson, form, error)
    messages.success(request, _("Saved."))
    return _back(request, lesson)


def with_planned(typed: QueryDict, planned: Planned) -> dict[str, Any]:
    """What was typed, empty fields being filled from the plan; nothing is written by that."""
    minutes = str(planned.minutes or "") if planned.homework else ""
    offered = {"topic": planned.topic, "text": planned.homework, "minutes": minutes}
    data: dict[str, Any] = typed.dict()
    return data | {name: words for name, words in offered.items() if not str(data.get(name, "")).strip()}


def _lesson(request: ActorRequest, ref: Ref, rule: Rule = WRITE_LESSON) -> Lesson:
    """The lesson of a form, for who may write in it, or do with it what the rule is about."""
    lesson = lesson_of(request.actor, ref)
    require(request.actor, rule, lesson, see=VIEW_LESSON)
    return lesson


def _refused(request: ActorRequest, lesson: Lesson, form: Any, error: PartaError) -> HttpResponse:
    """Show the form again with what was typed and why it was not taken."""
    for name, words in getattr(error, "fields", {}).items():
        form.add_error(name if name in form.fields else None, words)
    if not getattr(error, "fields", {}):
        theirs = error.details.get("theirs")
        stands = _("It now says: “%s”.") % theirs if theirs else ""
        form.add_error(None, f"{error.message} {stands}".strip())
        _take_versions(form, lesson_view(request.actor, lesson))
    return show_lesson(request, lesson, status=error.status, form=form)


def _take_versions(form: Any, view: LessonView) -> None:
    """Who has read what the other one wrote may save over it."""
    task = view.main_task
    form.data = {**form.data.dict(), "seen": view.lesson.version, "text_seen": task.version if task else ""}


@require_POST
@login_required
def roster(request: ActorRequest, ref: Ref) -> HttpResponse:
    """Cells of a whole lesson from a plain form: only those that were changed are written."""
    lesson = _writable(request, ref)
    view = lesson_view(request.actor, lesson)
    typed: dict[str, str] = {}
    operations = []
    for row in roster_of(view):
        for key, work, standing in row.cells:
            words = request.POST.get(key, standing.text).strip()
            comment = request.POST.get(f"comment-{key}", standing.comment).strip()
            typed |= {key: words, f"comment-{key}": comment}
            if (words, comment) != (standing.text, standing.comment):
                seen = request.POST.get(f"seen-{key}", standing.version)
                operations.append(CellOp(lesson.pk, row.person_id, words, work, seen, comment))
    try:
        put_cells(actor=request.actor, school_id=lesson.school_id, operations=operations)
    except (Invalid, Conflict) as error:
        return show_lesson(request, lesson, status=error.status, typed=typed, problem=error.message)
    messages.success(request, _("Saved."))
    return _back(request, lesson)


@require_POST
@login_required
def present(request: ActorRequest, ref: Ref) -> HttpResponse:
    """Attendance was looked at: who is not marked is here."""
    lesson = _writable(request, ref)
    check_attendance(actor=request.actor, school_id=ref.school_id, lesson_ids=[lesson.pk])
    messages.success(request, _("Attendance is noted."))
    return _back(request, lesson)


@require_POST
@login_required
def new_work(request: ActorRequest, ref: Ref) -> HttpResponse:
    lesson = _writable(request, ref)
    form = WorkForm(lesson_view(request.actor, lesson), request.POST)
    if not form.is_valid():
        return show_lesson(request, lesson, status=422, work_form=form)
    kind = WorkType.objects.get(school_id=ref.school_id, pk=form.kind_id())
    try:
        work = add_checked_work(
            actor=request.actor, lesson=lesson, kind=kind, anyway=form.anyway_said(), **form.values()
        )
    except Invalid as error:
        put_errors(form, error)
        return show_lesson(request, lesson, status=422, work_form=form)
    messages.success(request, _("The work has a column of its own now."))
    return redirect(at_column(return_to(request, lesson), work))


@require_POST
@login_required
def new_task(request: ActorRequest, ref: Ref) -> HttpResponse:
    lesson = _writable(request, ref)
    view = lesson_view(request.actor, lesson)
    form = TaskForm(view, members_of(view), request.POST, request.FILES)
    if not form.is_valid():
        return show_lesson(request, lesson, status=422, task_form=form)
    values = form.cleaned_data
    links = ((values["link"], ""),) if values["link"] else ()
    task = Task(lesson.pk, values["text"], values["minutes"], values["due"], form.persons(), links)
    try:
        give_task(actor=request.actor, school_id=ref.school_id, task=task, upload=values["file"])
    except Invalid as error:
        form.add_error("file" if values["file"] else None, error.message)
        return show_lesson(request, lesson, status=422, task_form=form)
    messages.success(request, _("The task is given."))
    return _back(request, lesson)


@require_POST
@login_required
def substitute(request: ActorRequest, ref: Ref) -> HttpResponse:
    """Give the lesson to somebody else, or cancel it."""
    lesson = _lesson(request, ref, SUBSTITUTE)
    form = SubstituteForm(lesson_view(request.actor, lesson), request.POST)
    if not form.is_valid():
        return show_lesson(request, lesson, status=422, substitute_form=form)
    teacher, reason = form.teacher_id(), form.cleaned_data["reason"]
    if teacher is None:
        cancel_lesson(actor=request.actor, lesson=lesson, reason=reason)
        messages.success(request, _("The lesson is cancelled."))
    else:
        person = Person.objects.get(pk=teacher)
        substitute_teacher(actor=request.actor, lesson=lesson, teacher=person, reason=reason)
        messages.success(request, _("The lesson is given by %(name)s.") % {"name": person.full_name})
    return _back(request, lesson)


@require_POST
@login_required
def drop_work(request: ActorRequest, ref: Ref) -> HttpResponse:
    work = Work.objects.filter(school_id=ref.school_id, pk=ref.id).first()
    if work is None:
        raise NotFound
    lesson = lesson_of(request.actor, Ref(ref.school_id, work.lesson_id))
    try:
        withdraw_work(actor=request.actor, work=work)
    except Invalid as error:
        return show_lesson(request, lesson, status=error.status, problem=error.message)
    return _back(request, lesson)


@require_POST
@login_required
def drop_task(request: ActorRequest, ref: Ref) -> HttpResponse:
    task = Homework.objects.filter(school_id=ref.school_id, pk=ref.id).first()
    if task is None:
        raise NotFound
    lesson = lesson_of(request.actor, Ref(ref.school_id, task.lesson_id))
    withdraw_homework(actor=request.actor, homework=task)
    messages.success(request, _("The task is taken back; the record of it stays."))
    return _back(request, lesson)


def _back(request: ActorRequest, lesson: Lesson) -> HttpResponse:
    return redirect(return_to(request, lesson))
