"""Dated lessons from the weekly pattern."""

from __future__ import annotations

from datetime import date, time

from parta.lessons.models import Lesson, Status
from parta.lessons.services import LessonRecord, make_lessons, publication, write_lessons
from parta.school.models import Holiday, MovedDay
from parta.school.services import put_structure
from parta.timetable.models import Version, Week
from parta.timetable.services import Place, draft_version, put_slots
from tests.world import World


def dates(world: World, course: str) -> list[date]:
    rows = Lesson.objects.filter(school=world.school, course=world.courses[course]).order_by("date", "number")
    return list(rows.values_list("date", flat=True))


def republish(world: World, since: date, *places: Place) -> Version:
    version = draft_version(actor=world.system, branch=world.main, year=world.year, since=since)
    put_slots(actor=world.system, version=version, places=places)
    make_lessons(actor=world.system, version=version)
    return version


def place(world: World, course: str, weekday: int, number: int, week: int = Week.EVERY) -> Place:
    return Place(world.courses[course].pk, weekday, number, week, world.people["Анна"].pk, world.rooms["21"].pk)


def test_lessons_stand_on_their_weekdays_outside_of_holidays(world: World) -> None:
    found = dates(world, "Алгебра 7А")
    assert found[:4] == [date(2026, 9, 1), date(2026, 9, 3), date(2026, 9, 7), date(2026, 9, 8)]
    assert {day.weekday() for day in found} == {0, 1, 3}
    assert not [day for day in found if date(2026, 10, 26) <= day <= date(2026, 11, 1)]
    assert found[-1] == date(2027, 5, 27)


def test_a_lesson_knows_its_bell_room_and_teacher(world: World) -> None:
    lesson = world.lesson("Алгебра 7А")
    assert (lesson.number, lesson.starts, lesson.ends) == (1, time(8, 30), time(9, 15))
    assert lesson.room == world.rooms["21"]
    assert lesson.teacher == lesson.actual_teacher == world.people["Анна"]


def test_a_moved_day_is_taught_by_its_other_weekday(world: World) -> None:
    row = MovedDay(school=world.school)
    values = {"year": world.year, "date": date(2026, 11, 28), "as_weekday": 0}
    put_structure(actor=world.system, row=row, values=values)
    republish(world, date(2026, 11, 25), place(world, "Алгебра 7А", 0, 1))
    assert date(2026, 11, 28) in dates(world, "Алгебра 7А")


def test_a_holiday_of_one_year_level_frees_that_level_only(world: World) -> None:
    values = {
        "year": world.year,
        "title": "Дополнительные каникулы",
        "since": date(2026, 11, 25),
        "until": date(2026, 12, 1),
        "year_levels": [1],
    }
    put_structure(actor=world.system, row=Holiday(school=world.school), values=values)
    both = (place(world, "Алгебра 7А", 2, 1), place(world, "Математика 1А", 2, 2))
    republish(world, date(2026, 11, 25), *both)
    assert date(2026, 11, 25) in dates(world, "Алгебра 7А")
    assert date(2026, 11, 25) not in dates(world, "Математика 1А")


def test_a_slot_of_one_week_comes_every_second_week(world: World) -> None:
    republish(world, date(2026, 11, 25), place(world, "Алгебра 7А", 4, 1, Week.FIRST))
    fridays = [day for day in dates(world, "Алгебра 7А") if day.weekday() == 4]
    assert fridays[:3] == [date(2026, 11, 27), date(2026, 12, 11), date(2026, 12, 25)]


def test_publishing_again_changes_nothing(world: World) -> None:
    before = dates(world, "Алгебра 7А")
    version = Version.objects.filter(school=world.school, branch=world.main).select_related("branch", "year").get()
    assert make_lessons(actor=world.system, version=version) == 0
    assert dates(world, "Алгебра 7А") == before


def test_a_new_version_replaces_future_lessons_nobody_has_written_in(world: World) -> None:
    kept = world.lesson("Алгебра 7А", date(2026, 11, 26))
    anna = world.actor("Анна")
    write_lessons(actor=anna, school_id=world.school.pk, records=[LessonRecord(kept.pk, "Контрольная")])
    republish(world, date(2026, 11, 25), place(world, "Алгебра 7А", 2, 1))
    later = [day for day in dates(world, "Алгебра 7А") if day > date(2026, 11, 24)]
    assert later[:3] == [date(2026, 11, 25), date(2026, 11, 26), date(2026, 12, 2)]
    past = Lesson.objects.filter(school=world.school, course=world.courses["Алгебра 7А"], date__lte="2026-11-24")
    assert past.count() > 20
    assert set(past.values_list("status", flat=True)) == {Status.PLANNED}


def test_a_new_version_gives_coming_lessons_another_room_and_teacher(world: World) -> None:
    written = world.lesson("Алгебра 7А", date(2026, 11, 26))
    records = [LessonRecord(written.pk, "Контрольная")]
    write_lessons(actor=world.actor("Анна"), school_id=world.school.pk, records=records)
    places = [
        Place(world.courses["Алгебра 7А"].pk, day, 1, 0, world.people["Зоя"].pk, world.rooms["8"].pk) for day in (0, 3)
    ]
    republish(world, date(2026, 11, 25), *places)
    coming = world.lesson("Алгебра 7А", date(2026, 11, 30))
    assert (coming.teacher, coming.actual_teacher, coming.room) == (*[world.people["Зоя"]] * 2, world.rooms["8"])
    written.refresh_from_db()
    assert (written.teacher, written.room) == (world.people["Анна"], world.rooms["21"])
    assert world.lesson("Алгебра 7А", date(2026, 11, 24)).room == world.rooms["21"]


def test_what_publishing_does_is_told_before(world: World) -> None:
    version = draft_version(actor=world.system, branch=world.main, year=world.year, since=date(2026, 11, 16))
    places = [place(world, "Алгебра 7А", 3, 1), place(world, "Алгебра 7А", 4, 1)]
    put_slots(actor=world.system, version=version, places=places)
    kept = world.lesson("История 7А", date(2026, 11, 24))
    write_lessons(
        actor=world.actor("Борис"), school_id=world.school.pk, records=[LessonRecord(kept.pk, "Реформы")]
    )  # fmt: skip
    found = publication(version)
    assert {row.date.weekday() for row in found.fresh} == {4}
    assert min(row.date for row in found.fresh) == date(2026, 11, 27)
    assert [row.pk for row in found.kept] == [kept.pk]
    assert min(row.date for row in found.stale) >= date(2026, 11, 24)
    count = Lesson.objects.filter(school=world.school).count()
    make_lessons(actor=world.system, version=version)
    assert Lesson.objects.filter(school=world.school).count() == count + len(found.fresh) - len(found.stale)
