"""The week that an aSc file says, in rows of the school: places, what is not taken and why, what changes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256

from django.utils.translation import gettext as _

from parta.exchange.asc.arithmetic import days_of, is_in_term, number_of, periods_each, week_of
from parta.exchange.asc.facts import Facts
from parta.exchange.asc.matching import Matching
from parta.exchange.asc.tables import Card, Lesson, Timetable
from parta.timetable.services import Place, collision

Spot = tuple[int, int, int, int]
"""Course, weekday, number, week."""


@dataclass(frozen=True)
class Change:
    """A place of the week before and after; None where it is not."""

    before: Place | None
    after: Place | None

    @property
    def place(self) -> Place:
        found = self.after or self.before
        if found is None:
            raise ValueError
        return found

    @property
    def state(self) -> str:
        return "added" if self.before is None else "removed" if self.after is None else "changed"


@dataclass(frozen=True)
class Draft:
    """`notes` tell what is not taken or looks wrong, with the number of cards; `clash` why nothing can be written."""

    places: tuple[Place, ...]
    changes: tuple[Change, ...]
    same: int
    notes: tuple[tuple[str, int], ...]
    clash: str

    @property
    def fingerprint(self) -> str:
        """Equal for drafts that would write the same over the same."""
        words = repr([(change.before, change.after) for change in self.changes])
        return sha256(words.encode()).hexdigest()

    def count(self, state: str) -> int:
        return sum(change.state == state for change in self.changes)


def draft_of(file: Timetable, facts: Facts, matching: Matching) -> Draft:
    pen = _Pen(file, facts, matching)
    lessons = {row.id: row for row in file.lessons}
    cards: dict[str, list[Card]] = defaultdict(list)
    for card in file.cards:
        cards[card.lessonid].append(card)
    for lesson_id, found in cards.items():
        if lesson_id in lessons:
            pen.lay(lessons[lesson_id], found)
        else:
            pen.note(_("Cards of lessons that the file does not have"), len(found))
    places = tuple(pen.places.values())
    before = {spot_of(place): place for place in facts.slots}
    return Draft(
        places,
        tuple(_changes(before, pen.places)),
        sum(before.get(spot) == place for spot, place in pen.places.items()),
        tuple(pen.notes.items()),
        collision(places),
    )


def spot_of(place: Place) -> Spot:
    return (place.course_id, place.weekday, place.number, place.week)


def _changes(before: dict[Spot, Place], after: dict[Spot, Place]) -> Iterator[Change]:
    for spot in sorted({*before, *after}, key=lambda one: (one[1], one[2], one[0], one[3])):
        old, new = before.get(spot), after.get(spot)
        if old != new:
            yield Change(old, new)


@dataclass
class _Pen:
    file: Timetable
    facts: Facts
    matching: Matching
    places: dict[Spot, Place] = field(default_factory=dict)
    notes: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.groups = {row.id: row for row in self.file.groups}
        self.class_names = {row.id: row.name for row in self.file.classes}
        self.subject_names = {row.id: row.name for row in self.file.subjects}
        self.course_names = {
            course: f"{self.facts.wholes.get(group, '')}: {self.facts.label('subject', subject)}"
            for (group, subject), course in self.facts.courses.items()
        }

    def note(self, words: str, cards: int = 1) -> None:
        self.notes[words] += cards

    def lay(self, lesson: Lesson, cards: list[Card]) -> None:
        """All cards of a lesson, in each course that the lesson is a lesson of."""
        courses = self._courses(lesson, len(cards))
        if not courses:
            return
        many = periods_each(lesson.periodspercard, lesson.periodsperweek, [(c.period, c.days, c.weeks) for c in cards])
        for card in cards:
            when = self._when(lesson, card)
            if when is None:
                continue
            number, week = when
            for at, course in enumerate(courses):
                teacher, room = self._who_and_where(lesson, card, course, at, len(courses))
                self._ask_load(course, teacher)
                for day in days_of(card.days):
                    for step in range(many):
                        self._put(Place(course, day, number + step, week, teacher, room), lesson)

    def _ask_load(self, course: int, teacher: int | None) -> None:
        """Who does not teach a course by the load cannot write in its journal."""
        if teacher and teacher not in self.facts.taught.get(course, ()):
            about = {"course": self.course_names[course], "teacher": self.facts.label("teacher", teacher)}
            self.note(
                _("%(course)s: %(teacher)s does not teach it by the load and could not write in the journal") % about
            )

    def _put(self, place: Place, lesson: Lesson) -> None:
        if spot_of(place) in self.places:
            self.note(_("%(lesson)s: twice at one place, taken once") % {"lesson": self._words(lesson)})
        self.places.setdefault(spot_of(place), place)

    def _words(self, lesson: Lesson) -> str:
        classes = ", ".join(self.class_names.get(one, one) for one in lesson.classids)
        subject = self.subject_names.get(lesson.subjectid, lesson.subjectid)
        return f"{classes}: {subject}" if classes else subject

    def _courses(self, lesson: Lesson, cards: int) -> list[int]:
        """The courses of a lesson, one for each of its groups."""
        subject = self.matching.chosen.get(("subject", lesson.subjectid))
        groups = [one for one in lesson.groupids if one in self.groups]
        asked: list[tuple[str, str]] = [("class", one) for one in lesson.classids]
        if groups:
            asked = [
                ("class", self.groups[one].classid)
                if self.groups[one].entireclass
                else ("group", f"{one}/{lesson.subjectid}")
                for one in groups
            ]
        if not asked:
            self.note(_("%(lesson)s: no class is named") % {"lesson": self._words(lesson)}, cards)
        found: dict[int, None] = {}
        for place in asked:
            course = self._course(lesson, self.matching.chosen.get(place), subject, cards)
            if course is not None:
                found[course] = None
        return list(found)

    def _course(self, lesson: Lesson, group: int | None, subject: int | None, cards: int) -> int | None:
        if not group or not subject:
            waits = (
                _("%(lesson)s: waits for your choice of names")
                if None in (group, subject)
                else _("%(lesson)s: left out, as you chose")
            )
            self.note(waits % {"lesson": self._words(lesson)}, cards)
            return None
        course = self.facts.courses.get((group, subject))
        if course is None:
            about = {"group": self.facts.wholes.get(group, ""), "subject": self.facts.label("subject", subject)}
            self.note(_("%(group)s has no “%(subject)s” in its load: add it there first") % about, cards)
        return course

    def _when(self, lesson: Lesson, card: Card) -> tuple[int, int] | None:
        about = {"lesson": self._words(lesson), "weeks": card.weeks}
        number, week, days = number_of(card.period), week_of(card.weeks), days_of(card.days)
        if not is_in_term(card.terms, self.matching.chosen.get(("term", ""))):
            self.note(_("%(lesson)s: only in a part of the year") % about)
        elif week is None:
            self.note(_("%(lesson)s: weeks %(weeks)s are neither all nor every second one") % about)
        elif number is None or not days or max(days) > 6:
            self.note(_("%(lesson)s: lies on no day or has no number") % about)
        else:
            return number, week
        return None

    def _who_and_where(
        self, lesson: Lesson, card: Card, course: int, at: int, courses: int
    ) -> tuple[int | None, int | None]:
        """One teacher and one room of a course: who teaches it, else by the order of the lesson's groups."""
        people = [self.matching.chosen.get(("teacher", one)) or None for one in lesson.teacherids]
        rooms = [self.matching.chosen.get(("room", one)) or None for one in card.classroomids]
        known = [i for i, person in enumerate(people) if person in self.facts.taught.get(course, ())]
        paired = at if courses == len(people) else 0
        who = known[0] if known else paired
        where = who if len(rooms) == len(people) else at if len(rooms) == courses else 0
        about = {"lesson": self._words(lesson)}
        if len(people) > max(1, courses):
            self.note(_("%(lesson)s: several teachers, one is taken") % about)
        if len(rooms) > max(1, courses):
            self.note(_("%(lesson)s: several rooms, one is taken") % about)
        return people[who] if people else None, rooms[where] if rooms else None
