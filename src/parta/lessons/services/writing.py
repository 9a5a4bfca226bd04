"""Writing what was taught and that attendance was looked at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from parta.access.actor import Actor
from parta.access.rules import Rule, require
from parta.classes.models import Membership
from parta.common import clock
from parta.common.errors import Conflict, Invalid, NotFound
from parta.ledger.services import Change, record_many
from parta.lessons.models import Lesson, Status
from parta.lessons.rules import VIEW_LESSON, WRITE_LESSON
from parta.lessons.selectors import with_locks
from parta.lessons.services.locks import Counted, require_open


@dataclass(frozen=True)
class LessonRecord:
    """What a teacher writes about one lesson; `seen` is the lesson's version on the teacher's page."""

    lesson_id: int
    topic: str
    seen: int | None = None


_HELD: ContextVar[Mapping[int, Lesson]] = ContextVar("held", default={})  # noqa: B039 (nobody changes it)


@contextmanager
def holding(lessons: Mapping[int, Lesson]) -> Iterator[None]:
    """What this transaction has locked is not read anew by the services called inside; they ask their rules as ever.

    To be opened within the transaction that locked the lessons, and left before a savepoint is taken back.
    """
    token = _HELD.set({**_HELD.get(), **lessons})
    try:
        yield
    finally:
        _HELD.reset(token)


def locked_lessons(
    *,
    actor: Actor,
    school_id: int,
    ids: Iterable[int],
    rule: Rule = WRITE_LESSON,
    counted: Counted | None = None,
) -> dict[int, Lesson]:
    """The lessons by id, locked for this transaction, once the rule allows each and the journal is open for it.

    The only way to write in a lesson.
    """
    wanted = set(ids)
    lessons = {pk: lesson for pk, lesson in _HELD.get().items() if pk in wanted and lesson.school_id == school_id}
    if missing := wanted - lessons.keys():
        rows = with_locks(Lesson.objects.select_for_update(of=("self",)).filter(school_id=school_id, pk__in=missing))
        lessons |= {lesson.pk: lesson for lesson in rows.select_related("course__group").order_by("pk")}
    if wanted - lessons.keys():
        raise NotFound(_("There is no such lesson."))
    for lesson in lessons.values():
        require(actor, rule, lesson, see=VIEW_LESSON)
    require_open(actor=actor, lessons=lessons.values(), counted=counted)
    return lessons


@transaction.atomic
def write_lessons(*, actor: Actor, school_id: int, records: Sequence[LessonRecord]) -> list[Lesson]:
    """Write topics; a lesson that is written was held (domain.md 2.1). All or nothing."""
    lessons = locked_lessons(actor=actor, school_id=school_id, ids=[row.lesson_id for row in records])
    changes, changed = [], []
    for row in records:
        lesson = lessons[row.lesson_id]
        topic = row.topic.strip()
        _check_lesson(lesson, topic, row.seen)
        if topic == lesson.topic and lesson.status == Status.HELD:
            continue
        changes.append(Change("lessons.lesson.written", lesson, old=_state(lesson), new={"topic": topic}))
        _write(lesson, topic, actor)
        changed.append(lesson)
    _save_written(school_id, changed, actor)
    record_many(actor=actor, school_id=school_id, changes=changes)
    return [lessons[row.lesson_id] for row in records]


@dataclass(frozen=True)
class LessonState:
    """What a lesson said before: topic and status."""

    lesson_id: int
    topic: str
    status: str


@transaction.atomic
def restore_lessons(*, actor: Actor, school_id: int, states: Sequence[LessonState], reason: str) -> None:
    """Set topics and states back to what they were; each is an ordinary recorded change."""
    lessons = locked_lessons(actor=actor, school_id=school_id, ids=[row.lesson_id for row in states])
    changes = []
    for row in states:
        lesson = lessons[row.lesson_id]
        old = _state(lesson)
        if old == {"topic": row.topic, "status": row.status}:
            continue
        _check_lesson(lesson, row.topic, None)
        _write(lesson, row.topic, actor)
        lesson.status = row.status
        lesson.save(update_fields=["topic", "status", "written_at", "written_by", "version"])
        changes.append(Change("lessons.lesson.written", lesson, old=old, new=_state(lesson), reason=reason))
    record_many(actor=actor, school_id=school_id, changes=changes)


def _save_written(school_id: int, lessons: list[Lesson], actor: Actor) -> None:
    """What all have in common by one plain update, their topics beside it: lessons of a day are many."""
    rows = Lesson.objects.filter(school_id=school_id)
    rows.filter(pk__in=[lesson.pk for lesson in lessons]).update(
        status=Status.HELD, written_at=clock.now(), written_by_id=actor.person_id, version=F("version") + 1
    )
    rows.bulk_update(lessons, ["topic"])


def require_given(lesson: Lesson) -> None:
    """Nothing is written in a lesson that is not given at its place."""
    if lesson.status == Status.CANCELLED:
        raise Invalid(_("The lesson is cancelled: nothing can be written in it."))
    if lesson.status == Status.MOVED:
        raise Invalid(_("The lesson is moved: write in it at its new place."))


def _check_lesson(lesson: Lesson, topic: str, seen: int | None) -> None:
    require_given(lesson)
    if seen is not None and seen != lesson.version:
        raise Conflict(
            _("Somebody has changed this lesson meanwhile."), theirs=lesson.topic, mine=topic, version=lesson.version
        )
    if len(topic) > 500:
        raise Invalid(fields={"topic": _("The topic is longer than 500 letters: shorten it.")})


def _write(lesson: Lesson, topic: str, actor: Actor) -> None:
    lesson.topic = topic
    lesson.status = Status.HELD
    lesson.written_at = clock.now()
    lesson.written_by_id = actor.person_id
    lesson.version += 1


def _state(lesson: Lesson) -> dict[str, object]:
    return {"topic": lesson.topic, "status": lesson.status}


@transaction.atomic
def check_attendance(*, actor: Actor, school_id: int, lesson_ids: Sequence[int]) -> None:
    """Note that the teacher has looked who is present; without absentees nothing else would tell."""
    lessons = locked_lessons(actor=actor, school_id=school_id, ids=lesson_ids)
    for lesson in lessons.values():
        require_given(lesson)
    fresh = [lesson for lesson in lessons.values() if lesson.attendance_at is None]
    rows = Lesson.objects.filter(school_id=school_id, pk__in=[lesson.pk for lesson in fresh])
    now = clock.now()
    rows.update(attendance_at=now)
    for lesson in fresh:
        lesson.attendance_at = now
    changes = [Change("lessons.attendance.checked", lesson) for lesson in fresh]
    record_many(actor=actor, school_id=school_id, changes=changes)


def require_members(school_id: int, pairs: Sequence[tuple[Lesson, int]]) -> None:
    """Refuse a pupil who is not in the group on the day of the lesson (domain.md rule 8)."""
    stays = _stays(school_id, pairs)
    for lesson, person_id in pairs:
        require_given(lesson)
        found = stays[lesson.course.group_id, person_id]
        if not any(since <= lesson.date and (until is None or lesson.date < until) for since, until in found):
            raise Invalid(_("The pupil is not in this class on the day of the lesson."))


Stay = tuple[date, date | None]
"""From the first day until the day when the pupil is there no more."""


def _stays(school_id: int, pairs: Sequence[tuple[Lesson, int]]) -> dict[tuple[int, int], list[Stay]]:
    """When the pupils are in the groups of the lessons, by group and pupil."""
    rows = Membership.objects.filter(
        school_id=school_id,
        group_id__in={lesson.course.group_id for lesson, _person in pairs},
        person_id__in={person_id for _lesson, person_id in pairs},
    )
    found: dict[tuple[int, int], list[Stay]] = defaultdict(list)
    for group_id, person_id, since, until in rows.values_list("group_id", "person_id", "since", "until"):
        found[group_id, person_id].append((since, until))
    return found
