"""What is wrong in a week of lessons: rules of domain.md 5 by table."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from parta.timetable.arithmetic import Card, Course, Facts, Norms, SchoolClass, find, fits, joint_with
from parta.timetable.solving.demands import demands_of

A, B, FIRST, SECOND = 1, 2, 3, 4
"""Classes: 7А, 7Б, 1А, 4А (second shift)."""
MATHS, RUSSIAN, ART, SPORT = 1, 2, 3, 4
POINTS = {MATHS: 10, RUSSIAN: 8, ART: 2, SPORT: 1}
LEVELS = {A: SchoolClass(A, 7), B: SchoolClass(B, 7), FIRST: SchoolClass(FIRST, 1), SECOND: SchoolClass(SECOND, 4, 2)}


def course(key: int, subject: int, *classes: int, **values: object) -> Course:
    points = POINTS[subject]
    made = {"points": points, "is_hard": points >= 8, "is_sport": subject == SPORT, "hours": Fraction(9), **values}
    return Course(key, subject, classes, shift=LEVELS[classes[0]].shift, **made)  # type: ignore[arg-type]


COURSES = [
    *(course(10 * owner + subject, subject, owner) for owner in LEVELS for subject in POINTS),
    course(101, RUSSIAN, A, is_whole=False, pupils=frozenset({1, 2})),
    course(102, RUSSIAN, A, is_whole=False, pupils=frozenset({3, 4})),
    course(103, ART, A, is_whole=False, pupils=frozenset({2, 3})),
    course(104, ART, A, is_whole=False),
    course(105, SPORT, A, B, is_whole=False),
]
BELLS = {(1, 0, -1, number): (430 + 60 * number, 475 + 60 * number) for number in range(1, 8)}
BELLS |= {(2, 0, -1, number): (790 + 60 * number, 835 + 60 * number) for number in range(1, 7)}
FACTS = Facts(LEVELS, {row.id: row for row in COURSES}, {1: 1, 2: 1, 9: 2}, BELLS, month=1)


def codes(*cards: Card, facts: Facts = FACTS) -> list[str]:
    return [issue.code for issue in find(facts, cards)]


def card(key: int, taught: int, number: int, *, day: int = 1, week: int = 0, who: int = 0, room: int = 0) -> Card:
    return Card(key, taught, day, number, week, who or 1000 + key, room or None)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (card(1, 11, 2, who=5, room=1), card(2, 21, 2, who=5, room=2), ["teacher_twice"]),
        (card(1, 11, 2, who=5, room=1), card(2, 21, 2, who=5, room=1), ["joint"]),
        (card(1, 11, 2, who=5, room=1), card(2, 22, 2, who=5, room=1), ["teacher_twice"]),
        (card(1, 11, 2, who=5, room=1), card(2, 31, 2, who=5, room=1), ["teacher_twice"]),
        (card(1, 101, 2, who=5, room=1), card(2, 102, 2, who=5, room=1), []),
        (card(1, 11, 2, who=5), card(2, 21, 2, who=5), ["teacher_twice"]),
        (card(1, 11, 2, who=5), card(2, 21, 3, who=5), []),
        (card(1, 11, 2, who=5, week=1), card(2, 21, 2, who=5, week=2), []),
        (card(1, 11, 7, who=5, room=1), card(2, 42, 1, who=5, room=2), ["teacher_twice"]),
        (card(1, 11, 2, room=1), card(2, 21, 2, room=1), ["room_taken"]),
        (card(1, 14, 2, room=1), card(2, 24, 2, room=1), ["room_shared"]),
        (card(1, 11, 2), card(2, 12, 2), ["class_twice"]),
        (card(1, 11, 2), card(2, 103, 2), ["class_twice"]),
        (card(1, 101, 2), card(2, 102, 2), []),
        (card(1, 101, 2), card(2, 103, 2), ["class_twice"]),
        (card(1, 101, 2), card(2, 104, 2), ["class_twice"]),
        (card(1, 105, 2), card(2, 21, 2), ["class_twice"]),
        (card(1, 13, 1), card(2, 12, 3), ["class_window"]),
        (card(1, 11, 2), card(2, 11, 3), ["double"]),
        (card(1, 13, 2), card(2, 13, 3), []),
        (card(1, 31, 2), card(2, 32, 3), []),
        (card(1, 33, 2), card(2, 33, 3), ["double"]),
        (card(1, 13, 2, who=5, room=1), card(2, 23, 4, who=5, room=1), []),
        (card(1, 13, 2, who=5, room=1), card(2, 23, 5, who=5, room=1), ["teacher_windows"]),
        (card(1, 11, 1), card(2, 13, 2), ["hard_place"]),
        (card(1, 11, 0), card(2, 13, 1), ["too_early"]),
        (card(1, 11, 8), card(2, 21, 2), ["no_bell"]),
    ],
)
def test_two_lessons(first: Card, second: Card, expected: list[str]) -> None:
    assert codes(first, second) == expected
    assert codes(second, first) == expected


def test_a_collision_names_both_lessons_and_both_classes() -> None:
    (issue,) = find(FACTS, [card(1, 11, 2, who=5, room=1), card(2, 21, 2, who=5, room=2)])
    assert (issue.severity, issue.slots, issue.classes, issue.teachers) == ("error", (1, 2), (A, B), (5,))
    assert (issue.day, issue.number) == (1, 2)


def test_a_way_to_another_building_takes_time() -> None:
    cards = card(1, 13, 2, who=5, room=1), card(2, 13, 3, who=5, room=9)
    short = replace(FACTS, norms=Norms(building_minutes=20))
    assert codes(*cards) == []
    assert codes(*cards, facts=short) == ["class_hurries", "teacher_hurries"]
    assert find(short, cards)[0].values == (15, 20)


def test_a_combined_class_is_one_lesson_with_a_room_and_without_one() -> None:
    combined = replace(FACTS, combined=frozenset({frozenset({A, B})}))
    assert codes(card(1, 11, 2, who=5), card(2, 21, 2, who=5), facts=combined) == []
    assert codes(card(1, 11, 2, who=5, room=1), card(2, 21, 2, who=5, room=1), facts=combined) == []


def test_a_combined_class_has_two_year_levels_and_two_subjects_at_once() -> None:
    combined = replace(FACTS, combined=frozenset({frozenset({A, FIRST})}))
    for taught in (31, 32):
        assert codes(card(1, 11, 2, who=5, room=1), card(2, taught, 2, who=5, room=1), facts=combined) == []
    assert codes(card(1, 21, 2, who=5, room=1), card(2, 31, 2, who=5, room=1), facts=combined) == ["teacher_twice"]


def test_what_is_no_joint_lesson_is_not_taken_along() -> None:
    """One function says it for the rules, for the lesson in the hand and for the automatic timetable."""
    maths, same, other = (card(key, taught, 2, who=5, room=1) for key, taught in ((1, 11), (2, 21), (3, 32)))
    assert joint_with(FACTS, [maths, same, other], maths) == [maths, same]
    assert joint_with(FACTS, [maths, same, other], other) == [other]
    lessons = {row.courses for row in demands_of(FACTS, [maths, same, other], {}) if row.kept}
    assert lessons == {(11, 21), (32,)}


def day(owner: int, subjects: list[int], on: int, first: int = 1) -> list[Card]:
    return [card(100 * on + number, 10 * owner + subject, number + first - 1, day=on)
            for number, subject in enumerate(subjects, 1)]  # fmt: skip


def test_lessons_a_day() -> None:
    assert "day_too_long" not in codes(*day(A, [ART] * 7, 1))
    (issue,) = find(FACTS, day(A, [ART] * 8, 1))[:1]
    assert (issue.code, issue.values, issue.number) == ("day_too_long", (8, 7), 8)


def test_the_first_year_has_one_day_of_five_lessons_with_sport() -> None:
    five = [RUSSIAN, ART, MATHS, ART, SPORT]
    assert "day_too_long" not in codes(*day(FIRST, five, 1))
    assert "day_too_long" in codes(*day(FIRST, [RUSSIAN, ART, MATHS, ART, MATHS], 1))
    assert codes(*day(FIRST, five, 1), *day(FIRST, five, 2)).count("day_too_long") == 1


def test_older_classes_have_a_longer_day_in_a_week_of_six_days_alone() -> None:
    six = [RUSSIAN, ART, MATHS, ART, RUSSIAN, SPORT]
    assert "day_too_long" in codes(*day(SECOND, six, 1))
    assert "day_too_long" not in codes(*day(SECOND, six, 1), facts=replace(FACTS, week_days=6))


def test_the_first_year_begins_with_three_lessons() -> None:
    four = day(FIRST, [RUSSIAN, MATHS, ART, SPORT], 1)
    told = {month: "first_year" in codes(*four, facts=replace(FACTS, month=month)) for month in (9, 10, 11, 1)}
    assert told == {9: True, 10: True, 11: False, 1: False}


def test_the_first_year_studies_in_the_first_shift() -> None:
    late = replace(FACTS, classes={**LEVELS, FIRST: SchoolClass(FIRST, 1, 2)})
    assert codes(card(1, 33, 2), facts=late) == ["wrong_shift"]


def test_hours_a_week() -> None:
    week = [one for on in range(5) for one in day(A, [ART, SPORT] * 3, on)]
    assert "week_too_long" not in codes(*week, *(card(900 + on, 13, 7, day=on) for on in range(2)))
    found = find(FACTS, [*week, *(card(900 + on, 13, 7, day=on) for on in range(3))])
    assert [issue.values for issue in found if issue.code == "week_too_long"] == [(33, 32)]


def test_lessons_of_every_second_week_are_halves() -> None:
    week = [one for on in range(5) for one in day(A, [ART, SPORT] * 3, on)]
    more = [card(900, 13, 7, day=0), card(901, 14, 7, day=1), card(902, 13, 7, day=2, week=1)]
    assert "week_too_long" in codes(*week, *more)
    assert "week_too_long" not in codes(*week, more[0], more[2])


def test_the_hardest_day_is_tuesday_or_wednesday() -> None:
    easy, hard = [ART, ART, ART], [ART, MATHS, RUSSIAN]
    good = day(A, easy, 0), day(A, hard, 1), day(A, easy, 3)
    bad = day(A, hard, 0), day(A, easy, 1), day(A, easy, 3)
    assert "peak" not in codes(*(one for rows in good for one in rows))
    assert "peak" in codes(*(one for rows in bad for one in rows))


def test_a_day_ends_at_seven_in_the_evening() -> None:
    late = replace(FACTS, times={**BELLS, (1, 0, -1, 7): (18 * 60 + 30, 19 * 60 + 10)})
    assert codes(card(1, 13, 7), facts=late) == ["too_late"]


def test_more_lessons_than_the_course_has_hours() -> None:
    facts = replace(FACTS, courses={**FACTS.courses, 13: course(13, ART, A, hours=Fraction(1))})
    cards = [card(1, 13, 2, day=0), card(2, 13, 2, day=1)]
    assert codes(*cards, facts=facts) == ["over_load"]
    assert codes(*(replace(one, week=1) for one in cards), facts=facts) == []


def test_where_a_lesson_fits() -> None:
    cards = [card(1, 13, 1), card(2, 14, 2), card(3, 23, 3, who=5), card(4, 13, 3, day=2)]
    taken = Card(-1, 12, 0, 0, 0, 5, None)
    places = [(1, 3), (1, 4), (1, 2), (2, 4), (2, 2)]
    found = fits(FACTS, cards, [taken], places, is_placed=False)
    told = {place: (fit.state, [issue.code for issue in fit.issues]) for place, fit in found.items()}
    assert told == {
        (1, 3): ("bad", ["teacher_twice"]),
        (1, 4): ("bad", ["class_window"]),
        (1, 2): ("bad", ["class_twice"]),
        (2, 4): ("ok", []),
        (2, 2): ("ok", []),
    }


def test_a_lesson_changes_places_with_what_stands_there() -> None:
    cards = [card(1, 13, 1), card(2, 14, 2), card(3, 101, 1, day=2), card(4, 102, 1, day=2)]
    found = fits(FACTS, cards, [cards[0]], [(1, 1), (1, 2), (2, 1)], is_placed=True)
    assert {place: (fit.state, fit.others) for place, fit in found.items()} == {
        (1, 1): ("ok", ()),
        (1, 2): ("ok", (2,)),
        (2, 1): ("warn", (3, 4)),
    }
