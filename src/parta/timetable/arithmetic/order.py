"""Windows, the place of hard lessons in a day, the hours of the school. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from parta.timetable.arithmetic.board import Board, Held, by_number
from parta.timetable.arithmetic.facts import Issue


def class_window(board: Board) -> Iterator[Issue]:
    """A class waits for nothing between its first lesson and its last one."""
    for (school_class, day), lessons in board.by_class.items():
        numbers = sorted({one.card.number for one in lessons})
        for before, after in pairwise(numbers):
            for number in range(before + 1, after):
                yield Issue("class_window", (school_class,), day=day, number=number)


def teacher_windows(board: Board) -> Iterator[Issue]:
    """Free lessons of a teacher between the first and the last one of a shift, more of them than the school allows."""
    most = board.facts.norms.teacher_windows
    for (teacher, day), lessons in board.by_teacher.items():
        gaps: list[int] = []
        for shift in {one.course.shift for one in lessons}:
            numbers = {one.card.number for one in lessons if one.course.shift == shift}
            gaps += [number for number in range(min(numbers), max(numbers)) if number not in numbers]
        if len(gaps) > most:
            yield Issue("teacher_windows", (), (teacher,), day=day, number=min(gaps), values=(len(gaps), most))


def hard_places(board: Board) -> Iterator[Issue]:
    """A hard lesson stands at the edge of the day while an easy one has a place in the middle."""
    for (school_class, day), lessons in board.by_class.items():
        low, high = board.facts.norms.hard_places[board.facts.level(school_class) - 1]
        places = by_number(lessons)
        hard = {number: [one for one in found if one.course.is_hard] for number, found in places.items()}
        outside = [number for number, found in hard.items() if found and not low <= number <= high]
        if outside and any(not found and low <= number <= high for number, found in hard.items()):
            slots = tuple(sorted(one.card.key for number in outside for one in hard[number]))
            yield Issue("hard_place", (school_class,), day=day, number=min(outside), slots=slots, values=(low, high))


def doubles(board: Board) -> Iterator[Issue]:
    """Two lessons of a subject in a row: none for the youngest, no hard ones before the upper school."""
    norms = board.facts.norms
    for (school_class, day), lessons in board.by_class.items():
        level = board.facts.level(school_class)
        if level >= norms.hard_doubles_from:
            continue
        for one, other in _in_a_row(lessons):
            if one.course.is_hard or level <= norms.no_doubles_until:
                slots = tuple(sorted((one.card.key, other.card.key)))
                yield Issue("double", (school_class,), day=day, number=one.card.number, slots=slots)


def _in_a_row(lessons: list[Held]) -> Iterator[tuple[Held, Held]]:
    places = by_number(lessons)
    for number, found in places.items():
        for one in found:
            for other in places.get(number + 1, ()):
                same_pupils = one.course.is_whole or other.course.is_whole or one.course.id == other.course.id
                if one.course.subject == other.course.subject and same_pupils:
                    yield one, other


def day_bounds(board: Board) -> Iterator[Issue]:
    """No lesson before the first one of the bells, none earlier or later than children are at school."""
    norms = board.facts.norms
    for one in board.held:
        if one.card.number < 1 or (one.is_rung and one.starts < norms.opens):
            yield _about("too_early", one)
        elif one.is_rung and one.ends > norms.closes:
            yield _about("too_late", one)
        elif not one.is_rung and board.facts.times:
            yield _about("no_bell", one)


def nobody_teaches(board: Board) -> Iterator[Issue]:
    for one in board.held:
        if one.card.teacher is None:
            yield _about("no_teacher", one)


def _about(code: str, one: Held) -> Issue:
    return Issue(code, one.course.classes, (), (), one.card.day, one.card.number, (one.card.key,))
