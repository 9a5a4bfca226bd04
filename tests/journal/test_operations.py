"""What the grid sends: once is enough, in any order, and nothing is overwritten unseen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parta.attendance.models import Attendance
from parta.common.codes import Ref, code_of, encode
from parta.journal.models import Receipt
from parta.journal.selectors.cells import Place, standing_cells
from parta.journal.services.operations import apply_operations, read_operation
from parta.ledger.models import Entry
from parta.lessons.models import Lesson
from parta.lessons.services import cancel_lesson
from parta.marks.models import Mark
from tests.acts import ALGEBRA, entries, give, last_entry, new_work, person_code, type_in, write
from tests.world import World

URL = "journal:operations"


def cell(world: World, pupil: str, text: str, lesson: Lesson | None = None, **more: Any) -> dict[str, Any]:
    place = {"kind": "cell", "l": code_of(lesson or world.lesson(ALGEBRA)), "w": "", "p": person_code(world, pupil)}
    return {"key": str(uuid4()), **place, "text": text, **more}


def account_of(world: World, who: str) -> str:
    return encode("account", Ref(0, world.accounts[who].pk))


@pytest.fixture
def send(world: World, client_of: Callable[[str], Client]) -> Callable[..., Any]:
    client = client_of("Анна")

    def send_(*operations: Any, account: str = "Анна", to: Client = client) -> Any:
        headers = {"X-Parta-Account": account_of(world, account)}
        body = {"operations": list(operations)}
        return to.post(reverse(URL), body, content_type="application/json", headers=headers)

    return send_


def test_each_operation_is_answered(world: World, send: Callable[..., Any]) -> None:
    first, second = cell(world, "Ваня", "о 4/5"), cell(world, "Оля", "7")
    answer = send(first, second).json()
    assert answer["results"][0] == {
        "key": first["key"],
        "state": "saved",
        "cell": {"text": "о 4/5", "symbol": "о", "marks": "4/5", "low": False, "version": "1.2", "comment": ""},
    }
    refused = answer["results"][1]
    assert (refused["state"], refused["cell"]["text"]) == ("refused", "")
    assert refused["message"].startswith("«7»")
    assert {row["p"]: row["average"] for row in answer["rows"]} == {
        person_code(world, "Ваня"): "4,50",
        person_code(world, "Оля"): "—",
    }


def test_a_repeat_writes_nothing_and_is_answered_alike(world: World, send: Callable[..., Any]) -> None:
    sent = [cell(world, "Ваня", "4"), cell(world, "Оля", "н"), cell(world, "Оля", "9")]
    first = send(*sent).json()
    before = entries(world)
    assert send(*sent).json()["results"] == first["results"][:2] + first["results"][2:]
    assert entries(world) == before
    assert Receipt.objects.filter(school=world.school).count() == 3


def test_one_builds_upon_another_that_was_not_answered(world: World, send: Callable[..., Any]) -> None:
    first = cell(world, "Ваня", "4")
    second = cell(world, "Ваня", "5", after=first["key"])
    assert [row["state"] for row in send(second).json()["results"]] == ["early"]
    assert [row["state"] for row in send(first, second).json()["results"]] == ["saved", "saved"]
    assert send(second).json()["results"][0]["cell"]["text"] == "5"


def test_one_that_builds_upon_a_refusal_stands_upon_what_was_there(world: World, send: Callable[..., Any]) -> None:
    wrong = cell(world, "Ваня", "9")
    right = cell(world, "Ваня", "4", after=wrong["key"])
    assert [row["state"] for row in send(wrong, right).json()["results"]] == ["refused", "saved"]


def test_what_another_wrote_is_a_conflict_with_both_values(world: World, send: Callable[..., Any]) -> None:
    type_in(world, "Ваня", "3", who="Анна")
    (result,) = send(cell(world, "Ваня", "5", seen="0.0")).json()["results"]
    assert (result["state"], result["cell"]["text"], result["cell"]["version"]) == ("conflict", "3", "0.1")
    assert "«3»" in result["message"]
    assert Mark.objects.get(school=world.school, value="3")


def test_an_untouched_cell_is_meant_where_nothing_was_seen(world: World, send: Callable[..., Any]) -> None:
    type_in(world, "Ваня", "3")
    assert send(cell(world, "Ваня", "5")).json()["results"][0]["state"] == "conflict"


def test_the_absence_of_the_next_column_is_no_conflict(world: World, send: Callable[..., Any]) -> None:
    """Works of a lesson share the absence: both cells were typed before either was saved."""
    work = code_of(new_work(world))
    late, mark = cell(world, "Ваня", "о", was=""), cell(world, "Ваня", "5", w=work, was="")
    assert [row["state"] for row in send(late, mark).json()["results"]] == ["saved", "saved"]
    assert send(mark).json()["results"][0]["cell"]["text"] == "о 5"


def test_an_absence_by_somebody_else_is_one(world: World, send: Callable[..., Any]) -> None:
    work = code_of(new_work(world))
    type_in(world, "Ваня", "о", who="Анна")
    sent = cell(world, "Ваня", "5", w=work, was="", seen="0.0")
    assert send(sent).json()["results"][0]["state"] == "saved"
    type_in(world, "Оля", "о", who="Анна")
    other = world.people["Зоя"].pk
    Attendance.objects.filter(school=world.school, person=world.people["Оля"]).update(written_by_id=other)
    assert send(cell(world, "Оля", "5", w=work, was="", seen="0.0")).json()["results"][0]["state"] == "conflict"


def test_a_reason_goes_into_the_ledger(world: World, send: Callable[..., Any]) -> None:
    send(cell(world, "Ваня", "5", reason="Пересмотрел работу"))
    assert (last_entry(world).action, last_entry(world).reason) == ("marks.mark.put", "Пересмотрел работу")


def test_topic_and_homework_are_sent_too(world: World, send: Callable[..., Any]) -> None:
    place = {"kind": "lesson", "l": code_of(world.lesson(ALGEBRA))}
    first = {"key": str(uuid4()), **place, "topic": "Многочлены", "homework": "№ 412", "minutes": 20, "seen": "0."}
    (result,) = send(first).json()["results"]
    assert (result["state"], result["lesson"]) == (
        "saved",
        {"topic": "Многочлены", "homework": "№ 412", "version": "1.1"},
    )
    again = {**first, "key": str(uuid4()), "homework": "№ 415", "seen": "1.1"}
    assert send(again).json()["results"][0]["lesson"]["homework"] == "№ 415"
    write(world, "Одночлены")
    give(world, "§ 5")
    late = {**first, "key": str(uuid4()), "topic": "Степени", "seen": "1.2"}
    (clash,) = send(late).json()["results"]
    assert (clash["state"], clash["lesson"]["topic"]) == ("conflict", "Одночлены")
    assert clash["message"] == "Кто-то изменил это раньше вас."


def test_attendance_is_looked_at(world: World, send: Callable[..., Any]) -> None:
    sent = {"key": str(uuid4()), "kind": "present", "l": code_of(world.lesson(ALGEBRA))}
    assert send(sent).json()["results"][0]["state"] == "saved"
    assert world.lesson(ALGEBRA).attendance_at is not None


def test_a_refusal_hinders_no_other(world: World, send: Callable[..., Any]) -> None:
    thursday = world.lesson("История 7А")
    sent = [cell(world, "Ваня", "4"), cell(world, "Ваня", "5", lesson=thursday), cell(world, "Оля", "3")]
    answer = send(*sent).json()["results"]
    assert [row["state"] for row in answer] == ["saved", "refused", "saved"]
    assert "cell" not in answer[1] or answer[1]["cell"]["text"] == ""


def test_a_cancelled_lesson_takes_nothing(world: World, send: Callable[..., Any]) -> None:
    cancel_lesson(actor=world.system, lesson=world.lesson(ALGEBRA), reason="Мороз")
    (result,) = send(cell(world, "Ваня", "5")).json()["results"]
    assert (result["state"], result["message"]) == ("refused", "Урок отменён: записать в него ничего нельзя.")


@pytest.mark.parametrize(
    "sent",
    [
        5,
        {},
        {"key": "x", "kind": "cell"},
        {"key": str(uuid4()), "kind": "cell", "l": "x"},
        {"key": str(uuid4()), "kind": "nothing"},
        {"key": str(uuid4()), "kind": ["cell"]},
        {"key": str(uuid4()), "kind": "lesson", "l": "", "minutes": "5"},
    ],
)
def test_what_cannot_be_read_is_refused_in_words(world: World, send: Callable[..., Any], sent: Any) -> None:
    (result,) = send(sent).json()["results"]
    assert (result["state"], result["message"]) == (
        "refused",
        "Запись не удалось прочитать: откройте страницу заново.",
    )


@pytest.mark.parametrize("body", ["", "[]", "{", '{"operations": 5}', f'{{"operations": [{",".join("0" * 201)}]}}'])
def test_a_request_that_is_none(world: World, client_of: Callable[[str], Client], body: str) -> None:
    headers = {"X-Parta-Account": account_of(world, "Анна")}
    answer = client_of("Анна").post(reverse(URL), body, content_type="application/json", headers=headers)
    assert answer.status_code == 400


def test_entries_of_one_account_are_not_taken_from_another(
    world: World, send: Callable[..., Any], client_of: Callable[[str], Client]
) -> None:
    sent = cell(world, "Ваня", "5")
    assert send(sent, to=client_of("Борис")).status_code == 409
    assert send(sent, to=Client()).status_code == 401
    assert not Receipt.objects.filter(school=world.school).exists()
    told = client_of("Борис").get(reverse(URL)).json()
    assert told["account"] == account_of(world, "Борис")
    assert len(told["token"]) == 64
    assert Client().get(reverse(URL)).status_code == 401


def test_strangers_learn_nothing(world: World, send: Callable[..., Any], client_of: Callable[[str], Client]) -> None:
    type_in(world, "Ваня", "5", comment="Секрет")
    for who in ("Борис", "Мария", "Ваня"):
        (result,) = send(cell(world, "Ваня", "2"), account=who, to=client_of(who)).json()["results"]
        assert result["state"] == "refused"
        assert "cell" not in result
    assert not Receipt.objects.filter(school=world.school).exists()


def test_a_batch_asks_little(world: World, send: Callable[..., Any], django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(60):
        send(cell(world, "Ваня", "4"), cell(world, "Оля", "5"))


# The log of operations: any order of delivery, repeats and crashes give the same journal.

PUPILS = ("Ваня", "Оля")
TEXTS = ("5", "4", "4/5", "н", "о 3", "")


@dataclass
class Device:
    """A page that types, loses requests and answers, and sends again until everything is answered."""

    world: World
    queue: dict[str, dict[str, Any]] = field(default_factory=dict)
    last: dict[str, str] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)

    def type_in(self, pupil: str, text: str) -> None:
        operation = cell(self.world, pupil, text, was=self.shown.get(pupil, ""))
        if pupil in self.last:
            operation["after"] = self.last[pupil]
        self.queue[operation["key"]] = operation
        self.last[pupil], self.shown[pupil] = operation["key"], text

    def deliver(self, keys: list[str], *, is_heard: bool) -> None:
        """The server takes what is sent; the answer may be lost, as when it is killed in between."""
        operations = [read_operation(self.queue[key]) for key in keys if key in self.queue]
        for outcome in apply_operations(
            actor=self.world.actor("Анна"), school_id=self.world.school.pk, operations=operations
        ):
            assert outcome.state in ("saved", "early")
            if is_heard and outcome.state == "saved":
                self.queue.pop(str(outcome.key), None)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_order_repeats_and_crashes_give_the_same_journal(world: World, data: st.DataObject) -> None:
    with transaction.atomic():
        device = Device(world)
        for pupil, text in data.draw(st.lists(st.tuples(st.sampled_from(PUPILS), st.sampled_from(TEXTS)), max_size=8)):
            device.type_in(pupil, text)
        typed = list(device.queue)
        for keys, is_heard in data.draw(deliveries(typed)) if typed else ():
            device.deliver(keys, is_heard=is_heard)
        while device.queue:
            device.deliver(list(device.queue), is_heard=True)
        lesson = world.lesson(ALGEBRA).pk
        places = {pupil: Place(lesson, world.people[pupil].pk, None) for pupil in PUPILS}
        cells = standing_cells(world.school.pk, places.values())
        assert {pupil: cells[place].text for pupil, place in places.items()} == {
            pupil: device.shown.get(pupil, "") for pupil in PUPILS
        }
        assert {row.key for row in Receipt.objects.filter(school=world.school)} == {UUID(key) for key in typed}
        changed = Entry.objects.filter(school=world.school, action__startswith="marks.mark.", target_kind="work")
        assert changed.count() <= len(typed)
        transaction.set_rollback(True)


def deliveries(keys: list[str]) -> Any:
    """Some requests, each with some of the operations in some order, heard of or not."""
    batch = st.lists(st.sampled_from(keys), min_size=1, max_size=6, unique=True)
    return st.lists(st.tuples(batch, st.booleans()), max_size=6)
