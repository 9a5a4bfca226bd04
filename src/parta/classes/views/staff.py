"""The list of employees, the card of one, hiring, appointments, letters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parta.access.reading import opens, row_for
from parta.access.rules import Rule, require
from parta.classes.forms import APPOINTMENT, EMPLOYEE, PERSON, choice_of_group, day, reason_field
from parta.classes.models import Appointment
from parta.classes.rules import VIEW_GROUP
from parta.classes.selectors.pupils import classes_of
from parta.classes.selectors.staff import StaffQuery, appointment_words, employee_card, staff_list
from parta.classes.services import appoint, end_appointment
from parta.classes.views.letters import letters_answer
from parta.common.codes import Ref
from parta.common.components import row_form
from parta.common.errors import NotFound
from parta.common.pages import FormPage, form_page, picked, ref_in
from parta.people.models import Employee, Person
from parta.people.rules import EDIT_STAFF, MANAGE_ACCOUNTS, VIEW_STAFF
from parta.people.selectors import known_people, known_person
from parta.people.services import change_card, close_access, hire, issue_letter
from parta.school.models import Branch

if TYPE_CHECKING:
    from parta.config.middleware import ActorRequest


def employee_for(request: ActorRequest, ref: Ref, rule: Rule = VIEW_STAFF) -> Employee:
    rows = Employee.objects.select_related("person__account")
    found: Employee = row_for(request.actor, rows, ref, rule, see=VIEW_STAFF)
    return found


@require_GET
@login_required
def staff(request: ActorRequest) -> HttpResponse:
    actor = request.actor
    query = StaffQuery(
        text=request.GET.get("q", ""),
        role=request.GET.get("role", ""),
        gone="gone" in request.GET,
        sort=request.GET.get("sort", ""),
        page=request.GET.get("page"),
    )
    if actor.school_id is None or not opens(actor, VIEW_STAFF):
        raise NotFound
    found = staff_list(actor, actor.school_id, query)
    context = {"list": found, "query": query, "tab": "staff", "may_hire": opens(actor, EDIT_STAFF)}
    return render(request, "classes/staff.html", context)


@require_GET
@login_required
def employee(request: ActorRequest, ref: Ref) -> HttpResponse:
    card = employee_card(request.actor, employee_for(request, ref))
    return render(request, "classes/employee.html", {"card": card, "person": card.person, "tab": "staff"})


@require_http_methods(["GET", "POST"])
@login_required
def hire_employee(request: ActorRequest) -> HttpResponse:
    """A new employee: a stranger, or somebody whom the school knows as a parent."""
    actor, school_id = request.actor, request.actor.school_id or 0
    branch = Branch.objects.filter(school_id=school_id).order_by("-is_main", "id").first()
    if branch is None:
        raise NotFound
    require(actor, EDIT_STAFF, branch, see=VIEW_STAFF)
    person = known_person(school_id, ref_in(request, "person", "person"))
    names = EMPLOYEE[:2]
    blank = Employee(school_id=school_id, since=actor.on)
    form = row_form(request, school_id, (person or Person(), PERSON), (blank, names))

    def act(values: dict[str, Any]) -> str:
        human, card = picked(values, PERSON), picked(values, names)
        made = hire(actor=actor, branch=branch, person=person or Person(), values=human, card=card)
        return reverse("people:employee", args=[made])

    page = FormPage(_("New employee"), _("Hire"), reverse("people:staff"), done=_("The card is made."))
    if person is None and request.method == "GET":
        found = known_people(school_id, request.GET.get("q", ""))
        return render(request, "classes/known.html", {"page": page, "form": form, "found": found})
    return form_page(request, page, form, act)


def _page(employee: Employee, title: str, submit: str, done: str = "", **words: Any) -> FormPage:
    back = reverse("people:employee", args=[employee])
    return FormPage(title, submit, back, over=employee.person.full_name, done=done or _("Saved."), **words)


@require_http_methods(["GET", "POST"])
@login_required
def change_employee(request: ActorRequest, ref: Ref) -> HttpResponse:
    employee = employee_for(request, ref, EDIT_STAFF)
    form = row_form(request, employee.school_id, (employee.person, PERSON), (employee, EMPLOYEE))

    def act(values: dict[str, Any]) -> None:
        person, card = picked(values, PERSON), picked(values, EMPLOYEE)
        change_card(actor=request.actor, card=employee, person=person, values=card)

    return form_page(request, _page(employee, _("Change the card"), _("Save")), form, act)


@require_http_methods(["GET", "POST"])
@login_required
def new_appointment(request: ActorRequest, ref: Ref) -> HttpResponse:
    employee = employee_for(request, ref, EDIT_STAFF)
    row = Appointment(school_id=employee.school_id, person=employee.person)
    group = choice_of_group(classes_of(request.actor, employee.school_id, VIEW_GROUP), employee.school_id)
    group.required, group.help_text = False, _("For a class teacher only.")
    form = row_form(request, employee.school_id, (row, APPOINTMENT), extra={"group": group}, since=request.actor.on)
    form.fields["branch"].help_text = _("Empty: the whole school.")

    def act(values: dict[str, Any]) -> None:
        appoint(actor=request.actor, appointment=row, values=picked(values, APPOINTMENT))

    return form_page(request, _page(employee, _("New appointment"), _("Appoint")), form, act)


@require_http_methods(["GET", "POST"])
@login_required
def finish_appointment(request: ActorRequest, ref: Ref) -> HttpResponse:
    rows = Appointment.objects.select_related("person", "branch", "group")
    row: Appointment = row_for(request.actor, rows, ref, EDIT_STAFF, see=VIEW_STAFF)
    employee = (
        Employee.objects.filter(school_id=row.school_id, person_id=row.person_id).select_related("person").first()
    )
    if employee is None:
        raise NotFound
    form = row_form(request, row.school_id, extra={"until": day(_("First day without it"))}, until=request.actor.on)

    def act(values: dict[str, Any]) -> None:
        end_appointment(actor=request.actor, appointment=row, until=values["until"])

    hint = _("What this role opened closes on that day. What was written stays.")
    title = _("End: %(role)s") % {"role": appointment_words(row)}
    return form_page(request, _page(employee, title, _("End it"), hint=hint, danger=True), form, act)


@require_POST
@login_required
def staff_letter(request: ActorRequest, ref: Ref) -> HttpResponse:
    employee = employee_for(request, ref, MANAGE_ACCOUNTS)
    return letters_answer(request, employee.school_id, [issue_letter(actor=request.actor, card=employee)], {})


@require_http_methods(["GET", "POST"])
@login_required
def close_employee(request: ActorRequest, ref: Ref) -> HttpResponse:
    employee = employee_for(request, ref, MANAGE_ACCOUNTS)
    form = row_form(request, employee.school_id, extra={"reason": reason_field()})

    def act(values: dict[str, Any]) -> None:
        close_access(actor=request.actor, card=employee, reason=values["reason"])

    hint = _("Nobody signs in by this account until a new letter is given; open sessions end at once.")
    page = _page(
        employee, _("Close the access"), _("Close the access"), _("The access is closed."), hint=hint, danger=True
    )
    return form_page(request, page, form, act)
