"""What a teacher writes about a lesson."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from parta.common.codes import code_of, decode
from parta.common.templatetags.parta import day_month, weekday
from parta.journal.selectors.lesson import LessonView
from parta.lessons.models import Lesson

SHORT = {"rows": 2}


class DueField(forms.ChoiceField):
    """A later lesson of the course; gives its id."""

    def offer(self, view: LessonView, chosen: Lesson | None = None) -> None:
        """The later lessons, and the one chosen before even where it is far off or cancelled."""
        rows = sorted({*view.later, *filter(None, [chosen])}, key=lambda row: row.place)
        later = [(code_of(row), f"{day_month(row.date)}, {weekday(row.date)}") for row in rows]
        self.choices = later or [("", _("the next lesson"))]

    def clean(self, value: Any) -> int | None:
        code = super().clean(value)
        return decode("lesson", code).id if code else None


class LessonForm(forms.Form):
    """Topic and the homework for everybody: what every lesson needs."""

    topic = forms.CharField(
        label=_("Topic of the lesson"), max_length=500, required=False, widget=forms.Textarea(attrs=SHORT)
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    text = forms.CharField(label=_("Homework"), max_length=4000, required=False, widget=forms.Textarea(attrs=SHORT))
    text_seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=0, max_value=600, required=False)
    due = DueField(label=_("Due at"), required=False)

    def __init__(self, view: LessonView, data: Any = None) -> None:
        main = view.main_task
        due = code_of(main.due) if main and main.due else None
        values = {"topic": view.lesson.topic, "seen": view.lesson.version, "due": due}
        if main:
            values |= {"text": main.text, "text_seen": main.version, "minutes": main.minutes}
        super().__init__(data, initial=values)
        field: Any = self.fields["due"]
        field.offer(view, main.due if main else None)
        if not view.takes_homework:
            for name in ("text", "minutes", "due"):
                del self.fields[name]


class TaskForm(forms.Form):
    """One more task: for all or for some pupils, with a link or a file."""

    text = forms.CharField(label=_("What to do"), max_length=4000, widget=forms.Textarea(attrs=SHORT))
    minutes = forms.IntegerField(label=_("Minutes"), min_value=0, max_value=600, required=False)
    due = DueField(label=_("Due at"), required=False)
    link = forms.URLField(label=_("Link"), required=False, max_length=500, assume_scheme="https")
    file = forms.FileField(label=_("File"), required=False)
    only_for = forms.MultipleChoiceField(
        label=_("Only for"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("Nobody marked: for all.")
    )

    def __init__(self, view: LessonView, members: list[tuple[str, str]], data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, auto_id="task_%s")
        field: Any = self.fields["due"]
        field.offer(view)
        names: Any = self.fields["only_for"]
        names.choices = members

    def persons(self) -> tuple[int, ...]:
        return tuple(decode("person", code).id for code in self.cleaned_data["only_for"])


class SubstituteForm(forms.Form):
    """Another teacher for one lesson, or nobody: the lesson is cancelled."""

    teacher = forms.ChoiceField(label=_("Who gives the lesson"))
    reason = forms.CharField(label=_("Reason"), max_length=200, help_text=_("Only the staff sees it."))

    CANCELLED = "cancelled"

    def __init__(self, view: LessonView, data: Any = None) -> None:
        super().__init__(data, auto_id="substitute_%s")
        field: Any = self.fields["teacher"]
        people = [(code_of(person), person.full_name) for person in view.teachers]
        field.choices = [("", "—"), *people, (self.CANCELLED, _("Nobody: the lesson is cancelled"))]

    def teacher_id(self) -> int | None:
        """Who was chosen; None for nobody."""
        value = self.cleaned_data["teacher"]
        return None if value == self.CANCELLED else decode("person", value).id


class WorkForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind of work"))
    title = forms.CharField(label=_("Title"), max_length=200, required=False)
    weight = forms.DecimalField(
        label=_("Weight"), max_digits=4, decimal_places=2, min_value=0, required=False, help_text=_("Empty: as usual.")
    )

    def __init__(self, view: LessonView, data: Any = None) -> None:
        super().__init__(data, auto_id="work_%s")
        kind: Any = self.fields["kind"]
        kind.choices = [(code_of(row), f"{row.name} · ×{row.weight.normalize():f}") for row in view.kinds]

    def kind_id(self) -> int:
        return decode("worktype", self.cleaned_data["kind"]).id
