"""Remarks by hand, answers to any, and who settles them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from parta.access.actor import Actor
from parta.access.rules import Rule, require
from parta.classes.models import Course
from parta.common import clock
from parta.common.errors import Invalid, NotFound
from parta.ledger.services import Change, record, record_many
from parta.lessons.models import Lesson
from parta.people.models import Person
from parta.school.selectors import today_of
from parta.supervision.models import MANUAL, UNSETTLED, Remark, State
from parta.supervision.rules import ANSWER_REMARK, JUDGE_REMARK, MAKE_REMARK, VIEW_REMARK
from parta.supervision.selectors.courses import addressees

MOST = 2000


@transaction.atomic
def make_remark(
    *, actor: Actor, course: Course, person: Person, text: str, due: date, lesson: Lesson | None = None
) -> Remark:
    """Tell a teacher of the course what to mend in it and by when."""
    require(actor, MAKE_REMARK, course)
    _check_place(course, person, lesson)
    today = today_of(course.school_id)
    if due < today:
        raise Invalid(fields={"due": _("This day is over.")})
    row: Remark = Remark.objects.create(
        school_id=course.school_id,
        kind=MANUAL,
        course=course,
        lesson=lesson,
        group_id=course.group_id,
        branch_id=course.group.branch_id,
        person=person,
        author_id=actor.person_id,
        text=_words(text),
        made_at=clock.now(),
        due=due,
    )
    new = {"kind": row.kind, "remark": row.text, "due": str(due)}
    _record(actor, row, "made", None, new)
    return row


def _check_place(course: Course, person: Person, lesson: Lesson | None) -> None:
    if person.pk not in {one.pk for one in addressees(course)}:
        raise NotFound
    if lesson is not None and (lesson.school_id != course.school_id or lesson.course_id != course.pk):
        raise NotFound
    if lesson is not None and lesson.date >= today_of(course.school_id):
        raise Invalid(fields={"lesson": _("A remark is made on a lesson that is over.")})


def _words(text: str) -> str:
    found = text.strip()
    if not found:
        raise Invalid(fields={"text": _("Write a few words.")})
    if len(found) > MOST:
        raise Invalid(fields={"text": _("Shorten it: up to %(most)s letters.") % {"most": MOST}})
    return found


@transaction.atomic
def answer_remark(*, actor: Actor, remark: Remark, text: str) -> Remark:
    """What the teacher says to a remark that is not settled; an answer may be put in other words until then."""
    row = _locked(actor, remark, ANSWER_REMARK)
    old = {"state": row.state, "reply": row.reply}
    row.reply, row.state = _words(text), State.ANSWERED
    row.save(update_fields=["reply", "state"])
    _record(actor, row, "answered", old, {"state": row.state, "reply": row.reply})
    return row


@transaction.atomic
def accept_remark(*, actor: Actor, remark: Remark, text: str = "") -> Remark:
    """The remark is settled: mended, or there was a good reason."""
    row = _locked(actor, remark, JUDGE_REMARK)
    old = {"state": row.state}
    row.verdict = _words(text) if text.strip() else ""
    row.state, row.closed_at = State.ACCEPTED, clock.now()
    row.save(update_fields=["verdict", "state", "closed_at"])
    _record(actor, row, "accepted", old, {"state": row.state, "verdict": row.verdict})
    return row


@transaction.atomic
def accept_remarks(*, actor: Actor, school_id: int, remark_ids: Iterable[int]) -> int:
    """Settle answered remarks at once, without words; those that are in another state by now stay as they are."""
    rows = list(Remark.objects.select_for_update().filter(school_id=school_id, pk__in=set(remark_ids)).order_by("pk"))
    for row in rows:
        require(actor, JUDGE_REMARK, row, see=VIEW_REMARK)
    answered = [row for row in rows if row.state == State.ANSWERED]
    here = Remark.objects.filter(school_id=school_id, pk__in=[row.pk for row in answered])
    here.update(state=State.ACCEPTED, verdict="", closed_at=clock.now())
    new = {"state": State.ACCEPTED.value, "verdict": ""}
    changes = [Change("supervision.remark.accepted", row, row.person_id, {"state": row.state}, new) for row in answered]
    record_many(actor=actor, school_id=school_id, changes=changes)
    return len(answered)


@transaction.atomic
def return_remark(*, actor: Actor, remark: Remark, text: str) -> Remark:
    """The answer is not enough, and why."""
    row = _locked(actor, remark, JUDGE_REMARK)
    if row.state != State.ANSWERED:
        raise Invalid(_("There is no answer yet."))
    old = {"state": row.state}
    row.verdict, row.state = _words(text), State.RETURNED
    row.save(update_fields=["verdict", "state"])
    _record(actor, row, "returned", old, {"state": row.state, "verdict": row.verdict})
    return row


def _locked(actor: Actor, remark: Remark, rule: Rule) -> Remark:
    row: Remark = Remark.objects.select_for_update().get(school_id=remark.school_id, pk=remark.pk)
    require(actor, rule, row, see=VIEW_REMARK)
    if row.state not in UNSETTLED:
        raise Invalid(_("The remark is settled already."))
    return row


def _record(actor: Actor, row: Remark, act: str, old: dict[str, str] | None, new: dict[str, str]) -> None:
    plain = {key: str(value) for key, value in new.items()}
    record(
        actor=actor,
        school_id=row.school_id,
        action=f"supervision.remark.{act}",
        target=row,
        subject_id=row.person_id,
        old={key: str(value) for key, value in old.items()} if old else None,
        new=plain,
    )
