"""Marks of the terms that are over, put by the teachers; now and then one other than proposed, with a reason."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from random import Random

from parta.access.actor import Actor
from parta.classes.models import Course, Group
from parta.classes.selectors import Member, rosters
from parta.demo.chance import chance
from parta.demo.context import Demo
from parta.grading.models import FinalKind
from parta.grading.selectors.finals import Slot
from parta.grading.selectors.proposals import Line, lines_of, scale_of
from parta.grading.services import FinalOp, put_finals
from parta.school.models import Term

QUARTER, HALF = Fraction(1, 4), Fraction(1, 2)
HIGHER = ("Хорошая контрольная в конце четверти", "Участие в школьной олимпиаде", "Исправил отметки на консультации")
BY_FAR = "Призёр олимпиады, вся четверть по индивидуальному заданию"
FORGOTTEN = 0.02
"""Share of courses whose teacher has still to put the marks."""


def put_results(demo: Demo, course: Course, slot: Slot, terms: list[Term], actor: Actor) -> None:
    """What a teacher puts in one course for a term that ends, or for the year with the last of them."""
    random = chance("results", course.group_id, course.subject_id, slot.title)
    on = (slot.term or terms[-1]).until
    members = rosters(demo.school.pk, [course.group_id]).get(course.group_id, [])
    persons = [member.person_id for member in members if member.is_in(on)]
    lines = lines_of(course, slot, persons, scale_of(course), terms)
    operations = list(_operations(course, slot, lines, random))
    if operations and random.random() >= FORGOTTEN:
        put_finals(actor=actor, school_id=demo.school.pk, operations=operations)


def put_behaviour(demo: Demo, group: Group, term: Term, actor: Actor) -> None:
    """What a class teacher puts for behaviour: mostly the best mark."""
    members = rosters(demo.school.pk, [group.pk]).get(group.pk, [])
    operations = [
        FinalOp(
            member.person_id, FinalKind.BEHAVIOUR.value, _behaviour(member, term), group_id=group.pk, term_id=term.pk
        )
        for member in members
        if member.is_in(term.until)
    ]
    put_finals(actor=actor, school_id=demo.school.pk, operations=operations)


def _behaviour(member: Member, term: Term) -> str:
    drawn = chance("behaviour", member.name, term.number).random()
    return "5" if drawn < 0.75 else "4" if drawn < 0.95 else "3"


def _operations(course: Course, slot: Slot, lines: dict[int, Line], random: Random) -> Iterator[FinalOp]:
    term = slot.term.pk if slot.term else None
    for person, line in lines.items():
        proposed, value = line.proposal.value, line.average.value
        if not proposed:
            continue
        mark, reason = proposed, ""
        if proposed in ("3", "4") and value is not None and value - int(proposed) > HALF and random.random() < 0.4:
            mark, reason = str(int(proposed) + 1), random.choice(HIGHER)
        elif (
            proposed in ("3", "4") and value is not None and value - int(proposed) > QUARTER and random.random() < 0.02
        ):
            mark, reason = str(int(proposed) + 1), BY_FAR
        yield FinalOp(person, slot.kind, mark, course.pk, term_id=term, seen="0.0", reason=reason)
