"""Forms of the set-up: words and fields of each setting of the policy, those of the school itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parta.school.defaults import POLICY

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
        return str((self.choices or {}).get(value, value))


AVERAGES: Mapping[str, str | Promise] = {
    "weighted": gettext_lazy("weighted by the kind of work"),
    "simple": gettext_lazy("simple, every mark alike"),
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
}


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
