"""Reading classes: what an account holds, rosters, who teaches what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, F, OuterRef, Q

from parta.access.actor import NOBODY, Actor, Origin
from parta.access.roles import FAMILY, Role
from parta.accounts.models import Account
from parta.classes.models import DRAWN, Appointment, CourseTeacher, GroupKind, GroupPart, Membership
from parta.common import clock
from parta.common.codes import Ref
from parta.people.models import Affiliation, Employee, Guardianship, Person

Holdings = defaultdict[str, set[Ref]]


def active(on: date) -> Q:
    """Rows with since (inclusive) and until (exclusive) that hold on a day."""
    return Q(since__lte=on) & (Q(until__isnull=True) | Q(until__gt=on))


def maybe_active(on: date) -> Q:
    """Like `active` for rows whose beginning may be unknown."""
    return (Q(since__isnull=True) | Q(since__lte=on)) & (Q(until__isnull=True) | Q(until__gt=on))


def actor_for(
    account: Account | None, *, origin: Origin = Origin(), school_id: int | None = None, on: date | None = None
) -> Actor:
    """What an account may stand on today: its person's appointments, courses, class, children.

    Today is that of each school (law 7 of the design), unless a day is given.
    """
    person = Person.objects.filter(account=account).first() if account and account.is_active else None
    if account is None or person is None:
        return NOBODY
    holds: Holdings = defaultdict(set)
    days = _Days(on)
    schools = _add_children(holds, days, person.pk)
    works = _works(days, schools, person.pk)
    appointments = _appointments(works, person.pk)
    _add_appointments(holds, appointments)
    _add_courses(holds, works, person.pk)
    _add_class(holds, days)
    _add_own_card(holds, days.of(schools), person.pk)
    here = _present_school(holds, schools, school_id)
    return Actor(
        account_id=account.pk,
        person_id=person.pk,
        name=person.full_name,
        role=_main_role(holds, appointments, here),
        school_id=here,
        on=days.on(here),
        zone=days.zones.get(here or 0, ""),
        holds={relation: frozenset(places) for relation, places in holds.items()},
        origin=origin,
    )


@dataclass
class _Days:
    """Today in each school, by its time zone."""

    given: date | None
    zones: dict[int, str] = field(default_factory=dict)

    def on(self, school_id: int | None) -> date:
        return self.given or clock.today(self.zones.get(school_id or 0))

    def of(self, schools: Iterable[int]) -> Q:
        """Rows of these schools that hold on the day of their school; nothing where there are no schools."""
        by_day: dict[date, set[int]] = defaultdict(set)
        for school_id in schools:
            by_day[self.on(school_id)].add(school_id)
        found = Q(school_id__in=[])
        for day, ids in by_day.items():
            here = Q(school_id__in=ids) & active(day)
            found = found | here if len(by_day) > 1 else here
        return found


def _add_children(holds: Holdings, days: _Days, person_id: int) -> set[int]:
    """Children that the person represents on the day of their school; gives all schools to ask."""
    ties = Guardianship.objects.filter(guardian_id=person_id, has_access=True)
    wards = {child: (since, until) for child, since, until in ties.values_list("child_id", "since", "until")}
    rows = Affiliation.objects.filter(person_id__in={person_id, *wards})
    schools: set[int] = set()
    for person, school, zone in rows.values_list("person_id", "school_id", "school__time_zone"):
        days.zones[school] = zone
        since, until = wards.get(person, (None, None))
        is_valid = (since is None or since <= days.on(school)) and (until is None or until > days.on(school))
        if person in wards and is_valid:
            holds["child"].add(Ref(school, person))
        if person == person_id or is_valid:
            schools.add(school)
    return schools


def _present_school(holds: Holdings, schools: set[int], wanted: int | None) -> int | None:
    """The chosen school or the first one where the person works; for families the first of all."""
    work = {place.school_id for relation, places in holds.items() if relation not in FAMILY for place in places}
    found = work or schools
    return wanted if wanted in found else min(found, default=None)


def _works(days: _Days, schools: Iterable[int], person_id: int) -> Q:
    """Rows of these schools that hold today and that the person has not left: the employee's card closes them all."""
    cards = Employee.objects.filter(school_id=OuterRef("school_id"), person_id=person_id, until__lte=days.on(None))
    return days.of(schools) & Q(~Exists(cards))


def _appointments(here: Q, person_id: int) -> list[Appointment]:
    return list(Appointment.objects.filter(here, person_id=person_id).order_by("since"))


def _add_appointments(holds: Holdings, appointments: list[Appointment]) -> None:
    for row in appointments:
        if row.group_id:
            holds["leads"].add(Ref(row.school_id, row.group_id))
        elif row.branch_id:
            holds[f"{row.role}@branch"].add(Ref(row.school_id, row.branch_id))
        else:
            holds[row.role].add(Ref(row.school_id, row.school_id))


def _add_courses(holds: Holdings, here: Q, person_id: int) -> None:
    rows = CourseTeacher.objects.filter(here, person_id=person_id)
    holds["teaches"] |= {Ref(*pair) for pair in rows.values_list("school_id", "course_id")}


def _add_class(holds: Holdings, days: _Days) -> None:
    """A class teacher also leads groups drawn from the class and the classes of a combined one, and their pupils."""
    led = holds["leads"]
    if not led:
        return
    schools, groups = {ref.school_id for ref in led}, {ref.id for ref in led}
    drawn = Q(part_id__in=groups, whole__kind__in=DRAWN)
    combined = Q(whole_id__in=groups, whole__kind=GroupKind.COMBINED)
    rows = GroupPart.objects.filter(drawn | combined, school_id__in=schools)
    pairs = list(rows.values_list("school_id", "whole_id", "part_id"))
    classes = groups | {part_id for _school, whole_id, part_id in pairs if whole_id in groups}
    pupils = Membership.objects.filter(days.of(schools), group_id__in=classes)
    holds["leads_pupil"] |= {Ref(*pair) for pair in pupils.values_list("school_id", "person_id")}
    led |= {Ref(school_id, group_id) for school_id, *both in pairs for group_id in both}


def _add_own_card(holds: Holdings, here: Q, person_id: int) -> None:
    rows = Membership.objects.filter(here, person_id=person_id)
    holds["pupil"] |= {Ref(school, person_id) for school in rows.values_list("school_id", flat=True)}


RANK = (Role.DIRECTOR, Role.HEAD, Role.DEPUTY, Role.ADMINISTRATOR, Role.SECRETARY, Role.CLASS_TEACHER, Role.TEACHER)


def _main_role(holds: Holdings, appointments: list[Appointment], here: int | None) -> str:
    """The role named beside the actor on a page and in the ledger: the highest one in the present school."""
    held = {row.role for row in appointments if row.school_id == here} | ({"pupil"} if holds["pupil"] else set())
    if any(place.school_id == here for place in holds["teaches"]):
        held.add(Role.TEACHER)
    order = [*RANK, *(role for role in Role if role not in RANK), "pupil"]
    return next((str(role) for role in order if role in held), "guardian" if holds["child"] else "")


@dataclass(frozen=True)
class Member:
    """A pupil of a group with the days (until exclusive) in it."""

    person_id: int
    group_id: int
    since: date
    until: date | None
    name: str
    sort_key: str
    left_by: str
    left_order: str

    def is_in(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on < self.until)


def rosters(school_id: int, group_ids: Iterable[int]) -> dict[int, list[Member]]:
    """Everyone who was ever in the groups, in the order of the list; two stays are two members."""
    rows = (
        Membership.objects.filter(school_id=school_id, group_id__in=set(group_ids))
        .annotate(surname=F("person__surname"), name=F("person__name"), key=F("person__sort_key"))
        .order_by("key", "person_id", "since")
    )
    found: dict[int, list[Member]] = defaultdict(list)
    for row in rows:
        member = Member(
            row.person_id,
            row.group_id,
            row.since,
            row.until,
            f"{row.surname} {row.name}",
            row.key,
            row.left_by,
            row.left_order,
        )
        found[row.group_id].append(member)
    return found
