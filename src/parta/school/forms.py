"""Forms of the set-up: words and fields of each setting of the policy, those of the school itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.formats import get_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parta.school.defaults import POLICY
from parta.school.models import YEAR_LEVELS

SCHOOL = ("name", "short_name", "founder", "week_days", "time_zone")

ZONES: Mapping[str, str | Promise] = {
    "Europe/Kaliningrad": gettext_lazy("Kaliningrad, Moscow −1"),
    "Europe/Moscow": gettext_lazy("Moscow"),
    "Europe/Samara": gettext_lazy("Samara, Moscow +1"),
    "Asia/Yekaterinburg": gettext_lazy("Yekaterinburg, Moscow +2"),
    "Asia/Omsk": gettext_lazy("Omsk, Moscow +3"),
    "Asia/Krasnoyarsk": gettext_lazy("Krasnoyarsk, Moscow +4"),
    "Asia/Irkutsk": gettext_lazy("Irkutsk, Moscow +5"),
    "Asia/Yakutsk": gettext_lazy("Yakutsk, Moscow +6"),
    "Asia/Vladivostok": gettext_lazy("Vladivostok, Moscow +7"),
    "Asia/Magadan": gettext_lazy("Magadan, Moscow +8"),
    "Asia/Kamchatka": gettext_lazy("Kamchatka, Moscow +9"),
}


def whole(low: int, high: int) -> Callable[[], forms.Field]:
    return lambda: forms.IntegerField(min_value=low, max_value=high)


def yes_or_no() -> forms.Field:
    return forms.TypedChoiceField(
        choices=[("yes", gettext_lazy("yes")), ("no", gettext_lazy("no"))], coerce=lambda typed: typed == "yes"
    )


def one_of(choices: Mapping[str, str | Promise]) -> Callable[[], forms.Field]:
    return lambda: forms.ChoiceField(choices=list(choices.items()))


@dataclass(frozen=True)
class Setting:
    """Words of a setting and the field by which it is changed."""

    label: str | Promise
    hint: str | Promise
    field: Callable[[], forms.Field]
    choices: Mapping[str, str | Promise] | None = None

    def say(self, value: Any) -> str:
        """The value as the page says it."""
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, str) and not self.choices and isinstance(self.field(), ExactField):
            return value.replace(".", get_format("DECIMAL_SEPARATOR"))
        return str((self.choices or {}).get(value, value))


def decimal(low: str, high: str) -> Callable[[], forms.Field]:
    """A number with a part, kept as text so that it stays exact."""
    return lambda: ExactField(min_value=Decimal(low), max_value=Decimal(high), max_digits=4, decimal_places=2)


def eleven_numbers() -> forms.Field:
    """A number for each year level, as one line."""
    return forms.RegexField(
        rf"^\s*\d{{1,2}}(\s+\d{{1,2}}){{{len(YEAR_LEVELS) - 1}}}\s*$",
        error_messages={"invalid": gettext_lazy("Eleven numbers, for the year levels from 1 to 11.")},
    )


class ExactField(forms.DecimalField):
    """Gives the number as text: "4.6"."""

    def clean(self, value: Any) -> str:
        found = super().clean(value)
        return "" if found is None else f"{found.normalize():f}"


class PointsField(forms.CharField):
    """Lines "subject: points", with one number or one for each year level."""

    widget = forms.Textarea

    def clean(self, value: Any) -> str:
        found = str(super().clean(value))
        for line in filter(str.strip, found.splitlines()):
            name, _colon, numbers = line.rpartition(":")
            typed = numbers.split()
            if not name.strip() or len(typed) not in (1, len(YEAR_LEVELS)) or not all(map(str.isdecimal, typed)):
                words = _("“%(line)s”: write a subject, a colon and one number or eleven of them.")
                raise forms.ValidationError(words % {"line": line.strip()})
        return found


AVERAGES: Mapping[str, str | Promise] = {
    "weighted": gettext_lazy("weighted by the kind of work"),
    "simple": gettext_lazy("simple, every mark alike"),
}
RETAKES: Mapping[str, str | Promise] = {
    "replace": gettext_lazy("the re-take replaces the first mark"),
    "best": gettext_lazy("the better of the two counts"),
    "add": gettext_lazy("both count"),
}
BEHAVIOUR: Mapping[str, str | Promise] = {
    "none": gettext_lazy("not given"),
    "five": gettext_lazy("in five points"),
    "pass": gettext_lazy("pass or fail"),
}
SETTINGS: dict[str, Setting] = {
    "average": Setting(
        gettext_lazy("Average mark"),
        gettext_lazy("How marks make an average: with the weights of the kinds of work or without."),
        one_of(AVERAGES),
        AVERAGES,
    ),
    "homework_deadline_minutes": Setting(
        gettext_lazy("Homework is written within, minutes"),
        gettext_lazy("After the last lesson of the class; later the lesson counts as filled in late."),
        whole(0, 24 * 60),
    ),
    "idle_lock_minutes": Setting(
        gettext_lazy("Screens of staff close after, minutes"),
        gettext_lazy("Without any work the page asks for the password again. 0 switches this off."),
        whole(0, 24 * 60),
    ),
    "invitation_days": Setting(
        gettext_lazy("A letter with a code is valid for, days"),
        gettext_lazy("Letters printed from now on."),
        whole(1, 365),
    ),
    "own_account_from_year_level": Setting(
        gettext_lazy("Pupils sign in themselves from year level"),
        gettext_lazy("Letters for younger classes are printed for representatives alone."),
        whole(1, 11),
    ),
    "applicant_from_age": Setting(
        gettext_lazy("Pupils apply themselves from age"),
        gettext_lazy("Younger ones are represented by their parents."),
        whole(6, 18),
    ),
    "first_year_homework": Setting(
        gettext_lazy("Homework in the first year"),
        gettext_lazy("By the sanitary rules the first year has no homework."),
        yes_or_no,
    ),
    "retakes": Setting(
        gettext_lazy("Re-takes"),
        gettext_lazy("How the mark of a re-take counts beside the mark of the first work."),
        one_of(RETAKES),
        RETAKES,
    ),
    "threshold_5": Setting(
        gettext_lazy("A “5” is proposed from the average"), gettext_lazy("The teacher decides."), decimal("4", "5")
    ),
    "threshold_4": Setting(
        gettext_lazy("A “4” is proposed from the average"), gettext_lazy("The teacher decides."), decimal("3", "4")
    ),
    "threshold_3": Setting(
        gettext_lazy("A “3” is proposed from the average"), gettext_lazy("The teacher decides."), decimal("2", "3")
    ),
    "min_marks": Setting(
        gettext_lazy("Marks needed in a quarter or trimester"),
        gettext_lazy("With fewer of them “not attested” is proposed."),
        whole(0, 50),
    ),
    "min_marks_half": Setting(
        gettext_lazy("Marks needed in a half-year"),
        gettext_lazy("With fewer of them “not attested” is proposed."),
        whole(0, 50),
    ),
    "homework_every_lesson": Setting(
        gettext_lazy("The inspection asks for homework at every lesson"),
        gettext_lazy("If not, a lesson without homework is no remark."),
        yes_or_no,
    ),
    "two_bars_top": Setting(
        gettext_lazy("A “2” in the term bars the highest mark"),
        gettext_lazy("Whatever the average, one mark less is proposed."),
        yes_or_no,
    ),
    "important_prevail": Setting(
        gettext_lazy("Important works prevail"),
        gettext_lazy("Where they alone would give another mark than all together, theirs is proposed."),
        yes_or_no,
    ),
    "split_for_pupil": Setting(
        gettext_lazy("An equal split of terms is in the pupil's favour"),
        gettext_lazy("Of 3, 3, 4, 4 the year makes a 4; otherwise it is proposed by the thresholds."),
        yes_or_no,
    ),
    "debt_days": Setting(
        gettext_lazy("An academic debt is cleared within, days"),
        gettext_lazy("The deadline that is offered; by law at most a year from the day when the debt arose."),
        whole(1, 366),
    ),
    "behaviour_scale": Setting(
        gettext_lazy("Mark for behaviour"),
        gettext_lazy("Given by the class teacher on the page of results of the class."),
        one_of(BEHAVIOUR),
        BEHAVIOUR,
    ),
    "edit_window_days": Setting(
        gettext_lazy("The journal may be written for, days"),
        gettext_lazy("From the day of the lesson; later a deputy head unlocks it. 0: without an end."),
        whole(0, 366),
    ),
    "unlock_days": Setting(
        gettext_lazy("An unlocked journal stays open for, days"),
        gettext_lazy("What is offered when it is unlocked."),
        whole(1, 60),
    ),
    "mass_change_marks": Setting(
        gettext_lazy("Alert at so many changed marks an hour"),
        gettext_lazy("Marks that one person changes or takes away after the day of the lesson."),
        whole(1, 1000),
    ),
    "work_marks_days": Setting(
        gettext_lazy("Marks of a written work stand within, days"),
        gettext_lazy("Unless the work itself names a day."),
        whole(0, 60),
    ),
    "lesson_days": Setting(
        gettext_lazy("The inspection asks for the entries of a lesson after, days"),
        gettext_lazy("1 is the day after the lesson."),
        whole(1, 30),
    ),
    "homework_gap_days": Setting(
        gettext_lazy("A course is long without homework after, days"),
        gettext_lazy("With two lessons or more in these days and no task."),
        whole(2, 60),
    ),
    "remark_days": Setting(
        gettext_lazy("A remark is mended within, working days"),
        gettext_lazy("The term of a remark made by a check."),
        whole(1, 60),
    ),
    "average_gap": Setting(
        gettext_lazy("A term mark is far from the average by"),
        gettext_lazy("Such marks are shown to the deputy head."),
        decimal("0.1", "3"),
    ),
    "lag_hours": Setting(
        gettext_lazy("A course is behind by, hours"),
        gettext_lazy("Lessons of the timetable that were not given."),
        whole(1, 100),
    ),
    "final_marks_days": Setting(
        gettext_lazy("Term marks stand before the end of the term, days"),
        gettext_lazy("Teachers are reminded from this day on."),
        whole(0, 30),
    ),
    "lessons_a_day": Setting(
        gettext_lazy("Lessons a day, by year level"),
        gettext_lazy("More of them are an error of the timetable. SanPiN allows 4 in the first year, 5, 6 and then 7."),
        eleven_numbers,
    ),
    "week_hours_5": Setting(
        gettext_lazy("Hours in a week of five days, by year level"),
        gettext_lazy("More of them are an error of the timetable."),
        eleven_numbers,
    ),
    "week_hours_6": Setting(
        gettext_lazy("Hours in a week of six days, by year level"),
        gettext_lazy("More of them are an error of the timetable."),
        eleven_numbers,
    ),
    "building_minutes": Setting(
        gettext_lazy("The way to another building takes, minutes"),
        gettext_lazy("Where the break is shorter, the timetable warns. 0 switches this off."),
        whole(0, 60),
    ),
    "teacher_windows": Setting(
        gettext_lazy("Windows of a teacher on a day"),
        gettext_lazy("With more of them the timetable warns."),
        whole(0, 6),
    ),
    "difficulty": Setting(
        gettext_lazy("Difficulty of subjects"),
        gettext_lazy("The scale of SanPiN is known; write lines “Chess: 3” for subjects of your own or other points."),
        lambda: PointsField(required=False),
    ),
}


def add_setting(key: str, default: Any, words: Setting) -> None:
    """A setting of a later room, from its `ready()`."""
    POLICY[key], SETTINGS[key] = default, words


def words_of_setting(key: str) -> Setting:
    """The words of a setting; one that has none yet is named by its key and typed as its default is."""
    makers: dict[type, Callable[[], forms.Field]] = {bool: yes_or_no, int: whole(0, 10**6)}
    return SETTINGS.get(key) or Setting(key, "", makers.get(type(POLICY[key]), forms.CharField))


def setting_field(key: str) -> forms.Field:
    words = words_of_setting(key)
    made = words.field()
    made.label, made.help_text = _("Value"), str(words.hint)
    return made


def time_zones(present: str) -> forms.Field:
    """Zones of the country from west to east, told by the hours from Moscow; and the present one, if it is another."""
    return forms.ChoiceField(
        label=gettext_lazy("Time zone"), choices=list(({**ZONES} | {present: ZONES.get(present, present)}).items())
    )
