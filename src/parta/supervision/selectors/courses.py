"""Whom and what a remark by hand may name in a course."""

from __future__ import annotations

from parta.classes.models import Course, CourseTeacher
from parta.classes.selectors import active
from parta.lessons.models import OFF, Lesson
from parta.people.models import Person
from parta.school.selectors import today_of

LESSONS = 30


def addressees(course: Course) -> list[Person]:
    """Who teaches the course now or gave one of its last lessons instead."""
    today = today_of(course.school_id)
    taught = CourseTeacher.objects.filter(active(today), school_id=course.school_id, course=course)
    ids = {*taught.values_list("person_id", flat=True), *(row.actual_teacher_id for row in last_lessons(course))}
    return list(Person.objects.filter(pk__in=ids - {None}).order_by("sort_key"))


def last_lessons(course: Course) -> list[Lesson]:
    """Lessons of past days, the newest first."""
    rows = Lesson.objects.filter(school_id=course.school_id, course=course, date__lt=today_of(course.school_id))
    return list(rows.exclude(status__in=OFF).order_by("-date", "-number")[:LESSONS])
