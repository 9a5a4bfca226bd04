"""What a calendar shows: dated lessons around today, in a fixed number of queries, of nobody else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from parta.access.actor import Actor
from parta.access.roles import FAMILY
from parta.classes.models import DRAWN, Group, GroupKind, GroupPart, Membership
from parta.classes.selectors import active
from parta.common.codes import Ref, code_of
from parta.exchange.calendar.secrets import is_secret
from parta.exchange.groups import PRIVATE, classes_of, is_private, public_name
from parta.exchange.models import CalendarFeed, FeedKind
from parta.lessons.models import Lesson, Status
from parta.lessons.selectors import actor_of
from parta.people.models import Pupil
from parta.people.rules import READ_DIARY_AS_FAMILY
from parta.school.models import School
from parta.school.selectors import today_of
from parta.timetable.rules import VIEW_OWN_TIMETABLE

SHOWN = [kind for kind in DRAWN if kind not in PRIVATE]
"""Groups of a class whose lessons stand in the calendar of the class."""
BACK, AHEAD = timedelta(days=14), timedelta(days=42)


@dataclass(frozen=True)
class Event:
    """A lesson, or one given to several classes together."""

    uid: str
    date: date
    starts: time | None
    ends: time | None
    number: int
    title: str
    place: str
    teacher: str
    cancelled: bool


@dataclass(frozen=True)
class Calendar:
    name: str
    zone: str
    today: date
    events: list[Event]


def feed_for(ref: Ref, secret: str) -> CalendarFeed | None:
    """The feed of an address, if its secret is right, it is not revoked and its owner may still see what it shows."""
    rows = CalendarFeed.objects.filter(school_id=ref.school_id, pk=ref.id, revoked_at__isnull=True)
    feed: CalendarFeed | None = rows.select_related("group", "person", "owner__account").first()
    if feed is None or not is_secret(feed, secret) or feed.owner.account is None:
        return None
    return feed if may_see(actor_of(feed.owner.account, school_id=feed.school_id), feed) else None


def may_see(actor: Actor, feed: CalendarFeed) -> bool:
    """Whether the owner may see today what the feed shows."""
    if feed.kind == FeedKind.GROUP:
        return VIEW_OWN_TIMETABLE.allows(actor, feed.group)
    if feed.kind == FeedKind.TEACHER:
        return actor.person_id == feed.person_id and works_at(actor, feed.school_id)
    pupil = Pupil.objects.filter(school_id=feed.school_id, person_id=feed.person_id).first()
    return pupil is not None and READ_DIARY_AS_FAMILY.allows(actor, pupil)


def works_at(actor: Actor, school_id: int) -> bool:
    here = (place for relation, places in actor.holds.items() if relation not in FAMILY for place in places)
    return any(place.school_id == school_id for place in here)


def calendar_of(feed: CalendarFeed) -> Calendar:
    school = School.objects.get(pk=feed.school_id)
    today = today_of(feed.school_id)
    since, until = today - BACK, today + AHEAD
    rows = Lesson.objects.filter(school_id=feed.school_id, date__range=(since, until))
    read = {FeedKind.GROUP: _of_group, FeedKind.TEACHER: _of_teacher, FeedKind.PUPIL: _of_pupil}[FeedKind(feed.kind)]
    joins = ("course__subject", "course__group", "room", "actual_teacher")
    lessons = read(feed, rows.select_related(*joins).order_by("date", "number", "course__group__name", "pk"))
    return Calendar(name_of(feed, today), school.time_zone, today, _events(feed, lessons))


def name_of(feed: CalendarFeed, on: date) -> str:
    """How the calendar is called: never by the name of a child."""
    if feed.kind == FeedKind.TEACHER:
        return _("My lessons")
    if feed.group is not None:
        return _("Lessons of %(group)s") % {"group": feed.group.name}
    stays = Membership.objects.filter(
        active(on), school_id=feed.school_id, person_id=feed.person_id, group__kind=GroupKind.CLASS
    )
    return _("Lessons of %(group)s") % {"group": ", ".join(stays.values_list("group__name", flat=True)) or "—"}


def _of_group(feed: CalendarFeed, rows: QuerySet[Lesson]) -> list[Lesson]:
    parts = GroupPart.objects.filter(school_id=feed.school_id, part_id=feed.group_id, whole__kind__in=SHOWN)
    groups = [feed.group_id, *parts.values_list("whole_id", flat=True)]
    return list(rows.filter(course__group_id__in=groups))


def _of_teacher(feed: CalendarFeed, rows: QuerySet[Lesson]) -> list[Lesson]:
    """Lessons given, and planned ones that somebody else gives: these are shown as cancelled."""
    return list(rows.filter(Q(teacher_id=feed.person_id) | Q(actual_teacher_id=feed.person_id)))


def _of_pupil(feed: CalendarFeed, rows: QuerySet[Lesson]) -> list[Lesson]:
    """Lessons of the groups that the pupil was in on the day."""
    stays = Membership.objects.filter(school_id=feed.school_id, person_id=feed.person_id)
    spans = list(stays.values_list("group_id", "since", "until"))
    found = rows.filter(course__group_id__in={group for group, _since, _until in spans})
    return [
        row
        for row in found
        if any(row.course.group_id == g and a <= row.date and (b is None or row.date < b) for g, a, b in spans)
    ]


def _events(feed: CalendarFeed, lessons: Iterable[Lesson]) -> list[Event]:
    together: dict[tuple[object, ...], list[Lesson]] = defaultdict(list)
    for row in lessons:
        alone = 0 if feed.kind == FeedKind.TEACHER else row.pk
        place = (row.date, row.number, row.starts, row.room_id, row.course.subject_id, _is_off(feed, row), alone)
        together[place].append(row)
    apart = {row.course.group_id for rows in together.values() for row in rows if is_private(row.course.group)}
    classes = classes_of(feed.school_id, apart)
    return [_event(feed, rows, classes) for rows in together.values()]


def _is_off(feed: CalendarFeed, row: Lesson) -> bool:
    """Not given at its place (a moved lesson is another one at the new place), or not by whom the calendar is of."""
    given_away = feed.kind == FeedKind.TEACHER and row.actual_teacher_id != feed.person_id
    return row.status in (Status.CANCELLED, Status.MOVED) or given_away


def _event(feed: CalendarFeed, rows: list[Lesson], classes: Mapping[int, list[Group]]) -> Event:
    first = rows[0]
    own = feed.group_id if feed.kind == FeedKind.GROUP else None
    others = (row.course.group for row in rows if row.course.group_id != own)
    groups = [public_name(group, classes.get(group.pk, ())) for group in others]
    shown = [] if feed.kind == FeedKind.PUPIL else groups
    return Event(
        code_of(first),
        first.date,
        first.starts,
        first.ends,
        first.number,
        ", ".join([first.course.subject.name, *shown]),
        first.room.title if first.room else "",
        "" if feed.kind == FeedKind.TEACHER else _teacher(first),
        _is_off(feed, first),
    )


def _teacher(row: Lesson) -> str:
    if row.actual_teacher is None:
        return ""
    words = _("Teacher: %(name)s") if row.actual_teacher_id == row.teacher_id else _("Substitution: %(name)s")
    return words % {"name": row.actual_teacher.initials_name}
