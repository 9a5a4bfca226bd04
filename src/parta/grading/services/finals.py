"""Putting marks of terms, years, exams and for behaviour: a proposal is only a hint, the teacher decides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from parta.access.actor import Actor
from parta.access.rules import require
from parta.classes.models import Course, Group, Membership
from parta.classes.rules import VIEW_CLASS, VIEW_COURSE
from parta.common import clock
from parta.common.errors import Conflict, Invalid, NotFound
from parta.common.rounding import half_up
from parta.grading.arithmetic.proposals import Proposal
from parta.grading.models import FinalKind, FinalMark
from parta.grading.rules import PUT_BEHAVIOUR, PUT_FINAL
from parta.grading.selectors.finals import Finals, Place, Slot, finals_of, slots_of, version_of
from parta.grading.selectors.proposals import lines_of, scale_of
from parta.ledger.services import Change, record_many
from parta.lessons.services.locks import require_term_open, require_unlocked
from parta.marks.arithmetic import SYSTEMS, normal_symbol
from parta.school.models import Term
from parta.school.selectors import policy_of, terms_of, today_of


@dataclass(frozen=True)
class FinalOp:
    """Set the mark of a pupil in a course, or for behaviour in a group; an empty text takes it back.

    `seen` is the version on the page; None overwrites what stands there.
    """

    person_id: int
    kind: str
    text: str
    course_id: int | None = None
    group_id: int | None = None
    term_id: int | None = None
    seen: str | None = None
    reason: str = ""

    def upon(self, seen: str) -> FinalOp:
        """The same, typed upon a version."""
        return replace(self, seen=seen)

    @property
    def place(self) -> tuple[int | None, int | None, str, int | None]:
        """Where it belongs: operations of one place are checked together."""
        return self.course_id, self.group_id, self.kind, self.term_id


@dataclass(frozen=True)
class FinalCell:
    """A mark as it stands."""

    text: str
    is_low: bool
    version: str
    reason: str
    proposed: str


@dataclass(frozen=True)
class _Desk:
    """Where marks of one place are put: the class, the course (None for behaviour), what is proposed."""

    group: Group
    course: Course | None
    slot: Slot
    scale: str
    finals: Finals
    proposals: dict[int, Proposal]

    def place(self, person_id: int) -> Place:
        return Place(person_id, self.course.subject_id if self.course else 0, *self.slot.key)


MOST_SAID = 300


@transaction.atomic
def put_finals(*, actor: Actor, school_id: int, operations: Sequence[FinalOp]) -> list[FinalCell]:
    """Put marks the actor may put, all or nothing; gives them as they now stand.

    Invalid asks for a reason (details needs="reason") where a mark is not the proposed one.
    """
    groups: dict[Any, list[FinalOp]] = defaultdict(list)
    for op in operations:
        groups[op.place].append(op)
    found: dict[FinalOp, FinalCell] = {}
    changes: list[Change] = []
    for ops in groups.values():
        desk = _desk(actor, school_id, ops)
        for op in ops:
            row, old = _put(actor, desk, op)
            if old != _shown(row):
                row.save()
                action = "grading.final.changed" if old else "grading.final.put"
                changes.append(Change(action, row, op.person_id, old, _shown(row), row.reason))
            found[op] = FinalCell(
                row.value, SYSTEMS[desk.scale].is_low(row.value), version_of(row), row.reason, row.proposed
            )
    record_many(actor=actor, school_id=school_id, changes=changes)
    return [found[op] for op in operations]


def _desk(actor: Actor, school_id: int, ops: Sequence[FinalOp]) -> _Desk:
    """Lock the place, check that the actor may write there, and read what is needed for all pupils."""
    op, persons = ops[0], [op.person_id for op in ops]
    course = _locked_course(actor, school_id, op) if op.course_id else None
    group = course.group if course else _locked_group(actor, school_id, op)
    terms = terms_of(school_id, group.scheme_id)
    slot = _slot(op, group, terms)
    _require_time(actor, group, course, slot, terms)
    _require_pupils(group, persons, slot)
    finals = finals_of(school_id, group.year_id, persons, subject_id=course.subject_id if course else None)
    if course is None:
        return _Desk(group, None, slot, str(policy_of(school_id)["behaviour_scale"]), finals, {})
    scale = scale_of(course)
    lines = lines_of(course, slot, persons, scale, terms)
    return _Desk(group, course, slot, scale, finals, {person: line.proposal for person, line in lines.items()})


def _locked_course(actor: Actor, school_id: int, op: FinalOp) -> Course:
    rows = Course.objects.select_for_update(of=("self",)).filter(school_id=school_id, pk=op.course_id)
    course: Course | None = rows.select_related("group__scheme").first()
    if course is None or op.kind == FinalKind.BEHAVIOUR:
        raise NotFound
    require(actor, PUT_FINAL, course, see=VIEW_COURSE)
    return course


def _locked_group(actor: Actor, school_id: int, op: FinalOp) -> Group:
    rows = Group.objects.select_for_update().filter(school_id=school_id, pk=op.group_id)
    group: Group | None = rows.first()
    if group is None or op.kind != FinalKind.BEHAVIOUR:
        raise NotFound
    require(actor, PUT_BEHAVIOUR, group, see=VIEW_CLASS)
    if policy_of(school_id)["behaviour_scale"] == "none":
        raise Invalid(_("The school keeps no marks for behaviour."))
    return group


def _slot(op: FinalOp, group: Group, terms: list[Term]) -> Slot:
    if op.kind == FinalKind.BEHAVIOUR:
        term = next((term for term in terms if term.pk == op.term_id), None)
        if op.term_id and term is None:
            raise NotFound
        return Slot(op.kind, term)
    key = (op.kind, op.term_id or 0)
    found = next((slot for slot in slots_of(group.year_level, terms) if slot.key == key), None)
    if found is None:
        raise NotFound(_("The class has no such mark."))
    return found


def _require_time(actor: Actor, group: Group, course: Course | None, slot: Slot, terms: list[Term]) -> None:
    """Not before the term has begun (the last one, for the year), not once it is closed and nobody has opened it."""
    term = slot.term or (terms[-1] if terms else None)
    if term and term.since > today_of(group.school_id):
        raise Invalid(_("It is too early: this term has not begun yet."))
    if course:
        require_unlocked(actor=actor, course=course, term=term)
    else:
        require_term_open(actor=actor, group=group, term=term)


def _require_pupils(group: Group, persons: list[int], slot: Slot) -> None:
    """Only who was in the class during the term, or at any time for the year (domain.md rule 8)."""
    stays = Membership.objects.filter(school_id=group.school_id, group=group, person_id__in=persons)
    if slot.term:
        stays = stays.filter(since__lte=slot.term.until).exclude(until__lte=slot.term.since)
    if set(persons) - set(stays.values_list("person_id", flat=True)):
        raise Invalid(_("The pupil was not in this class during the term."))


def _put(actor: Actor, desk: _Desk, op: FinalOp) -> tuple[FinalMark, dict[str, str] | None]:
    """The row with the new mark, unsaved, and what stood there."""
    system = SYSTEMS[desk.scale]
    value = normal_symbol(op.text, system)
    place = desk.place(op.person_id)
    row = desk.finals.get(place)
    if op.seen is not None and op.seen != version_of(row):
        theirs = row.value if row else ""
        words = _("Somebody has changed this mark meanwhile: it now says “%(theirs)s”.") % {"theirs": theirs or "—"}
        raise Conflict(words, theirs=theirs, mine=value, version=version_of(row))
    old = _shown(row)
    reason = op.reason.strip()
    if value:
        _check_value(desk, value)
        reason = _reason(desk, op, value, reason)
    row = desk.finals[place] = row or _new(desk, op)
    if (row.value, row.reason) == (value, reason if value else ""):
        return row, old
    proposal = desk.proposals.get(op.person_id, Proposal())
    row.value, row.reason, row.proposed = value, reason if value else "", proposal.value
    row.average_seen = None if proposal.basis is None else half_up(proposal.basis, 3)
    row.group, row.course = desk.group, desk.course
    row.version += 1
    row.written_at, row.written_by_id = clock.now(), actor.person_id
    return row, old


def _check_value(desk: _Desk, value: str) -> None:
    system = SYSTEMS[desk.scale]
    if desk.group.year_level == 1 and value not in ("зач", "незач", "осв", "н/а"):
        raise Invalid(_("First-year pupils get no marks in numbers."))
    if not system.accepts(value):
        raise Invalid(_("“%(text)s” is no mark here.") % {"text": value[:20]})


def _reason(desk: _Desk, op: FinalOp, value: str, reason: str) -> str:
    """A mark other than the proposed one needs a reason; what was said before still counts for the same mark."""
    if len(reason) > MOST_SAID:
        raise Invalid(_("The reason is too long: shorten it."))
    standing = desk.finals.get(desk.place(op.person_id))
    if not reason and standing and standing.value == value:
        return str(standing.reason)
    proposed = desk.proposals.get(op.person_id, Proposal()).value
    if proposed and proposed != value and not reason:
        words = _("“%(proposed)s” is proposed: say in a few words why “%(value)s” is put.")
        raise Invalid(words % {"proposed": proposed, "value": value}, needs="reason")
    return reason


def _new(desk: _Desk, op: FinalOp) -> FinalMark:
    return FinalMark(
        school_id=desk.group.school_id,
        person_id=op.person_id,
        year_id=desk.group.year_id,
        subject_id=desk.course.subject_id if desk.course else None,
        kind=desk.slot.kind,
        term=desk.slot.term,
        version=0,
    )


def _shown(row: FinalMark | None) -> dict[str, str] | None:
    """For the history: the mark with the average that was seen; None while there is none."""
    if row is None or not row.value:
        return None
    average: Decimal | None = row.average_seen
    return {"marks": row.value, "proposed": row.proposed, "average": "" if average is None else str(average)}
