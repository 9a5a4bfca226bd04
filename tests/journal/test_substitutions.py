"""Pages of substitutions: the day, the list of absences, one absence with its lessons; the acts on them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from parta.classes.services import assign_teacher
from parta.common.codes import code_of
from parta.common.errors import Invalid
from parta.journal.selectors.absences import DayPage
from parta.journal.selectors.covering import CANCELLED, GIVEN, JOINED, MOVED, OPEN, OWN, CoverLine
from parta.journal.services.covering import give_lesson, take_back
from parta.lessons.models import Lesson, Status, TeacherAbsence
from parta.lessons.services import cancel_lesson, substitute_teacher
from tests.acts import ALGEBRA, THURSDAY, course_url, last_entry, person_code, type_in, write
from tests.covering import ENGLISH, absent, other_subgroup
from tests.world import TODAY, YEAR_START, World

WEDNESDAY = date(2026, 11, 25)

DAY_QUERIES = 20
COVER_QUERIES = 19
LIST_QUERIES = 13
"""Of the whole page, sign-in and frame included, whatever the number of lessons, colleagues and absences."""

ClientOf = Callable[[str], Client]
Queries = Callable[..., Any]


def day(client: Client, query: str = "") -> DayPage:
    found: DayPage = client.get(reverse("journal:substitutions") + query).context["page"]
    return found


def line_of(world: World, client: Client, course: str = ALGEBRA) -> CoverLine:
    lesson = world.lesson(course)
    return next(line for line in day(client).lines if lesson in line.lessons)


def act(client: Client, world: World, name: str, lesson: Lesson | None = None, **data: Any) -> Any:
    address = reverse(f"journal:{name}_lesson", args=[lesson or world.lesson(ALGEBRA)])
    return client.post(address, data, follow=True)


def knows(world: World, teacher: str = "Зоя", course: str = ALGEBRA) -> None:
    assign_teacher(actor=world.system, course=world.courses[course], teacher=world.people[teacher], since=YEAR_START)


def test_the_day_shows_who_is_absent_and_which_lessons_wait(world: World, client_of: ClientOf) -> None:
    absent(world)
    page = day(client_of("Ирина"))
    assert [row.person for row in page.absences] == [world.people["Анна"]]
    assert [(line.lesson.number, line.state) for line in page.lines] == [(1, OPEN), (3, OPEN)]
    assert page.waiting == 2


def test_an_absence_of_some_lessons_leaves_the_others(world: World, client_of: ClientOf) -> None:
    absent(world, first_number=2)
    assert [line.lesson.number for line in day(client_of("Ирина")).lines] == [3]


def test_lessons_taken_over_from_others_wait_too(world: World, client_of: ClientOf) -> None:
    substitute_teacher(actor=world.actor("Ирина"), lesson=world.lesson("История 7А"), teacher=world.people["Анна"])
    absent(world)
    assert [line.lesson.number for line in day(client_of("Ирина")).lines if line.is_open] == [1, 2, 3]


def test_free_colleagues_are_offered_the_best_first(world: World, client_of: ClientOf) -> None:
    knows(world)
    absent(world)
    line = line_of(world, client_of("Ирина"))
    assert [offer.name for offer in line.offers] == ["Заменова З. А.", "Историков Б. Е."]
    assert line.offers[0].words == "тот же предмет, знает класс, 1 урок на неделе"
    assert line.offers[1].words == "знает класс, соседний урок, 3 урока на неделе"
    assert line.proposed == line.offers[0]


def test_nobody_is_offered_who_teaches_or_is_absent_then(world: World, client_of: ClientOf) -> None:
    absent(world)
    assert [offer.name for offer in line_of(world, client_of("Ирина")).offers] == ["Историков Б. Е."]
    assert line_of(world, client_of("Ирина"), ENGLISH).offers == []
    absent(world, "Борис")
    assert line_of(world, client_of("Ирина")).offers == []


def test_one_click_gives_the_lesson_and_one_takes_it_back(world: World, client_of: ClientOf) -> None:
    absent(world)
    client = client_of("Ирина")
    act(client, world, "give", person=person_code(world, "Борис"))
    line = line_of(world, client)
    assert (line.state, line.lesson.actual_teacher, line.can_undo) == (GIVEN, world.people["Борис"], True)
    act(client, world, "undo")
    assert line_of(world, client).state == OPEN


def test_who_is_busy_by_now_is_refused_in_words(world: World, client_of: ClientOf) -> None:
    absent(world)
    answer = act(client_of("Ирина"), world, "give", world.lesson(ENGLISH), person=person_code(world, "Борис"))
    assert "Этот учитель в это время занят" in answer.content.decode()
    assert world.lesson(ENGLISH).actual_teacher == world.people["Анна"]


def test_what_the_substitute_wrote_cannot_be_taken_back(world: World, client_of: ClientOf) -> None:
    absent(world)
    act(client_of("Ирина"), world, "give", person=person_code(world, "Борис"))
    write(world, "Дроби", who="Борис")
    answer = act(client_of("Ирина"), world, "undo")
    assert "уже есть записи" in answer.content.decode()
    assert world.lesson(ALGEBRA).actual_teacher == world.people["Борис"]


def test_groups_are_joined_by_the_teacher_of_the_other_one(world: World, client_of: ClientOf) -> None:
    other_subgroup(world)
    absent(world)
    client = client_of("Ирина")
    line = line_of(world, client, ENGLISH)
    assert [offer.name for offer in line.joins] == ["Заменова З. А."]
    assert line.proposed == line.joins[0]
    act(client, world, "give", world.lesson(ENGLISH), person=person_code(world, "Зоя"), joined="1")
    line = line_of(world, client, ENGLISH)
    assert (line.state, line.lesson.status) == (JOINED, Status.PLANNED)
    page = client_of("Зоя").get(reverse("journal:day")).content.decode()
    assert page.count("группы вместе") == 2


def test_a_lesson_is_cancelled_with_a_reason_and_comes_back(world: World, client_of: ClientOf) -> None:
    absent(world)
    client = client_of("Ирина")
    answer = act(client, world, "cancel", reason=" ")
    assert "Напишите причину" in answer.content.decode()
    act(client, world, "cancel", reason="Некому")
    assert (line_of(world, client).state, last_entry(world).reason) == (CANCELLED, "Некому")
    act(client, world, "undo")
    assert line_of(world, client).state == OPEN


def test_a_lesson_is_moved_and_back(world: World, client_of: ClientOf) -> None:
    absent(world)
    client = client_of("Ирина")
    answer = act(client, world, "move", on=THURSDAY, number=1)
    assert "уже стоит урок" in answer.content.decode()
    act(client, world, "move", on=WEDNESDAY, number=2)
    assert line_of(world, client).state == MOVED
    act(client, world, "undo")
    assert line_of(world, client).state == OPEN


def test_a_combined_class_goes_together(world: World, client_of: ClientOf) -> None:
    knows(world, "Зоя", "Математика 2В")
    absent(world, "Вера")
    client = client_of("Нина")
    page = day(client)
    assert [(line.groups, line.state) for line in page.lines] == [("2В, 4В", OPEN)]
    lesson = world.lesson("Математика 2В")
    act(client, world, "give", lesson, person=person_code(world, "Зоя"))
    for course in ("Математика 2В", "Математика 4В"):
        assert world.lesson(course).actual_teacher == world.people["Зоя"]
    act(client, world, "undo", lesson)
    assert world.lesson("Математика 4В").actual_teacher == world.people["Вера"]


def test_changes_without_an_absence_stand_in_the_day_too(world: World, client_of: ClientOf) -> None:
    cancel_lesson(actor=world.actor("Ирина"), lesson=world.lesson("История 7Б"), reason="Экскурсия")
    assert [(line.groups, line.state) for line in day(client_of("Ирина")).lines] == [("7Б", CANCELLED)]


def test_the_secretary_sees_the_lessons_and_decides_nothing(world: World, client_of: ClientOf) -> None:
    absent(world)
    line = line_of(world, client_of("Софья"))
    assert (line.can_decide, line.offers) == (False, [])


def test_the_reason_is_for_the_office_alone(world: World, client_of: ClientOf) -> None:
    absent(world)
    act(client_of("Ирина"), world, "give", person=person_code(world, "Борис"))
    assert "Тайна" in client_of("Софья").get(reverse("journal:substitutions")).content.decode()
    lesson = reverse("journal:lesson", args=[world.lesson(ALGEBRA)])
    for who, address in (
        ("Борис", reverse("journal:day")),
        ("Борис", lesson),
        ("Анна", lesson),
        ("Мария", reverse("diary:week")),
        ("Ваня", reverse("diary:week")),
    ):
        text = client_of(who).get(address).content.decode()
        assert "Тайна" not in text and "болезнь" not in text.lower()


def test_a_new_absence_leads_to_its_lessons(world: World, client_of: ClientOf) -> None:
    client = client_of("Софья")
    values = {"person": person_code(world, "Анна"), "since": TODAY, "until": THURSDAY, "kind": "trip"}
    answer = client.post(reverse("journal:new_absence"), values)
    row = TeacherAbsence.objects.get(school=world.school)
    assert (answer.status_code, answer["Location"]) == (302, reverse("journal:cover", args=[row]))
    again = client.post(reverse("journal:new_absence"), values)
    assert again.status_code == 422


def test_the_head_of_a_branch_notes_no_teacher_of_another(world: World, client_of: ClientOf) -> None:
    values = {"person": person_code(world, "Анна"), "since": TODAY, "until": TODAY, "kind": "trip"}
    answer = client_of("Нина").post(reverse("journal:new_absence"), values)
    assert "нет уроков в вашем филиале" in answer.content.decode()


def test_all_lessons_are_given_by_one_button_after_a_look(world: World, client_of: ClientOf) -> None:
    knows(world)
    row = absent(world, until=THURSDAY)
    client = client_of("Ирина")
    address = reverse("journal:cover_all", args=[row])
    lines = client.get(address).context["found"].proposed
    assert [(f"{line.lesson.date:%d.%m}", line.lesson.number, line.proposed.name) for line in lines] == [
        ("24.11", 1, "Заменова З. А."),
        ("24.11", 3, "Заменова З. А."),
        ("26.11", 1, "Заменова З. А."),
    ]
    pairs = [f"{code_of(line.lesson)}.{line.proposed.code}" for line in lines]
    give_lesson(actor=world.actor("Ирина"), lesson=lines[2].lesson, person_id=world.people["Борис"].pk)
    client.post(address, {"pair": pairs})
    assert world.lesson(ALGEBRA).actual_teacher == world.people["Зоя"]
    assert world.lesson(ENGLISH).actual_teacher == world.people["Зоя"]


def test_a_damaged_pair_is_refused(world: World, client_of: ClientOf) -> None:
    address = reverse("journal:cover_all", args=[absent(world)])
    assert client_of("Ирина").post(address, {"pair": ["x.y"]}).status_code == 422


def test_shortened_by_the_form_it_says_what_went_back(world: World, client_of: ClientOf) -> None:
    row = absent(world, until=THURSDAY)
    thursday = world.lesson(ALGEBRA, THURSDAY)
    substitute_teacher(actor=world.actor("Ирина"), lesson=thursday, teacher=world.people["Зоя"])
    values = {"since": TODAY, "until": TODAY, "kind": "illness"}
    answer = client_of("Ирина").post(reverse("journal:change_absence", args=[row]), values, follow=True)
    assert "Учителю вернулся 1 урок." in answer.content.decode()
    client_of("Ирина").post(reverse("journal:withdraw_absence", args=[row]))
    assert "Это отсутствие снято." in client_of("Ирина").get(reverse("journal:cover", args=[row])).content.decode()


def test_taking_an_absence_back_says_what_stays_cancelled_or_moved(world: World, client_of: ClientOf) -> None:
    row, client = absent(world, until=THURSDAY), client_of("Ирина")
    act(client, world, "move", on=date(2026, 12, 2), number=2)
    act(client, world, "cancel", world.lesson(ALGEBRA, THURSDAY), reason="Некому")
    values = {"since": TODAY, "until": TODAY, "kind": "illness"}
    answer = client.post(reverse("journal:change_absence", args=[row]), values, follow=True).content.decode()
    assert "Отменённым или перенесённым остаётся 1 урок" in answer
    assert '<a class="link" href="/journal/substitutions/?date=2026-11-26">26 ноября</a>' in answer
    answer = client.post(reverse("journal:withdraw_absence", args=[row]), follow=True).content.decode()
    assert '?date=2026-11-24">24 ноября</a>' in answer and '?date=2026-11-26">26 ноября</a>' not in answer
    assert line_of(world, client).state == MOVED


def test_nothing_is_said_where_nothing_stays(world: World, client_of: ClientOf) -> None:
    row = absent(world)
    answer = client_of("Ирина").post(reverse("journal:withdraw_absence", args=[row]), follow=True)
    assert "Отменённым или перенесённым" not in answer.content.decode()


def test_the_list_tells_what_waits_and_what_was_missed(world: World, client_of: ClientOf) -> None:
    absent(world, since=TODAY - timedelta(days=7))
    absent(world, "Борис")
    absent(world, "Зоя")
    client = client_of("Ирина")

    def names(query: str = "") -> list[tuple[str, bool, bool]]:
        rows = client.get(reverse("journal:absences") + query).context["found"].page
        return sorted((row.person.name, row.waits, row.missed) for row in rows)

    assert names() == [("Анна", False, True), ("Борис", True, False), ("Зоя", False, False)]
    assert [name for name, *_rest in names("?show=open")] == ["Борис"]
    assert [name for name, *_rest in names("?show=covered&q=заменова")] == ["Зоя"]


def test_what_the_teacher_wrote_oneself_waits_for_nobody(world: World, client_of: ClientOf) -> None:
    write(world, "Дроби")
    absent(world, last_number=1)
    assert line_of(world, client_of("Ирина")).state == OWN


@pytest.mark.parametrize("more", [False, True])
def test_pages_need_a_fixed_number_of_queries(
    world: World, client_of: ClientOf, django_assert_num_queries: Queries, more: bool
) -> None:
    row = absent(world, until=THURSDAY)
    if more:
        other_subgroup(world)
        absent(world, "Борис", last_number=2)
    client = client_of("Ирина")
    for address, count in (
        (reverse("journal:substitutions"), DAY_QUERIES),
        (reverse("journal:absences"), LIST_QUERIES),
        (reverse("journal:cover", args=[row]), COVER_QUERIES),
        (reverse("journal:cover_all", args=[row]), COVER_QUERIES),
    ):
        with django_assert_num_queries(count):
            assert client.get(address).status_code == 200


def test_the_substitute_opens_the_course_and_writes_in_this_lesson_alone(world: World, client_of: ClientOf) -> None:
    absent(world)
    give_lesson(actor=world.actor("Ирина"), lesson=world.lesson(ALGEBRA), person_id=world.people["Борис"].pk)
    client = client_of("Борис")
    page = client.get(course_url(world))
    assert page.status_code == 200
    columns = page.context["grid"].columns
    assert {column.lesson.date for column in columns if column.is_open} == {TODAY}
    assert [column.substitute for column in columns if column.lesson.date == TODAY] == ["Историков Б. Е."]
    assert "замена: Историков Б. Е." in page.content.decode()
    type_in(world, "Ваня", "5", who="Борис")
    mine = client.get(reverse("journal:day")).context["page"].lessons
    assert [item.instead_of for item in mine if item.lesson == world.lesson(ALGEBRA)] == ["Алгебраева А. П."]


def test_taking_back_is_for_who_decides(world: World) -> None:
    with pytest.raises(Invalid):
        give_lesson(actor=world.actor("Ирина"), lesson=world.lesson(ALGEBRA), person_id=world.people["Анна"].pk)
    take_back(actor=world.actor("Ирина"), lesson=world.lesson(ALGEBRA))
    assert world.lesson(ALGEBRA).status == Status.PLANNED
