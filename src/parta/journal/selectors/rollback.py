"""What taking back somebody's edits of a time span would restore, and what it must leave alone."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parta.access.actor import Actor
from parta.access.roles import MANAGEMENT, relations
from parta.access.rules import require_any
from parta.attendance.models import Code
from parta.classes.models import Membership
from parta.common.errors import Invalid, NotFound
from parta.journal.selectors.edits import Where, places
from parta.ledger.models import Entry, Payload
from parta.people.models import Person

MOST_CELLS, MOST_ENTRIES = 1000, 20_000
EDITS: dict[str, tuple[str, ...]] = {
    "work": ("marks.mark.put", "marks.mark.changed"),
    "attendance": ("attendance.code.put", "attendance.code.changed"),
    "lesson": ("lessons.lesson.written",),
    "finalmark": ("grading.final.put", "grading.final.changed"),
}
"""By kind of row: the acts that are taken back. services/rollback.py knows how each is written."""
VALUES = {"attendance": "code", "lesson": "topic"}
TITLES: dict[str, str | Promise] = {
    "work": gettext_lazy("mark"),
    "attendance": gettext_lazy("attendance"),
    "lesson": gettext_lazy("topic"),
    "finalmark": gettext_lazy("final mark"),
}


class Spot(NamedTuple):
    """A cell: the kind and id of its row, the pupil (none for a topic)."""

    kind: str
    target: int
    subject: int | None


@dataclass(frozen=True)
class Restored:
    """A cell with what it says now and what it said before the span; `last` is the entry that it is built upon."""

    spot: Spot
    where: Where
    pupil: str
    old: dict[str, Any] | None
    new: dict[str, Any] | None
    last: int
    why_not: str = ""

    @property
    def kind(self) -> str:
        return str(TITLES[self.spot.kind])

    @property
    def now(self) -> str:
        return _words(self.spot.kind, self.new)

    @property
    def then(self) -> str:
        return _words(self.spot.kind, self.old)


@dataclass(frozen=True)
class Plan:
    """`cells` are restored, `left` stay as they are and say why."""

    person: Person
    since: datetime
    until: datetime
    cells: list[Restored] = field(default_factory=list)
    left: list[Restored] = field(default_factory=list)

    @property
    def seal(self) -> str:
        """Differs as soon as anybody has written in one of the cells."""
        parts = sorted(f"{cell.spot} {cell.last} {cell.why_not}" for cell in [*self.cells, *self.left])
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def _words(kind: str, value: dict[str, Any] | None) -> str:
    if not value:
        return ""
    comment = value.get("comment", "")
    return f"{value.get(VALUES.get(kind, 'marks'), '')}{f' ({comment})' if comment else ''}"


def plan_of(actor: Actor, person_id: int, since: datetime, until: datetime) -> Plan:
    """The edits of a person from since (inclusive) until (exclusive) in the journals that the actor watches."""
    school_id = actor.school_id or 0
    require_any(actor.within(school_id), *relations(*MANAGEMENT))
    person = Person.objects.filter(pk=person_id, affiliations__school_id=school_id).first()
    if person is None:
        raise NotFound
    actions = [action for found in EDITS.values() for action in found]
    rows = Entry.objects.filter(school_id=school_id, person=person_id, action__in=actions)
    rows = rows.filter(at__gte=since, at__lt=until)
    if rows.count() > MOST_ENTRIES:
        raise Invalid(str(TOO_MANY))
    where = places(actor, school_id, rows)
    touched = _touched(school_id, rows, actions, since, where)
    own = {row.pk for row in rows}
    found = [(spot, entries) for spot, entries in touched.items() if any(entry.pk in own for entry in entries)]
    if len(found) > MOST_CELLS:
        raise Invalid(str(TOO_MANY))
    cells = _cells(school_id, found, own, where)
    cells = [cell for cell in cells if cell.now != cell.then or cell.why_not == str(ERASED)]
    plan = Plan(person, since, until)
    for cell in _checked(school_id, cells):
        (plan.left if cell.why_not else plan.cells).append(cell)
    return plan


ERASED = gettext_lazy("the old value was erased by law")
TOO_MANY = gettext_lazy("So many edits are not taken back at once: choose a shorter time.")


def _touched(
    school_id: int, rows: QuerySet[Entry], actions: list[str], since: datetime, where: dict[tuple[str, int], Where]
) -> dict[Spot, list[Entry]]:
    """Every edit, of whomever, since the beginning of the span in the cells that the person touched."""
    mine = Q()
    for kind in EDITS:
        mine |= Q(target_kind=kind, target__in=rows.filter(target_kind=kind).order_by().values("target"))
    found: dict[Spot, list[Entry]] = defaultdict(list)
    for entry in Entry.objects.filter(mine, school_id=school_id, action__in=actions, at__gte=since).order_by(
        "at", "pk"
    ):
        if (entry.target_kind, entry.target or 0) in where:
            found[Spot(entry.target_kind, entry.target or 0, entry.subject)].append(entry)
    return found


def _cells(
    school_id: int, found: list[tuple[Spot, list[Entry]]], own: set[int], where: dict[tuple[str, int], Where]
) -> list[Restored]:
    spans = []
    for spot, entries in found:
        first = next(index for index, entry in enumerate(entries) if entry.pk in own)
        spans.append((spot, entries[first:]))
    ids = {entry.pk for _spot, entries in spans for entry in (entries[0], entries[-1])}
    payloads = {row.entry_id: row for row in Payload.objects.filter(school_id=school_id, entry_id__in=ids)}
    people = {spot.subject for spot, _entries in spans if spot.subject}
    names = {row.pk: row.short_name for row in Person.objects.filter(pk__in=people)}
    return [
        Restored(
            spot,
            where[spot.kind, spot.target],
            names.get(spot.subject or 0, ""),
            payloads[entries[0].pk].old if entries[0].pk in payloads else None,
            payloads[entries[-1].pk].new if entries[-1].pk in payloads else None,
            entries[-1].pk,
            _why_not(entries, own, payloads, where[spot.kind, spot.target]),
        )
        for spot, entries in spans
    ]


def _why_not(entries: list[Entry], own: set[int], payloads: dict[int, Payload], where: Where) -> str:
    later = next((entry for entry in entries if entry.pk not in own), None)
    if later:
        return _("changed after that by %(name)s") % {"name": later.actor_name or "Parta"}
    if entries[0].pk not in payloads:
        return str(ERASED)
    return _("the lesson or the work is not there any more") if where.gone else ""


def _checked(school_id: int, cells: list[Restored]) -> Iterable[Restored]:
    """Leave alone what could not be written: a pupil who is not in the class on the day, a code that is gone."""
    groups = {cell.where.group_id for cell in cells}
    people = {cell.spot.subject for cell in cells if cell.spot.subject}
    stays: dict[tuple[int, int], list[tuple[date, date | None]]] = defaultdict(list)
    rows = Membership.objects.filter(school_id=school_id, group_id__in=groups, person_id__in=people)
    for group, person, since, until in rows.values_list("group_id", "person_id", "since", "until"):
        stays[group, person].append((since, until))
    codes = set(Code.objects.filter(school_id=school_id).values_list("symbol", flat=True))
    for cell in cells:
        own = stays[cell.where.group_id, cell.spot.subject or 0]
        is_in = any(since <= cell.where.on and (until is None or cell.where.on < until) for since, until in own)
        why_not = cell.why_not
        if not why_not and cell.spot.kind in ("work", "attendance") and not is_in:
            why_not = _("the pupil is not in the class on that day")
        if not why_not and cell.spot.kind == "attendance" and cell.old and cell.old["code"] not in codes:
            why_not = _("the school has no such code any more")
        yield Restored(cell.spot, cell.where, cell.pupil, cell.old, cell.new, cell.last, why_not)
