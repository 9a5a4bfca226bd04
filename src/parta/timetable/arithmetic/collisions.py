"""Somebody or something in two places at once. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from parta.timetable.arithmetic.board import Board, Held, meetings
from parta.timetable.arithmetic.facts import Issue


def _pair(one: Held, other: Held) -> tuple[int, ...]:
    return tuple(sorted((one.card.key, other.card.key)))


def _classes(*lessons: Held) -> tuple[int, ...]:
    return tuple(sorted({school_class for one in lessons for school_class in one.course.classes}))


def teacher_twice(board: Board) -> Iterator[Issue]:
    """A joint lesson of one teacher in one room is one lesson; unless the classes are combined, it is worth a look.

    Two subjects at once, or two year levels that are no класс-комплект, are not believed for the room alone.
    """
    for (teacher, day), lessons in board.by_teacher.items():
        for one, other in meetings(lessons):
            where = day, one.card.number
            if not board.is_joint(one, other):
                yield Issue("teacher_twice", _classes(one, other), (teacher,), (), *where, _pair(one, other))
            elif one.course.classes != other.course.classes and not board.is_combined(one, other):
                yield Issue("joint", _classes(one, other), (teacher,), (), *where, _pair(one, other))


def class_twice(board: Board) -> Iterator[Issue]:
    """Parts of a class stand side by side; a whole class with its own part does not."""
    for (school_class, day), lessons in board.by_class.items():
        for one, other in meetings(lessons):
            if not one.course.stands_beside(other.course):
                yield Issue("class_twice", (school_class,), (), (), day, one.card.number, _pair(one, other))


def room_taken(board: Board) -> Iterator[Issue]:
    """Two teachers in one room; groups of one subject may share a hall, which is worth a look."""
    for (room, day), lessons in board.by_room.items():
        most = board.facts.at_once.get(room, 1)
        for one, other in meetings(lessons):
            if one.card.teacher is not None and one.card.teacher == other.card.teacher:
                continue
            if most > 1 and len({lesson.card.teacher for lesson in lessons if lesson.overlaps(one)}) <= most:
                continue
            code = "room_shared" if one.course.is_sport and other.course.is_sport else "room_taken"
            yield Issue(code, _classes(one, other), (), (room,), day, one.card.number, _pair(one, other))


def building_change(board: Board) -> Iterator[Issue]:
    """A way to another building takes longer than the break."""
    for (teacher, day), lessons in board.by_teacher.items():
        for number, slots, values in _hurried(board, lessons):
            yield Issue("teacher_hurries", (), (teacher,), (), day, number, slots, values)
    for (school_class, day), lessons in board.by_class.items():
        for number, slots, values in _hurried(board, lessons):
            yield Issue("class_hurries", (school_class,), (), (), day, number, slots, values)


def _hurried(board: Board, lessons: list[Held]) -> Iterator[tuple[int, tuple[int, ...], tuple[int, int]]]:
    buildings = board.facts.buildings
    for one, other in pairwise([one for one in lessons if one.is_rung and one.card.room in buildings]):
        gap = other.starts - one.ends
        moves = buildings[one.card.room or 0] != buildings[other.card.room or 0]
        if moves and 0 <= gap < board.facts.norms.building_minutes:
            yield other.card.number, _pair(one, other), (gap, board.facts.norms.building_minutes)
