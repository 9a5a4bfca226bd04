"""The editor's pages: the week, a lesson in the hand, the list of issues, acts with and without a script."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from parta.classes.models import Course
from parta.common.codes import code_of
from parta.lessons.models import Lesson
from parta.lessons.services import LessonRecord, write_lessons
from parta.school.models import Subject
from parta.timetable.models import Slot, Version
from parta.timetable.services import open_draft, remove_cards
from tests.world import World, add_course, add_group

Sign = Callable[[str], Client]
MONDAY = date(2026, 12, 7)
JSON = {"Accept": "application/json"}


@pytest.fixture
def draft(world: World) -> Version:
    source = Version.objects.select_related("branch", "year").get(school=world.school, branch=world.main)
    return open_draft(actor=world.actor("Ирина"), source=source, since=MONDAY)


def at(name: str, draft: Version) -> str:
    return reverse(f"timetable:{name}", args=[draft])


def slot(world: World, draft: Version, course: str, weekday: int) -> Slot:
    row: Slot = Slot.objects.get(school=world.school, version=draft, course=world.courses[course], weekday=weekday)
    return row


def test_the_week_stands_by_classes_and_by_teachers(world: World, client_of: Sign, draft: Version) -> None:
    client = client_of("Ирина")
    html = client.get(at("editor", draft)).content.decode()
    for words in ("7А", "7Б", "1А", "Алгебра", "Английский язык", "Не размещено", "Понедельник", 'id="d1n3"'):
        assert words in html
    by_teacher = client.get(at("editor", draft), {"by": "teachers"}).content.decode()
    assert "Алгебраева А. П.</th>" in by_teacher
    assert "7Б<small>История · 12</small>" in by_teacher


def test_the_pool_holds_what_is_not_placed(world: World, client_of: Sign, draft: Version) -> None:
    html = client_of("Ирина").get(at("editor", draft)).content.decode()
    pool = html.partition('id="pool"')[2].partition("</ul>")[0]
    told = [line for line in pool.split("<li>") if "История" in line]
    assert ["7А" in line for line in told] == [True, False]
    assert ["1 ч" in line for line in told] == [True, False]
    assert "2 ч" in told[1]
    assert "Алгебра<" not in pool


def test_a_published_week_is_only_looked_at(world: World, client_of: Sign) -> None:
    version = Version.objects.get(school=world.school, branch=world.main)
    html = client_of("Ирина").get(at("editor", version)).content.decode()
    assert "Это расписание опубликовано" in html
    assert "editor.js" not in html


def test_every_place_is_judged(world: World, client_of: Sign, draft: Version) -> None:
    row = slot(world, draft, "История 7Б", 1)
    params = {"s": code_of(row)}
    told = client_of("Ирина").get(at("card", draft), params, headers=JSON).json()
    assert told["columns"] == [code_of(world.groups["7Б"])]
    assert told["places"]["1:2"][0] == "warn"
    assert told["places"]["1:2"][1] == "7А, 7Б: один урок на всех, так задумано? Ведёт Историков Б. Е."
    furnish = {"act": "furnish", "seen": "0", "s": code_of(row), "teacher": code_of(world.people["Борис"])}
    client_of("Ирина").post(at("act", draft), {**furnish, "room": code_of(world.rooms["21"])})
    told = client_of("Ирина").get(at("card", draft), params, headers=JSON).json()
    assert told["places"]["1:2"][0] == "bad"
    assert "Историков Б. Е.: два урока одновременно" in told["places"]["1:2"][1]
    assert told["places"]["2:2"] == ["ok", "", False]
    assert "Историков" in told["panel"]


def test_an_act_answers_with_the_week_and_the_way_back(world: World, client_of: Sign, draft: Version) -> None:
    client, row = client_of("Ирина"), slot(world, draft, "История 7Б", 1)
    form = {"act": "put", "seen": "0", "s": code_of(row), "day": "2", "number": "2"}
    told = client.post(at("act", draft), form, headers=JSON).json()
    assert (told["revision"], told["message"]) == (1, "Урок перенесён.")
    assert told["undo"] == {"act": "put", "s": [code_of(row)], "day": 1, "number": 3, "alone": 1}
    back = client.post(at("act", draft), {**told["undo"], "seen": "1"}, headers=JSON).json()
    assert back["revision"] == 2
    row.refresh_from_db()
    assert (row.weekday, row.number) == (1, 3)


def test_a_lesson_put_where_the_class_is_busy_changes_places(world: World, client_of: Sign, draft: Version) -> None:
    client, one, other = client_of("Ирина"), slot(world, draft, "Алгебра 7А", 1), slot(world, draft, "История 7А", 1)
    form = {"act": "put", "seen": "0", "s": code_of(one), "day": "1", "number": "2"}
    told = client.post(at("act", draft), form, headers=JSON).json()
    assert told["message"] == "Уроки поменялись местами."
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.number, other.number) == (2, 1)
    client.post(at("act", draft), {**told["undo"], "seen": "1"}, headers=JSON)
    one.refresh_from_db()
    assert one.number == 1


def standing(draft: Version) -> list[tuple[object, ...]]:
    rows = Slot.objects.filter(school_id=draft.school_id, version=draft).order_by("pk")
    return list(rows.values_list("pk", "weekday", "number", "week", "teacher", "room", "is_pinned"))


def test_what_is_taken_back_leaves_the_week_as_it_was(world: World, client_of: Sign, draft: Version) -> None:
    """Lessons that would be joint by chance (7А and 7Б, one teacher, one room) do not follow each other."""
    client, before = client_of("Ирина"), standing(draft)
    places = sorted({(row[1], row[2]) for row in before} | {(1, 2), (3, 5)})
    words, seen = set(), 0
    for row in Slot.objects.filter(school=world.school, version=draft).order_by("pk"):
        for day, number in places:
            form = {"act": "put", "s": code_of(row), "day": day, "number": number}
            told = client.post(at("act", draft), {**form, "seen": seen}, headers=JSON).json()
            assert told["revision"] == seen + 1, told["message"]
            words.add(told["message"])
            after = standing(draft)
            back = client.post(at("act", draft), {**told["undo"], "seen": seen + 1}, headers=JSON).json()
            assert standing(draft) == before
            again = client.post(at("act", draft), {**back["undo"], "seen": seen + 2}, headers=JSON).json()
            assert standing(draft) == after
            client.post(at("act", draft), {**again["undo"], "seen": seen + 3}, headers=JSON)
            assert standing(draft) == before
            seen += 4
    assert words == {"Урок перенесён.", "Уроки поменялись местами."}


@pytest.mark.parametrize("act", ["furnish", "put"])
def test_taking_back_leaves_alone_what_became_joint(world: World, client_of: Sign, draft: Version, act: str) -> None:
    one, other = slot(world, draft, "История 7А", 1), slot(world, draft, "История 7Б", 1)
    here = Slot.objects.filter(school=world.school)
    here.filter(pk=other.pk).update(number=one.number, teacher=one.teacher, room=world.rooms["21"])
    here.filter(pk=one.pk).update(room=world.rooms["12"])
    where = {"teacher": code_of(world.people["Борис"]), "room": code_of(world.rooms["21"])}
    client, before = client_of("Ирина"), standing(draft)
    form: dict[str, Any] = {"act": act, "seen": 0, "s": code_of(one), **where}
    if act == "put":
        extra = {"c": code_of(one.course), "week": 0, "day": 1, "number": one.number}
        here.filter(pk=one.pk).erase()
        before = standing(draft)
        form = {"act": act, "seen": 0, **where, **extra}
    told = client.post(at("act", draft), form, headers=JSON).json()
    assert standing(draft) != before
    client.post(at("act", draft), {**told["undo"], "seen": 1}, headers=JSON)
    assert standing(draft) == before


def test_a_lesson_goes_to_the_pool_and_back(world: World, client_of: Sign, draft: Version) -> None:
    client, row = client_of("Ирина"), slot(world, draft, "История 7Б", 1)
    told = client.post(at("act", draft), {"act": "remove", "seen": "0", "s": code_of(row)}, headers=JSON).json()
    assert told["left"] == "Осталось разместить: 8 ч"
    back = client.post(at("act", draft), {**told["undo"], "seen": "1"}, headers=JSON).json()
    again = slot(world, draft, "История 7Б", 1)
    assert back["slots"] == [code_of(again)]
    assert (again.number, again.teacher, again.room) == (3, world.people["Борис"], world.rooms["12"])


def test_who_is_late_gets_the_week_as_it_stands(world: World, client_of: Sign, draft: Version) -> None:
    row = slot(world, draft, "История 7Б", 1)
    form = {"act": "put", "seen": "5", "s": code_of(row), "day": "2", "number": "2"}
    answer = client_of("Ирина").post(at("act", draft), form, headers=JSON)
    assert (answer.status_code, answer.json()["revision"]) == (409, 0)
    assert "уже изменил" in answer.json()["message"]


def test_without_a_script_a_lesson_is_put_by_a_form(world: World, client_of: Sign, draft: Version) -> None:
    client, course = client_of("Ирина"), world.courses["История 7Б"]
    html = client.get(at("card", draft), {"c": code_of(course)}).content.decode()
    assert "Куда подходит" in html
    assert 'name="to" value="2:1"' in html
    form = {"act": "put", "seen": "0", "c": code_of(course), "to": "2:2", "week": "0"}
    answer = client.post(at("act", draft), form, follow=True)
    assert "Урок поставлен." in answer.content.decode()
    row = slot(world, draft, "История 7Б", 2)
    assert (row.number, row.teacher, row.room) == (2, world.people["Борис"], world.rooms["12"])


def test_issues_are_listed_by_filters(world: World, client_of: Sign, draft: Version) -> None:
    client = client_of("Ирина")
    remove_cards(
        actor=world.actor("Ирина"), version=draft, seen=0, keys=[slot(world, draft, "История 7А", 1).pk]
    )  # fmt: skip
    html = client.get(at("issues", draft)).content.decode()
    assert "7А: окно у класса" in html
    assert "Вт, 2-й урок · правило школы" in html
    other = client.get(at("issues", draft), {"group": code_of(world.groups["7Б"])}).content.decode()
    assert "окно у класса" not in other
    assert "окно у класса" not in client.get(at("issues", draft), {"severity": "warning"}).content.decode()


def test_versions_are_compared_by_class(world: World, client_of: Sign, draft: Version) -> None:
    client, row = client_of("Ирина"), slot(world, draft, "История 7Б", 1)
    client.post(at("act", draft), {"act": "put", "seen": "0", "s": code_of(row), "day": "2", "number": "2"})
    html = client.get(at("compare", draft)).content.decode()
    assert "История, 7Б" in html
    assert "Вт, 3-й урок → Ср, 2-й урок" in html
    assert "Алгебра" not in html


def test_load_is_told_against_the_plan(world: World, client_of: Sign, draft: Version) -> None:
    html = client_of("Ирина").get(at("load", draft)).content.decode()
    assert "История, 7Б: 1,0 из 3,0" in html
    assert "Алгебра, 7А" not in html


def test_a_draft_is_opened_and_deleted_on_the_page_of_versions(world: World, client_of: Sign) -> None:
    client = client_of("Ирина")
    source = Version.objects.get(school=world.school, branch=world.main)
    answer = client.post(at("open_draft", source), {"since": "2026-12-14"})
    draft = Version.objects.get(school=world.school, since="2026-12-14")
    assert answer["Location"] == at("editor", draft)
    assert client.post(at("open_draft", source), {"since": "2026-12-14"}).status_code == 422
    html = client.get(reverse("timetable:versions")).content.decode()
    assert "С 14 декабря" in html
    assert "Завучева И. О." in html
    client.post(at("delete_draft", draft), {"sure": "True"})
    assert not Version.objects.filter(school=world.school, pk=draft.pk).exists()


def test_a_secretary_looks_at_the_versions(world: World, client_of: Sign, draft: Version) -> None:
    html = client_of("Софья").get(reverse("timetable:versions")).content.decode()
    assert "С 7 декабря" in html
    assert "/edit/" not in html
    assert "/draft/" not in html


def test_publishing_asks_first_and_says_what_stays(world: World, client_of: Sign, draft: Version) -> None:
    client, row = client_of("Ирина"), slot(world, draft, "История 7Б", 1)
    kept = world.lesson("История 7Б", date(2026, 12, 8))
    record = LessonRecord(kept.pk, "Реформы")
    write_lessons(actor=world.actor("Борис"), school_id=world.school.pk, records=[record])
    client.post(at("act", draft), {"act": "put", "seen": "0", "s": code_of(row), "day": "2", "number": "2"})
    other = slot(world, draft, "Алгебра 7А", 0)
    form = {"act": "furnish", "seen": "1", "s": code_of(other), "teacher": code_of(world.people["Анна"])}
    client.post(at("act", draft), {**form, "room": code_of(world.rooms["8"])})
    where = reverse("lessons:publish", args=[draft])
    html = client.get(where).content.decode()
    assert "Опубликовать расписание с 7 декабря" in html
    assert "8 декабря, урок 3" in html
    assert "Проверка нашла" not in html
    assert not Lesson.objects.filter(
        school=world.school, course=world.courses["История 7Б"], date="2026-12-09"
    ).exists()
    client.post(where)
    lessons = Lesson.objects.filter(school=world.school, course=world.courses["История 7Б"], date__gte=MONDAY)
    days = list(lessons.order_by("date").values_list("date", flat=True))[:3]
    assert days == [date(2026, 12, 8), date(2026, 12, 9), date(2026, 12, 16)]
    assert world.lesson("Алгебра 7А", MONDAY).room == world.rooms["8"]


def test_publishing_tells_of_errors(world: World, client_of: Sign, draft: Version) -> None:
    gone = slot(world, draft, "История 7А", 1)
    remove_cards(actor=world.actor("Ирина"), version=draft, seen=0, keys=[gone.pk])
    html = client_of("Ирина").get(reverse("lessons:publish", args=[draft])).content.decode()
    assert "Проверка нашла в этой неделе 1 ошибку" in html


@pytest.mark.parametrize("name", ["editor", "issues", "load", "compare"])
def test_pages_take_a_fixed_number_of_queries(
    world: World, client_of: Sign, draft: Version, name: str, django_assert_max_num_queries: Any
) -> None:
    client = client_of("Ирина")
    with django_assert_max_num_queries(60 if name == "compare" else 32):
        client.get(at(name, draft))
    fill(world, draft, classes=6, lessons=12)
    with django_assert_max_num_queries(60 if name == "compare" else 32):
        client.get(at(name, draft))


def test_the_list_of_versions_takes_a_fixed_number_of_queries(
    world: World, client_of: Sign, draft: Version, django_assert_max_num_queries: Any
) -> None:
    for day in (14, 15, 16):
        open_draft(actor=world.actor("Ирина"), source=draft, since=date(2026, 12, day))
    client = client_of("Ирина")
    with django_assert_max_num_queries(18):
        html = client.get(reverse("timetable:versions")).content.decode()
    assert html.count("черновик</span>") == 4


def test_a_lesson_in_the_hand_takes_a_fixed_number_of_queries(
    world: World, client_of: Sign, draft: Version, django_assert_max_num_queries: Any
) -> None:
    fill(world, draft, classes=3, lessons=12)
    client, row = client_of("Ирина"), slot(world, draft, "История 7Б", 1)
    with django_assert_max_num_queries(32):
        client.get(at("card", draft), {"s": code_of(row)})
    with django_assert_max_num_queries(60):
        client.post(at("act", draft), {"act": "put", "seen": "0", "s": code_of(row), "to": "2:2"}, headers=JSON)


def fill(world: World, draft: Version, classes: int, lessons: int) -> None:
    """Classes of the fifth year, each with that many lessons of eight courses."""
    for number in range(classes):
        name = f"5{chr(ord('А') + number)}"
        add_group(world, name, year_level=5)
        courses = [add_course(world, f"Предмет {key}", name, "Анна") for key in range(min(8, lessons))]
        Slot.objects.bulk_create(
            Slot(
                school=world.school,
                version=draft,
                course=courses[place % len(courses)],
                weekday=place // 8,
                number=place % 8 + 1,
                teacher=world.people["Анна"],
                room=world.rooms["21"],
            )
            for place in range(lessons)
        )


def test_a_large_school_fits_in_a_light_page(world: World, client_of: Sign, draft: Version) -> None:
    fill(world, draft, classes=25, lessons=48)
    page = client_of("Ирина").get(at("editor", draft), headers={"Accept-Encoding": "identity"}).content
    assert page.count(b'href="card/?s=') > 1200
    assert len(gzip.compress(page)) < 100_000
    assert Course.objects.filter(school=world.school).count() > 200
    assert Subject.objects.filter(school=world.school).count() > 8
