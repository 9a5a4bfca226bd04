"""What is typed into a cell, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from parta.attendance.models import Attendance
from parta.classes.models import Membership, MoveKind
from parta.classes.services import Order, end_membership
from parta.common.codes import code_of
from parta.common.errors import Conflict, Forbidden, Invalid, NotFound
from parta.journal.arithmetic import CellText, read_cell, shown
from parta.journal.selectors.cells import Cell
from parta.journal.services import CellOp, put_cells
from parta.lessons.services import cancel_lesson
from parta.marks.arithmetic import SYSTEMS
from parta.marks.models import Mark, Work
from parta.marks.services import withdraw_work
from tests.acts import ALGEBRA, MONDAY, THURSDAY, entries, last_entry, new_work, person_code, type_in
from tests.world import TODAY, World

CODES = ("н", "п", "б", "о", "осв")


@pytest.mark.parametrize(
    ("text", "symbol", "marks"),
    [
        ("", "", ()),
        ("  ", "", ()),
        ("5", "", ("5",)),
        ("45", "", ("4", "5")),
        ("4/5", "", ("4", "5")),
        ("4 5", "", ("4", "5")),
        ("4, 5", "", ("4", "5")),
        ("н", "н", ()),
        ("Н", "н", ()),
        ("y", "н", ()),
        ("g", "п", ()),
        ("о 4", "о", ("4",)),
        ("4 о", "о", ("4",)),
        ("о 4/5", "о", ("4", "5")),
        ("о;4", "о", ("4",)),
        ("осв", "осв", ()),
        ("н/а", "", ("н/а",)),
        ("зач", "", ("зач",)),
        ("незачёт", "", ("незач",)),
    ],
)
def test_a_cell_is_read(text: str, symbol: str, marks: tuple[str, ...]) -> None:
    assert read_cell(text, CODES, SYSTEMS["five"]) == CellText(symbol, marks)


@pytest.mark.parametrize("text", ["6", "46", "х", "н б", "н5х", "-5", "4.5", "<b>", "\x00"])
def test_anything_else_is_not(text: str) -> None:
    assert read_cell(text, CODES, SYSTEMS["five"]) is None


@pytest.mark.parametrize(
    ("system", "text", "marks"),
    [
        ("ten", "10", ("10",)),
        ("ten", "9 10", ("9", "10")),
        ("twelve", "12", ("12",)),
        ("hundred", "87", ("87",)),
        ("letters", "b", ("B",)),
        ("letters", "a/c", ("A", "C")),
        ("pass", "зач", ("зач",)),
        ("pass", "5", None),
        ("ten", "11", None),
    ],
)
def test_each_system_has_its_marks(system: str, text: str, marks: tuple[str, ...] | None) -> None:
    expected = None if marks is None else CellText("", marks)
    assert read_cell(text, CODES, SYSTEMS[system]) == expected


def test_a_school_may_write_its_codes_in_capitals() -> None:
    assert read_cell("н", ("Н", "УП"), SYSTEMS["five"]) == CellText("Н", ())
    assert read_cell("уп 4", ("Н", "УП"), SYSTEMS["five"]) == CellText("УП", ("4",))
    assert read_cell("y", ("Н", "УП"), SYSTEMS["five"]) == CellText("Н", ())


@given(st.data())
def test_what_is_shown_is_read_back(data: st.DataObject) -> None:
    system = SYSTEMS[data.draw(st.sampled_from(sorted(SYSTEMS)))]
    symbol = data.draw(st.sampled_from(["", *CODES]))
    known = [*system.numbers, "н/а", "зач", "незач"]
    marks = tuple(data.draw(st.lists(st.sampled_from(known), max_size=4)))
    assert read_cell(shown(symbol, marks), CODES, system) == CellText(symbol, marks)


@given(st.text(max_size=30))
def test_no_text_breaks_the_reader(text: str) -> None:
    for system in SYSTEMS.values():
        found = read_cell(text, CODES, system)
        assert found is None or all(system.accepts(mark) for mark in found.marks)


def test_marks_and_absence_stand_in_one_cell(world: World) -> None:
    assert type_in(world, "Ваня", "о 4/2") == Cell("о 4/2", "о", ("4", "2"), True, "1.2")
    entry = last_entry(world)
    assert (entry.action, entry.person, entry.subject) == (
        "lessons.attendance.checked",
        world.people["Анна"].pk,
        None,
    )
    assert world.lesson(ALGEBRA).attendance_at is not None


def test_the_ledger_keeps_what_stood_there(world: World) -> None:
    type_in(world, "Ваня", "4", comment="У доски")
    assert last_entry(world).payloads.get().new == {"marks": "4", "comment": "У доски"}
    type_in(world, "Ваня", "5")
    payload = last_entry(world).payloads.get()
    assert payload.old == {"marks": "4", "comment": "У доски"}
    assert payload.new == {"marks": "5", "comment": "У доски"}
    type_in(world, "Ваня", "н 5")
    type_in(world, "Ваня", "б 5")
    payload = last_entry(world).payloads.get()
    assert (payload.old, payload.new) == ({"code": "н", "comment": ""}, {"code": "б", "comment": ""})


def test_the_same_again_writes_nothing(world: World) -> None:
    type_in(world, "Ваня", "о 4")
    before = entries(world)
    assert type_in(world, "Ваня", " 4   о").version == "1.1"
    assert entries(world) == before


def test_a_mark_stays_when_the_absence_is_taken_back(world: World) -> None:
    type_in(world, "Ваня", "о 4", comment="Пришёл к концу")
    saved = type_in(world, "Ваня", "4")
    assert saved == Cell("4", "", ("4",), False, "2.1", "Пришёл к концу")
    assert type_in(world, "Ваня", "н") == Cell("н", "н", (), False, "3.2")


def test_a_cleared_cell_keeps_its_rows(world: World) -> None:
    type_in(world, "Ваня", "о 4/5")
    assert type_in(world, "Ваня", "") == Cell("", version="2.4")
    rows = Mark.objects.filter(school=world.school, person=world.people["Ваня"]).order_by("part")
    assert [(row.value, row.version) for row in rows] == [("", 2), ("", 2)]
    assert Attendance.objects.get(school=world.school, person=world.people["Ваня"]).version == 2
    assert type_in(world, "Ваня", "3").version == "2.5"


def test_a_conflict_tells_both_values(world: World) -> None:
    type_in(world, "Ваня", "4", seen="0.0")
    with pytest.raises(Conflict) as caught:
        type_in(world, "Ваня", "5", seen="0.0")
    assert caught.value.details == {"theirs": "4", "mine": "5", "version": "0.1"}
    assert "«4»" in caught.value.message
    assert type_in(world, "Ваня", "5", seen="0.1").text == "5"


def test_absence_written_by_another_is_a_conflict_too(world: World) -> None:
    type_in(world, "Ваня", "н")
    with pytest.raises(Conflict):
        type_in(world, "Ваня", "5", seen="0.0")


def test_a_refusal_says_what_is_possible(world: World) -> None:
    with pytest.raises(Invalid, match=r"«6».+1, 2, 3, 4, 5, н, п, б, о, осв"):
        type_in(world, "Ваня", "6")


def test_first_year_pupils_get_no_numbers(world: World) -> None:
    lesson = world.lesson("Математика 1А", TODAY.replace(day=18))
    with pytest.raises(Invalid, match="зач, незач"):
        type_in(world, "Лиза", "5", lesson=lesson)
    assert type_in(world, "Лиза", "незач", lesson=lesson) == Cell("незач", "", ("незач",), True, "0.1")
    work = new_work(world, lesson)
    with pytest.raises(Invalid, match="зач, незач"):
        type_in(world, "Лиза", "5", lesson=lesson, work_id=work.pk)


def test_a_work_has_marks_of_its_own(world: World) -> None:
    work = new_work(world)
    type_in(world, "Ваня", "4")
    assert type_in(world, "Ваня", "2", work_id=work.pk).marks == ("2",)
    values = Mark.objects.filter(school=world.school).order_by("work__position").values_list("value", "work__weight")
    assert [(value, int(weight)) for value, weight in values] == [("4", 1), ("2", 3)]


def test_the_absence_belongs_to_the_lesson(world: World) -> None:
    work = new_work(world)
    type_in(world, "Ваня", "н", work_id=work.pk)
    assert type_in(world, "Ваня", "н").version == "1.0"


def test_a_work_of_another_lesson_is_not_found(world: World) -> None:
    work = new_work(world, world.lesson(ALGEBRA, MONDAY))
    with pytest.raises(NotFound):
        type_in(world, "Ваня", "4", work_id=work.pk)


def test_the_work_of_answers_is_not_taken_away(world: World) -> None:
    type_in(world, "Ваня", "4")
    type_in(world, "Ваня", "")
    with pytest.raises(Invalid):
        withdraw_work(actor=world.actor("Анна"), work=Work.objects.get(school=world.school))
    assert type_in(world, "Ваня", "5").text == "5"


def test_who_is_not_in_the_class_on_the_day_gets_nothing(world: World) -> None:
    with pytest.raises(Invalid):
        type_in(world, "Петя", "4")
    stay = Membership.objects.get(school=world.school, person=world.people["Ваня"], group=world.groups["7А"])
    end_membership(actor=world.system, membership=stay, order=Order(MoveKind.LEFT, TODAY, "7-у", TODAY))
    with pytest.raises(Invalid):
        type_in(world, "Ваня", "4")
    assert type_in(world, "Ваня", "4", lesson=world.lesson(ALGEBRA, MONDAY)).text == "4"


def test_nothing_is_written_in_a_cancelled_lesson(world: World) -> None:
    cancel_lesson(actor=world.system, lesson=world.lesson(ALGEBRA), reason="Карантин")
    for text in ("4", "н"):
        with pytest.raises(Invalid, match="отменён"):
            type_in(world, "Ваня", text)


@pytest.mark.parametrize(("who", "error"), [("Борис", NotFound), ("Вера", NotFound), ("Ирина", Forbidden)])
def test_only_the_teacher_writes(world: World, who: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        type_in(world, "Ваня", "4", who=who)
    assert not Mark.objects.filter(school=world.school).exists()


def test_a_substitute_writes_in_the_lesson_given_alone(world: World) -> None:
    assert type_in(world, "Ваня", "4", who="Зоя", lesson=world.lesson(ALGEBRA, MONDAY)).text == "4"
    for other in (TODAY, THURSDAY):
        with pytest.raises(Forbidden):
            type_in(world, "Ваня", "4", who="Зоя", lesson=world.lesson(ALGEBRA, other))


def test_all_cells_or_none(world: World) -> None:
    lesson = world.lesson(ALGEBRA)
    operations = [CellOp(lesson.pk, world.people["Ваня"].pk, "4"), CellOp(lesson.pk, world.people["Оля"].pk, "9")]
    with pytest.raises(Invalid):
        put_cells(actor=world.actor("Анна"), school_id=world.school.pk, operations=operations)
    assert not Mark.objects.filter(school=world.school).exists()
