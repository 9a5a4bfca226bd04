"""Versions: the list, a new draft, deleting one, what a version changes, the load of its week."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from parta.access.reading import opens
from parta.common.codes import Ref
from parta.common.errors import NotFound
from parta.common.pages import FormPage, form_page, ref_in
from parta.school.rules import EDIT_STRUCTURE, VIEW_STRUCTURE
from parta.school.selectors import today_of
from parta.timetable import services
from parta.timetable.forms import DraftForm, SureForm, next_monday
from parta.timetable.selectors import sheet_of
from parta.timetable.selectors.versions import comparison, load_page, versions_page
from parta.timetable.views.asked import version_of

if TYPE_CHECKING:
    from parta.config.middleware import ActorRequest


@require_GET
@login_required
def versions(request: ActorRequest) -> HttpResponse:
    actor = request.actor
    if actor.school_id is None or not opens(actor, VIEW_STRUCTURE):
        raise NotFound
    found = versions_page(actor, actor.school_id)
    return render(request, "timetable/versions.html", {"found": found, "tab": "timetable"})


@require_http_methods(["GET", "POST"])
@login_required
def open_draft(request: ActorRequest, ref: Ref) -> HttpResponse:
    source = version_of(request, ref)
    form = DraftForm(request.POST or None, initial={"since": next_monday(today_of(source.school_id))})
    hint = _("A copy of the week that can be changed in peace: lessons change when it is published.")
    page = FormPage(_("A new draft"), _("Open a draft"), reverse("timetable:versions"), str(source.branch), hint)

    def act(values: dict[str, Any]) -> str:
        draft = services.open_draft(actor=request.actor, source=source, since=values["since"])
        return reverse("timetable:editor", args=[draft])

    return form_page(request, page, form, act)


@require_http_methods(["GET", "POST"])
@login_required
def delete_draft(request: ActorRequest, ref: Ref) -> HttpResponse:
    draft = version_of(request, ref)
    hint = _("Everything that was changed in it is lost. The lessons of the school stay as they are.")
    title = _("Delete the draft from %(day)s") % {"day": f"{draft.since:%d.%m.%Y}"}
    page = FormPage(
        title, _("Delete the draft"), reverse("timetable:versions"), str(draft.branch), hint, _("Deleted."), danger=True
    )

    def act(_values: dict[str, Any]) -> None:
        services.delete_draft(actor=request.actor, version=draft)

    return form_page(request, page, SureForm(request.POST or None), act)


@require_GET
@login_required
def compare(request: ActorRequest, ref: Ref) -> HttpResponse:
    """What a version changes against another one, by default the one before it."""
    new, with_ref = version_of(request, ref), ref_in(request, "with", "version")
    rows = versions_page(request.actor, new.school_id).rows
    before = next((row.before for row in rows if row.version == new), None)
    others = [row.version for row in rows if row.version.branch_id == new.branch_id and row.version != new]
    asked = next((row for row in others if with_ref and row.pk == with_ref.id), None)
    old = asked or before or next(iter(others), None)
    found = comparison(sheet_of(old), sheet_of(new)) if old else None
    return render(request, "timetable/compare.html", {"found": found, "new": new, "others": others, "tab": "timetable"})


@require_GET
@login_required
def load(request: ActorRequest, ref: Ref) -> HttpResponse:
    found = load_page(sheet_of(version_of(request, ref)))
    may = EDIT_STRUCTURE.allows(request.actor, found.version)
    return render(request, "timetable/load.html", {"found": found, "may_edit": may, "tab": "timetable"})
