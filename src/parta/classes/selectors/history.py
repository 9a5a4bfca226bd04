"""The ledger as people read it: a page of entries, the newest first, without counting millions of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import ForeignKey, Model, Q
from django.utils.translation import gettext as _

from parta.access.actor import Actor
from parta.classes.history import DESCRIBERS, KEYS, action_words
from parta.common.codes import Ref
from parta.common.pages import named_like
from parta.common.tenancy import SchoolModel
from parta.ledger.models import ChainHead, Entry, Link, Payload
from parta.people.models import Person
from parta.school.models import School

PER_PAGE = 50
NAMED = {"person", "branch", "building", "room", "subject", "group", "academicyear", "termscheme", "term", "bellset"}
"""Kinds whose rows say their name by themselves, in the query that fetches them."""


@dataclass(frozen=True)
class HistoryQuery:
    """Filters: a name (who did it or about whom), an area of actions, days; where the last page ended."""

    text: str = ""
    area: str = ""
    since: date | None = None
    until: date | None = None
    before: Ref | None = None


@dataclass(frozen=True)
class Value:
    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Line:
    entry: Entry
    words: str
    about: str
    target: str
    values: list[Value]
    seq: int | None


@dataclass(frozen=True)
class HistoryPage:
    lines: list[Line]
    last: Entry | None
    head: ChainHead | None


def history_page(actor: Actor, school: School, query: HistoryQuery, *, subject_id: int | None = None) -> HistoryPage:
    """Entries of the school (or about one person) that fit, and where the next page begins."""
    rows = Entry.objects.filter(_filter(school, query), school_id=school.pk)
    if subject_id:
        rows = rows.filter(subject=subject_id)
    if query.before:
        last = Entry.objects.filter(school_id=school.pk, pk=query.before.id).first()
        if last:
            rows = rows.filter(Q(at__lt=last.at) | Q(at=last.at, pk__lt=last.pk))
    entries = list(rows.order_by("-at", "-pk")[: PER_PAGE + 1])
    shown = entries[:PER_PAGE]
    head = ChainHead.objects.filter(school_id=school.pk).first()
    return HistoryPage(list(_lines(school.pk, shown)), shown[-1] if len(entries) > PER_PAGE else None, head)


def _filter(school: School, query: HistoryQuery) -> Q:
    zone, found = ZoneInfo(school.time_zone), Q()
    if query.since:
        found &= Q(at__gte=datetime.combine(query.since, time(), zone))
    if query.until:
        found &= Q(at__lt=datetime.combine(query.until + timedelta(days=1), time(), zone))
    if query.area:
        found &= Q(action__startswith=f"{query.area}.")
    if query.text.strip():
        people = Person.objects.filter(named_like(query.text, "search_key"), affiliations__school_id=school.pk)
        ids = list(people.values_list("pk", flat=True)[:200])
        found &= Q(person__in=ids) | Q(subject__in=ids)
    return found


def _lines(school_id: int, entries: list[Entry]) -> Iterator[Line]:
    ids = [entry.pk for entry in entries]
    payloads = {row.entry_id: row for row in Payload.objects.filter(school_id=school_id, entry_id__in=ids)}
    seqs = dict(Link.objects.filter(school_id=school_id, entry_id__in=ids).values_list("entry_id", "seq"))
    names = _Names(school_id)
    for entry in entries:
        names.want(entry, payloads.get(entry.pk))
    names.fetch()
    for entry in entries:
        payload = payloads.get(entry.pk)
        yield Line(
            entry=entry,
            words=action_words(entry.action),
            about=names.of("person", entry.subject),
            target="" if entry.target_kind == "person" else names.of(entry.target_kind, entry.target),
            values=list(names.values(entry, payload)) if payload else [],
            seq=seqs.get(entry.pk),
        )


class _Names:
    """Gathers which rows a page mentions and fetches their names, one query for each kind."""

    def __init__(self, school_id: int) -> None:
        self.school_id = school_id
        self.wanted: dict[str, set[int]] = defaultdict(set)
        self.found: dict[str, dict[int, str]] = {}

    def want(self, entry: Entry, payload: Payload | None) -> None:
        for kind, pk in (("person", entry.subject), (entry.target_kind, entry.target)):
            if pk:
                self.wanted[kind].add(pk)
        for key, value in _pairs(payload.old, payload.new) if payload else ():
            of_value = _kind_of(entry, key)
            self.wanted[of_value or ""] |= {one for both in value for one in _ids(both)} if of_value else set()

    def fetch(self) -> None:
        for kind, ids in self.wanted.items():
            if kind in DESCRIBERS:
                self.found[kind] = DESCRIBERS[kind](self.school_id, ids)
            elif kind in NAMED:
                self.found[kind] = self._plain(kind, ids)

    def _plain(self, kind: str, ids: Iterable[int]) -> dict[int, str]:
        model: Any = next(model for model in apps.get_models() if model._meta.model_name == kind)
        rows = model.objects.filter(pk__in=ids)
        if issubclass(model, SchoolModel):
            rows = rows.filter(school_id=self.school_id)
        return {row.pk: str(row) for row in rows}

    def of(self, kind: str, pk: int | None) -> str:
        return self.found.get(kind, {}).get(pk or 0, "")

    def values(self, entry: Entry, payload: Payload) -> Iterator[Value]:
        for key, (old, new) in _pairs(payload.old, payload.new):
            kind = _kind_of(entry, key)
            before, after = self._words(entry, key, kind, old), self._words(entry, key, kind, new)
            if before != after:
                yield Value(_label(entry, key), before, after)

    def _words(self, entry: Entry, key: str, kind: str | None, value: Any) -> str:
        if value is None or value == "":
            return ""
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if kind:
            return ", ".join(self.of(kind, pk) or "…" for pk in _ids(value))
        if isinstance(value, list):
            return ", ".join(str(one) for one in value)
        return _choice(entry, key, value) or _day(value)


def _pairs(old: Any, new: Any) -> Iterator[tuple[str, tuple[Any, Any]]]:
    """Key by key where both are tables, else the whole value."""
    if not isinstance(old, dict | None) or not isinstance(new, dict | None):
        yield "", (old, new)
        return
    before, after = old or {}, new or {}
    for key in {**before, **after}:
        yield key, (before.get(key), after.get(key))


def _ids(value: Any) -> list[int]:
    found = value if isinstance(value, list) else [value]
    return [one for one in found if isinstance(one, int) and not isinstance(one, bool)]


def _model_of(entry: Entry) -> type[Model] | None:
    try:
        return apps.get_model(entry.action.split(".")[0], entry.target_kind)
    except LookupError:
        return None


def _field(entry: Entry, key: str) -> Any:
    model = _model_of(entry)
    try:
        return model._meta.get_field(key.removesuffix("_id")) if model and key else None
    except FieldDoesNotExist:
        return None


def _kind_of(entry: Entry, key: str) -> str | None:
    """The kind of row that a value names by its id."""
    if entry.action == "classes.group.parts":
        return "group"
    if entry.action.startswith("lessons.teacher.") and key == "teacher":
        return "person"
    if entry.action == "timetable.slot.furnished" and key in ("teacher", "room"):
        return "person" if key == "teacher" else "room"
    if entry.action.startswith("homework.") and key == "due":
        return "lesson"
    field = _field(entry, key)
    return field.related_model._meta.model_name if isinstance(field, ForeignKey) else None


def _label(entry: Entry, key: str) -> str:
    field = _field(entry, key)
    words = str(field.verbose_name) if field is not None and key not in KEYS else str(KEYS.get(key, key))
    return words[:1].upper() + words[1:]


def _choice(entry: Entry, key: str, value: Any) -> str:
    field = _field(entry, key)
    choices = dict(field.flatchoices) if field is not None and getattr(field, "choices", None) else {}
    return str(choices.get(value, ""))


def _day(value: Any) -> str:
    """A date as people write it; anything else as it is."""
    try:
        return f"{date.fromisoformat(str(value)):%d.%m.%Y}"
    except ValueError:
        return str(value)
