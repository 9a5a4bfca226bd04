"""The list of journal pages that an actor may open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from parta.access.actor import Actor
from parta.classes.models import Course, CourseTeacher, Group, GroupKind
from parta.classes.rules import VIEW_COURSE
from parta.classes.selectors import active
from parta.common.russian import search_key
from parta.school.models import Subject
from parta.school.selectors import today_of, year_on

PAGE = 40
SORTS = {
    "group": ("group__year_level", "group__name", "subject__name"),
    "subject": ("subject__name", "group__year_level", "group__name"),
    "hours": ("hours_week", "group__year_level", "group__name"),
}


@dataclass(frozen=True)
class CourseLine:
    course: Course
    subject: str
    group: str
    branch: str
    hours: Decimal
    teachers: list[str]


@dataclass(frozen=True)
class Courses:
    page: Page[Course]
    lines: list[CourseLine]
    groups: list[Group]
    kinds: list[tuple[str, str]]
    """Kinds of groups there are, where more than one."""
    has_others: bool


def courses_for(
    actor: Actor,
    *,
    words: str = "",
    group: int | None = None,
    kind: str = "",
    sort: str = "group",
    page: str | None = None,
    own: bool = False,
) -> Courses:
    """Courses of the present year that the actor may read; `own` leaves only those the actor teaches."""
    school_id = actor.school_id or 0
    today = today_of(school_id)
    year = year_on(school_id, today)
    here = Course.objects.filter(VIEW_COURSE.filter(actor), school_id=school_id, group__year=year)
    taught = [ref.id for ref in actor.places("teaches") | actor.places("substitutes") if ref.school_id == school_id]
    scope = here.filter(pk__in=taught) if own else here
    rows = courses_named(school_id, scope, words, group)
    rows = rows.filter(group__kind=kind) if kind in GroupKind.values else rows
    backwards, key = sort.startswith("-"), sort.lstrip("-")
    order = [f"-{name}" if backwards else name for name in SORTS.get(key, SORTS["group"])]
    pages = Paginator(rows.select_related("group__branch", "subject").order_by(*order, "pk"), PAGE)
    chosen = pages.get_page(page)
    lines = lines_of(school_id, list(chosen.object_list), today)
    groups = Group.objects.filter(school_id=school_id, pk__in=scope.values("group_id").filter(school_id=school_id))
    listed = list(groups.select_related("branch").order_by("branch_id", "year_level", "name"))
    has_others = bool(taught) and here.exclude(pk__in=taught).exists()
    present = {row.kind for row in listed}
    kinds = [(value, str(label)) for value, label in GroupKind.choices if value in present]
    return Courses(chosen, lines, listed, kinds if len(kinds) > 1 else [], has_others)


def courses_named(school_id: int, rows: QuerySet[Course], words: str, group: int | None) -> QuerySet[Course]:
    if group:
        rows = rows.filter(group_id=group)
    wanted = search_key(words).split()[:5]
    for found in _matches(school_id, wanted) if wanted else []:
        rows = rows.filter(found)
    return rows


def _matches(school_id: int, words: list[str]) -> list[Q]:
    """For each word the courses with it in the subject, the group or a teacher's name; three queries for all words.

    Read and compared here: SQLite knows no Russian capitals, and ё is е.
    """
    subjects, groups = _names(Subject, school_id), _names(Group, school_id)
    rows = CourseTeacher.objects.filter(school_id=school_id)
    teachers = list(rows.values_list("course_id", "person__search_key"))
    return [
        Q(subject_id__in=_having(word, subjects))
        | Q(group_id__in=_having(word, groups))
        | Q(pk__in=_having(word, teachers))
        for word in words
    ]


def _names(model: type[Subject | Group], school_id: int) -> list[tuple[int, str]]:
    rows = model.objects.filter(school_id=school_id).values_list("pk", "name")
    return [(pk, search_key(name)) for pk, name in rows]


def _having(word: str, rows: list[tuple[int, str]]) -> list[int]:
    return [pk for pk, key in rows if word in key]


def lines_of(school_id: int, courses: list[Course], today: date) -> list[CourseLine]:
    rows = CourseTeacher.objects.filter(active(today), school_id=school_id, course_id__in=[row.pk for row in courses])
    names: dict[int, list[str]] = {}
    for row in rows.select_related("person").order_by("person__sort_key"):
        names.setdefault(row.course_id, []).append(row.person.initials_name)
    return [
        CourseLine(
            row, row.subject.name, row.group.name, row.group.branch.short_name, row.hours_week, names.get(row.pk, [])
        )
        for row in courses
    ]
