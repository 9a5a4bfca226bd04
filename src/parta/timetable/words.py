"""What an issue says, and by which rule (domain.md 5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parta.timetable.arithmetic import Issue

Text = str | Promise

COMMON_SENSE: Text = ""
NORMS: Text = gettext_lazy("SanPiN 1.2.3685-21, table 6.6")
SCALE: Text = gettext_lazy("SanPiN 1.2.3685-21, tables 6.9–6.11")
REGIME: Text = gettext_lazy("SP 2.4.3648-20, part 3.4")
ADVICE: Text = gettext_lazy("SanPiN 2.4.2.2821-10, part 10, as advice")
SCHOOL: Text = gettext_lazy("rule of the school")
WISH: Text = gettext_lazy("wish of the teacher")


@dataclass(frozen=True)
class Words:
    """The trouble in words with places for names and numbers, and its source."""

    text: Text
    source: Text = COMMON_SENSE


ISSUES: Mapping[str, Words] = {
    "teacher_twice": Words(gettext_lazy("%(teachers)s has two lessons at once: %(lessons)s")),
    "joint": Words(gettext_lazy("%(classes)s: one lesson for all, is it meant so? By %(teachers)s")),
    "class_twice": Words(gettext_lazy("%(classes)s has two lessons at once: %(lessons)s")),
    "room_taken": Words(gettext_lazy("Two teachers in %(rooms)s: %(lessons)s")),
    "room_shared": Words(gettext_lazy("Two groups share %(rooms)s: %(lessons)s")),
    "teacher_hurries": Words(
        gettext_lazy("%(teachers)s goes to another building in a break of %(first)s min, %(second)s are needed"), SCHOOL
    ),
    "class_hurries": Words(
        gettext_lazy("%(classes)s goes to another building in a break of %(first)s min, %(second)s are needed"), SCHOOL
    ),
    "class_window": Words(gettext_lazy("%(classes)s has a window"), SCHOOL),
    "teacher_windows": Words(gettext_lazy("%(teachers)s has %(first)s windows on a day, at most %(second)s"), SCHOOL),
    "hard_place": Words(
        gettext_lazy(
            "%(classes)s: a hard lesson is not at %(first)s–%(second)s, where an easy one stands: %(lessons)s"
        ),
        SCALE,
    ),
    "double": Words(gettext_lazy("%(classes)s has a double lesson: %(lessons)s"), ADVICE),
    "too_early": Words(gettext_lazy("The lesson begins before 8:00 or is a zero lesson: %(lessons)s"), NORMS),
    "too_late": Words(gettext_lazy("The lesson ends after 19:00: %(lessons)s"), NORMS),
    "no_bell": Words(gettext_lazy("There is no bell for this lesson: %(lessons)s"), SCHOOL),
    "no_teacher": Words(gettext_lazy("Nobody teaches: %(lessons)s")),
    "day_too_long": Words(gettext_lazy("%(classes)s has %(first)s lessons on a day, at most %(second)s"), NORMS),
    "first_year": Words(
        gettext_lazy("%(classes)s has %(first)s lessons on a day; in these months the first year has %(second)s"),
        REGIME,
    ),
    "week_too_long": Words(gettext_lazy("%(classes)s has %(first)s hours a week, at most %(second)s"), NORMS),
    "wrong_shift": Words(gettext_lazy("%(classes)s must study in the first shift"), REGIME),
    "peak": Words(
        gettext_lazy(
            "%(classes)s: the hardest day is %(weekday)s (%(second)s points), it should be Tuesday or Wednesday"
        ),
        SCALE,
    ),
    "wrong_room": Words(
        gettext_lazy("%(lessons)s stands in %(rooms)s; the subject needs another room: %(kind)s"), SCHOOL
    ),
    "teacher_cannot": Words(gettext_lazy("%(teachers)s cannot be there: %(lessons)s"), WISH),
    "teacher_rather_not": Words(gettext_lazy("%(teachers)s would rather not be there: %(lessons)s"), WISH),
    "over_load": Words(
        gettext_lazy("%(lessons)s stands in the week %(first)s times, the plan has %(second)s hours"), SCHOOL
    ),
}


def say(issue: Issue, names: Mapping[str, str]) -> str:
    """The words of an issue; `names` has classes, teachers, rooms and lessons."""
    values: tuple[Any, ...] = (*issue.values, "", "")
    told = {**names, "first": values[0], "second": values[1]}
    if issue.code == "peak":
        told["weekday"] = str(WEEKDAYS[issue.values[0]]).lower()
    return str(ISSUES[issue.code].text) % told


def source_of(issue: Issue) -> str:
    return str(ISSUES[issue.code].source)


def place_words(day: int, number: int) -> str:
    """Вт, 3-й урок; a whole day or week has less to tell."""
    if day < 0:
        return _("the whole week")
    shown = str(WEEKDAYS_ABBR[day]).capitalize()
    return _("%(day)s, lesson %(number)s") % {"day": shown, "number": number} if number >= 0 else shown
