"""Founding a school and writing its structure, policy and calendar."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from parta.access.actor import Actor, system
from parta.access.rules import require
from parta.common import clock
from parta.common.errors import Invalid
from parta.common.tenancy import SchoolModel
from parta.ledger.services import record, remove_row, save_row
from parta.school.defaults import POLICY
from parta.school.models import Branch, Policy, School
from parta.school.rules import EDIT_SCHOOL, EDIT_STRUCTURE
from parta.school.selectors import policy_of, today_of

Row = TypeVar("Row", bound=SchoolModel)


@transaction.atomic
def found_school(*, actor: Actor, name: str, short_name: str, **values: Any) -> School:
    """Make a school with its main branch; the one act that needs no right inside a school."""
    school = School(name=name, short_name=short_name, **values)
    school.full_clean()
    school.save()
    Branch.objects.create(school=school, name=name, short_name=short_name, is_main=True)
    record(
        actor=system(school.pk, name=actor.name),
        school_id=school.pk,
        action="school.school.added",
        target=school,
        new={"name": name},
    )
    return school


def change_school(*, actor: Actor, school: School, values: Mapping[str, Any]) -> School:
    return save_row(actor=actor, row=school, values=values, rule=EDIT_SCHOOL)


def put_structure(*, actor: Actor, row: Row, values: Mapping[str, Any]) -> Row:
    """Add or change a row of the structure: branch, building, room, subject, year, term, holiday, bells."""
    since, until = values.get("since"), values.get("until")
    if since and until and until < since:
        raise Invalid(fields={"until": _("The last day is before the first one.")})
    return save_row(actor=actor, row=row, values=values, rule=EDIT_STRUCTURE)


def remove_structure(*, actor: Actor, row: SchoolModel) -> None:
    remove_row(actor=actor, row=row, rule=EDIT_STRUCTURE)


@transaction.atomic
def set_policy(*, actor: Actor, school: School, key: str, value: Any) -> None:
    """Set a policy value from today on; earlier values stay as history."""
    require(actor, EDIT_SCHOOL, school)
    if key not in POLICY or not isinstance(value, type(POLICY[key])):
        raise Invalid(f"{key}: {value!r}")
    today = today_of(school.pk)
    old = policy_of(school.pk, today)[key]
    row, _made = Policy.objects.update_or_create(
        school=school, key=key, since=today, defaults={"value": value, "written_at": clock.now()}
    )
    record(actor=actor, school_id=school.pk, action="school.policy.set", target=row, old=old, new=value)
