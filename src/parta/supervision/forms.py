"""What is written in a remark, in an answer to it, in a decision."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from parta.classes.models import Course
from parta.common.codes import code_of
from parta.common.templatetags.parta import day_month, weekday
from parta.lessons.models import Lesson
from parta.people.models import Person
from parta.school.selectors import policy_of, today_of
from parta.supervision.selectors.courses import addressees, last_lessons
from parta.supervision.selectors.facts import workdays_of

ROWS = {"rows": 3}


class WordsForm(forms.Form):
    """One text; the name of the act is said by its label."""

    text = forms.CharField(max_length=2000, widget=forms.Textarea(attrs=ROWS))

    def __init__(self, label: Any, data: Any = None, *, required: bool = True, initial: str = "") -> None:
        super().__init__(data, initial={"text": initial})
        self.fields["text"].label = label
        self.fields["text"].required = required


class RemarkForm(forms.Form):
    """A remark by hand: to whom, on what, by when."""

    person = forms.ChoiceField(label=_("To whom"))
    lesson = forms.ChoiceField(label=_("Lesson"), required=False)
    text = forms.CharField(label=_("Remark"), max_length=2000, widget=forms.Textarea(attrs=ROWS))
    due = forms.DateField(label=_("Mend by"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))

    def __init__(self, course: Course, data: Any = None, lesson_asked: str = "") -> None:
        """`lesson_asked`: the code of the lesson to begin with; its teacher is the one to begin with too."""
        today = today_of(course.school_id)
        days = policy_of(course.school_id, today)["remark_days"]
        super().__init__(data, initial={"due": workdays_of(course.school_id).after(today, days)})
        self.people = {code_of(row): row for row in addressees(course)}
        self.lessons = {code_of(row): row for row in last_lessons(course)}
        person: Any = self.fields["person"]
        person.choices = [(code, row.full_name) for code, row in self.people.items()]
        lesson: Any = self.fields["lesson"]
        listed = [(code, f"{day_month(row.date)}, {weekday(row.date)}") for code, row in self.lessons.items()]
        lesson.choices = [("", _("the journal as a whole")), *listed]
        if lesson_asked in self.lessons:
            teacher = self.lessons[lesson_asked].actual_teacher_id
            self.initial["lesson"] = lesson_asked
            self.initial["person"] = next((code for code, row in self.people.items() if row.pk == teacher), None)

    def person_chosen(self) -> Person:
        return self.people[self.cleaned_data["person"]]

    def lesson_chosen(self) -> Lesson | None:
        return self.lessons.get(self.cleaned_data["lesson"])
