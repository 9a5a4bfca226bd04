"""Words of the rules of assessment procedures and where they come from (domain.md 4.4)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parta.classes.models import Course
from parta.common.templatetags.parta import day_month
from parta.marks.arithmetic.procedures import Finding, Limits

LETTER = gettext_lazy("letter No. SK-228/03, 01-169/08-01 of 06.08.2021")
MOST = 3
"""So many others are named, the rest is counted."""


def label(course: Course, on: date) -> str:
    return f"{course.subject.name}, {course.group.name}, {day_month(on)}"


def source(code: str) -> str:
    return "" if code == "lesson" else str(LETTER)


def say(finding: Finding, limits: Limits, names: Mapping[str, str]) -> str:
    """The rule in one sentence, with what it clashes with."""
    others = _others([names[key] for key in finding.others if key in names])
    values = {"others": others, "n": finding.value}
    if finding.code == "day":
        return _("Not more than %(most)d a day for a class: there is %(others)s already.") % {
            **values,
            "most": limits.a_day,
        }
    if finding.code == "apart":
        words = _(
            "A subject in a parallel not oftener than once in %(apart)d days. Near: %(others)s, days between: %(n)d."
        )
        return words % {**values, "apart": limits.apart}
    if finding.code == "share":
        words = _("Not more than %(share)d %% of the hours of the subject in the year: this makes %(n)d %%.")
        return words % {**values, "share": limits.share}
    plain = {
        "first": _("Not at the first lesson of the day."),
        "last": _("Not at the last lesson of the day: it is lesson %(n)d."),
        "lesson": _("The course has no lesson on this day."),
    }
    return plain[finding.code] % values


def _others(names: list[str]) -> str:
    shown = "; ".join(names[:MOST])
    more = len(names) - MOST
    return shown + (" " + _("and %(n)d more") % {"n": more} if more > 0 else "")
