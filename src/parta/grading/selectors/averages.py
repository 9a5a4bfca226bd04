"""Marks as they count: the one place where marks are read for averages, for all screens."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Q

from parta.grading.arithmetic import Average, Given, settled
from parta.grading.arithmetic.needs import Kind, Target, distinct
from parta.marks.arithmetic import SYSTEMS
from parta.marks.models import Mark, Work, WorkType
from parta.school.selectors import policy_of


@dataclass(frozen=True)
class SeenMark:
    """A mark with everything that a page says about it."""

    person_id: int
    work_id: int
    part: int
    value: str
    comment: str
    version: int
    work__lesson_id: int
    work__lesson__date: date
    work__lesson__number: int
    work__lesson__course__subject_id: int
    work__weight: Decimal
    work__system: str
    work__title: str
    work__is_important: bool
    work__type__name: str
    work__type__short_name: str
    work__retake_of_id: int | None = None

    @property
    def number(self) -> Decimal | None:
        """What counts in an average; None for "н/а", "осв", "зач" and the like."""
        return SYSTEMS[self.work__system].number(self.value)

    @property
    def is_low(self) -> bool:
        return SYSTEMS[self.work__system].is_low(self.value)


FIELDS = tuple(SeenMark.__dataclass_fields__)


def marks_seen(school_id: int, **where: Any) -> list[SeenMark]:
    """Marks of works that stand, in the order of lessons; also emptied ones, as they carry a version. One query."""
    rows = Mark.objects.filter(school_id=school_id, work__withdrawn_at__isnull=True, **where)
    order = ("work__lesson__date", "work__lesson__number", "work__position", "part")
    return [SeenMark(*row) for row in rows.order_by(*order).values_list(*FIELDS)]


@dataclass(frozen=True)
class Way:
    """How a school counts (its policy): the kind of average, what a re-take does, from which average a mark is."""

    kind: str = "weighted"
    retakes: str = "replace"
    targets: tuple[Target, ...] = ()


def average_kind(school_id: int, on: date | None = None) -> Way:
    """How the school averages on a day (domain.md 4.2 and 4.3)."""
    policy = policy_of(school_id, on)
    targets = tuple(Target(mark, Fraction(policy[f"threshold_{mark}"])) for mark in (5, 4, 3))
    return Way(str(policy["average"]), str(policy["retakes"]), targets)


def work_kinds(school_id: int, subject_id: int) -> list[Kind]:
    """Kinds of work by which further marks in a subject may come: answers and what was written in it already.

    One for each weight, in the order of the school; all of them where nothing was written yet. One query.
    """
    works = Work.objects.filter(school_id=school_id, withdrawn_at__isnull=True, position__gt=0)
    used = works.filter(lesson__course__subject_id=subject_id).values("type_id")
    rows = WorkType.objects.filter(school_id=school_id).annotate(is_used=Q(pk__in=used))
    found = list(rows.order_by("position", "pk").values_list("name", "weight", "is_used", "is_default"))
    known = [row for row in found if row[2] or row[3]] if any(row[2] for row in found) else found
    return distinct(Kind(name, weight) for name, weight, _used, _default in known)


def average_of(marks: Iterable[SeenMark], way: Way | str) -> Average:
    """The average of marks of one pupil in one subject, whatever their order, with all of them as its lines.

    Scales are never mixed: the one with most marks counts; of two with as many, the first of SYSTEMS.
    """
    way = Way(way) if isinstance(way, str) else way
    given = [_given(mark) for mark in marks if mark.value]
    scales = Counter(mark.scale for mark in given if mark.number is not None)
    scale = max((key for key in SYSTEMS if key in scales), key=lambda key: scales[key], default="")
    return settled(given, way.kind, way.retakes, scale)


def _given(mark: SeenMark) -> Given:
    return Given(
        number=mark.number,
        weight=mark.work__weight,
        work=mark.work_id,
        retake_of=mark.work__retake_of_id,
        place=(mark.work__lesson__date, mark.work__lesson__number),
        scale=mark.work__system,
        source=mark,
    )


def averages(marks: Iterable[SeenMark], way: Way | str) -> dict[tuple[int, int], Average]:
    """Averages by pupil and subject."""
    found: dict[tuple[int, int], list[SeenMark]] = defaultdict(list)
    for mark in marks:
        found[mark.person_id, mark.work__lesson__course__subject_id].append(mark)
    return {key: average_of(rows, way) for key, rows in found.items()}
