"""The office's list of pupils and the card of one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page
from django.db.models import OuterRef, QuerySet, Subquery

from parta.access.actor import Actor
from parta.access.rules import Rule
from parta.accounts.selectors import LetterState
from parta.classes.models import Group, GroupKind, Membership
from parta.classes.rules import EDIT_GROUP, VIEW_GROUP
from parta.classes.selectors.actors import active, maybe_active
from parta.common.codes import Ref
from parta.common.pages import named_like, ordered, page_of
from parta.people.models import Guardianship, Person, Pupil
from parta.people.rules import EDIT_PUPIL, INVITE_PUPIL, MANAGE_ACCOUNTS, VIEW_FAMILY, VIEW_HISTORY, VIEW_PUPIL
from parta.people.selectors import sign_ins
from parta.school.models import AcademicYear, Branch
from parta.school.selectors import year_on

COLUMNS = {
    "name": ("person__sort_key",),
    "class": ("class_level", "class_name", "person__sort_key"),
    "birth": ("person__birth_date",),
}


@dataclass(frozen=True)
class PupilQuery:
    """What the list is asked for: part of a name, a branch, a class, those who have left."""

    text: str = ""
    branch: Ref | None = None
    group: Ref | None = None
    gone: bool = False
    sort: str = ""
    page: str | None = None


@dataclass(frozen=True)
class PupilRow:
    pupil: Pupil
    name: str
    group: str
    branch: str
    birth_date: date | None
    sign_in: LetterState | None


@dataclass(frozen=True)
class PupilList:
    page: Page[PupilRow]
    branches: list[Branch]
    groups: list[Group]
    may_admit: bool
    may_see_sign_ins: bool


def pupil_list(actor: Actor, school_id: int, query: PupilQuery) -> PupilList:
    page = page_of(ordered(_pupils(actor, school_id, query), query.sort, COLUMNS), query.page)
    pupils: list[Pupil] = list(page.object_list)
    states = sign_ins(pupil.person for pupil in pupils)
    page.object_list = [
        PupilRow(
            pupil,
            pupil.person.full_name,
            pupil.class_name or "",  # type: ignore[attr-defined]
            pupil.branch.short_name,
            pupil.person.birth_date,
            states.get(pupil.person_id),
        )
        for pupil in pupils
    ]
    branches = list(Branch.objects.filter(school_id=school_id).order_by("-is_main", "short_name"))
    return PupilList(
        page,
        branches,
        classes_of(actor, school_id, VIEW_GROUP),
        any(EDIT_PUPIL.allows(actor, branch) for branch in branches),
        any(VIEW_FAMILY.allows(actor, pupil) for pupil in pupils),
    )


def _pupils(actor: Actor, school_id: int, query: PupilQuery) -> QuerySet[Pupil]:
    now_in = Membership.objects.filter(active(actor.on), school_id=school_id, group__kind=GroupKind.CLASS)
    mine = now_in.filter(person_id=OuterRef("person_id"))
    rows = Pupil.objects.filter(VIEW_PUPIL.filter(actor), school_id=school_id).annotate(
        class_name=Subquery(mine.values("group__name")[:1]), class_level=Subquery(mine.values("group__year_level")[:1])
    )
    rows = rows.filter(named_like(query.text), class_name__isnull=query.gone)
    if query.branch:
        rows = rows.filter(branch_id=query.branch.id)
    if query.group:
        rows = rows.filter(person_id__in=now_in.filter(group_id=query.group.id).values("person_id"))
    found: QuerySet[Pupil] = rows.select_related("person__account", "branch")
    return found


def classes_of(actor: Actor, school_id: int, rule: Rule, kinds: Iterable[str] = (GroupKind.CLASS,)) -> list[Group]:
    """Classes of this year (in the summer of the last one) that the rule opens, in order of year level."""
    return list(groups_of(actor, school_id, rule, kinds, year_on(school_id, actor.on)))


def groups_of(
    actor: Actor, school_id: int, rule: Rule, kinds: Iterable[str], year: AcademicYear | None
) -> QuerySet[Group]:
    rows = Group.objects.filter(rule.filter(actor), school_id=school_id, year=year, kind__in=kinds)
    found: QuerySet[Group] = rows.select_related("branch").order_by("year_level", "name")
    return found


@dataclass(frozen=True)
class GuardianLine:
    tie: Guardianship
    person: Person
    sign_in: LetterState | None
    is_valid: bool


@dataclass(frozen=True)
class PupilRights:
    """Which buttons of the card stand for this actor."""

    edit: bool
    move: bool
    invite: bool
    close: bool
    family: bool
    history: bool


@dataclass(frozen=True)
class PupilCard:
    pupil: Pupil
    person: Person
    present: Membership | None
    classes: list[Membership]
    subgroups: list[Membership]
    guardians: list[GuardianLine]
    sign_in: LetterState | None
    may: PupilRights


def pupil_card(actor: Actor, pupil: Pupil) -> PupilCard:
    """Everything the office keeps of a pupil, in three queries."""
    rows = Membership.objects.filter(school_id=pupil.school_id, person_id=pupil.person_id)
    stays = list(rows.select_related("group").order_by("-since", "-id"))
    here = [row for row in stays if row.since <= actor.on and (row.until is None or row.until > actor.on)]
    may = _rights(actor, pupil, next((row.group for row in here), None))
    ties = _ties(pupil) if may.family else []
    states = sign_ins([pupil.person, *(tie.guardian for tie in ties)])
    return PupilCard(
        pupil=pupil,
        person=pupil.person,
        present=next((row for row in here if row.group.kind == GroupKind.CLASS), None),
        classes=[row for row in stays if row.group.kind == GroupKind.CLASS],
        subgroups=[row for row in here if row.group.kind != GroupKind.CLASS],
        guardians=[_line(tie, states, actor.on) for tie in ties],
        sign_in=states.get(pupil.person_id),
        may=may,
    )


def _rights(actor: Actor, pupil: Pupil, group: Group | None) -> PupilRights:
    return PupilRights(
        edit=EDIT_PUPIL.allows(actor, pupil),
        move=EDIT_GROUP.allows(actor, group or pupil),
        invite=INVITE_PUPIL.allows(actor, pupil),
        close=MANAGE_ACCOUNTS.allows(actor, pupil),
        family=VIEW_FAMILY.allows(actor, pupil),
        history=VIEW_HISTORY.allows(actor, pupil),
    )


def _ties(pupil: Pupil) -> list[Guardianship]:
    rows = Guardianship.objects.filter(child_id=pupil.person_id).select_related("guardian__account")
    return list(rows.order_by("guardian__sort_key"))


def _line(tie: Guardianship, states: dict[int, LetterState], on: date) -> GuardianLine:
    valid = (tie.since is None or tie.since <= on) and (tie.until is None or tie.until > on)
    return GuardianLine(tie, tie.guardian, states.get(tie.guardian_id), valid)


def present_class(school_id: int, person_id: int, on: date) -> Membership | None:
    """Where the pupil is a member today."""
    rows = Membership.objects.filter(active(on), school_id=school_id, person_id=person_id, group__kind=GroupKind.CLASS)
    found: Membership | None = rows.select_related("group", "person").first()
    return found


def families_of(school_id: int, group_id: int, on: date) -> list[tuple[Pupil, list[Person]]]:
    """Pupils of a class on a day, each with the representatives whose access is open."""
    members = Membership.objects.filter(active(on), school_id=school_id, group_id=group_id).values("person_id")
    cards = Pupil.objects.filter(school_id=school_id, person_id__in=members).select_related("person__account")
    pupils = list(cards.order_by("person__sort_key"))
    ties = Guardianship.objects.filter(
        maybe_active(on), has_access=True, child_id__in=[pupil.person_id for pupil in pupils]
    ).select_related("guardian__account")
    adults: dict[int, list[Person]] = {}
    for tie in ties.order_by("guardian__sort_key"):
        adults.setdefault(tie.child_id, []).append(tie.guardian)
    return [(pupil, adults.get(pupil.person_id, [])) for pupil in pupils]
