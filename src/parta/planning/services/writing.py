"""Writing the table of a plan as a whole; after the approval every change is a correction with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from django.db import transaction
from django.utils.translation import gettext as _

from parta.access.actor import Actor
from parta.access.rules import require
from parta.classes.models import Course
from parta.classes.rules import VIEW_COURSE
from parta.common import clock
from parta.common.errors import Conflict, Invalid
from parta.ledger.services import record
from parta.planning.arithmetic import MOST_HOURS, MOST_ROWS, Change, Row, differences, hours_in
from parta.planning.models import Correction, Kind, Means, Plan, PlanState, Topic
from parta.planning.rules import EDIT_PLAN
from parta.planning.selectors import rows_of

COLUMNS = ["position", "title", "hours", "kind", "work", "homework", "minutes", "is_important", "joins"]


@dataclass(frozen=True)
class Why:
    """Why an approved plan is changed and how hours are caught up."""

    reason: str = ""
    means: str = Means.NONE.value


NO_REASON = Why()


@transaction.atomic
def put_plan(
    *, actor: Actor, course: Course, rows: Sequence[Row], seen: int | None = None, title: str = "", why: Why = NO_REASON
) -> Plan:
    """Write the whole table of a course's plan; `seen` is the version on the page, 0 where there was none."""
    require(actor, EDIT_PLAN, course, see=VIEW_COURSE)
    plan = locked_plan(course)
    check_seen(plan, seen)
    if plan.state == PlanState.SUBMITTED:
        raise Invalid(_("The plan is with the deputy head: take it back to change it."))
    fresh = checked(rows)
    old = rows_of(plan) if plan.pk else []
    changes = differences(old, fresh)
    if plan.pk and not changes and title.strip() == plan.title:
        return plan
    if plan.state == PlanState.APPROVED and changes:
        _correct(actor, plan, changes, why)
    save_table(plan, old, fresh, title)
    record(
        actor=actor,
        school_id=plan.school_id,
        action=f"planning.plan.{'corrected' if plan.state == PlanState.APPROVED else 'put'}",
        target=plan,
        old=_figures(old) if old else None,
        new=_figures(fresh) | {"changes": [asdict(change) for change in changes] if old else len(changes)},
        reason=why.reason.strip(),
    )
    return plan


def locked_plan(course: Course) -> Plan:
    """The plan of a course, locked, or a new one; the course is locked too, so that two do not begin it."""
    Course.objects.select_for_update().get(school_id=course.school_id, pk=course.pk)
    found: Plan | None = Plan.objects.filter(school_id=course.school_id, course_id=course.pk).first()
    return found or Plan(school_id=course.school_id, course=course, changed_at=clock.now())


def check_seen(plan: Plan, seen: int | None) -> None:
    if seen is not None and seen != plan.version:
        raise Conflict(_("Somebody has changed this plan meanwhile: your table was not written."), version=plan.version)


def checked(rows: Sequence[Row]) -> list[Row]:
    """The rows as they are kept; Invalid names what is wrong with the first wrong one."""
    if len(rows) > MOST_ROWS:
        raise Invalid(_("A plan has at most %(n)d lines.") % {"n": MOST_ROWS})
    found = [_checked(row, number) for number, row in enumerate(rows, 1)]
    first = next((number for number, row in enumerate(found) if not row.is_section), 0)
    return [replace(row, joins=False) if row.joins and number <= first else row for number, row in enumerate(found)]


def _checked(row: Row, number: int) -> Row:
    title = " ".join(row.title.split())
    if row.kind not in Kind.values or not 0 < len(title) <= 500:
        raise Invalid(_("Line %(n)d: a topic has from 1 to 500 letters.") % {"n": number})
    if row.is_section:
        return Row(title, 0, row.kind, id=row.id)
    if not 1 <= row.hours <= MOST_HOURS:
        words = _("Line %(n)d: a topic takes from 1 to %(most)d whole hours.")
        raise Invalid(words % {"n": number, "most": MOST_HOURS})
    if row.minutes is not None and not 0 <= row.minutes <= 600:
        raise Invalid(_("Line %(n)d: homework takes at most 600 minutes.") % {"n": number})
    if len(row.homework) > 1000 or len(row.work) > 20:
        raise Invalid(_("Line %(n)d: the homework or the work is too long.") % {"n": number})
    homework, work = row.homework.strip(), row.work.strip()
    if (title, homework, work) == (row.title, row.homework, row.work):
        return row
    return replace(row, title=title, homework=homework, work=work)


def _correct(actor: Actor, plan: Plan, changes: Sequence[Change], why: Why) -> None:
    reason = why.reason.strip()
    if not reason:
        raise Invalid(fields={"reason": _("The plan is approved: say why it is changed.")})
    if len(reason) > 500 or why.means not in Means.values:
        raise Invalid(fields={"reason": _("Say it in 500 letters.")})
    plan.answer = ""
    Correction.objects.create(
        school_id=plan.school_id,
        plan=plan,
        at=clock.now(),
        by_id=actor.person_id,
        changes=[asdict(change) for change in changes],
        reason=reason,
        means=why.means,
    )


def save_table(plan: Plan, old: Sequence[Row], rows: Sequence[Row], title: str) -> None:
    """Make the lines of a plan, which were `old`, what they are now."""
    plan.title = " ".join(title.split())[:300]
    plan.version += 1
    plan.changed_at = clock.now()
    plan.save()
    before = {row.id: row for row in old}
    here = Topic.objects.filter(school_id=plan.school_id, plan=plan)
    standing = {topic.pk: topic for topic in here} if old else {}
    kept: list[Topic] = []
    new: list[Topic] = []
    for position, row in enumerate(rows, 1):
        topic = standing.pop(row.id, None) if row.id else None
        if topic is None:
            new.append(Topic(school_id=plan.school_id, plan_id=plan.pk, position=position, **row.said))
        elif topic.position != position or before.get(topic.pk) != row:
            kept.append(_filled(topic, row, position))
    here.filter(pk__in=list(standing)).erase()
    here.bulk_update(kept, COLUMNS, 200)
    Topic.objects.bulk_create(new, 500)


def _filled(topic: Topic, row: Row, position: int) -> Topic:
    topic.position = position
    for name, value in row.said.items():
        setattr(topic, name, value)
    return topic


def _figures(rows: Sequence[Row]) -> dict[str, object]:
    return {"topics": sum(not row.is_section for row in rows), "hours": hours_in(rows)}


@transaction.atomic
def join_topics(*, actor: Actor, plan: Plan, topic_id: int, seen: int | None = None, why: Why = NO_REASON) -> Plan:
    """Let a topic share the lesson of the one before: the plan becomes an hour shorter."""
    require(actor, EDIT_PLAN, plan.course, see=VIEW_COURSE)
    rows = [replace(row, joins=row.joins or row.id == topic_id) for row in rows_of(plan)]
    return put_plan(actor=actor, course=plan.course, rows=rows, seen=seen, title=plan.title, why=why)
