"""Names of an aSc file are matched with the school; the draft it makes changes nothing that is published."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile

from parta.common.errors import Invalid, NotFound
from parta.exchange.asc.arithmetic import periods_each, same_group, shortens, week_of
from parta.exchange.asc.making import timetable_of
from parta.exchange.asc.matching import LEFT_OUT, Match
from parta.exchange.asc.preview import Preview, lines_of, path_of, preview_of
from parta.exchange.asc.reading import read
from parta.exchange.asc.tables import Card
from parta.exchange.asc.writing import write
from parta.exchange.models import NameChoice, TimetableFile
from parta.exchange.services import choose_names, draft_from, keep_timetable
from parta.ledger.models import Entry, Payload
from parta.timetable.models import Slot, Version, Week
from parta.timetable.services import Place, draft_version, put_slots
from tests.world import World

SAMPLE = (Path(__file__).parent / "data" / "school-1251.xml").read_bytes()
SINCE = date(2026, 12, 1)
TERM = "term Уроки не на весь год"


def kept(world: World, data: bytes = SAMPLE, since: date = SINCE, branch: str = "") -> TimetableFile:
    where = world.branches[branch] if branch else world.main
    return keep_timetable(actor=world.system, branch=where, since=since, file=ContentFile(data, "рас.xml"))


look = preview_of


def by_label(found: Preview) -> dict[str, Match]:
    return {f"{row.kind} {row.label}": row for row in found.matching.matches}


def choose(world: World, file: TimetableFile, **picks: Any) -> None:
    known = by_label(look(file))
    wanted = {(known[label].kind, known[label].key): target for label, target in picks.items()}
    choose_names(actor=world.system, file=file, picks=wanted)


def new_of(entry: Entry) -> Any:
    return Payload.objects.get(school_id=entry.school_id, entry=entry).new


def match_all(world: World, file: TimetableFile) -> None:
    choose(
        world, file, **{'subject Разговоры о важном & "Россия"': LEFT_OUT, "room Малый зал": LEFT_OUT, TERM: LEFT_OUT}
    )


@pytest.mark.parametrize(
    ("mask", "week"),
    [("1", 0), ("11", 0), ("10", 1), ("01", 2), ("1010", 1), ("0101", 2), ("100", None), ("00", None), ("1001", None)],
)
def test_masks_of_weeks(mask: str, week: int | None) -> None:
    assert week_of(mask) == week


def test_a_double_lesson_is_one_card_or_two() -> None:
    assert periods_each("2", "2.0", [("1", "10000", "1")]) == 2
    assert periods_each("2", "2.0", [("1", "10000", "1"), ("2", "10000", "1")]) == 1
    assert periods_each("2", "4.0", [("1", "10000", "1"), ("2", "10000", "1")]) == 1
    assert periods_each("2", "4.0", [("1", "10000", "1"), ("1", "01000", "1")]) == 2
    assert periods_each("1", "3.0", [("1", "10000", "1")]) == 1


def test_short_names_are_understood() -> None:
    assert shortens("Англ. яз.", "Английский язык")
    assert not shortens("Англ.", "Английский язык")
    assert same_group("1 группа", "7А англ. 1") and not same_group("2 группа", "7А англ. 1")


def test_names_find_their_rows(world: World) -> None:
    found = by_label(look(kept(world)))
    assert found['class 7 "а"'].chosen == world.groups["7А"].pk
    assert found["class 7-Б"].chosen == world.groups["7Б"].pk
    assert found["teacher Алгебраева А.П."].chosen == world.people["Анна"].pk
    assert found["teacher Заменова"].chosen == world.people["Зоя"].pk
    assert found["subject Англ. яз."].chosen == world.courses["Английский язык 7А англ. 1"].subject_id
    assert found["room Каб. 21"].chosen == world.rooms["21"].pk
    group = next(row for label, row in found.items() if label.startswith("group"))
    assert group.chosen == world.groups["7А англ. 1"].pk


def test_what_is_not_known_stands_first(world: World) -> None:
    found = look(kept(world))
    labels = ['Разговоры о важном & "Россия"', "Малый зал", "Уроки не на весь год"]
    assert [row.label for row in found.matching.open] == labels
    assert found.matching.matches[:3] == tuple(found.matching.open)
    assert not found.can_apply


def test_the_file_says_the_week(world: World) -> None:
    file = kept(world)
    match_all(world, file)
    found = look(file)
    course = {name: row.pk for name, row in world.courses.items()}
    anna, boris = world.people["Анна"].pk, world.people["Борис"].pk
    rooms = {name: row.pk for name, row in world.rooms.items()}
    assert set(found.draft.places) == {
        Place(course["Алгебра 7А"], 0, 1, 0, anna, rooms["21"]),
        Place(course["Алгебра 7А"], 1, 1, 0, anna, rooms["21"]),
        Place(course["Алгебра 7А"], 3, 2, 0, anna, rooms["12"]),
        Place(course["История 7А"], 1, 2, 0, boris, rooms["12"]),
        Place(course["История 7Б"], 1, 2, 0, boris, rooms["12"]),
        Place(course["Английский язык 7А англ. 1"], 1, 3, Week.FIRST, anna, rooms["21"]),
        Place(course["Математика 1А"], 2, 1, 0, anna, None),
        Place(course["Математика 1А"], 2, 2, 0, anna, None),
    }
    notes = dict(found.draft.notes)
    assert any("несколько учителей" in words for words in notes)
    assert found.draft.same == 3
    assert (found.draft.count("added"), found.draft.count("removed"), found.draft.count("changed")) == (4, 4, 1)


def test_changes_are_told_in_words(world: World, django_assert_num_queries: Any) -> None:
    file = kept(world)
    match_all(world, file)
    found = look(file)
    with django_assert_num_queries(3):
        lines = {
            (line.state, line.when, line.what): (line.before, line.after)
            for line in lines_of(found, list(found.draft.changes))
        }
    assert lines["added", "Четверг, 2", "7А: Алгебра"] == ("", "Алгебраева А. П., каб. 12")
    assert lines["removed", "Четверг, 1", "7А: Алгебра"] == ("Алгебраева А. П., каб. 21", "")
    assert lines["changed", "Среда, 1", "1А: Математика"] == ("Алгебраева А. П., каб. 8", "Алгебраева А. П.")


def test_a_draft_is_made_and_the_published_week_stays(world: World) -> None:
    published = Version.objects.get(school=world.school, branch=world.main)
    before = list(Slot.objects.filter(school=world.school, version=published).values())
    file = kept(world)
    match_all(world, file)
    found = look(file)
    version = draft_from(actor=world.system, file=file, expected=found.draft.fingerprint)
    assert (version.since, version.published_at) == (SINCE, None)
    assert Slot.objects.filter(school=world.school, version=version).count() == 8
    assert list(Slot.objects.filter(school=world.school, version=published).values()) == before
    entry = Entry.objects.get(school=world.school, action="exchange.timetablefile.drafted")
    assert new_of(entry) == {"same": 3, "added": 4, "removed": 4, "changed": 1}
    assert Entry.objects.filter(school=world.school, action="timetable.version.slots", target=version.pk).exists()


def test_the_next_file_remembers_choices_and_fills_the_same_draft(world: World) -> None:
    file = kept(world)
    match_all(world, file)
    version = draft_from(actor=world.system, file=file, expected=look(file).draft.fingerprint)
    again = kept(
        world,
        SAMPLE.replace(
            b'period="2" weeks="11" terms="11" days="00010"', b'period="3" weeks="11" terms="11" days="00010"'
        ),
    )
    found = look(again)
    assert found.matching.open == [] and found.replaces
    assert draft_from(actor=world.system, file=again, expected=found.draft.fingerprint) == version
    places = Slot.objects.filter(school=world.school, version=version, course=world.courses["Алгебра 7А"], weekday=3)
    assert [slot.number for slot in places] == [3]


def test_a_draft_that_was_not_shown_is_not_made(world: World) -> None:
    file = kept(world)
    with pytest.raises(Invalid, match="не сопоставлены"):
        draft_from(actor=world.system, file=file, expected=look(file).draft.fingerprint)
    match_all(world, file)
    with pytest.raises(Invalid, match="изменилась"):
        draft_from(actor=world.system, file=file, expected="")
    assert not Version.objects.filter(school=world.school, since=SINCE).exists()


def test_choices_are_written_into_the_ledger_and_can_be_forgotten(world: World) -> None:
    file = kept(world)
    choose(world, file, **{"room Малый зал": world.rooms["8"].pk})
    assert NameChoice.objects.get(school=world.school, kind="room").target == world.rooms["8"].pk
    entry = Entry.objects.get(school=world.school, action="exchange.timetablefile.matched")
    assert new_of(entry) == {"room: Малый зал": world.rooms["8"].pk}
    choose(world, file, **{"room Малый зал": None})
    assert not NameChoice.objects.filter(school=world.school).exists()
    with pytest.raises(Invalid):
        choose(world, file, **{"room Малый зал": world.rooms["Б1"].pk})


def test_a_day_of_a_published_week_is_refused(world: World) -> None:
    with pytest.raises(Invalid, match="опубликованное"):
        kept(world, since=date(2026, 9, 1))
    with pytest.raises(Invalid, match="учебном году"):
        kept(world, since=date(2027, 8, 1))


def test_files_without_lessons_are_refused(world: World) -> None:
    file = read(SAMPLE)
    with pytest.raises(Invalid):
        kept(world, write(replace(file, cards=())))
    with pytest.raises(Invalid):
        kept(world, b"<timetable>")
    assert not TimetableFile.objects.filter(school=world.school).exists()


def test_pupils_are_not_kept(world: World) -> None:
    data = path_of(kept(world)).read_bytes().decode()
    assert "Зайцев" not in data and "anna@school.example" not in data


def test_only_who_makes_the_timetable_loads_one(world: World) -> None:
    for name in ("Софья", "Борис", "Чулпан", "Нина"):
        actor = (world.other if name == "Чулпан" else world).actor(name)  # type: ignore[union-attr]
        with pytest.raises(NotFound):
            keep_timetable(actor=actor, branch=world.main, since=SINCE, file=ContentFile(SAMPLE, "a.xml"))


def test_what_cannot_be_taken_is_told(world: World) -> None:
    file = read(SAMPLE)
    stray = Card(lessonid="nowhere", period="1", days="10000", weeks="11", terms="11")
    third = replace(file.cards[0], weeks="100", period="4")
    half = replace(file.cards[0], terms="01", period="4")
    history = replace(file.lessons[1], classids=("AAAA000000000003",), groupids=("9AAA000000000005",))
    lessons = (file.lessons[0], history, *file.lessons[2:])
    found = look(kept(world, write(replace(file, cards=(*file.cards, stray, third, half), lessons=lessons))))
    notes = dict(found.draft.notes)
    assert notes["Карточки уроков, которых нет в файле"] == 1
    assert notes["1А: в нагрузке нет предмета «История». Сначала добавьте его туда"] == 1
    assert notes['7 "а": Алгебра: недели 100 — не каждая и не через одну'] == 1
    assert notes['7 "а": Алгебра: только часть года'] == 1


def test_lessons_of_a_part_of_the_year_are_taken_for_that_part(world: World) -> None:
    """The file says: algebra on Thursdays in the first half of the year, on Fridays in the second."""
    first = b'period="2" weeks="11" terms="10" days="00010"/>'
    second = b'period="2" weeks="11" terms="01" days="00001"/>'
    card = b'<card lessonid="1AAA000000000001" classroomids="CAAA000000000002" '
    data = SAMPLE.replace(card + b'period="2" weeks="11" terms="11" days="00010"/>', card + first + card + second)
    file = kept(world, data)
    assert [row.label for row in by_label(look(file))[TERM].options] == ["1 полугодие", "2 полугодие"]
    for term, weekdays in ((1, {0, 1, 3}), (2, {0, 1, 4}), (LEFT_OUT, {0, 1})):
        choose(world, file, **{TERM: term})
        algebra = world.courses["Алгебра 7А"].pk
        assert {place.weekday for place in look(file).draft.places if place.course_id == algebra} == weekdays


def test_a_teacher_beside_the_load_is_told(world: World) -> None:
    file = kept(world, SAMPLE.replace(b'teacherids="7AAA000000000002"', b'teacherids="7AAA000000000003"'))
    notes = dict(look(file).draft.notes)
    words = "7А: История: Заменова Зоя Андреевна не ведёт этот предмет по нагрузке и не сможет писать в журнал"
    assert notes[words] == 1


def test_a_long_name_is_remembered_too(world: World) -> None:
    name = "Очень" * 60
    file = kept(world, SAMPLE.replace("Малый зал".encode("cp1251"), name.encode("cp1251")))
    choose(world, file, **{f"room {name}": world.rooms["8"].pk})
    assert by_label(look(file))[f"room {name}"].chosen == world.rooms["8"].pk


@pytest.mark.parametrize("branch", ["", "Вячка"])
def test_the_own_export_changes_nothing(world: World, branch: str) -> None:
    where = world.branches[branch] if branch else world.main
    version = Version.objects.get(school=world.school, branch=where)
    found = look(kept(world, write(timetable_of(version)), branch=branch))
    assert found.matching.open == [] and found.draft.notes == ()
    assert (
        found.draft.changes == ()
        and found.draft.same == Slot.objects.filter(school=world.school, version=version).count()
    )
    with pytest.raises(Invalid, match="нечего"):
        draft_from(actor=world.system, file=found.file, expected=found.draft.fingerprint)


def test_weeks_and_joint_lessons_survive_the_way_out_and_in(world: World) -> None:
    course = {name: row.pk for name, row in world.courses.items()}
    anna, boris, zoya = (world.people[name].pk for name in ("Анна", "Борис", "Зоя"))
    rooms = {name: row.pk for name, row in world.rooms.items()}
    places = [
        Place(course["История 7А"], 4, 2, Week.FIRST, boris, rooms["12"]),
        Place(course["История 7Б"], 4, 2, Week.FIRST, boris, rooms["12"]),
        Place(course["История 7А"], 4, 2, Week.SECOND, zoya, rooms["8"]),
        Place(course["Алгебра 7А"], 5, 0, Week.EVERY, None, None),
        Place(course["Английский язык 7А англ. 1"], 0, 3, Week.SECOND, anna, None),
    ]
    version = draft_version(actor=world.system, branch=world.main, year=world.year, since=date(2026, 12, 8))
    put_slots(actor=world.system, version=version, places=places)
    made = timetable_of(version)
    assert read(write(made)) == made
    stream = next(row for row in made.lessons if len(row.classids) == 2)
    assert stream.periodsperweek == "0.5"
    assert set(look(kept(world, write(made))).draft.places) == set(places)


def test_names_alone_are_enough_to_know_the_own_export_again(world: World) -> None:
    """aSc gives its own ids when it writes a file; partners' ids may be lost as well."""
    version = Version.objects.get(school=world.school, branch=world.main)
    text = write(timetable_of(version)).decode()
    made = timetable_of(version)
    fresh = {
        row.id: f"A{at:015}" for at, row in enumerate((*made.classes, *made.subjects, *made.teachers, *made.classrooms))
    }
    for old, new in fresh.items():
        text = text.replace(old, new)
    found = look(kept(world, text.encode()))
    assert found.matching.open == [] and found.draft.changes == ()


def test_an_export_takes_a_fixed_number_of_queries(world: World, django_assert_max_num_queries: Any) -> None:
    version = Version.objects.get(school=world.school, branch=world.main)
    with django_assert_max_num_queries(6):
        timetable_of(version)
    file = kept(world)
    with django_assert_max_num_queries(16):
        look(file)
