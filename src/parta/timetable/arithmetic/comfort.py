"""The right room, the wishes of the teachers. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from parta.timetable.arithmetic.board import Board
from parta.timetable.arithmetic.facts import Issue


def wrong_room(board: Board) -> Iterator[Issue]:
    """A subject that needs a kind of room is taught in another one though the branch has such rooms."""
    kinds = board.facts.room_kinds
    there = set(kinds.values())
    for one in board.held:
        room, needed = one.card.room, one.course.room_kind
        if room is not None and needed in there and kinds.get(room, needed) != needed:
            yield Issue("wrong_room", one.course.classes, (), (room,), one.card.day, one.card.number, (one.card.key,))


def unwanted_places(board: Board) -> Iterator[Issue]:
    """A teacher has a lesson where the teacher cannot or would rather not be."""
    wishes = board.facts.wishes
    for one in board.held:
        teacher = one.card.teacher
        if teacher is None:
            continue
        for code, found in (("teacher_cannot", wishes.never), ("teacher_rather_not", wishes.rather_not)):
            if one.card.place in found.get((teacher, one.course.shift), ()):
                yield Issue(code, (), (teacher,), (), *one.card.place, (one.card.key,))
