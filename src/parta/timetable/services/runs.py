"""A search for a week, as its page orders it: begun, stopped, its week put into the draft, taken back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from parta.access.actor import Actor
from parta.access.rules import require
from parta.common import clock
from parta.common.errors import Conflict, Invalid
from parta.ledger.services import record
from parta.school.rules import EDIT_STRUCTURE
from parta.timetable.models import RunMode, RunState, Slot, SolverRun, Version
from parta.timetable.selectors.runs import SILENCE
from parta.timetable.services.bulk import Place, slot_of
from parta.timetable.services.cards import changing, check_rows

SECONDS = range(1, 1801)
WORKING = (RunState.WAITING, RunState.RUNNING)


@transaction.atomic
def start_run(
    *,
    actor: Actor,
    version: Version,
    mode: str,
    weights: Mapping[str, int],
    seconds: int,
    stays: Collection[int] = (),
) -> SolverRun:
    """Order a search for the draft as it stands now; one at a time."""
    require(actor, EDIT_STRUCTURE, version)
    here = {"school_id": version.school_id}
    locked = Version.objects.select_for_update().get(**here, pk=version.pk)
    if locked.published_at:
        raise Invalid(_("This timetable is published: make a new version."))
    if mode not in RunMode.values or seconds not in SECONDS or not all(0 <= one <= 100 for one in weights.values()):
        raise Invalid()
    bury_dead(school_id=version.school_id)
    if SolverRun.objects.filter(**here, version=locked, state__in=WORKING).exists():
        raise Conflict(_("A week is being looked for already. Stop that search first."))
    run: SolverRun = SolverRun.objects.create(
        **here,
        version=locked,
        seen=locked.revision,
        mode=mode,
        weights=dict(weights),
        stays=sorted(stays),
        seconds=seconds,
        made_by_id=actor.person_id,
        made_at=clock.now(),
    )
    _tell(actor, run, "started", {"mode": mode, "seconds": seconds, **weights})
    return run


def bury_dead(*, school_id: int) -> None:
    """Searches whose process has died are told to have failed."""
    now = clock.now()
    rows = SolverRun.objects.filter(school_id=school_id, state=RunState.RUNNING)
    rows.filter(Q(beat_at__isnull=True) | Q(beat_at__lt=now - SILENCE)).update(
        state=RunState.FAILED, ended_at=now, report={"code": "died"}
    )


@transaction.atomic
def stop_run(*, actor: Actor, run: SolverRun) -> None:
    """Ask the search to stop: what it has found so far stays; one that has not begun is cancelled at once."""
    require(actor, EDIT_STRUCTURE, run)
    locked = SolverRun.objects.select_for_update().get(school_id=run.school_id, pk=run.pk)
    if not locked.is_working or locked.is_stopped:
        return
    locked.is_stopped = True
    if locked.state == RunState.WAITING:
        locked.state, locked.ended_at = RunState.CANCELLED, clock.now()
    locked.save(update_fields=["is_stopped", "state", "ended_at"])
    _tell(actor, locked, "stopped", {})


@transaction.atomic
def apply_run(*, actor: Actor, run: SolverRun) -> None:
    """Put the week that was found into its draft, if nobody has changed that since; what stood there is kept."""
    require(actor, EDIT_STRUCTURE, run)
    locked = SolverRun.objects.select_for_update().get(school_id=run.school_id, pk=run.pk)
    if locked.state != RunState.FOUND or locked.applied_revision is not None:
        raise Invalid(_("There is no week to be put into the draft."))
    version = Version.objects.get(school_id=run.school_id, pk=locked.version_id)
    if version.revision != locked.seen:
        raise Conflict(_("The draft was changed after this search began. Look for a week once more."))
    with changing(actor, version, locked.seen) as draft:
        rows = list(Slot.objects.filter(school_id=draft.school_id, version=draft).order_by("pk"))
        locked.before = [_as_list(row) for row in rows]
        _replace(draft, locked.plan)
    locked.applied_revision = version.revision
    locked.save(update_fields=["before", "applied_revision"])
    _tell(actor, locked, "applied", moved(locked.before, locked.plan))


@transaction.atomic
def take_back_run(*, actor: Actor, run: SolverRun) -> None:
    """Let the draft be as it was before the week of the search, if nobody has changed it since."""
    require(actor, EDIT_STRUCTURE, run)
    locked = SolverRun.objects.select_for_update().get(school_id=run.school_id, pk=run.pk)
    if locked.applied_revision is None or locked.before is None:
        raise Invalid(_("There is nothing to take back."))
    version = Version.objects.get(school_id=run.school_id, pk=locked.version_id)
    if version.revision != locked.applied_revision:
        raise Conflict(_("The draft was changed after this week had been put into it."))
    with changing(actor, version, locked.applied_revision) as draft:
        _replace(draft, locked.before)
    _tell(actor, locked, "taken_back", {"slots": len(locked.before)})
    locked.seen, locked.before, locked.applied_revision = version.revision, None, None
    locked.save(update_fields=["seen", "before", "applied_revision"])


def _replace(draft: Version, rows: Sequence[Sequence[Any]]) -> None:
    """All lessons of the draft at once."""
    places = [Place(*row[:6]) for row in rows]
    if places:
        check_rows(draft, places)
    Slot.objects.filter(school_id=draft.school_id, version=draft).erase()
    slots = [slot_of(draft, place) for place in places]
    for slot, row in zip(slots, rows, strict=True):
        slot.is_pinned = row[6]
    Slot.objects.bulk_create(slots, 500)


def _as_list(row: Slot) -> list[Any]:
    """A lesson as a run keeps it: course, weekday, number, week, teacher, room, pinned."""
    return [row.course_id, row.weekday, row.number, row.week, row.teacher_id, row.room_id, row.is_pinned]


def moved(before: Sequence[Sequence[Any]], after: Sequence[Sequence[Any]]) -> dict[str, int]:
    """How many lessons stand where none of their course stood, and how many came to the week."""
    stood = {tuple(row[:4]) for row in before}
    came = sum(tuple(row[:4]) not in stood for row in after)
    placed = max(0, len(after) - len(before))
    return {"slots": len(after), "placed": placed, "moved": max(0, came - placed)}


def _tell(actor: Actor, run: SolverRun, verb: str, values: Mapping[str, Any]) -> None:
    record(
        actor=actor,
        school_id=run.school_id,
        action=f"timetable.solverrun.{verb}",
        target=run.version,
        new=dict(values),
    )
