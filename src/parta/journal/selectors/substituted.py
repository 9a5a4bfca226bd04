"""What was changed: the sheet of a day for the notice board, the report of substitutions and missed lessons.

Replaced is a lesson that another teacher gave; a change of time or room is none (domain.md 2.3). Missed is a lesson
of a teacher that nobody gave: cancelled, or over while the teacher was absent and nobody came.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, F, Q, QuerySet

from parta.access.actor import Actor
from parta.journal.selectors.day import with_names
from parta.journal.selectors.day_acts import NamedAct, standing_acts
from parta.lessons.models import OFF, DayMode, Lesson, Status, Substitution, TeacherAbsence
from parta.lessons.rules import RETURN_LESSON
from parta.lessons.selectors import absences_between
from parta.people.models import Person
from parta.school.selectors import today_of


@dataclass(frozen=True)
class SheetLine:
    """A changed lesson as the notice board tells it: never why."""

    lesson: Lesson
    joined: bool = False
    came: bool = False
    """Moved here from another place."""

    @property
    def planned(self) -> str:
        return self.lesson.teacher.initials_name if self.lesson.teacher else ""

    @property
    def given_by(self) -> str:
        return self.lesson.actual_teacher.initials_name if self.lesson.actual_teacher else ""

    @property
    def is_cancelled(self) -> bool:
        return bool(self.lesson.status == Status.CANCELLED)


@dataclass(frozen=True)
class Sheet:
    day: date
    groups: list[tuple[str, list[SheetLine]]]
    acts: list[NamedAct]


BY_CLASS, BY_TEACHER = "class", "teacher"


def sheet_of(actor: Actor, on: date | None, by: str = BY_CLASS) -> Sheet:
    """All changes of a day, by class or by the teacher who has something to do. Six queries at most."""
    school_id = actor.school_id or 0
    day = on or today_of(school_id)
    changed = ~Q(actual_teacher=F("teacher")) | Q(status__in=OFF, day_act__isnull=True) | Q(moved_here__isnull=False)
    here = RETURN_LESSON.filter(actor.within(school_id))
    lessons = with_names(Lesson.objects.filter(changed, here, school_id=school_id, date=day).distinct())
    ids = [row.pk for row in lessons]
    joined = set(
        Substitution.objects.filter(school_id=school_id, lesson_id__in=ids, joined=True).values_list(
            "lesson_id", flat=True
        )
    )
    came = set(Lesson.objects.filter(school_id=school_id, moved_to_id__in=ids).values_list("moved_to_id", flat=True))
    lines = [SheetLine(row, row.pk in joined, row.pk in came) for row in lessons]
    return Sheet(day, _grouped(lines, by), standing_acts(actor, day))


def _grouped(lines: Iterable[SheetLine], by: str) -> list[tuple[str, list[SheetLine]]]:
    found: dict[tuple[object, ...], list[SheetLine]] = defaultdict(list)
    for line in lines:
        group = line.lesson.course.group
        if by == BY_TEACHER:
            found[line.given_by, line.given_by].append(line)
        else:
            found[group.year_level or 0, group.name].append(line)
    return [(str(key[1]), rows) for key, rows in sorted(found.items(), key=lambda pair: pair[0])]


@dataclass
class ReportLine:
    """A teacher in a period: own lessons by what became of them, lessons given instead of others."""

    name: str
    planned: int = 0
    replaced: int = 0
    missed: int = 0
    moved: int = 0
    instead: int = 0
    """Hours given instead of others and written in: what is paid. Lessons of a combined class at once are one."""
    joined: int = 0
    """Of these, taken into an own lesson at the same time."""
    unwritten: int = 0
    """Hours given instead that are over and not written in: paid once they are."""
    subjects: Counter[str] = field(default_factory=Counter)

    @property
    def most(self) -> str:
        """The subject replaced most often; all of them if equal (domain.md 2.3)."""
        top = max(self.subjects.values(), default=0)
        return ", ".join(sorted(name for name, count in self.subjects.items() if count == top))

    @property
    def is_empty(self) -> bool:
        return not (self.replaced or self.missed or self.moved or self.instead or self.unwritten)


@dataclass(frozen=True)
class Report:
    since: date
    until: date
    lines: list[ReportLine]
    total: ReportLine


def report_of(actor: Actor, since: date, until: date, everybody: bool = False) -> Report:
    """Substitutions and missed lessons by teacher. Six queries whatever the period."""
    school_id = actor.school_id or 0
    today = today_of(school_id)
    here = RETURN_LESSON.filter(actor.within(school_id))
    rows = Lesson.objects.filter(here, school_id=school_id, date__range=(since, until))
    found: dict[int, ReportLine] = defaultdict(lambda: ReportLine(""))
    own = rows.exclude(day_act__mode=DayMode.OFF).filter(moved_here__isnull=True, teacher__isnull=False)
    for person, count in own.order_by().values_list("teacher_id").annotate(Count("pk")):
        found[person].planned = count
    for fact in _facts(school_id, rows, absences_between(school_id, since, until), today):
        _count(found, fact)
    names = {row.pk: row for row in Person.objects.filter(pk__in=found)}
    order = sorted(found, key=lambda pk: names[pk].sort_key)
    for pk in order:
        found[pk].name = names[pk].full_name
    lines = [found[pk] for pk in order if everybody or not found[pk].is_empty]
    return Report(since, until, lines, _total(lines))


@dataclass(frozen=True)
class _Fact:
    lesson: Lesson
    joined: bool
    is_first: bool
    """Of lessons of one teacher at one time: these are one hour."""
    is_over: bool
    is_missed: bool


def _facts(school_id: int, rows: QuerySet[Lesson], away: QuerySet[TeacherAbsence], today: date) -> Iterator[_Fact]:
    """Changed lessons of the period, and those of absent teachers to which nobody came."""
    spans: dict[int, list[TeacherAbsence]] = defaultdict(list)
    for row in away:
        spans[row.person_id].append(row)
    changed = ~Q(actual_teacher=F("teacher")) | Q(status__in=OFF) | Q(status=Status.PLANNED, teacher_id__in=spans)
    lessons = rows.filter(changed, teacher__isnull=False).exclude(day_act__mode=DayMode.OFF)
    found = list(lessons.select_related("course__subject").order_by("date", "number", "pk"))
    joined = set(
        Substitution.objects.filter(school_id=school_id, lesson__in=lessons, joined=True).values_list(
            "lesson_id", flat=True
        )
    )
    seen: set[tuple[object, ...]] = set()
    for lesson in found:
        key = (lesson.date, lesson.number, lesson.starts, lesson.teacher_id, lesson.actual_teacher_id, lesson.status)
        is_over = lesson.date < today
        is_away = any(
            row.since <= lesson.date <= row.until and row.numbers[0] <= lesson.number <= row.numbers[1]
            for row in spans.get(lesson.actual_teacher_id or 0, ())
        )
        missed = lesson.status == Status.CANCELLED or (lesson.status == Status.PLANNED and is_over and is_away)
        yield _Fact(lesson, lesson.pk in joined, key not in seen, is_over, missed)
        seen.add(key)


def _count(found: dict[int, ReportLine], fact: _Fact) -> None:
    lesson = fact.lesson
    own = found[lesson.teacher_id or 0]
    if fact.is_missed:
        own.missed += 1
    elif lesson.status == Status.MOVED:
        own.moved += 1
    elif lesson.actual_teacher_id and lesson.actual_teacher_id != lesson.teacher_id:
        own.replaced += 1
        own.subjects[lesson.course.subject.name] += 1
        _pay(found[lesson.actual_teacher_id], fact)


def _pay(line: ReportLine, fact: _Fact) -> None:
    if not fact.is_first:
        return
    if fact.lesson.status == Status.HELD:
        line.instead += 1
        line.joined += fact.joined
    elif fact.is_over:
        line.unwritten += 1


def _total(lines: Iterable[ReportLine]) -> ReportLine:
    total = ReportLine("")
    for line in lines:
        for name in ("planned", "replaced", "missed", "moved", "instead", "joined", "unwritten"):
            setattr(total, name, getattr(total, name) + getattr(line, name))
        total.subjects += line.subjects
    return total
