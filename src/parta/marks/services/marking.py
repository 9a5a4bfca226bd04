"""Works of a lesson and the marks put for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import TypedDict, Unpack

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from parta.access.actor import Actor
from parta.classes.models import Group, GroupKind, GroupPart, Membership
from parta.common import clock
from parta.common.errors import Conflict, Invalid, NotFound
from parta.ledger.services import Change, record, record_many
from parta.lessons.models import Lesson
from parta.lessons.services import locked_lessons, require_given, require_members
from parta.marks.arithmetic import SYSTEMS, MarkSystem
from parta.marks.models import Mark, Work, WorkType
from parta.marks.services.procedures import bind_procedure, unbind_procedure
from parta.school.selectors import today_of


@dataclass(frozen=True)
class MarkOp:
    """Set all marks of a pupil for a work; no symbols take them back.

    Without a work the marks go to the lesson's default one ("answer at the lesson").
    `seen` is the cell's version on the page: the sum of the versions of its marks.
    """

    lesson_id: int
    person_id: int
    symbols: tuple[str, ...]
    work_id: int | None = None
    comment: str = ""
    seen: int | None = None
    reason: str = ""


MOST_MARKS = 5
"""In one cell: "4/5" is two."""

Cell = dict[int, Mark]
"""Marks of one pupil for one work, by part."""


@transaction.atomic
def put_marks(*, actor: Actor, school_id: int, operations: Sequence[MarkOp]) -> None:
    """Write marks of works the actor may write in. All or nothing."""
    places = [(op.lesson_id, op.work_id) for op in operations]
    lessons = locked_lessons(
        actor=actor,
        school_id=school_id,
        ids=[lesson_id for lesson_id, _work_id in places],
        counted=partial(due_days, school_id, places),
    )
    require_members(school_id, [(lessons[op.lesson_id], op.person_id) for op in operations])
    works = _works(school_id, lessons, operations)
    _check_subgroups(school_id, lessons, works, operations)
    cells = _cells(school_id, works, operations)
    changes: list[Change] = []
    touched: dict[tuple[int, int, int], Mark] = {}
    for op in operations:
        work = works[op.lesson_id, op.work_id]
        _check_symbols(op, work, lessons[op.lesson_id])
        _check_day(op, lessons[op.lesson_id])
        cell = cells.setdefault((work.pk, op.person_id), {})
        _check_version(op, cell)
        old = _shown(cell)
        written = _write(op, work, cell, actor)
        touched |= {(work.pk, op.person_id, mark.part): mark for mark in written}
        if written:
            action = "marks.mark.changed" if old else "marks.mark.put"
            changes.append(Change(action, work, op.person_id, old, _shown(cell), op.reason))
    _save(school_id, list(touched.values()))
    record_many(actor=actor, school_id=school_id, changes=changes)


def due_days(school_id: int, places: Iterable[tuple[int, int | None]]) -> dict[int, date]:
    """From which day the window counts at lessons where all the named works are due later (domain.md 2.3)."""
    wanted = list(places)
    rows = Work.objects.filter(school_id=school_id, pk__in={work_id for _lesson_id, work_id in wanted if work_id})
    due = dict(rows.values_list("pk", "due"))
    found: dict[int, list[date | None]] = {}
    for lesson_id, work_id in wanted:
        found.setdefault(lesson_id, []).append(due.get(work_id or 0))
    return {lesson_id: min(filter(None, on)) for lesson_id, on in found.items() if all(on)}


def _works(
    school_id: int, lessons: dict[int, Lesson], operations: Sequence[MarkOp]
) -> dict[tuple[int, int | None], Work]:
    rows = Work.objects.filter(school_id=school_id, lesson_id__in=lessons, withdrawn_at__isnull=True)
    found: dict[tuple[int, int | None], Work] = {}
    for work in rows:
        found[work.lesson_id, work.pk] = work
        if work.position == 0:
            found[work.lesson_id, None] = work
    wanted = {(op.lesson_id, op.work_id) for op in operations} - found.keys()
    if any(work_id is not None for _lesson_id, work_id in wanted):
        raise NotFound(_("There is no such work at this lesson."))
    made = _default_works(school_id, [lessons[lesson_id] for lesson_id, _work_id in sorted(wanted)])
    return found | {(work.lesson_id, None): work for work in made}


def _default_works(school_id: int, lessons: list[Lesson]) -> list[Work]:
    if not lessons:
        return []
    kind = WorkType.objects.filter(school_id=school_id, is_default=True).first()
    if kind is None:
        raise Invalid(_("The school has no kind of work for answers at the lesson: the administrator can add one."))
    works = [_new_work(lesson, kind, position=0) for lesson in lessons]
    Work.objects.bulk_create(works)
    return works


def _new_work(lesson: Lesson, kind: WorkType, *, position: int) -> Work:
    return Work(
        school_id=lesson.school_id,
        lesson=lesson,
        type=kind,
        weight=kind.weight,
        is_important=kind.is_important,
        system="pass" if lesson.course.group.year_level == 1 else kind.system,
        position=position,
        written_at=clock.now(),
    )


def _cells(
    school_id: int, works: dict[tuple[int, int | None], Work], operations: Sequence[MarkOp]
) -> dict[tuple[int, int], Cell]:
    found: dict[tuple[int, int], Cell] = {}
    persons = {op.person_id for op in operations}
    ids = {work.pk for work in works.values()}
    for mark in Mark.objects.filter(school_id=school_id, work_id__in=ids, person_id__in=persons):
        found.setdefault((mark.work_id, mark.person_id), {})[mark.part] = mark
    return found


def _check_subgroups(
    school_id: int,
    lessons: dict[int, Lesson],
    works: dict[tuple[int, int | None], Work],
    operations: Sequence[MarkOp],
) -> None:
    """A work of a subgroup takes marks of those who are in it on the day; a mark is taken back from anybody."""
    asked = [(op.person_id, works[op.lesson_id, op.work_id], lessons[op.lesson_id]) for op in operations if op.symbols]
    groups = {work.group_id for _person, work, _lesson in asked if work.group_id}
    if not groups:
        return
    rows = Membership.objects.filter(school_id=school_id, group_id__in=groups)
    stays = list(rows.values_list("person_id", "group_id", "since", "until"))
    for person_id, work, lesson in asked:
        found = [stay[2:] for stay in stays if stay[:2] == (person_id, work.group_id)]
        is_in = any(since <= lesson.date and (until is None or lesson.date < until) for since, until in found)
        if work.group_id and not is_in:
            raise Invalid(_("This work is for a subgroup, and the pupil is not in it on the day of the lesson."))


def _check_symbols(op: MarkOp, work: Work, lesson: Lesson) -> None:
    system: MarkSystem = SYSTEMS[work.system]
    if len(op.symbols) > MOST_MARKS:
        raise Invalid(_("So many marks do not fit into one cell."))
    for symbol in op.symbols:
        if lesson.course.group.year_level == 1 and system.number(symbol) is not None:
            raise Invalid(_("First-year pupils get no marks in numbers."))
        if not system.accepts(symbol):
            known = ", ".join(list(system.numbers)[:12])
            raise Invalid(_("“%(symbol)s” is no mark here. Allowed: %(known)s.") % {"symbol": symbol, "known": known})


def _check_day(op: MarkOp, lesson: Lesson) -> None:
    """No mark before the day of the lesson, by the calendar of the school."""
    if op.symbols and lesson.date > clock.today() and lesson.date > today_of(lesson.school_id):
        raise Invalid(_("This lesson is still to come: marks are put when it is given."))


def cell_version(cell: Cell) -> int:
    return sum(mark.version for mark in cell.values())


def _check_version(op: MarkOp, cell: Cell) -> None:
    if op.seen is not None and op.seen != cell_version(cell):
        theirs = "/".join(mark.value for mark in cell.values() if mark.value)
        raise Conflict(
            _("Somebody has changed this mark meanwhile."),
            theirs=theirs,
            mine="/".join(op.symbols),
            version=cell_version(cell),
        )


def _shown(cell: Cell) -> dict[str, str] | None:
    parts = [cell[part] for part in sorted(cell) if cell[part].value]
    if not parts:
        return None
    return {"marks": "/".join(mark.value for mark in parts), "comment": parts[0].comment}


def _write(op: MarkOp, work: Work, cell: Cell, actor: Actor) -> list[Mark]:
    """Change the cell's marks in memory; give those that differ."""
    written = []
    for part in range(1, max([len(op.symbols), *cell]) + 1):
        value = op.symbols[part - 1] if part <= len(op.symbols) else ""
        comment = op.comment if part == 1 else ""
        mark = cell.get(part)
        if mark is None:
            mark = Mark(school_id=work.school_id, work=work, person_id=op.person_id, part=part, version=0)
        if (mark.value, mark.comment) == (value, comment):
            continue
        mark.value, mark.comment = value, comment
        mark.version += 1
        mark.written_at = clock.now()
        mark.written_by_id = actor.person_id
        cell[part] = mark
        written.append(mark)
    return written


def _save(school_id: int, marks: list[Mark]) -> None:
    Mark.objects.bulk_create([mark for mark in marks if mark.pk is None], 500)
    Mark.objects.filter(school_id=school_id).bulk_update(
        [mark for mark in marks if mark.version > 1],
        ["value", "comment", "version", "written_at", "written_by"],
    )


class WorkWords(TypedDict, total=False):
    """What may be said of a work and changed later. No weight and no importance: as they are."""

    title: str
    weight: Decimal | None
    is_important: bool | None
    due: date | None


class WorkValues(WorkWords, total=False):
    """What may be said of a new work; weight and importance come from the kind (of a re-take: from the first work)."""

    group: Group | None
    retake_of: Work | None
    reason: str
    """Why it is added against a limit of assessment procedures."""


@transaction.atomic
def add_work(*, actor: Actor, lesson: Lesson, kind: WorkType, **values: Unpack[WorkValues]) -> Work:
    """Add a column of marks to a lesson: for everybody or a subgroup, of its own or as a re-take of an earlier work."""
    found = locked_lessons(actor=actor, school_id=lesson.school_id, ids=[lesson.pk])[lesson.pk]
    require_given(found)
    first = _first_work(found, values.get("retake_of"))
    _check_group(found, values.get("group"))
    last = Work.objects.filter(school_id=lesson.school_id, lesson=found).aggregate(last=Max("position"))["last"]
    work = _new_work(found, kind, position=(last or 0) + 1)
    usual: WorkType | Work = first or kind
    work.weight, work.is_important = usual.weight, usual.is_important
    work.group, work.retake_of = values.get("group"), first
    work.system = first.system if first else work.system
    _describe(work, found, values)
    work.save()
    why, new = values.get("reason", ""), _told(work, kind)
    record(actor=actor, school_id=lesson.school_id, action="marks.work.added", target=work, new=new, reason=why)
    bind_procedure(actor=actor, work=work, lesson=found)
    return work


def _first_work(lesson: Lesson, wanted: Work | None) -> Work | None:
    """The work that a re-take gives a second chance for, locked so that nobody withdraws it meanwhile."""
    if wanted is None:
        return None
    rows = Work.objects.select_for_update(of=("self",)).select_related("lesson")
    here = {"school_id": lesson.school_id, "lesson__course_id": lesson.course_id}
    first: Work | None = rows.filter(pk=wanted.pk, withdrawn_at__isnull=True, **here).first()
    if first is None or first.lesson.place >= lesson.place:
        raise Invalid(fields={"retake_of": _("A re-take belongs to an earlier work of the same course.")})
    if first.retake_of_id:
        raise Invalid(fields={"retake_of": _("This is a re-take itself: choose the first work.")})
    return first


def _check_group(lesson: Lesson, group: Group | None) -> None:
    if group is None:
        return
    parts = GroupPart.objects.filter(school_id=lesson.school_id, whole_id=group.pk, part_id=lesson.course.group_id)
    if not parts.filter(whole__kind=GroupKind.SUBGROUP).exists():
        raise Invalid(fields={"group": _("This subgroup is not drawn from the class of the lesson.")})


def _describe(work: Work, lesson: Lesson, values: WorkWords) -> None:
    """Set what may be changed later too: title, weight, importance, the day by which the marks stand."""
    weight, is_important, due = values.get("weight"), values.get("is_important"), values.get("due", work.due)
    if weight is not None and weight < 0:
        raise Invalid(fields={"weight": _("A weight cannot be less than zero.")})
    if due and due < lesson.date:
        raise Invalid(fields={"due": _("This day is before the lesson.")})
    work.title = values.get("title", work.title).strip()
    work.weight = work.weight if weight is None else weight
    work.is_important = work.is_important if is_important is None else is_important
    work.due = due


def _told(work: Work, kind: WorkType | None = None) -> dict[str, object]:
    """A work as the ledger keeps it."""
    told: dict[str, object] = {"kind": kind.name} if kind else {}
    told |= {"title": work.title, "weight": str(work.weight), "important": work.is_important}
    if work.due:
        told["due_day"] = str(work.due)
    if kind and work.group:
        told["group"] = work.group.name
    if kind and work.retake_of_id:
        told["retake_of"] = work.retake_of_id
    return told


@transaction.atomic
def change_work(*, actor: Actor, work: Work, seen: int, **values: Unpack[WorkWords]) -> Work:
    """Change title, weight, importance or the due day of a work that stands; what is not given stays."""
    counted = partial(due_days, work.school_id, [(work.lesson_id, work.pk)])
    ids = [work.lesson_id]
    lesson = locked_lessons(actor=actor, school_id=work.school_id, ids=ids, counted=counted)[work.lesson_id]
    work.refresh_from_db()
    if work.withdrawn_at:
        raise Invalid(_("The work is taken away: nothing of it can be changed."))
    if work.version != seen:
        words = _("Somebody has changed this work meanwhile.")
        raise Conflict(words, theirs=work.title, mine=values.get("title", ""), version=work.version)
    old = _told(work)
    _describe(work, lesson, values)
    new = _told(work)
    if old == new:
        return work
    work.version += 1
    work.save(update_fields=["title", "weight", "is_important", "due", "version"])
    record(actor=actor, school_id=work.school_id, action="marks.work.changed", target=work, old=old, new=new)
    return work


@transaction.atomic
def withdraw_work(*, actor: Actor, work: Work) -> Work:
    """Take a column away while it has no marks and no re-take."""
    counted = partial(due_days, work.school_id, [(work.lesson_id, work.pk)])
    locked_lessons(actor=actor, school_id=work.school_id, ids=[work.lesson_id], counted=counted)
    work.refresh_from_db(from_queryset=Work.objects.select_for_update().filter(school_id=work.school_id))
    if work.withdrawn_at:
        return work
    if work.position == 0:
        raise Invalid(_("Answers at the lesson have their place always: take back the marks alone."))
    if Mark.objects.filter(school_id=work.school_id, work=work).exclude(value="").exists():
        raise Invalid(_("The work has marks: take them back first."))
    if Work.objects.filter(school_id=work.school_id, retake_of=work, withdrawn_at__isnull=True).exists():
        raise Invalid(_("The work has a re-take: take that away first."))
    work.withdrawn_at = clock.now()
    work.version += 1
    work.save(update_fields=["withdrawn_at", "version"])
    record(actor=actor, school_id=work.school_id, action="marks.work.withdrawn", target=work, old={"title": work.title})
    unbind_procedure(actor=actor, work=work)
    return work
