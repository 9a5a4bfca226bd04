"""What the family reads, and who else may."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from parta.classes.models import Membership, MoveKind
from parta.classes.services import Order, transfer
from parta.common import clock
from parta.common.codes import Ref
from parta.homework.models import Homework, HomeworkFile
from parta.homework.services import attach_file, withdraw_homework
from parta.lessons.models import Lesson
from parta.lessons.services import cancel_lesson
from parta.school.models import Term
from tests.acts import ALGEBRA, MONDAY, THURSDAY, diary_url, give, keep_open, new_work, type_in, write
from tests.world import TODAY, World, add_course, open_account

ClientOf = Callable[[str], Client]
Queries = Callable[..., Any]

HISTORY = "История 7А"
FAR = "Математика 4В"
NEXT_TUESDAY = TODAY + timedelta(days=7)

DAY_QUERIES = 28
WEEK_QUERIES = 26
MARKS_QUERIES = 27
"""Of the whole page, sign-in and frame included, whatever the number of lessons, marks and tasks."""


def lesson(client: Client, url: str, subject: str = "Алгебра") -> Any:
    answer = client.get(url)
    return next(row for day in answer.context["days"] for row in day.lessons if row.subject == subject)


def test_the_family_reads_what_the_teacher_wrote(world: World, client_of: ClientOf) -> None:
    write(world, "Линейная функция")
    give(world, "§ 19", minutes=20)
    give(world, "Карточка Оли", person_ids=(world.people["Оля"].pk,))
    new_work(world, title="Проверка")
    type_in(world, "Ваня", "о 4/2", comment="Повторить")
    client = client_of("Мария")
    row = lesson(client, diary_url(world, "Ваня"))
    assert (row.topic, row.absence_symbol, [mark.value for mark in row.marks]) == ("Линейная функция", "о", ["4", "2"])
    assert [(task.text, task.due) for task in row.given] == [("§ 19", THURSDAY)]
    html = client.get(diary_url(world, "Ваня")).content.decode()
    assert "Повторить" in html
    assert "Проверка" in html
    due = lesson(client, diary_url(world, "Ваня", "?date=2026-11-26"))
    assert [task.text for task in due.todo] == ["§ 19"]


@pytest.mark.parametrize(
    ("who", "status"),
    [("Мария", 200), ("Ваня", 200), ("Анна", 200), ("Денис", 200), ("Фёдор", 404), ("Павел", 404), ("Борис", 404)],
)
def test_only_the_family_and_who_leads_may_read(world: World, client_of: ClientOf, who: str, status: int) -> None:
    for page in ("week_of", "marks_of"):
        assert client_of(who).get(diary_url(world, "Ваня", page=page)).status_code == status


def test_a_lesson_waits_until_the_deadline(world: World, client_of: ClientOf) -> None:
    client = client_of("Мария")
    moscow = ZoneInfo("Europe/Moscow")
    for hour, words in ((10, "11:10"), (14, "Не записано в срок")):
        with clock.at(datetime(TODAY.year, TODAY.month, TODAY.day, hour, 30, tzinfo=moscow)):
            assert words in client.get(diary_url(world, "Ваня")).content.decode()


def test_marks_have_averages_with_their_making(world: World, client_of: ClientOf) -> None:
    work = new_work(world)
    type_in(world, "Ваня", "4")
    type_in(world, "Ваня", "2", work_id=work.pk)
    html = client_of("Мария").get(diary_url(world, "Ваня", page="marks_of")).content.decode()
    assert "4 · 2×3 → 10 : 4 = 2,5" in html


@pytest.mark.parametrize("date", ["0001-01-01", "9999-12-31", "2026-13-01", "x"])
def test_impossible_days_are_not_found(client_of: ClientOf, date: str) -> None:
    assert client_of("Мария").get(reverse("diary:week"), {"date": date}).status_code == 404
    assert client_of("Анна").get(reverse("journal:day"), {"date": date}).status_code == 404


def words(client: Client, url: str) -> str:
    return client.get(url).content.decode().replace("\xa0", " ")


def at(hour: int, minute: int = 0) -> Any:
    """The clock of Moscow today."""
    return clock.at(datetime(TODAY.year, TODAY.month, TODAY.day, hour, minute, tzinfo=ZoneInfo("Europe/Moscow")))


def lessons_on(client: Client, world: World, name: str, on: date) -> list[tuple[int, str, str]]:
    [day] = client.get(diary_url(world, name, f"?date={on}")).context["days"]
    return [(row.number, row.subject, row.teacher) for row in day.lessons]


def test_the_mother_switches_between_her_children(world: World, client_of: ClientOf) -> None:
    type_in(world, "Даша", "5", lesson=world.lesson(FAR), who="Вера", comment="Умница, Даша")
    client = client_of("Мария")
    first = client.get(reverse("diary:week"))
    assert [(row.name, row.group) for row in first.context["reader"].children] == [("Ваня", "7А"), ("Даша", "4В")]
    assert first.context["reader"].child.name == "Ваня"
    html = first.content.decode()
    assert f'href="{diary_url(world, "Даша")}"' in html
    assert "Умница" not in html
    second = client.get(diary_url(world, "Даша"))
    assert [row.subject for day in second.context["days"] for row in day.lessons] == ["Математика"]
    html = second.content.decode()
    assert "Умница, Даша" in html
    assert f'href="{diary_url(world, "Ваня")}"' in html
    assert f'href="{diary_url(world, "Ваня", page="marks_of")}"' in words(
        client, diary_url(world, "Даша", page="marks_of")
    )


def test_one_child_has_no_switch(world: World, client_of: ClientOf) -> None:
    for who, name in (("Павел", "Петя"), ("Ваня", "Ваня")):
        answer = client_of(who).get(reverse("diary:week"))
        assert answer.context["reader"].children == []
        assert answer.context["reader"].child.name == name
    html = words(client_of("Ваня"), reverse("diary:week"))
    assert "классный руководитель Алгебраева Анна Петровна" in html


@pytest.mark.parametrize(
    ("who", "child"), [("Мария", "Петя"), ("Мария", "Оля"), ("Ваня", "Даша"), ("Павел", "Саша"), ("Чулпан", "Ваня")]
)
def test_the_child_of_another_family_is_not_found(world: World, client_of: ClientOf, who: str, child: str) -> None:
    for page in ("week_of", "marks_of"):
        assert client_of(who).get(diary_url(world, child, page=page)).status_code == 404


def test_who_has_no_child_has_no_diary(client_of: ClientOf) -> None:
    for who in ("Анна", "Денис", "Фёдор"):
        for page in ("week", "marks"):
            assert client_of(who).get(reverse(f"diary:{page}")).status_code == 404


@pytest.fixture
def with_file(world: World, settings: Any, tmp_path: Path) -> Callable[..., HomeworkFile]:
    settings.MEDIA_ROOT = tmp_path

    def with_file_(homework: Homework, who: str = "Анна") -> HomeworkFile:
        upload = SimpleUploadedFile("Карточка.pdf", b"%PDF-1.7 card")
        return attach_file(actor=world.actor(who), homework=homework, upload=upload)

    return with_file_


WithFile = Callable[..., HomeworkFile]


def opened(client: Client, url: str) -> Any:
    """The answer with its file read to the end and closed."""
    answer: Any = client.get(url)
    answer.body = b"".join(answer.streaming_content) if answer.streaming else b""
    return answer


def file_url(world: World, file: HomeworkFile, name: str) -> str:
    return reverse("diary:file", args=[file, Ref(world.school.pk, world.people[name].pk)])


def test_a_file_opens_for_whom_the_task_is(world: World, client_of: ClientOf, with_file: WithFile) -> None:
    file = with_file(give(world, "Карточка"))
    assert file_url(world, file, "Ваня") in words(client_of("Мария"), diary_url(world, "Ваня"))
    for who in ("Мария", "Ваня", "Анна", "Денис"):
        answer = opened(client_of(who), file_url(world, file, "Ваня"))
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf"), who
        assert answer.body == b"%PDF-1.7 card"
        assert answer.headers["Content-Disposition"].startswith("attachment")
    for who, name in (("Павел", "Ваня"), ("Павел", "Петя"), ("Мария", "Даша"), ("Фёдор", "Ваня"), ("Чулпан", "Ваня")):
        assert client_of(who).get(file_url(world, file, name)).status_code == 404, (who, name)


def test_a_file_of_another_child_is_not_found(world: World, client_of: ClientOf, with_file: WithFile) -> None:
    open_account(world, "Оля", world.pupils["Оля"])
    file = with_file(give(world, "Только Оле", person_ids=(world.people["Оля"].pk,)))
    assert opened(client_of("Оля"), file_url(world, file, "Оля")).status_code == 200
    for who in ("Мария", "Ваня", "Анна"):
        assert client_of(who).get(file_url(world, file, "Ваня")).status_code == 404
    assert client_of("Мария").get(file_url(world, file, "Оля")).status_code == 404
    assert "Карточка.pdf" not in words(client_of("Мария"), diary_url(world, "Ваня"))
    assert "лично" in words(client_of("Оля"), diary_url(world, "Оля"))


def test_a_file_of_a_withdrawn_task_is_not_found(world: World, client_of: ClientOf, with_file: WithFile) -> None:
    homework = give(world, "Карточка")
    file = with_file(homework)
    withdraw_homework(actor=world.actor("Анна"), homework=homework)
    client = client_of("Мария")
    assert client.get(file_url(world, file, "Ваня")).status_code == 404
    assert "Карточка" not in words(client, diary_url(world, "Ваня"))


def move_to_7b(world: World, name: str, since: date) -> None:
    stay = Membership.objects.select_related("group", "person").get(
        school=world.school, person=world.people[name], group=world.groups["7А"]
    )
    order = Order(MoveKind.TRANSFERRED, since, "8-у", TODAY)
    transfer(actor=world.system, membership=stay, to=world.groups["7Б"], order=order)


def test_a_transferred_child_has_the_lessons_of_both_classes(world: World, client_of: ClientOf) -> None:
    type_in(world, "Ваня", "4")
    move_to_7b(world, "Ваня", TODAY + timedelta(days=1))
    client = client_of("Мария")
    assert lessons_on(client, world, "Ваня", TODAY) == [
        (1, "Алгебра", "Алгебраева А. П."),
        (2, "История", "Историков Б. Е."),
    ]
    assert lessons_on(client, world, "Ваня", THURSDAY) == []
    assert lessons_on(client, world, "Ваня", NEXT_TUESDAY) == [(3, "История", "Историков Б. Е.")]
    page = client.get(diary_url(world, "Ваня", page="marks_of")).context["page"]
    assert [(row.subject, [mark.value for mark in row.marks]) for row in page.subjects] == [
        ("Алгебра", ["4"]),
        ("История", []),
    ]


def test_a_transferred_child_opens_the_file_of_a_task_given_before(
    world: World, client_of: ClientOf, with_file: WithFile
) -> None:
    file = with_file(give(world, "Карта", lesson=world.lesson("История 7Б"), who="Борис"), "Борис")
    move_to_7b(world, "Ваня", TODAY + timedelta(days=1))
    client = client_of("Мария")
    url = diary_url(world, "Ваня", f"?date={NEXT_TUESDAY}")
    assert file_url(world, file, "Ваня") in words(client, url)
    assert opened(client, file_url(world, file, "Ваня")).status_code == 200


def test_the_first_year_has_no_averages(world: World, client_of: ClientOf) -> None:
    lesson = world.lesson("Математика 1А", TODAY - timedelta(days=6))
    type_in(world, "Лиза", "зач", lesson=lesson)
    answer = client_of("Денис").get(diary_url(world, "Лиза", page="marks_of"))
    [row] = answer.context["page"].subjects
    assert (row.subject, [mark.value for mark in row.marks], row.value, row.why) == ("Математика", ["зач"], None, "")
    html = answer.content.decode()
    assert "зач" in html
    assert "average" not in html
    assert "средняя" not in html.lower()


def test_marks_come_with_their_explanation(world: World, client_of: ClientOf) -> None:
    work = new_work(world, title="Дроби")
    type_in(world, "Ваня", "2", work_id=work.pk, comment="Исправить")
    type_in(world, "Ваня", "н", lesson=world.lesson(HISTORY), who="Борис")
    html = words(client_of("Мария"), diary_url(world, "Ваня", page="marks_of"))
    assert "контрольная работа «Дроби», вес 3" in html
    assert "24 ноября" in html
    assert "Исправить" in html
    assert '<b class="num average">2,00</b>' in html
    assert "Пропущен 1 урок" in html
    assert "отметок пока нет" in html


def test_what_was_missed_and_late_is_counted(world: World, client_of: ClientOf) -> None:
    keep_open(world)
    days = (("н", TODAY), ("б", date(2026, 11, 19)), ("п", date(2026, 11, 17)), ("о", date(2026, 11, 16)))
    for text, day in (*days, ("осв", date(2026, 11, 12)), ("н", date(2026, 10, 15))):
        type_in(world, "Ваня", text, lesson=world.lesson(ALGEBRA, day))
    client = client_of("Мария")
    answer = client.get(diary_url(world, "Ваня", page="marks_of"))
    page = answer.context["page"]
    assert (page.missed, page.unexcused, page.late) == (3, 1, 1)
    assert "Пропущено уроков: 3, без уважительной причины: 1, опозданий: 1" in answer.content.decode()
    first = Term.objects.get(school=world.school, number=1)
    link = next(row for row in page.terms if row.pk == first.pk)
    query = next(part for part in answer.content.decode().split('href="') if link.title in part[:120]).split('"')[0]
    page = client.get(diary_url(world, "Ваня", query, page="marks_of")).context["page"]
    assert (page.chosen, page.missed, page.unexcused, page.late) == (first, 1, 1, 0)


WAITS, LATE = "учитель внесёт до 11:10", "Не записано в срок"


@pytest.mark.parametrize(
    ("hour", "minute", "waits", "late"),
    [(8, 0, 0, 0), (8, 45, 0, 0), (9, 15, 1, 0), (10, 10, 2, 0), (11, 9, 2, 0), (11, 10, 0, 2), (23, 0, 0, 2)],
)
def test_teachers_have_an_hour_after_the_last_lesson(
    world: World, client_of: ClientOf, hour: int, minute: int, waits: int, late: int
) -> None:
    client = client_of("Мария")
    with at(hour, minute):
        html = words(client, diary_url(world, "Ваня"))
    assert (html.count(WAITS), html.count(LATE)) == (waits, late)


def test_a_written_or_cancelled_lesson_is_not_late(world: World, client_of: ClientOf) -> None:
    write(world, "Функция")
    cancel_lesson(actor=world.system, lesson=world.lesson(HISTORY), reason="Болезнь учителя")
    html = words(client_of("Мария"), diary_url(world, "Ваня"))
    assert LATE not in html
    assert "учитель внесёт" not in html
    assert "отменён" in html
    assert "Болезнь" not in html


def test_why_another_teacher_came_is_not_said(world: World, client_of: ClientOf) -> None:
    html = words(client_of("Мария"), diary_url(world, "Ваня", f"?date={MONDAY}"))
    assert "Заменова З. А." in html
    assert "Болезнь" not in html
    assert html.count(LATE) == 1


def fill(world: World, count: int) -> None:
    """So many subjects today, each with a topic, a mark, a task, a work and an absence."""
    for number in range(count):
        add_course(world, f"Предмет {number}", "7А", "Анна")
        lesson = Lesson.objects.create(
            school=world.school,
            course=world.courses[f"Предмет {number} 7А"],
            date=TODAY,
            number=3 + number,
            teacher=world.people["Анна"],
            actual_teacher=world.people["Анна"],
        )
        write(world, "Тема", lesson=lesson)
        give(world, "§ 1", lesson=lesson)
        new_work(world, lesson)
        type_in(world, "Ваня", "о 4", lesson=lesson)


def test_the_number_of_queries_is_fixed(world: World, client_of: ClientOf, django_assert_num_queries: Queries) -> None:
    client = client_of("Мария")
    type_in(world, "Ваня", "о 4")
    give(world, "§ 1")
    pages = (
        (diary_url(world, "Ваня"), DAY_QUERIES),
        (diary_url(world, "Ваня", "?view=week"), WEEK_QUERIES),
        (diary_url(world, "Ваня", page="marks_of"), MARKS_QUERIES),
    )
    for url, queries in pages:
        with django_assert_num_queries(queries):
            client.get(url)
    fill(world, 8)
    for url, queries in pages:
        with django_assert_num_queries(queries):
            assert words(client, url).count("Предмет") >= 8
