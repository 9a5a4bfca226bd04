"""Averages of the pupils that a batch of operations has touched."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from parta.access.actor import Actor
from parta.common.templatetags.parta import average
from parta.grading.selectors import SeenMark, average_kind, average_of, marks_seen, work_kinds
from parta.grading.selectors.explaining import told
from parta.journal.selectors.periods import current, periods_of
from parta.lessons.models import Lesson
from parta.lessons.rules import VIEW_LESSON


@dataclass(frozen=True)
class PupilAverage:
    """The average of a pupil in the subject and term of a lesson, as shown and as told."""

    person_id: int
    average: str
    why: str


def averages_after(actor: Actor, school_id: int, pairs: Iterable[tuple[int, int]]) -> list[PupilAverage]:
    """Averages of (lesson, pupil) pairs of courses the actor may see; three queries a course and term."""
    persons: dict[int, set[int]] = defaultdict(set)
    for lesson_id, person_id in pairs:
        persons[lesson_id].add(person_id)
    rows = Lesson.objects.filter(school_id=school_id, pk__in=persons).select_related("course__group__year")
    found: dict[tuple[int, int], set[int]] = defaultdict(set)
    seen: dict[tuple[int, int], tuple[Lesson, dict[str, object]]] = {}
    for lesson in rows:
        if not VIEW_LESSON.allows(actor, lesson):
            continue
        period = current(periods_of(lesson.course.group, lesson.course.group.year, lesson.date))
        key = (lesson.course_id, period.since.toordinal())
        found[key] |= persons[lesson.pk]
        seen[key] = lesson, {"work__lesson__date__range": (period.since, period.until)}
    return [row for key, (lesson, dates) in seen.items() for row in _averages(lesson, found[key], dates)]


def _averages(lesson: Lesson, persons: set[int], dates: dict[str, object]) -> list[PupilAverage]:
    marks: dict[int, list[SeenMark]] = defaultdict(list)
    subject = {"work__lesson__course__subject_id": lesson.course.subject_id}
    for mark in marks_seen(lesson.school_id, person_id__in=persons, **subject, **dates):
        marks[mark.person_id].append(mark)
    kind, kinds = average_kind(lesson.school_id), work_kinds(lesson.school_id, lesson.course.subject_id)
    averages = {person: average_of(marks[person], kind) for person in sorted(persons)}
    return [PupilAverage(person, average(found.value), told(found, kind, kinds)) for person, found in averages.items()]
