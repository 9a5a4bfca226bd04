"""Forms of the versions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from parta.classes.models import Group
from parta.common.components import RowsField
from parta.timetable.models import RunMode


class DraftForm(forms.Form):
    since = forms.DateField(label=_("Valid from"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class SureForm(forms.Form):
    """Nothing to fill in: the button says the act."""

    sure = forms.BooleanField(widget=forms.HiddenInput, initial=True, required=False)


def next_monday(today: date) -> date:
    return today + timedelta(days=7 - today.weekday())


MATTERS: list[tuple[int, Any]] = [
    (0, _("does not matter")),
    (1, _("a little")),
    (2, _("matters")),
    (6, _("matters much")),
]
COSTS = {"teacher_window": 3, "hard_place": 2, "difficulty": 1, "teacher_wish": 3, "room_kind": 3}
"""What a flaw costs where it matters a little."""
WEIGHTS: Mapping[str, Any] = {
    "teacher_window": _("Few windows of teachers"),
    "hard_place": _("Hard lessons in the middle of the day"),
    "difficulty": _("The hardest day on Tuesday or Wednesday"),
    "teacher_wish": _("Wishes of teachers"),
    "room_kind": _("Rooms made for the subject"),
}
MINUTES = [(60, _("1 minute")), (180, _("3 minutes")), (300, _("5 minutes")), (900, _("15 minutes"))]


class SolverForm(forms.Form):
    mode = forms.ChoiceField(label=_("What to do"), choices=RunMode.choices, widget=forms.RadioSelect)
    seconds = forms.TypedChoiceField(
        label=_("How long to look"),
        choices=MINUTES,
        coerce=int,
        initial=180,
        help_text=_("The first whole week is found in seconds; the rest of the time makes it better."),
    )

    def __init__(self, data: Mapping[str, object] | None, classes: list[Group]) -> None:
        super().__init__(data)
        for name, label in WEIGHTS.items():
            self.fields[name] = forms.TypedChoiceField(label=label, choices=MATTERS, coerce=int, initial=2)
        rows = Group.objects.filter(
            pk__in=[row.pk for row in classes], school_id__in={row.school_id for row in classes}
        )
        self.fields["stays"] = RowsField(
            rows.order_by("year_level", "name"),
            label=_("Leave these classes as they stand"),
            required=False,
        )

    @property
    def weights(self) -> dict[str, int]:
        return {name: COSTS[name] * self.cleaned_data[name] for name in WEIGHTS}

    @property
    def main_fields(self) -> list[forms.BoundField]:
        return [self["mode"], self["seconds"]]

    @property
    def weight_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in WEIGHTS]
