"""Putting marks of terms and years: what is proposed, when a reason is asked for, who may, what is kept."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from parta.classes.models import Group
from parta.common import clock
from parta.common.errors import Conflict, Forbidden, Invalid, NotFound
from parta.grading.models import FinalMark
from parta.grading.services import FinalCell, FinalOp, put_finals
from parta.lessons.models import Unlock
from parta.lessons.services import give_unlock
from parta.school.models import Term, TermState
from tests.acts import ALGEBRA, entries, keep_open, last_entry, type_in
from tests.world import NOW, World

DAYS = (date(2026, 9, 3), date(2026, 9, 7), date(2026, 9, 8))


def term(world: World, number: int = 1) -> Term:
    found: Term = Term.objects.get(school=world.school, scheme=world.scheme, number=number)
    return found


def study(world: World, marks: str, pupil: str = "Ваня") -> None:
    """Marks of the first quarter, one a lesson."""
    keep_open(world)
    for mark, day in zip(marks, DAYS, strict=False):
        type_in(world, pupil, mark, lesson=world.lesson(ALGEBRA, day))


def put(world: World, text: str, *, who: str = "Анна", pupil: str = "Ваня", **more: Any) -> FinalCell:
    course = world.courses[more.pop("course", ALGEBRA)]
    number = more.pop("number", 1)
    values = {"kind": "term", "term_id": term(world, number).pk if number else None, "course_id": course.pk} | more
    op = FinalOp(world.people[pupil].pk, text=text, **values)
    return put_finals(actor=world.actor(who), school_id=world.school.pk, operations=[op])[0]


def test_the_proposed_mark_is_put_with_the_average_that_was_seen(world: World) -> None:
    study(world, "454")
    assert put(world, "4") == FinalCell("4", False, "1.0", "", "4")
    row = FinalMark.objects.get(school=world.school)
    assert (str(row.average_seen), row.group, row.written_by) == ("4.333", world.groups["7А"], world.people["Анна"])
    entry = last_entry(world)
    assert (entry.action, entry.subject) == ("grading.final.put", world.people["Ваня"].pk)
    payload = entry.payloads.get()
    assert (payload.old, payload.new) == (None, {"marks": "4", "proposed": "4", "average": "4.333"})


def test_another_mark_needs_a_reason(world: World) -> None:
    study(world, "454")
    with pytest.raises(Invalid) as refused:
        put(world, "5")
    assert refused.value.details == {"needs": "reason"}
    assert put(world, "5", reason="Олимпиада").reason == "Олимпиада"
    assert last_entry(world).reason == "Олимпиада"


def test_few_marks_propose_not_attested(world: World) -> None:
    study(world, "55")
    with pytest.raises(Invalid):
        put(world, "5")
    assert put(world, "н/а").text == "н/а"
    assert put(world, "5", reason="Сдал зачёт").text == "5"
    assert last_entry(world).action == "grading.final.changed"


def test_a_course_without_marks_proposes_nothing(world: World) -> None:
    assert put(world, "зач").proposed == ""


def test_the_same_again_changes_nothing(world: World) -> None:
    study(world, "454")
    put(world, "4")
    before = entries(world)
    assert put(world, "4").version == "1.0"
    assert entries(world) == before


def test_a_mark_is_taken_back_and_its_version_stays(world: World) -> None:
    study(world, "454")
    put(world, "4")
    assert put(world, "") == FinalCell("", False, "2.0", "", "4")
    assert put(world, "4", seen="2.0").version == "3.0"


def test_two_who_write_at_once_learn_of_each_other(world: World) -> None:
    study(world, "454")
    put(world, "4", seen="0.0")
    with pytest.raises(Conflict) as refused:
        put(world, "5", seen="0.0", reason="Олимпиада")
    assert (refused.value.details["theirs"], refused.value.details["version"]) == ("4", "1.0")


@pytest.mark.parametrize(("who", "error"), [("Борис", NotFound), ("Денис", Forbidden), ("Зоя", Forbidden)])
def test_others_may_not(world: World, who: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        put(world, "зач", who=who)


def test_the_deputy_may(world: World) -> None:
    assert put(world, "зач", who="Ирина").text == "зач"


def test_a_closed_term_takes_no_mark(world: World) -> None:
    Term.objects.filter(school=world.school, pk=term(world).pk).update(state=TermState.CLOSED)
    with pytest.raises(Invalid):
        put(world, "зач")


def unlock(world: World, day: date) -> None:
    row = Unlock(school=world.school, course=world.courses[ALGEBRA], since=day, until=day)
    give_unlock(actor=world.actor("Ирина"), unlock=row, reason="Болела")


def test_a_closed_term_takes_a_mark_while_a_day_of_it_is_unlocked(world: World) -> None:
    Term.objects.filter(school=world.school, pk=term(world).pk).update(state=TermState.CLOSED)
    unlock(world, term(world).until)
    assert put(world, "зач").text == "зач"


LAST = [(TermState.OPEN, True), (TermState.CLOSING, True), (TermState.CLOSED, False), (TermState.ARCHIVED, False)]


@pytest.mark.parametrize(("state", "is_open"), LAST)
def test_the_year_obeys_the_state_of_its_last_term(world: World, state: str, is_open: bool) -> None:
    Term.objects.filter(school=world.school, pk=term(world, 4).pk).update(state=state)
    with clock.at(NOW.replace(year=2027, month=6, day=10)):
        if is_open:
            assert put(world, "4", number=0, kind="year").text == "4"
            return
        with pytest.raises(Invalid) as refused:
            put(world, "4", number=0, kind="year")
        assert refused.value.details == {"lock": "archive" if state == TermState.ARCHIVED else "term"}
        if state == TermState.CLOSED:
            unlock(world, term(world, 4).until)
            assert put(world, "4", number=0, kind="year").text == "4"


def test_an_unlocked_day_of_another_term_opens_no_year(world: World) -> None:
    Term.objects.filter(school=world.school, pk=term(world, 4).pk).update(state=TermState.CLOSED)
    unlock(world, term(world, 3).until)
    with clock.at(NOW.replace(year=2027, month=6, day=10)), pytest.raises(Invalid):
        put(world, "4", number=0, kind="year")


@pytest.mark.parametrize("kind", ["exam", "final"])
def test_exam_and_certificate_obey_it_too(world: World, kind: str) -> None:
    Group.objects.filter(school=world.school, pk=world.groups["7А"].pk).update(year_level=9)
    Term.objects.filter(school=world.school, pk=term(world, 4).pk).update(state=TermState.CLOSED)
    with clock.at(NOW.replace(year=2027, month=6, day=10)):
        with pytest.raises(Invalid):
            put(world, "4", number=0, kind=kind)
        unlock(world, term(world, 4).until)
        assert put(world, "4", number=0, kind=kind).text == "4"


@pytest.mark.parametrize(("state", "is_open"), LAST)
@pytest.mark.parametrize("number", [4, 0])
def test_behaviour_waits_for_the_reopened_term(world: World, number: int, state: str, is_open: bool) -> None:
    place = {"kind": "behaviour", "course_id": None, "group_id": world.groups["7А"].pk, "number": number}
    Term.objects.filter(school=world.school, pk=term(world, 4).pk).update(state=state)
    unlock(world, term(world, 4).until)
    with clock.at(NOW.replace(year=2027, month=6, day=10)):
        if is_open:
            assert put(world, "5", **place).text == "5"
            return
        with pytest.raises(Invalid):
            put(world, "5", **place)


def test_a_term_to_come_takes_no_mark(world: World) -> None:
    with pytest.raises(Invalid):
        put(world, "зач", number=3)
    with pytest.raises(Invalid):
        put(world, "зач", number=0, kind="year")


def test_the_first_year_gets_no_numbers(world: World) -> None:
    with pytest.raises(Invalid):
        put(world, "5", pupil="Лиза", course="Математика 1А")
    assert put(world, "зач", pupil="Лиза", course="Математика 1А").text == "зач"


def test_a_pupil_of_another_class_gets_none(world: World) -> None:
    with pytest.raises(Invalid):
        put(world, "зач", pupil="Петя")


@pytest.mark.parametrize("kind", ["exam", "final", "behaviour", "nonsense"])
def test_a_seventh_year_has_no_exam(world: World, kind: str) -> None:
    with pytest.raises(NotFound):
        put(world, "5", kind=kind, number=0)


def test_what_is_no_mark_is_refused(world: World) -> None:
    for text in ("6", "н", "пять"):
        with pytest.raises(Invalid):
            put(world, text)


def test_the_year_is_proposed_from_its_terms(world: World) -> None:
    with clock.at(NOW.replace(year=2027, month=5, day=20)):
        for number, mark in enumerate("3344", 1):
            put(world, mark, number=number)
        with pytest.raises(Invalid):
            put(world, "3", number=0, kind="year")
        assert put(world, "4", number=0, kind="year").proposed == "4"


def test_behaviour_is_put_by_the_class_teacher(world: World) -> None:
    group = world.groups["7А"].pk
    assert put(world, "5", kind="behaviour", course_id=None, group_id=group).text == "5"
    assert put(world, "4", kind="behaviour", course_id=None, group_id=group, who="Ирина").version == "2.0"
    with pytest.raises(NotFound):
        put(world, "4", kind="behaviour", course_id=None, group_id=group, who="Борис")


def test_all_or_nothing(world: World) -> None:
    study(world, "454")
    ops = [
        FinalOp(world.people[name].pk, "term", text, world.courses[ALGEBRA].pk, term_id=term(world).pk)
        for name, text in (("Ваня", "4"), ("Оля", "7"))
    ]
    with pytest.raises(Invalid):
        put_finals(actor=world.actor("Анна"), school_id=world.school.pk, operations=ops)
    assert not FinalMark.objects.filter(school=world.school).exists()
