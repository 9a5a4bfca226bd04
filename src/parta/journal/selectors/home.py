"""The day of a school or branch, for who leads it; the class of a class teacher."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from parta.access.actor import Actor
from parta.access.reading import opens
from parta.access.rules import require
from parta.attendance.models import ABSENT, Attendance, BaseCode
from parta.classes.models import Appointment, Course, Group, GroupKind, GroupPart, Membership
from parta.classes.rules import VIEW_CLASS
from parta.classes.selectors import active, rosters
from parta.common.codes import Ref
from parta.common.errors import NotFound
from parta.grading.arithmetic import Average
from parta.grading.rules import VIEW_DEBTS
from parta.grading.selectors import average_kind, averages, marks_seen
from parta.grading.selectors.debts import overdue_debts
from parta.journal.selectors.alerts import waiting_alerts
from parta.journal.selectors.day import DayLesson, states_of, unfilled, with_names
from parta.journal.selectors.periods import Period, current, periods_of
from parta.journal.selectors.unmarked import ClassLeft, unmarked
from parta.lessons.models import Lesson, Status, Substitution
from parta.marks.arithmetic import SYSTEMS
from parta.school.models import Branch, Subject
from parta.school.rules import VIEW_BRANCH_HOME
from parta.school.selectors import now_of, today_of

UNFILLED_DAYS = timedelta(days=7)


@dataclass(frozen=True)
class AbsentPupil:
    person_id: int
    name: str
    group: str
    lessons: int
    symbols: str
    without_reason: bool


@dataclass(frozen=True)
class TeacherLeft:
    """How many lessons a teacher has not filled in, and the oldest of them."""

    name: str
    lessons: list[DayLesson]


@dataclass(frozen=True)
class Home:
    today: date
    branches: list[Branch]
    chosen: Branch | None
    pupils: int
    absent: list[AbsentPupil]
    lessons: int
    held: int
    left: list[TeacherLeft]
    substitutions: list[Substitution]
    cancelled: list[Lesson]
    alerts: int
    """Unusual edits that nobody has looked at."""
    debts: int
    """Academic debts past their deadline."""
    unmarked: list[ClassLeft]

    @property
    def without_reason(self) -> int:
        return sum(pupil.without_reason for pupil in self.absent)

    @property
    def unmarked_total(self) -> int:
        return sum(row.count for row in self.unmarked)

    @property
    def left_total(self) -> int:
        return sum(len(row.lessons) for row in self.left)


def home_of(actor: Actor, branch: Ref | None = None) -> Home:
    """Today in the branches the actor leads, or in the chosen one of them."""
    school_id = actor.school_id or 0
    everywhere = Branch.objects.filter(school_id=school_id).order_by("-is_main", "name")
    branches = [row for row in everywhere if VIEW_BRANCH_HOME.allows(actor, row)]
    if not branches:
        raise NotFound
    chosen = next((row for row in branches if branch and row.pk == branch.id), None)
    if branch and chosen is None:
        raise NotFound
    ids = [chosen.pk] if chosen else [row.pk for row in branches]
    now = now_of(school_id)
    today = now.date()
    here = Q(course__group__branch_id__in=ids)
    lessons = list(Lesson.objects.filter(here, school_id=school_id, date=today).values_list("status", flat=True))
    return Home(
        today=today,
        branches=branches if len(branches) > 1 else [],
        chosen=chosen,
        pupils=_pupils(school_id, ids, today),
        absent=_absent(school_id, ids, today),
        lessons=sum(status != Status.CANCELLED for status in lessons),
        held=sum(status == Status.HELD for status in lessons),
        left=_by_teacher(unfilled(school_id, here, now, today - UNFILLED_DAYS)),
        substitutions=_substitutions(school_id, ids, today),
        cancelled=with_names(Lesson.objects.filter(here, school_id=school_id, date=today, status=Status.CANCELLED)),
        alerts=waiting_alerts(actor),
        debts=overdue_debts(actor, today),
        unmarked=unmarked(school_id, ids, today),
    )


def _pupils(school_id: int, branches: list[int], on: date) -> int:
    rows = Membership.objects.filter(
        active(on), school_id=school_id, group__branch_id__in=branches, group__kind=GroupKind.CLASS
    )
    return int(rows.values("person_id").distinct().count())


def _absent(school_id: int, branches: list[int], on: date) -> list[AbsentPupil]:
    """Everybody marked absent from a lesson of the day, with the class of the pupil."""
    missed = Attendance.objects.filter(
        school_id=school_id,
        lesson__date=on,
        lesson__course__group__branch_id__in=branches,
        code__base__in=ABSENT,
    ).exclude(lesson__status=Status.CANCELLED)
    rows: dict[int, list[Attendance]] = defaultdict(list)
    for row in missed.select_related("person", "code").order_by("person__sort_key", "lesson__number"):
        rows[row.person_id].append(row)
    classes = Membership.objects.filter(
        active(on), school_id=school_id, person_id__in=rows, group__kind=GroupKind.CLASS
    ).select_related("group")
    names = {row.person_id: row.group for row in classes}
    found = [
        AbsentPupil(
            person_id=person_id,
            name=entries[0].person.short_name,
            group=names[person_id].name if person_id in names else "",
            lessons=len(entries),
            symbols=", ".join(dict.fromkeys(entry.code.symbol for entry in entries if entry.code)),
            without_reason=any(entry.code and entry.code.base == BaseCode.UNEXCUSED for entry in entries),
        )
        for person_id, entries in rows.items()
    ]
    level = {person_id: group.year_level or 0 for person_id, group in names.items()}
    return sorted(found, key=lambda row: (level.get(row.person_id, 0), row.group))


def _by_teacher(lessons: list[DayLesson]) -> list[TeacherLeft]:
    rows: dict[int | None, list[DayLesson]] = defaultdict(list)
    for state in lessons:
        rows[state.lesson.actual_teacher_id].append(state)
    teachers = ((found[0].lesson.actual_teacher, found) for found in rows.values())
    left = [TeacherLeft(teacher.initials_name if teacher else "", found) for teacher, found in teachers]
    return sorted(left, key=lambda row: (-len(row.lessons), row.name))


def _substitutions(school_id: int, branches: list[int], on: date) -> list[Substitution]:
    rows = Substitution.objects.filter(
        school_id=school_id, lesson__date=on, lesson__course__group__branch_id__in=branches
    ).exclude(lesson__status=Status.CANCELLED)
    joined = rows.select_related("teacher", "lesson__teacher", "lesson__course__group", "lesson__course__subject")
    return list(joined.order_by("lesson__number", "pk"))


@dataclass(frozen=True)
class ClassPupil:
    """A pupil of the class: today, the term so far."""

    ref: Ref
    name: str
    today: str
    missed: int
    unexcused: int
    averages: list[tuple[str, Average]]
    low: list[tuple[str, Average]]


@dataclass(frozen=True)
class ClassPage:
    group: Group
    mine: list[Group]
    leader: str
    today: date
    period: Period
    pupils: list[ClassPupil]
    lessons: list[DayLesson]
    courses: list[Course]
    shows_debts: bool


def my_groups(actor: Actor) -> list[Group]:
    """The classes the actor leads."""
    places = {ref for ref in actor.places("leads") if ref.school_id == actor.school_id}
    rows = Group.objects.filter(
        school_id=actor.school_id, pk__in=[ref.id for ref in places], kind__in=(GroupKind.CLASS, GroupKind.COMBINED)
    )
    return list(rows.order_by("year_level", "name"))


def class_page(actor: Actor, ref: Ref | None = None) -> ClassPage:
    """The class that the actor leads, or one that may be read."""
    mine = my_groups(actor)
    group = group_of(actor, ref) if ref else next(iter(mine), None)
    if group is None:
        raise NotFound
    today = today_of(group.school_id)
    period = current(periods_of(group, group.year, today))
    now = now_of(group.school_id)
    groups = with_parts(group)
    related = Q(course__group_id__in=groups) | Q(course__group__parts__part_id__in=groups)
    lessons = with_names(Lesson.objects.filter(related, school_id=group.school_id, date=today).distinct())
    states = states_of(group.school_id, lessons, now)
    leaders = Appointment.objects.filter(active(today), school_id=group.school_id, group=group)
    taught = Q(group_id__in=groups) | Q(group__parts__part_id__in=groups)
    courses = Course.objects.filter(taught, school_id=group.school_id)
    return ClassPage(
        group=group,
        mine=mine,
        leader=", ".join(row.person.full_name for row in leaders.select_related("person")),
        today=today,
        period=period,
        pupils=_class_pupils(group, groups, period, today),
        lessons=[states[row.pk] for row in lessons],
        courses=list(courses.select_related("subject", "group").distinct().order_by("subject__name", "group__name")),
        shows_debts=opens(actor, VIEW_DEBTS),
    )


def group_of(actor: Actor, ref: Ref) -> Group:
    """A class the actor may look at as a whole; not found otherwise."""
    rows = Group.objects.filter(school_id=ref.school_id, pk=ref.id).select_related("branch", "year")
    found: Group | None = rows.first()
    if found is None:
        raise NotFound
    require(actor, VIEW_CLASS, found)
    return found


def with_parts(group: Group) -> list[int]:
    """The group; a combined class with the classes it is made of, which hold its pupils and courses."""
    if group.kind != GroupKind.COMBINED:
        return [group.pk]
    parts = GroupPart.objects.filter(school_id=group.school_id, whole=group)
    return [group.pk, *parts.values_list("part_id", flat=True)]


def _class_pupils(group: Group, groups: list[int], period: Period, today: date) -> list[ClassPupil]:
    lists = rosters(group.school_id, groups).values()
    members = [member for members in lists for member in members if member.is_in(today)]
    members.sort(key=lambda member: member.sort_key)
    persons = [member.person_id for member in members]
    span = (period.since, min(period.until, today))
    marks = marks_seen(group.school_id, person_id__in=persons, work__lesson__date__range=span)
    found = averages(marks, average_kind(group.school_id))
    subjects = dict(Subject.objects.filter(school_id=group.school_id).values_list("pk", "name"))
    noted = Attendance.objects.filter(school_id=group.school_id, person_id__in=persons, lesson__date__range=span)
    noted = noted.exclude(code=None).exclude(lesson__status=Status.CANCELLED).order_by("lesson__date", "lesson__number")
    rows: dict[int, list[tuple[date, str, str]]] = defaultdict(list)
    for row in noted.values_list("person_id", "lesson__date", "code__base", "code__symbol"):
        rows[row[0]].append((row[1], row[2], row[3]))
    return [
        _class_pupil(Ref(group.school_id, m.person_id), m.name, found, subjects, rows[m.person_id], today)
        for m in members
    ]


def _class_pupil(
    ref: Ref,
    name: str,
    found: dict[tuple[int, int], Average],
    subjects: dict[int, str],
    rows: list[tuple[date, str, str]],
    today: date,
) -> ClassPupil:
    own = [(subjects[subject], value) for (person, subject), value in found.items() if person == ref.id]
    own.sort(key=lambda item: item[0])
    return ClassPupil(
        ref,
        name,
        today=", ".join(dict.fromkeys(symbol for on, _base, symbol in rows if on == today)),
        missed=sum(base in ABSENT for _on, base, _symbol in rows),
        unexcused=sum(base == BaseCode.UNEXCUSED for _on, base, _symbol in rows),
        averages=[(subject, value) for subject, value in own if value.value is not None],
        low=[(subject, value) for subject, value in own if _is_poor(value)],
    )


def _is_poor(average: Average) -> bool:
    """An average that is named to the class teacher (domain.md 4.3: below 2.5 is unsatisfactory, near it a risk)."""
    return average.value is not None and SYSTEMS[average.scale or "five"].is_poor(average.value)
