"""Marks as they count: the one place where marks are read for averages, for all screens."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from parta.grading.arithmetic import KINDS, Average
from parta.marks.arithmetic import SYSTEMS
from parta.marks.models import Mark
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


def average_kind(school_id: int, on: date | None = None) -> str:
    """How the school averages: "weighted" or "simple" (domain.md 4.2)."""
    return str(policy_of(school_id, on)["average"])


def average_of(marks: Iterable[SeenMark], kind: str) -> Average:
    """The average of marks of one pupil in one subject, whatever their order.

    Scales are never mixed: the one with most marks counts; of two with as many, the first of SYSTEMS.
    """
    terms = [(mark.work__system, mark.number, mark.work__weight) for mark in marks]
    scales = Counter(system for system, number, _weight in terms if number is not None)
    scale = max((key for key in SYSTEMS if key in scales), key=lambda key: scales[key], default="")
    return KINDS[kind]((number, weight) for system, number, weight in terms if system == scale and number is not None)


def averages(marks: Iterable[SeenMark], kind: str) -> dict[tuple[int, int], Average]:
    """Averages by pupil and subject."""
    found: dict[tuple[int, int], list[SeenMark]] = defaultdict(list)
    for mark in marks:
        found[mark.person_id, mark.work__lesson__course__subject_id].append(mark)
    return {key: average_of(rows, kind) for key, rows in found.items()}
