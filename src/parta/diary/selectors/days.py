"""Whose diary is open; days with lessons as a pupil and the family read them. Only of the pupil asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from parta.access.actor import Actor
from parta.access.rules import require
from parta.attendance.models import ABSENT, Attendance
from parta.classes.models import Appointment, GroupKind, Membership
from parta.classes.selectors import active
from parta.common.codes import Ref
from parta.common.errors import NotFound
from parta.grading.selectors import SeenMark, marks_seen
from parta.homework.models import Homework, HomeworkFile, HomeworkFor, HomeworkLink
from parta.lessons.models import DayAct, Lesson, Status
from parta.marks.models import Work
from parta.people.models import Pupil
from parta.people.rules import READ_DIARY_AS_FAMILY, VIEW_DIARY
from parta.school.selectors import now_of, policy_of


@dataclass(frozen=True)
class Child:
    """A pupil whose diary the actor may open, as a chip names it."""

    ref: Ref
    name: str
    surname: str
    group: str

    @property
    def initials(self) -> str:
        return f"{self.name[:1]}{self.surname[:1]}"


@dataclass(frozen=True)
class Reader:
    """Whose diary is open, and the others that may be switched to."""

    pupil: Pupil
    child: Child
    children: list[Child]
    is_family: bool
    now: datetime
    leader: str

    @property
    def today(self) -> date:
        return self.now.date()


def reader_of(actor: Actor, ref: Ref | None) -> Reader:
    """The diary asked for, or the actor's own one or first child; not found for anybody else's."""
    own = [*sorted(actor.places("pupil")), *sorted(actor.places("child"))]
    wanted = ref or next(iter(own), None)
    pupil = _pupil(wanted) if wanted else None
    if pupil is None:
        raise NotFound
    require(actor, VIEW_DIARY, pupil)
    now = now_of(pupil.school_id)
    is_family = READ_DIARY_AS_FAMILY.allows(actor, pupil)
    children = _children(own if is_family else [Ref(pupil.school_id, pupil.person_id)], now.date())
    child = next(row for row in children if row.ref == Ref(pupil.school_id, pupil.person_id))
    return Reader(pupil, child, children if len(children) > 1 else [], is_family, now, _leader(pupil, now.date()))


def _pupil(ref: Ref) -> Pupil | None:
    rows = Pupil.objects.filter(school_id=ref.school_id, person_id=ref.id).select_related("person")
    found: Pupil | None = rows.first()
    return found


def _children(refs: Iterable[Ref], on: date) -> list[Child]:
    wanted = set(refs)
    here = {"school_id__in": {ref.school_id for ref in wanted}, "person_id__in": {ref.id for ref in wanted}}
    cards = Pupil.objects.filter(**here).select_related("person").order_by("person__birth_date", "person__sort_key")
    classes = Membership.objects.filter(active(on), group__kind=GroupKind.CLASS, **here).select_related("group")
    names = {(row.school_id, row.person_id): row.group.name for row in classes}
    return [
        Child(Ref(*key), card.person.name, card.person.surname, names.get(key, ""))
        for card in cards
        if (key := (card.school_id, card.person_id)) in wanted
    ]


def _leader(pupil: Pupil, on: date) -> str:
    groups = Membership.objects.filter(
        active(on), school_id=pupil.school_id, person_id=pupil.person_id, group__kind=GroupKind.CLASS
    ).values_list("group_id", flat=True)
    rows = Appointment.objects.filter(active(on), school_id=pupil.school_id, group_id__in=list(groups))
    return ", ".join(row.person.full_name for row in rows.select_related("person"))


@dataclass(frozen=True)
class TaskView:
    """Homework as the family reads it."""

    text: str
    minutes: int | None
    due: date | None
    links: list[HomeworkLink]
    files: list[HomeworkFile]
    is_personal: bool


@dataclass(frozen=True)
class LessonView:
    """A lesson of the day: what was taught, what is to be done, what the pupil got."""

    number: int
    starts: time | None
    subject: str
    room: str
    teacher: str
    is_substituted: bool
    topic: str
    is_cancelled: bool
    moved_to: Lesson | None
    is_remote: bool
    is_now: bool
    is_written: bool
    late_until: time | None
    absence: str
    absence_symbol: str
    is_absent: bool
    marks: list[SeenMark]
    works: list[Work]
    todo: list[TaskView]
    given: list[TaskView]


@dataclass(frozen=True)
class DayView:
    day: date
    is_today: bool
    lessons: list[LessonView]
    off: str = ""
    acts: tuple[DayAct, ...] = ()
    """What was decided about the lessons of the day: quarantine, frost, distance."""

    @property
    def minutes(self) -> int:
        """How long the homework for this day should take."""
        return sum(task.minutes or 0 for lesson in self.lessons for task in lesson.todo)

    @property
    def time(self) -> str:
        """The same as families say it: "1 ч 35 мин"."""
        hours, minutes = divmod(self.minutes, 60)
        parts = (_("%(n)d h") % {"n": hours} if hours else "", _("%(n)d min") % {"n": minutes} if minutes else "")
        return " ".join(filter(None, parts))


def days_of(reader: Reader, since: date, until: date) -> list[DayView]:
    """The days from since to until (inclusive); ten queries whatever their number."""
    lessons = _lessons(reader.pupil, since, until)
    wanted = [pk for lesson in lessons for pk in (lesson.pk, lesson.moved_from) if pk]  # type: ignore[attr-defined]
    facts = _facts(reader, wanted, since, until)
    by_day: dict[date, list[Lesson]] = defaultdict(list)
    for lesson in lessons:
        by_day[lesson.date].append(lesson)
    days = [since + timedelta(days=offset) for offset in range((until - since).days + 1)]
    return [
        DayView(on, on == reader.today, _day(reader, by_day[on], facts), acts=_acts(by_day[on]))
        for on in days
        if by_day[on] or on.weekday() < 5 or since == until
    ]


def _acts(lessons: list[Lesson]) -> tuple[DayAct, ...]:
    return tuple({lesson.day_act.pk: lesson.day_act for lesson in lessons if lesson.day_act}.values())


AHEAD = 7
"""So many days ahead today's page tells what was decided about lessons."""


def coming_acts(reader: Reader) -> list[DayAct]:
    """Acts on lessons of the pupil in the next days, without those that hold today already. Two queries."""
    lessons = _lessons(reader.pupil, reader.today, reader.today + timedelta(days=AHEAD))
    today = _acts([lesson for lesson in lessons if lesson.date == reader.today])
    return [act for act in _acts(lessons) if act not in today]


def _lessons(pupil: Pupil, since: date, until: date) -> list[Lesson]:
    """Lessons of the groups that the pupil was in on the day; each knows which lesson was moved there."""
    stays = Membership.objects.filter(
        Q(until__isnull=True) | Q(until__gt=since),
        school_id=pupil.school_id,
        person_id=pupil.person_id,
        since__lte=until,
    )
    spans = list(stays.values_list("group_id", "since", "until"))
    before = Lesson.objects.filter(school_id=OuterRef("school_id"), moved_to_id=OuterRef("pk"))
    rows = Lesson.objects.filter(
        school_id=pupil.school_id, date__range=(since, until), course__group_id__in={group for group, *_ in spans}
    ).annotate(moved_from=Subquery(before.values("pk")[:1]))
    rows = rows.select_related("course__subject", "room", "actual_teacher", "moved_to", "day_act")
    return [
        lesson
        for lesson in rows.order_by("date", "number", "pk")
        if any(
            lesson.course.group_id == group and begins <= lesson.date and (ends is None or lesson.date < ends)
            for group, begins, ends in spans
        )
    ]


@dataclass
class _Facts:
    marks: dict[int, list[SeenMark]]
    attendance: dict[int, Attendance]
    works: dict[int, list[Work]]
    todo: dict[int, list[TaskView]]
    given: dict[int, list[TaskView]]
    minutes: int


def _facts(reader: Reader, lessons: list[int], since: date, until: date) -> _Facts:
    school_id, person_id = reader.pupil.school_id, reader.pupil.person_id
    marks: dict[int, list[SeenMark]] = defaultdict(list)
    for mark in marks_seen(school_id, person_id=person_id, work__lesson__date__range=(since, until)):
        if mark.value:
            marks[mark.work__lesson_id].append(mark)
    absences = Attendance.objects.filter(school_id=school_id, person_id=person_id, lesson_id__in=lessons)
    works: dict[int, list[Work]] = defaultdict(list)
    standing = Work.objects.filter(
        school_id=school_id, lesson_id__in=lessons, withdrawn_at__isnull=True, position__gt=0
    )
    for work in standing.select_related("type").order_by("position"):
        works[work.lesson_id].append(work)
    todo, given = _tasks(reader.pupil, lessons)
    return _Facts(
        marks,
        {row.lesson_id: row for row in absences.exclude(code=None).select_related("code")},
        works,
        todo,
        given,
        int(policy_of(school_id)["homework_deadline_minutes"]),
    )


Tasks = dict[int, list[TaskView]]


def _tasks(pupil: Pupil, lessons: list[int]) -> tuple[Tasks, Tasks]:
    """Homework by the lesson it is due at and by the lesson it was given at."""
    here = {"school_id": pupil.school_id}
    rows = list(
        Homework.objects.filter(Q(lesson_id__in=lessons) | Q(due_id__in=lessons), withdrawn_at__isnull=True, **here)
        .select_related("due")
        .order_by("pk")
    )
    ids = [row.pk for row in rows]
    mine = set(
        HomeworkFor.objects.filter(**here, homework_id__in=ids, person_id=pupil.person_id).values_list(
            "homework_id", flat=True
        )
    )
    links = list(HomeworkLink.objects.filter(**here, homework_id__in=ids).order_by("pk"))
    files = list(HomeworkFile.objects.filter(**here, homework_id__in=ids).order_by("pk"))
    todo, given = defaultdict(list), defaultdict(list)
    for row in rows:
        if not row.for_all and row.pk not in mine:
            continue
        task = TaskView(
            row.text,
            row.minutes,
            row.due.date if row.due else None,
            [link for link in links if link.homework_id == row.pk],
            [file for file in files if file.homework_id == row.pk],
            not row.for_all,
        )
        given[row.lesson_id].append(task)
        if row.due_id:
            todo[row.due_id].append(task)
    return todo, given


def _day(reader: Reader, lessons: list[Lesson], facts: _Facts) -> list[LessonView]:
    held = [lesson.ends for lesson in lessons if lesson.ends and not lesson.is_off]
    deadline = _later(max(held), facts.minutes) if held else None
    return [_lesson(reader.now, lesson, facts, deadline) for lesson in lessons]


def _later(at: time, minutes: int) -> time:
    """Minutes later on the same day, midnight at the latest."""
    later = datetime.combine(date.min, at) + timedelta(minutes=minutes)
    return later.time() if later.date() == date.min else time.max


def _lesson(now: datetime, lesson: Lesson, facts: _Facts, deadline: time | None) -> LessonView:
    """Teachers write within an hour after the last lesson of the class (domain.md 2.1); until then nothing is late."""
    absence = facts.attendance.get(lesson.pk)
    code = absence.code if absence else None
    is_today = lesson.date == now.date()
    has_begun = lesson.date < now.date() or (is_today and (lesson.starts or time.min) <= now.time())
    is_over = lesson.date < now.date() or (is_today and lesson.ends is not None and lesson.ends <= now.time())
    is_written = lesson.status == Status.HELD or not has_begun
    waits = is_today and deadline is not None and now.time() < deadline
    teacher = lesson.actual_teacher
    return LessonView(
        number=lesson.number,
        starts=lesson.starts,
        subject=lesson.course.subject.name,
        room=lesson.room.title if lesson.room else "",
        teacher=teacher.initials_name if teacher else "",
        is_substituted=bool(teacher and lesson.teacher_id and teacher.pk != lesson.teacher_id and not lesson.is_off),
        topic=lesson.topic,
        is_cancelled=lesson.status == Status.CANCELLED,
        moved_to=lesson.moved_to if lesson.status == Status.MOVED else None,
        is_remote=lesson.is_remote,
        is_now=has_begun and not is_over,
        is_written=is_written,
        late_until=deadline if waits else None,
        absence=code.title if code else "",
        absence_symbol=code.symbol if code else "",
        is_absent=bool(code and code.base in ABSENT),
        marks=facts.marks[lesson.pk],
        works=facts.works[lesson.pk],
        todo=[] if has_begun or lesson.status == Status.MOVED else _todo(lesson, facts),
        given=facts.given[lesson.pk],
    )


def _todo(lesson: Any, facts: _Facts) -> list[TaskView]:
    """Homework for a lesson, and for the one that was moved there."""
    return [*facts.todo[lesson.moved_from], *facts.todo[lesson.pk]] if lesson.moved_from else facts.todo[lesson.pk]


def file_for(reader: Reader, ref: Ref) -> HomeworkFile:
    """A file of a task that is meant for the pupil; not found otherwise."""
    if ref.school_id != reader.pupil.school_id:
        raise NotFound
    rows = HomeworkFile.objects.filter(school_id=ref.school_id, pk=ref.id)
    found: HomeworkFile | None = rows.select_related("homework__lesson", "homework__due").first()
    days = [row.date for row in (found.homework.lesson, found.homework.due) if row] if found else []
    mine = {lesson.pk for day in days for lesson in _lessons(reader.pupil, day, day)}
    shown = [task for tasks in _tasks(reader.pupil, sorted(mine)) for pk in mine for task in tasks.get(pk, [])]
    if found is None or not any(found in task.files for task in shown):
        raise NotFound
    return found
