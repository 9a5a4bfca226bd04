"""The pages of academic debts: what is to be decided, the list, one debt and what is done with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from parta.common import clock
from parta.common.codes import code_of
from parta.grading.models import Debt, FinalMark, Resit
from parta.grading.services import enter_result, plan_resit
from tests.acts import ALGEBRA, last_entry, set_rule
from tests.debts import AUTUMN, JUNE, debt_of, written, year_mark
from tests.world import World, add_child

HISTORY, HISTORY_B, FAR = "История 7А", "История 7Б", "Математика 4В"
LIST_QUERIES = 20
OWED_QUERIES = 17
DEBT_QUERIES = 17
"""Of the whole page, sign-in and frame included, whatever the number of debts."""
ClientOf = Callable[[str], Client]
Queries = Callable[..., Any]


@pytest.fixture
def june(world: World) -> Iterator[World]:
    """The year is over; screens stay open, however far the clock goes."""
    set_rule(world, "idle_lock_minutes", 0)
    with clock.at(JUNE):
        yield world


def at(year: int, month: int, day: int) -> Any:
    return clock.at(JUNE.replace(year=year, month=month, day=day))


def show(client: Client, name: str = "", **query: str) -> Any:
    return client.get(reverse("journal:debts"), {"show": name, **query})


def names(answer: Any) -> list[str]:
    return [row.line.debt.person.name for row in answer.context["found"].rows]


def words(answer: Any) -> str:
    return " ".join(answer.content.decode().replace("&nbsp;", " ").split())


def act(client: Client, debt: Debt, name: str, **values: str) -> Any:
    return client.post(reverse(f"journal:{name}", args=[debt]), values, follow=True)


def only(world: World) -> Debt:
    found: Debt = Debt.objects.select_related("mark").get(school=world.school)
    return found


# to be decided


def test_one_click_opens_one_debt(june: World, client_of: ClientOf) -> None:
    first, second = year_mark(june), year_mark(june, "н/а", "Оля")
    client = client_of("Ирина")
    answer = show(client)
    assert [row.pk for row in answer.context["found"].page] == [first.pk, second.pk]
    assert answer.context["form"].initial["deadline"] == date(2027, 10, 29)
    values = {"only": code_of(first), "mark": [code_of(second)], "deadline": "2027-10-01"}
    answer = client.post(reverse("journal:open_debts"), values, follow=True)
    assert "Оформлена 1 задолженность." in words(answer)
    assert (only(june).mark_id, only(june).deadline) == (first.pk, AUTUMN)


def test_those_ticked_or_all_of_the_page_are_opened(june: World, client_of: ClientOf) -> None:
    marks = [year_mark(june), year_mark(june, "2", "Оля"), year_mark(june, "2", "Петя", HISTORY_B)]
    codes = [code_of(mark) for mark in marks]
    client = client_of("Денис")
    client.post(reverse("journal:open_debts"), {"mark": codes[:1], "row": codes, "deadline": "2027-10-01"})
    assert only(june).mark_id == marks[0].pk
    values = {"row": codes, "all": "1", "deadline": "2027-10-01", "arisen_on": "2027-05-31", "note": "Педсовет № 5"}
    answer = client.post(reverse("journal:open_debts"), values, follow=True)
    assert "Оформлены 2 задолженности." in words(answer)
    assert sorted(Debt.objects.filter(school=june.school).values_list("note", flat=True)) == [
        "",
        "Педсовет № 5",
        "Педсовет № 5",
    ]
    assert answer.context["found"].show == "open"


def test_what_is_wrong_stands_beside_its_field_and_ticks_stay(june: World, client_of: ClientOf) -> None:
    mark = year_mark(june)
    client = client_of("Ирина")
    answer = client.post(reverse("journal:open_debts"), {"mark": code_of(mark), "deadline": "2028-06-02"})
    assert answer.status_code == 422
    assert "Не позже 01.06.2028" in words(answer)
    assert f'value="{code_of(mark)}" checked' in words(answer)
    answer = client.post(reverse("journal:open_debts"), {"deadline": "2027-10-01"})
    assert "Отметьте хотя бы одного ученика." in words(answer)
    assert Debt.objects.filter(school=june.school).count() == 0


def test_enter_in_a_field_opens_those_ticked_and_not_the_first_line(june: World, client_of: ClientOf) -> None:
    year_mark(june)
    page = words(show(client_of("Ирина"), "owed"))
    form = page[page.index(reverse("journal:open_debts")) :]
    first = form[form.index("<button") :].split(">")[0]
    assert "name=" not in first


def test_nobody_opens_debts_of_another_branch_or_school(june: World, client_of: ClientOf) -> None:
    assert june.other
    client = client_of("Нина")
    for code in (code_of(year_mark(june)), code_of(written(june.other, "2", "Сеня")), "nonsense"):
        answer = client.post(reverse("journal:open_debts"), {"mark": code, "deadline": "2027-10-01"})
        assert answer.status_code == 404
    assert show(client).context["found"].counts["owed"] == 0


def test_the_school_says_which_deadline_is_offered(june: World, client_of: ClientOf) -> None:
    set_rule(june, "debt_days", 30)
    assert show(client_of("Ирина"), "owed").context["form"].initial["deadline"] == date(2027, 7, 1)


# the list


def test_the_list_is_filtered_and_counted(june: World, client_of: ClientOf) -> None:
    debts = [
        debt_of(june, year_mark(june)),
        debt_of(june, year_mark(june, "2", "Оля"), deadline=date(2027, 9, 1)),
        debt_of(june, year_mark(june, "2", "Петя", HISTORY_B)),
    ]
    plan_resit(actor=june.system, debt=debts[2], on=date(2027, 6, 1))
    enter_result(actor=june.system, debt=debts[2], value="3", held_on=date(2027, 6, 1))
    client = client_of("Ирина")
    with at(2027, 9, 2):
        counts = show(client).context["found"].counts
        assert counts == {"open": 2, "overdue": 1, "cleared": 1, "annulled": 0, "owed": 0}
        assert names(show(client)) == ["Оля", "Ваня"]
        assert names(show(client, "overdue")) == ["Оля"]
        assert names(show(client, "cleared")) == ["Петя"]
        assert names(show(client, "all", sort="-person")) == ["Оля", "Ваня", "Петя"]


@pytest.mark.parametrize(
    ("typed", "expected"), [("зайц", ["Ваня"]), ("7б", ["Петя"]), ("алгебра", ["Ваня"]), ("7б зайц", [])]
)
def test_the_search_knows_names_classes_and_subjects(
    june: World, client_of: ClientOf, typed: str, expected: list[str]
) -> None:
    debt_of(june, year_mark(june))
    debt_of(june, year_mark(june, "2", "Петя", HISTORY_B))
    assert names(show(client_of("Ирина"), "open", q=typed)) == expected


def test_a_teacher_and_a_class_teacher_see_their_pupils(june: World, client_of: ClientOf) -> None:
    debt_of(june, year_mark(june))
    debt_of(june, year_mark(june, "2", "Оля", HISTORY))
    debt_of(june, year_mark(june, "2", "Петя", HISTORY_B))
    debt_of(june, year_mark(june, "2", "Даша", FAR))
    seen = {who: sorted(names(show(client_of(who)))) for who in ("Анна", "Борис", "Вера", "Нина", "Денис")}
    assert seen == {
        "Анна": ["Ваня", "Оля"],
        "Борис": ["Оля", "Петя"],
        "Вера": ["Даша"],
        "Нина": ["Даша"],
        "Денис": ["Ваня", "Даша", "Оля", "Петя"],
    }
    assert "К оформлению" not in words(show(client_of("Анна")))


def test_the_list_goes_into_a_spreadsheet(june: World, client_of: ClientOf) -> None:
    debt = debt_of(june, year_mark(june), note="=1+1")
    plan_resit(actor=june.system, debt=debt, on=date(2027, 9, 10))
    debt_of(june, year_mark(june, "2", "Петя", HISTORY_B))
    answer = client_of("Анна").get(reverse("journal:debts_xlsx"), {"show": "open"})
    assert answer["Content-Disposition"] == 'attachment; filename="debts-2027-06-01.xlsx"'
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert rows[0][:3] == ["Ученик", "Класс сейчас", "Предмет"]
    assert len(rows) == 2
    entry = last_entry(june)
    assert (entry.action, entry.person) == ("grading.debt.exported", june.people["Анна"].pk)
    assert rows[1] == [
        "Зайцев Ваня",
        "7А",
        "Алгебра",
        "7А, 2026/2027",
        "2",
        date(2027, 6, 1),
        AUTUMN,
        "открыта",
        "1: 10.09.2027",
        "=1+1",
    ]


def test_the_number_of_queries_is_fixed(june: World, client_of: ClientOf, django_assert_num_queries: Queries) -> None:
    client = client_of("Ирина")
    first = debt_of(june, year_mark(june))
    year_mark(june, "2", "Оля")
    pages = ((f"{reverse('journal:debts')}?show=open", LIST_QUERIES), (reverse("journal:debts"), OWED_QUERIES))
    pages += ((reverse("journal:debt", args=[first]), DEBT_QUERIES),)
    plan_resit(actor=june.system, debt=first, on=date(2027, 9, 9))
    client.get(pages[0][0])
    for address, queries in pages:
        with django_assert_num_queries(queries):
            client.get(address)
    for number in range(100):
        add_child(june, f"Должников Д{number}", "7А")
        mark = written(june, "2", f"Д{number}")
        if number % 2:
            plan_resit(actor=june.system, debt=debt_of(june, mark), on=date(2027, 9, 10))
    plan_resit(actor=june.system, debt=first, on=date(2027, 9, 10))
    for address, queries in pages:
        with django_assert_num_queries(queries):
            client.get(address)


# one debt


def test_a_debt_goes_its_way_on_its_page(june: World, client_of: ClientOf) -> None:
    debt = debt_of(june, year_mark(june))
    client = client_of("Ирина")
    assert "Назначить первую" in words(client.get(reverse("journal:debt", args=[debt])))
    assert act(client, debt, "plan_resit", on="2027-10-02").status_code == 422
    answer = act(client, debt, "plan_resit", on="2027-09-10", note="9:00, каб. 21")
    assert "назначена на 10.09.2027" in words(answer)
    with at(2027, 9, 10):
        answer = act(client, debt, "resit_result", value="2", held_on="2027-09-10")
        assert "Результат сохранён." in words(answer)
        assert "Назначить вторую, с комиссией" in words(answer)
    with at(2027, 9, 11):
        assert act(client, debt, "plan_resit", on="2027-09-20").status_code == 422
        act(client, debt, "plan_resit", on="2027-09-20", members="Завучева И. О.")
    with at(2027, 9, 20):
        answer = act(client, debt, "resit_result", value="3", held_on="2027-09-20", note="Протокол № 1")
    assert "Задолженность ликвидирована." in words(answer)
    assert (only(june).cleared_on, only(june).mark.value) == (date(2027, 9, 20), "3")
    said = [(step.what, step.words) for step in answer.context["page"].steps]
    result = "Пересдача 2, 20.09.2027; результат: 3; комиссия: Завучева И. О.; Протокол № 1"
    assert said[:2] == [
        ("Задолженность ликвидирована", "результат: 3"),
        ("Задолженность: результат пересдачи", result),
    ]


def test_after_two_failures_the_law_is_told(june: World, client_of: ClientOf) -> None:
    debt = debt_of(june, year_mark(june))
    for number, day in ((1, 10), (2, 20)):
        with at(2027, 9, day):
            plan_resit(actor=june.system, debt=debt, on=date(2027, 9, day), members="Завучева И. О.")
            enter_result(actor=june.system, debt=debt, value="2", held_on=date(2027, 9, day))
        assert Resit.objects.filter(school=june.school).count() == number
    with at(2027, 9, 21):
        answer = client_of("Анна").get(reverse("journal:debt", args=[debt]))
    assert "индивидуальный учебный план" in words(answer)
    assert "обе пересдачи не сданы" in words(answer)
    assert "Назначить" not in words(answer)


def test_after_the_deadline_time_is_given_first(june: World, client_of: ClientOf) -> None:
    debt = debt_of(june, year_mark(june))
    client = client_of("Ирина")
    with at(2027, 10, 2):
        answer = client.get(reverse("journal:debt", args=[debt]))
        assert "Срок прошёл: чтобы назначить пересдачу, сначала измените его." in words(answer)
        assert "Назначить первую" not in words(answer)
        answer = act(client, debt, "debt_deadline", deadline="2027-12-01", extra_days="0", reason="Педсовет № 2")
        assert "Назначить первую" in words(answer)


def test_what_lost_its_ground_is_annulled_by_one_click(june: World, client_of: ClientOf) -> None:
    debt = debt_of(june, year_mark(june))
    year_mark(june, "3")
    client = client_of("Ирина")
    assert "основание отпало" in words(client.get(reverse("journal:debt", args=[debt])))
    assert "основание отпало" in words(show(client))
    assert "Задолженность снята." in words(act(client, debt, "annul_debt"))
    answer = act(client, debt, "reopen_debt", reason="По ошибке")
    assert "Задолженность снова открыта." in words(answer)
    assert only(june).is_live


def test_a_debt_with_its_ground_is_not_annulled_without_a_reason(june: World, client_of: ClientOf) -> None:
    debt = debt_of(june, year_mark(june))
    client = client_of("Ирина")
    assert act(client, debt, "annul_debt").status_code == 422
    assert only(june).is_live


def test_the_deadline_and_the_note_are_changed(june: World, client_of: ClientOf) -> None:
    debt = debt_of(june, year_mark(june))
    client = client_of("Ирина")
    answer = act(client, debt, "debt_deadline", deadline="2028-06-10", extra_days="9", reason="Справка")
    assert "Не позже 10.06.2028" not in words(answer)
    answer = act(client, debt, "debt_deadline", deadline="2028-06-10", extra_days="14", reason="Справка")
    assert "не считаются 14 дней (Справка)" in words(answer)
    answer = act(client, debt, "note_debt", note="Индивидуальный план")
    assert "Индивидуальный план" in words(answer)


def test_the_director_learns_that_the_mark_stays(june: World, client_of: ClientOf) -> None:
    debt = debt_of(june, year_mark(june))
    plan_resit(actor=june.system, debt=debt, on=date(2027, 6, 1))
    answer = act(client_of("Денис"), debt, "resit_result", value="3", held_on="2027-06-01")
    assert "Годовая отметка не изменена" in words(answer)
    assert "годовая не исправлена" in words(answer)
    assert FinalMark.objects.get(school=june.school).value == "2"


# ways to it


def test_pages_lead_to_the_debts(june: World, client_of: ClientOf) -> None:
    address = reverse("journal:debts")
    courses = reverse("journal:courses")
    assert address in words(client_of("Ирина").get(courses))
    assert address in words(client_of("Анна").get(reverse("journal:class")))
    assert address not in words(client_of("Полина").get(reverse("journal:group", args=[june.groups["7А"]])))
    assert address not in words(client_of("Борис").get(courses))
    debt_of(june, year_mark(june, "2", "Петя", HISTORY_B))
    assert address in words(client_of("Борис").get(courses))


def test_the_day_of_the_school_counts_what_is_overdue(june: World, client_of: ClientOf) -> None:
    debt_of(june, year_mark(june))
    home = reverse("journal:school")
    assert client_of("Ирина").get(home).context["page"].debts == 0
    with at(2027, 10, 2):
        assert client_of("Ирина").get(home).context["page"].debts == 1
        assert client_of("Алла").get(home).context["page"].debts == 0
        assert client_of("Нина").get(home).context["page"].debts == 0


def test_a_year_later_the_class_is_named_as_it_is_now(june: World, client_of: ClientOf) -> None:
    debt_of(june, year_mark(june, course=ALGEBRA))
    row = show(client_of("Ирина")).context["found"].rows[0]
    assert row.now_in == "7А"
