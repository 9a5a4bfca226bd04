"""An average explained: every mark with its weight, the sum and the quotient, what is needed, what if."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from parta.grading.arithmetic import Average, Line, Out, spelled
from parta.grading.arithmetic.averages import plain
from parta.grading.arithmetic.needs import Kind, Target, easiest, needed, planned
from parta.grading.selectors.averages import SeenMark, Way, average_kind, average_of, marks_seen, work_kinds
from parta.marks.arithmetic import SYSTEMS
from parta.school.models import Subject

WHY: dict[Out, str | Promise] = {
    Out.COUNTS: "",
    Out.RETAKEN: _("replaced by the re-take"),
    Out.WORSE: _("the better mark counts"),
    Out.SYMBOL: _("is no number, does not count"),
    Out.SCALE: _("another mark system, does not count"),
    Out.WEIGHTLESS: _("weight 0, does not count"),
}
PLANNED = 3
"""Lines of the form that are offered for marks to come."""


@dataclass(frozen=True)
class LineView:
    """A mark in the list."""

    on: date
    work: str
    value: str
    is_low: bool
    is_important: bool
    comment: str
    weight: str
    product: str
    why: str | Promise


@dataclass(frozen=True)
class NeedRow:
    """A kind of work: how many marks of each offered value lead to the target, empty where they never do."""

    kind: str
    counts: list[int | None]


@dataclass(frozen=True)
class Goal:
    """A mark above the present average."""

    mark: int
    threshold: str
    numbers: list[int]
    rows: list[NeedRow]


@dataclass(frozen=True)
class Plan:
    """A line of the form "what if": the chosen mark and kind of work by its place in the list."""

    mark: str = ""
    kind: int = 0


@dataclass(frozen=True)
class Explained:
    average: Average
    lines: list[LineView]
    goals: list[Goal]
    kinds: list[str]
    numbers: list[str]
    plans: list[Plan]
    outcome: Average | None
    """The average with the planned marks, if any are planned."""

    @property
    def total(self) -> str:
        return plain(self.average.total)

    @property
    def weights(self) -> str:
        return plain(self.average.weights)

    @property
    def exact(self) -> str:
        """With three places, as the sum in words says it."""
        return plain(self.average.value) if self.average.value is not None else ""


def explain(average: Average, way: Way, kinds: Sequence[Kind], plans: Sequence[Plan] = ()) -> Explained:
    """The explanation of an average that was made `way`; needs are told in the five-point system alone."""
    kinds = [Kind(kind.name, weight_in(way, kind)) for kind in kinds]
    system = SYSTEMS.get(average.scale)
    known = [plan for plan in plans if system and plan.mark in system.numbers and 0 <= plan.kind < len(kinds)]
    marks = [(system.numbers[plan.mark], kinds[plan.kind].weight) for plan in known] if system else []
    return Explained(
        average=average,
        lines=[_line(line) for line in average.lines],
        goals=_goals(average, way, kinds),
        kinds=[f"{kind.name} ×{plain(kind.weight)}" for kind in kinds],
        numbers=list(system.numbers)[::-1] if system and len(system.numbers) <= 12 else [],
        plans=[*known, *[Plan()] * max(PLANNED - len(known), 1)],
        outcome=planned(average, marks) if marks else None,
    )


def weight_in(way: Way, kind: Kind) -> Decimal:
    """In a simple average every mark counts once."""
    return Decimal(1) if way.kind == "simple" else kind.weight


def _line(line: Line) -> LineView:
    mark: SeenMark = line.source
    title = f" «{mark.work__title}»" if mark.work__title else ""
    return LineView(
        on=mark.work__lesson__date,
        work=f"{mark.work__type__name}{title}",
        value=mark.value,
        is_low=mark.is_low,
        is_important=mark.work__is_important,
        comment=mark.comment,
        weight=plain(line.weight),
        product=plain(line.product) if line.product is not None else "",
        why=WHY[line.out],
    )


def targets_of(average: Average, way: Way) -> tuple[Target, ...]:
    return way.targets if average.scale == "five" and average.value is not None else ()


def _goals(average: Average, way: Way, kinds: Sequence[Kind]) -> list[Goal]:
    """Marks above the present average, the nearest first, with the values by which they can be reached."""
    value = average.value
    above = [target for target in targets_of(average, way) if value is not None and value < target.threshold]
    goals = []
    for target in sorted(above, key=lambda target: target.threshold):
        numbers = [number for number in (5, 4, 3) if number >= target.threshold]
        rows = [
            NeedRow(
                f"{kind.name} ×{plain(kind.weight)}",
                [needed(average, target.threshold, Decimal(number), kind.weight) for number in numbers],
            )
            for kind in kinds
        ]
        goals.append(Goal(target.mark, plain(target.threshold), numbers, _once(rows)))
    return goals


def _once(rows: list[NeedRow]) -> list[NeedRow]:
    """In a simple average all kinds need as many: one row is enough."""
    return rows[:1] if len({tuple(row.counts) for row in rows}) == 1 else rows


def need_words(average: Average, way: Way, kinds: Sequence[Kind]) -> str:
    """What leads to the next mark, in one line; empty at the top, far from it and where marks are no points."""
    offered = [Kind(kind.name, weight_in(way, kind)) for kind in kinds]
    need = easiest(average, targets_of(average, way), offered, Decimal(5))
    if need is None or not need.count:
        return ""
    words = ngettext(
        "One “5” (%(kind)s) is enough for “%(mark)s”.",
        "%(n)s marks “5” (%(kind)s) are enough for “%(mark)s”.",
        need.count,
    )
    kind = need.kind.name[:1].lower() + need.kind.name[1:] if way.kind != "simple" else str(_("for any work"))
    return words % {"n": need.count, "kind": kind, "mark": need.target.mark}


def told(average: Average, way: Way, kinds: Sequence[Kind]) -> str:
    """How the average came about and, on a line of its own, what leads to the next mark."""
    return "\n".join(filter(None, (spelled(average), need_words(average, way, kinds))))


@dataclass(frozen=True)
class AveragePage:
    """What grading/average.html shows, and where the page leads back."""

    name: str
    subject: str
    period: str
    explained: Explained
    action: str
    term: str
    back: str
    back_words: str


def explained_page(
    subject: Subject, person_id: int, days: tuple[date, date], plans: Sequence[Plan], **about: str
) -> AveragePage:
    """The average of a pupil in a subject over days (both inclusive), explained; `about` is whose and where it is."""
    school_id = subject.school_id
    marks = marks_seen(
        school_id,
        person_id=person_id,
        work__lesson__course__subject_id=subject.pk,
        work__lesson__date__range=days,
    )
    way = average_kind(school_id)
    explained = explain(average_of(marks, way), way, work_kinds(school_id, subject.pk), plans)
    return AveragePage(subject=subject.name, explained=explained, **about)
