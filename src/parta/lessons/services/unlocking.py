"""Opening days of the journal that may no longer be written in: asked for, given, declined, taken back."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from parta.access.actor import Actor
from parta.access.rules import require
from parta.classes.models import Course
from parta.classes.rules import VIEW_COURSE
from parta.common import clock
from parta.common.errors import Invalid
from parta.ledger.services import record
from parta.lessons.models import Unlock, UnlockState
from parta.lessons.rules import ASK_UNLOCK, OPEN_JOURNAL
from parta.school.selectors import now_of, policy_of

MOST_DAYS, LONGEST = 60, 366
"""How long a journal stays unlocked, and of how many days, at most."""


@transaction.atomic
def ask_unlock(*, actor: Actor, unlock: Unlock) -> Unlock:
    """A teacher asks to open days of a course; `unlock` is new and says which and why."""
    require(actor, ASK_UNLOCK, unlock.course, see=VIEW_COURSE)
    Course.objects.select_for_update().get(school_id=unlock.school_id, pk=unlock.course_id)
    _check(unlock, unlock.asked_reason, "asked_reason")
    waiting = Unlock.objects.filter(
        school_id=unlock.school_id, course_id=unlock.course_id, state=UnlockState.ASKED, asked_by_id=actor.person_id
    )
    if waiting.filter(since__lte=unlock.since, until__gte=unlock.until).exists():
        raise Invalid(_("You have asked for these days already: the answer is still to come."))
    unlock.state = UnlockState.ASKED
    unlock.asked_by_id, unlock.asked_at = actor.person_id, clock.now()
    unlock.save()
    _record(actor, unlock, "asked", unlock.asked_reason)
    return unlock


@transaction.atomic
def give_unlock(*, actor: Actor, unlock: Unlock, reason: str, days: int | None = None) -> Unlock:
    """Open the days of a new unlock, or of one that was asked for, until the end of the last of so many days."""
    require(actor, OPEN_JOURNAL, unlock.course, see=VIEW_COURSE)
    if unlock.pk:
        unlock = _locked(unlock)
        _check_asked(unlock)
    _check(unlock, reason, "reason")
    lasting = policy_of(unlock.school_id)["unlock_days"] if days is None else days
    if not 1 <= lasting <= MOST_DAYS:
        raise Invalid(fields={"days": _("From 1 to %(n)d days.") % {"n": MOST_DAYS}})
    now = now_of(unlock.school_id)
    unlock.expires_at = datetime.combine(now.date() + timedelta(days=lasting), time(), now.tzinfo)
    unlock.state, unlock.reason = UnlockState.GIVEN, reason.strip()
    unlock.given_by_id, unlock.given_at = actor.person_id, clock.now()
    unlock.save()
    _record(actor, unlock, "given", unlock.reason)
    return unlock


@transaction.atomic
def decline_unlock(*, actor: Actor, unlock: Unlock, reason: str) -> Unlock:
    """Say no to a teacher, with words."""
    require(actor, OPEN_JOURNAL, unlock.course, see=VIEW_COURSE)
    unlock = _locked(unlock)
    _check_asked(unlock)
    _check(unlock, reason, "reason")
    unlock.state, unlock.reason = UnlockState.DECLINED, reason.strip()
    unlock.given_by_id, unlock.given_at = actor.person_id, clock.now()
    unlock.save()
    _record(actor, unlock, "declined", unlock.reason)
    return unlock


@transaction.atomic
def revoke_unlock(*, actor: Actor, unlock: Unlock) -> Unlock:
    """Close the days again before their time; what was written stays."""
    require(actor, OPEN_JOURNAL, unlock.course, see=VIEW_COURSE)
    unlock = _locked(unlock)
    if unlock.state != UnlockState.GIVEN:
        return unlock
    unlock.state, unlock.revoked_at = UnlockState.REVOKED, clock.now()
    unlock.save()
    _record(actor, unlock, "revoked")
    return unlock


def _locked(unlock: Unlock) -> Unlock:
    rows = Unlock.objects.select_for_update(of=("self",)).filter(school_id=unlock.school_id, pk=unlock.pk)
    found: Unlock = rows.select_related("course__group").get()
    return found


def _check_asked(unlock: Unlock) -> None:
    if unlock.state != UnlockState.ASKED:
        raise Invalid(_("This request is answered already."))


def _check(unlock: Unlock, reason: str, field: str) -> None:
    if not reason.strip():
        raise Invalid(fields={field: _("Say why: it stands in the history.")})
    if unlock.until < unlock.since:
        raise Invalid(fields={"until": _("The last day is before the first one.")})
    if (unlock.until - unlock.since).days > LONGEST:
        raise Invalid(fields={"until": _("So many days are not opened at once.")})


def _record(actor: Actor, unlock: Unlock, act: str, reason: str = "") -> None:
    values = {"since": str(unlock.since), "until": str(unlock.until), "state": unlock.state}
    if unlock.expires_at:
        values["expires_at"] = unlock.expires_at.isoformat()
    record(
        actor=actor,
        school_id=unlock.school_id,
        action=f"lessons.unlock.{act}",
        target=unlock,
        new=values,
        reason=reason,
    )
