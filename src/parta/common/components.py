"""Form parts that every room shares: the renderer with our field template, and inputs the browser helps with."""

from __future__ import annotations

from django import forms
from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """Any `{{ form }}` comes out in one column, label above, help under, error in words."""

    form_template_name = "parts/fields.html"
    field_template_name = "parts/field.html"


class DateInput(forms.DateInput):
    """The browser's own calendar, which speaks ISO whatever the language of the page."""

    input_type = "date"

    def __init__(self, attrs: dict[str, object] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    """The browser's own clock."""

    input_type = "time"

    def __init__(self, attrs: dict[str, object] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")
