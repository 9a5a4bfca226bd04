"""Pages of special days; what families see of them and of every change of a lesson."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from parta.common.codes import code_of
from parta.lessons.models import BellDay, DayAct, DayKind, DayMode, Status
from parta.lessons.services import cancel_lesson, move_lesson, substitute_teacher
from parta.school.models import Bell, BellSet
from tests.acts import ALGEBRA, MONDAY, THURSDAY, diary_url, give, last_entry, write
from tests.covering import absent, stay_home
from tests.world import TODAY, World

WEDNESDAY = date(2026, 11, 25)
DAYS_QUERIES, DIARY_QUERIES = 15, 28
"""Of the whole page, sign-in and frame included."""

ClientOf = Callable[[str], Client]
Queries = Callable[..., Any]


def values(world: World, *groups: str, **more: Any) -> dict[str, Any]:
    plain = {"branch": code_of(world.main), "kind": "frost", "mode": "off", "since": TODAY, "until": TODAY}
    return plain | {"groups": [code_of(world.groups[name]) for name in groups], "words": "Ниже −25°"} | more


def test_first_a_look_then_the_act(world: World, client_of: ClientOf) -> None:
    write(world, "Дроби")
    client, address = client_of("Ирина"), reverse("journal:new_days")
    plan = client.get(address, values(world, "7А")).context["plan"]
    assert (plan.lessons, plan.classes, [row.pk for row in plan.written]) == (2, 2, [world.lesson(ALGEBRA).pk])
    assert not DayAct.objects.filter(school=world.school).exists()
    answer = client.post(address, values(world, "7А"), follow=True)
    assert "это касается 2 уроков" in answer.content.decode()
    assert world.lesson("История 7А").status == Status.CANCELLED
    assert last_entry(world).action == "lessons.days.decided"


def test_the_preview_names_days_and_classes_and_posts_what_it_shows(world: World, client_of: ClientOf) -> None:
    client, address = client_of("Ирина"), reverse("journal:new_days")
    answer = client.get(address, values(world, "7А", "7Б", until=WEDNESDAY))
    plan = answer.context["plan"]
    first = plan.days[0]
    assert (plan.whom, first.on, first.classes.split(", ")[0][:5]) == ("7А, 7Б", TODAY, "7А — ")
    assert "7Б — 1" in first.classes and sum(day.lessons for day in plan.days) == plan.lessons
    text = answer.content.decode()
    assert first.classes in text and "Морозный день: уроков нет — 7А, 7Б" in text
    assert 'type="date"' not in text and "<select" not in text
    assert f'type="hidden" name="until" value="{WEDNESDAY}"' in text and "edit=1" in text


def test_the_fields_come_back_filled_to_be_changed(world: World, client_of: ClientOf) -> None:
    answer = client_of("Ирина").get(reverse("journal:new_days"), values(world, "7А", edit="1"))
    text = answer.content.decode()
    assert answer.context["plan"] is None
    assert 'value="Ниже −25°"' in text and "Объявить</button>" not in text


def test_days_that_are_over_are_taken_back_after_a_question(world: World, client_of: ClientOf) -> None:
    act = stay_home(world, "7А", since=MONDAY, until=TODAY)
    lessons = act.lessons.filter(school=world.school, date=MONDAY).count()
    assert lessons
    client, address = client_of("Ирина"), reverse("journal:withdraw_days", args=[act])
    text = client.post(address).content.decode()
    assert f"{lessons} урок" in text and "Всё равно вернуть" in text
    act.refresh_from_db()
    assert act.withdrawn_at is None
    client.post(address, {"sure": "1"})
    act.refresh_from_db()
    assert act.withdrawn_at is not None


def test_wrong_days_are_told_at_the_field(world: World, client_of: ClientOf) -> None:
    answer = client_of("Ирина").post(reverse("journal:new_days"), values(world, until="2026-11-01"))
    assert answer.status_code == 422
    assert "Последний день раньше первого" in answer.content.decode()


def test_the_head_of_a_branch_is_offered_the_branch(world: World, client_of: ClientOf) -> None:
    form = client_of("Нина").get(reverse("journal:new_days")).context["form"]
    assert [str(row) for row in form.fields["branch"].queryset] == ["Вячка"]
    assert [str(row) for row in form.fields["groups"].queryset] == ["2В", "4В"]
    assert client_of("Нина").post(reverse("journal:new_days"), values(world)).status_code == 422


def test_the_list_takes_an_act_back(world: World, client_of: ClientOf) -> None:
    act = stay_home(world, "7Б")
    client = client_of("Ирина")
    [row] = client.get(reverse("journal:days")).context["found"].lines
    assert (row.act, row.groups, row.lessons) == (act, "7Б", 1)
    client.post(reverse("journal:withdraw_days", args=[act]))
    assert world.lesson("История 7Б").status == Status.PLANNED


def test_bells_of_a_day_are_set_and_put_back(world: World, client_of: ClientOf) -> None:
    bells = BellSet.objects.create(school=world.school, branch=world.main, name="Короткие", only_named_days=True)
    Bell.objects.create(school=world.school, bell_set=bells, number=1, starts=time(8, 30), ends=time(9))
    client = client_of("Ирина")
    client.post(reverse("journal:ring"), {"on": TODAY, "bell_set": code_of(bells)})
    assert world.lesson(ALGEBRA).ends == time(9)
    row = BellDay.objects.get(school=world.school)
    client.post(reverse("journal:ring_usual", args=[row]))
    assert world.lesson(ALGEBRA).ends == time(9, 15)


@pytest.mark.parametrize("more", [False, True])
def test_the_list_needs_a_fixed_number_of_queries(
    world: World, client_of: ClientOf, django_assert_num_queries: Queries, more: bool
) -> None:
    stay_home(world, "7А")
    if more:
        stay_home(world, "7Б", since=WEDNESDAY, until=WEDNESDAY)
        stay_home(world, branch=world.branches["Вячка"])
    client = client_of("Ирина")
    with django_assert_num_queries(DAYS_QUERIES):
        assert client.get(reverse("journal:days")).status_code == 200


def diary(client_of: ClientOf, world: World, query: str = "") -> str:
    text: str = client_of("Мария").get(diary_url(world, "Ваня", query)).content.decode()
    return text


def test_families_see_what_holds_for_the_day(world: World, client_of: ClientOf) -> None:
    stay_home(world, "7А")
    for query in ("", "?view=week"):
        text = diary(client_of, world, query)
        assert "Морозный день: уроков нет" in text and "Ниже −25°" in text and "отменён" in text


def test_families_read_today_of_the_days_to_come(world: World, client_of: ClientOf) -> None:
    stay_home(world, "7А", kind=DayKind.QUARANTINE, since=WEDNESDAY, until=date(2026, 11, 27))
    stay_home(world, "7Б", kind=DayKind.DISTANCE, since=WEDNESDAY, until=WEDNESDAY)
    text = diary(client_of, world)
    assert "Карантин: уроков нет · 25 ноября – 27 ноября" in text and "Дистанционный" not in text
    assert "Карантин" not in diary(client_of, world, "?date=2026-11-23")


def test_what_holds_today_or_in_more_than_a_week_is_not_told_as_coming(world: World, client_of: ClientOf) -> None:
    stay_home(world, "7А", until=THURSDAY)
    stay_home(world, "7А", kind=DayKind.QUARANTINE, since=date(2026, 12, 2), until=date(2026, 12, 4))
    text = diary(client_of, world)
    assert text.count("Морозный день: уроков нет · 24 ноября – 26 ноября") == 1 and "Карантин" not in text


def test_days_to_come_need_a_fixed_number_of_queries(
    world: World, client_of: ClientOf, django_assert_max_num_queries: Queries
) -> None:
    for offset in (1, 2, 3, 6):
        on = TODAY + timedelta(days=offset)
        stay_home(world, "7А", since=on, until=on)
    client = client_of("Мария")
    with django_assert_max_num_queries(DIARY_QUERIES):
        client.get(diary_url(world, "Ваня"))


def test_families_see_remote_lessons(world: World, client_of: ClientOf) -> None:
    stay_home(world, "7А", mode=DayMode.REMOTE)
    text = diary(client_of, world)
    assert "уроки идут дистанционно" in text and "отменён" not in text


def test_families_see_who_gives_the_lesson_and_never_why(world: World, client_of: ClientOf) -> None:
    absent(world)
    lesson, teacher = world.lesson(ALGEBRA), world.people["Зоя"]
    substitute_teacher(actor=world.actor("Ирина"), lesson=lesson, teacher=teacher, reason="Тайна")
    text = diary(client_of, world)
    assert "Замена: Заменова З. А." in text and "Тайна" not in text
    write(world, "Дроби", who="Зоя")
    text = diary(client_of, world)
    assert "Дроби" in text and "Замена: Заменова З. А." in text


def test_families_see_where_a_lesson_is_moved(world: World, client_of: ClientOf) -> None:
    move_lesson(actor=world.actor("Ирина"), lesson=world.lesson(ALGEBRA), on=WEDNESDAY, number=2)
    assert "перенесён на 25 ноября, 2-й урок" in diary(client_of, world)
    assert "Алгебра" in diary(client_of, world, "?date=2026-11-25")


def test_homework_goes_with_the_lesson_it_is_for(world: World, client_of: ClientOf) -> None:
    thursday = world.lesson(ALGEBRA, THURSDAY)
    give(world, "№ 412", due_id=thursday.pk)
    move_lesson(actor=world.actor("Ирина"), lesson=thursday, on=WEDNESDAY, number=2)
    assert "№ 412" in diary(client_of, world, "?date=2026-11-25")
    assert "№ 412" not in diary(client_of, world, "?date=2026-11-26")


def test_the_school_page_tells_changes_of_today(world: World, client_of: ClientOf) -> None:
    move_lesson(actor=world.actor("Ирина"), lesson=world.lesson(ALGEBRA), on=WEDNESDAY, number=2)
    cancel_lesson(actor=world.actor("Ирина"), lesson=world.lesson("История 7Б"), reason="Экскурсия")
    stay_home(world, branch=world.branches["Вячка"])
    page = client_of("Ирина").get(reverse("journal:school")).context["page"]
    assert [row.course.group.name for row in page.cancelled] == ["7А", "7Б"]
    assert [act.branch for act in page.acts] == [world.branches["Вячка"]]
    assert page.covers
    assert not client_of("Полина").get(reverse("journal:school")).context["page"].covers
