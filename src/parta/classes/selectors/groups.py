"""The list of classes and the page of one: roster, subgroups, courses with their teachers, class teacher."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from parta.access.actor import Actor
from parta.access.reading import opens
from parta.access.roles import Role
from parta.access.rules import Rule
from parta.classes.models import Appointment, Course, CourseTeacher, Group, GroupKind, GroupPart, Membership
from parta.classes.rules import EDIT_GROUP, VIEW_GROUP
from parta.classes.selectors.actors import active
from parta.classes.selectors.pupils import groups_of
from parta.people.models import Employee, Person, Pupil
from parta.people.rules import EDIT_STAFF, INVITE_PUPIL
from parta.school.models import AcademicYear
from parta.school.selectors import year_on

TITLES = (
    _("Classes"),
    _("Subgroups"),
    _("Combined classes"),
    _("Extracurricular groups"),
    _("Individual teaching"),
    _("Teaching at home"),
)
"""Of the kinds, in their order."""


@dataclass(frozen=True)
class GroupLine:
    group: Group
    pupils: int
    leaders: list[str]


@dataclass(frozen=True)
class Section:
    """Groups of one branch and kind."""

    title: str
    branch: str
    lines: list[GroupLine]


@dataclass(frozen=True)
class GroupList:
    year: AcademicYear | None
    years: list[AcademicYear]
    sections: list[Section]
    may_add: bool


def group_list(actor: Actor, school_id: int, year_id: int | None) -> GroupList:
    """Groups of a year (default: the present one) by branch and kind, in order of year level: six queries."""
    years = list(AcademicYear.objects.filter(school_id=school_id).order_by("-since"))
    chosen = next((year for year in years if year.pk == year_id), None) or year_on(school_id, actor.on)
    groups = list(groups_of(actor, school_id, VIEW_GROUP, list(GroupKind), chosen).select_related("branch", "room"))
    counts, leaders = _counts(school_id, groups, actor.on), _leaders(school_id, groups, actor.on)
    sections: dict[tuple[Any, ...], list[GroupLine]] = defaultdict(list)
    for group in groups:
        place = (not group.branch.is_main, group.branch.short_name, list(GroupKind).index(GroupKind(group.kind)))
        names = [person.initials_name for person in leaders[group.pk]]
        sections[place].append(GroupLine(group, counts[group.pk], names))
    return GroupList(
        chosen,
        years,
        [Section(str(TITLES[place[2]]), place[1], lines) for place, lines in sorted(sections.items())],
        opens(actor, EDIT_GROUP),
    )


def _counts(school_id: int, groups: Iterable[Group], on: date) -> dict[int, int]:
    """Pupils of each group today; a combined class counts those of its parts."""
    ids = [group.pk for group in groups]
    rows = Membership.objects.filter(active(on), school_id=school_id, group_id__in=ids)
    counts: dict[int, int] = defaultdict(int, rows.order_by().values_list("group_id").annotate(Count("id")))
    parts = GroupPart.objects.filter(school_id=school_id, whole_id__in=ids, whole__kind=GroupKind.COMBINED)
    for whole_id, part_id in parts.values_list("whole_id", "part_id"):
        counts[whole_id] += counts.get(part_id, 0)
    return counts


def _leaders(school_id: int, groups: Iterable[Group], on: date) -> dict[int, list[Person]]:
    rows = Appointment.objects.filter(
        active(on), school_id=school_id, role=Role.CLASS_TEACHER, group_id__in=[group.pk for group in groups]
    )
    found: dict[int, list[Person]] = defaultdict(list)
    for row in rows.select_related("person").order_by("since"):
        found[row.group_id].append(row.person)
    return found


@dataclass(frozen=True)
class MemberLine:
    stay: Membership
    name: str
    pupil: Pupil | None


@dataclass(frozen=True)
class CourseLine:
    course: Course
    teachers: list[CourseTeacher]


@dataclass(frozen=True)
class GroupRights:
    edit: bool
    lead: bool
    letters: bool


@dataclass(frozen=True)
class GroupPage:
    group: Group
    members: list[MemberLine]
    leaders: list[Appointment]
    parts: list[Group]
    wholes: list[Group]
    courses: list[CourseLine]
    may: GroupRights


def group_page(actor: Actor, group: Group, *, on: date | None) -> GroupPage:
    """The class on a day, or with everybody who ever was in it (`on` None): six queries."""
    members = _members(group, on)
    here = {"school_id": group.school_id}
    leaders = Appointment.objects.filter(active(actor.on), **here, role=Role.CLASS_TEACHER, group=group)
    parts = GroupPart.objects.filter(**here, whole=group).select_related("part")
    wholes = GroupPart.objects.filter(**here, part=group).select_related("whole")
    return GroupPage(
        group=group,
        members=members,
        leaders=list(leaders.select_related("person").order_by("since")),
        parts=[row.part for row in parts.order_by("part__year_level", "part__name")],
        wholes=[row.whole for row in wholes.order_by("whole__name")],
        courses=_courses(group, actor.on),
        may=GroupRights(
            EDIT_GROUP.allows(actor, group),
            EDIT_STAFF.allows(actor, group),
            any(line.pupil and INVITE_PUPIL.allows(actor, line.pupil) for line in members),
        ),
    )


def _members(group: Group, on: date | None) -> list[MemberLine]:
    rows = Membership.objects.filter(school_id=group.school_id, group=group).select_related("person")
    if on:
        rows = rows.filter(active(on))
    stays = list(rows.order_by("person__sort_key", "since"))
    cards = Pupil.objects.filter(school_id=group.school_id, person_id__in=[row.person_id for row in stays])
    pupils = {card.person_id: card for card in cards}
    return [MemberLine(row, row.person.full_name, pupils.get(row.person_id)) for row in stays]


def _courses(group: Group, on: date) -> list[CourseLine]:
    here = {"school_id": group.school_id}
    rows = CourseTeacher.objects.filter(active(on), **here, course__group=group).select_related("person")
    teachers: dict[int, list[CourseTeacher]] = defaultdict(list)
    for row in rows.order_by("person__sort_key"):
        teachers[row.course_id].append(row)
    courses = Course.objects.filter(**here, group=group).select_related("subject").order_by("subject__name")
    return [CourseLine(course, teachers[course.pk]) for course in courses]


def teachers_of(school_id: int, on: date) -> list[Person]:
    """Everybody who works at the school, for a choice of teacher."""
    rows = Employee.objects.filter(school_id=school_id).exclude(until__isnull=False, until__lte=on)
    return [row.person for row in rows.select_related("person").order_by("person__sort_key")]


def possible_members(group: Group, on: date) -> list[Person]:
    """Pupils of the classes that a subgroup is drawn from who are not in it."""
    parts = GroupPart.objects.filter(school_id=group.school_id, whole=group).values("part_id")
    inside = Membership.objects.filter(active(on), school_id=group.school_id, group=group).values("person_id")
    rows = Membership.objects.filter(active(on), school_id=group.school_id, group_id__in=parts)
    found = rows.exclude(person_id__in=inside).select_related("person").order_by("person__sort_key")
    return [row.person for row in found]


def groups_for_parts(actor: Actor, group: Group, rule: Rule) -> list[Group]:
    """Classes of the branch and year that a group may be made of."""
    rows = groups_of(actor, group.school_id, rule, [GroupKind.CLASS], group.year)
    return list(rows.filter(branch_id=group.branch_id).exclude(pk=group.pk or 0))
