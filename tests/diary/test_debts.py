"""Academic debts in the diary: of the own child alone, with the deadline and the re-sits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.test import Client

from parta.grading.services import annul_debt, plan_resit
from tests.acts import diary_url
from tests.debts import debt_of, written
from tests.world import TODAY, World

LATER = TODAY + timedelta(days=60)
HISTORY_B = "История 7Б"
ClientOf = Callable[[str], Client]


def page(client: Client, world: World, child: str) -> Any:
    return client.get(diary_url(world, child, page="marks_of"))


def words(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_the_family_reads_the_debt_of_the_own_child(world: World, client_of: ClientOf) -> None:
    debt = debt_of(world, written(world, "2"), deadline=LATER, note="Только для сотрудников")
    plan_resit(actor=world.system, debt=debt, on=date(2026, 12, 10), note="9:00, каб. 21")
    for who in ("Мария", "Ваня"):
        found = words(page(client_of(who), world, "Ваня"))
        assert "«2» за 2026/2027" in found
        assert "Ликвидировать до 23.01.2027" in found
        assert "Пересдача 1: назначена на 10.12.2026, 9:00, каб. 21" in found
        assert "Только для сотрудников" not in found


def test_nothing_of_other_children_is_there(world: World, client_of: ClientOf) -> None:
    debt_of(world, written(world, "2", "Оля"), deadline=LATER)
    debt_of(world, written(world, "2", "Петя", HISTORY_B), deadline=LATER)
    answer = page(client_of("Мария"), world, "Ваня")
    assert answer.context["debts"] == []
    assert "Академические задолженности" not in words(answer)
    assert [line.debt.person for line in page(client_of("Павел"), world, "Петя").context["debts"]] == [
        world.people["Петя"]
    ]
    assert page(client_of("Мария"), world, "Оля").status_code == 404


def test_an_annulled_debt_is_gone(world: World, client_of: ClientOf) -> None:
    debt = debt_of(world, written(world, "2"), deadline=LATER)
    annul_debt(actor=world.system, debt=debt, reason="Ошиблись учеником")
    assert page(client_of("Мария"), world, "Ваня").context["debts"] == []
