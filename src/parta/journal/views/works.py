"""A work that stands: what is said of it is changed."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from parta.access.requests import ActorRequest
from parta.access.rules import require
from parta.common.codes import Ref
from parta.common.errors import Conflict, Invalid
from parta.common.pages import FormPage, put_errors
from parta.journal.forms import ChangeWorkForm, named
from parta.journal.selectors.lesson import work_of
from parta.journal.views.pages import at_column, return_to
from parta.lessons.rules import VIEW_LESSON, WRITE_LESSON
from parta.marks.services import change_work


@login_required
def work(request: ActorRequest, ref: Ref) -> HttpResponse:
    """Change title, weight, importance or the due day."""
    row = work_of(request.actor, ref)
    require(request.actor, WRITE_LESSON, row.lesson, see=VIEW_LESSON)
    back = at_column(return_to(request, row.lesson), row)
    form = ChangeWorkForm(row, request.POST if request.method == "POST" else None, back)
    if request.method == "POST" and form.is_valid():
        try:
            change_work(actor=request.actor, work=row, seen=form.cleaned_data["seen"], **form.words())
        except Invalid as error:
            put_errors(form, error)
        except Conflict as error:
            form = form.again(error.message)
        else:
            messages.success(request, _("Saved."))
            return redirect(back)
    page = FormPage(_("Change the work"), _("Save"), back, named(row))
    return render(request, "form_page.html", {"page": page, "form": form}, status=422 if form.errors else 200)
