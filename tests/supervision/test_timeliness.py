"""How timely journals are kept: by the server's times of the first entries, for a span of days, down to the lessons."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from parta.common import clock
from parta.common.codes import Ref, encode
from parta.lessons.models import Lesson
from parta.school.models import Term
from parta.supervision.arithmetic import middle
from parta.supervision.selectors.spans import spans_of
from parta.supervision.selectors.timeliness import FIGURES, Score
from parta.supervision.services import make_remark
from tests.acts import ALGEBRA, give, new_work, set_rule, type_in, write
from tests.world import TODAY, World

ClientOf = Callable[[str], Client]
HISTORY = "История 7А"
QUERIES, LATE_QUERIES = 23, 24
"""Of the whole page, sign-in and frame included."""


@pytest.fixture
def friday(world: World) -> Lesson:
    """History of 7А: Friday's topic and task in time, the topic of Tuesday three days late."""
    tuesday, friday = (world.lesson(HISTORY, date(2026, 11, day)) for day in (17, 20))
    with clock.at(datetime(2026, 11, 20, 8, tzinfo=UTC)):
        write(world, "Смута", who="Борис", lesson=friday)
        write(world, "Опричнина", who="Борис", lesson=tuesday)
        give(world, "§ 5", who="Борис", lesson=friday)
        give(world, "§ 4", who="Борис", lesson=tuesday)
    return friday


def show(client: Client, **query: str) -> Any:
    return client.get(reverse("supervision:timeliness"), query)


def lines(page: Any) -> dict[str, Score]:
    return {line.title: line for line in page.context["found"].lines}


@pytest.mark.parametrize(("values", "expected"), [([], None), ([3], 3), ([5, 1], 1), ([9, 0, 2], 2), ([4, 1, 3, 2], 2)])
def test_the_middle_is_a_value_that_half_do_not_exceed(values: list[int], expected: int | None) -> None:
    assert middle(values) == expected


def test_a_teacher_is_told_by_the_time_of_the_first_entry(
    world: World, client_of: ClientOf, friday: Lesson, django_assert_num_queries: Any
) -> None:
    make_remark(actor=world.actor("Ирина"), course=friday.course, person=world.people["Борис"], text="Темы", due=TODAY)
    irina = client_of("Ирина")
    with django_assert_num_queries(QUERIES):
        page = show(irina, period="week")
    line = lines(page)["Историков Б. Е."]
    assert (line.lessons, line.topics, line.tasks, line.lag, line.without) == (3, 33, 33, 0, 1)
    assert (line.open, line.overdue, line.works) == (1, 0, None)
    total = page.context["found"].total
    assert total.lessons == sum(line.lessons for line in lines(page).values()) == 12
    assert (total.in_time, total.open) == (1, 1)


def test_what_is_written_ahead_is_in_time(world: World, client_of: ClientOf) -> None:
    with clock.at(datetime(2026, 11, 9, 12, tzinfo=UTC)):
        for day in (17, 20):
            lesson = world.lesson(HISTORY, date(2026, 11, day))
            write(world, "Смута", who="Борис", lesson=lesson)
            give(world, "§ 5", who="Борис", lesson=lesson)
    line = lines(show(client_of("Ирина"), period="week", by="course"))[HISTORY.replace(" 7", ", 7")]
    assert (line.topics, line.tasks, line.lag) == (100, 100, 0)


def test_what_is_asked_for_follows_the_rules_of_the_school(world: World, client_of: ClientOf, friday: Lesson) -> None:
    set_rule(world, "homework_every_lesson", False)
    irina = client_of("Ирина")
    line = lines(show(irina, period="week"))["Историков Б. Е."]
    assert (line.asked, line.given, line.tasks) == (2, 1, 50)
    set_rule(world, "homework_deadline_minutes", 0)
    assert lines(show(irina, period="week"))["Историков Б. Е."].given == 0


def test_a_work_is_timely_when_half_have_their_marks_by_its_day(world: World, client_of: ClientOf) -> None:
    first, second, third = (world.lesson(ALGEBRA, date(2026, 11, day)) for day in (10, 12, 19))
    works = [new_work(world, lesson, title="", weight=None) for lesson in (first, second, third)]
    with clock.at(datetime(2026, 11, 17, 20, tzinfo=UTC)):
        type_in(world, "Ваня", "4", lesson=first, work_id=works[0].pk)
    with clock.at(datetime(2026, 11, 20, 9, tzinfo=UTC)):
        type_in(world, "Ваня", "4", lesson=second, work_id=works[1].pk)
    line = lines(show(client_of("Ирина")))["Алгебраева А. П."]
    assert (line.works_over, line.works_marked, line.works) == (2, 1, 50)


def test_lines_lead_down_to_the_lessons_that_were_late(
    world: World, client_of: ClientOf, friday: Lesson, django_assert_num_queries: Any
) -> None:
    irina = client_of("Ирина")
    page = show(irina, period="week")
    address = next(url for line, url in page.context["lines"] if line.title == "Историков Б. Е.")
    page = irina.get(address)
    assert {title: line.lessons for title, line in lines(page).items()} == {"История, 7А": 2, "История, 7Б": 1}
    assert page.context["found"].within == "Историков Б. Е."
    address = next(url for line, url in page.context["lines"] if line.title == "История, 7А")
    with django_assert_num_queries(LATE_QUERIES):
        page = irina.get(address)
    (line,) = page.context["found"].page.object_list
    assert (line.held.on, line.held.days, line.held.is_task_timely) == (date(2026, 11, 17), 3, False)
    text = page.content.decode()
    assert reverse("journal:lesson", args=[line.lesson]) in text and "через 3 дня" in text


def test_classes_branches_and_journals_have_their_lines(world: World, client_of: ClientOf) -> None:
    irina = client_of("Ирина")
    assert set(lines(show(irina, by="branch"))) == {world.main.short_name, "Вячка"}
    assert {"7А", "7Б", "1А", "2В", "4В"} <= set(lines(show(irina, by="group")))
    assert "Алгебра, 7А" in lines(show(irina, by="course"))
    vyachka = encode("branch", Ref(world.school.pk, world.branches["Вячка"].pk))
    assert set(lines(show(irina, by="group", branch=vyachka))) == {"2В", "4В"}
    assert set(lines(show(client_of("Нина"), by="group", sort="-lessons"))) == {"2В", "4В"}


def test_a_term_or_any_days_of_the_year_are_chosen(world: World, client_of: ClientOf) -> None:
    term = Term.objects.get(school=world.school, scheme=world.scheme, number=1)
    irina = client_of("Ирина")
    page = show(irina, period=encode("term", Ref(world.school.pk, term.pk)))
    span = page.context["found"].span
    assert (span.title, span.since, span.until) == ("1 четверть", date(2026, 9, 1), date(2026, 10, 25))
    span = show(irina, since="2026-08-01", until="2026-12-31").context["found"].span
    assert (span.key, span.since, span.until) == ("", date(2026, 9, 1), date(2026, 11, 23))
    span = show(irina, period="nonsense", since="2026-11-02").context["found"].span
    assert (span.key, span.since, span.until) == ("month", date(2026, 10, 25), date(2026, 11, 23))


def test_spans_never_leave_the_year_or_reach_today(world: World) -> None:
    spans = spans_of(world.school.pk, date(2026, 9, 2), "week", None, None)
    assert [(span.title, span.since, span.until) for span in spans] == [
        ("Неделя", date(2026, 9, 1), date(2026, 9, 1)),
        ("Месяц", date(2026, 9, 1), date(2026, 9, 1)),
        ("1 четверть", date(2026, 9, 1), date(2026, 9, 1)),
        ("Год", date(2026, 9, 1), date(2026, 9, 1)),
    ]


def test_each_figure_says_how_it_is_counted_and_by_which_setting(world: World, client_of: ClientOf) -> None:
    set_rule(world, "work_marks_days", 10)
    page = show(client_of("Денис"))
    text = page.content.decode()
    assert all(str(figure.words) in text for figure in FIGURES)
    hints = {figure.key: [(line.key, line.value) for line in found] for figure, found in page.context["found"].hints}
    assert hints["works"] == [("work_marks_days", "10")]
    assert reverse("school:setting", args=["work_marks_days"]) in text


def test_lines_are_sorted_by_any_figure(world: World, client_of: ClientOf, friday: Lesson) -> None:
    irina = client_of("Ирина")
    for figure in FIGURES:
        found = [getattr(line, figure.key) for line in show(irina, sort=figure.key).context["found"].lines]
        known = [-1 if value is None else value for value in found]
        assert known == sorted(known)
        backwards = [getattr(line, figure.key) for line in show(irina, sort=f"-{figure.key}").context["found"].lines]
        assert [-1 if value is None else value for value in backwards] == sorted(known, reverse=True)


def test_the_table_is_taken_away_as_a_workbook(world: World, client_of: ClientOf, friday: Lesson) -> None:
    answer = client_of("Ирина").get(reverse("supervision:timeliness_file"), {"period": "week"})
    assert 'filename="timeliness-2026-11-23.xlsx"' in answer["Content-Disposition"]
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert rows[0][0] == "Своевременность · 17.11.2026 – 23.11.2026"
    assert rows[2][:3] == ["Кто", "Уроков", "Тема в день урока, %"]
    assert next(row for row in rows if row[0] == "Историков Б. Е.")[:4] == ["Историков Б. Е.", 3, 33, 33]
    assert rows[-1][:2] == ["Всего", 12]
