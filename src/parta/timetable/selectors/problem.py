"""A draft as a problem for the search: what is to be placed, what stays, where teachers usually teach."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import replace

from parta.timetable.arithmetic import Card
from parta.timetable.models import RunMode, Slot, Version
from parta.timetable.selectors.sheet import Sheet
from parta.timetable.solving.demands import Problem, Weights, demands_of


def problem_of(sheet: Sheet, mode: str, weights: Weights, stays: Collection[int] = ()) -> Problem:
    """In the mode "place" all that stands stays; else pins, lessons of the classes `stays` and beside classes."""
    fixed = {card.key for card in sheet.cards if mode == RunMode.PLACE or _stays(sheet, card, stays)}
    demands = demands_of(sheet.facts, sheet.cards, sheet.taught_by, stay=fixed, homes=_homes(sheet))
    kinds = {key: kind for key, kind in sheet.facts.room_kinds.items() if key in sheet.rooms}
    facts = replace(sheet.facts, room_kinds=kinds)
    return Problem(facts, demands, sheet.elsewhere, weights, partial=mode == RunMode.PLACE)


def _stays(sheet: Sheet, card: Card, stays: Collection[int]) -> bool:
    classes = sheet.facts.courses[card.course].classes
    return card.key in sheet.pinned or not classes or bool(set(classes) & set(stays))


def _homes(sheet: Sheet) -> dict[int, int]:
    """Rooms for courses that stand nowhere: where the teacher taught by the last published week, else the class's."""
    taught = _rooms_before(sheet.version)
    found = {}
    for key, row in sheet.courses.items():
        teacher = next(iter(sheet.taught_by.get(key, ())), 0)
        room = taught.get(teacher) or row.group.room_id
        if room and room in sheet.rooms:
            found[key] = room
    return found


def _rooms_before(version: Version) -> dict[int, int]:
    rows = Version.objects.filter(
        school_id=version.school_id, branch_id=version.branch_id, published_at__isnull=False, since__lte=version.since
    )
    last = rows.order_by("-since").first()
    slots = Slot.objects.filter(school_id=version.school_id, version=last) if last else Slot.objects.none()
    counts: dict[int, Counter[int]] = defaultdict(Counter)
    for teacher, room in slots.filter(teacher__isnull=False, room__isnull=False).values_list("teacher_id", "room_id"):
        counts[teacher][room] += 1
    return {teacher: rooms.most_common(1)[0][0] for teacher, rooms in counts.items()}
