"""The class of a class teacher and the day of a school or branch."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from parta.access.roles import Role
from parta.classes.models import Appointment
from parta.classes.services import appoint
from parta.common.codes import code_of
from parta.grading.services import FinalOp, put_finals
from parta.journal.selectors.home import ClassPupil, Home
from parta.journal.selectors.unmarked import unmarked
from parta.lessons.models import Lesson
from parta.lessons.services import cancel_lesson, substitute_teacher
from parta.people.models import Person
from parta.school.models import Term, TermState
from tests.acts import ALGEBRA, MONDAY, diary_url, give, keep_open, new_work, type_in, write
from tests.world import TODAY, World, add_child, add_course, add_employee

HISTORY = "История 7А"
FAR = "Математика 4В"
WEEK_AGO = TODAY - timedelta(days=7)

CLASS_QUERIES = 31
HOME_QUERIES = 32
"""Of the whole page, sign-in and frame included, whatever the number of pupils, lessons and absences."""

ClientOf = Callable[[str], Client]
Queries = Callable[..., Any]


def class_of(client: Client, world: World, group: str = "") -> Any:
    return client.get(reverse("journal:group", args=[world.groups[group]]) if group else reverse("journal:class"))


def pupil(answer: Any, world: World, name: str) -> ClassPupil:
    return next(row for row in answer.context["page"].pupils if row.ref.id == world.people[name].pk)


def home(client: Client, world: World, branch: str = "") -> Any:
    return client.get(reverse("journal:branch", args=[world.branches[branch]]) if branch else reverse("journal:school"))


def page_of(client: Client, world: World, branch: str = "") -> Home:
    found: Home = home(client, world, branch).context["page"]
    return found


def another_teacher(world: World) -> str:
    add_employee(world, "Алгебраева Алёна Павловна", (Role.TEACHER, {}))
    return "Алёна"


def test_the_class_teacher_sees_who_is_absent_and_missed(world: World, client_of: ClientOf) -> None:
    for day, text in ((TODAY, "н"), (MONDAY, "б"), (WEEK_AGO, "н")):
        type_in(world, "Ваня", text, lesson=world.lesson(ALGEBRA, day), who="Зоя" if day == MONDAY else "Анна")
    type_in(world, "Ваня", "п", lesson=world.lesson(HISTORY), who="Борис")
    type_in(world, "Оля", "о")
    answer = class_of(client_of("Анна"), world)
    vanya, olya = pupil(answer, world, "Ваня"), pupil(answer, world, "Оля")
    assert (vanya.today, vanya.missed, vanya.unexcused) == ("н, п", 4, 2)
    assert (olya.today, olya.missed, olya.unexcused) == ("о", 0, 0)
    html = answer.content.decode()
    assert '<span class="pill warn">н, п</span>' in html
    assert '<span class="tone bad">2</span>' in html
    assert diary_url(world, "Ваня") in html
    assert "2 четверть" in html
    assert "Алгебраева Анна Петровна" in html


def test_absences_of_another_term_are_not_of_this_one(world: World, client_of: ClientOf) -> None:
    keep_open(world)
    lesson = world.lesson(ALGEBRA, date(2026, 10, 15))
    type_in(world, "Ваня", "н", lesson=lesson, who="Анна")
    assert pupil(class_of(client_of("Анна"), world), world, "Ваня").missed == 0


def test_a_cancelled_lesson_was_missed_by_nobody(world: World, client_of: ClientOf) -> None:
    type_in(world, "Ваня", "н")
    cancel_lesson(actor=world.system, lesson=world.lesson(ALGEBRA), reason="Карантин")
    row = pupil(class_of(client_of("Анна"), world), world, "Ваня")
    assert (row.today, row.missed, row.unexcused) == ("", 0, 0)
    assert page_of(client_of("Денис"), world).absent == []
    answer = client_of("Мария").get(diary_url(world, "Ваня", page="marks_of"))
    assert (answer.context["page"].missed, answer.context["page"].unexcused) == (0, 0)


def test_low_averages_are_named(world: World, client_of: ClientOf) -> None:
    work = new_work(world)
    type_in(world, "Ваня", "4")
    type_in(world, "Ваня", "2", work_id=work.pk)
    type_in(world, "Оля", "3")
    type_in(world, "Ваня", "5", lesson=world.lesson(HISTORY), who="Борис")
    answer = class_of(client_of("Анна"), world)
    row = pupil(answer, world, "Ваня")
    assert [(subject, value.value) for subject, value in row.averages] == [("Алгебра", 2.5), ("История", 5)]
    assert [subject for subject, _value in row.low] == ["Алгебра"]
    assert pupil(answer, world, "Оля").low == []
    assert '<b class="tone bad">2,50</b>' in answer.content.decode()


def test_the_class_has_the_lessons_of_its_groups(world: World, client_of: ClientOf) -> None:
    cancel_lesson(actor=world.system, lesson=world.lesson(HISTORY), reason="Карантин")
    type_in(world, "Ваня", "н")
    answer = class_of(client_of("Анна"), world)
    page = answer.context["page"]
    assert [(row.lesson.number, row.lesson.course.subject.name, row.absent) for row in page.lessons] == [
        (1, "Алгебра", 1),
        (2, "История", 0),
        (3, "Английский язык", 0),
    ]
    assert [course.subject.name for course in page.courses] == ["Алгебра", "Английский язык", "История"]
    html = answer.content.decode()
    assert "нет: 1" in html
    assert html.count("отменён") == 1


@pytest.mark.parametrize(
    ("who", "group", "status"),
    [
        ("Анна", "7Б", 404),
        ("Борис", "7А", 404),
        ("Борис", "", 404),
        ("Мария", "7А", 404),
        ("Софья", "7А", 404),
        ("Нина", "7А", 404),
        ("Нина", "4В", 200),
        ("Денис", "7Б", 200),
        ("Чулпан", "7А", 404),
    ],
)
def test_only_who_leads_sees_a_class(world: World, client_of: ClientOf, who: str, group: str, status: int) -> None:
    assert class_of(client_of(who), world, group).status_code == status


def test_a_combined_class_has_the_pupils_and_lessons_of_its_parts(world: World, client_of: ClientOf) -> None:
    type_in(world, "Даша", "н", lesson=world.lesson(FAR), who="Вера")
    page = class_of(client_of("Нина"), world, "2–4").context["page"]
    assert [(row.name, row.today) for row in page.pupils] == [("Зайцева Даша", "н"), ("Сельский Саша", "")]
    assert [row.lesson.course.group.name for row in page.lessons] == ["2В", "4В"]
    assert [course.group.name for course in page.courses] == ["2В", "4В"]


def test_the_teacher_of_a_combined_class_leads_its_parts(world: World, client_of: ClientOf) -> None:
    client = client_of("Зоя")
    assert class_of(client, world).status_code == 404
    row = Appointment(school=world.school, person=world.people["Зоя"])
    values = {"role": Role.CLASS_TEACHER, "group": world.groups["2–4"], "since": TODAY}
    appoint(actor=world.system, appointment=row, values=values)
    for group, status in (("2–4", 200), ("2В", 200), ("4В", 200), ("7А", 404), ("1А", 404)):
        assert class_of(client, world, group).status_code == status, group
    for name, status in (("Даша", 200), ("Саша", 200), ("Ваня", 404), ("Лиза", 404)):
        assert client.get(diary_url(world, name)).status_code == status, name


def test_leading_a_part_gives_nothing_of_the_other(world: World, client_of: ClientOf) -> None:
    row = Appointment(school=world.school, person=world.people["Зоя"])
    values = {"role": Role.CLASS_TEACHER, "group": world.groups["2В"], "since": TODAY}
    appoint(actor=world.system, appointment=row, values=values)
    client = client_of("Зоя")
    for group, status in (("2В", 200), ("2–4", 404), ("4В", 404)):
        assert class_of(client, world, group).status_code == status, group
    assert client.get(diary_url(world, "Даша")).status_code == 404


def test_queries_of_the_class_are_fixed(world: World, client_of: ClientOf, django_assert_num_queries: Queries) -> None:
    client = client_of("Анна")
    type_in(world, "Ваня", "2")
    with django_assert_num_queries(CLASS_QUERIES):
        few = class_of(client, world)
    add_many(world, 12)
    with django_assert_num_queries(CLASS_QUERIES):
        many = class_of(client, world)
    assert (len(few.context["page"].pupils), len(many.context["page"].pupils)) == (2, 14)
    assert sum(bool(row.missed) for row in many.context["page"].pupils) == 12


def add_many(world: World, count: int) -> None:
    """Pupils absent today, with low marks, and a course with an unwritten lesson for each."""
    for number in range(count):
        add_child(world, f"Ученик{number} Имя{number}", "7А")
        type_in(world, f"Имя{number}", "н")
        type_in(world, f"Имя{number}", "2", lesson=world.lesson(HISTORY), who="Борис")
        course = add_course(world, f"Предмет {number}", "7А", "Борис")
        who = world.people["Борис"]
        Lesson.objects.create(
            school=world.school, course=course, date=MONDAY, number=number, teacher=who, actual_teacher=who
        )


def test_the_school_counts_who_is_absent(world: World, client_of: ClientOf) -> None:
    type_in(world, "Ваня", "н")
    type_in(world, "Ваня", "п", lesson=world.lesson(HISTORY), who="Борис")
    type_in(world, "Оля", "о")
    type_in(world, "Даша", "б", lesson=world.lesson(FAR), who="Вера")
    type_in(world, "Петя", "н", lesson=world.lesson("История 7Б", WEEK_AGO), who="Борис")
    answer = home(client_of("Денис"), world)
    page: Home = answer.context["page"]
    assert [(row.group, row.name, row.lessons, row.symbols, row.without_reason) for row in page.absent] == [
        ("4В", "Зайцева Даша", 1, "б", False),
        ("7А", "Зайцев Ваня", 2, "н, п", True),
    ]
    assert (page.pupils, page.without_reason) == (6, 1)
    html = answer.content.decode()
    assert "отсутствуют из 6" in html
    assert "2 урока" in html


def test_the_school_counts_what_is_written_in(world: World, client_of: ClientOf) -> None:
    write(world, "Функция")
    page = page_of(client_of("Денис"), world)
    assert (page.held, page.lessons) == (1, 6)
    cancel_lesson(actor=world.system, lesson=world.lesson(HISTORY), reason="Карантин")
    answer = home(client_of("Денис"), world)
    page = answer.context["page"]
    assert (page.held, page.lessons) == (1, 5)
    assert [lesson.course.subject.name for lesson in page.cancelled] == ["История"]
    assert "отменён" in answer.content.decode()


def test_what_is_not_filled_in_stands_by_teacher(world: World, client_of: ClientOf) -> None:
    page = page_of(client_of("Денис"), world)
    assert [(row.name, len(row.lessons)) for row in page.left] == [
        ("Алгебраева А. П.", 6),
        ("Сельская В. Н.", 6),
        ("Историков Б. Е.", 5),
        ("Заменова З. А.", 1),
    ]


def test_homework_is_not_counted_among_what_the_school_asks_for(world: World, client_of: ClientOf) -> None:
    client = client_of("Денис")
    lesson = world.lesson(ALGEBRA, MONDAY)
    write(world, "Функция", lesson=lesson, who="Зоя")
    answer = home(client, world)
    [zoya] = [row for row in answer.context["page"].left if row.name.startswith("Заменова")]
    assert [state.missing for state in zoya.lessons] == [("attendance",)]
    assert "домашнее задание" not in answer.content.decode()
    type_in(world, "Ваня", "н", lesson=lesson, who="Зоя")
    assert not [row for row in page_of(client, world).left if row.name.startswith("Заменова")]


def test_teachers_of_one_name_are_told_apart(world: World, client_of: ClientOf) -> None:
    name = another_teacher(world)
    lesson = Lesson.objects.filter(school=world.school, pk=world.lesson(HISTORY).pk)
    lesson.update(actual_teacher=world.people[name])
    assert Person.objects.get(pk=world.people[name].pk).initials_name == world.people["Анна"].initials_name
    left = page_of(client_of("Денис"), world).left
    assert sorted(len(row.lessons) for row in left if row.name.startswith("Алгебраева")) == [1, 6]


def test_substitutions_of_today_are_listed(world: World, client_of: ClientOf) -> None:
    client = client_of("Денис")
    assert page_of(client, world).substitutions == []
    substitute_teacher(
        actor=world.system, lesson=world.lesson(ALGEBRA), teacher=world.people["Борис"], reason="Болезнь учителя"
    )
    answer = home(client, world)
    [row] = answer.context["page"].substitutions
    assert row.lesson == world.lesson(ALGEBRA)
    html = answer.content.decode().replace("\xa0", " ")
    assert "Алгебраева А. П. → Историков Б. Е." in html
    assert "Болезнь учителя" in html


def test_a_cancelled_lesson_is_no_substitution(world: World, client_of: ClientOf) -> None:
    lesson = world.lesson(ALGEBRA)
    substitute_teacher(actor=world.system, lesson=lesson, teacher=world.people["Борис"])
    cancel_lesson(actor=world.system, lesson=lesson, reason="Карантин")
    page = page_of(client_of("Денис"), world)
    assert (page.substitutions, page.cancelled) == ([], [lesson])


def test_a_head_of_branch_sees_only_the_branch(world: World, client_of: ClientOf) -> None:
    type_in(world, "Ваня", "н")
    type_in(world, "Даша", "б", lesson=world.lesson(FAR), who="Вера")
    client = client_of("Нина")
    answer = home(client, world)
    page: Home = answer.context["page"]
    assert [row.name for row in page.absent] == ["Зайцева Даша"]
    assert (page.pupils, page.lessons, page.branches) == (2, 2, [])
    assert [row.name for row in page.left] == ["Сельская В. Н."]
    assert "Зайцев Ваня" not in answer.content.decode()
    assert home(client, world, "Вячка").status_code == 200
    assert home(client, world, world.main.short_name).status_code == 404


def test_the_director_switches_branches(world: World, client_of: ClientOf) -> None:
    type_in(world, "Ваня", "н")
    client = client_of("Денис")
    answer = home(client, world)
    assert [branch.pk for branch in answer.context["page"].branches] == [
        world.main.pk,
        world.branches["Вячка"].pk,
    ]
    html = answer.content.decode()
    assert reverse("journal:branch", args=[world.branches["Вячка"]]) in html
    far, near = page_of(client, world, "Вячка"), page_of(client, world, world.main.short_name)
    assert ([row.name for row in far.absent], far.pupils, far.lessons) == ([], 2, 2)
    assert ([row.name for row in near.absent], near.pupils, near.lessons) == (["Зайцев Ваня"], 4, 4)
    assert "<h1>Вячка</h1>" in home(client, world, "Вячка").content.decode()


@pytest.mark.parametrize("who", ["Анна", "Зоя", "Софья", "Белла", "Тимур", "Мария", "Ваня"])
def test_others_have_no_school_page(world: World, client_of: ClientOf, who: str) -> None:
    assert home(client_of(who), world).status_code == 404
    assert home(client_of(who), world, "Вячка").status_code == 404


def test_a_neighbour_sees_the_own_school(world: World, client_of: ClientOf) -> None:
    client = client_of("Чулпан")
    assert page_of(client, world).pupils == 1
    assert home(client, world, "Вячка").status_code == 404


def test_classes_that_lack_marks_of_an_ended_term_are_named(world: World, client_of: ClientOf) -> None:
    client = client_of("Ирина")
    term = Term.objects.get(school=world.school, scheme=world.scheme, number=1)

    def found() -> dict[str, int]:
        page: Home = page_of(client, world)
        assert {row.term for row in page.unmarked} == {term}
        return {row.group.name: row.count for row in page.unmarked}

    before = found()
    results = reverse("journal:results", args=[world.groups["7А"]]) + f"?term={code_of(term)}"
    assert before["7А"] == client.get(results).context["page"].missing_total
    op = FinalOp(world.people["Ваня"].pk, "term", "5", world.courses[ALGEBRA].pk, term_id=term.pk)
    put_finals(actor=world.system, school_id=world.school.pk, operations=[op])
    assert found() == before | {"7А": before["7А"] - 1}
    html = home(client, world).content.decode()
    assert f'<a class="link" href="{results}&amp;left=1">7А</a>' in html
    assert {row.group.name for row in page_of(client_of("Нина"), world).unmarked} == {"2В", "4В"}
    Term.objects.filter(school=world.school, pk=term.pk).update(state=TermState.CLOSED)
    assert page_of(client, world).unmarked == []


def test_a_term_is_asked_for_two_weeks_before_its_end(world: World) -> None:
    term = Term.objects.get(school=world.school, scheme=world.scheme, number=2)
    for days, is_asked in ((15, False), (14, True)):
        rows = unmarked(world.school.pk, [world.main.pk], term.until - timedelta(days=days))
        assert (term in {row.term for row in rows}) is is_asked


def test_queries_of_the_school_are_fixed(world: World, client_of: ClientOf, django_assert_num_queries: Queries) -> None:
    client = client_of("Денис")
    type_in(world, "Ваня", "н")
    with django_assert_num_queries(HOME_QUERIES):
        few = home(client, world)
    add_many(world, 12)
    give(world, "§ 1")
    substitute_teacher(actor=world.system, lesson=world.lesson("История 7Б"), teacher=world.people["Зоя"])
    cancel_lesson(actor=world.system, lesson=world.lesson(FAR), reason="Карантин")
    with django_assert_num_queries(HOME_QUERIES):
        many = home(client, world)
    assert (len(few.context["page"].absent), len(many.context["page"].absent)) == (1, 13)
    assert many.context["page"].left_total > few.context["page"].left_total + 10
