from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from parta.common.codes import decode
from parta.common.components import DateInput, RowField
from parta.exchange.asc.matching import LEFT_OUT, MODELS, OUT, Match


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("Workbook"),
        help_text=_("An .xlsx file made from the template or exported from Parta, up to 10 MB."),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )


class TimetableForm(forms.Form):
    """The branch is asked only where the school has several."""

    file = forms.FileField(
        label=_("File of aSc"),
        help_text=_("In aSc: File, Export, “aSc Timetables 2012 XML”. Up to 10 MB."),
        widget=forms.FileInput(attrs={"accept": ".xml"}),
    )
    since = forms.DateField(
        label=_("Valid from"), widget=DateInput, help_text=_("From this day on lessons follow it once it is published.")
    )

    def __init__(self, branches: Any, since: date, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, initial={"since": since, "branch": branches[0]})
        self.only = branches[0]
        if len(branches) > 1:
            self.fields["branch"] = RowField(branches, label=_("Branch"), empty_label=None)

    def clean(self) -> dict[str, Any]:
        return {"branch": self.only, **(super().clean() or {})}


def picks_in(posted: Mapping[str, str], matches: Iterable[Match]) -> dict[tuple[str, str], int | None]:
    """What was chosen for each name that the form had: a row by its code, not taken, or nothing yet."""
    said = {(row.kind, row.key): (MODELS[row.kind], posted[row.field]) for row in matches if row.field in posted}
    return {place: LEFT_OUT if code == OUT else _id(model, code) for place, (model, code) in said.items()}


def _id(model: str, code: str) -> int | None:
    try:
        return decode(model, code).id if code else None
    except ValueError:
        return None
