"""What a kept file of aSc would make of the week of its branch: read, matched and compared anew on each look."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from parta.classes.models import Course
from parta.common.errors import Invalid
from parta.exchange.asc.drafting import Change, Draft, draft_of
from parta.exchange.asc.facts import Facts, facts_of
from parta.exchange.asc.matching import Matching, matching_of
from parta.exchange.asc.reading import read
from parta.exchange.models import NameChoice, TimetableFile
from parta.people.models import Person
from parta.school.models import AcademicYear, Room
from parta.school.selectors import year_on
from parta.timetable.models import Version, Week
from parta.timetable.services import Place

FOLDER = "timetables"


@dataclass(frozen=True)
class Preview:
    file: TimetableFile
    year: AcademicYear
    facts: Facts
    matching: Matching
    draft: Draft
    replaces: bool
    """Whether a draft begins on the day already: it would be written anew."""

    @property
    def can_apply(self) -> bool:
        return bool(self.draft.changes and self.draft.places) and not self.draft.clash and not self.matching.open


@dataclass(frozen=True)
class Line:
    """A change in words: where, what, from what to what."""

    state: str
    when: str
    what: str
    before: str
    after: str


def path_of(file: TimetableFile) -> Path:
    return Path(settings.MEDIA_ROOT) / FOLDER / file.stored_name


def preview_of(file: TimetableFile) -> Preview:
    """Refused where the file is gone or the day has left the academic years."""
    year = year_on(file.school_id, file.since)
    if year is None:
        raise Invalid(_("The day is not in the academic year."))
    try:
        timetable = read(path_of(file).read_bytes())
    except FileNotFoundError as error:
        raise Invalid(_("The file is no longer kept: load it once more.")) from error
    facts = facts_of(file.branch, year, file.since)
    rows = NameChoice.objects.filter(school_id=file.school_id, branch_id=file.branch_id)
    choices = {(kind, key): target for kind, key, target in rows.values_list("kind", "key", "target")}
    matching = matching_of(timetable, facts, choices)
    there = Version.objects.filter(
        school_id=file.school_id, branch_id=file.branch_id, since=file.since, published_at__isnull=True
    )
    return Preview(file, year, facts, matching, draft_of(timetable, facts, matching), there.exists())


def lines_of(found: Preview, changes: list[Change]) -> list[Line]:
    """Changes in words, in a fixed number of queries."""
    places = [place for change in changes for place in (change.before, change.after) if place]
    names = _Names(found.file.school_id, places)
    return [names.line(change) for change in changes]


class _Names:
    def __init__(self, school_id: int, places: list[Place]) -> None:
        courses = Course.objects.filter(school_id=school_id, pk__in={place.course_id for place in places})
        self.courses = {row.pk: f"{row.group}: {row.subject}" for row in courses.select_related("group", "subject")}
        people = Person.objects.filter(pk__in={place.teacher_id for place in places if place.teacher_id})
        self.people = {row.pk: row.initials_name for row in people}
        rooms = Room.objects.filter(school_id=school_id, pk__in={place.room_id for place in places if place.room_id})
        self.rooms = {row.pk: row.title for row in rooms}

    def line(self, change: Change) -> Line:
        place = change.place
        week = "" if place.week == Week.EVERY else f", {Week(place.week).label}"
        when = f"{str(WEEKDAYS[place.weekday]).capitalize()}, {place.number}{week}"
        return Line(
            change.state, when, self.courses[place.course_id], self.words(change.before), self.words(change.after)
        )

    def words(self, place: Place | None) -> str:
        if place is None:
            return ""
        parts = (self.people.get(place.teacher_id or 0, ""), self.rooms.get(place.room_id or 0, ""))
        return ", ".join(part for part in parts if part) or "—"
