"""The registers of a school: each a table that the office keeps, all by one list and one form.

Later rooms add their own tables and pages (`register`, `add_page`) when their app is ready,
so that this room knows nothing of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db.models import Model
from django.utils.dates import WEEKDAYS
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from parta.access.rules import Rule
from parta.common.tenancy import SchoolModel
from parta.school.models import (
    YEAR_LEVELS,
    AcademicYear,
    Bell,
    BellSet,
    Branch,
    Building,
    Holiday,
    MovedDay,
    Room,
    Subject,
    Term,
    TermScheme,
)

Words = str | Promise


@dataclass(frozen=True)
class Register:
    """A table: its address, model, words, columns of the list, fields of the form.

    `parent` names the link by which rows are told apart (the bells of a set); `special` makes fields
    that the model cannot make; `order` is that of the list; `search` the columns looked into.
    """

    key: str
    model: type[SchoolModel]
    title: Words
    one: Words
    hint: Words
    columns: tuple[str, ...]
    fields: tuple[str, ...]
    order: tuple[str, ...]
    search: tuple[str, ...] = ()
    parent: str = ""
    special: Mapping[str, Callable[[], forms.Field]] = field(default_factory=dict)
    area: str = "structure"


@dataclass(frozen=True)
class Page:
    """A page of a later room that the set-up leads to."""

    url_name: str
    title: Words
    hint: Words
    icon: str
    rule: Rule


AREAS: dict[str, Words] = {
    "structure": _("School"),
    "calendar": _("Calendar and bells"),
    "journal": _("Journal"),
}
REGISTERS: dict[str, Register] = {}
PAGES: list[Page] = []


def register(*registers: Register) -> None:
    REGISTERS.update((one.key, one) for one in registers)


def add_page(page: Page) -> None:
    PAGES.append(page)


def registers_of(model: type[Model]) -> list[Register]:
    """Registers whose rows hang on rows of this model (bells of a set, terms of a scheme)."""
    found = []
    for one in REGISTERS.values():
        if one.parent and one.model._meta.get_field(one.parent).related_model is model:
            found.append(one)
    return found


def parent_of(link: Any) -> str:
    """The link by which rows that this field points at are told apart; "" if their names are enough."""
    return next((one.parent for one in REGISTERS.values() if one.model is link.related_model), "")


def full_name(row: Any) -> str:
    """ "Первая смена · Вячка": a row with what it belongs to."""
    parent = next((one.parent for one in REGISTERS.values() if one.model is type(row)), "")
    return f"{row} · {getattr(row, parent)}" if parent else str(row)


def weekdays_field() -> forms.Field:
    return forms.TypedMultipleChoiceField(
        label=_("Weekdays"),
        choices=list(WEEKDAYS.items()),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked means every day."),
    )


def weekday_field() -> forms.Field:
    return forms.TypedChoiceField(label=_("By the timetable of"), choices=list(WEEKDAYS.items()), coerce=int)


def year_levels_field() -> forms.Field:
    return forms.TypedMultipleChoiceField(
        label=_("Only for year levels"),
        choices=[(level, str(level)) for level in YEAR_LEVELS],
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked means all classes."),
    )


def shown(name: str, value: Any) -> str | None:
    """Words for a list kept as JSON; none for any other column."""
    if name == "weekdays":
        return ", ".join(str(WEEKDAYS[day]) for day in value)
    if name == "as_weekday":
        return str(WEEKDAYS[value])
    if name == "year_levels":
        return ", ".join(str(level) for level in value)
    return None


register(
    Register(
        "branches",
        Branch,
        _("Branches"),
        _("Branch"),
        _("The main school and its branches, each with address and phone."),
        ("short_name", "address", "phone", "is_main"),
        ("name", "short_name", "is_main", "address", "phone", "email", "site", "hours"),
        ("-is_main", "short_name"),
    ),
    Register(
        "buildings",
        Building,
        _("Buildings"),
        _("Building"),
        _("Where lessons are given."),
        ("name", "branch", "address"),
        ("branch", "name", "address"),
        ("branch", "name"),
        parent="branch",
    ),
    Register(
        "rooms",
        Room,
        _("Rooms"),
        _("Room"),
        _("Classrooms with the number of seats."),
        ("name", "building", "kind", "capacity"),
        ("building", "name", "kind", "capacity", "at_once"),
        ("building", "name"),
        ("name",),
        parent="building",
    ),
    Register(
        "subjects",
        Subject,
        _("Subjects"),
        _("Subject"),
        _("What is taught, with the short name for narrow places."),
        ("name", "short_name", "area", "homework_minutes", "room_kind"),
        ("name", "short_name", "area", "homework_minutes", "room_kind"),
        ("name",),
        ("name", "area"),
    ),
    Register(
        "years",
        AcademicYear,
        _("Academic years"),
        _("Academic year"),
        _("From the first day of lessons to the last one."),
        ("title", "since", "until"),
        ("title", "since", "until"),
        ("-since",),
        area="calendar",
    ),
    Register(
        "schemes",
        TermScheme,
        _("Term schemes"),
        _("Term scheme"),
        _("How a year is cut: quarters, trimesters, half-years or modules."),
        ("name", "kind", "year"),
        ("year", "kind", "name"),
        ("-year", "name"),
        parent="year",
        area="calendar",
    ),
    Register(
        "terms",
        Term,
        _("Terms"),
        _("Term"),
        _("First and last day of each term of a scheme."),
        ("title", "scheme", "since", "until", "state"),
        ("scheme", "number", "title", "since", "until"),
        ("-scheme", "number"),
        parent="scheme",
        area="calendar",
    ),
    Register(
        "holidays",
        Holiday,
        _("Holidays"),
        _("Holidays"),
        _("Days without lessons, for all classes or for some year levels."),
        ("title", "since", "until", "year_levels"),
        ("year", "title", "since", "until", "year_levels"),
        ("-since",),
        ("title",),
        parent="year",
        special={"year_levels": year_levels_field},
        area="calendar",
    ),
    Register(
        "moved-days",
        MovedDay,
        _("Moved days"),
        _("Moved day"),
        _("A date taught by the timetable of another weekday."),
        ("date", "as_weekday"),
        ("year", "date", "as_weekday"),
        ("-date",),
        parent="year",
        special={"as_weekday": weekday_field},
        area="calendar",
    ),
    Register(
        "bell-sets",
        BellSet,
        _("Bell sets"),
        _("Bell set"),
        _("Bells of a shift, a building or some weekdays."),
        ("name", "branch", "shift", "building", "weekdays"),
        ("branch", "building", "name", "shift", "weekdays", "only_named_days"),
        ("branch", "shift", "name"),
        parent="branch",
        special={"weekdays": weekdays_field},
        area="calendar",
    ),
    Register(
        "bells",
        Bell,
        _("Bells"),
        _("Bell"),
        _("When each lesson of a set begins and ends."),
        ("number", "bell_set", "starts", "ends"),
        ("bell_set", "number", "starts", "ends"),
        ("bell_set", "number"),
        parent="bell_set",
        area="calendar",
    ),
)
