"""The list of journal pages that an actor may open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from parta.access.actor import Actor
from parta.classes.models import Course, CourseTeacher, Group
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
    has_others: bool


def courses_for(
    actor: Actor,
    *,
    words: str = "",
    group: int | None = None,
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
    rows = here.filter(pk__in=taught) if own else here
    rows = _found(school_id, rows, words, group)
    backwards, key = sort.startswith("-"), sort.lstrip("-")
    order = [f"-{name}" if backwards else name for name in SORTS.get(key, SORTS["group"])]
    pages = Paginator(rows.select_related("group__branch", "subject").order_by(*order, "pk"), PAGE)
    chosen = pages.get_page(page)
    lines = _lines(school_id, list(chosen.object_list), today)
    groups = Group.objects.filter(school_id=school_id, pk__in=here.values("group_id").filter(school_id=school_id))
    listed = list(groups.select_related("branch").order_by("branch_id", "year_level", "name"))
    has_others = bool(taught) and here.exclude(pk__in=taught).exists()
    return Courses(chosen, lines, listed, has_others)


def _found(school_id: int, rows: QuerySet[Course], words: str, group: int | None) -> QuerySet[Course]:
    if group:
        rows = rows.filter(group_id=group)
    for word in search_key(words).split():
        teachers = CourseTeacher.objects.filter(school_id=school_id, person__search_key__contains=word)
        subject = Q(subject_id__in=_named(Subject, school_id, word)) | Q(group_id__in=_named(Group, school_id, word))
        rows = rows.filter(subject | Q(pk__in=list(teachers.values_list("course_id", flat=True))))
    return rows


def _named(model: type[Subject | Group], school_id: int, word: str) -> list[int]:
    """Rows whose name has the word: SQLite knows no Russian capitals, and ё is е."""
    rows = model.objects.filter(school_id=school_id).values_list("pk", "name")
    return [pk for pk, name in rows if word in search_key(name)]


def _lines(school_id: int, courses: list[Course], today: date) -> list[CourseLine]:
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
