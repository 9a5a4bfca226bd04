"""The journal page of a course and the page of a lesson."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET

from parta.access.requests import ActorRequest
from parta.common.codes import Ref, code_of, encode
from parta.common.errors import NotFound
from parta.common.pages import ref_asked
from parta.grading.pages import average_template, plans_in
from parta.homework.models import HomeworkFile
from parta.journal.asides import course_links
from parta.journal.forms import LessonForm, SubstituteForm, TaskForm, WorkForm
from parta.journal.grid import body, column_attributes
from parta.journal.selectors.average import average_page
from parta.journal.selectors.grid import Grid, grid_of
from parta.journal.selectors.lesson import LessonView, lesson_of, lesson_view, roster_of
from parta.journal.views.kept import kept_data
from parta.journal.views.operations import account_code
from parta.journal.words import grid_data
from parta.lessons.models import Lesson
from parta.marks.arithmetic import SYSTEMS
from parta.marks.models import Work


@require_GET
@login_required
def course(request: ActorRequest, ref: Ref) -> HttpResponse:
    """The grid with the chosen lesson beside it."""
    term, lesson = ref_asked(request, "term", "term"), ref_asked(request, "lesson", "lesson")
    grid = grid_of(request.actor, ref, term=term, lesson=lesson, work=ref_asked(request, "work", "work"))
    beside = beside_of(request, grid.chosen, members=_names(grid)) if grid.chosen else {}
    system = "pass" if grid.course.group.year_level == 1 else _default_system(beside.get("view"))
    heads = [(column, column_attributes(column, system)) for column in grid.columns]
    data = grid_data(grid.codes, {system, *(column.work.system for column in grid.columns if column.work)})
    context = {"grid": grid, "heads": heads, "body": body(grid), "data": data, **beside}
    context |= {"account": account_code(request), "kept": kept_data()}
    context["links"] = course_links(request.actor, grid.course, grid.chosen)
    context["open_lessons"] = list(dict.fromkeys(column.lesson for column in grid.columns if column.is_open))
    context["grid_marks"] = [mark for mark in reversed(list(SYSTEMS[system].numbers)) if len(mark) == 1]
    return render(request, "journal/course.html", context)


def _default_system(view: LessonView | None) -> str:
    """By which marks answers at the lesson are given."""
    kinds = view.kinds if view else []
    return next((kind.system for kind in kinds if kind.is_default), "five")


@require_GET
@login_required
def average(request: ActorRequest, ref: Ref, person: Ref) -> HttpResponse:
    """How the average of a pupil came about: a page of its own, or what a dialog shows."""
    term = ref_asked(request, "term", "term")
    page = average_page(request.actor, ref, person, term, plans_in(request.GET))
    return render(request, average_template(request), {"page": page})


def beside_of(
    request: ActorRequest, lesson: Lesson, *, members: list[tuple[str, str]] | None = None, **forms: Any
) -> dict[str, Any]:
    """What the panel of a lesson needs: the view of it and its forms, those given being filled in already."""
    view = lesson_view(request.actor, lesson)
    if view.teachers:
        forms = {"substitute_form": SubstituteForm(view)} | forms
    if not view.can_write:
        return {"view": view} | forms
    return {
        "view": view,
        "form": LessonForm(view),
        "work_form": WorkForm(view),
        "task_form": TaskForm(view, members_of(view) if members is None else members),
    } | forms


def _names(grid: Grid) -> list[tuple[str, str]]:
    """The pupils of the grid, for a task that is meant for some of them."""
    school_id = grid.course.school_id
    return [(encode("person", Ref(school_id, row.person_id)), row.name) for row in grid.rows if not row.left]


def members_of(view: LessonView) -> list[tuple[str, str]]:
    school_id = view.lesson.school_id
    return [(encode("person", Ref(school_id, row.person_id)), row.name) for row in roster_of(view)]


@require_GET
@login_required
def lesson(request: ActorRequest, ref: Ref) -> HttpResponse:
    return show_lesson(request, lesson_of(request.actor, ref))


def show_lesson(
    request: ActorRequest, found: Lesson, *, status: int = 200, typed: dict[str, str] | None = None, **more: Any
) -> HttpResponse:
    """The page of a lesson: works without scripts and on a phone. `typed` is what the list was sent with."""
    beside = beside_of(request, found, **more)
    kept = typed or {}
    roster = [
        {
            "name": row.name,
            "cells": [
                (key, kept.get(key, cell.text), kept.get(f"comment-{key}", cell.comment), cell)
                for key, _work, cell in row.cells
            ],
        }
        for row in roster_of(beside["view"])
    ]
    context = {**beside, "roster": roster, "back": return_to(request, found)}
    return render(request, "journal/lesson.html", context, status=status)


def return_to(request: ActorRequest, lesson: Lesson) -> str:
    """The page that a form stood on, the grid or the lesson; addresses of other sites are not followed."""
    target = request.POST.get("next") or request.GET.get("next", "")
    if target and url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        return target
    return reverse("journal:lesson", args=[code_of(lesson)])


def at_column(address: str, work: Work) -> str:
    """The same page with the column of a work chosen."""
    parts = urlsplit(address)
    kept = [pair for pair in parse_qsl(parts.query) if pair[0] not in ("lesson", "work")]
    return parts._replace(query=urlencode([*kept, ("work", code_of(work))])).geturl()


@require_GET
@login_required
def file(request: ActorRequest, ref: Ref) -> FileResponse:
    """A file of a task, for who may read the lesson."""
    rows = HomeworkFile.objects.filter(school_id=ref.school_id, pk=ref.id).select_related("homework")
    found = rows.first()
    if found is None:
        raise NotFound
    lesson_of(request.actor, Ref(ref.school_id, found.homework.lesson_id))
    return FileResponse(found.file.open(), as_attachment=True, filename=found.name, content_type=found.kind)
