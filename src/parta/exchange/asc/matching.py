"""Which row of the school each name of an aSc file means: by its code, an earlier choice, its name; else asked."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2s

from django.utils.translation import gettext as _

from parta.common.codes import decode
from parta.exchange.asc.arithmetic import FITS, day_mask, group_key, is_whole, key
from parta.exchange.asc.facts import Facts, Named
from parta.exchange.asc.tables import Group, Lesson, Timetable

LEFT_OUT = 0
OUT = "-"
"""A name whose lessons are not taken, as a choice is kept and as a page sends it."""
LONGEST = 200
"""So much of a name is remembered."""
KINDS = ("class", "subject", "teacher", "room", "group", "term")
MODELS = {
    "class": "group",
    "subject": "subject",
    "teacher": "person",
    "room": "room",
    "group": "group",
    "term": "ascterm",
}
"""What a code in the file names, by the kind of the asked name."""

Choices = Mapping[tuple[str, str], int]
"""Chosen rows by kind and key of the name; LEFT_OUT where its lessons are not taken."""


@dataclass(frozen=True)
class Match:
    """A name of the file and the row it means: `chosen` is None while nobody has said, LEFT_OUT for not taken."""

    kind: str
    key: str
    label: str
    uses: int
    options: tuple[Named, ...]
    chosen: int | None
    how: str

    @property
    def field(self) -> str:
        """Its name in a form."""
        return "m" + blake2s(f"{self.kind}/{self.key}".encode(), digest_size=8).hexdigest()

    @property
    def chosen_label(self) -> str:
        return next((row.label for row in self.options if row.id == self.chosen), "")


@dataclass(frozen=True)
class Asked:
    """A name as the file has it."""

    kind: str
    key: str
    label: str
    names: tuple[str, ...]
    codes: tuple[str, ...] = ()
    teachers: tuple[int, ...] = ()
    """Who gives the lessons of a group."""


@dataclass(frozen=True)
class Matching:
    """All names of a file that lie in the week, and what they mean by the id of the file."""

    matches: tuple[Match, ...]
    chosen: Mapping[tuple[str, str], int | None]
    """By kind and id; groups by id of the group and of the subject, joined by "/"; the term by no id."""

    @property
    def open(self) -> list[Match]:
        return [row for row in self.matches if row.chosen is None]


def matching_of(file: Timetable, facts: Facts, choices: Choices) -> Matching:
    """Match classes, subjects, teachers and rooms; then groups, which need the class, the subject and the teacher."""
    lessons = {row.id: row for row in file.lessons}
    used = Counter(card.lessonid for card in file.cards if card.lessonid in lessons)
    found = _Found(facts, choices)
    for kind, rows, uses in _simple(file, lessons, used):
        for asked, row_id in rows:
            if uses[row_id]:
                found.add(asked, (kind, row_id), facts.options(kind), uses[row_id])
    groups = {row.id: row for row in file.groups}
    for lesson in lessons.values():
        for group_id in lesson.groupids if used[lesson.id] else ():
            if group_id in groups and not groups[group_id].entireclass:
                _add_group(found, file, lesson, groups[group_id], used[lesson.id])
    _add_term(found, file, used)
    order = sorted(found.matches.values(), key=lambda row: (row.chosen is not None, KINDS.index(row.kind)))
    return Matching(tuple(order), found.chosen)


class _Found:
    """Matches as they are found, each name once."""

    def __init__(self, facts: Facts, choices: Choices) -> None:
        self.facts = facts
        self.choices = choices
        self.matches: dict[tuple[str, str], Match] = {}
        self.chosen: dict[tuple[str, str], int | None] = {}

    def add(self, asked: Asked, place: tuple[str, str], options: tuple[Named, ...], uses: int) -> None:
        known = self.matches.get((asked.kind, asked.key))
        if known is None:
            chosen, how = self._look(asked, options)
        else:
            chosen, how, uses = known.chosen, known.how, known.uses + uses
        self.matches[asked.kind, asked.key] = Match(asked.kind, asked.key, asked.label, uses, options, chosen, how)
        self.chosen[place] = chosen

    def _look(self, asked: Asked, options: tuple[Named, ...]) -> tuple[int | None, str]:
        ids = {row.id for row in options}
        remembered = self.choices.get((asked.kind, asked.key))
        if remembered is not None and (remembered in ids or remembered == LEFT_OUT):
            return remembered, "remembered"
        by_code = [row for code in asked.codes if (row := self._decoded(asked.kind, code)) in ids]
        if by_code:
            return by_code[0], "code"
        found = fitting(asked.kind, asked.names, options)
        if found is None and asked.kind == "group":
            found = self._by_teacher(asked, options)
        return found, "name" if found is not None else ""

    def _decoded(self, kind: str, code: str) -> int | None:
        try:
            ref = decode(MODELS[kind], code[:22])
        except ValueError:
            return None
        return ref.id if ref.school_id == self.facts.school_id else None

    def _by_teacher(self, asked: Asked, options: tuple[Named, ...]) -> int | None:
        """The group whose course one of the lesson's teachers gives, when it is one alone."""
        subject = int(asked.key.partition("#")[0])
        taught = self.facts.taught
        hits = [
            row.id
            for row in options
            if set(taught.get(self.facts.courses.get((row.id, subject), 0), ())) & set(asked.teachers)
        ]
        return hits[0] if len(hits) == 1 else None


def fitting(kind: str, names: Sequence[str], options: Iterable[Named]) -> int | None:
    """The one row that a name fits, by the strictest comparison that finds any.

    Abbreviations of subjects ("Физ") are not guessed: they may be the beginning of another one.
    """
    rows = list(options)
    for level, fits in enumerate(FITS[kind]):
        typed = names[:1] if kind == "subject" and level else names
        hits = {row.id for row in rows for a in typed for b in row.names if a and b and fits(a, b)}
        if hits:
            return hits.pop() if len(hits) == 1 else None
    return None


Simple = tuple[str, list[tuple[Asked, str]], Counter[str]]


def _simple(file: Timetable, lessons: Mapping[str, Lesson], used: Counter[str]) -> list[Simple]:
    uses: dict[str, Counter[str]] = defaultdict(Counter)
    class_of = {row.id: row.classid for row in file.groups}
    for lesson_id, count in used.items():
        lesson = lessons[lesson_id]
        classes = {*lesson.classids, *(class_of.get(one, "") for one in lesson.groupids)}
        for kind, ids in (("class", classes), ("subject", {lesson.subjectid}), ("teacher", set(lesson.teacherids))):
            for one in ids:
                uses[kind][one] += count
    for card in file.cards:
        for one in card.classroomids if card.lessonid in lessons else ():
            uses["room"][one] += 1
    return [
        (
            "class",
            [_asked("class", row.id, row.partner_id, row.name, row.short) for row in file.classes],
            uses["class"],
        ),
        (
            "subject",
            [_asked("subject", row.id, row.partner_id, row.name, row.short) for row in file.subjects],
            uses["subject"],
        ),
        (
            "teacher",
            [
                _teacher(row.id, row.partner_id, row.name, row.short, f"{row.lastname} {row.firstname}")
                for row in file.teachers
            ],
            uses["teacher"],
        ),
        (
            "room",
            [_asked("room", row.id, row.partner_id, row.name, row.short) for row in file.classrooms],
            uses["room"],
        ),
    ]


def _asked(kind: str, row_id: str, partner: str, *names: str) -> tuple[Asked, str]:
    label = next((name for name in names if name.strip()), row_id)
    known = group_key(label) if kind == "class" else key(label)
    return Asked(kind, known[:LONGEST], label, names, (partner, row_id)), row_id


def _teacher(row_id: str, partner: str, name: str, short: str, full: str) -> tuple[Asked, str]:
    label = max((full.strip(), name), key=len) or short or row_id
    return Asked("teacher", key(label)[:LONGEST], label, (full.strip(), name, short), (partner, row_id)), row_id


def _add_group(found: _Found, file: Timetable, lesson: Lesson, group: Group, uses: int) -> None:
    """A part of a class in one subject: a subgroup drawn from the class that has the subject, or the class itself."""
    whole, subject = found.chosen.get(("class", group.classid)), found.chosen.get(("subject", lesson.subjectid))
    if not whole or not subject:
        return
    facts = found.facts
    name = next((row.name for row in file.classes if row.id == group.classid), "")
    options = tuple(row for row in facts.groups.get(whole, ()) if (row.id, subject) in facts.courses)
    itself = tuple(row for row in facts.classes if row.id == whole and (whole, subject) in facts.courses)
    teachers = (found.chosen.get(("teacher", one)) for one in lesson.teacherids)
    asked = Asked(
        "group",
        f"{subject}#{group_key(name)}/{key(group.name)}"[:LONGEST],
        f"{name}, {group.name}: {facts.label('subject', subject)}",
        (group.name,),
        (group.id,),
        tuple(one for one in teachers if one),
    )
    found.add(asked, ("group", f"{group.id}/{lesson.subjectid}"), options + itself, uses)


def _add_term(found: _Found, file: Timetable, used: Counter[str]) -> None:
    """Where cards lie only in a part of the year: which part the draft is for."""
    masks = [card.terms for card in file.cards if used[card.lessonid] and not is_whole(card.terms)]
    if masks:
        length = max(map(len, masks))
        named = {mask: row.name for row in file.termsdefs for mask in row.terms}
        parts = ((at + 1, day_mask(at, length)) for at in range(length))
        options = tuple(Named(at, named.get(mask, str(at)), ()) for at, mask in parts)
        asked = Asked("term", str(length), _("Lessons of a part of the year"), ())
        found.add(asked, ("term", ""), options, len(masks))
