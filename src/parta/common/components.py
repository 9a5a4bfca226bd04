"""Form parts that every room shares: the renderer with our field template, and inputs the browser helps with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms
from django.db import models
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.utils.text import capfirst

from parta.common.codes import code_of, decode
from parta.common.tenancy import SchoolForeignKey


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


class RowField(forms.ModelChoiceField):
    """A row of the school, named in the page by its opaque code."""

    def __init__(self, rows: models.QuerySet[Any], **kwargs: Any) -> None:
        super().__init__(rows, **{"empty_label": "—", **kwargs})
        self.words: Callable[[Any], str] = str

    def label_from_instance(self, obj: Any) -> str:
        return self.words(obj)

    def prepare_value(self, value: Any) -> Any:
        return code_of(value) if isinstance(value, models.Model) else value

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        return super().to_python(id_of_code(self.queryset, value))


class RowsField(forms.ModelMultipleChoiceField):
    """Several rows of the school as checkboxes."""

    widget = forms.CheckboxSelectMultiple

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list | tuple | models.QuerySet):
            return [self.prepare_value(one) for one in value]
        return code_of(value) if isinstance(value, models.Model) else value

    def clean(self, value: Any) -> Any:
        return super().clean([id_of_code(self.queryset, one) for one in value or []])


def id_of_code(rows: Any, value: str) -> int:
    """The id behind a code typed for these rows; 0, which no row has, for a damaged or foreign one."""
    try:
        return decode(rows.model._meta.model_name or "", value).id
    except ValueError:
        return 0


def fields_of(model: type[models.Model], names: Iterable[str], school_id: int) -> dict[str, forms.Field]:
    """Form fields of a model; links offer rows of the school only."""
    return {name: _field(model._meta.get_field(name), school_id) for name in names}


def _field(field: Any, school_id: int) -> forms.Field:
    if isinstance(field, SchoolForeignKey):
        rows = field.remote_field.model._default_manager.filter(school_id=school_id)
        label = capfirst(str(field.verbose_name))
        return RowField(rows, label=label, required=not field.blank)
    widgets: dict[type[models.Field], Any] = {models.DateField: DateInput, models.TimeField: TimeInput}
    widget = widgets.get(type(field))
    options: dict[str, Any] = {"widget": widget} if widget else {}
    if isinstance(field, models.URLField):
        options["assume_scheme"] = "https"
    made: forms.Field = field.formfield(**options)
    if isinstance(made, forms.ChoiceField):
        made.choices = [(value, title if value != "" else "—") for value, title in list(made.choices)]  # type: ignore[arg-type]
    return made


class RowForm(forms.Form):
    """Fields of rows that a service will write: the rows themselves are never touched by the form."""

    def __init__(self, request: HttpRequest, fields: Mapping[str, forms.Field], initial: Mapping[str, Any]) -> None:
        super().__init__(request.POST if request.method == "POST" else None, initial=dict(initial))
        self.fields.update(fields)


def row_form(
    request: HttpRequest,
    school_id: int,
    *parts: tuple[models.Model, Iterable[str]],
    extra: Mapping[str, forms.Field] | None = None,
    **initial: Any,
) -> RowForm:
    """A form of the named fields of each row, filled with what the rows hold; `extra` fields come after or instead."""
    fields: dict[str, forms.Field] = {}
    held: dict[str, Any] = {}
    for row, wanted in parts:
        names = tuple(wanted)
        fields |= fields_of(type(row), names, school_id)
        held |= {name: getattr(row, name, None) for name in names}
    return RowForm(request, fields | dict(extra or {}), held | initial)
