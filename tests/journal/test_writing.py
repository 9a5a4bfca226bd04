"""The plain forms of a lesson: they work without scripts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from parta.attendance.models import Attendance
from parta.common.codes import code_of
from parta.homework.models import Homework, HomeworkFile
from parta.lessons.models import Lesson
from parta.lessons.services import cancel_lesson
from parta.marks.models import Mark, Work
from tests.acts import (
    ALGEBRA,
    MONDAY,
    THURSDAY,
    course_url,
    entries,
    give,
    last_entry,
    lesson_url,
    new_work,
    person_code,
    set_rule,
    type_in,
    write,
)
from tests.world import TODAY, World

PDF = b"%PDF-1.7 a page"


@pytest.fixture
def send(world: World, client_of: Callable[[str], Client]) -> Callable[..., HttpResponse]:
    """Sends a form of today's algebra lesson: `send("text", topic="…")`."""

    def send_(name: str, who: str = "Анна", lesson: Lesson | None = None, **values: Any) -> Any:
        return client_of(who).post(lesson_url(world, name, lesson), values)

    return send_


Send = Callable[..., Any]


def page(answer: Any) -> str:
    text: str = answer.content.decode()
    return text


def tasks(world: World) -> list[Homework]:
    return list(Homework.objects.filter(school=world.school, withdrawn_at__isnull=True).order_by("pk"))


def as_shown(client: Client, world: World, **typed: str) -> dict[str, str]:
    """What a browser sends of the lesson's own form: what stands there and what was typed over it."""
    form = client.get(lesson_url(world)).context["form"]
    found = {name: form[name].value() for name in form.fields}
    found["due"] = found["due"] or form.fields["due"].choices[0][0]
    return {name: "" if value is None else str(value) for name, value in found.items()} | typed


def test_topic_and_homework_are_saved(world: World, send: Send) -> None:
    answer = send("text", topic=" Линейная функция ", seen="0", text="§ 19, № 412", minutes="20")
    assert (answer.status_code, answer["Location"]) == (302, lesson_url(world))
    lesson = world.lesson(ALGEBRA)
    assert (lesson.topic, lesson.status, lesson.version) == ("Линейная функция", "held", 1)
    (task,) = tasks(world)
    assert (task.text, task.minutes, task.for_all) == ("§ 19, № 412", 20, True)
    assert task.due_id == world.lesson(ALGEBRA, THURSDAY).pk


def test_the_page_offers_the_next_lesson_first(world: World, client_of: Callable[[str], Client]) -> None:
    form = client_of("Анна").get(lesson_url(world)).context["form"]
    assert form.fields["due"].choices[0] == (code_of(world.lesson(ALGEBRA, THURSDAY)), "26 ноября, чт")


def test_a_cancelled_lesson_is_not_the_next_one(world: World, send: Send) -> None:
    cancel_lesson(actor=world.system, lesson=world.lesson(ALGEBRA, THURSDAY), reason="Карантин")
    send("text", topic="Функция", text="§ 19")
    assert tasks(world)[0].due is not None
    assert tasks(world)[0].due.date == MONDAY.replace(day=30)


def test_unchanged_it_writes_nothing(world: World, client_of: Callable[[str], Client]) -> None:
    client = client_of("Анна")
    client.post(lesson_url(world, "text"), as_shown(client, world, topic="Функция", text="§ 19", minutes="15"))
    before = entries(world)
    assert client.post(lesson_url(world, "text"), as_shown(client, world)).status_code == 302
    assert entries(world) == before
    assert tasks(world)[0].version == 1


def test_a_due_day_out_of_the_list_is_kept(world: World, client_of: Callable[[str], Client]) -> None:
    far = Lesson.objects.filter(school=world.school, course=world.courses[ALGEBRA], date__gte="2027-03-01")
    due = far.order_by("date")[0]
    give(world, "Проект", due_id=due.pk)
    client = client_of("Анна")
    client.post(lesson_url(world, "text"), as_shown(client, world, topic="Функция"))
    assert tasks(world)[0].due_id == due.pk


def test_homework_is_changed_and_taken_back(world: World, client_of: Callable[[str], Client]) -> None:
    give(world, "§ 19")
    client = client_of("Анна")
    client.post(lesson_url(world, "text"), as_shown(client, world, text="§ 20"))
    assert (tasks(world)[0].text, tasks(world)[0].version) == ("§ 20", 2)
    client.post(lesson_url(world, "text"), as_shown(client, world, text=" "))
    assert tasks(world) == []
    assert last_entry(world).action == "homework.task.withdrawn"


def test_homework_given_meanwhile_is_not_lost(world: World, client_of: Callable[[str], Client]) -> None:
    client = client_of("Анна")
    old_page = as_shown(client, world, topic="Функция")
    give(world, "§ 19")
    answer = client.post(lesson_url(world, "text"), old_page)
    assert answer.status_code == 409
    assert "Это задание тем временем изменил кто-то другой" in page(answer)
    assert "§ 19" in page(answer)
    assert [task.text for task in tasks(world)] == ["§ 19"]
    assert world.lesson(ALGEBRA).topic == ""


def test_homework_changed_meanwhile_is_a_conflict_too(world: World, client_of: Callable[[str], Client]) -> None:
    give(world, "§ 19")
    client = client_of("Анна")
    old_page = as_shown(client, world, text="")
    client.post(lesson_url(world, "text"), as_shown(client, world, text="§ 20"))
    assert client.post(lesson_url(world, "text"), old_page).status_code == 409
    assert [task.text for task in tasks(world)] == ["§ 20"]


def test_after_a_conflict_one_may_save_over_it(world: World, client_of: Callable[[str], Client]) -> None:
    client = client_of("Анна")
    old_page = as_shown(client, world, topic="Моя тема", text="§ 1")
    write(world, "Чужая тема")
    answer = client.post(lesson_url(world, "text"), old_page)
    assert answer.status_code == 409
    assert "Чужая тема" in page(answer)
    form = answer.context["form"]
    assert (form["topic"].value(), form["text"].value()) == ("Моя тема", "§ 1")
    again = {**old_page, "seen": str(form["seen"].value()), "text_seen": str(form["text_seen"].value())}
    assert client.post(lesson_url(world, "text"), again).status_code == 302
    assert world.lesson(ALGEBRA).topic == "Моя тема"


def test_a_wrong_form_shows_what_was_typed(world: World, send: Send) -> None:
    answer = send("text", topic="т" * 501, text="§ 19", minutes="601", next=course_url(world))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"topic", "minutes"}
    assert "§ 19" in page(answer)
    assert f'name="next" value="{course_url(world)}"' in page(answer)
    assert tasks(world) == []


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_only_addresses_of_parta_are_followed(world: World, send: Send, target: str) -> None:
    assert send("present", next=target)["Location"] == lesson_url(world)


def test_the_form_leads_back_to_the_grid(world: World, send: Send) -> None:
    target = course_url(world, lesson=code_of(world.lesson(ALGEBRA)))
    assert send("present", next=target)["Location"] == target


def test_the_rest_are_here(world: World, send: Send) -> None:
    send("present")
    assert world.lesson(ALGEBRA).attendance_at is not None
    assert last_entry(world).action == "lessons.attendance.checked"


def test_the_list_writes_what_was_changed(world: World, send: Send, client_of: Callable[[str], Client]) -> None:
    type_in(world, "Оля", "4")
    before = entries(world)
    values = {f"{person_code(world, 'Ваня')}.": "н", f"{person_code(world, 'Оля')}.": "4"}
    assert send("roster", **values)["Location"] == lesson_url(world)
    absences = Attendance.objects.filter(school=world.school).values_list("person", "code__symbol")
    assert list(absences) == [(world.people["Ваня"].pk, "н")]
    assert entries(world) == before + 2
    assert 'value="н"' in page(client_of("Анна").get(lesson_url(world)))


def test_a_mark_takes_a_comment_and_loses_it_with_the_mark(world: World, send: Send) -> None:
    key = f"{person_code(world, 'Ваня')}."
    refused = send("roster", **{key: "", f"comment-{key}": "Помогал другим"})
    assert refused.status_code == 422
    assert "Помогал другим" in page(refused)
    send("roster", **{key: "5", f"comment-{key}": "Помогал другим"})
    mark = Mark.objects.get(school=world.school, person=world.people["Ваня"])
    assert (mark.value, mark.comment) == ("5", "Помогал другим")
    send("roster", **{key: "", f"comment-{key}": "Помогал другим"})
    mark.refresh_from_db()
    assert (mark.value, mark.comment) == ("", "")


def test_the_list_of_a_work_has_its_column(world: World, send: Send) -> None:
    work = new_work(world)
    type_in(world, "Ваня", "4")
    field = person_code(world, "Ваня")
    send("roster", **{f"{field}.": "5", f"{field}.{code_of(work)}": "2"})
    rows = Mark.objects.filter(school=world.school).order_by("work__position").values_list("value", flat=True)
    assert list(rows) == ["5", "2"]


def test_a_wrong_list_shows_what_was_typed(world: World, send: Send) -> None:
    values = {f"{person_code(world, 'Ваня')}.": "7", f"{person_code(world, 'Оля')}.": "5"}
    answer = send("roster", **values)
    assert answer.status_code == 422
    assert "«7»" in page(answer)
    assert 'value="7"' in page(answer)
    assert 'value="5"' in page(answer)
    assert f'name="next" value="{lesson_url(world)}"' in page(answer)
    assert not Mark.objects.filter(school=world.school).exists()


def test_a_list_seen_before_is_a_conflict_and_then_wins(world: World, send: Send) -> None:
    key = f"{person_code(world, 'Ваня')}."
    type_in(world, "Ваня", "4")
    answer = send("roster", **{key: "5", f"seen-{key}": "0.0"})
    assert answer.status_code == 409
    assert "теперь в ней «4»" in page(answer)
    assert f'name="seen-{key}" value="0.1"' in page(answer)
    assert send("roster", **{key: "5", f"seen-{key}": "0.1"}).status_code == 302


def test_a_work_is_added_and_taken_away(world: World, send: Send, client_of: Callable[[str], Client]) -> None:
    set_rule(world, "procedures_not_at_edges", False)
    kind = code_of(world.work_type("к/р"))
    send("new_work", kind=kind, title="Линейная функция", weight="2.5")
    work = Work.objects.get(school=world.school)
    assert (work.title, str(work.weight), work.is_important, work.position) == ("Линейная функция", "2.50", True, 1)
    type_in(world, "Ваня", "2", work_id=work.pk)
    url = lesson_url(world, "drop_work", work)  # type: ignore[arg-type]
    answer = client_of("Анна").post(url)
    assert answer.status_code == 422
    assert "сначала" in page(answer)
    assert "Алгебра" in page(answer)
    type_in(world, "Ваня", "", work_id=work.pk)
    assert client_of("Анна").post(url).status_code == 302
    work.refresh_from_db()
    assert work.withdrawn_at is not None


def test_a_wrong_work_is_refused_beside_its_form(world: World, send: Send) -> None:
    answer = send("new_work", kind=code_of(world.work_type("к/р")), title="Тема", weight="-1")
    assert answer.status_code == 422
    assert "weight" in answer.context["work_form"].errors
    assert 'value="Тема"' in page(answer)
    assert send("new_work", kind="nothing").status_code == 422


def test_a_task_with_link_and_file_for_one(world: World, send: Send, client_of: Callable[[str], Client]) -> None:
    file = SimpleUploadedFile("../карточка.pdf", PDF)
    values = {"text": "Карточка", "link": "https://example.org/a", "file": file, "only_for": person_code(world, "Оля")}
    due = code_of(world.lesson(ALGEBRA, THURSDAY))
    assert send("new_task", due=due, minutes="10", **values).status_code == 302
    (task,) = tasks(world)
    assert (task.for_all, task.minutes, task.due_id) == (False, 10, world.lesson(ALGEBRA, THURSDAY).pk)
    assert [row.person_id for row in task.addressees.all()] == [world.people["Оля"].pk]
    row = HomeworkFile.objects.get(school=world.school)
    assert row.name == "карточка.pdf"
    url = lesson_url(world, "file", row)  # type: ignore[arg-type]
    answer = client_of("Анна").get(url)
    assert b"".join(answer) == PDF  # type: ignore[arg-type]
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment")
    for stranger in ("Борис", "Мария", "Чеслав"):
        assert client_of(stranger).get(url).status_code == 404
    shown = page(client_of("Анна").get(lesson_url(world)))
    assert "карточка.pdf" in shown
    assert "Орлова" in shown.split("карточка.pdf")[0].split("Карточка")[-1]


def test_a_file_is_told_by_its_content(world: World, send: Send) -> None:
    file = SimpleUploadedFile("карточка.pdf", b"<script>alert(1)</script>")
    answer = send("new_task", text="Карточка", file=file, due=code_of(world.lesson(ALGEBRA, THURSDAY)))
    assert answer.status_code == 422
    assert "file" in answer.context["task_form"].errors
    assert "Карточка" in page(answer)
    assert tasks(world) == []


def test_a_task_without_words_or_with_a_wrong_link_is_refused(world: World, send: Send) -> None:
    answer = send("new_task", text="", link="javascript:alert(1)", due=code_of(world.lesson(ALGEBRA, MONDAY)))
    assert answer.status_code == 422
    assert set(answer.context["task_form"].errors) == {"text", "link", "due"}
    foreign = send("new_task", text="Карточка", only_for=person_code(world, "Петя"))
    assert set(foreign.context["task_form"].errors) == {"only_for"}


def test_a_task_is_taken_back(world: World, client_of: Callable[[str], Client]) -> None:
    task = give(world, "§ 19")
    url = lesson_url(world, "drop_task", task)  # type: ignore[arg-type]
    assert client_of("Борис").post(url).status_code == 404
    assert client_of("Ирина").post(url).status_code == 403
    assert client_of("Анна").post(url)["Location"] == lesson_url(world)
    assert tasks(world) == []


FORMS = ("text", "roster", "present", "new_work", "new_task")


@pytest.mark.parametrize("name", FORMS)
def test_who_only_reads_cannot_write(world: World, send: Send, name: str) -> None:
    before = entries(world)
    for who, status in (("Ирина", 403), ("Денис", 403), ("Борис", 404), ("Мария", 404), ("Чеслав", 404)):
        assert send(name, who, topic="Тема").status_code == status, who
    assert entries(world) == before


@pytest.mark.parametrize("name", FORMS)
def test_a_cancelled_lesson_takes_nothing(world: World, send: Send, name: str) -> None:
    cancel_lesson(actor=world.system, lesson=world.lesson(ALGEBRA), reason="Карантин")
    answer = send(name, topic="Тема", kind=code_of(world.work_type("к/р")))
    assert answer.status_code == 422
    assert "Урок отменён" in page(answer)


def test_the_substitute_writes_the_lesson_given(world: World, send: Send) -> None:
    monday = world.lesson(ALGEBRA, MONDAY)
    assert send("text", "Зоя", monday, topic="Замена", seen="0").status_code == 302
    assert send("text", "Зоя", topic="Чужой урок").status_code == 403


def test_the_first_year_has_no_homework(world: World, client_of: Callable[[str], Client]) -> None:
    lesson = world.lesson("Математика 1А", TODAY.replace(day=25))
    shown = page(client_of("Анна").get(lesson_url(world, lesson=lesson)))
    assert 'name="text"' not in shown
    answer = client_of("Анна").post(lesson_url(world, "text", lesson), {"topic": "Счёт", "seen": "0", "text": "Урок"})
    assert answer.status_code == 302
    assert tasks(world) == []
