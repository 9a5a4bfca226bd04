"""One row, one act: the common shape of every small write (require, validate, save, record)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, TypeVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

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

    Saves and records only a real change. Invalid names each wrong field.
    """
    place: Any = about or row
    old = _snapshot(row, values) if row.pk else None
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
    fields = [field.attname for field in row._meta.concrete_fields]
    action = f"{row._meta.app_label}.{row._meta.model_name}.removed"
    record(actor=actor, school_id=row.school_id, action=action, target=row, old=_snapshot(row, fields), reason=reason)
    try:
        with transaction.atomic():
            type(row).objects.filter(school_id=row.school_id, pk=row.pk).erase()
    except IntegrityError as error:
        raise Invalid(_("This is in use and cannot be removed: first remove what refers to it.")) from error


def _validate(row: models.Model, values: Mapping[str, Any]) -> None:
    """Check the row; what is not given and may be empty was not typed, so it is not checked."""
    silent = {field.name for field in row._meta.fields if field.null and field.name not in values}
    try:
        row.full_clean(exclude=silent)
    except ValidationError as error:
        words = {name: " ".join(messages) for name, messages in error.message_dict.items()}
        general = words.pop(NON_FIELD_ERRORS, "")
        raise Invalid(general, fields=words) from error


def _snapshot(row: models.Model, names: Any) -> dict[str, Any]:
    return {name: _plain(getattr(row, name)) for name in names}


def _plain(value: Any) -> Any:
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, datetime | date | time | Decimal):
        return str(value)
    return value
