"""The office's list of employees and the card of one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.core.paginator import Page
from django.db.models import Q, QuerySet

from parta.access.actor import Actor
from parta.access.roles import Role
from parta.accounts.selectors import LetterState
from parta.classes.models import Appointment, CourseTeacher
from parta.classes.selectors.actors import active
from parta.common.pages import named_like, ordered, page_of
from parta.people.models import Employee, Person
from parta.people.rules import EDIT_STAFF, MANAGE_ACCOUNTS, VIEW_STAFF
from parta.people.selectors import sign_ins

COLUMNS = {"name": ("person__sort_key",), "position": ("position", "person__sort_key")}


@dataclass(frozen=True)
class StaffQuery:
    text: str = ""
    role: str = ""
    gone: bool = False
    sort: str = ""
    page: str | None = None


@dataclass(frozen=True)
class StaffRow:
    employee: Employee
    name: str
    roles: list[str]
    sign_in: LetterState | None


@dataclass(frozen=True)
class StaffList:
    page: Page[StaffRow]
    roles: list[tuple[str, str]]


def staff_list(actor: Actor, school_id: int, query: StaffQuery) -> StaffList:
    page = page_of(ordered(_staff(actor, school_id, query), query.sort, COLUMNS), query.page)
    employees: list[Employee] = list(page.object_list)
    people = [employee.person for employee in employees]
    states = sign_ins(people)
    roles: dict[int, list[str]] = defaultdict(list)
    rows = Appointment.objects.filter(active(actor.on), school_id=school_id, person__in=people)
    for row in rows.select_related("branch", "group").order_by("id"):
        roles[row.person_id].append(appointment_words(row))
    page.object_list = [
        StaffRow(employee, employee.person.full_name, roles[employee.person_id], states.get(employee.person_id))
        for employee in employees
    ]
    return StaffList(page, [(role.value, str(role.label)) for role in Role])


def _staff(actor: Actor, school_id: int, query: StaffQuery) -> QuerySet[Employee]:
    left = Q(until__isnull=False, until__lte=actor.on)
    rows = Employee.objects.filter(VIEW_STAFF.filter(actor), named_like(query.text), school_id=school_id)
    rows = rows.filter(left if query.gone else ~left)
    if query.role:
        holders = Appointment.objects.filter(active(actor.on), school_id=school_id, role=query.role)
        rows = rows.filter(person_id__in=holders.values("person_id"))
    found: QuerySet[Employee] = rows.select_related("person__account")
    return found


def appointment_words(row: Appointment) -> str:
    """ "Класс. рук., 7А": the role and where it holds."""
    place = row.group or row.branch
    title = str(Role(row.role).label)
    return f"{title}, {place}" if place else title


@dataclass(frozen=True)
class StaffRights:
    edit: bool
    accounts: bool


@dataclass(frozen=True)
class EmployeeCard:
    employee: Employee
    person: Person
    appointments: list[tuple[Appointment, str, bool]]
    teaching: list[CourseTeacher]
    sign_in: LetterState | None
    may: StaffRights


def employee_card(actor: Actor, employee: Employee) -> EmployeeCard:
    """Appointments (present ones first), courses taught today, the sign-in: three queries."""
    here = {"school_id": employee.school_id, "person_id": employee.person_id}
    rows = Appointment.objects.filter(**here).select_related("branch", "group").order_by("-since", "-id")
    told = [(row, appointment_words(row), row.until is None or row.until > actor.on) for row in rows]
    courses = CourseTeacher.objects.filter(active(actor.on), **here).select_related("course__group", "course__subject")
    return EmployeeCard(
        employee=employee,
        person=employee.person,
        appointments=sorted(told, key=lambda one: not one[2]),
        teaching=list(courses.order_by("course__group__year_level", "course__group__name", "course__subject__name")),
        sign_in=sign_ins([employee.person]).get(employee.person_id),
        may=StaffRights(EDIT_STAFF.allows(actor, employee), MANAGE_ACCOUNTS.allows(actor, employee)),
    )
