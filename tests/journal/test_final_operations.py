"""Marks of terms sent by the grid as operations of the kind "final"."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from parta.common.codes import Ref, code_of, encode
from parta.grading.models import FinalMark
from parta.marks.models import Work
from parta.school.models import Term
from tests.acts import ALGEBRA, entries, new_work, person_code
from tests.journal.test_finals_page import study
from tests.world import World

Send = Callable[..., Any]


@pytest.fixture
def send(world: World, client_of: Callable[[str], Client]) -> Send:
    def send_(*operations: Any, who: str = "Анна") -> list[dict[str, Any]]:
        headers = {"X-Parta-Account": encode("account", Ref(0, world.accounts[who].pk))}
        body = {"operations": list(operations)}
        address = reverse("journal:operations")
        answer = client_of(who).post(address, body, content_type="application/json", headers=headers)
        found: list[dict[str, Any]] = answer.json()["results"]
        return found

    return send_


def final(world: World, text: str, **more: Any) -> dict[str, Any]:
    term = Term.objects.get(school=world.school, scheme=world.scheme, number=1)
    place = {"c": code_of(world.courses[ALGEBRA]), "t": code_of(term), "p": person_code(world, "Ваня")}
    return {"key": str(uuid4()), "kind": "final", **place, "text": text, **more}


def test_a_mark_is_saved_once(world: World, send: Send) -> None:
    study(world, "Ваня", "454")
    sent = final(world, "4")
    (answer,) = send(sent)
    cell = {"text": "4", "symbol": "", "marks": "4", "low": False, "comment": "", "version": "1.0"}
    assert answer == {"key": sent["key"], "state": "saved", "cell": cell}
    before = entries(world)
    assert send(sent) == [answer]
    assert entries(world) == before


def test_another_mark_asks_for_the_reason(world: World, send: Send) -> None:
    study(world, "Ваня", "454")
    (answer,) = send(final(world, "5"))
    assert (answer["state"], answer["needs"], answer["cell"]["version"]) == ("refused", "reason", "0.0")
    (answer,) = send(final(world, "5", reason="Олимпиада"))
    assert (answer["state"], answer["cell"]["comment"]) == ("saved", "Олимпиада")


def test_a_clash_is_told(world: World, send: Send) -> None:
    send(final(world, "зач"))
    (answer,) = send(final(world, "незач"))
    assert (answer["state"], answer["cell"]["text"]) == ("conflict", "зач")


def test_what_cannot_be_read_or_written_is_refused(world: World, send: Send) -> None:
    sent = (final(world, "5", t="nonsense"), final(world, "зач", t="exam"), final(world, "зач", t="year"))
    assert [answer["state"] for answer in send(*sent)] == ["refused"] * 3
    (answer,) = send(final(world, "зач"), who="Борис")
    assert (answer["state"], "cell" in answer) == ("refused", False)
    assert not FinalMark.objects.filter(school=world.school).exists()


def test_a_mark_is_low_by_the_system_of_its_course(world: World, send: Send) -> None:
    Work.objects.filter(pk=new_work(world, world.lesson(ALGEBRA)).pk, school=world.school).update(system="ten")
    (answer,) = send(final(world, "4"))
    assert answer["cell"]["low"]
    (answer,) = send(final(world, "10"))
    assert (answer["state"], answer["cell"]["text"], answer["cell"]["low"]) == ("conflict", "4", True)
