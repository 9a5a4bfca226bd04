"""Absences of teachers: noted, changed, taken back. What was decided for days that are over returns with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from parta.access.actor import Actor
from parta.access.rules import require
from parta.common import clock
from parta.common.errors import Forbidden, Invalid
from parta.ledger.services import record
from parta.lessons.models import Lesson, TeacherAbsence
from parta.lessons.rules import DECIDE_DAYS, ENTER_ABSENCE, RETURN_LESSON
from parta.lessons.selectors import absences_between
from parta.lessons.services.covering import return_lesson
from parta.school.models import Branch
from parta.school.selectors import policy_of

LONGEST = 366
FIELDS = ("since", "until", "first_number", "last_number", "kind", "words")


@transaction.atomic
def note_absence(*, actor: Actor, absence: TeacherAbsence) -> TeacherAbsence:
    """A teacher will not be at school; `absence` is new and says who, when and why."""
    absence.branch = _branch_of(absence)
    _require(actor, absence)
    _check(absence)
    absence.made_at, absence.made_by_id = clock.now(), actor.person_id
    absence.save()
    _record(actor, absence, "noted", None)
    return absence


@transaction.atomic
def change_absence(*, actor: Actor, absence: TeacherAbsence, values: Mapping[str, Any]) -> int:
    """Correct, prolong or shorten an absence; give how many substitutions of the days that fell out went back."""
    found = _locked(absence)
    _require(actor, found)
    if found.withdrawn_at:
        raise Invalid(_("This absence was taken back already."))
    old, before = _said(found), _places(found)
    for name in FIELDS:
        setattr(found, name, values.get(name, getattr(found, name)))
    _check(found)
    if _said(found) == old:
        return 0
    found.save()
    _record(actor, found, "changed", old)
    return _give_back(actor, found, before)


@transaction.atomic
def withdraw_absence(*, actor: Actor, absence: TeacherAbsence) -> int:
    """Take an absence back: the teacher is at school; give how many substitutions went back."""
    found = _locked(absence)
    _require(actor, found)
    if found.withdrawn_at:
        return 0
    before = _places(found)
    found.withdrawn_at = clock.now()
    found.save(update_fields=["withdrawn_at"])
    _record(actor, found, "withdrawn", _said(found))
    return _give_back(actor, found, before)


def _require(actor: Actor, absence: TeacherAbsence) -> None:
    require(actor, ENTER_ABSENCE, absence)
    if not DECIDE_DAYS.allows(actor, absence) and not policy_of(absence.school_id)["secretary_absences"]:
        raise Forbidden


def _locked(absence: TeacherAbsence) -> TeacherAbsence:
    rows = TeacherAbsence.objects.select_for_update(of=("self",))
    found: TeacherAbsence = rows.select_related("person").get(school_id=absence.school_id, pk=absence.pk)
    return found


def _check(absence: TeacherAbsence) -> None:
    first, last = absence.numbers
    if absence.until < absence.since:
        raise Invalid(fields={"until": _("The last day is before the first one.")})
    if (absence.until - absence.since).days > LONGEST:
        raise Invalid(fields={"until": _("An absence is a year at most.")})
    if last < first:
        raise Invalid(fields={"last_number": _("The last lesson is before the first one.")})
    others = absences_between(absence.school_id, absence.since, absence.until).exclude(pk=absence.pk)
    others = others.filter(person_id=absence.person_id)
    if any(row.numbers[0] <= last and first <= row.numbers[1] for row in others):
        raise Invalid(fields={"since": _("An absence of these days is noted already: change that one.")})


def _branch_of(absence: TeacherAbsence) -> Branch:
    """Where most of the lessons of these days (else of the year) are; the main school without any."""
    rows = Lesson.objects.filter(school_id=absence.school_id, teacher_id=absence.person_id)
    places = rows.filter(date__range=(absence.since, absence.until)).values_list("course__group__branch_id", flat=True)
    most = Counter(places) or Counter(rows.values_list("course__group__branch_id", flat=True))
    branches: dict[int, Branch] = {row.pk: row for row in Branch.objects.filter(school_id=absence.school_id)}
    found = branches.get(most.most_common(1)[0][0]) if most else None
    return found or next(row for row in branches.values() if row.is_main)


def _places(absence: TeacherAbsence) -> set[int]:
    """The lessons of the teacher that somebody else gives during the absence."""
    rows = Lesson.objects.filter(
        school_id=absence.school_id,
        teacher_id=absence.person_id,
        date__range=(absence.since, absence.until),
        number__range=absence.numbers,
        substitutions__isnull=False,
    )
    return set(rows.values_list("pk", flat=True))


def _give_back(actor: Actor, absence: TeacherAbsence, before: set[int]) -> int:
    """Lessons that fell out of the absence return to their teacher, unless somebody has written or they are closed."""
    still = set() if absence.withdrawn_at else _places(absence)
    rows = Lesson.objects.filter(school_id=absence.school_id, pk__in=before - still).order_by("pk")
    returned = 0
    for lesson in rows:
        try:
            return_lesson(actor=actor, lesson=lesson, rule=RETURN_LESSON)
        except Invalid:
            continue
        returned += 1
    return returned


def _said(absence: TeacherAbsence) -> dict[str, object]:
    values = {name: getattr(absence, name) for name in FIELDS}
    return values | {"since": str(absence.since), "until": str(absence.until)}


def _record(actor: Actor, absence: TeacherAbsence, act: str, old: dict[str, object] | None) -> None:
    record(
        actor=actor,
        school_id=absence.school_id,
        action=f"lessons.absence.{act}",
        target=absence,
        subject_id=absence.person_id,
        old=old,
        new=None if absence.withdrawn_at else _said(absence),
    )
