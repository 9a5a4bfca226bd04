"""Who gives a lesson instead, lessons cancelled or moved; and each of it taken back while nobody has written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from parta.access.actor import Actor
from parta.access.rules import Rule
from parta.classes.models import Membership
from parta.classes.selectors import active
from parta.common import clock
from parta.common.errors import Invalid
from parta.ledger.services import record
from parta.lessons.models import Lesson, Status, Substitution
from parta.lessons.rules import SUBSTITUTE
from parta.lessons.selectors import absences_between, overlapping, written_since
from parta.lessons.services.bells import bells_of
from parta.lessons.services.taught import require_taught
from parta.lessons.services.writing import locked_lessons
from parta.people.models import Person


@transaction.atomic
def substitute_teacher(
    *, actor: Actor, lesson: Lesson, teacher: Person, reason: str = "", joined: bool = False
) -> Substitution:
    """Give a lesson to another teacher; the plan stays in the lesson (domain.md 2.3, rule 17).

    `joined`: the teacher takes the pupils into an own lesson at the same time.
    """
    found = _locked(actor, lesson)
    _require_given(found)
    if teacher.pk == found.teacher_id:
        raise Invalid(_("This is the teacher of the lesson: choose somebody else."))
    old = {"teacher": found.actual_teacher_id}
    values = {"teacher": teacher, "reason": reason, "joined": joined, "made_at": clock.now()}
    row: Substitution
    row, _made = Substitution.objects.update_or_create(school_id=found.school_id, lesson=found, defaults=values)
    found.actual_teacher = teacher
    found.save(update_fields=["actual_teacher"])
    _record(actor, found, "lessons.teacher.substituted", old, {"teacher": teacher.pk}, reason)
    return row


@transaction.atomic
def return_lesson(*, actor: Actor, lesson: Lesson, rule: Rule = SUBSTITUTE) -> Lesson:
    """Take a substitution back: the lesson is given by its own teacher again, if nobody has written since."""
    found = _locked(actor, lesson, rule)
    row = Substitution.objects.filter(school_id=found.school_id, lesson=found).first()
    if row is None:
        return found
    _require_untouched(found, row.made_at)
    old = {"teacher": row.teacher_id}
    Substitution.objects.filter(school_id=found.school_id, pk=row.pk).erase()
    found.actual_teacher_id = found.teacher_id
    found.save(update_fields=["actual_teacher"])
    _record(actor, found, "lessons.teacher.returned", old, {"teacher": found.teacher_id}, row.reason)
    return found


@transaction.atomic
def cancel_lesson(*, actor: Actor, lesson: Lesson, reason: str) -> Lesson:
    """Cancel a lesson nobody gives; what was written in it stays."""
    found = _locked(actor, lesson)
    _require_given(found)
    _set_status(actor, found, "lessons.lesson.cancelled", Status.CANCELLED, reason)
    return found


@transaction.atomic
def restore_lesson(*, actor: Actor, lesson: Lesson) -> Lesson:
    """A cancelled lesson takes place after all; one that an act on days cancelled comes back with that act."""
    found = _locked(actor, lesson)
    if found.status != Status.CANCELLED:
        return found
    if found.day_act_id:
        raise Invalid(_("The lesson was cancelled together with the day: take that back instead."))
    _set_status(actor, found, "lessons.lesson.restored", _status_before(found))
    return found


@transaction.atomic
def move_lesson(*, actor: Actor, lesson: Lesson, on: date, number: int, reason: str = "") -> Lesson:
    """Give a lesson on another day or at another number, by its own teacher; give the new lesson.

    The lesson of the plan stays where it was, with what is written in it, and names the new one.
    """
    found = _locked(actor, lesson)
    _require_given(found)
    made = Lesson(
        school_id=found.school_id,
        course=found.course,
        date=on,
        number=number,
        teacher_id=found.teacher_id,
        actual_teacher_id=found.teacher_id,
        room=found.room,
        topic=found.topic if found.status == Status.PLANNED else "",
    )
    _set_times(made)
    _require_place(found, made)
    made.save()
    found.moved_to = made
    found.save(update_fields=["moved_to"])
    _set_status(actor, found, "lessons.lesson.moved", Status.MOVED, reason, {"date": str(on), "number": number})
    return made


@transaction.atomic
def move_back(*, actor: Actor, lesson: Lesson) -> Lesson:
    """Give a moved lesson at its own place again, if nobody has written in the new one."""
    found = _locked(actor, lesson)
    made = found.moved_to
    if made is None:
        return found
    rows = untouched(found.school_id, [made.pk])
    if made.pk not in rows:
        raise Invalid(_("Something is written in the lesson already: it cannot be taken back."))
    place = {"date": str(made.date), "number": made.number}
    found.moved_to = None
    found.save(update_fields=["moved_to"])
    Lesson.objects.filter(school_id=found.school_id, pk=made.pk).erase()
    _set_status(actor, found, "lessons.lesson.moved_back", _status_before(found), old=place)
    return found


def untouched(school_id: int, ids: Sequence[int]) -> set[int]:
    """Of these lessons the ones in which nothing is written, for which no work is given and nothing was decided."""
    rows = Lesson.objects.filter(
        school_id=school_id,
        pk__in=ids,
        status=Status.PLANNED,
        version=0,
        attendance_at__isnull=True,
        works__isnull=True,
        attendances__isnull=True,
        homework__isnull=True,
        homework_due__isnull=True,
        substitutions__isnull=True,
    )
    return set(rows.values_list("pk", flat=True))


def _locked(actor: Actor, lesson: Lesson, rule: Rule = SUBSTITUTE) -> Lesson:
    return locked_lessons(actor=actor, school_id=lesson.school_id, ids=[lesson.pk], rule=rule)[lesson.pk]


def _require_given(lesson: Lesson) -> None:
    if lesson.status == Status.CANCELLED:
        raise Invalid(_("The lesson is cancelled already."))
    if lesson.status == Status.MOVED:
        raise Invalid(_("The lesson is moved: what is decided about it stands at its new place."))


def _require_untouched(lesson: Lesson, since: datetime) -> None:
    if written_since(lesson, since):
        raise Invalid(_("Something is written in the lesson already: it cannot be taken back."))


def _status_before(lesson: Lesson) -> Status:
    return Status.HELD if lesson.written_at else Status.PLANNED


def _set_status(
    actor: Actor,
    lesson: Lesson,
    action: str,
    status: Status,
    reason: str = "",
    new: dict[str, object] | None = None,
    old: dict[str, object] | None = None,
) -> None:
    before = {"topic": lesson.topic, "status": lesson.status} | (old or {})
    lesson.status = status
    lesson.version += 1
    lesson.save(update_fields=["status", "version"])
    _record(actor, lesson, action, before, {"topic": lesson.topic, "status": status.value} | (new or {}), reason)


def _set_times(made: Lesson) -> None:
    bell = bells_of(made.school_id, made.course.group.branch_id).at(made, made.date)
    if bell:
        made.starts, made.ends = bell.starts, bell.ends


def _require_place(lesson: Lesson, made: Lesson) -> None:
    """It is a lesson of a school day, and the class and the teacher are free then."""
    require_taught(made)
    if (made.date, made.number) == lesson.place:
        raise Invalid(fields={"on": _("The lesson stands there now: choose another place.")})
    others = overlapping(made, but=lesson.pk)
    pupils = Membership.objects.filter(active(made.date), school_id=made.school_id, group_id=made.course.group_id)
    groups = {row.course.group_id for row in others if not row.is_off}
    theirs = Membership.objects.filter(active(made.date), school_id=made.school_id, group_id__in=groups)
    if any(row.course_id == made.course_id for row in others):
        raise Invalid(fields={"number": _("This course has a lesson there already.")})
    if theirs.filter(person_id__in=pupils.values("person_id")).exists():
        raise Invalid(fields={"number": _("The class has another lesson then.")})
    _require_teacher(made, others)
    if made.room_id and any(row.room_id == made.room_id and not row.is_off for row in others):
        made.room = None


def _require_teacher(made: Lesson, others: Sequence[Lesson]) -> None:
    if made.teacher_id is None:
        return
    if any(row.actual_teacher_id == made.teacher_id and not row.is_off for row in others):
        raise Invalid(fields={"number": _("The teacher has another lesson then.")})
    away = absences_between(made.school_id, made.date, made.date).filter(person_id=made.teacher_id)
    if any(row.numbers[0] <= made.number <= row.numbers[1] for row in away):
        raise Invalid(fields={"on": _("The teacher is absent on this day.")})


def _record(actor: Actor, lesson: Lesson, action: str, old: object, new: object, reason: str = "") -> None:
    record(actor=actor, school_id=lesson.school_id, action=action, target=lesson, old=old, new=new, reason=reason)
