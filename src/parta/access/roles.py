"""Roles of a school (domain.md 2.2) and the rules that name them.

An appointment for the whole school gives the relation `<role>` at the school,
one for a branch gives `<role>@branch` at the branch, a class teacher's one `leads` at the group.
"""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from parta.access.rules import AnyOf, Holds, Rule


class Role(TextChoices):
    ADMINISTRATOR = "administrator", _("Journal administrator")
    DIRECTOR = "director", _("Director")
    HEAD = "head", _("Head of branch")
    DEPUTY = "deputy", _("Deputy head")
    TEACHER = "teacher", _("Teacher")
    CLASS_TEACHER = "class_teacher", _("Class teacher")
    SECRETARY = "secretary", _("Secretary")
    COUNSELLOR = "counsellor", _("Psychologist or social worker")
    LIBRARIAN = "librarian", _("Librarian")
    TECHNICIAN = "technician", _("Technician")


FAMILY = ("child", "pupil")
"""Relations that open a diary, but no place of work."""

MANAGEMENT = (Role.DIRECTOR, Role.HEAD, Role.DEPUTY)
OFFICE = (Role.ADMINISTRATOR, Role.SECRETARY)

BY_SYSTEM = Holds("system", "school_id")


def held_by(*roles: Role, branch: str | None = None) -> Rule:
    """One of the roles, for the row's school or (if `branch` names a path) for the row's branch."""
    rules: list[Rule] = [Holds(role.value, "school_id") for role in roles]
    if branch:
        rules += [Holds(f"{role.value}@branch", branch) for role in roles]
    return AnyOf(BY_SYSTEM, *rules)


def relations(*names: str) -> tuple[str, ...]:
    """The roles as an actor may hold them: for the whole school or for a branch."""
    return tuple(relation for name in names for relation in (name, f"{name}@branch"))
