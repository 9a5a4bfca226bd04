"""What the journal's pages say of remarks: those that wait for a teacher, those of a course. One query each."""

from __future__ import annotations

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from parta.access.actor import Actor
from parta.classes.models import Course
from parta.common.codes import code_of
from parta.journal.asides import Aside, Link
from parta.lessons.models import Lesson
from parta.supervision.models import UNSETTLED, Remark, State
from parta.supervision.rules import MAKE_REMARK, VIEW_REMARK

SHOWN = 3
WAITING = (State.OPEN, State.RETURNED)
"""What the teacher has to answer or to mend."""


def day_aside(actor: Actor) -> Aside | None:
    """How many remarks wait for the actor, and those to be mended first."""
    rows = Remark.objects.filter(school_id=actor.school_id or 0, person_id=actor.person_id or 0, state__in=WAITING)
    found = list(rows.select_related("course__subject", "group").order_by("due", "pk"))
    if not found:
        return None
    more = Link(_("All remarks"), f"{reverse('supervision:index')}?scope=own")
    return Aside(_title(len(found)), more, [_link(row, actor) for row in found[:SHOWN]])


def _title(count: int) -> str:
    return _("Remarks: %(n)s") % {"n": count}


def _link(row: Remark, actor: Actor) -> Link:
    note = _("mend by %(due)s") % {"due": date_format(row.due, "d.m.Y")}
    label = f"{row.get_kind_display()}, {row.course.subject.name} {row.group.name}"
    return Link(label, reverse("supervision:remark", args=[row]), note, row.due < actor.on)


def course_links(actor: Actor, course: Course, lesson: Lesson | None) -> list[Link]:
    """Remarks of the course that the actor may read, if there are any; making one, prefilled with the lesson."""
    rows = Remark.objects.filter(VIEW_REMARK.filter(actor), school_id=course.school_id, course_id=course.pk)
    count, found = rows.filter(state__in=UNSETTLED).count(), []
    if count:
        query = f"?scope=all&course={code_of(course)}"
        found.append(Link(_title(count), reverse("supervision:index") + query))
    if MAKE_REMARK.allows(actor, course):
        query = f"?lesson={code_of(lesson)}" if lesson else ""
        address = reverse("supervision:new", args=[course]) + query
        found.append(Link(_("Make a remark"), address, is_act=True))
    return found
