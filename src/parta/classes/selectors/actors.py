"""Reading classes: what an account holds, rosters, who teaches what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q

from parta.access.actor import NOBODY, Actor, Origin
from parta.access.roles import Role
from parta.accounts.models import Account
from parta.classes.models import Appointment, CourseTeacher, GroupKind, GroupPart, Membership
from parta.common import clock
from parta.common.codes import Ref
from parta.people.models import Affiliation, Guardianship, Person

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
    """What an account may stand on today: its person's appointments, courses, class, children."""
    person = Person.objects.filter(account=account).first() if account and account.is_active else None
    if account is None or person is None:
        return NOBODY
    on = on or clock.today()
    holds: Holdings = defaultdict(set)
    wards = _wards(person.pk, on)
    schools, children = _schools(person.pk, wards)
    holds["child"] |= children
    appointments = _appointments(schools, person.pk, on)
    _add_appointments(holds, appointments)
    _add_courses(holds, schools, person.pk, on)
    _add_class(holds, on)
    _add_own_card(holds, schools, person.pk, on)
    here = school_id if school_id in schools else (min(schools) if schools else None)
    return Actor(
        account_id=account.pk,
        person_id=person.pk,
        name=person.full_name,
        role=_main_role(holds, appointments),
        school_id=here,
        on=on,
        holds={relation: frozenset(places) for relation, places in holds.items()},
        origin=origin,
    )


def _wards(person_id: int, on: date) -> set[int]:
    rows = Guardianship.objects.filter(maybe_active(on), guardian_id=person_id, has_access=True)
    return set(rows.values_list("child_id", flat=True))


def _schools(person_id: int, wards: set[int]) -> tuple[set[int], set[Ref]]:
    rows = Affiliation.objects.filter(person_id__in={person_id, *wards}).values_list("person_id", "school_id")
    pairs = set(rows)
    return {school for _, school in pairs}, {Ref(school, person) for person, school in pairs if person in wards}


def _appointments(schools: set[int], person_id: int, on: date) -> list[Appointment]:
    rows = Appointment.objects.filter(active(on), school_id__in=schools, person_id=person_id)
    return list(rows.order_by("since"))


def _add_appointments(holds: Holdings, appointments: list[Appointment]) -> None:
    for row in appointments:
        if row.group_id:
            holds["leads"].add(Ref(row.school_id, row.group_id))
        elif row.branch_id:
            holds[f"{row.role}@branch"].add(Ref(row.school_id, row.branch_id))
        else:
            holds[row.role].add(Ref(row.school_id, row.school_id))


def _add_courses(holds: Holdings, schools: set[int], person_id: int, on: date) -> None:
    rows = CourseTeacher.objects.filter(active(on), school_id__in=schools, person_id=person_id)
    holds["teaches"] |= {Ref(*pair) for pair in rows.values_list("school_id", "course_id")}


def _add_class(holds: Holdings, on: date) -> None:
    """A class teacher also leads subgroups drawn from the class and the classes of a combined one, and their pupils."""
    led = holds["leads"]
    if not led:
        return
    schools, groups = {ref.school_id for ref in led}, {ref.id for ref in led}
    drawn = Q(part_id__in=groups, whole__kind__in=(GroupKind.SUBGROUP, GroupKind.ACTIVITY))
    combined = Q(whole_id__in=groups, whole__kind=GroupKind.COMBINED)
    rows = GroupPart.objects.filter(drawn | combined, school_id__in=schools)
    pairs = list(rows.values_list("school_id", "whole_id", "part_id"))
    classes = groups | {part_id for _school, whole_id, part_id in pairs if whole_id in groups}
    pupils = Membership.objects.filter(active(on), school_id__in=schools, group_id__in=classes)
    holds["leads_pupil"] |= {Ref(*pair) for pair in pupils.values_list("school_id", "person_id")}
    led |= {Ref(school_id, group_id) for school_id, *both in pairs for group_id in both}


def _add_own_card(holds: Holdings, schools: set[int], person_id: int, on: date) -> None:
    rows = Membership.objects.filter(active(on), school_id__in=schools, person_id=person_id)
    holds["pupil"] |= {Ref(school, person_id) for school in rows.values_list("school_id", flat=True)}


RANK = (Role.DIRECTOR, Role.HEAD, Role.DEPUTY, Role.ADMINISTRATOR, Role.SECRETARY, Role.CLASS_TEACHER, Role.TEACHER)


def _main_role(holds: Holdings, appointments: list[Appointment]) -> str:
    """The role named beside the actor on a page and in the ledger: the highest one."""
    held = {row.role for row in appointments} | ({"pupil"} if holds["pupil"] else set())
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
