"""What changed between two tables; a pasted table as rows of a plan."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from parta.planning.arithmetic import Row, differences
from parta.planning.arithmetic.pasted import Pasted, guessed, head_of, read_table, rows_of, table_of, text_of
from parta.planning.arithmetic.tables import arranged

OLD = [Row("Дроби", 2, id=1), Row("Степени", 3, id=2), Row("Корни", 1, id=3)]


def told(new: list[Row]) -> list[tuple[str, ...]]:
    return [(row.what, row.title, row.old, row.new) for row in differences(OLD, new)]


def test_the_same_table_changed_nothing() -> None:
    assert told(OLD) == []


def test_each_change_has_its_word() -> None:
    first, second, third = OLD
    assert told([first, replace(second, hours=2), third]) == [("shortened", "Степени", "3", "2")]
    assert told([first, second, replace(third, joins=True)]) == [("joined", "Корни", "", "")]
    assert told([third, first, second]) == [("moved", "Корни", "", "")]
    assert told([first, third]) == [("removed", "Степени", "3", "")]
    assert told([*OLD, Row("Функции", 4)]) == [("added", "Функции", "", "4")]
    assert told([replace(first, title="Доли"), second, third]) == [("renamed", "Доли", "Дроби", "Доли")]
    assert told([replace(first, homework="§ 1"), second, third]) == [("otherwise", "Дроби", "", "")]


@given(st.permutations(range(6)))
def test_lines_that_are_not_told_as_moved_kept_their_order(order: list[int]) -> None:
    old = [Row(f"Тема {number}", id=number + 1) for number in range(6)]
    new = [old[number] for number in order]
    moved = {change.title for change in differences(old, new)}
    still = [row.id for row in new if row.title not in moved]
    assert still == sorted(still, key=int)  # type: ignore[arg-type]


def test_rows_move_up_and_down_and_go() -> None:
    assert arranged("абв", "up", 1) == ["б", "а", "в"]
    assert arranged("абв", "down", 2) == ["а", "б", "в"]
    assert arranged("абв", "drop", 0) == ["б", "в"]
    assert arranged("абв", "up", 9) == ["а", "б", "в"]


PLAN = """№\tРаздел\tТема урока\tКол-во часов\tТип урока\tДомашнее задание
\tДроби
1\t\tОбыкновенные дроби\t2\tизучение нового\t"§ 1,
№ 5"
2\t\tКонтрольная работа № 1\t1\t\t
\t\tИтого\t3\t\t
"""


def test_a_table_with_headings_is_read_by_them() -> None:
    table = table_of(PLAN)
    columns = guessed(table)
    assert columns == {"section": 1, "title": 2, "hours": 3, "kind": 4, "homework": 5}
    rows = rows_of(table, columns, head_of(table))
    assert [(row.title, row.hours, row.kind) for row in rows] == [
        ("Дроби", 0, "section"),
        ("Обыкновенные дроби", 2, "new"),
        ("Контрольная работа № 1", 1, "control"),
    ]
    assert rows[1].homework == "§ 1, № 5"


def test_a_line_with_nothing_but_words_is_a_heading() -> None:
    table = table_of("№\tТема\tЧасы\nРаздел 1. Числа\t\t\n1\tДроби\t2\nРаздел 2. Фигуры\t\t\n2\tУглы\t1")
    rows = rows_of(table, guessed(table), head_of(table))
    assert [row.title for row in rows] == ["Раздел 1. Числа", "Дроби", "Раздел 2. Фигуры", "Углы"]
    assert [row.is_section for row in rows] == [True, False, True, False]


def test_without_headings_words_are_topics_and_small_numbers_hours() -> None:
    assert guessed(table_of("1\tДроби\t2\n2\tСтепени\t3")) == {"title": 1, "hours": 2}
    assert guessed(table_of("Дроби\nСтепени")) == {"title": 0}
    assert guessed(table_of("Дроби;2\nСтепени;3")) == {"title": 0, "hours": 1}


@given(st.text(max_size=300))
def test_whatever_is_pasted_becomes_rows_or_nothing(text: str) -> None:
    table = table_of(text)
    rows = rows_of(table, guessed(table), head_of(table))
    assert all(row.title and (row.hours >= 1) != row.is_section for row in rows)
    assert table_of(text_of(table)) == table or not table


WORKS = {"Контрольная работа": "к/р", "Самостоятельная работа": "с/р"}
LINES = """Тема	Часы	Контроль
Дроби	1-2	самостоятельная работа
Степени	0,5	Контрольная работа № 1
Корни	3	Контрольная работа № 2 по теме «Корни»
Углы	2 ч	Фронтальный опрос с взаимной проверкой
Итого	68	
"""


def read_lines(text: str) -> Pasted:
    table = table_of(text)
    return read_table(table, guessed(table), head_of(table), WORKS)


def test_hours_that_are_no_whole_number_are_errors() -> None:
    found = read_lines(LINES)
    assert [(row.title, row.hours) for row in found.rows] == [("Дроби", 1), ("Степени", 1), ("Корни", 3), ("Углы", 2)]
    assert [(one.title, one.said, one.row) for one in found.errors] == [("Дроби", "1-2", 0), ("Степени", "0,5", 1)]


def test_the_sum_of_a_table_is_compared_with_what_was_read() -> None:
    (told,) = [one for one in read_lines(LINES).warnings if one.what == "sum"]
    assert (told.title, told.said, told.kept) == ("Итого", "68", "7")
    (told,) = read_lines("Тема\tЧасы\nДроби\t7\nИтого 68\t").warnings
    assert (told.title, told.said, told.kept) == ("Итого 68", "68", "7")
    assert read_lines("Тема\tЧасы\nДроби\t7\nВсего за год: 7 ч\t").doubts == []


def test_homework_that_begins_like_a_sum_is_no_sum() -> None:
    found = read_lines("Тема\tЧасы\tДомашнее задание\nДроби\t2\tВсего 5 задач")
    assert ([row.title for row in found.rows], found.doubts) == (["Дроби"], [])


def test_sums_of_sections_are_no_mistake() -> None:
    text = "Тема\tЧасы\nРаздел 1\t\nДроби\t2\nИтого\t2\nРаздел 2\t\nУглы\t3\nИтого\t3\nВсего\t5"
    found = read_lines(text)
    assert [row.title for row in found.rows] == ["Раздел 1", "Дроби", "Раздел 2", "Углы"]
    assert found.doubts == []


def test_works_are_named_as_the_school_does_and_nothing_is_cut_silently() -> None:
    found = read_lines(LINES)
    assert [row.work for row in found.rows] == ["с/р", "к/р № 1", "к/р", ""]
    assert [(one.title, one.kept) for one in found.warnings if one.what == "work"] == [("Корни", "к/р"), ("Углы", "")]


def test_minutes_and_long_words_are_told_too() -> None:
    found = read_lines("Тема\tЧасы\tМинут\nДроби\t1\t20-30\nУглы\t1\t15 мин\n" + "а" * 501 + "\t1\t")
    assert [row.minutes for row in found.rows] == [None, 15, None]
    assert [(one.what, one.row) for one in found.warnings] == [("minutes", 0), ("long", 2)]
