from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("Workbook"),
        help_text=_("An .xlsx file made from the template or exported from Parta, up to 10 MB."),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )
