"""What each automatic check finds in facts, and until which day a remark is to be mended."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from parta.supervision.arithmetic import marks_expected, workdays_after
from parta.supervision.checks import CHECKS, Cause, Facts, Past, Signed, Study

NOW = datetime(2026, 11, 24, 11, tzinfo=UTC)
WHOLE = Past(1, 10, 100, date(2026, 11, 23), True, True, True, NOW - timedelta(hours=20))


QUARTER = Study(10, 2, 7, date(2026, 11, 2), date(2026, 12, 27), 56, True, least=3)
"""A pupil of the second quarter, which has 56 days."""
MIDDLE = date(2026, 11, 30)
MIDDLE_OF_TERM = Cause("few_marks", 10, None, 100, 2)


def found(kind: str, lesson: Past, **facts: object) -> list[Cause]:
    return list(CHECKS[kind].run(replace(Facts(NOW, [lesson]), **facts)))  # type: ignore[arg-type]


def kinds(lesson: Past, **facts: object) -> set[str]:
    return {kind for kind in CHECKS if found(kind, lesson, **facts)}


def test_a_lesson_that_is_whole_gives_no_remark() -> None:
    assert kinds(WHOLE, with_homework={1}) == set()


def test_an_empty_lesson_is_one_remark_not_three() -> None:
    empty = replace(WHOLE, has_topic=False, has_attendance=False)
    assert found("blank", empty) == [Cause("blank", 10, 1, 100)]
    assert kinds(empty) == {"blank"}


def test_a_lesson_with_marks_but_no_topic_lacks_the_topic() -> None:
    row = replace(WHOLE, has_topic=False, has_attendance=False)
    assert kinds(row, with_marks={1}, with_homework={1}) == {"topic", "attendance"}


def test_a_lesson_of_today_still_has_the_whole_day() -> None:
    today = replace(WHOLE, date=NOW.date(), has_topic=False, has_attendance=False, takes_homework=False)
    assert kinds(today) == set()


@pytest.mark.parametrize(("minutes", "expected"), [(-1, {"homework"}), (0, set()), (1, set())])
def test_homework_is_asked_for_only_after_its_hour(minutes: int, expected: set[str]) -> None:
    assert kinds(replace(WHOLE, homework_by=NOW + timedelta(minutes=minutes))) == expected


def test_no_homework_is_asked_for_where_none_is_given() -> None:
    assert kinds(replace(WHOLE, takes_homework=False)) == set()


def test_a_work_without_marks_is_said_of_its_lesson() -> None:
    assert kinds(WHOLE, with_homework={1}, unmarked={1}) == {"work_marks"}


@pytest.mark.parametrize(("hours", "expected"), [(2, []), (3, [Cause("lag", 10, None, 100)])])
def test_a_course_is_behind_from_so_many_hours(hours: int, expected: list[Cause]) -> None:
    assert found("lag", WHOLE, lost={10: hours}, teachers={10: 100}) == expected


@pytest.mark.parametrize(("days", "expected"), [(1, {"topic"}), (2, set())])
def test_a_lesson_is_asked_for_after_the_days_of_the_school(days: int, expected: set[str]) -> None:
    assert kinds(replace(WHOLE, has_topic=False), with_homework={1}, lesson_days=days) == expected


@pytest.mark.parametrize(
    ("least", "on", "expected"),
    [
        (3, date(2026, 11, 29), 0),
        (3, date(2026, 11, 30), 1),
        (3, date(2026, 12, 9), 1),
        (3, date(2026, 12, 10), 2),
        (3, date(2026, 12, 27), 2),
        (3, date(2026, 12, 28), 3),
        (3, date(2027, 1, 20), 3),
        (5, date(2026, 11, 30), 2),
        (0, date(2026, 12, 28), 0),
    ],
)
def test_from_the_middle_of_a_term_the_part_that_has_passed_is_expected(least: int, on: date, expected: int) -> None:
    assert marks_expected(least, 56, date(2026, 11, 2), on) == expected


def studied(kind: str, study: Study, on: date) -> list[Cause]:
    now = datetime.combine(on, NOW.timetz())
    return list(CHECKS[kind].run(Facts(now, studies=[study], teachers={10: 100})))


@pytest.mark.parametrize(
    ("study", "on", "expected"),
    [
        (QUARTER, MIDDLE - timedelta(days=1), False),
        (QUARTER, MIDDLE, True),
        (replace(QUARTER, marks=1), MIDDLE, False),
        (replace(QUARTER, marks=1), date(2026, 12, 10), True),
        (replace(QUARTER, was_away=True), MIDDLE, False),
        (replace(QUARTER, has_numbers=False), MIDDLE, False),
        (replace(QUARTER, is_present=False), MIDDLE, False),
        (replace(QUARTER, since=date(2026, 11, 9)), MIDDLE, False),
    ],
)
def test_too_few_marks_are_said_once_for_a_course(study: Study, on: date, expected: bool) -> None:
    assert studied("few_marks", study, on) == ([MIDDLE_OF_TERM] if expected else [])


@pytest.mark.parametrize(
    ("study", "on", "due"),
    [
        (QUARTER, date(2026, 12, 24), "none"),
        (QUARTER, date(2026, 12, 25), date(2026, 12, 27)),
        (QUARTER, date(2026, 12, 27), date(2026, 12, 27)),
        (QUARTER, date(2027, 1, 11), None),
        (replace(QUARTER, has_final=True), date(2026, 12, 27), "none"),
    ],
)
def test_a_mark_of_the_term_is_asked_for_two_days_before_its_end(study: Study, on: date, due: object) -> None:
    assert [cause.due for cause in studied("final_missing", study, on)] == ([] if due == "none" else [due])


@pytest.mark.parametrize(
    ("mark", "average", "is_far"),
    [("4", "4.6", False), ("4", "4.601", True), ("4", "3.4", False), ("4", "3.399", True), ("5", "4.40", False)],
)
def test_a_mark_is_far_from_the_average_by_more_than_the_gap(mark: str, average: str, is_far: bool) -> None:
    row = Signed(10, 2, 7, Decimal(mark), Decimal(average))
    causes = list(CHECKS["average_gap"].run(Facts(NOW, signed=[row], teachers={10: 100})))
    assert causes == ([Cause("average_gap", 10, None, 100, 2, 7)] if is_far else [])


@pytest.mark.parametrize(
    ("days", "with_homework", "expected"),
    [
        ((1, 13), set(), True),
        ((1, 14), set(), True),
        ((1, 15), set(), False),
        ((1, 2), {2}, False),
        ((1,), set(), False),
    ],
)
def test_two_lessons_without_a_task_make_a_course_without_homework(
    days: tuple[int, ...], with_homework: set[int], expected: bool
) -> None:
    today = NOW.date()
    lessons = [replace(WHOLE, id=place, date=today - timedelta(days=day)) for place, day in enumerate(days, 1)]
    facts = Facts(NOW, lessons, with_homework=with_homework, teachers={10: 100})
    assert list(CHECKS["homework_gap"].run(facts)) == ([Cause("homework_gap", 10, None, 100)] if expected else [])


def test_a_deadline_counts_working_days_only() -> None:
    holidays = {date(2026, 11, 26)}
    due = workdays_after(date(2026, 11, 24), 5, lambda day: day.weekday() > 4 or day in holidays)
    assert due == date(2026, 12, 2)


def test_a_deadline_ends_even_where_no_day_is_a_working_one() -> None:
    assert workdays_after(date(2026, 6, 1), 1, lambda _day: True) == date(2027, 6, 2)
