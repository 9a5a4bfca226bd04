"""The page of one's calendars: what there are addresses for, and what addresses may be made for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from parta.access.actor import Actor
from parta.classes.models import Group, GroupKind, Membership
from parta.classes.selectors import active
from parta.common.codes import Ref, decode, encode
from parta.common.errors import NotFound
from parta.exchange.calendar.reading import may_see, works_at
from parta.exchange.calendar.secrets import secret_of
from parta.exchange.models import CalendarFeed, FeedKind
from parta.exchange.rules import OWN_FEED
from parta.people.models import Person
from parta.school.selectors import year_on
from parta.timetable.rules import VIEW_OWN_TIMETABLE

SELF = "self"


@dataclass(frozen=True)
class Address:
    """A calendar read by programmes at `url`, added by a tap at `tap`; it works while the owner may see its lessons."""

    feed: CalendarFeed
    title: str
    url: str
    tap: str
    works: bool


@dataclass(frozen=True)
class Wish:
    """What an address may be made for: `what` is how the form names it."""

    what: str
    title: str


@dataclass(frozen=True)
class Calendars:
    addresses: list[Address]
    own: list[Wish]
    """Oneself as a teacher or a pupil, the class that one leads, the children."""
    groups: list[Wish]
    """Other classes whose timetable one may see."""


def calendars_of(actor: Actor, site: str) -> Calendars:
    feeds = CalendarFeed.objects.filter(OWN_FEED.filter(actor), revoked_at__isnull=True)
    rows = list(feeds.select_related("group", "person").order_by("kind", "pk"))
    taken = {(row.school_id, row.kind, row.group_id or row.person_id) for row in rows}
    children = _children(actor)
    groups = _groups(actor)
    led = [(key, wish) for key, wish in groups if Ref(key[0], key[2] or 0) in actor.places("leads")]
    own = [wish for key, wish in (*_as_teacher(actor), *led, *children) if key not in taken]
    others = [wish for key, wish in groups if key not in taken and (key, wish) not in led]
    names = {key: wish.title for key, wish in children}
    return Calendars([_address(actor, row, site, names) for row in rows], own, others)


def _address(actor: Actor, feed: CalendarFeed, site: str, names: dict[Any, str]) -> Address:
    known = names.get((feed.school_id, feed.kind, feed.person_id), "")
    title = feed.group.name if feed.group else _("My lessons") if feed.kind == FeedKind.TEACHER else known
    url = site.rstrip("/") + reverse("calendar:read", kwargs={"ref": feed, "secret": secret_of(feed)})
    return Address(feed, title or str(feed.person), url, "webcal://" + url.partition("://")[2], may_see(actor, feed))


Key = tuple[int, str, int | None]


def _as_teacher(actor: Actor) -> list[tuple[Key, Wish]]:
    here = actor.school_id
    if here is None or not actor.has("teaches", "substitutes") or not works_at(actor, here):
        return []
    return [((here, FeedKind.TEACHER, actor.person_id), Wish(SELF, _("My lessons")))]


def _children(actor: Actor) -> list[tuple[Key, Wish]]:
    refs = sorted({*actor.places("pupil"), *actor.places("child")})
    people = {row.pk: row for row in Person.objects.filter(pk__in={ref.id for ref in refs})}
    stays = Membership.objects.filter(
        active(actor.on),
        school_id__in={ref.school_id for ref in refs},
        person_id__in=people,
        group__kind=GroupKind.CLASS,
    )
    classes = {(row.school_id, row.person_id): row.group.name for row in stays.select_related("group")}
    return [
        (
            (ref.school_id, FeedKind.PUPIL, ref.id),
            Wish(
                f"person {encode('person', ref)}", f"{people[ref.id].name}, {classes.get((ref.school_id, ref.id), '—')}"
            ),
        )
        for ref in refs
    ]


def _groups(actor: Actor) -> list[tuple[Key, Wish]]:
    here = actor.school_id or 0
    rows = Group.objects.filter(VIEW_OWN_TIMETABLE.filter(actor), school_id=here, kind=GroupKind.CLASS)
    year = year_on(here, actor.on)
    return [
        ((here, FeedKind.GROUP, row.pk), Wish(f"group {encode('group', Ref(here, row.pk))}", row.name))
        for row in rows.filter(year=year).order_by("year_level", "name")
    ]


def wish_in(actor: Actor, what: str) -> dict[str, Any]:
    """What the form asks an address for; not found for anything else."""
    kind, _space, code = what.partition(" ")
    if kind == SELF and actor.school_id:
        return {"school_id": actor.school_id, "kind": FeedKind.TEACHER, "person_id": actor.person_id}
    try:
        ref = decode(kind, code) if kind in ("person", "group") else None
    except ValueError:
        ref = None
    if ref is None:
        raise NotFound
    if kind == "person":
        return {"school_id": ref.school_id, "kind": FeedKind.PUPIL, "person_id": ref.id}
    group = Group.objects.filter(school_id=ref.school_id, pk=ref.id).first()
    if group is None:
        raise NotFound
    return {"school_id": ref.school_id, "kind": FeedKind.GROUP, "group": group}
