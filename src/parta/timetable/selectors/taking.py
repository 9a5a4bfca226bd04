"""A lesson in the hand: what it is, who may give it and where, how each place of the week takes it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from parta.classes.models import Course
from parta.common.codes import Ref, code_of, encode
from parta.common.errors import NotFound
from parta.people.models import Person
from parta.school.models import Room
from parta.timetable.arithmetic import Card, Fit, fits, joint_with
from parta.timetable.arithmetic.fitting import BAD
from parta.timetable.models import Week
from parta.timetable.selectors.editor import CLASSES, about, columns_of, issue_words, pool_of
from parta.timetable.selectors.sheet import Sheet

UNPLACED = 1_000_000_000_000
"""Keys of lessons that stand nowhere yet."""


@dataclass(frozen=True)
class Asked:
    """What is taken: lessons of the week, or courses of the pool with what they shall have."""

    slots: tuple[int, ...] = ()
    courses: tuple[int, ...] = ()
    week: int | None = None
    teacher_id: int | None = None
    room_id: int | None = None
    is_exact: bool = False
    """Teacher and room are as they are said, also where nobody is said."""
    is_alone: bool = False
    """These lessons and no others that are joint with them."""


@dataclass(frozen=True)
class FitPlace:
    day: int
    number: int
    state: str
    words: str
    others: tuple[int, ...]
    is_here: bool


@dataclass(frozen=True)
class Taken:
    """The lesson with its fit at every place, by number (rows) and weekday."""

    title: str
    school_id: int
    cards: list[Card]
    is_placed: bool
    columns: list[str]
    rows: list[tuple[int, list[FitPlace]]]
    teachers: list[Person]
    rooms: list[Room]
    together: list[Course]
    """Courses of the pool that can be taught jointly with the taken one."""
    left: Fraction
    is_pinned: bool = False

    @property
    def first(self) -> Card:
        return self.cards[0]

    @property
    def codes(self) -> list[str]:
        """Of the lessons, or of the courses where they stand nowhere yet."""
        if self.is_placed:
            return [encode("slot", Ref(self.school_id, card.key)) for card in self.cards]
        return [encode("course", Ref(self.school_id, card.course)) for card in self.cards]

    @property
    def teacher_code(self) -> str:
        return encode("person", Ref(0, self.first.teacher)) if self.first.teacher else ""

    @property
    def room_code(self) -> str:
        return encode("room", Ref(self.school_id, self.first.room)) if self.first.room else ""


def cards_of(sheet: Sheet, asked: Asked) -> list[Card]:
    """The taken cards: those of a joint lesson together, unless these alone are asked for."""
    if asked.slots:
        if not all(key in sheet.by_key for key in asked.slots):
            raise NotFound
        if asked.is_alone:
            return [sheet.by_key[key] for key in dict.fromkeys(asked.slots)]
        found = {row.key: row for key in asked.slots for row in joint_with(sheet.facts, sheet.cards, sheet.by_key[key])}
        return list(found.values())
    if not asked.courses or not all(key in sheet.courses for key in asked.courses):
        raise NotFound
    first = asked.courses[0]
    teacher, room = asked.teacher_id, asked.room_id
    if not asked.is_exact:
        teacher = teacher or next(iter(sheet.taught_by.get(first, ())), None)
        room = room or _usual_room(sheet, first, teacher)
    left = next((item.left for item in pool_of(sheet) if item.course_id == first), Fraction(0))
    usual = Week.FIRST if 0 < left < 1 else Week.EVERY
    week = int(usual if asked.week is None else asked.week)
    return [Card(UNPLACED + key, key, -1, 0, week, teacher, room) for key in asked.courses]


def _usual_room(sheet: Sheet, course: int, teacher: int | None) -> int | None:
    """Where the course is taught most, else its teacher, else the room of the class."""
    for cards in (
        [card for card in sheet.cards if card.course == course],
        [card for card in sheet.cards if teacher and card.teacher == teacher],
    ):
        rooms = Counter(card.room for card in cards if card.room)
        if rooms:
            return rooms.most_common(1)[0][0]
    return sheet.courses[course].group.room_id


def fit_at(sheet: Sheet, cards: Sequence[Card], places: Sequence[tuple[int, int]]) -> dict[tuple[int, int], Fit]:
    return fits(sheet.facts, sheet.all_cards, cards, places, is_placed=cards[0].key < UNPLACED)


def take(sheet: Sheet, asked: Asked, days: Sequence[int], numbers: Sequence[int], by: str = CLASSES) -> Taken:
    cards = cards_of(sheet, asked)
    places = [(day, number) for number in numbers for day in days]
    found = fit_at(sheet, cards, places)
    rows = [
        (number, [_fit_place(sheet, cards[0], (day, number), found[day, number]) for day in days])
        for number in numbers
    ]  # fmt: skip
    columns = dict.fromkeys(key for card in cards for key in columns_of(sheet, card, by))
    owners = sheet.classes if by == CLASSES else sheet.teachers
    pool = {item.course_id: item.left for item in pool_of(sheet)}
    return Taken(
        "; ".join(about(sheet, card) for card in cards),
        sheet.version.school_id,
        cards,
        cards[0].key < UNPLACED,
        [code_of(owners[key]) for key in columns if key in owners],
        rows,
        list(_teachers(sheet, cards)),
        list(sheet.rooms.values()),
        [sheet.courses[key] for key in pool if _goes_along(sheet, key, cards)],
        pool.get(cards[0].course, Fraction(0)),
        cards[0].key in sheet.pinned,
    )


def _fit_place(sheet: Sheet, card: Card, place: tuple[int, int], fit: Fit) -> FitPlace:
    told = [issue for issue in fit.issues if issue.is_error == (fit.state == BAD)]
    words = "; ".join(issue_words(sheet, issue) for issue in told[:2])
    return FitPlace(*place, fit.state, words, fit.others, card.place == place)


def _teachers(sheet: Sheet, cards: Sequence[Card]) -> Iterator[Person]:
    """Those of the course first."""
    own = dict.fromkeys(key for card in cards for key in (card.teacher, *sheet.taught_by.get(card.course, ())) if key)
    yield from (sheet.teachers[key] for key in own if key in sheet.teachers)
    yield from (row for key, row in sheet.teachers.items() if key not in own)


def _goes_along(sheet: Sheet, course: int, cards: Sequence[Card]) -> bool:
    teachers, facts = sheet.taught_by.get(course, ()), sheet.facts
    return cards[0].teacher in teachers and all(
        course != card.course and facts.may_be_joint(facts.courses[course], facts.courses[card.course])
        for card in cards
    )
