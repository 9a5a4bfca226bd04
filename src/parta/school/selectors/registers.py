"""The list of any register, the rows of one for a form, the policy with its history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Any

from django.core.paginator import Page
from django.db.models import Model, Q, QuerySet
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from parta.common.codes import Ref, decode
from parta.common.errors import NotFound
from parta.common.pages import ordered, page_of
from parta.common.tenancy import SchoolForeignKey, SchoolModel
from parta.school.models import Policy
from parta.school.registers import Register, full_name, parent_of, registers_of, shown
from parta.school.selectors.calendar import policy_of


@dataclass(frozen=True)
class Column:
    name: str
    label: str
    is_sorted: bool


@dataclass(frozen=True)
class Line:
    """A row of the list: the row itself and its words, each with the name of its column."""

    row: SchoolModel
    first: str
    cells: list[tuple[str, str]]


@dataclass(frozen=True)
class RegisterPage:
    register: Register
    columns: list[Column]
    page: Page[Line]
    within: SchoolModel | None
    parts: list[Register]


def register_page(
    school_id: int, register: Register, *, text: str = "", within: Ref | None = None, sort: str = "", page: str | None
) -> RegisterPage:
    """Lines of a register, those that hang on one row (`within`) or all."""
    model = register.model
    links = [name for name in register.columns if isinstance(model._meta.get_field(name), SchoolForeignKey)]
    links += [f"{name}__{parent}" for name in links if (parent := parent_of(model._meta.get_field(name)))]
    rows = model.objects.filter(_search(register, text), school_id=school_id).select_related(*links)
    if within:
        rows = rows.filter(**{f"{register.parent}_id": within.id})
    by = {"": register.order} | {name: (name,) for name in register.columns if name not in {*links, *register.special}}
    found = page_of(ordered(rows, sort, by), page)
    columns = [Column(name, label_of(model, name), name in by) for name in register.columns]
    found.object_list = [
        Line(
            row,
            words_of(row, columns[0].name),
            [(column.label, words_of(row, column.name)) for column in columns[1:]],
        )
        for row in found.object_list
    ]
    return RegisterPage(register, columns, found, _parent(register, school_id, within), registers_of(model))


def _search(register: Register, text: str) -> Q:
    """Any of the columns holds the words as typed, or with a capital, or in lower case: SQLite folds Latin only."""
    found = Q()
    for name in register.search if text.strip() else ():
        for typed in {text.strip(), text.strip().capitalize(), text.strip().lower()}:
            found |= Q(**{f"{name}__contains": typed})
    return found


def _parent(register: Register, school_id: int, within: Ref | None) -> SchoolModel | None:
    if within is None or not register.parent:
        return None
    related: Any = register.model._meta.get_field(register.parent).related_model
    found: SchoolModel | None = related.objects.filter(school_id=school_id, pk=within.id).first()
    if found is None:
        raise NotFound
    return found


def label_of(model: type[Model], name: str) -> str:
    words = str(model._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    return words[:1].upper() + words[1:]


def words_of(row: Model, name: str) -> str:
    """A value as the list says it."""
    value = getattr(row, name)
    listed = shown(name, value)
    if listed is not None:
        return listed
    chosen = getattr(row, f"get_{name}_display", None)
    if chosen:
        return str(chosen())
    return plain_words(value)


def plain_words(value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Decimal):
        return number_format(value.normalize())
    if isinstance(value, SchoolModel):
        return full_name(value)
    if isinstance(value, date):
        return date_format(value, "SHORT_DATE_FORMAT")
    return f"{value:%H:%M}" if isinstance(value, time) else str(value)


def register_row(school_id: int, register: Register, code: str) -> SchoolModel:
    """The row of a code in this register of this school."""
    try:
        ref = decode(register.model._meta.model_name or "", code)
    except ValueError as error:
        raise NotFound from error
    found: SchoolModel | None = register.model.objects.filter(school_id=school_id, pk=ref.id).first()
    if found is None or ref.school_id != school_id:
        raise NotFound
    return found


def next_values(school_id: int, register: Register, within: Ref | None) -> dict[str, Any]:
    """What a new row begins with: its parent, the number after the last one."""
    parent = _parent(register, school_id, within)
    values: dict[str, Any] = {register.parent: parent} if parent else {}
    for name in {"number", "position"} & set(register.fields):
        rows: QuerySet[Any] = register.model.objects.filter(school_id=school_id)
        if parent:
            rows = rows.filter(**{register.parent: parent})
        last = rows.order_by(f"-{name}").values_list(name, flat=True).first()
        values[name] = (last or 0) + 1
    return values


@dataclass(frozen=True)
class PolicyLine:
    """A setting: the value in force, its earlier values (the newest first)."""

    key: str
    value: Any
    history: list[Policy]


def policy_lines(school_id: int, on: date) -> list[PolicyLine]:
    history: dict[str, list[Policy]] = {}
    for row in Policy.objects.filter(school_id=school_id, since__lte=on).order_by("-since"):
        history.setdefault(row.key, []).append(row)
    return [PolicyLine(key, value, history.get(key, [])) for key, value in policy_of(school_id, on).items()]
