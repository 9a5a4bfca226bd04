"""What publishing a timetable will do, for the page that asks before it is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from parta.classes.models import Course
from parta.lessons.models import Lesson
from parta.lessons.services import publication
from parta.timetable.models import Version
from parta.timetable.selectors import sheet_of

MOST_KEPT = 100


@dataclass(frozen=True)
class GroupCount:
    name: str
    made: int
    changed: int
    removed: int
    kept: int


@dataclass(frozen=True)
class KeptLesson:
    on: date
    number: int
    subject: str
    group: str


@dataclass(frozen=True)
class Preview:
    """Counts by class and in all; lessons that stay though the week has no place for them; errors of a draft."""

    groups: list[GroupCount]
    total: GroupCount
    kept: list[KeptLesson]
    errors: int


def preview_of(version: Version) -> Preview:
    found = publication(version)
    rows = Course.objects.filter(school_id=version.school_id, group__branch_id=version.branch_id)
    courses = {row.pk: row for row in rows.select_related("group", "subject")}
    counts = [_by_group(lessons, courses) for lessons in (found.fresh, found.changed, found.stale, found.kept)]
    groups = {row.group_id: row.group for row in courses.values()}
    shown = sorted({key for count in counts for key in count}, key=lambda key: _order(groups[key]))
    kept = sorted(found.kept, key=lambda row: (row.date, row.number, row.course_id))
    return Preview(
        [GroupCount(groups[key].name, *(count[key] for count in counts)) for key in shown],
        GroupCount("", *(sum(count.values()) for count in counts)),
        [_kept(row, courses[row.course_id]) for row in kept[:MOST_KEPT]],
        0 if version.published_at else sum(issue.is_error for issue in sheet_of(version).issues),
    )


def _by_group(lessons: Iterable[Lesson], courses: dict[int, Course]) -> Counter[int]:
    return Counter(courses[row.course_id].group_id for row in lessons)


def _order(group: object) -> tuple[int, str]:
    return getattr(group, "year_level", None) or 99, str(group)


def _kept(row: Lesson, course: Course) -> KeptLesson:
    return KeptLesson(row.date, row.number, course.subject.name, course.group.name)
