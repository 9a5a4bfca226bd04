"""Plans beside the lessons: the list, the days of topics, what a lesson takes from the plan, fulfilment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from parta.journal.selectors.plans import planned_for
from parta.lessons.models import Lesson
from parta.lessons.services import cancel_lesson
from parta.planning.arithmetic import Row
from parta.planning.models import Plan
from parta.planning.services import approve_plan, put_plan, submit_plan
from tests.acts import ALGEBRA, MONDAY, THURSDAY, give, keep_open, lesson_url, write
from tests.world import TODAY, World, add_course

ClientOf = Callable[[str], Client]
Queries = Callable[..., Any]
TOPICS = [Row("Дроби", 0, "section"), *(Row(f"Дроби, урок {n}", homework=f"§ {n}", minutes=15) for n in range(1, 121))]
LIST_QUERIES, PLAN_QUERIES = 20, 20


def plan(world: World, name: str = ALGEBRA, rows: list[Row] | None = None) -> Plan:
    table = TOPICS if rows is None else rows
    found = put_plan(actor=world.system, course=world.courses[name], rows=table)
    return approve_plan(actor=world.system, plan=submit_plan(actor=world.system, plan=found))


def lessons(world: World, name: str = ALGEBRA) -> list[Lesson]:
    return list(Lesson.objects.filter(school=world.school, course=world.courses[name]).order_by("date", "number"))


def plan_url(world: World, **query: str) -> str:
    address = reverse("journal:plan", args=[world.courses[ALGEBRA]])
    return address + ("?" + "&".join(f"{key}={value}" for key, value in query.items()) if query else "")


def days(answer: Any, number: int) -> tuple[list[date], list[date], list[date]]:
    row = answer.context["found"].rows[number]
    return row.planned, [day.date for day in row.days], row.then


def test_topics_stand_at_the_days_of_the_timetable(world: World, client_of: ClientOf) -> None:
    plan(world)
    rows = lessons(world)
    answer = client_of("Анна").get(plan_url(world))
    assert days(answer, 1)[0] == [rows[0].date]
    assert days(answer, 30)[1] == [rows[29].date]


def test_a_cancelled_lesson_shifts_the_rest(world: World, client_of: ClientOf) -> None:
    plan(world)
    rows = lessons(world)
    at = next(number for number, row in enumerate(rows) if row.date == THURSDAY)
    cancel_lesson(actor=world.actor("Ирина"), lesson=rows[at], reason="Мороз")
    answer = client_of("Анна").get(plan_url(world))
    planned, fact, _then = days(answer, at + 1)
    assert (planned, fact) == ([THURSDAY], [rows[at + 1].date])


def test_a_shift_is_shown_before_anything_is_cancelled(world: World, client_of: ClientOf) -> None:
    plan(world)
    rows = lessons(world)
    at = next(number for number, row in enumerate(rows) if row.date == THURSDAY)
    answer = client_of("Анна").get(plan_url(world, since="2026-11-26", until="2026-11-30"))
    assert answer.context["found"].tried_lessons == 2
    _planned, fact, then = days(answer, at + 1)
    assert (fact, then) == ([THURSDAY], [rows[at + 2].date])
    assert not Lesson.objects.filter(school=world.school, status="cancelled").exists()


def test_the_lesson_shows_what_the_plan_has_and_writes_nothing_by_itself(world: World, client_of: ClientOf) -> None:
    plan(world)
    lesson = world.lesson(ALGEBRA)
    topic = planned_for([lesson])[lesson.pk].topic
    html = client_of("Анна").get(lesson_url(world)).content.decode()
    assert f'placeholder="{topic}"' in html
    assert "Взять из плана" in html
    lesson.refresh_from_db()
    assert lesson.topic == ""


def test_one_click_fills_the_form_from_the_plan(world: World, client_of: ClientOf) -> None:
    plan(world)
    lesson = world.lesson(ALGEBRA)
    planned = planned_for([lesson])[lesson.pk]
    data = {"planned": "1", "topic": "", "seen": lesson.version, "text": "Своё задание", "minutes": "5"}
    answer = client_of("Анна").post(lesson_url(world, "text"), data)
    form = answer.context["form"]
    assert (answer.status_code, form["topic"].value()) == (200, planned.topic)
    assert (form["text"].value(), form["minutes"].value()) == ("Своё задание", "5")
    lesson.refresh_from_db()
    assert lesson.topic == ""


def test_what_is_written_needs_no_plan(world: World, client_of: ClientOf) -> None:
    plan(world)
    write(world, "Своя тема")
    give(world, "№ 5")
    html = client_of("Анна").get(lesson_url(world)).content.decode()
    assert "Взять из плана" not in html


def test_my_day_shows_the_planned_topic_in_grey(world: World, client_of: ClientOf) -> None:
    plan(world)
    html = client_of("Анна").get(reverse("journal:day")).content.decode()
    assert "По плану: Дроби, урок" in html


def test_the_list_tells_state_hours_and_lag(world: World, client_of: ClientOf) -> None:
    plan(world)
    keep_open(world)
    past = [row for row in lessons(world) if row.date < TODAY]
    for number, row in enumerate(past[:-2], 1):
        write(world, f"Дроби, урок {number}", lesson=row)
    lines = client_of("Ирина").get(reverse("journal:plans")).context["found"].lines
    (line,) = [line for line in lines if line.plan]
    found = line.figures
    assert (found.hours, found.lessons) == (120, len(lessons(world)))
    assert (found.due, found.given, found.lag, found.unwritten) == (len(past), len(past) - 2, 2, 2)
    assert (line.is_behind, line.waits) == (False, False)


def test_the_list_is_searched_and_narrowed(world: World, client_of: ClientOf) -> None:
    plan(world)
    put_plan(actor=world.system, course=world.courses["История 7А"], rows=[Row("Рим")])
    submit_plan(actor=world.system, plan=Plan.objects.get(school=world.school, course=world.courses["История 7А"]))
    client = client_of("Ирина")

    def shown(**query: str) -> list[str]:
        found = client.get(reverse("journal:plans"), query).context["found"].lines
        return [f"{line.about.subject} {line.about.group}" for line in found]

    assert shown(show="waiting") == ["История 7А"]
    assert shown(show="behind") == [ALGEBRA]
    assert ALGEBRA not in shown(show="missing")
    assert shown(q="история 7б") == ["История 7Б"]


def test_a_teacher_sees_the_own_courses_first(world: World, client_of: ClientOf) -> None:
    lines = client_of("Борис").get(reverse("journal:plans")).context["found"].lines
    assert {line.about.subject for line in lines} == {"История"}


def test_a_deputy_head_who_teaches_sees_the_plans_of_all_first(world: World, client_of: ClientOf) -> None:
    add_course(world, "Физика", "7А", "Ирина")
    put_plan(actor=world.system, course=world.courses["История 7А"], rows=[Row("Рим")])
    submit_plan(actor=world.system, plan=Plan.objects.get(school=world.school, course=world.courses["История 7А"]))
    client = client_of("Ирина")
    shown = client.get(reverse("journal:plans")).context
    assert (shown["scope"], shown["found"].counts["waiting"], shown["found"].counts["all"]) == ("all", 1, 8)
    own = client.get(reverse("journal:plans"), {"scope": "own"}).context
    assert (own["scope"], own["found"].counts["waiting"], own["found"].counts["all"]) == ("own", 0, 1)
    teacher = client_of("Борис").get(reverse("journal:plans")).context
    assert teacher["scope"] == "own"


def test_fulfilment_has_the_switch_of_the_list(world: World, client_of: ClientOf) -> None:
    add_course(world, "Физика", "7А", "Ирина")
    client = client_of("Ирина")
    all_of_them = report(client, by="branch")
    assert sum(row.courses for row in all_of_them.context["page"].object_list) == 8
    html = all_of_them.content.decode()
    assert "Веду я" in html and 'href="?by=branch&amp;scope=own"' in html
    own = report(client, by="branch", scope="own")
    assert sum(row.courses for row in own.context["page"].object_list) == 1
    assert "Веду я" not in report(client_of("Борис"), by="branch").content.decode()


def report(client: Client, **query: str) -> Any:
    return client.get(reverse("journal:fulfilment"), query)


def test_fulfilment_is_summed_by_course_teacher_class_and_branch(world: World, client_of: ClientOf) -> None:
    plan(world)
    plan(world, "История 7А", [Row("Рим", 3), Row("Резерв", 200 - 111, "reserve")])
    keep_open(world)
    write(world, "Дроби, урок 1", lesson=lessons(world)[0])
    write(world, "Классный час", lesson=lessons(world)[1])
    client = client_of("Ирина")
    course = next(row for row in report(client, by="course").context["page"].object_list if row.title == "Алгебра")
    assert (course.given, course.off_plan, course.lag) == (1, 1, course.due - 1)
    group = next(row for row in report(client, by="group").context["page"].object_list if row.title == "7А")
    assert (group.hours, group.courses, group.given) == (120 + 92, 2, 1)
    teacher = next(row for row in report(client, by="teacher").context["page"].object_list if "Историков" in row.title)
    assert (teacher.hours, teacher.without) == (92, 1)
    assert teacher.by_reserve == teacher.lacks > 0
    branches = report(client, by="branch").context["page"].object_list
    assert sum(row.courses for row in branches) == 7


def test_fulfilment_is_taken_away_as_a_workbook(world: World, client_of: ClientOf) -> None:
    plan(world)
    answer = report(client_of("Ирина"), format="xlsx")
    book = CalamineWorkbook.from_filelike(BytesIO(answer.content))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[0][:4] == ["Предмет", "Класс", "Учитель", "Часов в плане"]
    assert ["Алгебра", "7А", "Алгебраева А. П.", 120.0] in [
        [str(cell).replace("\xa0", " ") if isinstance(cell, str) else cell for cell in row[:4]] for row in rows
    ]
    assert rows[-1][0] == "Всего"


def test_queries_are_fixed(world: World, client_of: ClientOf, django_assert_num_queries: Queries) -> None:
    client = client_of("Ирина")
    plan(world)
    with django_assert_num_queries(LIST_QUERIES):
        client.get(reverse("journal:plans"))
    with django_assert_num_queries(LIST_QUERIES):
        report(client, by="teacher")
    with django_assert_num_queries(PLAN_QUERIES):
        client.get(plan_url(world))
    for name in ("История 7А", "История 7Б", "Математика 1А"):
        plan(world, name, [Row("Тема", 9)])
    add_course(world, "Физика", "7А", "Зоя")
    with django_assert_num_queries(LIST_QUERIES):
        client.get(reverse("journal:plans"))
    with django_assert_num_queries(LIST_QUERIES):
        report(client, by="teacher")
    with django_assert_num_queries(PLAN_QUERIES):
        client.get(plan_url(world))


def test_a_lesson_that_was_moved_ahead_is_not_offered_again(world: World) -> None:
    plan(world)
    lesson = world.lesson(ALGEBRA, MONDAY)
    after = world.lesson(ALGEBRA)
    topic = planned_for([after])[after.pk].topic
    write(world, topic, lesson=lesson)
    assert planned_for([after])[after.pk].topic != topic
