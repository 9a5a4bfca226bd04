"""Everything that ever stood in one cell: who put it, when and why, from the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils.translation import gettext as _

from parta.access.actor import Actor
from parta.access.roles import Role
from parta.attendance.models import Attendance
from parta.classes.models import Course, Membership
from parta.common.codes import Ref
from parta.common.errors import NotFound
from parta.journal.selectors.lesson import lesson_of
from parta.ledger.models import Entry, Payload
from parta.lessons.models import Lesson
from parta.lessons.selectors import zone_of
from parta.marks.models import Work
from parta.people.models import Person
from parta.school.selectors import policy_of

MOST = 200
"""Lines of a cell; one that was changed more often shows its newest."""


@dataclass(frozen=True)
class CellChange:
    """A change of a cell: of the mark or of the attendance; `late` in words, empty where it was in time.

    `seen` is what was proposed for a final mark when it was put.
    """

    at: datetime
    who: str
    role: str
    is_absence: bool
    old: str
    new: str
    comment: str
    reason: str
    late: str
    seen: str = ""


@dataclass(frozen=True)
class CellHistory:
    lesson: Lesson
    pupil: Person
    work: Work | None
    lines: list[CellChange]


def cell_history(actor: Actor, lesson: Ref, person: Ref, work: Ref | None = None) -> CellHistory:
    """The history of a pupil's cell at a lesson the actor may read, for a work of it (none: the default one)."""
    found = lesson_of(actor, lesson)
    column = _work_of(found, work)
    pupil = pupil_of(found.course, person)
    absence = Attendance.objects.filter(school_id=found.school_id, lesson=found, person=pupil).first()
    targets = Q(target_kind="attendance", target=absence.pk if absence else 0)
    targets |= Q(target_kind="work", target=column.pk if column else 0)
    entries = read_entries(found.school_id, targets, pupil)
    deadline = _deadline(found, column)
    lines = [_change(entry, old, new, found, deadline) for entry, old, new in entries]
    return CellHistory(found, pupil, column if column and column.position else None, lines)


def read_entries(school_id: int, targets: Q, pupil: Person) -> list[tuple[Entry, dict[str, str], dict[str, str]]]:
    """What the ledger has about a pupil at these rows, the newest first, with the old and the new. Two queries."""
    rows = Entry.objects.filter(targets, school_id=school_id, subject=pupil.pk)
    entries = list(rows.order_by("-at", "-pk")[:MOST])
    ids = [entry.pk for entry in entries]
    payloads = {row.entry_id: row for row in Payload.objects.filter(school_id=school_id, entry_id__in=ids)}
    none = Payload()
    found = ((entry, payloads.get(entry.pk, none)) for entry in entries)
    return [(entry, payload.old or {}, payload.new or {}) for entry, payload in found]


def _work_of(lesson: Lesson, work: Ref | None) -> Work | None:
    rows = Work.objects.filter(school_id=lesson.school_id, lesson=lesson).select_related("type")
    found: Work | None = rows.filter(pk=work.id).first() if work else rows.filter(position=0).first()
    if work is None:
        return found
    if found is None or work.school_id != lesson.school_id:
        raise NotFound
    return found


def pupil_of(course: Course, person: Ref) -> Person:
    """A pupil who is or was in the group of the course; nothing is told of others."""
    stays = Membership.objects.filter(school_id=course.school_id, group_id=course.group_id, person_id=person.id)
    stay = stays.select_related("person").first()
    if stay is None:
        raise NotFound
    pupil: Person = stay.person
    return pupil


def _deadline(lesson: Lesson, work: Work | None) -> date:
    """By which day marks stand: answers on the day of the lesson, a work by its own day (domain.md 3.1)."""
    if work is None or work.position == 0:
        return lesson.date
    return work.due or lesson.date + timedelta(days=policy_of(lesson.school_id)["work_marks_days"])


def _change(entry: Entry, old: dict[str, str], new: dict[str, str], lesson: Lesson, deadline: date) -> CellChange:
    is_absence = entry.target_kind == "attendance"
    key = "code" if is_absence else "marks"
    said = new.get("comment", "")
    return CellChange(
        at=entry.at,
        who=entry.actor_name or "Parta",
        role=role_words(entry.actor_role),
        is_absence=is_absence,
        old=old.get(key, ""),
        new=new.get(key, ""),
        comment=said if said != old.get("comment", "") else "",
        reason=entry.reason,
        late=_late(entry, lesson.date if is_absence else deadline, zone_of(lesson)),
    )


def _late(entry: Entry, deadline: date, zone: ZoneInfo) -> str:
    """Lateness is computed from the server's clock, never typed (law 7 of the design)."""
    if entry.at.astimezone(zone).date() <= deadline:
        return ""
    return _("entered late") if entry.action.endswith(".put") else _("changed after the day")


def role_words(role: str) -> str:
    others = {"system": _("the programme")}
    return str(Role(role).label) if role in Role.values else others.get(role, "")
