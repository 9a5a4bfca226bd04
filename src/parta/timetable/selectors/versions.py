"""The versions of every branch, the difference between two, the load of a week against the plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from django.db.models import Count
from django.utils.translation import gettext as _

from parta.access.actor import Actor
from parta.school.rules import EDIT_STRUCTURE, VIEW_STRUCTURE
from parta.school.selectors import year_on
from parta.timetable.arithmetic import Card, placed_hours
from parta.timetable.arithmetic.changes import ADDED, MOVED, REMOVED, Change, changes
from parta.timetable.models import Slot, Version
from parta.timetable.selectors.pattern import current_versions
from parta.timetable.selectors.sheet import Sheet
from parta.timetable.words import place_words


@dataclass(frozen=True)
class VersionRow:
    version: Version
    until: date | None
    is_current: bool
    slots: int
    before: Version | None
    """The version of the branch that holds until this one."""

    @property
    def is_draft(self) -> bool:
        return self.version.published_at is None


@dataclass(frozen=True)
class VersionsPage:
    rows: list[VersionRow]
    may_edit: bool


def versions_page(actor: Actor, school_id: int) -> VersionsPage:
    """Drafts and published versions, the latest first."""
    rows = Version.objects.filter(VIEW_STRUCTURE.filter(actor), school_id=school_id, year=year_on(school_id, actor.on))
    found = list(rows.select_related("branch", "year", "made_by").order_by("branch__short_name", "-since"))
    current = current_versions(found, actor.on)
    counted = Slot.objects.filter(school_id=school_id, version__in=found).order_by()
    slots = dict(counted.values_list("version_id").annotate(Count("pk")))
    lines = [_version_row(one, found, one in current, slots.get(one.pk, 0)) for one in found]
    return VersionsPage(lines, any(EDIT_STRUCTURE.allows(actor, one) for one in found))


def _version_row(version: Version, rows: list[Version], is_current: bool, slots: int) -> VersionRow:
    published = [row for row in rows if row.branch_id == version.branch_id and row.published_at]
    later = [row.since for row in published if row.since > version.since]
    before = [row for row in published if row.since < version.since]
    until = min(later, default=None) if version.published_at else None
    return VersionRow(version, until, is_current, slots, max(before, key=lambda row: row.since, default=None))


@dataclass(frozen=True)
class ChangeLine:
    kind: str
    lesson: str
    old: str
    new: str


@dataclass(frozen=True)
class ClassChanges:
    name: str
    lines: list[ChangeLine]


@dataclass(frozen=True)
class Comparison:
    old: Version
    new: Version
    classes: list[ClassChanges]
    count: int


def comparison(old: Sheet, new: Sheet) -> Comparison:
    """What the second version changes, class by class; a lesson of several classes stands at each of them."""
    found = changes(old.cards, new.cards)
    by_class: dict[int, list[ChangeLine]] = defaultdict(list)
    for change in found:
        line = _change_line(old, new, change)
        for key in new.shown_in.get(change.course) or old.shown_in.get(change.course, ()):
            by_class[key].append(line)
    classes = [ClassChanges(row.name, by_class[key]) for key, row in new.classes.items() if key in by_class]
    return Comparison(old.version, new.version, classes, len(found))


WORDS = {ADDED: "ok", REMOVED: "bad", MOVED: "warn"}


def _change_line(old: Sheet, new: Sheet, change: Change) -> ChangeLine:
    course = (new if change.course in new.courses else old).courses[change.course]
    with_people = change.kind not in WORDS
    return ChangeLine(
        change.kind,
        f"{course.subject.name}, {course.group.name}",
        _at(old, change.old, with_people),
        _people(new, change.new) if with_people and change.new else _at(new, change.new, with_people),
    )


def _at(sheet: Sheet, card: Card | None, with_people: bool) -> str:
    if card is None:
        return ""
    place = place_words(card.day, card.number)
    return f"{place}, {_people(sheet, card)}" if with_people else place


def _people(sheet: Sheet, card: Card) -> str:
    teacher, room = sheet.teachers.get(card.teacher or 0), sheet.rooms.get(card.room or 0)
    return ", ".join(filter(None, [teacher.initials_name if teacher else _("nobody"), room.title if room else ""]))


@dataclass(frozen=True)
class LoadLine:
    """Hours planned and placed; `parts` are the courses where they differ."""

    name: str
    planned: Fraction
    placed: Fraction
    most: int = 0
    days: int = 0
    parts: list[tuple[str, Fraction, Fraction]] = field(default_factory=list)

    @property
    def differs(self) -> bool:
        return self.planned != self.placed or bool(self.parts)


@dataclass(frozen=True)
class LoadPage:
    version: Version
    classes: list[LoadLine]
    teachers: list[LoadLine]


def load_page(sheet: Sheet) -> LoadPage:
    """Hours a week of each class and teacher: what the courses plan and what the week holds."""
    placed = placed_hours(sheet.cards)
    classes = [_class_load(sheet, key, placed) for key in sheet.classes]
    return LoadPage(sheet.version, classes, [_teacher_load(sheet, key) for key in sheet.teachers])


def _class_load(sheet: Sheet, school_class: int, placed: dict[int, Fraction]) -> LoadLine:
    """Subgroups of a subject are one load of the class."""
    own = [key for key, row in sheet.facts.courses.items() if key in sheet.courses and school_class in row.classes]
    by_subject: dict[int, list[int]] = defaultdict(list)
    for key in own:
        by_subject[sheet.facts.courses[key].subject].append(key)
    planned = sum((max(sheet.facts.courses[key].hours for key in keys) for keys in by_subject.values()), Fraction(0))
    real = sum((max(placed.get(key, Fraction(0)) for key in keys) for keys in by_subject.values()), Fraction(0))
    level = sheet.facts.level(school_class)
    parts = list(_differences(sheet, own, placed))
    row = sheet.classes[school_class]
    days = len({card.day for card in sheet.cards if school_class in sheet.shown_in[card.course]})
    return LoadLine(row.name, planned, real, sheet.facts.norms.hours[level - 1], days, parts)


def _differences(
    sheet: Sheet, courses: list[int], placed: dict[int, Fraction]
) -> Iterator[tuple[str, Fraction, Fraction]]:
    for key in courses:
        planned, real = sheet.facts.courses[key].hours, placed.get(key, Fraction(0))
        if planned != real:
            row = sheet.courses[key]
            yield f"{row.subject.name}, {row.group.name}", planned, real


def _teacher_load(sheet: Sheet, teacher: int) -> LoadLine:
    """Hours of the courses that the teacher has first; a joint lesson is one lesson of the teacher's day."""
    own = [key for key, people in sheet.taught_by.items() if people[:1] == (teacher,) and key in sheet.courses]
    cards = [card for card in sheet.cards if card.teacher == teacher]
    planned = sum((sheet.facts.courses[key].hours for key in own), Fraction(0))
    real = sum(placed_hours(cards).values(), Fraction(0))
    given = {(card.day, card.number, card.week, card.room) for card in cards}
    return LoadLine(sheet.teachers[teacher].initials_name, planned, real, len(given), len({card.day for card in cards}))
