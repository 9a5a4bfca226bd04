"""Forms of the office: orders that move a pupil, who is chosen, when something ends."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from parta.classes.models import Group, MoveKind
from parta.classes.services import Order
from parta.common.components import DateInput, RowField

PERSON = ("surname", "name", "patronymic", "birth_date", "sex", "snils", "phone", "email")
PUPIL = ("branch", "file_number", "no_internet")
TIE = ("kind", "since", "until", "basis", "has_access")
EMPLOYEE = ("position", "since", "until")
GROUP = ("kind", "branch", "year_level", "letter", "name", "scheme", "shift", "room")
APPOINTMENT = ("role", "branch", "group", "since", "order")


def choice_of_group(groups: Sequence[Group] | QuerySet[Group], school_id: int, label: Any = _("Class")) -> RowField:
    """One of these groups, told with its branch where they are of several."""
    ids = [group.pk for group in groups]
    rows = Group.objects.filter(school_id=school_id, pk__in=ids).select_related("branch")
    if len({group.branch_id for group in groups}) == 1:
        return RowField(rows.order_by("year_level", "name"), label=label)
    field = RowField(rows.order_by("branch", "year_level", "name"), label=label)
    field.words = lambda group: f"{group} · {group.branch}"
    return field


def day(label: Any, **kwargs: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=DateInput(), **kwargs)


def order_fields(first: Any, kinds: Sequence[MoveKind]) -> dict[str, forms.Field]:
    """The order that moves a pupil: its kind (where there is a choice), from which day, number and date."""
    fields: dict[str, forms.Field] = {}
    if len(kinds) > 1:
        fields["move"] = forms.ChoiceField(label=_("What for"), choices=[(kind.value, kind.label) for kind in kinds])
    fields["on"] = day(first)
    fields["number"] = forms.CharField(label=_("Order No"), max_length=60, required=False)
    fields["dated"] = day(_("Order of"), required=False)
    return fields


def order_in(values: dict[str, Any], kind: MoveKind) -> Order:
    chosen: date = values["on"]
    return Order(MoveKind(values.get("move") or kind), chosen, values["number"], values["dated"])


def reason_field() -> forms.CharField:
    return forms.CharField(label=_("Reason"), max_length=500, required=False, help_text=_("Stays in the history."))
