"""The set-up of a school: every register by one list and one form, the school itself, its policy."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parta.access.rules import Rule, require
from parta.common.codes import Ref, code_of
from parta.common.components import RowField, row_form
from parta.common.errors import Invalid, NotFound
from parta.common.pages import FormPage, form_page, picked, ref_in
from parta.common.tenancy import SchoolModel
from parta.school.defaults import POLICY
from parta.school.forms import SCHOOL, setting_field, time_zones, words_of_setting
from parta.school.models import School
from parta.school.registers import AREAS, PAGES, REGISTERS, Register, full_name, parent_of
from parta.school.rules import EDIT_SCHOOL, EDIT_STRUCTURE, VIEW_STRUCTURE
from parta.school.selectors.registers import (
    next_values,
    policy_lines,
    register_page,
    register_row,
)
from parta.school.services import change_school, put_structure, remove_structure, set_policy

if TYPE_CHECKING:
    from parta.config.middleware import ActorRequest


def school_of(request: ActorRequest, rule: Rule = VIEW_STRUCTURE) -> School:
    """The school in which the actor works, if the rule opens it."""
    school = School.objects.filter(pk=request.actor.school_id or 0).first()
    if school is None:
        raise NotFound
    require(request.actor, rule, school, see=VIEW_STRUCTURE)
    return school


@require_GET
@login_required
def index(request: ActorRequest) -> HttpResponse:
    school = school_of(request)
    by_area = sorted(REGISTERS.values(), key=lambda one: list(AREAS).index(one.area))
    context = {
        "school": school,
        "areas": [(AREAS[area], list(found)) for area, found in groupby(by_area, key=lambda one: one.area)],
        "pages": [page for page in PAGES if page.rule.allows(request.actor, school)],
        "may_edit": EDIT_SCHOOL.allows(request.actor, school),
    }
    return render(request, "school/index.html", context)


def register_of(key: str) -> Register:
    if key not in REGISTERS:
        raise NotFound
    return REGISTERS[key]


def _within(request: ActorRequest, register: Register) -> Ref | None:
    if not register.parent:
        return None
    related: Any = register.model._meta.get_field(register.parent).related_model
    return ref_in(request, "within", related._meta.model_name)


@require_GET
@login_required
def register(request: ActorRequest, key: str) -> HttpResponse:
    school, table = school_of(request), register_of(key)
    found = register_page(
        school.pk,
        table,
        text=request.GET.get("q", ""),
        within=_within(request, table),
        sort=request.GET.get("sort", ""),
        page=request.GET.get("page"),
    )
    may = EDIT_STRUCTURE.allows(request.actor, school)
    return render(request, "school/register.html", {"found": found, "register": table, "may_edit": may})


def _list(register: Register, row: SchoolModel | None) -> str:
    """The list to go back to: the rows beside this one."""
    address = reverse("school:register", args=[register.key])
    parent = getattr(row, register.parent, None) if register.parent else None
    return f"{address}?within={code_of(parent)}" if parent else address


@require_http_methods(["GET", "POST"])
@login_required
def put(request: ActorRequest, key: str, code: str = "") -> HttpResponse:
    """Add a row to a register or change one."""
    school, table = school_of(request, EDIT_STRUCTURE), register_of(key)
    row = register_row(school.pk, table, code) if code else table.model(school=school)
    start = {} if code else next_values(school.pk, table, _within(request, table))
    extra = {name: make() for name, make in table.special.items()}
    form = row_form(request, school.pk, (row, [name for name in table.fields if name not in extra]), **start)
    form.fields |= extra
    form.initial.update((name, getattr(row, name)) for name in extra)
    form.order_fields(table.fields)
    for name, field in form.fields.items():
        parent = parent_of(table.model._meta.get_field(name)) if isinstance(field, RowField) else ""
        if isinstance(field, RowField) and parent:
            field.queryset = field.queryset.select_related(parent).order_by(f"-{parent}", "pk")  # type: ignore[union-attr]
            field.words = full_name

    def act(values: dict[str, Any]) -> str:
        return _list(table, put_structure(actor=request.actor, row=row, values=picked(values, table.fields)))

    page = FormPage(str(table.one), _("Save"), _list(table, row if code else None), _("Set-up"), done=_("Saved."))
    return form_page(request, page, form, act)


@require_POST
@login_required
def remove(request: ActorRequest, key: str, code: str) -> HttpResponse:
    school, table = school_of(request, EDIT_STRUCTURE), register_of(key)
    row = register_row(school.pk, table, code)
    try:
        remove_structure(actor=request.actor, row=row)
        messages.success(request, _("Removed: %(row)s.") % {"row": row})
    except Invalid as error:
        messages.error(request, error.message)
    return redirect(_list(table, row))


@require_http_methods(["GET", "POST"])
@login_required
def school(request: ActorRequest) -> HttpResponse:
    row = school_of(request, EDIT_SCHOOL)
    form = row_form(request, row.pk, (row, SCHOOL), extra={"time_zone": time_zones(row.time_zone)})

    def act(values: dict[str, Any]) -> None:
        change_school(actor=request.actor, school=row, values=picked(values, SCHOOL))

    page = FormPage(_("The school itself"), _("Save"), reverse("school:index"), _("Set-up"), done=_("Saved."))
    return form_page(request, page, form, act)


@require_GET
@login_required
def policy(request: ActorRequest) -> HttpResponse:
    row = school_of(request)
    lines = []
    for line in policy_lines(row.pk, request.actor.on):
        words = words_of_setting(line.key)
        lines.append((line, words, words.say(line.value), [(old.since, words.say(old.value)) for old in line.history]))
    may = EDIT_SCHOOL.allows(request.actor, row)
    return render(request, "school/policy.html", {"lines": lines, "may_edit": may})


@require_http_methods(["GET", "POST"])
@login_required
def setting(request: ActorRequest, key: str) -> HttpResponse:
    row = school_of(request, EDIT_SCHOOL)
    if key not in POLICY:
        raise NotFound
    words = words_of_setting(key)
    value = next(line.value for line in policy_lines(row.pk, request.actor.on) if line.key == key)
    start = ("yes" if value else "no") if isinstance(value, bool) else value
    form = row_form(request, row.pk, extra={"value": setting_field(key)}, value=start)

    def act(values: dict[str, Any]) -> None:
        set_policy(actor=request.actor, school=row, key=key, value=values["value"])

    hint = _("Holds from today on. Earlier days keep the value that held then.")
    page = FormPage(
        str(words.label), _("Save"), reverse("school:policy"), _("Rules of the school"), hint, done=_("Saved.")
    )
    return form_page(request, page, form, act)
