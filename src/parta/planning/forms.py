"""The table of a plan as it is typed, and the small forms around it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parta.common.codes import Ref, code_of, decode, encode
from parta.planning.arithmetic import SECTION, Row
from parta.planning.arithmetic.pasted import COLUMNS
from parta.planning.models import Kind, Means
from parta.planning.selectors import Target
from parta.planning.services.writing import Why

TYPED = ("code", "title", "hours", "kind", "work", "homework", "minutes", "important", "joins")


@dataclass(frozen=True)
class TypedRow:
    """A line of the form, as it was typed; `key` names its fields."""

    key: str
    code: str = ""
    title: str = ""
    hours: str = "1"
    kind: str = Kind.NEW.value
    work: str = ""
    homework: str = ""
    minutes: str = ""
    important: str = ""
    joins: str = ""
    error: str = ""

    @property
    def is_section(self) -> bool:
        return self.kind == SECTION

    @property
    def is_blank(self) -> bool:
        return not (self.title.strip() or self.homework.strip() or self.work.strip())

    def row(self) -> Row:
        """What it means; ValueError with words for who typed it."""
        if not self.title.strip():
            raise ValueError(_("Name the topic."))
        if self.is_section:
            return Row(self.title, 0, SECTION, id=self._id())
        return Row(
            self.title,
            _whole(self.hours, _("Whole hours, 1 or more.")) or 1,
            self.kind if self.kind in Kind.values else Kind.NEW.value,
            bool(self.joins),
            self.work,
            self.homework,
            _whole(self.minutes, _("Whole minutes.")),
            bool(self.important),
            self._id(),
        )

    def _id(self) -> int | None:
        try:
            return decode("topic", self.code).id if self.code else None
        except ValueError:
            return None


def _whole(text: str, words: str) -> int | None:
    typed = text.strip()
    if not typed:
        return None
    if not typed.isdecimal() or len(typed) > 4:
        raise ValueError(words)
    return int(typed)


def shown(school_id: int, rows: Sequence[Row], blank: int = 0) -> list[TypedRow]:
    """Rows of a plan as lines of the form, with blank ones after them."""
    found = [
        TypedRow(
            str(number),
            encode("topic", Ref(school_id, row.id)) if row.id else "",
            row.title,
            str(row.hours),
            row.kind,
            row.work,
            row.homework,
            "" if row.minutes is None else str(row.minutes),
            "1" if row.is_important else "",
            "1" if row.joins else "",
        )
        for number, row in enumerate(rows)
    ]
    return found + [TypedRow(f"n{number}") for number in range(blank)]


def typed_rows(data: QueryDict) -> list[TypedRow]:
    """The lines of the form in the order of the page."""
    return [TypedRow(key, *(data.get(f"{name}-{key}", "") for name in TYPED)) for key in data.getlist("row")]


def read(typed: Iterable[TypedRow]) -> tuple[list[Row], list[TypedRow]]:
    """The rows meant, and the lines again with what is wrong; blank lines are nothing."""
    rows: list[Row] = []
    again: list[TypedRow] = []
    for line in typed:
        if line.is_blank:
            continue
        try:
            rows.append(line.row())
            again.append(line)
        except ValueError as error:
            again.append(replace(line, error=str(error)))
    return rows, again


class WhyForm(forms.Form):
    """Why an approved plan is changed."""

    reason = forms.CharField(
        label=gettext_lazy("Why the plan is changed"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("It stands on the correction sheet: quarantine, holidays, a teacher who was ill."),
    )
    means = forms.ChoiceField(label=gettext_lazy("How hours are caught up"), choices=Means.choices, required=False)

    def why(self) -> Why:
        return Why(self.cleaned_data["reason"], self.cleaned_data["means"])


class JoinForm(WhyForm):
    """Which topic shares the lesson of the one before."""

    topic = forms.ChoiceField(label=gettext_lazy("Which topics share a lesson"))
    field_order = ("topic", "reason", "means")

    def __init__(self, school_id: int, rows: Sequence[Row], data: Any = None, *, asks: bool) -> None:
        super().__init__(data, initial={"means": Means.JOINED})
        topics = [row for row in rows if not row.is_section]
        pairs = [(one, two) for one, two in pairwise(topics) if not two.joins]
        field: Any = self.fields["topic"]
        field.choices = [
            (encode("topic", Ref(school_id, two.id or 0)), f"{one.title[:70]} + {two.title[:70]}") for one, two in pairs
        ]
        self.fields["reason"].required = asks
        if not asks:
            del self.fields["reason"], self.fields["means"]

    def topic_id(self) -> int:
        return decode("topic", self.cleaned_data["topic"]).id

    def why(self) -> Why:
        return super().why() if "reason" in self.cleaned_data else Why()


class ReturnForm(forms.Form):
    words = forms.CharField(
        label=gettext_lazy("What is to be mended"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )


class Open(forms.CheckboxSelectMultiple):
    """Boxes of which only some may be ticked."""

    open_values: frozenset[str] = frozenset()

    def create_option(self, name: str, value: Any, *args: Any, **more: Any) -> dict[str, Any]:
        found: dict[str, Any] = super().create_option(name, value, *args, **more)
        if str(value) not in self.open_values:
            found["attrs"]["disabled"] = True
        return found


class CopyForm(forms.Form):
    """Into which courses; those whose plans are handed in or approved are shown, but closed."""

    courses = forms.MultipleChoiceField(label=gettext_lazy("Into which courses"), widget=Open, choices=())

    def __init__(self, targets: Sequence[Target], data: Any = None) -> None:
        super().__init__(data)
        self.targets = {code_of(target.course): target for target in targets if target.is_free}
        self.has_taken = len(self.targets) < len(targets)
        field: Any = self.fields["courses"]
        field.choices = [(code_of(target.course), self._words(target)) for target in targets]
        field.widget.open_values = frozenset(self.targets)
        if not targets:
            field.label = ""

    def _words(self, target: Target) -> str:
        group = target.course.group
        words = [group.name, group.branch.short_name, str(group.year)]
        if target.plan:
            over = _("the draft there is written over")
            words.append(over if target.is_free else target.plan.get_state_display().lower())
        return " · ".join(words)

    def hint(self) -> str:
        if not self.targets and not self.has_taken:
            return _("There is no other course of this subject and year level that you may write a plan for.")
        words = [_("Courses of the same subject and year level, of this year and the next. Each copy is a draft.")]
        if self.has_taken:
            words = words if self.targets else []
            words.append(_("A plan that is handed in or approved is not written over."))
            words.append(_("Take back the one that is handed in; an approved one is changed on its own page."))
        return " ".join(words)

    def clean_courses(self) -> list[str]:
        codes: list[str] = self.cleaned_data["courses"]
        if any(code not in self.targets for code in codes):
            raise forms.ValidationError(_("A plan that is handed in or approved is not written over."))
        return codes

    def chosen(self) -> list[Any]:
        return [self.targets[code].course for code in self.cleaned_data["courses"]]


LABELS = {
    "section": gettext_lazy("Section"),
    "title": gettext_lazy("Topic"),
    "hours": gettext_lazy("Hours"),
    "kind": gettext_lazy("Kind of lesson"),
    "work": gettext_lazy("Work"),
    "homework": gettext_lazy("Homework"),
    "minutes": gettext_lazy("Minutes"),
}


class SourceForm(forms.Form):
    """Where the table comes from."""

    text = forms.CharField(
        label=gettext_lazy("Lines copied out of a spreadsheet"),
        required=False,
        max_length=400_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("Select the table in Excel or Word, copy it and paste it here."),
    )
    file = forms.FileField(
        label=gettext_lazy("or a file: XLSX, DOCX or CSV"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.docx,.csv,.txt"}),
    )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if not values.get("file") and not (values.get("text") or "").strip() and not self.errors:
            raise forms.ValidationError(_("Paste some lines or choose a file."))
        return values


def columns_in(data: QueryDict, width: int) -> dict[str, int]:
    """What the reader said of each column; the first of two of one name."""
    found: dict[str, int] = {}
    for place in range(width):
        name = data.get(f"column-{place}", "")
        if name in COLUMNS:
            found.setdefault(name, place)
    return found
