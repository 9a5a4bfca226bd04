"""The run of all checks: new remarks are made, those whose cause is gone close themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from parta.access.actor import Actor, system
from parta.access.rules import require
from parta.classes.models import Course
from parta.common import clock
from parta.ledger.services import Change, record_many
from parta.school.models import School
from parta.school.selectors import now_of, policy_of, year_on
from parta.supervision.checks import CHECKS, Cause, Facts
from parta.supervision.models import UNSETTLED, Inspection, Remark, State
from parta.supervision.rules import INSPECT
from parta.supervision.selectors.facts import facts_of, workdays_of

FRESH = timedelta(days=14)
"""Remarks on single lessons are made for so many days back; one that stands is followed until it is mended."""
NIGHT = 2
"""The hour of the school's night from which the day's inspection may run."""


@transaction.atomic
def inspect(*, actor: Actor, school_id: int, on: date) -> Inspection:
    """Run every check for a day. Twice is the same as once; a cause that comes back makes a new remark.

    A check that the school has switched off makes none, but what it made before still closes itself.
    """
    school = School.objects.select_for_update().get(pk=school_id)
    require(actor, INSPECT, school)
    facts = facts_of(school_id, on)
    causes = {cause for check in CHECKS.values() for cause in check.run(facts)}
    standing = {_cause(row): row for row in _standing(school_id, on)}
    policy = policy_of(school_id, on)
    asked = {cause for cause in causes - standing.keys() if policy[CHECKS[cause.kind].switch]}
    due = workdays_of(school_id).after(on, policy["remark_days"])
    made = _make(actor, school_id, due, sorted(_fresh(asked, facts, on), key=str))
    gone = [row for cause, row in standing.items() if cause not in causes]
    closed = _close(actor, school_id, gone)
    values = {"at": clock.now(), "made": made, "closed": closed}
    run: Inspection = Inspection.objects.update_or_create(school_id=school_id, on=on, defaults=values)[0]
    return run


def _standing(school_id: int, on: date) -> Iterable[Remark]:
    """Of the year whose facts are known, on what was over by the day."""
    rows = Remark.objects.filter(school_id=school_id, holds=True, course__group__year=year_on(school_id, on))
    return list(rows.filter(Q(lesson__isnull=True) | Q(lesson__date__lte=on)))


def _cause(row: Remark) -> Cause:
    return Cause(row.kind, row.course_id, row.lesson_id, row.person_id, row.term_id, row.pupil_id)


def _fresh(causes: set[Cause], facts: Facts, on: date) -> Iterator[Cause]:
    recent = {row.id for row in facts.lessons if row.date >= on - FRESH} | {None}
    return (cause for cause in causes if cause.lesson_id in recent or cause.kind == "work_marks")


def _make(actor: Actor, school_id: int, due: date, causes: list[Cause]) -> int:
    ids = {cause.course_id for cause in causes}
    courses = Course.objects.filter(school_id=school_id, pk__in=ids).values_list("pk", "group_id", "group__branch_id")
    places = {pk: (group, branch) for pk, group, branch in courses}
    rows = [
        Remark(
            school_id=school_id,
            kind=cause.kind,
            course_id=cause.course_id,
            lesson_id=cause.lesson_id,
            group_id=places[cause.course_id][0],
            branch_id=places[cause.course_id][1],
            person_id=cause.person_id,
            term_id=cause.term_id,
            pupil_id=cause.pupil_id,
            made_at=clock.now(),
            due=min(cause.due or due, due),
            holds=True,
        )
        for cause in causes
    ]
    Remark.objects.bulk_create(rows, 500)
    changes = [
        Change("supervision.remark.made", row, row.person_id, new={"kind": row.kind, "due": str(row.due)})
        for row in rows
    ]
    record_many(actor=actor, school_id=school_id, changes=changes)
    return len(rows)


def _close(actor: Actor, school_id: int, rows: list[Remark]) -> int:
    """What has no cause any more: an unsettled remark is mended, an accepted one is not looked at again."""
    here = Remark.objects.filter(school_id=school_id, pk__in=[row.pk for row in rows])
    mended = [row for row in rows if row.state in UNSETTLED]
    changes = [
        Change("supervision.remark.mended", row, row.person_id, {"state": row.state}, {"state": State.MENDED.value})
        for row in mended
    ]
    here.filter(state__in=UNSETTLED).update(state=State.MENDED, closed_at=clock.now(), closed_by_check=True)
    here.update(holds=False)
    record_many(actor=actor, school_id=school_id, changes=changes)
    return len(mended)


def inspect_due() -> list[Inspection]:
    """The inspection of the day in every school where its night hour has come and it has not run yet."""
    done = []
    for school in School.objects.order_by("pk"):
        now = now_of(school.pk)
        if now.hour >= NIGHT and not Inspection.objects.filter(school_id=school.pk, on=now.date()).exists():
            done.append(inspect(actor=system(school.pk, name="parta inspect"), school_id=school.pk, on=now.date()))
    return done
