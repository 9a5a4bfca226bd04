"""The average of a pupil in a course and term, explained."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from parta.access.actor import Actor
from parta.classes.models import Course
from parta.classes.selectors import rosters
from parta.common.codes import Ref, encode
from parta.common.errors import NotFound
from parta.grading.selectors import SeenMark, average_kind, average_of, marks_seen, work_kinds
from parta.grading.selectors.explaining import AveragePage, Plan, explain
from parta.journal.selectors.grid import course_of
from parta.journal.selectors.periods import Period, current, periods_of
from parta.school.selectors import today_of


def average_page(actor: Actor, ref: Ref, person: Ref, term: Ref | None, plans: Sequence[Plan]) -> AveragePage:
    """Open to who may read the course, for pupils who are or were in its group; ten queries."""
    course = course_of(actor, ref)
    members = rosters(ref.school_id, [course.group_id]).get(course.group_id, [])
    pupil = next((row for row in members if row.person_id == person.id and person.school_id == ref.school_id), None)
    if pupil is None:
        raise NotFound
    period = current(periods_of(course.group, course.group.year, today_of(ref.school_id), term))
    way = average_kind(ref.school_id)
    average = average_of(_marks(course, person.id, period), way)
    here = encode("course", ref)
    return AveragePage(
        name=pupil.name,
        subject=course.subject.name,
        period=period.title,
        explained=explain(average, way, work_kinds(ref.school_id, course.subject_id), plans),
        action=reverse("journal:average", args=[here, encode("person", person)]),
        term=encode("term", period.ref) if period.ref else "",
        back=reverse("journal:course", args=[here]) + period.query,
        back_words=f"{course.group.name} · {_('journal')}",
    )


def _marks(course: Course, person_id: int, period: Period) -> list[SeenMark]:
    return marks_seen(
        course.school_id,
        person_id=person_id,
        work__lesson__course__subject_id=course.subject_id,
        work__lesson__date__range=(period.since, period.until),
    )
