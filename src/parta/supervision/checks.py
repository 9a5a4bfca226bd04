"""The automatic checks: each looks at facts gathered before and gives what it found. No database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from parta.supervision.arithmetic import marks_expected


@dataclass(frozen=True)
class Cause:
    """Whom a finding concerns; the key by which it is known again. `due`: where the finding itself sets it."""

    kind: str
    course_id: int
    lesson_id: int | None
    person_id: int
    term_id: int | None = None
    pupil_id: int | None = None
    due: date | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Past:
    """A lesson that is over and was not cancelled."""

    id: int
    course_id: int
    person_id: int | None
    date: date
    has_topic: bool
    has_attendance: bool
    takes_homework: bool
    homework_by: datetime


@dataclass(frozen=True)
class Study:
    """A pupil in a course in a term that has begun and is not closed; `since` is the first day of the pupil there."""

    course_id: int
    term_id: int
    pupil_id: int
    since: date
    until: date
    days: int
    is_present: bool
    """The term of today, or the last one between two terms."""
    has_numbers: bool = True
    was_away: bool = False
    """From half of the lessons or more."""
    least: int = 0
    marks: int = 0
    has_final: bool = False

    def expected(self, on: date) -> int:
        return marks_expected(self.least, self.days, self.since, on)


@dataclass(frozen=True)
class Signed:
    """A mark of a term in numbers, and the average that stood beside it when it was put."""

    course_id: int
    term_id: int
    pupil_id: int
    mark: Decimal
    average: Decimal


@dataclass(frozen=True)
class Facts:
    now: datetime
    lessons: list[Past] = field(default_factory=list)
    lost: dict[int, int] = field(default_factory=dict)
    """Hours of a course that were cancelled or never written."""
    teachers: dict[int, int] = field(default_factory=dict)
    with_homework: set[int] = field(default_factory=set)
    with_marks: set[int] = field(default_factory=set)
    unmarked: set[int] = field(default_factory=set)
    """Lessons with an important work whose day for marks has passed with fewer than half of the marks."""
    studies: list[Study] = field(default_factory=list)
    signed: list[Signed] = field(default_factory=list)
    lag_hours: int = 3
    lesson_days: int = 1
    gap_days: int = 14
    final_days: int = 2
    average_gap: Decimal = Decimal("0.6")

    @property
    def on(self) -> date:
        return self.now.date()

    def is_due(self, lesson: Past) -> bool:
        """So many days have passed that its entries are asked for."""
        return lesson.date <= self.on - timedelta(days=self.lesson_days)

    def is_blank(self, lesson: Past) -> bool:
        """Nothing at all is written in it."""
        written = lesson.has_topic or lesson.has_attendance
        return not written and lesson.id not in self.with_homework and lesson.id not in self.with_marks


Found = Iterator[Cause]


def _causes(kind: str, facts: Facts, is_amiss: Callable[[Past], bool]) -> Found:
    for row in facts.lessons:
        if row.person_id and is_amiss(row):
            yield Cause(kind, row.course_id, row.id, row.person_id)


def blank(facts: Facts) -> Found:
    return _causes("blank", facts, lambda row: facts.is_due(row) and facts.is_blank(row))


def topic(facts: Facts) -> Found:
    return _causes("topic", facts, lambda row: facts.is_due(row) and not row.has_topic and not facts.is_blank(row))


def attendance(facts: Facts) -> Found:
    return _causes(
        "attendance",
        facts,
        lambda row: facts.is_due(row) and not row.has_attendance and not facts.is_blank(row),
    )


def homework(facts: Facts) -> Found:
    def is_amiss(row: Past) -> bool:
        is_late = row.takes_homework and row.homework_by < facts.now and row.id not in facts.with_homework
        return is_late and not facts.is_blank(row)

    return _causes("homework", facts, is_amiss)


def work_marks(facts: Facts) -> Found:
    return _causes("work_marks", facts, lambda row: row.id in facts.unmarked)


def lag(facts: Facts) -> Found:
    for course_id, hours in facts.lost.items():
        if hours >= facts.lag_hours and course_id in facts.teachers:
            yield Cause("lag", course_id, None, facts.teachers[course_id])


def homework_gap(facts: Facts) -> Found:
    """A course with two lessons or more in the last days, none of them with a task."""
    begins = facts.on - timedelta(days=facts.gap_days)
    lessons = [row for row in facts.lessons if row.takes_homework and begins <= row.date < facts.on]
    given = {row.course_id for row in lessons if row.id in facts.with_homework}
    counts = Counter(row.course_id for row in lessons)
    for course_id, count in counts.items():
        if count >= 2 and course_id not in given and course_id in facts.teachers:
            yield Cause("homework_gap", course_id, None, facts.teachers[course_id])


def is_few(study: Study, facts: Facts) -> bool:
    """Fewer marks than the part of the term that has passed asks for."""
    counts = study.is_present and study.has_numbers and not study.was_away
    return counts and study.marks < study.expected(facts.on)


def lacks_final(study: Study, facts: Facts) -> bool:
    """No mark of the term from so many days before its end on."""
    return not study.has_final and study.until - timedelta(days=facts.final_days) <= facts.on


def is_far(row: Signed, facts: Facts) -> bool:
    return abs(row.mark - row.average) > facts.average_gap


def few_marks(facts: Facts) -> Found:
    return _studies("few_marks", facts, is_few)


def final_missing(facts: Facts) -> Found:
    return _studies("final_missing", facts, lacks_final)


def _studies(kind: str, facts: Facts, is_amiss: Callable[[Study, Facts], bool]) -> Found:
    """One finding for a course and a term, whatever the number of pupils; never due after the end of the term."""
    ends = {(row.course_id, row.term_id): row.until for row in facts.studies if is_amiss(row, facts)}
    for (course_id, term_id), until in ends.items():
        if course_id in facts.teachers:
            due = until if until >= facts.on else None
            yield Cause(kind, course_id, None, facts.teachers[course_id], term_id, due=due)


def average_gap(facts: Facts) -> Found:
    for row in facts.signed:
        if is_far(row, facts) and row.course_id in facts.teachers:
            teacher = facts.teachers[row.course_id]
            yield Cause("average_gap", row.course_id, None, teacher, row.term_id, row.pupil_id)


@dataclass(frozen=True)
class Check:
    """A check with its words, where domain.md asks for it and the settings of the school that it reads."""

    key: str
    title: str | Promise
    explanation: str | Promise
    source: str
    run: Callable[[Facts], Found]
    settings: tuple[str, ...] = ()
    is_on: bool = True
    """Unless the school decides otherwise by the setting `switch`."""
    by: str = ""
    """A setting of the school that there is already and that switches it."""

    @property
    def switch(self) -> str:
        return self.by or f"check_{self.key}"


_TABLE = (
    Check(
        "blank",
        _("The lesson is empty"),
        _("Nothing is written in a lesson of a past day."),
        "2.1, 3.2",
        blank,
        ("lesson_days",),
    ),
    Check("topic", _("No topic"), _("The lesson has entries, but no topic."), "2.1, 3.2", topic, ("lesson_days",)),
    Check(
        "attendance",
        _("Attendance not checked"),
        _("Nobody has noted who was there."),
        "2.1",
        attendance,
        ("lesson_days",),
    ),
    Check(
        "homework",
        _("No homework"),
        _("No task stands by the hour the school has set."),
        "2.1",
        homework,
        ("homework_deadline_minutes",),
        by="homework_every_lesson",
    ),
    Check(
        "homework_gap",
        _("No homework for long"),
        _("A course has had two lessons or more in these days and not one task."),
        "3.2",
        homework_gap,
        ("homework_gap_days",),
        is_on=False,
    ),
    Check(
        "work_marks",
        _("A work without marks"),
        _("An important work still lacks its marks: fewer than half of the pupils have one."),
        "2.2",
        work_marks,
        ("work_marks_days",),
    ),
    Check(
        "few_marks",
        _("Too few marks"),
        _(
            "From the middle of the term on a pupil has at least that part of the marks needed for the term that has "
            "passed of it, rounded down. Who missed half of the lessons is not counted."
        ),
        "3.2, 4.3",
        few_marks,
        ("min_marks", "min_marks_half"),
    ),
    Check(
        "final_missing",
        _("No marks of the term"),
        _("The term ends or has ended, and some pupils have no mark for it."),
        "3.1",
        final_missing,
        ("final_marks_days",),
    ),
    Check(
        "average_gap",
        _("A term mark far from the average"),
        _("The mark and the average that stood beside it when it was put differ by more than the school allows."),
        "3.2",
        average_gap,
        ("average_gap",),
    ),
    Check(
        "lag",
        _("Behind the programme"),
        _("Hours were cancelled or never written."),
        "4.5",
        lag,
        ("lag_hours",),
    ),
)
CHECKS = {check.key: check for check in _TABLE}
"""Every check there is; one more line here gives it its setting, its words and its remarks."""
