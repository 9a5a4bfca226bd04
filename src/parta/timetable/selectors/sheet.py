"""A version with everything that the rules ask about: its cards, classes, courses, teachers, rooms, bells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from parta.classes.models import Course, CourseTeacher, Group, GroupKind, GroupPart, Membership
from parta.classes.selectors.actors import active
from parta.people.models import Person
from parta.school.models import Bell, BellSet, Building, Room, School
from parta.school.selectors import policy_of, today_of
from parta.timetable.arithmetic import Card, Facts, Issue, Norms, SchoolClass, find
from parta.timetable.arithmetic import Course as CourseFacts
from parta.timetable.arithmetic import Wishes as WishFacts
from parta.timetable.arithmetic.scale import Scale, by_level, scale_with
from parta.timetable.models import Slot, Version, Wishes
from parta.timetable.selectors.pattern import current_versions

TAUGHT = (GroupKind.CLASS, GroupKind.SUBGROUP)
"""Groups whose lessons keep their classes busy; the others are taught beside them."""


@dataclass(frozen=True)
class Sheet:
    """The week of a version: rows by their keys. `elsewhere` are lessons of its teachers in other branches."""

    version: Version
    facts: Facts
    cards: list[Card]
    elsewhere: list[Card]
    classes: Mapping[int, Group]
    courses: Mapping[int, Course]
    teachers: Mapping[int, Person]
    rooms: Mapping[int, Room]
    taught_by: Mapping[int, tuple[int, ...]]
    """Teachers of each course on the first day of the version."""
    shown_in: Mapping[int, tuple[int, ...]]
    """Classes whose column shows a course; also those that do not wait for it."""
    pinned: frozenset[int] = frozenset()
    """Lessons that the automatic timetable leaves where they stand."""

    @property
    def all_cards(self) -> list[Card]:
        return [*self.cards, *self.elsewhere]

    @cached_property
    def issues(self) -> list[Issue]:
        """What is wrong, without what concerns other branches alone."""
        found = find(self.facts, self.all_cards)
        return [issue for issue in found if not issue.slots or max(issue.slots) > 0]

    @cached_property
    def by_key(self) -> dict[int, Card]:
        return {card.key: card for card in self.cards}


def sheet_of(version: Version) -> Sheet:
    """Everything of a version in a fixed number of queries."""
    here = {"school_id": version.school_id}
    groups, parts = _groups(version), _parts(version)
    courses = {row.pk: row for row in _courses(version)}
    rooms = {row.pk: row for row in Room.objects.filter(**here).select_related("building").order_by("name")}
    here_rooms = {key: row for key, row in rooms.items() if row.building.branch_id == version.branch_id}
    slots = list(Slot.objects.filter(**here, version=version, course_id__in=courses).order_by("pk"))
    cards = [_card(row, row.pk) for row in slots]
    others = _slots_elsewhere(version)
    taught_by = _taught_by(version)
    people = {card.teacher for card in cards} | {person for row in taught_by.values() for person in row}
    policy, week_days = policy_of(version.school_id), School.objects.get(pk=version.school_id).week_days
    facts = Facts(
        {row.pk: SchoolClass(row.pk, row.year_level or 1, row.shift) for row in groups.values() if _is_class(row)},
        _course_facts(groups, courses, parts, _pupils(version), scale_with(policy["difficulty"]))
        | {row.course_id: _elsewhere(row) for row in others},
        {row.pk: row.building_id for row in rooms.values()},
        _times(version),
        _combined(version),
        _norms(policy, week_days),
        week_days,
        max(version.since, today_of(version.school_id)).month,
        {row.pk: row.kind for row in here_rooms.values()},
        {row.pk: row.at_once for row in here_rooms.values() if row.at_once > 1},
        _wishes(version),
    )
    return Sheet(
        version,
        facts,
        cards,
        [_card(row, -row.pk) for row in others if row.teacher_id in people],
        {key: row for key, row in groups.items() if _is_class(row)},
        courses,
        {row.pk: row for row in Person.objects.filter(pk__in=list(filter(None, people))).order_by("sort_key")},
        here_rooms,
        taught_by,
        {key: _drawn_from(row.group, groups, parts) for key, row in courses.items()},
        frozenset(row.pk for row in slots if row.is_pinned),
    )


def _drawn_from(group: Group, groups: Mapping[int, Group], parts: Mapping[int, list[int]]) -> tuple[int, ...]:
    return (group.pk,) if _is_class(group) else tuple(part for part in parts.get(group.pk, ()) if part in groups)


def _is_class(row: Group) -> bool:
    return row.kind == GroupKind.CLASS


def _card(row: Slot, key: int) -> Card:
    return Card(key, row.course_id, row.weekday, row.number, row.week, row.teacher_id, row.room_id)


def _groups(version: Version) -> dict[int, Group]:
    rows = Group.objects.filter(school_id=version.school_id, branch_id=version.branch_id, year_id=version.year_id)
    return {row.pk: row for row in rows.order_by("year_level", "name")}


def _courses(version: Version) -> Sequence[Course]:
    rows = Course.objects.filter(
        school_id=version.school_id, group__branch_id=version.branch_id, group__year_id=version.year_id
    )
    return list(rows.select_related("group", "subject").order_by("subject__name", "group__name"))


def _parts(version: Version) -> dict[int, list[int]]:
    rows = GroupPart.objects.filter(school_id=version.school_id, whole__year_id=version.year_id)
    found: dict[int, list[int]] = defaultdict(list)
    for whole, part in rows.order_by("part_id").values_list("whole_id", "part_id"):
        found[whole].append(part)
    return found


def _course_facts(
    groups: Mapping[int, Group],
    courses: Mapping[int, Course],
    parts: Mapping[int, list[int]],
    pupils: Mapping[int, set[int]],
    scale: Scale,
) -> dict[int, CourseFacts]:
    found = {}
    for row in courses.values():
        group = groups[row.group_id]
        classes = _drawn_from(group, groups, parts) if group.kind in TAUGHT else ()
        level = group.year_level or next((groups[key].year_level for key in classes), None)
        found[row.pk] = CourseFacts(
            row.pk,
            row.subject_id,
            classes,
            _is_class(group),
            group.shift,
            frozenset(pupils.get(group.pk, ())),
            Fraction(row.hours_week),
            scale.points_of(row.subject.name, level),
            scale.is_hard(row.subject.name, level),
            scale.is_sport(row.subject.name),
            row.subject.room_kind,
        )
    return found


def _pupils(version: Version) -> dict[int, set[int]]:
    """Who is in each subgroup on the first day of the version."""
    rows = Membership.objects.filter(
        active(version.since),
        school_id=version.school_id,
        group__kind=GroupKind.SUBGROUP,
        group__branch_id=version.branch_id,
        group__year_id=version.year_id,
    )
    found: dict[int, set[int]] = defaultdict(set)
    for group, person in rows.values_list("group_id", "person_id"):
        found[group].add(person)
    return found


def _taught_by(version: Version) -> dict[int, tuple[int, ...]]:
    rows = CourseTeacher.objects.filter(
        active(version.since),
        school_id=version.school_id,
        course__group__branch_id=version.branch_id,
        course__group__year_id=version.year_id,
    )
    found: dict[int, list[int]] = defaultdict(list)
    for course, person in rows.order_by("since", "pk").values_list("course_id", "person_id"):
        found[course].append(person)
    return {course: tuple(people) for course, people in found.items()}


def _slots_elsewhere(version: Version) -> list[Slot]:
    """Lessons of the other branches by what is published there for the day."""
    rows = Version.objects.filter(school_id=version.school_id, year_id=version.year_id)
    others = list(rows.exclude(branch_id=version.branch_id).order_by("branch_id", "-since"))
    current = [row.pk for row in current_versions(others, version.since)]
    slots = Slot.objects.filter(school_id=version.school_id, version_id__in=current, teacher__isnull=False)
    return list(slots.select_related("course__group").order_by("pk"))


def _elsewhere(row: Slot) -> CourseFacts:
    """A course of another branch: its class is not looked at here, only its teacher is."""
    return CourseFacts(row.course_id, row.course.subject_id, (), shift=row.course.group.shift, hours=Fraction(99))


def _wishes(version: Version) -> WishFacts:
    """What each teacher has said last, in the year of the version or before it."""
    rows = Wishes.objects.filter(school_id=version.school_id, year__since__lte=version.year.since)
    said = {row.teacher_id: row for row in rows.order_by("year__since")}
    never: dict[tuple[int, int], set[tuple[int, int]]] = defaultdict(set)
    rather_not: dict[tuple[int, int], set[tuple[int, int]]] = defaultdict(set)
    for teacher, row in said.items():
        for found, places in ((never, row.never), (rather_not, row.rather_not)):
            for shift, day, number in places:
                found[teacher, shift].add((day, number))
    return WishFacts(
        {key: frozenset(places) for key, places in never.items()},
        {key: frozenset(places) for key, places in rather_not.items()},
    )


def _combined(version: Version) -> frozenset[frozenset[int]]:
    rows = GroupPart.objects.filter(
        school_id=version.school_id, whole__kind=GroupKind.COMBINED, whole__year_id=version.year_id
    )
    found: dict[int, set[int]] = defaultdict(set)
    for whole, part in rows.values_list("whole_id", "part_id"):
        found[whole].add(part)
    return frozenset(map(frozenset, found.values()))


def _times(version: Version) -> dict[tuple[int, int, int, int], tuple[int, int]]:
    """Bells of every branch by building; those of the own branch also for lessons without a room."""
    here = {"school_id": version.school_id}
    buildings: dict[int, list[int]] = defaultdict(list)
    for pk, branch in Building.objects.filter(**here).values_list("pk", "branch_id"):
        buildings[branch].append(pk)
    bells: dict[int, list[Bell]] = defaultdict(list)
    for bell in Bell.objects.filter(**here):
        bells[bell.bell_set_id].append(bell)
    found: dict[tuple[int, int, int, int], tuple[int, int]] = {}
    sets = BellSet.objects.filter(**here)
    for row in sorted(sets, key=lambda one: (one.building_id is not None, -one.pk)):
        places = [row.building_id] if row.building_id else buildings[row.branch_id]
        places = [*places, 0] if row.branch_id == version.branch_id and not row.building_id else places
        for bell in bells[row.pk]:
            time = (bell.starts.hour * 60 + bell.starts.minute, bell.ends.hour * 60 + bell.ends.minute)
            found |= {(row.shift, at, day, bell.number): time for at in places for day in row.weekdays or [-1]}
    return found


def _norms(policy: Mapping[str, Any], week_days: int) -> Norms:
    return Norms(
        lessons=by_level(policy["lessons_a_day"]),
        hours=by_level(policy[f"week_hours_{week_days}"]),
        building_minutes=policy["building_minutes"],
        teacher_windows=policy["teacher_windows"],
    )
