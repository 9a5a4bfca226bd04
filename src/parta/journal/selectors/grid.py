"""The journal page of a course: pupils down, lessons across."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from parta.access.actor import Actor
from parta.access.rules import require
from parta.attendance.models import ABSENT, Attendance, BaseCode, Code
from parta.classes.models import Course, CourseTeacher
from parta.classes.rules import LEAD_GROUP, VIEW_COURSE
from parta.classes.selectors import Member, active, rosters
from parta.common.codes import Ref
from parta.common.errors import NotFound
from parta.common.templatetags.parta import day_month
from parta.grading.arithmetic import Average
from parta.grading.arithmetic.needs import Kind
from parta.grading.selectors import SeenMark, Way, average_kind, average_of, marks_seen, work_kinds
from parta.journal.arithmetic import shown
from parta.journal.selectors.closed import Locks, locks_of
from parta.journal.selectors.periods import Period, current, periods_of
from parta.lessons.models import Lesson, Unlock
from parta.lessons.rules import WRITE_LESSON
from parta.lessons.selectors import Lock, lessons_of_course, lock_of, standing_unlocks, unlock_for
from parta.marks.models import Procedure, Work
from parta.marks.selectors import procedures_of_course, warnings_of
from parta.school.selectors import today_of


@dataclass(frozen=True)
class Column:
    """A lesson, or one of several works of it; without a work, marks go to the lesson's default one."""

    lesson: Lesson
    work: Work | None
    is_today: bool
    is_open: bool
    is_chosen: bool = False
    lock: Lock | None = None
    """Why nobody writes here any more, if nobody has unlocked it."""
    planned: Procedure | None = None
    """An assessment procedure of the day that nobody has made a work of yet."""
    against: tuple[str, ...] = ()
    """Which limits of assessment procedures the work or the plan breaks."""

    @property
    def label(self) -> str:
        """ "к/р ×3" under the date of a work, "↻ отр. к/р ×3" of a re-take, "план: к/р" of what is only planned."""
        if self.work is None or self.work.position == 0:
            return _("plan: %(kind)s") % {"kind": self.planned.type.short_name} if self.planned else ""
        kind = self.work.type.short_name
        if self.work.retake_of:
            kind = "↻ " + _("re-take of %(kind)s") % {"kind": self.work.retake_of.type.short_name}
        return f"{kind} ×" + f"{self.work.weight.normalize():f}".replace(".", ",")

    @property
    def substitute(self) -> str:
        """Who gives the lesson instead of its teacher; empty without a substitution."""
        lesson = self.lesson
        is_given = lesson.actual_teacher and lesson.actual_teacher_id != lesson.teacher_id and not lesson.is_off
        return str(lesson.actual_teacher.initials_name) if is_given and lesson.actual_teacher else ""

    @property
    def title(self) -> str:
        """What the head of the column says when asked: the topic, the work, its subgroup and due day."""
        words = [_("substitution: %(name)s") % {"name": self.substitute} if self.substitute else "", self.lesson.topic]
        if self.work and self.work.position:
            words.append(f"{self.work.type.name}: {self.work.title}" if self.work.title else self.work.type.name)
            words += [self.work.group.name] if self.work.group else []
            words += [_("marks stand by %(day)s") % {"day": day_month(self.work.due)}] if self.work.due else []
        elif self.planned:
            words += [_("planned: %(kind)s") % {"kind": self.planned.type.name}, self.planned.title]
        words += self.against
        return " · ".join(filter(None, words))


@dataclass(frozen=True)
class GridCell:
    """What stands at a crossing; `is_member` is false on days when the pupil was not in the class."""

    symbol: str = ""
    marks: tuple[str, ...] = ()
    is_low: bool = False
    version: str = ""
    comment: str = ""
    is_member: bool = True

    @property
    def text(self) -> str:
        return shown(self.symbol, self.marks)


@dataclass(frozen=True)
class Row:
    person_id: int
    name: str
    cells: list[GridCell]
    average: Average
    left: str = ""


@dataclass(frozen=True)
class Grid:
    """Everything the page shows but the chosen lesson."""

    course: Course
    teachers: list[str]
    periods: list[Period]
    columns: list[Column]
    rows: list[Row]
    today: date
    codes: list[Code]
    chosen: Lesson | None
    can_write: bool
    opens_diaries: bool
    way: Way = field(default_factory=Way)
    kinds: list[Kind] = field(default_factory=list)
    """By which further marks may come."""
    absent: int = 0
    present: int = 0
    lessons: list[Lesson] = field(default_factory=list)
    locks: Locks = field(default_factory=Locks)

    @property
    def period(self) -> Period:
        return current(self.periods)


def course_of(actor: Actor, ref: Ref) -> Course:
    """A course the actor may read; not found otherwise."""
    rows = Course.objects.filter(school_id=ref.school_id, pk=ref.id)
    course: Course | None = rows.select_related("group__branch", "group__year", "subject").first()
    if course is None:
        raise NotFound
    require(actor, VIEW_COURSE, course)
    return course


def grid_of(
    actor: Actor, ref: Ref, *, term: Ref | None = None, lesson: Ref | None = None, work: Ref | None = None
) -> Grid:
    """The page of a course for a term (default: that of the chosen lesson, or of that of a work, or of today)."""
    course = course_of(actor, ref)
    today = today_of(ref.school_id)
    lesson = _lesson_with(course, work) if work else lesson
    asked = _lesson_of(course, lesson) if lesson else None
    periods = periods_of(course.group, course.group.year, asked.date if asked and not term else today, term)
    period = current(periods)
    lessons = lessons_of_course(ref.school_id, course.pk, period.since, period.until)
    for row in lessons:
        row.course = course
    members = rosters(ref.school_id, [course.group_id]).get(course.group_id, [])
    persons = sorted({member.person_id for member in members if _was_in(member, period)})
    codes = list(Code.objects.filter(school_id=ref.school_id).order_by("position", "pk"))
    reading = _read(course, persons, period, lessons, codes)
    chosen = next((row for row in lessons if asked and row.pk == asked.pk), None) or _nearest(lessons, today)
    columns = with_limits(course, period, list(_columns(actor, reading, today, (chosen, work))), today)
    rows = [_row(reading, columns, [m for m in members if m.person_id == person], today) for person in persons]
    rows.sort(key=lambda row: next(index for index, m in enumerate(members) if m.person_id == row.person_id))
    absent, here = _counts(reading, members, chosen)
    return Grid(
        course=course,
        teachers=teachers_of(course, today),
        periods=periods,
        columns=columns,
        rows=rows,
        today=today,
        codes=codes,
        chosen=chosen,
        can_write=any(column.is_open for column in columns),
        opens_diaries=LEAD_GROUP.allows(actor, course.group),
        way=reading.way,
        kinds=work_kinds(ref.school_id, course.subject_id),
        absent=absent,
        present=here - absent,
        lessons=lessons,
        locks=locks_of(actor, course, [(column.lesson, column.lock) for column in columns], reading.unlocks),
    )


@dataclass
class _Reading:
    """Rows of the page, by where they stand."""

    lessons: list[Lesson]
    works: dict[int, list[Work]]
    marks: dict[tuple[int, int], list[SeenMark]]
    all_marks: dict[int, list[SeenMark]]
    attendance: dict[tuple[int, int], Attendance]
    codes: dict[int, Code]
    way: Way
    subgroups: dict[int, list[Member]]
    """Who is in the subgroups that works are for, and when."""
    unlocks: list[Unlock]


def _read(course: Course, persons: list[int], period: Period, lessons: list[Lesson], codes: list[Code]) -> _Reading:
    """Marks of the whole subject, so that those of a former class count too (domain.md 4.7)."""
    school_id = course.school_id
    here = {"lesson__course_id": course.pk, "lesson__date__range": (period.since, period.until)}
    works: dict[int, list[Work]] = defaultdict(list)
    standing = Work.objects.filter(school_id=school_id, withdrawn_at__isnull=True, **here)
    for work in standing.select_related("type", "group", "retake_of__type").order_by("position"):
        works[work.lesson_id].append(work)
    marks: dict[tuple[int, int], list[SeenMark]] = defaultdict(list)
    all_marks: dict[int, list[SeenMark]] = defaultdict(list)
    for mark in marks_seen(
        school_id,
        person_id__in=persons,
        work__lesson__course__subject_id=course.subject_id,
        work__lesson__date__range=(period.since, period.until),
    ):
        marks[mark.person_id, mark.work_id].append(mark)
        all_marks[mark.person_id].append(mark)
    attendance = {(row.person_id, row.lesson_id): row for row in Attendance.objects.filter(school_id=school_id, **here)}
    known = {code.pk: code for code in codes}
    drawn = {work.group_id for found in works.values() for work in found if work.group_id}
    subgroups = rosters(school_id, drawn) if drawn else {}
    way, unlocks = average_kind(school_id), standing_unlocks(school_id, [course.pk])
    return _Reading(lessons, works, marks, all_marks, attendance, known, way, subgroups, unlocks)


def _was_in(member: Member, period: Period) -> bool:
    return member.since <= period.until and (member.until is None or member.until > period.since)


def _columns(
    actor: Actor, reading: _Reading, today: date, chosen: tuple[Lesson | None, Ref | None]
) -> Iterator[Column]:
    """Works of a lesson side by side; where all are for subgroups, the others have a column of answers too."""
    marked = {mark.work_id for marks in reading.marks.values() for mark in marks if mark.value}
    for lesson in reading.lessons:
        works = reading.works[lesson.pk]
        needed = [work for work in works if work.position or work.pk in marked]
        writes = not lesson.is_off and WRITE_LESSON.allows(actor, lesson)
        shown_works: list[Work | None] = [*(needed or works[:1])]
        if all(work and work.group_id for work in shown_works):
            shown_works.insert(0, next((work for work in works if not work.position), None))
        for work in shown_works:
            is_chosen = lesson is chosen[0] and (not chosen[1] or (work is not None and work.pk == chosen[1].id))
            lock = lock_of(lesson, work.due if work else None)
            if lock and lock.opens and unlock_for(lesson, reading.unlocks):
                lock = None
            yield Column(lesson, work, lesson.date == today, writes and lock is None, is_chosen, lock)


def with_limits(course: Course, period: Period, columns: list[Column], today: date) -> list[Column]:
    """The columns with what is planned and which limits are broken: one query, ten where there is anything to check."""
    plans = {row.date: row for row in procedures_of_course(course, period.since, period.until)}
    important = {column.work.pk for column in columns if column.work and column.work.is_important}
    if not plans and not important:
        return columns
    found = warnings_of(course, today)
    shown = []
    for column in columns:
        on, work = column.lesson.date, column.work
        is_work = work is not None and work.position > 0
        plan = None if is_work else plans.pop(on, None)
        key = f"w{work.pk}" if work and is_work else f"{on}" if plan else ""
        against = tuple(one.words for one in found.get(key, ()))
        shown.append(replace(column, planned=plan, against=against))
    return shown


def _row(reading: _Reading, columns: list[Column], stays: list[Member], today: date) -> Row:
    last = stays[-1]
    cells = [_cell(reading, column, stays) for column in columns]
    found = average_of(reading.all_marks[last.person_id], reading.way)
    has_left = last.until is not None and last.until <= today
    return Row(last.person_id, last.name, cells, found, (last.left_order or "—") if has_left else "")


def _cell(reading: _Reading, column: Column, stays: list[Member]) -> GridCell:
    person = stays[-1].person_id
    attendance = reading.attendance.get((person, column.lesson.pk))
    marks = reading.marks.get((person, column.work.pk), []) if column.work else []
    is_member = any(stay.is_in(column.lesson.date) for stay in stays) and _is_for(reading, column, person)
    if not attendance and not marks:
        return EMPTY if is_member else OUTSIDE
    code = reading.codes.get(attendance.code_id or 0) if attendance else None
    return GridCell(
        symbol=code.symbol if code else "",
        marks=tuple(mark.value for mark in marks if mark.value),
        is_low=any(mark.is_low for mark in marks),
        version=f"{attendance.version if attendance else 0}.{sum(mark.version for mark in marks)}",
        comment=next((mark.comment for mark in marks if mark.comment), ""),
        is_member=is_member,
    )


def _is_for(reading: _Reading, column: Column, person_id: int) -> bool:
    """Whether the work of the column is for the pupil: for everybody, or for the subgroup of the pupil on the day."""
    group_id = column.work.group_id if column.work else None
    here = reading.subgroups.get(group_id, []) if group_id else []
    return not group_id or any(stay.person_id == person_id and stay.is_in(column.lesson.date) for stay in here)


EMPTY, OUTSIDE = GridCell(), GridCell(is_member=False)


def _lesson_of(course: Course, ref: Ref) -> Lesson:
    found: Lesson | None = Lesson.objects.filter(school_id=course.school_id, course=course, pk=ref.id).first()
    if found is None or ref.school_id != course.school_id:
        raise NotFound
    return found


def _lesson_with(course: Course, work: Ref) -> Ref:
    rows = Work.objects.filter(school_id=course.school_id, lesson__course=course, pk=work.id)
    found: int | None = rows.values_list("lesson_id", flat=True).first()
    if found is None or work.school_id != course.school_id:
        raise NotFound
    return Ref(course.school_id, found)


def _nearest(lessons: list[Lesson], today: date) -> Lesson | None:
    """Today's lesson, else the last one before, else the first of the term."""
    begun = [lesson for lesson in lessons if lesson.date <= today]
    todays = [lesson for lesson in begun if lesson.date == today]
    return next(iter(todays or begun[-1:] or lessons[:1]), None)


def _counts(reading: _Reading, members: list[Member], lesson: Lesson | None) -> tuple[int, int]:
    """How many are absent from a lesson, and how many belong there."""
    if lesson is None:
        return 0, 0
    here = {member.person_id for member in members if member.is_in(lesson.date)}
    absent = {code.pk for code in reading.codes.values() if BaseCode(code.base) in ABSENT}
    missing = [person for person in here if _code_id(reading, person, lesson) in absent]
    return len(missing), len(here)


def _code_id(reading: _Reading, person_id: int, lesson: Lesson) -> int | None:
    row = reading.attendance.get((person_id, lesson.pk))
    return row.code_id if row else None


def teachers_of(course: Course, on: date) -> list[str]:
    rows = CourseTeacher.objects.filter(active(on) | Q(since__gt=on), school_id=course.school_id, course=course)
    return [row.person.full_name for row in rows.select_related("person").order_by("since", "person__sort_key")]
