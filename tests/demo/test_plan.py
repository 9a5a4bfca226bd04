"""The plan of the demo school, without a database."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta

import pytest

from parta.demo.absences import absences_of
from parta.demo.calendar import year_of
from parta.demo.chance import chance
from parta.demo.families import CAST_MOTHER, families_of
from parta.demo.lesson_plan import Stage, task_of, topic_of, topics_of, work_of
from parta.demo.names import table
from parta.demo.plan import MAIN, SECOND_SHIFT, SIZES, VYACHKA, classes_of, courses_of
from parta.demo.staff import Staff, staff_of
from parta.demo.timetable import SECOND_SHIFT_STARTS
from parta.demo.units import MOST_A_DAY, Pattern, pattern_of


@pytest.fixture(scope="module", params=["full", "small"])
def week(request: pytest.FixtureRequest) -> tuple[str, Staff, Pattern]:
    size = SIZES[request.param]
    staff = staff_of(size)
    return request.param, staff, pattern_of(size, staff)


def test_about_five_hundred_pupils_in_twenty_five_classes_and_a_branch():
    size = SIZES["full"]
    assert len(size.main) == 25
    assert sum(size.main.values()) == 499
    assert sum(size.branch.values()) == 35


def test_hours_of_every_class_are_within_the_limits():
    limits = table("curriculum")["limits"]
    for row in classes_of(SIZES["full"]):
        courses = [course for course in courses_of([row]) if course.share in ("", "1", "m")]
        assert sum(course.hours for course in courses) <= limits[row.level - 1], row.name
        assert limits[row.level - 1] - sum(course.hours for course in courses) <= 3, row.name


def test_nobody_is_in_two_rooms_at_once(week):
    _size, _staff, pattern = week
    shifts = {row.name: row.shift for row in classes_of(SIZES[_size])}
    teachers: Counter = Counter()
    classes: Counter = Counter()
    for key, (day, number) in pattern.places.items():
        unit = pattern.units[key]
        bell = number + (SECOND_SHIFT_STARTS if shifts[unit.classes[0]] == 2 else 0)
        teachers.update((teacher, day, bell) for teacher in unit.teachers)
        classes.update((name, day, number) for name in unit.classes)
    assert max(teachers.values()) == 1
    assert max(classes.values()) == 1


def test_every_lesson_has_a_place_and_pupils_have_no_windows(week):
    size, _staff, pattern = week
    assert pattern.places.keys() == pattern.units.keys()
    numbers: dict[tuple[str, int], list[int]] = defaultdict(list)
    for key, (day, number) in pattern.places.items():
        for name in pattern.units[key].classes:
            numbers[name, day].append(number)
    levels = {row.name: row.level for row in classes_of(SIZES[size])}
    for (name, _day), found in numbers.items():
        assert sorted(found) == list(range(1, len(found) + 1)), name
        assert len(found) <= MOST_A_DAY.get(levels[name], 7), name


def test_weekly_hours_of_a_course_are_its_lessons(week):
    size, _staff, pattern = week
    given: Counter = Counter()
    for parts in pattern.parts.values():
        for key, at_week in parts:
            given[key] += 1 if at_week == 0 else 0.5
    assert given == {course.key: course.hours for course in courses_of(classes_of(SIZES[size]))}


def test_the_same_plan_comes_out_again(week):
    size, staff, pattern = week
    again = staff_of(SIZES[size])
    assert [row.name.full for row in again.employees.values()] == [row.name.full for row in staff.employees.values()]
    assert pattern_of(SIZES[size], again).places == pattern.places


def test_the_cast_teaches_what_the_story_says(week):
    _size, staff, _pattern = week
    assert staff.employees["math-1"].name.full == "Козлова Елена Викторовна"
    assert staff.teacher_of["7А", "Алгебра"] == staff.leader_of["7А"] == "math-1"
    assert {staff.teacher_of[level, "Математика"] for level in ("2", "4")} == {"primary-2–4"}


def test_families_fill_every_desk_once():
    classes = classes_of(SIZES["full"])
    families = families_of(classes, 2026)
    desks = Counter(child.place.group for family in families for child in family.children)
    assert desks == {row.name: row.size for row in classes}
    assert families == families_of(classes, 2026)
    assert {len(family.children) for family in families} == {1, 2, 3}
    assert all(family.adults for family in families)
    cast = families[0]
    assert cast.adults[0].name.full == CAST_MOTHER
    assert [child.place.branch for child in cast.children] == [MAIN, MAIN, VYACHKA]
    adults = [adult for family in families for adult in family.adults]
    assert {adult.kind for adult in adults} == {"parent", "guardian"}
    assert all(adult.basis for adult in adults if adult.kind == "guardian" or not adult.has_access)
    assert 1 <= sum(not adult.has_access for adult in adults) <= 20


@pytest.mark.parametrize("first", range(2024, 2032))
def test_terms_do_not_overlap_holidays(first):
    year = year_of(date(first, 11, 24))
    assert (year.title, year.since.weekday() < 5) == (f"{first}/{first + 1}", True)
    assert year_of(date(first + 1, 7, 1)) == year
    everybody = [row for row in year.holidays if not row.year_levels and row.title.endswith("каникулы")]
    for term in (*year.quarters, *year.halves):
        assert term.since < term.until
    for term in year.quarters:
        assert not any(row.since <= term.until and term.since <= row.until for row in everybody)
    for on, weekday in year.moved:
        assert (on.weekday(), weekday < 5) == (5, True)
    assert all(row.since <= row.until for row in year.holidays)


def test_second_shift_is_only_for_years_that_may_have_it():
    assert not {1, 5, 9, 11} & set(SECOND_SHIFT)


def test_every_lesson_of_the_year_has_a_topic():
    for course in courses_of(classes_of(SIZES["full"])):
        total = max(17, int(course.hours * 34))
        stages = [Stage(course.subject, course.level, index, total, course.hours) for index in range(total)]
        topics = [topic_of(stage) for stage in stages]
        assert topics[0] == topics_of(course.subject, course.level)[0]
        assert all(0 < len(topic) < 120 for topic in topics)
        if course.level == 1:
            assert not any(work_of(stage) or task_of(stage, chance("test")) for stage in stages)


def test_illness_lasts_several_days():
    child = families_of(classes_of(SIZES["small"]), 2026)[0].children[0]
    notes = absences_of(child, date(2026, 9, 1), date(2027, 5, 26))
    sick = sorted(on for on, note in notes.items() if note.symbol == "б")
    assert len(sick) >= 3
    assert any(on + timedelta(days=1) in sick and on + timedelta(days=2) in sick for on in sick)
    assert notes == absences_of(child, date(2026, 9, 1), date(2027, 5, 26))
