"""One row, one act: the common shape of every small write (require, validate, save, record)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, TypeVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models.fields.reverse_related import ManyToOneRel
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parta.access.actor import Actor
from parta.access.rules import Rule, require
from parta.common.errors import Invalid
from parta.common.tenancy import SchoolModel
from parta.ledger.services.chain import record

Row = TypeVar("Row", bound=models.Model)


@transaction.atomic
def save_row(
    *,
    actor: Actor,
    row: Row,
    values: Mapping[str, Any],
    rule: Rule,
    about: Any = None,
    subject_id: int | None = None,
    reason: str = "",
) -> Row:
    """Set values of a new or existing row, if the rule allows it for `about` (default: the row itself).

    An existing row must be the actor's before the change and after it.
    Saves and records only a real change. Invalid names each wrong field.
    """
    place: Any = about or row
    old = _snapshot(row, values) if row.pk else None
    if row.pk:
        require(actor, rule, place)
    for name, value in values.items():
        setattr(row, name, value)
    require(actor, rule, place)
    _validate(row, values)
    new = _snapshot(row, values)
    if old == new:
        return row
    row.save()
    verb = "added" if old is None else "changed"
    record(
        actor=actor,
        school_id=place.school_id,
        action=f"{row._meta.app_label}.{row._meta.model_name}.{verb}",
        target=row,
        subject_id=subject_id,
        old=old,
        new=new,
        reason=reason,
    )
    return row


@transaction.atomic
def remove_row(*, actor: Actor, row: SchoolModel, rule: Rule, about: Any = None, reason: str = "") -> None:
    """Delete a row that nothing points at."""
    require(actor, rule, about or row)
    if _is_used(row):
        raise Invalid(str(IN_USE))
    fields = [field.attname for field in row._meta.concrete_fields]
    action = f"{row._meta.app_label}.{row._meta.model_name}.removed"
    record(actor=actor, school_id=row.school_id, action=action, target=row, old=_snapshot(row, fields), reason=reason)
    try:
        with transaction.atomic():
            type(row).objects.filter(school_id=row.school_id, pk=row.pk).erase()
    except IntegrityError as error:
        raise Invalid(str(IN_USE)) from error


IN_USE = gettext_lazy("This is in use and cannot be removed: first remove what refers to it.")


def _is_used(row: SchoolModel) -> bool:
    """Whether a row of the school points at this one; the database itself would say so only at the commit."""
    links = [field for field in row._meta.get_fields(include_hidden=True) if isinstance(field, ManyToOneRel)]
    rows = (
        (link.related_model._base_manager.filter(school_id=row.school_id), link.field.name)
        for link in links
        if issubclass(link.related_model, SchoolModel)
    )
    return any(found.filter(**{name: row}).exists() for found, name in rows)


def _validate(row: models.Model, values: Mapping[str, Any]) -> None:
    """Check the row; what is not given and may be empty was not typed, so it is not checked."""
    silent = {field.name for field in row._meta.fields if field.null and field.name not in values}
    try:
        row.full_clean(exclude=silent)
    except ValidationError as error:
        general = error.error_dict.pop(NON_FIELD_ERRORS, [])
        words = {
            name: " ".join(one for each in found for one in each.messages) for name, found in error.error_dict.items()
        }
        others = []
        for one in general:
            field, told = _contradiction(row, " ".join(one.messages))
            words.update({field: told} if field else {})
            others += [] if field else [told]
        raise Invalid(" ".join(others), fields=words) from error


def _contradiction(row: models.Model, words: str) -> tuple[str, str]:
    """The field at fault and what to say; a constraint knows only its own name, so the words are ours."""
    broken = next((one for one in row._meta.constraints if one.name in words), None)
    if broken is None:
        return "", words
    if not isinstance(broken, models.UniqueConstraint) or broken.condition:
        return "", _("This does not go with what is written already.")
    names = [one.name for one in broken.expressions if isinstance(one, models.F)]  # type: ignore[attr-defined]
    return names[-1], _("There is one like this already.")


def _snapshot(row: models.Model, names: Any) -> dict[str, Any]:
    return {name: _plain(getattr(row, name)) for name in names}


def _plain(value: Any) -> Any:
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, datetime | date | time | Decimal):
        return str(value)
    return value
