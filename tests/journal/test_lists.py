"""What a teacher opens first: the own day, what is left to fill in, the list of journals."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from parta.common import clock
from parta.common.codes import code_of
from parta.journal.selectors.courses import PAGE
from parta.journal.selectors.day import SHOWN_LEFT, DayLesson
from parta.lessons.models import Lesson
from parta.lessons.services import cancel_lesson
from parta.people.models import Person
from parta.school.models import Subject
from tests.acts import ALGEBRA, MONDAY, THURSDAY, course_url, give, type_in, write
from tests.world import TODAY, World, add_course, add_group

ENGLISH = "Английский язык 7А англ. 1"
SUNDAY = date(2026, 11, 29)

DAY_QUERIES = 20
COURSES_QUERIES = 19
SEARCH_QUERIES = 3
"""Of the whole page, sign-in and frame included; the search adds its own, however many words it has."""

ClientOf = Callable[[str], Client]
Queries = Callable[..., Any]


def at(hour: int, minute: int = 0) -> Any:
    """The clock of Moscow today."""
    return clock.at(datetime(TODAY.year, TODAY.month, TODAY.day, hour, minute, tzinfo=ZoneInfo("Europe/Moscow")))


def show_day(client: Client, on: date | None = None) -> Any:
    return client.get(reverse("journal:day"), {"date": on} if on else {})


def states(answer: Any) -> dict[str, DayLesson]:
    return {
        f"{row.lesson.course.subject.name} {row.lesson.course.group.name}": row
        for row in answer.context["page"].lessons
    }


def test_the_day_has_the_lessons_in_order(client_of: ClientOf) -> None:
    answer = show_day(client_of("Анна"))
    rows = [(row.lesson.number, row.lesson.course.group.name, row.pupils) for row in answer.context["page"].lessons]
    assert rows == [(1, "7А", 2), (3, "7А англ. 1", 1)]
    html = answer.content.decode()
    assert "8:30" in html
    assert html.count(": Открыть<") == 2
    assert f"lesson={code_of(answer.context['page'].lessons[0].lesson)}" in html


def test_a_lesson_says_what_it_lacks_until_all_stands(world: World, client_of: ClientOf) -> None:
    client = client_of("Анна")
    assert states(show_day(client))[ALGEBRA].missing == ("topic", "attendance", "homework")
    write(world, "Функция")
    assert states(show_day(client))[ALGEBRA].missing == ("attendance", "homework")
    type_in(world, "Ваня", "н")
    answer = show_day(client)
    assert states(answer)[ALGEBRA].missing == ("homework",)
    assert "1 из 2" in answer.content.decode()
    give(world, "§ 1")
    answer = show_day(client)
    assert states(answer)[ALGEBRA].missing == ()
    html = answer.content.decode()
    assert html.count("всё заполнено") == 1
    assert html.count("нет темы") == html.count("нет посещаемости") == html.count("нет задания") == 1


def test_nothing_lacks_before_the_lesson_begins(client_of: ClientOf) -> None:
    client = client_of("Анна")
    with at(8, 29):
        answer = show_day(client)
    assert {row.missing for row in states(answer).values()} == {()}
    html = answer.content.decode()
    assert "идёт сейчас" not in html
    assert "всё заполнено" not in html
    assert "нет темы" not in html


def test_the_lesson_that_goes_on_is_named(client_of: ClientOf) -> None:
    client = client_of("Анна")
    with at(8, 30):
        answer = show_day(client)
    assert [name for name, row in states(answer).items() if row.is_now] == [ALGEBRA]
    assert answer.content.decode().count("идёт сейчас") == 1
    assert not [row for row in answer.context["page"].left if row.lesson.date == TODAY]
    with at(9, 15):
        assert not any(row.is_now for row in states(show_day(client)).values())


def test_only_a_joint_lesson_is_of_a_combined_class(world: World, client_of: ClientOf) -> None:
    client = client_of("Вера")
    answer = show_day(client)
    assert [row.is_joint for row in states(answer).values()] == [True, True]
    assert answer.content.decode().count("класс-комплект") == 2
    lesson = world.lesson("Математика 4В")
    Lesson.objects.filter(school=world.school, pk=lesson.pk).update(number=2)
    assert [row.is_joint for row in states(show_day(client)).values()] == [False, False]
    assert "класс-комплект" not in show_day(client_of("Анна")).content.decode()


def test_the_substitute_sees_the_lesson_the_teacher_does_not(client_of: ClientOf) -> None:
    answer = show_day(client_of("Зоя"), MONDAY)
    assert states(answer)[ALGEBRA].instead_of == "Алгебраева А. П."
    assert "вместо: Алгебраева А. П." in answer.content.decode().replace("\xa0", " ")
    answer = show_day(client_of("Анна"), MONDAY)
    assert states(answer) == {}
    assert "В этот день уроков нет" in answer.content.decode()


def test_a_cancelled_lesson_lacks_nothing(world: World, client_of: ClientOf) -> None:
    cancel_lesson(actor=world.system, lesson=world.lesson(ALGEBRA), reason="Карантин")
    answer = show_day(client_of("Анна"))
    assert (states(answer)[ALGEBRA].is_cancelled, states(answer)[ALGEBRA].missing) == (True, ())
    assert answer.content.decode().count("отменён") == 1
    assert world.lesson(ALGEBRA).pk not in [row.lesson.pk for row in answer.context["page"].left]


def test_the_first_year_is_asked_for_no_homework(world: World, client_of: ClientOf) -> None:
    who = world.people["Анна"]
    Lesson.objects.create(
        school=world.school,
        course=world.courses["Математика 1А"],
        date=TODAY,
        number=2,
        starts=time(9, 25),
        ends=time(10, 10),
        teacher=who,
        actual_teacher=who,
    )
    assert states(show_day(client_of("Анна")))["Математика 1А"].missing == ("topic", "attendance")


def test_weeks_are_turned(client_of: ClientOf) -> None:
    html = show_day(client_of("Анна"), SUNDAY).content.decode()
    assert "?date=2026-11-22" in html
    assert "?date=2026-12-06" in html
    assert "В этот день уроков нет" in html


@pytest.mark.parametrize("who", ["Денис", "Нина", "Софья", "Мария", "Ваня"])
def test_the_day_is_of_teachers_only(client_of: ClientOf, who: str) -> None:
    assert show_day(client_of(who)).status_code in (403, 404)


def left(client: Client) -> dict[tuple[str, date], tuple[str, ...]]:
    found = show_day(client).context["page"].left
    return {(row.lesson.course.group.name, row.lesson.date): row.missing for row in found}


def test_homework_is_asked_for_on_the_day_itself(world: World, client_of: ClientOf) -> None:
    client = client_of("Зоя")
    assert left(client) == {("7А", MONDAY): ("topic", "attendance")}
    assert "домашнее задание" not in show_day(client).content.decode()
    lesson = world.lesson(ALGEBRA, MONDAY)
    write(world, "Функция", lesson=lesson, who="Зоя")
    assert left(client) == {("7А", MONDAY): ("attendance",)}
    type_in(world, "Ваня", "н", lesson=lesson, who="Зоя")
    answer = show_day(client)
    assert answer.context["page"].left == []
    assert "За последние три недели всё заполнено" in answer.content.decode()


def test_of_today_homework_is_asked_too(world: World, client_of: ClientOf) -> None:
    write(world, "Функция")
    type_in(world, "Ваня", "н")
    client = client_of("Анна")
    assert left(client)["7А", TODAY] == ("homework",)
    assert "домашнее задание" in show_day(client).content.decode()
    give(world, "§ 1")
    assert ("7А", TODAY) not in left(client)


def test_what_is_left_is_newest_first_and_three_weeks_deep(world: World, client_of: ClientOf) -> None:
    answer = show_day(client_of("Борис"))
    page = answer.context["page"]
    dates = [row.lesson.date for row in page.left]
    assert dates == sorted(dates, reverse=True)
    assert dates[0] == TODAY
    assert dates[-1] == TODAY - timedelta(days=21)
    assert page.left_total == len(dates) == 11
    page = show_day(client_of("Анна")).context["page"]
    assert (len(page.left), page.left_total) == (SHOWN_LEFT, 16)


def test_queries_of_the_day_are_fixed(world: World, client_of: ClientOf, django_assert_num_queries: Queries) -> None:
    client = client_of("Вера")
    with django_assert_num_queries(DAY_QUERIES):
        few = show_day(client)
    for number in range(3, 9):
        for group in ("2В", "4В"):
            course = world.courses[f"Математика {group}"]
            who = world.people["Вера"]
            Lesson.objects.create(
                school=world.school, course=course, date=TODAY, number=number, teacher=who, actual_teacher=who
            )
    write(world, "Сложение", lesson=world.lesson("Математика 2В"), who="Вера")
    type_in(world, "Саша", "н", lesson=world.lesson("Математика 2В"), who="Вера")
    with django_assert_num_queries(DAY_QUERIES):
        many = show_day(client)
    assert (len(states_list(few)), len(states_list(many))) == (2, 14)


def states_list(answer: Any) -> list[DayLesson]:
    return list(answer.context["page"].lessons)


def journals(client: Client, **query: str) -> Any:
    return client.get(reverse("journal:courses"), query)


def names(answer: Any) -> list[str]:
    return [f"{line.subject} {line.group}" for line in answer.context["found"].lines]


ALL = [
    "Математика 1А",
    "Математика 2В",
    "Математика 4В",
    "Алгебра 7А",
    "История 7А",
    "Английский язык 7А англ. 1",
    "История 7Б",
]


def test_a_teacher_sees_the_own_journals_first(client_of: ClientOf) -> None:
    client = client_of("Анна")
    own = journals(client)
    assert names(own) == ["Математика 1А", "Алгебра 7А", "Английский язык 7А англ. 1"]
    assert "Все доступные" in own.content.decode()
    assert names(journals(client, scope="all")) == [
        "Математика 1А",
        "Алгебра 7А",
        "История 7А",
        "Английский язык 7А англ. 1",
    ]
    only_own = journals(client_of("Борис"))
    assert names(only_own) == ["История 7А", "История 7Б"]
    assert "Все доступные" not in only_own.content.decode()


def test_who_leads_sees_the_own_part_of_the_school(client_of: ClientOf) -> None:
    assert names(journals(client_of("Денис"))) == ALL
    assert names(journals(client_of("Нина"))) == ["Математика 2В", "Математика 4В"]
    assert names(journals(client_of("Зоя"))) == ["Алгебра 7А"]
    for who in ("Софья", "Белла", "Мария", "Ваня"):
        assert journals(client_of(who)).status_code in (403, 404), who


def test_a_line_says_who_teaches_and_how_much(world: World, client_of: ClientOf) -> None:
    answer = journals(client_of("Денис"), q="история 7б")
    [line] = answer.context["found"].lines
    assert (line.teachers, line.hours, line.branch) == (["Историков Б. Е."], 3, world.main.short_name)
    html = answer.content.decode()
    assert course_url(world, "История 7Б") in html


def test_search_knows_no_capitals_and_no_dots_over_e(world: World, client_of: ClientOf) -> None:
    subject = Subject.objects.get(school=world.school, name="История")
    subject.name = "Учёт и отчётность"
    subject.save()
    client = client_of("Денис")
    for words in ("учёт", "УЧЕТ", "отчЁтность 7б"):
        assert "Учёт и отчётность 7Б" in names(journals(client, q=words)), words
    assert names(journals(client, q="АНГЛИЙСКИЙ")) == ["Английский язык 7А англ. 1"]
    assert names(journals(client, q="мат 4в")) == ["Математика 4В"]
    empty = journals(client, q="химия")
    assert names(empty) == []
    assert "Такого журнала нет" in empty.content.decode()


def test_search_finds_by_the_teacher(world: World, client_of: ClientOf) -> None:
    client = client_of("Денис")
    assert names(journals(client, q="СЕЛЬСКАЯ вера")) == ["Математика 2В", "Математика 4В"]
    person = Person.objects.get(pk=world.people["Борис"].pk)
    person.surname = "Берёзкин"
    person.save()
    for words in ("берёзкин", "Березкин"):
        assert names(journals(client, q=words)) == ["История 7А", "История 7Б"]


def test_journals_are_sorted(client_of: ClientOf) -> None:
    client = client_of("Денис")
    by_subject = [name.split()[0] for name in names(journals(client, sort="subject"))]
    assert by_subject == ["Алгебра", "Английский", "История", "История", "Математика", "Математика", "Математика"]
    assert [name.split()[0] for name in names(journals(client, sort="-subject"))] == by_subject[::-1]
    assert names(journals(client, sort="x'")) == ALL
    assert names(journals(client, sort="-group"))[0] == "История 7Б"


def test_a_class_is_chosen(world: World, client_of: ClientOf) -> None:
    client = client_of("Денис")
    answer = journals(client, group=code_of(world.groups["7А"]))
    assert names(answer) == ["Алгебра 7А", "История 7А"]
    assert len(answer.context["found"].groups) == 6
    assert "selected" in answer.content.decode()
    assert journals(client, group="нет").status_code == 404
    foreign = world.other.groups["7А"]  # type: ignore[union-attr]
    assert names(journals(client, group=code_of(foreign))) == []


def test_classes_to_choose_are_those_of_the_list(client_of: ClientOf) -> None:
    client = client_of("Анна")
    for scope, groups in (("own", ["1А", "7А", "7А англ. 1"]), ("all", ["1А", "7А", "7А англ. 1"])):
        assert [row.name for row in journals(client, scope=scope).context["found"].groups] == groups


def many_courses(world: World, count: int) -> None:
    for number in range(count):
        add_course(world, f"Предмет {number:02}", "7А", "Анна")


def test_long_lists_have_pages(world: World, client_of: ClientOf) -> None:
    many_courses(world, PAGE)
    client = client_of("Анна")
    first, second = journals(client, sort="subject"), journals(client, sort="subject", page="2")
    assert (len(names(first)), len(names(second))) == (PAGE, 3)
    assert len({*names(first), *names(second)}) == PAGE + 3
    html = first.content.decode()
    assert f"1–{PAGE} из {PAGE + 3}" in html
    assert "sort=subject&amp;page=2" in html
    assert names(journals(client, sort="subject", page="99")) == names(second)
    assert names(journals(client, sort="subject", page="x")) == names(first)


def test_queries_of_the_list_are_fixed(world: World, client_of: ClientOf, django_assert_num_queries: Queries) -> None:
    client = client_of("Анна")
    with django_assert_num_queries(COURSES_QUERIES):
        assert len(names(journals(client))) == 3
    many_courses(world, 30)
    add_group(world, "9А", year_level=9, letter="А")
    with django_assert_num_queries(COURSES_QUERIES):
        assert len(names(journals(client))) == 33
    for words in ("предмет", "предмет 7а анна а е"):
        with django_assert_num_queries(COURSES_QUERIES + SEARCH_QUERIES):
            assert len(names(journals(client, q=words))) == 30
