"""Which mark is proposed (domain.md 4.3): exact, compared unrounded, with the reasons. The teacher decides. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from parta.common.rounding import half_up

HALF = Fraction(1, 2)


@dataclass(frozen=True)
class Thresholds:
    """From which average a "5", a "4", a "3" is proposed, and the local rules of the school."""

    five: Fraction
    four: Fraction
    three: Fraction
    least: int = 3
    two_bars_top: bool = False
    important_prevail: bool = False
    split_for_pupil: bool = True

    def mark(self, average: Fraction) -> int:
        return 5 if average >= self.five else 4 if average >= self.four else 3 if average >= self.three else 2

    def for_the_year(self) -> Thresholds:
        """With a split in the pupil's favour half a point is always enough."""
        if not self.split_for_pupil:
            return self
        five, four, three = (min(bar, top - HALF) for bar, top in ((self.five, 5), (self.four, 4), (self.three, 3)))
        return Thresholds(five, four, three, self.least, self.two_bars_top, self.important_prevail, True)


@dataclass(frozen=True)
class Reason:
    """Why: a key that the page puts into words, with the numbers it needs."""

    key: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Proposal:
    """The mark proposed ("" for none), the exact number behind it, the reasons beside that number."""

    value: str = ""
    basis: Fraction | None = None
    reasons: tuple[Reason, ...] = ()


NONE = Proposal()


@dataclass(frozen=True)
class TermFacts:
    """What a pupil has in a term: counted marks with their average, that of important works, a "2", long illness."""

    average: Fraction | None
    count: int
    has_low: bool = False
    important: Fraction | None = None
    was_ill: bool = False
    is_five: bool = True
    """The five-point scale; averages of others are rounded half up."""


def propose_term(facts: TermFacts, rules: Thresholds) -> Proposal:
    """The mark of a term; "н/а" with too few marks, illness being only a hint."""
    ill = (Reason("ill"),) if facts.was_ill else ()
    if facts.average is None or facts.count < rules.least:
        return Proposal("н/а", facts.average, (Reason("few", (str(facts.count), str(rules.least))), *ill))
    if not facts.is_five:
        return Proposal(str(int(half_up(facts.average, 0))), facts.average)
    found, reasons = rules.mark(facts.average), []
    if rules.important_prevail and facts.important is not None and rules.mark(facts.important) != found:
        found = rules.mark(facts.important)
        reasons.append(Reason("important", (str(found),)))
    if rules.two_bars_top and facts.has_low and found == 5:
        found = 4
        reasons.append(Reason("low"))
    return Proposal(str(found), facts.average, tuple(reasons))


def propose_year(terms: Sequence[str], rules: Thresholds) -> Proposal:
    """The year of the marks of its terms, once all of them stand ("" is one that does not)."""
    if not terms or not all(terms):
        return NONE
    numbers = [Fraction(int(mark)) for mark in terms if mark.isdigit()]
    if not numbers:
        return Proposal(next(mark for mark in ("незач", "н/а", "зач", "осв", *terms) if mark in terms))
    mean = sum(numbers, Fraction(0)) / len(numbers)
    reasons = [Reason("terms", (", ".join(terms),))]
    if rules.split_for_pupil and mean.denominator == 2:
        reasons.append(Reason("split"))
    return Proposal(str(rules.for_the_year().mark(mean)), mean, tuple(reasons))


def propose_final(marks: Sequence[str]) -> Proposal:
    """The certificate: the mean rounded half up, 4.5 giving a "5".

    Of year and exam in the ninth year; of half-years and years of the tenth and eleventh at the end of school.
    """
    numbers = [Fraction(int(mark)) for mark in marks if mark.isdigit()]
    if not numbers or not all(marks):
        return NONE
    mean = sum(numbers, Fraction(0)) / len(numbers)
    return Proposal(str(int(half_up(mean, 0))), mean, (Reason("mean", (", ".join(marks),)),))
