"""How timely journals are kept, by teacher, class, journal or branch: from the server's times, never typed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.core.paginator import Page
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from parta.access.actor import Actor
from parta.classes.models import Course, Group
from parta.common.codes import Ref, encode
from parta.common.pages import page_of
from parta.lessons.models import Lesson
from parta.people.models import Person
from parta.school.models import Branch, School
from parta.school.rules import EDIT_SCHOOL
from parta.supervision.arithmetic import middle, percent
from parta.supervision.models import UNSETTLED, Remark
from parta.supervision.rules import VIEW_REMARK
from parta.supervision.selectors.held import Held, Times, times_of
from parta.supervision.selectors.spans import Span, spans_of
from parta.supervision.selectors.switches import SettingLine, setting_line

BY = ("teacher", "group", "course", "branch")
"""What lines are made of; each also leaves only what belongs to one of them."""
FIELDS = {"teacher": "person_id", "group": "group_id", "course": "course_id", "branch": "branch_id"}
"""Where it stands in a lesson and in a remark."""
KINDS = {"teacher": "person", "group": "group", "course": "course", "branch": "branch"}
"""The kind of its code."""


@dataclass
class Score:
    """Lessons that are over, and how many of them got in time what they should."""

    ref: Ref | None = None
    """What the line is of; none for the sum."""
    title: str = ""
    lessons: int = 0
    in_time: int = 0
    asked: int = 0
    given: int = 0
    works_over: int = 0
    works_marked: int = 0
    lags: list[int] = field(default_factory=list)
    without: int = 0
    open: int = 0
    overdue: int = 0

    @property
    def topics(self) -> int | None:
        return percent(self.in_time, self.lessons)

    @property
    def tasks(self) -> int | None:
        return percent(self.given, self.asked)

    @property
    def works(self) -> int | None:
        return percent(self.works_marked, self.works_over)

    @property
    def lag(self) -> int | None:
        return middle(self.lags)

    def add(self, lesson: Held, works: list[bool]) -> None:
        self.lessons += 1
        self.in_time += lesson.is_topic_timely
        self.asked += lesson.is_asked
        self.given += lesson.is_asked and lesson.is_task_timely
        self.works_over += len(works)
        self.works_marked += sum(works)
        self.without += not lesson.has_topic
        if lesson.days is not None:
            self.lags.append(lesson.days)

    def cells(self) -> list[tuple[Figure, int | None]]:
        return [(figure, getattr(self, figure.key)) for figure in FIGURES]


@dataclass(frozen=True)
class Figure:
    """A column: how it is counted, in words, and the settings that it depends on."""

    key: str
    label: str | Promise
    words: str | Promise
    settings: tuple[str, ...] = ()
    unit: str = ""
    warns: bool = False


FIGURES = (
    Figure("lessons", _("Lessons given"), _("Lessons of past days that were not cancelled.")),
    Figure(
        "topics", _("Topic on the day"), _("Lessons whose topic was written on the day itself or before."), unit=" %"
    ),
    Figure(
        "tasks",
        _("Homework in time"),
        _(
            "Tasks that stood by the hour the school has set, of all lessons where one is asked for. "
            "If it is not asked for at every lesson, of those where one was given."
        ),
        ("homework_deadline_minutes", "homework_every_lesson"),
        " %",
    ),
    Figure(
        "works",
        _("Works marked in time"),
        _(
            "Works for which half of the pupils or more had a mark by the day of the work; "
            "works whose day is still to come and re-takes are not counted."
        ),
        ("work_marks_days",),
        " %",
    ),
    Figure("lag", _("Topic after, days"), _("The middle value: half of the topics or more were written no later.")),
    Figure("without", _("Without a topic"), _("Lessons of past days that have no topic to this day.")),
    Figure("open", _("Remarks not settled"), _("Today, whatever the days chosen."), ("remark_days",)),
    Figure("overdue", _("Overdue"), _("Of them those whose day has passed."), warns=True),
)


@dataclass(frozen=True)
class TimelinessQuery:
    """Lines by what, of which days, and within whose journals."""

    by: str = "teacher"
    period: str = ""
    since: date | None = None
    until: date | None = None
    within: dict[str, Ref] = field(default_factory=dict)
    sort: str = ""
    page: str | None = None


@dataclass(frozen=True)
class Timeliness:
    spans: list[Span]
    lines: list[Score]
    total: Score
    within: str
    """Whose journals alone are counted, in words."""
    hints: list[tuple[Figure, list[SettingLine]]]
    may_edit: bool

    @property
    def span(self) -> Span:
        return next(span for span in self.spans if span.is_chosen)


def timeliness(actor: Actor, query: TimelinessQuery) -> Timeliness:
    """A line per teacher, class, journal or branch in the actor's scope, and their sum; a fixed number of queries."""
    school = School.objects.get(pk=actor.school_id or 0)
    spans, times = _read(actor, school, query)
    lines, total = _scores(school, times, query)
    _add_remarks(actor, school, lines, total, query)
    _name(school.pk, lines, query.by)
    hints = [(figure, [setting_line(key, times.policy[key]) for key in figure.settings]) for figure in FIGURES]
    words = _words(school.pk, query.within)
    return Timeliness(
        spans, _sorted(lines.values(), query.sort), total, words, hints, EDIT_SCHOOL.allows(actor, school)
    )


def _read(actor: Actor, school: School, query: TimelinessQuery) -> tuple[list[Span], Times]:
    spans = spans_of(school.pk, actor.on, query.period, query.since, query.until)
    span = next(span for span in spans if span.is_chosen)
    return spans, times_of(actor, school, (span.since, span.until))


def _is_within(row: Held, within: dict[str, Ref]) -> bool:
    return all(getattr(row, FIELDS[by]) == ref.id for by, ref in within.items())


def _scores(school: School, times: Times, query: TimelinessQuery) -> tuple[dict[int, Score], Score]:
    lines: dict[int, Score] = {}
    total = Score()
    for row in times.lessons:
        if _is_within(row, query.within):
            where = getattr(row, FIELDS[query.by])
            for score in (lines.setdefault(where, Score(Ref(school.pk, where))), total):
                score.add(row, times.works.get(row.id, []))
    return lines, total


def _add_remarks(actor: Actor, school: School, lines: dict[int, Score], total: Score, query: TimelinessQuery) -> None:
    where = {FIELDS[by]: ref.id for by, ref in query.within.items()}
    rows = Remark.objects.filter(VIEW_REMARK.filter(actor), school_id=school.pk, state__in=UNSETTLED, **where)
    for place, due in rows.values_list(FIELDS[query.by], "due"):
        if place in lines:
            for score in (lines[place], total):
                score.open += 1
                score.overdue += due < actor.on


def _names(school_id: int, by: str, ids: Iterable[int]) -> dict[int, str]:
    """What lines are called. One query."""
    if by == "teacher":
        return {row.pk: row.initials_name for row in Person.objects.filter(pk__in=ids)}
    if by == "course":
        rows = Course.objects.filter(school_id=school_id, pk__in=ids).select_related("subject", "group")
        return {row.pk: f"{row.subject.name}, {row.group.name}" for row in rows}
    if by == "group":
        return dict(Group.objects.filter(school_id=school_id, pk__in=ids).values_list("pk", "name"))
    return dict(Branch.objects.filter(school_id=school_id, pk__in=ids).values_list("pk", "short_name"))


def _name(school_id: int, lines: dict[int, Score], by: str) -> None:
    names = _names(school_id, by, lines)
    for pk, line in lines.items():
        line.title = names.get(pk, "")


def _words(school_id: int, within: dict[str, Ref]) -> str:
    return " · ".join(_names(school_id, by, [ref.id]).get(ref.id, "") for by, ref in within.items())


def _sorted(lines: Iterable[Score], sort: str) -> list[Score]:
    """By name, or by a column; what has no figure stands below the least."""
    name = sort.removeprefix("-")
    found = sorted(lines, key=lambda line: line.title)
    if name in {figure.key for figure in FIGURES}:
        found.sort(key=lambda line: -1 if getattr(line, name) is None else getattr(line, name), reverse=sort[:1] == "-")
    elif sort == "-title":
        found.reverse()
    return found


@dataclass(frozen=True)
class LateLine:
    """A lesson of which something came late, and what its page is called."""

    held: Held
    lesson: Lesson


@dataclass(frozen=True)
class LateLessons:
    span: Span
    within: str
    page: Page[LateLine]


def late_lessons(actor: Actor, query: TimelinessQuery) -> LateLessons:
    """Lessons whose topic or task was not in time, the newest first; a fixed number of queries."""
    school = School.objects.get(pk=actor.school_id or 0)
    spans, times = _read(actor, school, query)
    late = [row for row in times.lessons if row.is_late and _is_within(row, query.within)]
    if query.sort != "date":
        late.reverse()
    page = page_of(late, query.page)
    rows = Lesson.objects.filter(school_id=school.pk, pk__in=[row.id for row in page])
    named = {row.pk: row for row in rows.select_related("course__subject", "course__group", "actual_teacher")}
    page.object_list = [LateLine(row, named[row.id]) for row in page if row.id in named]
    span = next(span for span in spans if span.is_chosen)
    return LateLessons(span, _words(school.pk, query.within), page)


def code_in(by: str, line: Score) -> str:
    """What names the line in an address."""
    return encode(KINDS[by], line.ref) if line.ref else ""
