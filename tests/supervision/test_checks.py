"""What each automatic check finds in facts, and until which day a remark is to be mended."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from parta.supervision.arithmetic import workdays_after
from parta.supervision.checks import CHECKS, Cause, Facts, Past

NOW = datetime(2026, 11, 24, 11, tzinfo=UTC)
WHOLE = Past(1, 10, 100, date(2026, 11, 23), True, True, True, NOW - timedelta(hours=20))


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


def test_a_deadline_counts_working_days_only() -> None:
    holidays = {date(2026, 11, 26)}
    due = workdays_after(date(2026, 11, 24), 5, lambda day: day.weekday() > 4 or day in holidays)
    assert due == date(2026, 12, 2)


def test_a_deadline_ends_even_where_no_day_is_a_working_one() -> None:
    assert workdays_after(date(2026, 6, 1), 1, lambda _day: True) == date(2027, 6, 2)
