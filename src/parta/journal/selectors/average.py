"""The average of a pupil in a course and term, explained."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from parta.access.actor import Actor
from parta.classes.selectors import rosters
from parta.common.codes import Ref, encode
from parta.common.errors import NotFound
from parta.grading.selectors.explaining import AveragePage, Plan, explained_page
from parta.journal.selectors.grid import course_of
from parta.journal.selectors.periods import current, periods_of
from parta.school.selectors import today_of


def average_page(actor: Actor, ref: Ref, person: Ref, term: Ref | None, plans: Sequence[Plan]) -> AveragePage:
    """Open to who may read the course, for pupils who are or were in its group; ten queries."""
    course = course_of(actor, ref)
    members = rosters(ref.school_id, [course.group_id]).get(course.group_id, [])
    pupil = next((row for row in members if row.person_id == person.id and person.school_id == ref.school_id), None)
    if pupil is None:
        raise NotFound
    period = current(periods_of(course.group, course.group.year, today_of(ref.school_id), term))
    here = encode("course", ref)
    return explained_page(
        course.subject,
        person.id,
        (period.since, period.until),
        plans,
        name=pupil.name,
        period=period.title,
        action=reverse("journal:average", args=[here, encode("person", person)]),
        term=encode("term", period.ref) if period.ref else "",
        back=reverse("journal:course", args=[here]) + period.query,
        back_words=" · ".join([course.group.name, _("journal")]),
    )
