"""Lessons of absent teachers: what is decided about each, who is free, what would be proposed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parta.access.actor import Actor
from parta.classes.models import CourseTeacher, GroupKind, GroupPart
from parta.common.codes import Ref, encode
from parta.lessons.arithmetic.covering import (
    AT_WORK,
    BESIDE,
    BUILDING,
    CLASS,
    ELSEWHERE,
    PARTNER,
    SUBJECT,
    WINDOW,
    Away,
    Colleague,
    Hour,
    Need,
    Offer,
    joins,
    offers,
    propose,
)
from parta.lessons.models import OFF, Lesson, Status, Substitution, TeacherAbsence
from parta.lessons.rules import RETURN_LESSON, SUBSTITUTE
from parta.lessons.selectors import absences_between, hour_of
from parta.people.models import Person

OPEN, GIVEN, JOINED, CANCELLED, MOVED, OWN = "open", "given", "joined", "cancelled", "moved", "own"
SHOWN = 12
"""So many colleagues are offered for a lesson."""


@dataclass(frozen=True)
class OfferLine:
    """A colleague as the page offers one."""

    person: int
    code: str
    name: str
    words: str
    joined: bool = False


@dataclass(frozen=True)
class CoverLine:
    """A lesson (or those of a combined class at once) of a teacher who is away, or one that is changed anyhow."""

    lessons: list[Lesson]
    state: str
    can_decide: bool
    offers: list[OfferLine] = field(default_factory=list)
    joins: list[OfferLine] = field(default_factory=list)
    proposed: OfferLine | None = None

    @property
    def lesson(self) -> Lesson:
        return self.lessons[0]

    @property
    def groups(self) -> str:
        return ", ".join(row.course.group.name for row in self.lessons)

    @property
    def subjects(self) -> str:
        return ", ".join(dict.fromkeys(row.course.subject.name for row in self.lessons))

    @property
    def is_open(self) -> bool:
        return self.state == OPEN

    @property
    def can_undo(self) -> bool:
        """Not with the day, and not where the substitute has written the topic; the services look at the rest."""
        row = self.lesson
        is_written = self.state in (GIVEN, JOINED) and row.written_by_id == row.actual_teacher_id
        is_decided = self.state in (GIVEN, JOINED, CANCELLED, MOVED) and not row.day_act_id
        return self.can_decide and is_decided and not is_written


def cover_lines(actor: Actor, school_id: int, where: Q, absences: Iterable[TeacherAbsence]) -> list[CoverLine]:
    """Lessons in order with what is decided about them; offers come by `with_offers`. Two queries."""
    away = _away(absences)
    rows = Lesson.objects.filter(where, RETURN_LESSON.filter(actor), school_id=school_id).distinct()
    joined = rows.select_related(
        "course__group__branch", "course__subject", "room", "teacher", "actual_teacher", "moved_to", "day_act"
    )
    lessons = list(joined.order_by("date", "number", "course__group__name", "pk"))
    together = set(
        Substitution.objects.filter(
            school_id=school_id, lesson_id__in=[row.pk for row in lessons], joined=True
        ).values_list("lesson_id", flat=True)
    )
    units: dict[tuple[object, ...], list[Lesson]] = defaultdict(list)
    for row in lessons:
        units[unit_key(row)].append(row)
    return [
        CoverLine(found, _state(found[0], away, together), SUBSTITUTE.allows(actor, found[0]))
        for found in units.values()
    ]


def unit_key(lesson: Lesson) -> tuple[object, ...]:
    """Lessons of one teacher at one time stand and fall together."""
    own = (lesson.teacher_id, lesson.actual_teacher_id)
    alone = lesson.pk if lesson.teacher_id is None else 0
    return lesson.date, lesson.number, lesson.starts, own, lesson.status in OFF, alone


def of_absence(absence: TeacherAbsence) -> Q:
    """Lessons of the teacher in the time of an absence: those of the plan and those taken over from others."""
    whose = Q(teacher_id=absence.person_id) | Q(actual_teacher_id=absence.person_id)
    return whose & Q(date__range=(absence.since, absence.until), number__range=absence.numbers)


def _away(absences: Iterable[TeacherAbsence]) -> dict[int, tuple[Away, ...]]:
    found: dict[int, tuple[Away, ...]] = defaultdict(tuple)
    for row in absences:
        found[row.person_id] += (Away(row.since, row.until, *row.numbers),)
    return found


def _state(lesson: Lesson, away: Mapping[int, tuple[Away, ...]], together: Collection[int]) -> str:
    if lesson.status in OFF:
        return CANCELLED if lesson.status == Status.CANCELLED else MOVED
    spans = away.get(lesson.actual_teacher_id or 0, ())
    if lesson.status == Status.PLANNED and any(span.covers(lesson.date, lesson.number) for span in spans):
        return OPEN
    if lesson.actual_teacher_id != lesson.teacher_id:
        return JOINED if lesson.pk in together else GIVEN
    return OWN


def with_offers(school_id: int, lines: Sequence[CoverLine]) -> list[CoverLine]:
    """Lines with who is free for each open one and who would be proposed. Six queries, none without open lines."""
    waiting = [line for line in lines if line.is_open and line.can_decide]
    if not waiting:
        return list(lines)
    staff = _Staff(school_id, waiting)
    needs = {line.lesson.pk: staff.need(line) for line in waiting}
    proposed: dict[int, Offer | None] = {}
    for branch, colleagues in staff.by_branch.items():
        own = [needs[line.lesson.pk] for line in waiting if line.lesson.course.group.branch_id == branch]
        proposed |= propose(own, colleagues)
    return [
        _offered(school_id, line, staff, needs[line.lesson.pk], proposed.get(line.lesson.pk))
        if line.lesson.pk in needs
        else line
        for line in lines
    ]


def _offered(school_id: int, line: CoverLine, staff: _Staff, need: Need, proposed: Offer | None) -> CoverLine:
    colleagues = staff.by_branch[line.lesson.course.group.branch_id]
    return replace(
        line,
        offers=[_line(school_id, offer) for offer in offers(need, colleagues)[:SHOWN]],
        joins=[_line(school_id, offer) for offer in joins(need, colleagues)],
        proposed=_line(school_id, proposed) if proposed else None,
    )


def free_for(lesson: Lesson, person_id: int) -> tuple[bool, bool]:
    """Whether a colleague is free at the time of a lesson; whether this one could take the pupils into an own one."""
    line = CoverLine([lesson], OPEN, True)
    staff = _Staff(lesson.school_id, [line])
    colleagues = [one for one in staff.by_branch[lesson.course.group.branch_id] if one.person == person_id]
    need = staff.need(line)
    return bool(offers(need, colleagues)), bool(joins(need, colleagues))


class _Staff:
    """Everybody who teaches in the branches of the lessons, with the lessons and absences of their weeks."""

    def __init__(self, school_id: int, lines: Sequence[CoverLine]) -> None:
        first = min(line.lesson.date for line in lines)
        last = max(line.lesson.date for line in lines)
        span = first - timedelta(days=first.weekday()), last + timedelta(days=6 - last.weekday())
        self.parts = _parts(school_id)
        self.at: dict[date, list[Lesson]] = defaultdict(list)
        rows = Lesson.objects.filter(school_id=school_id, date__range=span, actual_teacher__isnull=False)
        for row in rows.exclude(status__in=OFF).select_related("course__group", "room"):
            self.at[row.date].append(row)
        self.by_branch = self._colleagues(school_id, span)

    def _colleagues(self, school_id: int, span: tuple[date, date]) -> dict[int, list[Colleague]]:
        there = Q(since__lte=span[1]) & (Q(until__isnull=True) | Q(until__gt=span[0]))
        taught = CourseTeacher.objects.filter(there, school_id=school_id)
        columns = ("person_id", "course__subject_id", "course__group_id", "course__group__branch_id")
        subjects: dict[int, set[int]] = defaultdict(set)
        groups: dict[int, set[int]] = defaultdict(set)
        branches: dict[int, set[int]] = defaultdict(set)
        for person, subject, group, branch in taught.values_list(*columns):
            subjects[person].add(subject)
            groups[person] |= self.classes(group)
            branches[branch].add(person)
        absent, hours = _away(absences_between(school_id, *span)), self._hours()
        names = {row.pk: row for row in Person.objects.filter(pk__in=subjects)}
        known = {
            person: Colleague(
                person,
                row.initials_name,
                frozenset(subjects[person]),
                frozenset(groups[person]),
                tuple(hours[person]),
                absent.get(person, ()),
            )
            for person, row in names.items()
        }
        return defaultdict(list, {branch: [known[person] for person in found] for branch, found in branches.items()})

    def _hours(self) -> dict[int, list[Hour]]:
        """Lessons of each teacher; those of a combined class are one."""
        found: dict[int, dict[tuple[object, ...], Hour]] = defaultdict(dict)
        for rows in self.at.values():
            for row in rows:
                found[row.actual_teacher_id or 0][row.date, row.number, row.starts] = hour_of(row)
        return defaultdict(list, {person: list(hours.values()) for person, hours in found.items()})

    def classes(self, group_id: int) -> set[int]:
        """A group with the classes it is drawn from."""
        return {group_id, *self.parts.get(group_id, ())}

    def need(self, line: CoverLine) -> Need:
        groups = {group for row in line.lessons for group in self.classes(row.course.group_id)}
        return Need(
            line.lesson.pk,
            hour_of(line.lesson),
            frozenset(row.course.subject_id for row in line.lessons),
            frozenset(groups),
            frozenset(self._partners(line, groups)),
        )

    def _partners(self, line: CoverLine, groups: set[int]) -> Iterable[int]:
        """Who gives another subgroup of the same class at this time."""
        if any(row.course.group.kind != GroupKind.SUBGROUP for row in line.lessons):
            return
        hour = hour_of(line.lesson)
        for row in self.at[line.lesson.date]:
            shares = self.classes(row.course.group_id) & groups
            is_own = row.actual_teacher_id == line.lesson.actual_teacher_id
            if row.course.group.kind == GroupKind.SUBGROUP and shares and not is_own and hour_of(row).overlaps(hour):
                yield row.actual_teacher_id or 0


def _parts(school_id: int) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for whole, part in GroupPart.objects.filter(school_id=school_id).values_list("whole_id", "part_id"):
        found[whole].add(part)
    return found


def _line(school_id: int, offer: Offer) -> OfferLine:
    words = {
        SUBJECT: _("same subject"),
        CLASS: _("teaches this class"),
        BUILDING: "",
        ELSEWHERE: _("in another building"),
        WINDOW: _("has a window"),
        BESIDE: _("lesson next to it"),
        AT_WORK: _("at school that day"),
        PARTNER: _("gives the other group"),
    }
    load = ngettext("%(n)d lesson this week", "%(n)d lessons this week", offer.load) % {"n": offer.load}
    said = [*(words[word] for word in offer.why if words[word]), load]
    return OfferLine(
        offer.person, encode("person", Ref(school_id, offer.person)), offer.name, ", ".join(said), PARTNER in offer.why
    )
