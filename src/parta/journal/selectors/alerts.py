"""Unusual edits, computed from the ledger: who, when, how many, in which classes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from parta.access.actor import Actor
from parta.access.roles import MANAGEMENT, relations
from parta.access.rules import require_any
from parta.common import clock
from parta.common.codes import Ref, encode
from parta.journal.arithmetic import AT_NIGHT, MASS, SHUT, Burst, Edit, bursts
from parta.journal.models import AlertSeen
from parta.journal.selectors.edits import Where, places
from parta.ledger.models import Entry
from parta.lessons.models import Unlock, UnlockState
from parta.people.models import Person
from parta.school.models import School, Term, TermState
from parta.school.selectors import policy_of

ACTIONS = ("marks.mark.changed", "attendance.code.changed", "grading.final.changed")
"""What replaces or removes a value that stood already."""
ROLL_BACK = "rollback"
"""The channel of edits that a roll-back makes: it is a decision of its own and calls nobody."""
DAYS = timedelta(days=30)
MOST = 20_000
WHY: dict[str, str | Promise] = {
    MASS: _("many within an hour"),
    AT_NIGHT: _("at night"),
    SHUT: _("in a closed term or an opened journal"),
}


@dataclass(frozen=True)
class Alert:
    """Unusual edits of one person; `seen` tells who has looked at them."""

    person: Ref
    name: str
    burst: Burst
    classes: list[tuple[str, int]]
    kinds: dict[str, int]
    seen: AlertSeen | None

    @property
    def why(self) -> str:
        return str(WHY[self.burst.why])

    @property
    def code(self) -> str:
        """The person in an address."""
        return encode("person", self.person)

    @property
    def count(self) -> int:
        return len(self.burst.edits)

    @property
    def is_long(self) -> bool:
        """Whether it lasted for more than a minute."""
        return f"{self.burst.since:%H:%M}" != f"{self.burst.until:%H:%M}"

    @property
    def end(self) -> datetime:
        """The first instant after the edits, for the page of the roll-back."""
        return self.burst.until + timedelta(seconds=1)


def alerts_of(actor: Actor, *, days: timedelta = DAYS) -> list[Alert]:
    """Unusual edits of the last days in the journals the actor watches, those nobody has looked at first."""
    require_any(actor.within(actor.school_id), *relations(*MANAGEMENT))
    school = School.objects.get(pk=actor.school_id or 0)
    rows = Entry.objects.filter(
        school_id=school.pk, at__gte=clock.now() - days, action__in=ACTIONS, person__isnull=False
    ).exclude(channel=ROLL_BACK)
    entries = list(rows.order_by("-at", "-pk")[:MOST])
    if not entries:
        return []
    where = places(actor, school.pk, rows)
    found = bursts(_edits(school, entries, where), int(policy_of(school.pk)["mass_change_marks"]))
    return _alerts(school, found, where, {entry.pk: entry for entry in entries})


def waiting_alerts(actor: Actor) -> int:
    """How many unusual edits of two weeks wait for somebody to look at them; none for who does not watch."""
    if not actor.within(actor.school_id).has(*relations(*MANAGEMENT)):
        return 0
    return sum(alert.seen is None for alert in alerts_of(actor, days=timedelta(days=14)))


def _edits(school: School, entries: list[Entry], where: dict[tuple[str, int], Where]) -> list[Edit]:
    zone = ZoneInfo(school.time_zone)
    shut = _Shut(school.pk)
    found = []
    for entry in entries:
        place = where.get((entry.target_kind, entry.target or 0))
        if place and entry.person:
            local = entry.at.astimezone(zone)
            found.append(Edit(local, entry.person, entry.target_kind, entry.pk, shut.holds(place, entry)))
    return found


class _Shut:
    """Terms that are closed now and unlocks that were ever given. Two queries."""

    def __init__(self, school_id: int) -> None:
        closed = Term.objects.filter(school_id=school_id, state__in=(TermState.CLOSED, TermState.ARCHIVED))
        self.terms = list(closed)
        given = Unlock.objects.filter(school_id=school_id, state__in=(UnlockState.GIVEN, UnlockState.REVOKED))
        self.unlocks = list(given)

    def holds(self, place: Where, entry: Entry) -> bool:
        in_term = any(row.scheme_id == place.scheme_id and row.since <= place.on <= row.until for row in self.terms)
        return in_term or any(self._opened(row, place, entry.at) for row in self.unlocks)

    def _opened(self, row: Unlock, place: Where, at: datetime) -> bool:
        end = row.revoked_at or row.expires_at
        is_here = row.course_id == place.course_id and row.since <= place.on <= row.until
        return is_here and bool(row.given_at and end and row.given_at <= at < end)


def _alerts(
    school: School, found: list[Burst], where: dict[tuple[str, int], Where], entries: dict[int, Entry]
) -> list[Alert]:
    people = {person.pk: person for person in Person.objects.filter(pk__in={burst.person for burst in found})}
    looked = _looked(AlertSeen.objects.filter(school_id=school.pk, person_id__in=people).select_related("seen_by"))
    alerts = []
    for burst in found:
        spots = [where[edit.kind, entries[edit.key].target or 0] for edit in burst.edits]
        seen = looked.get((burst.person, burst.why, burst.since, burst.until))
        classes = Counter(spot.words for spot in spots).most_common()
        kinds = dict(Counter(edit.kind for edit in burst.edits))
        person = people[burst.person]
        alerts.append(Alert(Ref(school.pk, person.pk), person.full_name, burst, classes, kinds, seen))
    return sorted(alerts, key=lambda alert: alert.seen is not None)


def _looked(rows: QuerySet[AlertSeen]) -> dict[tuple[int, str, datetime, datetime], AlertSeen]:
    return {(row.person_id, row.why, row.since, row.until): row for row in rows}
