"""Pages that every room makes alike: a form that does one act, and a list with search, order and pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from parta.common.codes import Ref, decode
from parta.common.errors import Invalid, NotFound
from parta.common.russian import search_key

PER_PAGE = 50


@dataclass(frozen=True)
class FormPage:
    """What stands around a form: the act in words, whom it concerns, where it leads back."""

    title: str
    submit: str
    back: str
    over: str = ""
    hint: str = ""
    done: str = ""
    danger: bool = False


def form_page(
    request: HttpRequest, page: FormPage, form: forms.Form, act: Callable[[dict[str, Any]], object]
) -> HttpResponse:
    """Show the form or do its act; what the service refuses stands beside its field.

    The act may give an address to go to; else the page leads back.
    """
    if request.method == "POST" and form.is_valid():
        try:
            target = act(form.cleaned_data)
        except Invalid as error:
            put_errors(form, error)
        else:
            if page.done:
                messages.success(request, page.done)
            return redirect(target if isinstance(target, str) else page.back)
    return render(request, "form_page.html", {"page": page, "form": form}, status=422 if form.errors else 200)


def put_errors(form: forms.Form, error: Invalid) -> None:
    for name, words in (error.fields or {"": error.message}).items():
        form.add_error(name if name in form.fields else None, words)


def picked(values: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {name: values[name] for name in names}


def page_of(rows: Any, number: str | None) -> Page[Any]:
    return Paginator(rows, PER_PAGE).get_page(number)


def ordered(rows: QuerySet[Any], sort: str, columns: Mapping[str, tuple[str, ...]], last: str = "pk") -> QuerySet[Any]:
    """Order by a column of the page ("name" or "-name"); by the first one where the page names none."""
    names = columns.get(sort.removeprefix("-")) or next(iter(columns.values()))
    sign = "-" if sort.startswith("-") else ""
    return rows.order_by(*(sign + name for name in names), last)


def named_like(text: str, path: str = "person__search_key") -> Q:
    """Every typed word stands in the name, ё being е."""
    found = Q()
    for word in search_key(text).split()[:5]:
        found &= Q(**{f"{path}__contains": word})
    return found


def day_asked(text: str) -> date | None:
    """The day of an address; none without it, not found where it is no day of a school's life."""
    day = day_in(text)
    if text and day is None:
        raise NotFound
    return day


def day_in(text: str) -> date | None:
    """A day as an address says it; none for what is no day or lies where calendars of schools do not reach."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 2000 <= found.year <= 2100 else None


def ref_in(request: HttpRequest, name: str, kind: str) -> Ref | None:
    """The row that the address (or the form) names by a code; none where there is no code or a damaged one."""
    value = request.POST.get(name) or request.GET.get(name)
    try:
        return decode(kind, value) if value else None
    except ValueError:
        return None


def ref_asked(request: HttpRequest, name: str, kind: str) -> Ref | None:
    """Like `ref_in`, but a damaged code is not found: the page would show something else than was asked for."""
    found = ref_in(request, name, kind)
    if found is None and request.GET.get(name):
        raise NotFound
    return found


def week_strip(day: date, today: date) -> list[dict[str, object]]:
    """The working week around a day, with Saturday, for parts/week.html."""
    monday = day - timedelta(days=day.weekday())
    days = [monday + timedelta(days=offset) for offset in range(6)]
    return [{"day": on, "url": f"?date={on}", "current": on == day, "today": on == today} for on in days]
