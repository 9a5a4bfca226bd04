"""Works on the pages of the journal: the form of a new one, the form of a change, columns and dimmed cells."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.test import Client
from django.urls import reverse

from parta.common.codes import Ref, code_of
from parta.journal.selectors.grid import Grid, grid_of
from parta.marks.models import Work
from tests.acts import ALGEBRA, MONDAY, THURSDAY, course_url, lesson_url, new_work, person_code, set_rule, type_in
from tests.world import World

ClientOf = Callable[[str], Client]


def grid(world: World, **more: Any) -> Grid:
    course = world.courses[ALGEBRA]
    return grid_of(world.actor("Анна"), Ref(world.school.pk, course.pk), **more)


def work_url(work: Work, back: str = "") -> str:
    return reverse("journal:work", args=[code_of(work)]) + (f"?next={back}" if back else "")


def test_a_new_work_is_described_in_one_form(world: World, client_of: ClientOf) -> None:
    first = new_work(world, world.lesson(ALGEBRA, MONDAY))
    values = {
        "kind": code_of(world.work_type("к/р")),
        "title": "Дроби",
        "weight": "2.5",
        "important": "no",
        "due": "2026-11-26",
        "group": code_of(world.groups["7А англ. 1"]),
        "retake_of": code_of(first),
        "next": course_url(world, lesson="x", term="y"),
    }
    answer = client_of("Анна").post(lesson_url(world, "new_work"), values)
    work = Work.objects.filter(school=world.school).latest("pk")
    assert (work.title, work.weight, work.is_important, work.due) == ("Дроби", Decimal("2.5"), False, THURSDAY)
    assert (work.group, work.retake_of) == (world.groups["7А англ. 1"], first)
    assert (answer.status_code, answer["Location"]) == (302, course_url(world, term="y", work=code_of(work)))


def test_an_untouched_form_is_as_usual(world: World, client_of: ClientOf) -> None:
    set_rule(world, "procedures_not_at_edges", False)
    client = client_of("Анна")
    form = client.get(lesson_url(world)).context["work_form"]
    assert [form[name].value() for name in ("weight", "important", "due", "group")] == [None, None, None, None]
    assert "retake_of" not in form.fields
    kind = world.work_type("к/р")
    client.post(lesson_url(world, "new_work"), {"kind": code_of(kind), "weight": "", "important": "", "group": ""})
    work = Work.objects.filter(school=world.school).latest("pk")
    assert (work.weight, work.is_important, work.group_id, work.due) == (kind.weight, kind.is_important, None, None)


def test_kinds_tell_their_usual_weight_to_scripts(world: World, client_of: ClientOf) -> None:
    page = client_of("Анна").get(lesson_url(world)).content.decode()
    kind = world.work_type("к/р")
    important = "yes" if kind.is_important else "no"
    assert f'value="{code_of(kind)}" data-weight="{kind.weight:.0f}" data-important="{important}"' in page


def test_what_the_service_refuses_stands_beside_the_field(world: World, client_of: ClientOf) -> None:
    values = {"kind": code_of(world.work_type("с/р")), "due": "2026-11-02"}
    answer = client_of("Анна").post(lesson_url(world, "new_work"), values)
    assert (answer.status_code, answer.context["work_form"].errors["due"]) == (422, ["Этот день раньше урока."])


def test_a_work_is_changed_on_a_page_of_its_own(world: World, client_of: ClientOf) -> None:
    work = new_work(world, title="Дроби")
    client, back = client_of("Анна"), course_url(world)
    form = client.get(work_url(work, back)).context["form"]
    assert (form["title"].value(), form["seen"].value()) == ("Дроби", 1)
    values = {"title": "Доли", "weight": "2", "important": "no", "due": "", "seen": "1", "next": back}
    answer = client.post(work_url(work), values)
    assert answer["Location"] == course_url(world, work=code_of(work))
    work.refresh_from_db()
    assert (work.title, work.weight, work.is_important) == ("Доли", Decimal(2), False)


def test_a_conflict_shows_what_stands_and_lets_save_over_it(world: World, client_of: ClientOf) -> None:
    work = new_work(world, title="Дроби")
    client = client_of("Анна")
    values = {"title": "Доли", "weight": "2", "important": "no", "due": "", "seen": "1"}
    client.post(work_url(work), values)
    answer = client.post(work_url(work), values | {"title": "Проценты"})
    assert answer.status_code == 422
    assert "Доли · ×2" in str(answer.context["form"].non_field_errors())
    assert (answer.context["form"]["title"].value(), answer.context["form"]["seen"].value()) == ("Проценты", 2)
    assert client.post(work_url(work), values | {"title": "Проценты", "seen": "2"}).status_code == 302


def test_the_grid_opens_at_the_column_of_a_work(world: World) -> None:
    work = new_work(world, world.lesson(ALGEBRA, MONDAY))
    other = new_work(world, world.lesson(ALGEBRA, MONDAY), short="отв")
    page = grid(world, work=Ref(world.school.pk, other.pk))
    assert page.chosen == world.lesson(ALGEBRA, MONDAY)
    assert [column.work for column in page.columns if column.is_chosen] == [other]
    assert {column.work for column in grid(world).columns if column.is_chosen} == {None}
    assert work in [column.work for column in page.columns]


def test_a_retake_names_its_first_work(world: World) -> None:
    first = new_work(world, world.lesson(ALGEBRA, MONDAY), weight=Decimal(3))
    retake = new_work(world, short="отв", retake_of=first)
    assert [column.label for column in grid(world).columns if column.work == retake] == ["↻ отр. к/р ×3"]


def test_cells_of_pupils_outside_the_subgroup_are_dimmed(world: World, client_of: ClientOf) -> None:
    work = new_work(world, group=world.groups["7А англ. 1"])
    page = grid(world)
    names = [row.name for row in page.rows]
    place = next(index for index, column in enumerate(page.columns) if column.work == work)
    assert [row.cells[place].is_member for row in page.rows] == [name == "Орлова Оля" for name in names]
    beside = page.columns[place - 1]
    assert (beside.lesson, beside.work) == (page.columns[place].lesson, None)
    assert all(row.cells[place - 1].is_member for row in page.rows)


def test_the_list_of_a_lesson_asks_for_marks_of_the_subgroup_alone(world: World, client_of: ClientOf) -> None:
    work = new_work(world, group=world.groups["7А англ. 1"])
    client = client_of("Анна")
    roster = client.get(lesson_url(world)).context["roster"]
    keys = {row["name"]: [key for key, *_rest in row["cells"]] for row in roster}
    assert {name: len(found) for name, found in keys.items()} == {"Зайцев Ваня": 1, "Орлова Оля": 2}
    assert keys["Орлова Оля"][1] == f"{person_code(world, 'Оля')}.{code_of(work)}"
    answer = client.post(lesson_url(world, "roster"), {keys["Орлова Оля"][1]: "5", keys["Зайцев Ваня"][0]: "н"})
    assert answer.status_code == 302
    assert type_in(world, "Оля", "5", work_id=work.pk).text == "5"
