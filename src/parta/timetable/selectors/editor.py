"""The editor of a draft: the week by classes or teachers, what is not placed yet, what is wrong."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.utils.dates import WEEKDAYS
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from parta.common.codes import code_of
from parta.common.rounding import half_up
from parta.timetable.arithmetic import Card, Issue, placed_hours
from parta.timetable.models import Version
from parta.timetable.selectors.sheet import Sheet
from parta.timetable.words import place_words, say, source_of

CLASSES, TEACHERS = "classes", "teachers"
LEAST_ROWS = 6


@dataclass(frozen=True)
class Filters:
    """How the editor is looked at: columns, year level; which issues are listed."""

    by: str = CLASSES
    level: int | None = None
    severity: str = ""
    group_id: int | None = None
    teacher_id: int | None = None


@dataclass(frozen=True)
class Column:
    id: int
    code: str
    name: str


@dataclass(frozen=True)
class CellCard:
    """A lesson as a cell shows it."""

    key: int
    title: str
    under: str
    about: str
    tone: str
    is_pinned: bool = False


@dataclass(frozen=True)
class Day:
    day: int
    numbers: list[int]

    @property
    def name(self) -> str:
        return str(WEEKDAYS[self.day]).capitalize()


@dataclass(frozen=True)
class PoolItem:
    """A course with hours that stand nowhere in the week."""

    course_id: int
    code: str
    subject: str
    group: str
    teacher: str
    left: Fraction


@dataclass(frozen=True)
class IssueLine:
    text: str
    source: str
    where: str
    is_error: bool
    column: str
    day: int
    number: int


@dataclass(frozen=True)
class IssueList:
    lines: list[IssueLine]
    errors: int
    warnings: int
    left_out: int = 0


@dataclass(frozen=True)
class EditorPage:
    version: Version
    filters: Filters
    columns: list[Column]
    days: list[Day]
    cells: Mapping[tuple[int, int, int], list[CellCard]]
    """By column, weekday and number."""
    pool: list[PoolItem]
    levels: list[int]

    @property
    def hours_left(self) -> Fraction:
        return sum((item.left for item in self.pool), Fraction(0))


def editor_page(sheet: Sheet, filters: Filters) -> EditorPage:
    columns = list(_columns(sheet, filters))
    shown = {column.id for column in columns}
    cells: dict[tuple[int, int, int], list[CellCard]] = defaultdict(list)
    tones = _tones(sheet.issues)
    for card in sorted(sheet.cards, key=lambda one: (one.week, sheet.courses[one.course].group.name, one.key)):
        for column in columns_of(sheet, card, filters.by):
            if column in shown:
                cells[column, card.day, card.number].append(_cell_card(sheet, card, column, filters.by, tones))
    levels = sorted({row.year_level for row in sheet.classes.values() if row.year_level})
    return EditorPage(sheet.version, filters, columns, _days(sheet), cells, pool_of(sheet), levels)


def columns_of(sheet: Sheet, card: Card, by: str) -> tuple[int, ...]:
    if by == TEACHERS:
        return (card.teacher,) if card.teacher else ()
    return sheet.shown_in[card.course]


def _columns(sheet: Sheet, filters: Filters) -> Iterator[Column]:
    if filters.by == TEACHERS:
        yield from (Column(key, code_of(row), row.initials_name) for key, row in sheet.teachers.items())
        return
    for key, row in sheet.classes.items():
        if filters.level in (None, row.year_level):
            yield Column(key, code_of(row), row.name)


def _days(sheet: Sheet) -> list[Day]:
    bells = {number for shift, building, _day, number in sheet.facts.times if not building and shift}
    numbers = range(1, max([LEAST_ROWS, *bells, *(card.number for card in sheet.cards)]) + 1)
    days = range(max([sheet.facts.week_days, *(card.day + 1 for card in sheet.cards)]))
    return [Day(day, list(numbers)) for day in days]


def _tones(issues: Iterable[Issue]) -> dict[int, str]:
    """Lessons that an issue names; an error says more than a warning."""
    found: dict[int, str] = {}
    for issue in sorted(issues, key=lambda one: one.is_error):
        found |= dict.fromkeys(issue.slots, "bad" if issue.is_error else "warn")
    return found


def _cell_card(sheet: Sheet, card: Card, column: int, by: str, tones: Mapping[int, str]) -> CellCard:
    course = sheet.courses[card.course]
    found = sheet.rooms.get(card.room or 0)
    room = found.name if found else ""
    subject = course.subject.short_name or course.subject.name
    if by == TEACHERS:
        late = _("shift %(number)s") % {"number": course.group.shift} if course.group.shift > 1 else ""
        title, parts = course.group.name, [subject, room, late]
    else:
        title, parts = subject, [_part_of(sheet.classes[column].name, course.group.name), room]
    week = f"{card.week}/2" if card.week else ""
    return CellCard(
        card.key,
        title,
        " · ".join(filter(None, [*parts, week])),
        about(sheet, card),
        tones.get(card.key, ""),
        card.key in sheet.pinned,
    )


def _part_of(owner: str, group: str) -> str:
    """ "англ. 1" for "7А англ. 1" in the column of 7А; nothing for the class itself."""
    return "" if group == owner else group.removeprefix(f"{owner} ")


def about(sheet: Sheet, card: Card) -> str:
    """Алгебра, 7А · Козлова Е. В. · каб. 21."""
    course = sheet.courses[card.course]
    who = sheet.teachers[card.teacher].initials_name if card.teacher else ""
    room = sheet.rooms.get(card.room or 0)
    return " · ".join(filter(None, [f"{course.subject.name}, {course.group.name}", who, room.title if room else ""]))


def pool_of(sheet: Sheet) -> list[PoolItem]:
    """Hours of the courses that the week does not hold yet, by year level and class."""
    placed = placed_hours(sheet.cards)
    found = []
    for key in sheet.courses:
        left = sheet.facts.courses[key].hours - placed.get(key, Fraction(0))
        if left > 0:
            found.append(_pool_item(sheet, key, left))
    order = {key: position for position, key in enumerate(sheet.classes)}
    first = {key: min((order[one] for one in sheet.shown_in[key]), default=len(order)) for key in sheet.courses}
    return sorted(found, key=lambda item: (first[item.course_id], item.subject, item.group))


def _pool_item(sheet: Sheet, key: int, left: Fraction) -> PoolItem:
    course = sheet.courses[key]
    people = [sheet.teachers[one] for one in sheet.taught_by.get(key, ())]
    return PoolItem(
        key,
        code_of(course),
        course.subject.name,
        course.group.name,
        ", ".join(person.initials_name for person in people),
        left,
    )


def hours_words(hours: Fraction) -> str:
    """2 ч; 0,5 ч."""
    return _("%(n)s h") % {"n": number_format(half_up(hours, 0 if hours.denominator == 1 else 1))}


MOST_LINES = 200


def issue_list(sheet: Sheet, filters: Filters) -> IssueList:
    """What is wrong, by the filters; counts are of everything."""
    errors = sum(issue.is_error for issue in sheet.issues)
    found = [issue for issue in sheet.issues if _is_asked(sheet, issue, filters)]
    lines = [issue_line(sheet, issue, filters.by) for issue in found[:MOST_LINES]]
    return IssueList(lines, errors, len(sheet.issues) - errors, max(0, len(found) - MOST_LINES))


def _is_asked(sheet: Sheet, issue: Issue, filters: Filters) -> bool:
    teachers = {*issue.teachers, *(sheet.by_key[key].teacher for key in issue.slots if key in sheet.by_key)}
    return (
        filters.severity in ("", issue.severity)
        and (filters.group_id is None or filters.group_id in issue.classes)
        and (filters.teacher_id is None or filters.teacher_id in teachers)
    )


def issue_line(sheet: Sheet, issue: Issue, by: str = CLASSES) -> IssueLine:
    return IssueLine(
        issue_words(sheet, issue),
        source_of(issue),
        place_words(issue.day, issue.number),
        issue.is_error,
        _column_of(sheet, issue, by),
        issue.day,
        issue.number,
    )


def _column_of(sheet: Sheet, issue: Issue, by: str) -> str:
    """The column to look at: the first class (or teacher) that the issue is about."""
    cards = [sheet.by_key[key] for key in issue.slots if key in sheet.by_key]
    if by == TEACHERS:
        teachers = [*issue.teachers, *(card.teacher or 0 for card in cards)]
        return next((code_of(sheet.teachers[key]) for key in teachers if key in sheet.teachers), "")
    classes = [*issue.classes, *(key for card in cards for key in sheet.shown_in[card.course])]
    return next((code_of(sheet.classes[key]) for key in classes if key in sheet.classes), "")


def issue_words(sheet: Sheet, issue: Issue) -> str:
    cards = (sheet.by_key[key] for key in issue.slots if key in sheet.by_key)
    courses = dict.fromkeys(sheet.courses[card.course] for card in cards)
    lessons = [f"{row.subject.name} {row.group.name}" for row in courses]
    lessons += [_("a lesson in another branch")] if any(key < 0 for key in issue.slots) else []
    names = {
        "classes": ", ".join(sheet.classes[key].name for key in issue.classes),
        "teachers": ", ".join(sheet.teachers[key].initials_name for key in issue.teachers if key in sheet.teachers),
        "rooms": ", ".join(sheet.rooms[key].title for key in issue.rooms if key in sheet.rooms),
        "lessons": ", ".join(lessons),
        "kind": ", ".join(str(row.subject.get_room_kind_display()).lower() for row in courses),
    }
    return say(issue, names)
