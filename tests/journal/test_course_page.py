"""The journal page of a course: pupils down, lessons across."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from django.test import Client

from parta.classes.models import Membership, MoveKind
from parta.classes.services import Order, end_membership, transfer
from parta.common import clock
from parta.common.codes import code_of
from parta.homework.models import Homework
from parta.journal.selectors.grid import Grid, GridCell, Row
from parta.lessons.models import Lesson
from parta.lessons.services import cancel_lesson
from parta.school.models import Term
from tests.acts import ALGEBRA, MONDAY, THURSDAY, course_url, give, new_work, type_in, write
from tests.world import NOW, TODAY, World, add_child, add_course, add_group

QUERIES = 38
"""Of the whole page, sign-in and frame included, whatever the number of pupils, lessons and marks."""

ClientOf = Callable[[str], Client]


@pytest.fixture
def show(world: World, client_of: ClientOf) -> Callable[..., Any]:
    def show_(who: str = "Анна", course: str = ALGEBRA, **query: str) -> Any:
        return client_of(who).get(course_url(world, course, **query))

    return show_


Show = Callable[..., Any]


def row_of(grid: Grid, world: World, name: str) -> Row:
    return next(row for row in grid.rows if row.person_id == world.people[name].pk)


def cell_on(grid: Grid, world: World, name: str, day: date, work: int | None = None) -> GridCell:
    cells = row_of(grid, world, name).cells
    columns = [
        place
        for place, column in enumerate(grid.columns)
        if column.lesson.date == day and (work is None or (column.work and column.work.pk == work))
    ]
    return cells[columns[0]]


def stay(world: World, name: str, group: str = "7А") -> Membership:
    return Membership.objects.select_related("group", "person").get(
        school=world.school, person=world.people[name], group=world.groups[group]
    )


def test_marks_stand_at_their_lesson(world: World, show: Show) -> None:
    type_in(world, "Ваня", "о 4/2")
    type_in(world, "Оля", "5", lesson=world.lesson(ALGEBRA, MONDAY))
    answer = show()
    grid: Grid = answer.context["grid"]
    assert cell_on(grid, world, "Ваня", TODAY) == GridCell("о", ("4", "2"), True, "1.2")
    assert cell_on(grid, world, "Оля", TODAY) == GridCell()
    assert cell_on(grid, world, "Оля", MONDAY).marks == ("5",)
    assert row_of(grid, world, "Ваня").average.value == 3
    html = answer.content.decode()
    assert "<i>о</i> <b>4/2</b>" in html
    why = "4 · 2 → 6 : 2 = 3\nДо «4» хватит одной «5» (ответ на уроке)."
    assert re.search(rf'<td class="avg" title="{re.escape(why)}"><a href="[^"]*\?term=[^"]*">3,00</a></td>', html)


def test_pupils_stand_in_russian_order(world: World, show: Show) -> None:
    for name in ("Жуков Женя", "Ёжиков Егор", "Еремин Ефим", "Яшин Яша", "Ежов Ерёма"):
        add_child(world, name, "7А")
    names = [row.name for row in show().context["grid"].rows]
    assert names == ["Ежов Ерёма", "Еремин Ефим", "Ёжиков Егор", "Жуков Женя", "Зайцев Ваня", "Орлова Оля", "Яшин Яша"]


def test_a_work_has_a_column_with_its_weight(world: World, show: Show) -> None:
    work = new_work(world)
    grid: Grid = show().context["grid"]
    assert [column.label for column in grid.columns if column.lesson.date == TODAY] == ["к/р ×3"]
    type_in(world, "Ваня", "4")
    type_in(world, "Ваня", "н 2", work_id=work.pk)
    grid = show().context["grid"]
    assert [column.label for column in grid.columns if column.lesson.date == TODAY] == ["", "к/р ×3"]
    assert cell_on(grid, world, "Ваня", TODAY).text == "н 4"
    assert cell_on(grid, world, "Ваня", TODAY, work.pk).text == "н 2"
    assert row_of(grid, world, "Ваня").average.value == Fraction(10, 4)


def test_who_left_stays_with_the_order(world: World, show: Show) -> None:
    type_in(world, "Ваня", "4", lesson=world.lesson(ALGEBRA, MONDAY))
    end_membership(actor=world.system, membership=stay(world, "Ваня"), order=Order(MoveKind.LEFT, TODAY, "7-у", TODAY))
    answer = show()
    grid: Grid = answer.context["grid"]
    assert row_of(grid, world, "Ваня").left == "7-у"
    assert cell_on(grid, world, "Ваня", MONDAY).text == "4"
    assert not cell_on(grid, world, "Ваня", TODAY).is_member
    html = answer.content.decode()
    assert "7-у" in html
    assert html.count('<td class="gone"') == sum(column.lesson.date >= TODAY for column in grid.columns)
    assert (grid.absent, grid.present) == (0, 1)


def test_a_transferred_pupil_brings_the_marks(world: World, show: Show) -> None:
    add_course(world, "Алгебра", "7Б", "Борис")
    other = world.courses["Алгебра 7Б"]
    Lesson.objects.create(
        school=world.school,
        course=other,
        date=THURSDAY,
        number=1,
        teacher=world.people["Борис"],
        actual_teacher=world.people["Борис"],
    )
    type_in(world, "Ваня", "3")
    order = Order(MoveKind.TRANSFERRED, TODAY + timedelta(days=1), "8-у", TODAY)
    transfer(actor=world.system, membership=stay(world, "Ваня"), to=world.groups["7Б"], order=order)
    with clock.at(NOW + timedelta(days=2)):
        type_in(world, "Ваня", "5", who="Борис", lesson=world.lesson("Алгебра 7Б", THURSDAY))
    grid: Grid = show("Борис", "Алгебра 7Б").context["grid"]
    assert row_of(grid, world, "Ваня").average.value == 4
    assert [cell.text for cell in row_of(grid, world, "Ваня").cells] == ["5"]
    old: Grid = show().context["grid"]
    assert cell_on(old, world, "Ваня", TODAY).text == "3"
    assert not cell_on(old, world, "Ваня", THURSDAY).is_member


def test_terms_are_chosen(world: World, show: Show) -> None:
    grid: Grid = show().context["grid"]
    assert [period.title for period in grid.periods if period.is_current] == ["2 четверть"]
    assert all(date(2026, 11, 2) <= column.lesson.date <= date(2026, 12, 27) for column in grid.columns)
    first = Term.objects.get(school=world.school, number=1)
    grid = show(term=code_of(first)).context["grid"]
    assert grid.columns[-1].lesson.date < date(2026, 10, 26)
    assert grid.chosen == grid.columns[-1].lesson
    assert show(term="x" * 22).status_code == 404


def test_a_lesson_is_chosen_with_its_term(world: World, show: Show) -> None:
    assert show().context["grid"].chosen == world.lesson(ALGEBRA)
    september = world.lesson(ALGEBRA, date(2026, 9, 3))
    answer = show(lesson=code_of(september))
    grid: Grid = answer.context["grid"]
    assert grid.chosen == september
    assert grid.columns[0].lesson.date < date(2026, 9, 8)
    assert "3 сентября" in answer.content.decode()
    assert show(lesson=code_of(world.lesson("История 7А"))).status_code == 404


def test_a_course_without_lessons_says_so(world: World, show: Show) -> None:
    add_course(world, "Химия", "7А", "Анна")
    answer = show(course="Химия 7А")
    assert "В этом периоде уроков нет" in answer.content.decode() or answer.context["grid"].columns == []
    assert answer.status_code == 200


def test_a_class_without_pupils_says_so(world: World, show: Show) -> None:
    add_group(world, "8А", year_level=8, letter="А")
    add_course(world, "Алгебра", "8А", "Анна")
    Lesson.objects.create(school=world.school, course=world.courses["Алгебра 8А"], date=TODAY, number=1)
    answer = show(course="Алгебра 8А")
    assert answer.status_code == 200
    assert "пока никого нет" in answer.content.decode()
    assert "<table" not in answer.content.decode()


@pytest.mark.parametrize("who", ["Ирина", "Денис"])
def test_management_only_reads(show: Show, world: World, who: str) -> None:
    write(world, "Функция")
    answer = show(who)
    html = answer.content.decode()
    assert '<table class="grid" data-history="/journal/cell/history/">' in html
    assert html.count("data-k=") == html.count(" data-closed") > 0
    assert "grid-tools" not in html
    assert "<textarea" not in html
    assert "Функция" in html


def test_the_class_teacher_reads_the_subjects_of_others(world: World, show: Show) -> None:
    answer = show("Анна", "История 7А")
    assert answer.status_code == 200
    assert not answer.context["grid"].can_write
    assert answer.context["grid"].opens_diaries


def test_the_substitute_writes_one_column(world: World, show: Show) -> None:
    grid: Grid = show("Зоя").context["grid"]
    assert [column.lesson.date for column in grid.columns if column.is_open] == [MONDAY]


@pytest.mark.parametrize("who", ["Борис", "Вера", "Нина", "Мария", "Ваня", "Чеслав"])
def test_strangers_find_nothing(show: Show, who: str) -> None:
    assert show(who).status_code == 404


def test_a_cancelled_lesson_is_closed(world: World, show: Show) -> None:
    cancel_lesson(actor=world.system, lesson=world.lesson(ALGEBRA), reason="Карантин")
    answer = show()
    closed = [column.lesson.date for column in answer.context["grid"].columns if not column.is_open]
    assert closed == [TODAY]
    assert "отм." in answer.content.decode()


def test_names_and_words_are_escaped(world: World, show: Show) -> None:
    bad = '"><script>alert(1)</script>'
    person = world.people["Ваня"]
    type(person).objects.filter(pk=person.pk).update(surname=bad)
    type_in(world, "Ваня", "4", comment=bad)
    write(world, bad)
    give(world, bad)
    new_work(world, title=bad)
    html = show().content.decode()
    assert "<script>alert" not in html
    assert html.count("&lt;script&gt;alert(1)") >= 4


def fill(world: World, pupils: int, lessons: int) -> None:
    """So many pupils and lessons with a mark, an absence, a topic and homework at each of the last ones."""
    for number in range(pupils):
        add_child(world, f"Ученик{number} Имя{number}", "7А")
    course, since = world.courses[ALGEBRA], date(2026, 11, 2)
    free = (since + timedelta(days=day // 4) for day in range(200))
    for place, day in zip(range(lessons), free, strict=False):
        lesson = Lesson.objects.create(
            school=world.school,
            course=course,
            date=day,
            number=4 + place % 4,
            teacher=world.people["Анна"],
            actual_teacher=world.people["Анна"],
        )
        for name in list(world.people)[-2:]:
            if name.startswith("Имя"):
                type_in(world, name, "о 4", lesson=lesson)
        if place < 3:
            write(world, "Тема", lesson=lesson)
            give(world, "§ 1", lesson=lesson)
            new_work(world, lesson)


def test_the_number_of_queries_is_fixed(
    world: World, client_of: ClientOf, django_assert_num_queries: Callable[..., Any]
) -> None:
    client = client_of("Анна")
    client.get(course_url(world))
    type_in(world, "Ваня", "4")
    give(world, "§ 1")
    with django_assert_num_queries(QUERIES):
        few = client.get(course_url(world))
    fill(world, 28, 16)
    with django_assert_num_queries(QUERIES):
        many = client.get(course_url(world))
    assert (len(few.context["grid"].rows), len(many.context["grid"].rows)) == (2, 30)
    assert len(many.context["grid"].columns) >= 40
    assert Homework.objects.filter(school=world.school).count() == 4
