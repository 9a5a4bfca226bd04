"""Academic debts (273-ФЗ, article 58): from which marks, by when, two re-sits, who decides, what the ledger keeps."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from parta.common import clock
from parta.common.errors import Forbidden, Invalid, NotFound
from parta.grading.arithmetic.debts import LOW, latest, owes, state_of, usual, year_after
from parta.grading.models import Debt, FinalMark, Resit
from parta.grading.rules import DECIDE_DEBT, VIEW_DEBTS
from parta.grading.selectors.debts import lines_of_debts, overdue_debts, owed
from parta.grading.services import (
    annul_debt,
    enter_result,
    note_debt,
    open_debts,
    plan_resit,
    reopen_debt,
    set_deadline,
)
from parta.ledger.models import Entry
from parta.marks.models import Work
from parta.school.models import Term, TermState
from tests.acts import ALGEBRA, entries, last_entry, new_work
from tests.debts import AUTUMN, JUNE, LAST_DAY, SUMMER, debt_of, written, year_mark
from tests.world import World

HISTORY = "История 7Б"
FAR = "Математика 4В"
DAYS = st.dates(date(2001, 1, 1), date(2090, 12, 31))


@pytest.fixture
def june(world: World) -> Iterator[World]:
    """The world, built in November, on the first of June."""
    with clock.at(JUNE):
        yield world


def on(year: int, month: int, day: int) -> Any:
    return clock.at(JUNE.replace(year=year, month=month, day=day))


def proposed(world: World) -> list[str]:
    return sorted(row.person.name for row in owed(world.school.pk).select_related("person"))


def plan(world: World, debt: Debt, day: date = date(2027, 9, 10), who: str = "Ирина", **more: Any) -> Resit:
    return plan_resit(actor=world.actor(who), debt=debt, on=day, **more)


def hold(world: World, debt: Debt, value: str, day: date = date(2027, 9, 10), who: str = "Ирина") -> Any:
    with clock.at(JUNE.replace(year=day.year, month=day.month, day=day.day)):
        return enter_result(actor=world.actor(who), debt=debt, value=value, held_on=day)


def told(world: World) -> tuple[Any, Any]:
    payload = last_entry(world).payloads.get()
    return payload.old, payload.new


def fresh(debt: Debt) -> Debt:
    found: Debt = Debt.objects.select_related("mark").get(school_id=debt.school_id, pk=debt.pk)
    return found


# which marks


@pytest.mark.parametrize(
    ("value", "scale", "expected"),
    [
        ("2", "five", True),
        ("1", "five", True),
        ("3", "five", False),
        ("н/а", "five", True),
        ("незач", "pass", True),
        ("зач", "pass", False),
        ("осв", "five", False),
        ("4", "ten", True),
        ("5", "ten", False),
        ("49", "hundred", True),
        ("D", "letters", True),
        ("", "five", False),
    ],
)
def test_an_unsatisfactory_mark_owes(value: str, scale: str, expected: bool) -> None:
    assert owes(value, scale) is expected
    assert (value in LOW[scale]) is expected


def test_unsatisfactory_marks_of_the_year_are_proposed(june: World) -> None:
    year_mark(june, "2")
    year_mark(june, "3", "Оля")
    year_mark(june, "н/а", "Петя", HISTORY)
    assert proposed(june) == ["Ваня", "Петя"]
    debt_of(june, FinalMark.objects.get(school=june.school, value="2"))
    assert proposed(june) == ["Петя"]


def test_marks_of_terms_and_behaviour_are_no_debts(june: World) -> None:
    mark = year_mark(june, "2")
    FinalMark.objects.filter(school=june.school, pk=mark.pk).update(kind="final")
    assert proposed(june) == []
    with pytest.raises(NotFound):
        debt_of(june, mark)


def test_the_mark_system_of_the_course_says_what_is_low(june: World) -> None:
    Work.objects.filter(school=june.school, pk=new_work(june).pk).update(system="ten")
    year_mark(june, "4")
    year_mark(june, "5", "Оля")
    year_mark(june, "4", "Петя", HISTORY)
    assert proposed(june) == ["Ваня"]


# opening


def test_a_debt_is_opened_with_its_mark_and_deadline(june: World) -> None:
    debt = debt_of(june, year_mark(june), "Ирина", note="Педсовет № 5")
    assert (debt.value, debt.arisen_on, debt.deadline, debt.note) == ("2", SUMMER, AUTUMN, "Педсовет № 5")
    assert (debt.group, debt.course, debt.year) == (june.groups["7А"], june.courses[ALGEBRA], june.year)
    entry = last_entry(june)
    assert (entry.action, entry.subject, entry.target) == ("grading.debt.opened", june.people["Ваня"].pk, debt.pk)
    assert told(june) == (None, {"year_mark": "2", "arisen_on": "2027-06-01", "deadline": "2027-10-01"})


def test_several_are_opened_at_once_and_twice_is_once(june: World) -> None:
    marks = [year_mark(june).pk, year_mark(june, "н/а", "Оля").pk]
    values = {"actor": june.actor("Ирина"), "school_id": june.school.pk, "marks": marks, "deadline": AUTUMN}
    assert len(open_debts(**values)) == 2
    before = entries(june)
    assert open_debts(**values) == []
    assert (Debt.objects.filter(school=june.school).count(), entries(june)) == (2, before)


def test_a_satisfactory_mark_is_no_debt(june: World) -> None:
    with pytest.raises(Invalid):
        debt_of(june, year_mark(june, "3"))


@pytest.mark.parametrize("deadline", [LAST_DAY + timedelta(days=1), SUMMER - timedelta(days=1)])
def test_the_deadline_is_within_a_year_and_not_over(june: World, deadline: date) -> None:
    with pytest.raises(Invalid) as refused:
        debt_of(june, year_mark(june), deadline=deadline)
    assert set(refused.value.fields) == {"deadline"}
    assert debt_of(june, year_mark(june), deadline=LAST_DAY).deadline == LAST_DAY


def test_the_year_counts_from_the_decision_if_it_is_told(june: World) -> None:
    mark = year_mark(june)
    with pytest.raises(Invalid):
        debt_of(june, mark, arisen_on=SUMMER + timedelta(days=1))
    with pytest.raises(Invalid):
        debt_of(june, mark, arisen_on=date(2026, 8, 31))
    assert debt_of(june, mark, arisen_on=date(2027, 5, 28)).latest == date(2028, 5, 28)


@pytest.mark.parametrize(("who", "error"), [("Анна", Forbidden), ("Борис", NotFound), ("Нина", NotFound)])
def test_only_the_management_of_the_branch_opens(june: World, who: str, error: type[Exception]) -> None:
    mark = year_mark(june)
    with pytest.raises(error):
        debt_of(june, mark, who)


def test_the_head_of_a_branch_opens_there(june: World) -> None:
    assert debt_of(june, year_mark(june, "2", "Даша", FAR), "Нина").group == june.groups["4В"]


def test_one_debt_stands_for_a_subject_and_year(june: World) -> None:
    debt = debt_of(june, year_mark(june))
    debt.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        debt.save(force_insert=True)


# the deadline


def test_the_deadline_moves_with_a_reason(june: World) -> None:
    debt = debt_of(june, year_mark(june))
    with pytest.raises(Invalid) as refused:
        set_deadline(actor=june.actor("Ирина"), debt=debt, deadline=date(2027, 12, 1), reason=" ")
    assert set(refused.value.fields) == {"reason"}
    set_deadline(actor=june.actor("Ирина"), debt=debt, deadline=date(2027, 12, 1), reason="Решение педсовета")
    assert fresh(debt).deadline == date(2027, 12, 1)
    assert (last_entry(june).action, last_entry(june).reason) == ("grading.debt.deadline", "Решение педсовета")
    assert told(june)[0]["deadline"] == "2027-10-01"


def test_days_of_illness_are_not_counted_in_the_year(june: World) -> None:
    debt = debt_of(june, year_mark(june))
    later = LAST_DAY + timedelta(days=20)
    with pytest.raises(Invalid):
        set_deadline(actor=june.actor("Ирина"), debt=debt, deadline=later, reason="Справка", extra_days=19)
    set_deadline(actor=june.actor("Ирина"), debt=debt, deadline=later, reason="Справка", extra_days=20)
    assert (fresh(debt).deadline, fresh(debt).latest) == (later, later)
    assert told(june)[1]["extra_days"] == "20"


def test_a_planned_resit_stays_before_the_deadline(june: World) -> None:
    debt = debt_of(june, year_mark(june))
    plan(june, debt)
    with pytest.raises(Invalid):
        set_deadline(actor=june.actor("Ирина"), debt=debt, deadline=date(2027, 9, 9), reason="Раньше")


# re-sits


def test_a_satisfactory_resit_clears_the_debt_and_becomes_the_mark_of_the_year(june: World) -> None:
    debt = debt_of(june, year_mark(june))
    resit = plan(june, debt)
    assert (resit.number, resit.by_commission) == (1, False)
    assert (last_entry(june).action, told(june)) == (
        "grading.debt.planned",
        (None, {"resit": "1", "on": "2027-09-10"}),
    )
    outcome = hold(june, debt, "3")
    found = fresh(debt)
    assert (found.cleared_on, found.mark.value, outcome.kept) == (date(2027, 9, 10), "3", "")
    assert found.mark.reason == "ликвидация академической задолженности"
    assert found.value == "2"
    found_entries = Entry.objects.filter(school=june.school).order_by("-id").values_list("action", flat=True)[:3]
    assert list(found_entries) == ["grading.final.changed", "grading.debt.cleared", "grading.debt.result"]
    payload = Entry.objects.filter(school=june.school, action="grading.debt.cleared").get().payloads.get()
    assert (payload.old, payload.new) == ({"year_mark": "2"}, {"cleared_on": "2027-09-10", "result": "3"})


def test_what_only_the_deputy_may_change_stays_for_the_deputy(june: World) -> None:
    debt = debt_of(june, year_mark(june), "Денис")
    plan(june, debt, who="Денис")
    outcome = hold(june, debt, "3", who="Денис")
    assert (fresh(debt).cleared_on, fresh(debt).mark.value) == (date(2027, 9, 10), "2")
    assert "завуч" in outcome.kept
    line = lines_of_debts(june.school.pk, [fresh(debt)], SUMMER)[0]
    assert (line.state, line.mark_stays_low) == ("cleared", True)


def test_a_year_in_the_archive_keeps_its_mark(june: World) -> None:
    debt = debt_of(june, year_mark(june))
    Term.objects.filter(school=june.school).update(state=TermState.ARCHIVED)
    plan(june, debt)
    assert hold(june, debt, "4").kept != ""
    assert (fresh(debt).cleared_on, fresh(debt).mark.value) == (date(2027, 9, 10), "2")


def test_the_second_resit_is_heard_by_a_commission_and_there_is_no_third(june: World) -> None:
    debt = debt_of(june, year_mark(june))
    plan(june, debt)
    hold(june, debt, "2")
    assert fresh(debt).is_live
    with on(2027, 9, 11):
        with pytest.raises(Invalid) as refused:
            plan(june, debt, date(2027, 9, 20))
        assert set(refused.value.fields) == {"members"}
        second = plan(june, debt, date(2027, 9, 20), members="Завучева И. О., Историков Б. Е.")
        assert (second.number, second.by_commission) == (2, True)
    hold(june, debt, "н/а", date(2027, 9, 20))
    line = lines_of_debts(june.school.pk, [fresh(debt)], date(2027, 9, 21))[0]
    assert (line.state, line.is_exhausted, line.planned) == ("open", True, None)
    with on(2027, 9, 21), pytest.raises(Invalid):
        plan(june, debt, date(2027, 9, 25), members="Завучева И. О.")


def test_a_planned_resit_is_moved(june: World) -> None:
    debt = debt_of(june, year_mark(june))
    plan(june, debt)
    moved = plan(june, debt, date(2027, 9, 15), members="Завучева И. О.")
    assert (moved.number, moved.on, moved.by_commission) == (1, date(2027, 9, 15), True)
    assert Resit.objects.filter(school=june.school).count() == 1
    assert told(june)[0] == {"resit": "1", "on": "2027-09-10"}


@pytest.mark.parametrize("day", [SUMMER - timedelta(days=1), AUTUMN + timedelta(days=1)])
def test_a_resit_is_planned_from_today_until_the_deadline(june: World, day: date) -> None:
    debt = debt_of(june, year_mark(june))
    with pytest.raises(Invalid) as refused:
        plan(june, debt, day)
    assert set(refused.value.fields) == {"on"}


def test_a_result_needs_a_plan_a_day_and_a_mark(june: World) -> None:
    debt = debt_of(june, year_mark(june))
    with pytest.raises(Invalid):
        hold(june, debt, "3")
    plan(june, debt)
    with pytest.raises(Invalid) as refused:
        enter_result(actor=june.actor("Ирина"), debt=debt, value="3", held_on=date(2027, 9, 10))
    assert set(refused.value.fields) == {"held_on"}
    with pytest.raises(Invalid):
        hold(june, debt, "3", date(2027, 10, 2))
    for value in ("7", "осв", ""):
        with pytest.raises(Invalid) as refused:
            hold(june, debt, value)
        assert set(refused.value.fields) == {"value"}


def test_others_decide_nothing(june: World) -> None:
    debt = debt_of(june, year_mark(june))
    for who, error in (("Анна", Forbidden), ("Борис", NotFound), ("Мария", NotFound)):
        actor = june.actor(who)
        for act in (
            lambda actor=actor: plan_resit(actor=actor, debt=debt, on=AUTUMN),
            lambda actor=actor: enter_result(actor=actor, debt=debt, value="3", held_on=SUMMER),
            lambda actor=actor: set_deadline(actor=actor, debt=debt, deadline=AUTUMN, reason="Так"),
            lambda actor=actor: annul_debt(actor=actor, debt=debt, reason="Так"),
            lambda actor=actor: note_debt(actor=actor, debt=debt, note="Так"),
        ):
            with pytest.raises(error):
                act()


# annulled, taken up again


def test_without_its_ground_a_debt_is_annulled_by_itself(june: World) -> None:
    debt = debt_of(june, year_mark(june))
    line = lines_of_debts(june.school.pk, [fresh(debt)], SUMMER)[0]
    assert line.is_groundless is False
    year_mark(june, "3")
    assert lines_of_debts(june.school.pk, [fresh(debt)], SUMMER)[0].is_groundless is True
    annul_debt(actor=june.actor("Ирина"), debt=debt)
    assert fresh(debt).state_on(SUMMER) == "annulled"
    assert (last_entry(june).action, told(june)[1]) == ("grading.debt.annulled", {"year_mark": "3"})
    with pytest.raises(Invalid):
        plan(june, debt)


def test_with_its_ground_a_debt_is_annulled_for_a_reason_and_proposed_no_more(june: World) -> None:
    debt = debt_of(june, year_mark(june))
    with pytest.raises(Invalid) as refused:
        annul_debt(actor=june.actor("Ирина"), debt=debt)
    assert set(refused.value.fields) == {"reason"}
    annul_debt(actor=june.actor("Ирина"), debt=debt, reason="Перевод на семейное обучение")
    assert last_entry(june).reason == "Перевод на семейное обучение"
    assert proposed(june) == []


def test_a_mark_that_becomes_low_again_makes_the_debt_anew(june: World) -> None:
    debt = debt_of(june, year_mark(june))
    plan(june, debt, SUMMER)
    hold(june, debt, "2", SUMMER)
    year_mark(june, "3")
    annul_debt(actor=june.actor("Ирина"), debt=debt)
    with on(2027, 6, 3):
        mark = year_mark(june, "2")
        assert proposed(june) == ["Ваня"]
        again = debt_of(june, mark)
    assert (again.pk, again.is_live, again.arisen_on) == (debt.pk, True, date(2027, 6, 3))
    assert Resit.objects.filter(school=june.school).count() == 0


def test_a_wrong_result_is_taken_back_with_the_mark_of_the_year(june: World) -> None:
    debt = debt_of(june, year_mark(june))
    plan(june, debt)
    hold(june, debt, "4")
    with on(2027, 9, 11):
        with pytest.raises(Invalid):
            reopen_debt(actor=june.actor("Ирина"), debt=debt, reason="")
        assert reopen_debt(actor=june.actor("Ирина"), debt=debt, reason="Ошиблись учеником") == ""
    found = fresh(debt)
    resit = Resit.objects.get(school=june.school)
    assert (found.is_live, found.mark.value, resit.is_held, resit.value) == (True, "2", False, "")
    assert last_entry(june).action == "grading.debt.reopened"
    assert told(june)[0] == {"cleared_on": "2027-09-10", "result": "4"}
    with on(2027, 9, 11), pytest.raises(Invalid):
        reopen_debt(actor=june.actor("Ирина"), debt=debt, reason="Ещё раз")


def test_a_mark_that_was_changed_since_is_left_when_a_debt_is_taken_up_again(june: World) -> None:
    debt = debt_of(june, year_mark(june))
    plan(june, debt)
    hold(june, debt, "3")
    with on(2027, 9, 11):
        year_mark(june, "4")
        reopen_debt(actor=june.actor("Ирина"), debt=debt, reason="Ошиблись учеником")
    assert (fresh(debt).is_live, fresh(debt).mark.value) == (True, "4")


def test_a_note_is_kept(june: World) -> None:
    debt = debt_of(june, year_mark(june))
    note_debt(actor=june.actor("Ирина"), debt=debt, note=" Родители выбрали индивидуальный план ")
    assert fresh(debt).note == "Родители выбрали индивидуальный план"
    assert (last_entry(june).action, told(june)[0]) == ("grading.debt.noted", {"note": ""})


# who sees


@pytest.mark.crosses_schools
def test_rules_say_the_same_of_a_row_and_of_a_query(june: World) -> None:
    debts = [
        debt_of(june, year_mark(june, "2", pupil, course))
        for pupil, course in (("Ваня", ALGEBRA), ("Петя", HISTORY), ("Даша", FAR))
    ]
    assert june.other
    debts.append(debt_of(june.other, written(june.other, "2", "Сеня"), deadline=AUTUMN))
    names = [*june.accounts, *june.other.accounts]
    actors = [(june if name in june.accounts else june.other).actor(name) for name in names]
    for rule in (VIEW_DEBTS, DECIDE_DEBT):
        for actor in actors:
            by_row = {row.pk for row in debts if rule.allows(actor, row)}
            assert by_row == set(Debt.objects.filter(rule.filter(actor)).values_list("pk", flat=True)), actor.name
    seen = [{name for name, actor in zip(names, actors, strict=True) if VIEW_DEBTS.allows(actor, row)} for row in debts]
    assert seen == [
        {"Денис", "Ирина", "Анна"},
        {"Денис", "Ирина", "Борис"},
        {"Денис", "Ирина", "Нина", "Вера"},
        {"Чулпан", "Чеслав"},
    ]


def test_overdue_ones_are_counted_for_who_sees_them(june: World) -> None:
    debt_of(june, year_mark(june))
    assert overdue_debts(june.actor("Ирина"), AUTUMN) == 0
    later = AUTUMN + timedelta(days=1)
    assert [overdue_debts(june.actor(who), later) for who in ("Ирина", "Нина", "Алла", "Анна")] == [1, 0, 0, 1]


# arithmetic


@pytest.mark.parametrize(
    ("day", "expected"),
    [(SUMMER, LAST_DAY), (date(2028, 2, 29), date(2029, 2, 28)), (date(2027, 2, 28), date(2028, 2, 28))],
)
def test_a_year_ends_on_the_same_day(day: date, expected: date) -> None:
    assert year_after(day) == expected


@given(DAYS, st.integers(0, 1000))
def test_the_law_leaves_a_year_and_the_days_that_are_not_counted(day: date, extra: int) -> None:
    assert 365 <= (latest(day) - day).days <= 366
    assert (latest(day, extra) - latest(day)).days == extra
    assert latest(day) <= latest(day + timedelta(days=1))


@given(DAYS, st.integers(1, 400), st.integers(0, 365))
def test_what_is_offered_is_what_would_be_taken(day: date, days: int, later: int) -> None:
    today = day + timedelta(days=later)
    assert today <= usual(day, days, today) <= latest(day)


@given(DAYS, st.integers(-400, 400), st.booleans())
def test_a_debt_is_overdue_only_after_its_deadline(deadline: date, days: int, is_cleared: bool) -> None:
    state = state_of(deadline, deadline + timedelta(days=days), is_cleared=is_cleared)
    assert state == ("cleared" if is_cleared else "overdue" if days > 0 else "open")
