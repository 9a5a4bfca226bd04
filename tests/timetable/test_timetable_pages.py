"""The week by class and by teacher; publishing a draft."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.test import Client
from django.urls import reverse

from parta.common.codes import code_of
from parta.lessons.models import Lesson
from parta.school.models import Holiday
from parta.school.services import put_structure
from parta.timetable.models import Version
from parta.timetable.services import Place, draft_version, put_slots
from tests.world import World

Sign = Callable[[str], Client]
WHERE = "/office/timetable/"


def test_week_of_a_class_has_its_subgroups(world: World, client_of: Sign) -> None:
    html = client_of("Борис").get(WHERE, {"group": code_of(world.groups["7А"])}).content.decode()
    for words in ("Алгебра", "7А англ. 1", "Историков Б. Е.", "каб. 21", "Понедельник"):
        assert words in html


def test_week_of_a_teacher(world: World, client_of: Sign) -> None:
    html = client_of("Алла").get(WHERE, {"teacher": code_of(world.people["Вера"])}).content.decode()
    assert "Расписание: Сельская Вера Никитична" in html
    assert "2В" in html


def test_timetable_is_for_the_staff(world: World, client_of: Sign) -> None:
    assert client_of("Мария").get(WHERE).status_code == 404
    assert client_of("Нина").get(WHERE).status_code == 200
    assert "Опубликовать</button>" not in client_of("Алла").get(WHERE).content.decode()


def test_timetable_takes_a_fixed_number_of_queries(
    world: World, client_of: Sign, django_assert_max_num_queries: Any
) -> None:
    client = client_of("Алла")
    with django_assert_max_num_queries(20):
        client.get(WHERE, {"group": code_of(world.groups["7А"])})


def draft(world: World) -> Version:
    version = draft_version(actor=world.system, branch=world.main, year=world.year, since=date(2026, 12, 1))
    place = Place(world.courses["Алгебра 7А"].pk, 2, 2, 0, world.people["Анна"].pk, world.rooms["21"].pk)
    put_slots(actor=world.system, version=version, places=[place])
    return version


def test_a_draft_is_for_who_makes_the_timetable(world: World, client_of: Sign) -> None:
    version = draft(world)
    files = [reverse(f"timetables:{name}", args=[version]) for name in ("asc", "xlsx", "pdf")]
    for name, sees in (("Ирина", True), ("Денис", True), ("Софья", True), ("Борис", False), ("Полина", False)):
        client = client_of(name)
        assert ("черновик</span>" in client.get(WHERE).content.decode()) == sees, name
        assert [client.get(file).status_code for file in files] == [200 if sees else 404] * 3, name


def test_a_draft_of_a_branch_is_for_its_head_and_not_for_its_teachers(world: World, client_of: Sign) -> None:
    main = draft(world)
    own = draft_version(actor=world.system, branch=world.branches["Вячка"], year=world.year, since=date(2026, 12, 1))
    for name, expected in (("Нина", [404, 200]), ("Вера", [404, 404])):
        client = client_of(name)
        found = [client.get(reverse("timetables:xlsx", args=[version])).status_code for version in (main, own)]
        assert found == expected, name
        assert ("черновик</span>" in client.get(WHERE).content.decode()) == (200 in expected)


def test_draft_is_published_by_the_deputy(world: World, client_of: Sign) -> None:
    version = draft(world)
    where = reverse("lessons:publish", args=[version])
    assert client_of("Софья").post(where).status_code == 403
    assert client_of("Борис").post(where).status_code == 404
    client = client_of("Ирина")
    assert "Опубликовать" in client.get(WHERE).content.decode()
    answer = client.post(where, follow=True)
    assert "Расписание опубликовано" in answer.content.decode()
    made = Lesson.objects.filter(school=world.school, course=world.courses["Алгебра 7А"], date=date(2026, 12, 2))
    assert [lesson.number for lesson in made] == [2]
    version.refresh_from_db()
    assert version.published_at


def test_lessons_give_way_to_a_new_holiday(world: World, client_of: Sign) -> None:
    day = date(2026, 12, 10)
    here = {"school": world.school, "date": day, "course__group__branch": world.main}
    assert Lesson.objects.filter(**here).exists()
    values = {"title": "Карантин", "since": day, "until": day}
    put_structure(actor=world.system, row=Holiday(school=world.school, year=world.year), values=values)
    client = client_of("Ирина")
    assert "Обновить уроки" in client.get(WHERE).content.decode()
    version = Version.objects.get(school=world.school, branch=world.main)
    client.post(reverse("lessons:publish", args=[version]))
    assert not Lesson.objects.filter(**here).exists()
    assert Lesson.objects.filter(school=world.school, date=date(2026, 12, 8)).exists()
