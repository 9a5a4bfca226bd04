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
from parta.lessons.services.locks import marks_lock
from parta.marks.arithmetic import NEUTRAL, SYSTEMS
from parta.school.models import Term
from parta.school.selectors import term_on, terms_of, today_of


@dataclass(frozen=True)
class SeenFinal:
    """A mark of a term or of the year, as the table shows it."""

    slot: Slot
    value: str
    is_low: bool
    reason: str
    version: str


@dataclass(frozen=True)
class FinalRow:
    """A pupil: what is proposed and what stands, the chosen place first."""

    person_id: int
    code: str
    name: str
    line: Line
    cells: list[SeenFinal]

    @property
    def value(self) -> str:
        return self.cells[0].value

    @property
    def reason(self) -> str:
        return self.cells[0].reason

    @property
    def version(self) -> str:
        return self.cells[0].version

    @property
    def is_low(self) -> bool:
        return self.cells[0].is_low

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
    """`rows` are those shown, `everybody` all of them."""

    course: Course
    teachers: list[str]
    slots: list[Slot]
    slot: Slot
    rows: list[FinalRow]
    everybody: list[FinalRow]
    scale: str
    can_put: bool
    is_closed: bool
    is_early: bool

    @property
    def ready(self) -> int:
        return sum(row.takes_proposal for row in self.rows)

    @property
    def proposes(self) -> bool:
        return any(row.proposed for row in self.everybody)

    @property
    def left(self) -> int:
        """How many pupils have no mark yet."""
        return sum(not row.value for row in self.everybody)

    @property
    def columns(self) -> list[Slot]:
        """The chosen place first, as it is the one that is written in."""
        return [self.slot, *(slot for slot in self.slots if slot.key != self.slot.key)]

    @property
    def choices(self) -> list[str]:
        """What may be chosen, the best mark first."""
        return [*reversed(list(SYSTEMS[self.scale].numbers)), *NEUTRAL]


def finals_page(actor: Actor, ref: Ref, asked: str = "", *, is_left: bool = False) -> FinalsPage:
    """The page of a course for a term, the year, the exam or the final mark (default: the term of today).

    With `is_left` only pupils without a mark are shown.
    """
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
    columns = [slot, *(other for other in slots if other.key != slot.key)]
    rows = [_row(course, member, columns, finals, lines[member.person_id], scale) for member in members]
    is_closed = marks_lock(course, term) is not None
    is_early = bool(term and term.since > today)
    return FinalsPage(
        course=course,
        teachers=teachers_of(course, today),
        slots=slots,
        slot=slot,
        rows=[row for row in rows if not (is_left and row.value)],
        everybody=rows,
        scale=scale,
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


def last_day(term: Term | None, today: date) -> date:
    """The last day of a term that has been, today in the present one, the first day of one to come."""
    return max(term.since, min(term.until, today)) if term else today


def members_on(group_id: int, lists: dict[int, list[Member]], on: date) -> list[Member]:
    """Pupils of a group on a day, in the order of the list."""
    return [member for member in lists.get(group_id, []) if member.is_in(on)]


def _row(course: Course, member: Member, columns: list[Slot], finals: Finals, line: Line, scale: str) -> FinalRow:
    found = [(slot, finals.get(Place(member.person_id, course.subject_id, *slot.key))) for slot in columns]
    return FinalRow(
        person_id=member.person_id,
        code=encode("person", Ref(course.school_id, member.person_id)),
        name=member.name,
        line=line,
        cells=[_seen(slot, row, scale) for slot, row in found],
    )


def _seen(slot: Slot, row: FinalMark | None, scale: str) -> SeenFinal:
    if row is None:
        return SeenFinal(slot, "", False, "", version_of(None))
    return SeenFinal(slot, row.value, SYSTEMS[scale].is_low(row.value), row.reason, version_of(row))
