"""Which classes still lack marks of a term that ends or has ended."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from parta.classes.models import Course, Group, GroupKind, Membership
from parta.grading.models import FinalKind, FinalMark
from parta.lessons.services.locks import SHUT
from parta.school.models import Term

LOOK_AHEAD = timedelta(days=14)
"""So long before its end marks of a term are asked for."""


@dataclass(frozen=True)
class ClassLeft:
    """How many marks of a term are not put yet in a class."""

    group: Group
    term: Term
    count: int


def unmarked(school_id: int, branches: Collection[int], today: date) -> list[ClassLeft]:
    """Classes without some mark of a term, until it is closed; the first year gets none. Five queries."""
    due = Term.objects.filter(school_id=school_id, until__lte=today + LOOK_AHEAD, scheme__year__until__gte=today)
    terms = list(due.exclude(state__in=SHUT).order_by("number"))
    schemes = {term.scheme_id for term in terms}
    rows = Group.objects.filter(school_id=school_id, branch_id__in=branches, scheme_id__in=schemes)
    classes = list(rows.filter(kind=GroupKind.CLASS, year_level__gt=1).order_by("year_level", "name"))
    subjects: dict[int, set[int]] = defaultdict(set)
    courses = Course.objects.filter(school_id=school_id, group__scheme_id__in=schemes)
    for group_id, subject_id in courses.values_list("group_id", "subject_id"):
        subjects[group_id].add(subject_id)
    members = Membership.objects.filter(school_id=school_id, group__scheme_id__in=schemes)
    stays = list(members.exclude(group__kind=GroupKind.ACTIVITY).values_list(*STAY))
    marks = FinalMark.objects.filter(school_id=school_id, term__in=terms, kind=FinalKind.TERM).exclude(value="")
    put: dict[int, set[tuple[int, int]]] = defaultdict(set)
    for term_id, *place in marks.values_list("term_id", "person_id", "subject_id"):
        put[term_id].add((place[0], place[1]))
    found = []
    for term in terms:
        left = _left(_groups_on(stays, min(today, term.until)), subjects, put[term.pk])
        own = (row for row in classes if row.scheme_id == term.scheme_id)
        found += [ClassLeft(row, term, left[row.pk]) for row in own if left[row.pk]]
    return found


STAY = ("person_id", "group_id", "since", "until")
Stay = tuple[int, int, date, date | None]


def _groups_on(stays: Iterable[Stay], on: date) -> dict[int, list[int]]:
    """The groups of every pupil on a day."""
    found: dict[int, list[int]] = defaultdict(list)
    for person, group_id, since, until in stays:
        if since <= on and (until is None or on < until):
            found[person].append(group_id)
    return found


def _left(
    groups: Mapping[int, list[int]], subjects: Mapping[int, set[int]], put: Collection[tuple[int, int]]
) -> dict[int, int]:
    """By group: how many marks its pupils lack, in subjects of whatever group they learn them in."""
    found: dict[int, int] = defaultdict(int)
    for person, own in groups.items():
        learned = set().union(*(subjects[group_id] for group_id in own))
        for group_id in own:
            found[group_id] += sum((person, subject) not in put for subject in learned)
    return found
