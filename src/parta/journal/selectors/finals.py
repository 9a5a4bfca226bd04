"""The page of results of a course: a pupil a line, what is proposed, what is put, the other terms beside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from parta.access.actor import Actor
from parta.classes.models import Course
from parta.classes.selectors import Member, rosters
from parta.common.codes import Ref, encode
from parta.common.errors import NotFound
from parta.grading.arithmetic import spelled
from parta.grading.models import FinalMark
from parta.grading.rules import PUT_FINAL
from parta.grading.selectors.finals import Finals, Place, Slot, finals_of, slots_of, version_of
from parta.grading.selectors.proposals import Line, lines_of, reason_words, scale_of
from parta.journal.selectors.grid import course_of, teachers_of
from parta.lessons.services.locks import SHUT
from parta.marks.arithmetic import NEUTRAL, SYSTEMS
from parta.school.models import Term
from parta.school.selectors import term_on, terms_of, today_of


@dataclass(frozen=True)
class SeenFinal:
    """A mark of another term or of the year, as the table shows it."""

    slot: Slot
    value: str
    is_low: bool
    reason: str


@dataclass(frozen=True)
class FinalRow:
    """A pupil: what is proposed and what stands in the chosen place."""

    person_id: int
    code: str
    name: str
    line: Line
    value: str
    reason: str
    version: str
    is_low: bool
    others: list[SeenFinal]

    @property
    def why(self) -> str:
        return spelled(self.line.average)

    @property
    def proposed(self) -> str:
        return self.line.proposal.value

    @property
    def because(self) -> str:
        return "; ".join(reason_words(reason) for reason in self.line.proposal.reasons)

    @property
    def takes_proposal(self) -> bool:
        """Whether the proposal may be taken at one stroke; "н/а" is for the teacher alone to decide."""
        return not self.value and self.proposed.isdigit()


@dataclass(frozen=True)
class FinalsPage:
    course: Course
    teachers: list[str]
    slots: list[Slot]
    slot: Slot
    rows: list[FinalRow]
    choices: list[str]
    can_put: bool
    is_closed: bool
    is_early: bool

    @property
    def ready(self) -> int:
        return sum(row.takes_proposal for row in self.rows)

    @property
    def left(self) -> int:
        """How many pupils have no mark yet."""
        return sum(not row.value for row in self.rows)


def finals_page(actor: Actor, ref: Ref, asked: str = "") -> FinalsPage:
    """The page of a course for a term, the year, the exam or the final mark (default: the term of today)."""
    course = course_of(actor, ref)
    today = today_of(ref.school_id)
    terms = terms_of(ref.school_id, course.group.scheme_id)
    slots = slots_of(course.group.year_level, terms)
    slot = chosen_slot(slots, asked, term_on(terms, today))
    term = slot.term or (terms[-1] if terms else None)
    members = members_on(course.group_id, rosters(ref.school_id, [course.group_id]), last_day(term, today))
    persons = [member.person_id for member in members]
    scale = scale_of(course)
    lines = lines_of(course, slot, persons, scale, terms)
    finals = finals_of(ref.school_id, course.group.year_id, persons, subject_id=course.subject_id)
    is_closed = bool(slot.term and slot.term.state in SHUT)
    is_early = bool(term and term.since > today)
    return FinalsPage(
        course=course,
        teachers=teachers_of(course, today),
        slots=slots,
        slot=slot,
        rows=[_row(course, member, slots, slot, finals, lines[member.person_id], scale) for member in members],
        choices=choices_of(scale),
        can_put=PUT_FINAL.allows(actor, course) and not is_closed and not is_early,
        is_closed=is_closed,
        is_early=is_early,
    )


def chosen_slot(slots: list[Slot], asked: str, term: Term | None) -> Slot:
    """The slot that an address asks for; the present term by default."""
    if asked:
        found = next((slot for slot in slots if slot.code == asked), None)
        if found is None:
            raise NotFound
        return found
    return next((slot for slot in slots if slot.term and term and slot.term.pk == term.pk), slots[0])


def choices_of(scale: str) -> list[str]:
    """What may be chosen, the best mark first."""
    return [*reversed(list(SYSTEMS[scale].numbers)), *NEUTRAL]


def last_day(term: Term | None, today: date) -> date:
    """The last day of a term that has been, today in the present one, the first day of one to come."""
    return max(term.since, min(term.until, today)) if term else today


def members_on(group_id: int, lists: dict[int, list[Member]], on: date) -> list[Member]:
    """Pupils of a group on a day, in the order of the list."""
    return [member for member in lists.get(group_id, []) if member.is_in(on)]


def _row(
    course: Course, member: Member, slots: list[Slot], slot: Slot, finals: Finals, line: Line, scale: str
) -> FinalRow:
    def standing(where: Slot) -> FinalMark | None:
        return finals.get(Place(member.person_id, course.subject_id, *where.key))

    row, system = standing(slot), SYSTEMS[scale]
    others = [(other, standing(other)) for other in slots]
    return FinalRow(
        person_id=member.person_id,
        code=encode("person", Ref(course.school_id, member.person_id)),
        name=member.name,
        line=line,
        value=row.value if row else "",
        reason=row.reason if row else "",
        version=version_of(row),
        is_low=bool(row and system.is_low(row.value)),
        others=[
            SeenFinal(other, found.value, system.is_low(found.value), found.reason)
            if found
            else SeenFinal(other, "", False, "")
            for other, found in others
        ],
    )
