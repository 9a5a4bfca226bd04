"""One lesson as it stands beside the grid and on a page of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from parta.access.actor import Actor
from parta.access.rules import require
from parta.attendance.models import Attendance
from parta.classes.models import CourseTeacher, Group, GroupKind, GroupPart, Membership
from parta.classes.selectors import active, rosters
from parta.common.codes import Ref, encode
from parta.common.errors import NotFound
from parta.homework.models import Homework, HomeworkFile, HomeworkFor, HomeworkLink
from parta.journal.selectors.cells import Cell, cell_of
from parta.journal.selectors.plans import Planned, planned_for
from parta.lessons.models import Lesson, Status, Substitution
from parta.lessons.rules import SUBSTITUTE, VIEW_LESSON, WRITE_LESSON
from parta.lessons.selectors import Lock, lock_of, standing_unlocks, unlock_for, with_locks
from parta.marks.models import Mark, Work, WorkType
from parta.people.models import Person
from parta.school.selectors import policy_of

AHEAD = timedelta(days=45)


@dataclass(frozen=True)
class TaskView:
    """Homework with its links, files and, if it is not for everybody, the names it is for."""

    homework: Homework
    links: list[HomeworkLink]
    files: list[HomeworkFile]
    names: list[str]


@dataclass(frozen=True)
class LessonView:
    """A lesson with what is written in it and what may be written."""

    lesson: Lesson
    can_write: bool
    substitution: Substitution | None
    tasks: list[TaskView]
    works: list[Work]
    kinds: list[WorkType]
    later: list[Lesson]
    takes_homework: bool
    groups: list[Group]
    """Subgroups drawn from the class: a work may be for one of them."""
    earlier: list[Work]
    """Works of the course that may be taken again."""
    teachers: list[Person]
    """Who may be asked to give the lesson instead; empty for those who do not decide it."""
    lock: Lock | None = None
    """Why nothing is written in it any more, for who would write."""
    planned: Planned | None = None
    """What the thematic plan has for it, where the topic or the homework is not written yet."""

    @property
    def main_task(self) -> Homework | None:
        """The first task for everybody: the one that stands in the lesson's own form."""
        return next((task.homework for task in self.tasks if task.homework.for_all), None)

    @property
    def other_tasks(self) -> list[TaskView]:
        """Everything that the lesson's own form does not show."""
        main = self.main_task
        return [task for task in self.tasks if task.homework != main or task.links or task.files]

    @property
    def is_cancelled(self) -> bool:
        return bool(self.lesson.status == Status.CANCELLED)


def lesson_of(actor: Actor, ref: Ref) -> Lesson:
    """A lesson the actor may read; not found otherwise."""
    rows = with_locks(Lesson.objects.filter(school_id=ref.school_id, pk=ref.id))
    found: Lesson | None = rows.select_related(
        "course__group__branch", "course__group__year", "course__subject", "room", "teacher", "actual_teacher"
    ).first()
    if found is None:
        raise NotFound
    require(actor, VIEW_LESSON, found)
    return found


def work_of(actor: Actor, ref: Ref) -> Work:
    """A work that stands, of a lesson the actor may read; not found otherwise."""
    rows = Work.objects.filter(school_id=ref.school_id, pk=ref.id, withdrawn_at__isnull=True)
    found: Work | None = rows.select_related("type").first()
    if found is None:
        raise NotFound
    found.lesson = lesson_of(actor, Ref(ref.school_id, found.lesson_id))
    return found


def lesson_view(actor: Actor, lesson: Lesson) -> LessonView:
    """What stands beside the grid: fifteen queries at most."""
    here = {"school_id": lesson.school_id}
    writes = WRITE_LESSON.allows(actor, lesson) and lesson.status != Status.CANCELLED
    rows = Work.objects.filter(**here, lesson=lesson, withdrawn_at__isnull=True)
    rows = rows.select_related("type", "group", "retake_of__lesson", "retake_of__type")
    works = list(rows.order_by("position"))
    lock = _lock(lesson, works) if writes else None
    tasks = tasks_of(lesson)
    can_write = writes and lock is None
    later = Lesson.objects.filter(
        **here, course_id=lesson.course_id, date__range=(lesson.date, lesson.date + AHEAD)
    ).exclude(status=Status.CANCELLED)
    following = [row for row in later.order_by("date", "number") if row.place > lesson.place]
    first_year = lesson.course.group.year_level == 1
    decides = SUBSTITUTE.allows(actor, lesson) and lesson.status != Status.CANCELLED
    return LessonView(
        lesson=lesson,
        can_write=can_write,
        substitution=Substitution.objects.filter(**here, lesson=lesson).select_related("teacher").first(),
        tasks=tasks,
        works=works,
        kinds=list(WorkType.objects.filter(**here).order_by("position", "pk")) if can_write else [],
        later=following[:12],
        groups=_subgroups(lesson) if can_write else [],
        earlier=_earlier(lesson) if can_write else [],
        teachers=_colleagues(lesson) if decides else [],
        takes_homework=not first_year or bool(policy_of(lesson.school_id)["first_year_homework"]),
        lock=lock,
        planned=None if lesson.topic and tasks else planned_for([lesson]).get(lesson.pk),
    )


def _lock(lesson: Lesson, works: list[Work]) -> Lock | None:
    """What closes the lesson; a work that is due later keeps its page open, the services refuse the rest."""
    lock = lock_of(lesson, max((work.due for work in works if work.due), default=None))
    if lock and lock.opens and unlock_for(lesson, standing_unlocks(lesson.school_id, [lesson.course_id])):
        return None
    return lock


def _subgroups(lesson: Lesson) -> list[Group]:
    rows = GroupPart.objects.filter(school_id=lesson.school_id, part_id=lesson.course.group_id)
    drawn = rows.filter(whole__kind=GroupKind.SUBGROUP).select_related("whole")
    return sorted((row.whole for row in drawn), key=lambda group: group.name)


def _earlier(lesson: Lesson) -> list[Work]:
    """The last works of the course before the lesson that are no re-takes themselves."""
    rows = Work.objects.filter(
        school_id=lesson.school_id,
        lesson__course_id=lesson.course_id,
        lesson__date__lte=lesson.date,
        withdrawn_at__isnull=True,
        retake_of__isnull=True,
        position__gt=0,
    )
    found = rows.select_related("type", "lesson").order_by("-lesson__date", "-lesson__number", "-position")[:20]
    return [work for work in found if work.lesson.place < lesson.place]


def _colleagues(lesson: Lesson) -> list[Person]:
    """Everybody who teaches at the school but the teacher of the lesson."""
    rows = CourseTeacher.objects.filter(active(lesson.date), school_id=lesson.school_id)
    ids = set(rows.values_list("person_id", flat=True)) - {lesson.teacher_id}
    return list(Person.objects.filter(pk__in=ids).order_by("sort_key"))


def tasks_of(lesson: Lesson) -> list[TaskView]:
    here = {"school_id": lesson.school_id}
    rows = list(
        Homework.objects.filter(**here, lesson=lesson, withdrawn_at__isnull=True).select_related("due").order_by("pk")
    )
    if not rows:
        return []
    ids = [row.pk for row in rows]
    links = list(HomeworkLink.objects.filter(**here, homework_id__in=ids).order_by("pk"))
    files = list(HomeworkFile.objects.filter(**here, homework_id__in=ids).order_by("pk"))
    names = list(HomeworkFor.objects.filter(**here, homework_id__in=ids).select_related("person"))
    return [
        TaskView(
            row,
            [link for link in links if link.homework_id == row.pk],
            [file for file in files if file.homework_id == row.pk],
            sorted(name.person.short_name for name in names if name.homework_id == row.pk),
        )
        for row in rows
    ]


@dataclass(frozen=True)
class Pupil:
    """A line of the lesson's list: the cell of each work in the order of `columns`."""

    person_id: int
    name: str
    cells: list[tuple[str, int | None, Cell]]
    """Name of the field, work, what stands there."""


def roster_of(view: LessonView) -> list[Pupil]:
    """Everybody of the lesson with the cells of the works that are for them (None: the default one). Four queries."""
    lesson = view.lesson
    members = rosters(lesson.school_id, [lesson.course.group_id]).get(lesson.course.group_id, [])
    here = {"school_id": lesson.school_id}
    attendance = {row.person_id: row for row in Attendance.objects.filter(**here, lesson=lesson).select_related("code")}
    marks = list(Mark.objects.filter(**here, work__lesson_id=lesson.pk).select_related("work").order_by("part"))
    columns: list[int | None] = [work.pk for work in view.works if work.position]
    default = next((work.pk for work in view.works if work.position == 0), None)
    has_answers = any(mark.work_id == default and mark.value for mark in marks)
    if has_answers or all(work.group_id for work in view.works if work.position):
        columns.insert(0, None)
    for_whom = _for_whom(view)
    return [
        Pupil(
            member.person_id,
            member.name,
            [
                (
                    _field(lesson.school_id, member.person_id, work),
                    work,
                    cell_of(attendance.get(member.person_id), _of(marks, member.person_id, work or default)),
                )
                for work in columns
                if work not in for_whom or member.person_id in for_whom[work]
            ],
        )
        for member in members
        if member.is_in(lesson.date)
    ]


def _for_whom(view: LessonView) -> dict[int | None, set[int]]:
    """Of each work for a subgroup: who is in it on the day of the lesson."""
    lesson = view.lesson
    groups = {work.group_id for work in view.works if work.group_id}
    if not groups:
        return {}
    rows = Membership.objects.filter(active(lesson.date), school_id=lesson.school_id, group_id__in=groups)
    pairs = set(rows.values_list("group_id", "person_id"))
    return {
        work.pk: {person for group, person in pairs if group == work.group_id} for work in view.works if work.group_id
    }


def _field(school_id: int, person_id: int, work_id: int | None) -> str:
    person = encode("person", Ref(school_id, person_id))
    return f"{person}.{encode('work', Ref(school_id, work_id)) if work_id else ''}"


def _of(marks: list[Mark], person_id: int, work_id: int | None) -> list[Mark]:
    return [mark for mark in marks if mark.person_id == person_id and mark.work_id == work_id]
