"""Forms of the versions."""

from __future__ import annotations

from datetime import date, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _


class DraftForm(forms.Form):
    since = forms.DateField(label=_("Valid from"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class SureForm(forms.Form):
    """Nothing to fill in: the button says the act."""

    sure = forms.BooleanField(widget=forms.HiddenInput, initial=True, required=False)


def next_monday(today: date) -> date:
    return today + timedelta(days=7 - today.weekday())
