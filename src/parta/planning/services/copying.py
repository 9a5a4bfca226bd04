"""A plan for a parallel class or for the next year: the same table as a draft of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from parta.access.actor import Actor
from parta.access.rules import require
from parta.classes.models import Course
from parta.classes.rules import VIEW_COURSE
from parta.common.errors import Invalid
from parta.ledger.services import Change, record_many
from parta.planning.arithmetic import Row, hours_in
from parta.planning.models import Plan, PlanState
from parta.planning.rules import COPY_PLAN
from parta.planning.selectors import rows_of
from parta.planning.services.writing import locked_plan, save_table


@transaction.atomic
def copy_plan(*, actor: Actor, plan: Plan, courses: Sequence[Course]) -> list[Plan]:
    """Write the table into other courses of the subject and year level; drafts there are written over."""
    require(actor, VIEW_COURSE, plan.course)
    rows = [replace(row, id=None) for row in rows_of(plan)]
    made = [_copied(actor, plan, course, rows) for course in sorted(courses, key=lambda course: course.pk)]
    new = {"title": plan.title, "hours": hours_in(rows), "course": plan.course_id}
    record_many(
        actor=actor,
        school_id=plan.school_id,
        changes=[Change("planning.plan.copied", copy, new=new) for copy in made],
    )
    return made


def _copied(actor: Actor, plan: Plan, course: Course, rows: list[Row]) -> Plan:
    require(actor, COPY_PLAN, course, see=VIEW_COURSE)
    source = plan.course
    level, subject = source.group.year_level, source.subject_id
    if (course.school_id, course.subject_id, course.group.year_level) != (plan.school_id, subject, level):
        raise Invalid(_("A plan is copied into courses of the same subject and year level."))
    copy = locked_plan(course)
    if copy.state != PlanState.DRAFT:
        words = _("The plan of %(group)s is handed in or approved: it is not written over.")
        raise Invalid(words % {"group": course.group.name})
    save_table(copy, rows_of(copy) if copy.pk else [], rows, plan.title)
    return copy
