"""Handing a plan in, taking it back, returning it with words, approving it and its corrections."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from parta.access.actor import Actor
from parta.access.rules import require
from parta.classes.rules import VIEW_COURSE
from parta.common import clock
from parta.common.errors import Invalid
from parta.ledger.services import record
from parta.planning.arithmetic import hours_in
from parta.planning.models import Correction, Edition, Plan, PlanState, Topic
from parta.planning.rules import APPROVE_PLAN, EDIT_PLAN
from parta.planning.selectors import rows_of
from parta.planning.services.writing import check_seen, locked_plan


@transaction.atomic
def submit_plan(*, actor: Actor, plan: Plan, seen: int | None = None) -> Plan:
    """Hand a draft in to the deputy head."""
    require(actor, EDIT_PLAN, plan.course, see=VIEW_COURSE)
    found = locked_plan(plan.course)
    check_seen(found, seen)
    _require_state(found, PlanState.DRAFT)
    if not Topic.objects.filter(school_id=found.school_id, plan=found, hours__gt=0).exists():
        raise Invalid(_("The plan has no topics yet."))
    found.state, found.answer = PlanState.SUBMITTED, ""
    found.submitted_at, found.submitted_by_id = clock.now(), actor.person_id
    return _moved(actor, found, "submitted")


@transaction.atomic
def take_back_plan(*, actor: Actor, plan: Plan) -> Plan:
    """Take back what was handed in, to change it."""
    require(actor, EDIT_PLAN, plan.course, see=VIEW_COURSE)
    found = locked_plan(plan.course)
    _require_state(found, PlanState.SUBMITTED)
    found.state = PlanState.DRAFT
    return _moved(actor, found, "taken_back")


@transaction.atomic
def return_plan(*, actor: Actor, plan: Plan, words: str) -> Plan:
    """Give a plan, or the corrections that wait, back to the teacher, saying what is to be mended.

    An approved plan stays approved; its answer stands until the teacher corrects it again or the deputy head agrees.
    """
    require(actor, APPROVE_PLAN, plan.course, see=VIEW_COURSE)
    found = locked_plan(plan.course)
    is_corrected = found.state == PlanState.APPROVED and _waiting(found).exists()
    if not is_corrected:
        _require_state(found, PlanState.SUBMITTED)
    if not 0 < len(words.strip()) <= 1000:
        raise Invalid(fields={"words": _("Say what is to be mended.")})
    found.answer = words.strip()
    if not is_corrected:
        found.state = PlanState.DRAFT
    return _moved(actor, found, "returned", reason=found.answer)


@transaction.atomic
def approve_plan(*, actor: Actor, plan: Plan, seen: int | None = None) -> Plan:
    """Approve what was handed in, or the corrections that wait; the plan as it stands is kept as an edition."""
    require(actor, APPROVE_PLAN, plan.course, see=VIEW_COURSE)
    found = locked_plan(plan.course)
    check_seen(found, seen)
    waiting = _waiting(found)
    if found.state == PlanState.DRAFT or (found.state == PlanState.APPROVED and not waiting.exists()):
        raise Invalid(_("There is nothing to approve."))
    now = clock.now()
    waiting.update(accepted_at=now, accepted_by_id=actor.person_id)
    found.state, found.answer = PlanState.APPROVED, ""
    found.edition += 1
    found.approved_at, found.approved_by_id = now, actor.person_id
    rows = rows_of(found)
    Edition.objects.create(
        school_id=found.school_id,
        plan=found,
        number=found.edition,
        at=now,
        by_id=actor.person_id,
        rows=[row.kept for row in rows],
    )
    return _moved(actor, found, "approved", edition=found.edition, hours=hours_in(rows))


def _waiting(plan: Plan) -> QuerySet[Correction]:
    """Corrections that nobody has agreed to."""
    found: QuerySet[Correction] = Correction.objects.filter(
        school_id=plan.school_id, plan=plan, accepted_at__isnull=True
    )
    return found


def _require_state(plan: Plan, state: PlanState) -> None:
    if plan.state != state:
        raise Invalid(_("The plan is “%(state)s” now: look at it again.") % {"state": plan.get_state_display()})


def _moved(actor: Actor, plan: Plan, verb: str, reason: str = "", **new: Any) -> Plan:
    plan.version += 1
    plan.save()
    action = f"planning.plan.{verb}"
    record(
        actor=actor,
        school_id=plan.school_id,
        action=action,
        target=plan,
        new={"status": str(plan.state), **new},
        reason=reason,
    )
    return plan
