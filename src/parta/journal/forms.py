"""What a teacher writes about a lesson; what is decided of academic debts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from parta.common.codes import code_of, decode
from parta.common.components import DateInput
from parta.common.templatetags.parta import day_month, weekday
from parta.grading.models import Debt
from parta.grading.selectors.debts import DebtLine
from parta.journal.selectors.lesson import LessonView
from parta.journal.selectors.procedures import Target
from parta.journal.services.procedures import Anyway
from parta.lessons.models import Lesson
from parta.marks.arithmetic.procedures import LESSON, SHORTEST
from parta.marks.models import Level, Procedure, Work, WorkType
from parta.marks.services import ProcedureWords, WorkValues, WorkWords

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
        if view.planned:
            self.fields["topic"].widget.attrs["placeholder"] = view.planned.topic
        field: Any = self.fields["due"]
        field.offer(view, main.due if main else None)
        usual = view.lesson.course.subject.homework_minutes
        self.fields["minutes"].widget.attrs |= {"placeholder": f"{usual}"} if usual else {}
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


class KindSelect(forms.Select):
    """Kinds of work; each option tells its usual weight and importance, for a script that fills them in."""

    usual: Mapping[str, tuple[str, str]] = {}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        weight, is_important = self.usual.get(str(value), ("", ""))
        option["attrs"] |= {"data-weight": weight, "data-important": is_important} if weight else {}
        return option


USUAL: list[tuple[str, Any]] = [("", _("as usual")), ("yes", _("yes")), ("no", _("no"))]


class WorkFields(forms.Form):
    """What is said of a work and may be changed later."""

    title = forms.CharField(label=_("Title"), max_length=200, required=False)
    weight = forms.DecimalField(
        label=_("Weight"), max_digits=4, decimal_places=2, min_value=0, required=False, help_text=_("Empty: as usual.")
    )
    important = forms.ChoiceField(label=_("Important"), choices=USUAL, required=False)
    due = forms.DateField(label=_("Marks stand by"), required=False, widget=DateInput)

    def words(self) -> WorkWords:
        """What was typed, as the services take it."""
        typed = self.cleaned_data
        is_important = {"yes": True, "no": False}.get(typed["important"])
        return {"title": typed["title"], "weight": typed["weight"], "is_important": is_important, "due": typed["due"]}


class AnywayFields(forms.Form):
    """What breaks a limit of assessment procedures is refused once; then it is done with a reason."""

    anyway = forms.BooleanField(label=_("Add all the same"), required=False)
    reason = forms.CharField(
        label=_("Why"), max_length=300, required=False, help_text=_("Kept in the history of changes.")
    )

    ASKED = ("anyway", "reason")

    def visible_fields(self) -> list[forms.BoundField]:
        """Both are asked for only where a limit is broken."""
        asked = self.is_bound and any(name in self.errors for name in self.ASKED)
        return [field for field in super().visible_fields() if asked or field.name not in self.ASKED]

    def anyway_said(self) -> Anyway:
        return Anyway(self.cleaned_data["anyway"], self.cleaned_data["reason"])


class WorkForm(AnywayFields, WorkFields):
    """A new work of a lesson: also for a subgroup, also as a re-take."""

    kind = forms.ChoiceField(label=_("Kind of work"), widget=KindSelect)
    group = forms.ChoiceField(label=_("Subgroup"), required=False)
    retake_of = forms.ChoiceField(label=_("Re-take of"), required=False)

    field_order = ("kind", "title", "weight", "important", "due", "group", "retake_of", "anyway", "reason")

    def __init__(self, view: LessonView, data: Any = None) -> None:
        super().__init__(data, auto_id="work_%s")
        self.view = view
        kind: Any = self.fields["kind"]
        weights = [(code_of(row), row, f"{row.weight.normalize():f}") for row in view.kinds]
        kind.choices = [(code, f"{row.name} · ×{weight.replace('.', ',')}") for code, row, weight in weights]
        kind.widget.usual = {code: (weight, "yes" if row.is_important else "no") for code, row, weight in weights}
        self._offer("group", _("everybody"), [(code_of(row), row.name) for row in view.groups])
        self._offer("retake_of", _("no, a work of its own"), [(code_of(row), named(row)) for row in view.earlier])

    def _offer(self, name: str, nothing: Any, choices: list[tuple[str, str]]) -> None:
        """Choices of a field; a field without any choice is not asked for."""
        field: Any = self.fields[name]
        field.choices = [("", nothing), *choices]
        if not choices:
            del self.fields[name]

    def kind_id(self) -> int:
        return decode("worktype", self.cleaned_data["kind"]).id

    def values(self) -> WorkValues:
        group, first = self.cleaned_data.get("group"), self.cleaned_data.get("retake_of")
        return {
            **self.words(),
            "group": next((row for row in self.view.groups if code_of(row) == group), None),
            "retake_of": next((row for row in self.view.earlier if code_of(row) == first), None),
            "reason": "",
        }


def named(work: Work) -> str:
    """ "Контрольная работа, 23 ноября: Дроби"."""
    return f"{work.type.name}, {day_month(work.lesson.date)}" + (f": {work.title}" if work.title else "")


class ChangeWorkForm(WorkFields):
    seen = forms.IntegerField(widget=forms.HiddenInput)
    next = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, work: Work, data: Any = None, back: str = "") -> None:
        important = "yes" if work.is_important else "no"
        values = {"title": work.title, "weight": work.weight.normalize(), "important": important, "due": work.due}
        super().__init__(data, initial=values | {"seen": work.version, "next": back}, auto_id="work_%s")
        field: Any = self.fields["important"]
        field.choices = USUAL[1:]
        self.fields["weight"].help_text = ""
        self.fields["weight"].required = True
        self.work = work

    def again(self, words: str) -> ChangeWorkForm:
        """The same typed words over what somebody else has written meanwhile, with what stands now told."""
        now = f"{self.work.title or '—'} · ×{self.work.weight.normalize():f}".replace(".", ",")
        data = {name: self.data.get(name, "") for name in self.fields} | {"seen": self.work.version}
        form = ChangeWorkForm(self.work, data)
        stands = _("It now says: “%s”.") % now
        form.add_error(None, f"{words} {stands}")
        return form


class OpenDebtsForm(forms.Form):
    """By when debts are cleared and from which day they count."""

    deadline = forms.DateField(label=_("Clear by"), widget=DateInput)
    arisen_on = forms.DateField(
        label=_("Day of the decision"),
        required=False,
        widget=DateInput,
        help_text=_("Empty: the day when the mark was put."),
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)


class ResitForm(forms.Form):
    """When a re-sit is and who hears it; a commission hears the second one."""

    on = forms.DateField(label=_("Day of the re-sit"), widget=DateInput)
    members = forms.CharField(label=_("Commission: names of its members"), max_length=300, required=False)
    note = forms.CharField(label=_("Time, room, programme"), max_length=300, required=False)

    def __init__(self, line: DebtLine, data: Any = None) -> None:
        planned = line.planned
        values = {"on": planned.on, "members": planned.members, "note": planned.note} if planned else {}
        super().__init__(data, initial=values)
        self.fields["members"].required = len(line.held) == 1
        last = f"{line.debt.deadline:%d.%m.%Y}"
        self.fields["on"].help_text = format_lazy("{} {}", _("Not later than"), last)


class ResultForm(forms.Form):
    value = forms.CharField(label=_("Mark"), max_length=7, help_text=_("“н/а” if the pupil did not come."))
    held_on = forms.DateField(label=_("Held on"), widget=DateInput)
    note = forms.CharField(label=_("Record: number and date"), max_length=300, required=False)


class DeadlineForm(forms.Form):
    """Another deadline; days of illness and leave, which the law does not count, make the last day later."""

    deadline = forms.DateField(label=_("Clear by"), widget=DateInput)
    extra_days = forms.IntegerField(
        label=_("Days not counted, in all"),
        min_value=0,
        max_value=1000,
        help_text=_("Illness and leave; so many days later the year ends."),
    )
    reason = forms.CharField(label=_("Reason"), max_length=300, help_text=_("It stands in the history."))

    def __init__(self, row: Debt, data: Any = None) -> None:
        super().__init__(data, initial={"deadline": row.deadline, "extra_days": row.extra_days})
        self.fields["deadline"].help_text = format_lazy("{} {}", _("Now not later than"), f"{row.latest:%d.%m.%Y}")


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=300, help_text=_("It stands in the history."))

    def __init__(self, data: Any = None, *, required: bool = True) -> None:
        super().__init__(data)
        self.fields["reason"].required = required


class NoteForm(forms.Form):
    note = forms.CharField(
        label=_("Note"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs=SHORT),
        help_text=_("For the staff: what the family chose, number of an order."),
    )


class ProcedureFields(AnywayFields):
    """What is said of an assessment procedure."""

    date = forms.DateField(label=_("Day"), widget=DateInput)
    kind = forms.ChoiceField(label=_("Kind of work"))
    title = forms.CharField(label=_("Title"), max_length=200, required=False)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=SHORTEST, max_value=300, initial=LESSON)
    level = forms.ChoiceField(label=_("Level"), choices=Level.choices)
    note = forms.CharField(label=_("Note"), max_length=300, required=False, help_text=_("For the staff only."))

    def offer_kinds(self, kinds: Sequence[WorkType]) -> None:
        self.kinds = {code_of(row): row for row in kinds}
        field: Any = self.fields["kind"]
        field.choices = [(code, row.name) for code, row in self.kinds.items()]

    def said(self) -> ProcedureWords:
        typed = self.cleaned_data
        return {
            "date": typed["date"],
            "type": self.kinds[typed["kind"]],
            "title": typed["title"],
            "minutes": typed["minutes"],
            "level": typed["level"],
            "note": typed["note"],
        }


class PlanForm(ProcedureFields):
    """A new procedure: for one class, or for a whole parallel in one act."""

    target = forms.ChoiceField(label=_("Subject and class"))
    field_order = ("target", "date", "kind", "title", "minutes", "level", "note", "anyway", "reason")

    def __init__(
        self, targets: tuple[list[Target], list[Target]], kinds: Sequence[WorkType], data: Any = None, **initial: Any
    ) -> None:
        super().__init__(data, initial=initial)
        wide, single = targets
        self.targets = {row.code: row for row in [*wide, *single]}
        groups = ((_("Whole parallel"), wide), (_("One class"), single))
        field: Any = self.fields["target"]
        field.choices = [
            ("", "—"),
            *((title, [(row.code, row.name) for row in rows]) for title, rows in groups if rows),
        ]
        self.fields["date"].help_text = _("A class without a lesson on this day writes at its next one within a week.")
        self.offer_kinds(kinds)


class MoveForm(ProcedureFields):
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, row: Procedure, kinds: Sequence[WorkType], data: Any = None) -> None:
        names = ("date", "title", "minutes", "level", "note")
        values = {name: getattr(row, name) for name in names} | {"kind": code_of(row.type), "seen": row.version}
        super().__init__(data, initial=values)
        self.offer_kinds(list(dict.fromkeys([*kinds, row.type])))


class ApproveForm(forms.Form):
    number = forms.CharField(label=_("Number of the order"), max_length=60)
    dated = forms.DateField(label=_("Date of the order"), widget=DateInput)
