"""Groups, memberships by order, courses and their teachers, appointments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from parta.access.actor import Actor
from parta.access.roles import Role
from parta.access.rules import require
from parta.classes.models import (
    Appointment,
    Course,
    CourseTeacher,
    Group,
    GroupKind,
    GroupPart,
    Membership,
    MoveKind,
)
from parta.classes.rules import EDIT_GROUP
from parta.classes.selectors.pupils import families_of
from parta.common.errors import Invalid
from parta.common.russian import search_key
from parta.ledger.services import record, save_row
from parta.people.models import Employee, Person, Pupil
from parta.people.rules import EDIT_STAFF, INVITE_PUPIL, MANAGE_ACCOUNTS
from parta.people.services import Letter, add_pupil, issue_letter
from parta.school.models import School
from parta.school.selectors import policy_of


@dataclass(frozen=True)
class Order:
    """The order (приказ) that moves a pupil."""

    kind: MoveKind
    on: date
    number: str = ""
    dated: date | None = None


def put_group(*, actor: Actor, group: Group, values: Mapping[str, Any]) -> Group:
    level = values.get("year_level", group.year_level)
    if values.get("kind", group.kind) == GroupKind.CLASS and level not in range(1, 12):
        raise Invalid(fields={"year_level": _("A class has a year level from 1 to 11.")})
    return save_row(actor=actor, row=group, values=values, rule=EDIT_GROUP)


@transaction.atomic
def set_parts(*, actor: Actor, group: Group, parts: Iterable[Group]) -> None:
    """Say which classes a subgroup is drawn from or a combined class is made of."""
    require(actor, EDIT_GROUP, group)
    wanted = {part.pk for part in parts}
    rows = GroupPart.objects.filter(school_id=group.school_id, whole=group)
    old = set(rows.values_list("part_id", flat=True))
    rows.exclude(part_id__in=wanted).erase()
    GroupPart.objects.bulk_create(
        GroupPart(school_id=group.school_id, whole=group, part_id=part) for part in sorted(wanted - old)
    )
    if wanted != old:
        record(
            actor=actor,
            school_id=group.school_id,
            action="classes.group.parts",
            target=group,
            old=sorted(old),
            new=sorted(wanted),
        )


@transaction.atomic
def enrol(*, actor: Actor, group: Group, person: Person, order: Order) -> Membership:
    """Put a pupil into a group from a day on; one class at a time."""
    require(actor, EDIT_GROUP, group)
    Person.objects.select_for_update().get(pk=person.pk)
    overlapping = Membership.objects.filter(school_id=group.school_id, person=person, group__year_id=group.year_id)
    overlapping = overlapping.exclude(until__isnull=False, until__lte=order.on)
    if group.kind == GroupKind.CLASS:
        other = overlapping.filter(group__kind=GroupKind.CLASS).select_related("group").first()
    else:
        other = overlapping.filter(group=group).select_related("group").first()
    if other:
        words = _("%(pupil)s is already in %(group)s: transfer instead.")
        raise Invalid(words % {"pupil": person.short_name, "group": other.group.name})
    values = {"since": order.on, "came_by": order.kind, "came_order": order.number, "came_order_date": order.dated}
    row = Membership(school_id=group.school_id, group=group, person=person)
    if group.kind == GroupKind.CLASS:
        _move_card(actor, group, person)
    return save_row(actor=actor, row=row, values=values, rule=EDIT_GROUP, about=group, subject_id=person.pk)


def _move_card(actor: Actor, group: Group, person: Person) -> None:
    """The card of a pupil lies in the branch of the class."""
    cards = Pupil.objects.filter(school_id=group.school_id, person=person).exclude(branch_id=group.branch_id)
    for card in cards:
        values = {"branch": group.branch}
        save_row(actor=actor, row=card, values=values, rule=EDIT_GROUP, about=group, subject_id=person.pk)


@transaction.atomic
def end_membership(*, actor: Actor, membership: Membership, order: Order) -> Membership:
    """Take a pupil out of a group from a day on; a class takes its subgroups along. The row stays."""
    if order.on < membership.since:
        raise Invalid(fields={"on": _("The pupil came later than this day.")})
    values = {"until": order.on, "left_by": order.kind, "left_order": order.number, "left_order_date": order.dated}
    about = membership.group
    ended = save_row(
        actor=actor,
        row=membership,
        values=values,
        rule=EDIT_GROUP,
        about=about,
        subject_id=membership.person_id,
    )
    if about.kind == GroupKind.CLASS:
        subgroups = Membership.objects.filter(
            school_id=about.school_id, person_id=membership.person_id, until__isnull=True, since__lte=order.on
        ).filter(group__parts__part_id=about.pk)
        for row in subgroups.select_related("group").distinct():
            end_membership(actor=actor, membership=row, order=order)
    return ended


@transaction.atomic
def transfer(*, actor: Actor, membership: Membership, to: Group, order: Order) -> Membership:
    """Move a pupil to another class by one order: out of the old, into the new from the same day."""
    end_membership(actor=actor, membership=membership, order=order)
    return enrol(actor=actor, group=to, person=membership.person, order=order)


@transaction.atomic
def put_course(*, actor: Actor, course: Course, values: Mapping[str, Any]) -> Course:
    return save_row(actor=actor, row=course, values=values, rule=EDIT_GROUP, about=course.group)


@transaction.atomic
def assign_teacher(*, actor: Actor, course: Course, teacher: Person, since: date) -> CourseTeacher:
    """Let a teacher teach a course from a day on; several may at once."""
    require(actor, EDIT_GROUP, course.group)
    rows = CourseTeacher.objects.filter(school_id=course.school_id, course=course, person=teacher, until__isnull=True)
    found: CourseTeacher | None = rows.first()
    if found:
        return found
    row = CourseTeacher(school_id=course.school_id, course=course, person=teacher)
    return save_row(actor=actor, row=row, values={"since": since}, rule=EDIT_GROUP, about=course.group)


def _check_end(since: date, until: date) -> None:
    if until < since:
        raise Invalid(fields={"until": _("The last day is before the first one.")})


def end_teaching(*, actor: Actor, teaching: CourseTeacher, until: date) -> CourseTeacher:
    _check_end(teaching.since, until)
    return save_row(actor=actor, row=teaching, values={"until": until}, rule=EDIT_GROUP, about=teaching.course.group)


@transaction.atomic
def appoint(*, actor: Actor, appointment: Appointment, values: Mapping[str, Any]) -> Appointment:
    """Give a person a role from a day on, for the school, a branch or (class teacher) a class."""
    role = values.get("role", appointment.role)
    group = values.get("group", appointment.group)
    if (role == Role.CLASS_TEACHER) != (group is not None):
        raise Invalid(fields={"group": _("A class teacher needs a class; other roles have none.")})
    return save_row(actor=actor, row=appointment, values=values, rule=EDIT_STAFF, subject_id=appointment.person_id)


def end_appointment(*, actor: Actor, appointment: Appointment, until: date) -> Appointment:
    _check_end(appointment.since, until)
    return save_row(
        actor=actor,
        row=appointment,
        values={"until": until},
        rule=EDIT_STAFF,
        subject_id=appointment.person_id,
    )


@transaction.atomic
def admit(*, actor: Actor, group: Group, values: Mapping[str, Any], card: Mapping[str, Any], order: Order) -> Pupil:
    """Take a new pupil into the school and a class by one order; the same child is not taken twice."""
    require(actor, EDIT_GROUP, group)
    School.objects.select_for_update().get(pk=group.school_id)
    person = Person(**values)
    same = Pupil.objects.filter(
        school_id=group.school_id,
        person__search_key=search_key(person.full_name),
        person__birth_date=values.get("birth_date"),
    )
    if same.exists():
        raise Invalid(_("A pupil with this name and date of birth has a card already: open the card and enrol there."))
    pupil = add_pupil(actor=actor, branch=group.branch, person=Person(), values=values, card=card)
    enrol(actor=actor, group=group, person=pupil.person, order=order)
    return pupil


@transaction.atomic
def issue_class_letters(*, actor: Actor, group: Group, everyone: bool = False) -> list[Letter]:
    """New letters for the pupils of a class and their representatives; those with a password only if `everyone`."""
    first_own = int(policy_of(group.school_id)["own_account_from_year_level"])
    staff = set(Employee.objects.filter(school_id=group.school_id).values_list("person_id", flat=True))
    letters: list[Letter] = []
    for pupil, adults in families_of(group.school_id, group.pk, actor.on):
        require(actor, INVITE_PUPIL, pupil)
        own = [pupil.person] if (group.year_level or 0) >= first_own else []
        for person in [*own, *adults]:
            if person.pk in staff and not MANAGE_ACCOUNTS.allows(actor, pupil):
                continue
            has_password = person.account is not None and person.account.has_usable_password()
            if (everyone or not has_password) and person.pk not in {letter.person.pk for letter in letters}:
                letters.append(issue_letter(actor=actor, card=pupil, person=person))
    if not letters:
        raise Invalid(_("Everybody here has a password already: no letter is needed."))
    return letters
