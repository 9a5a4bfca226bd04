"""The regulation: its text, its editions, its pages, who publishes it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from parta.access.actor import NOBODY
from parta.common import clock
from parta.common.codes import Ref
from parta.common.errors import Invalid, NotFound
from parta.demo.names import table
from parta.ledger.models import Entry
from parta.service.arithmetic import clauses_of, every, misnumbered, wordless
from parta.service.models import Regulation
from parta.service.services import publish_regulation
from tests.world import NOW, TODAY, YEAR_START, World

BODY = [
    {"number": "1", "title": "Общие положения", "parts": [{"number": "1.1", "text": "Журнал ведут учителя."}]},
    {
        "number": "2",
        "title": "Сроки",
        "parts": [
            {"number": "2.1", "title": "Когда", "text": "Отметки ставят:", "items": ["за ответ", "за работу"]},
            {"number": "2.2", "text": "Подробности на https://example.org/"},
        ],
    },
]


def publish(world: World, by: str = "", branch: str = "Вячка", **values: Any) -> Regulation:
    edition = Regulation(school=world.school, branch=world.branches[branch] if branch else None)
    values = {"title": "Регламент ведения журнала", "body": BODY, "since": YEAR_START, **values}
    return publish_regulation(actor=world.actor(by) if by else world.system, edition=edition, **values)


def text_of(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def page_of(edition: Regulation) -> str:
    return reverse("service:regulation", args=[edition])


def test_text_of_the_demo_is_whole() -> None:
    """Thirteen clauses, 254 words in their order: the digest changes with any of them."""
    kept = table("regulation")
    clauses = clauses_of(kept["clauses"])
    assert [row.number for row in clauses] == [str(number) for number in range(1, 14)]
    assert misnumbered(clauses) is None and wordless(clauses) is None
    words = " ".join([kept["title"], *(row.text for row in clauses)]).split()
    assert len(words) == 254
    assert sha256(" ".join(words).encode()).hexdigest()[:16] == "5e88af4a719c0fae"
    assert all(row.title for row in clauses)


@pytest.mark.parametrize(
    ("numbers", "wrong"),
    [
        (["1", "2", "3"], None),
        (["1", "3", "4"], None),
        (["1", "2", "2"], "2"),
        (["2", "1"], "1"),
        (["1.1"], "1.1"),
        (["0"], "0"),
        (["x"], "x"),
        ([""], ""),
    ],
)
def test_numbers_go_up(numbers: list[str], wrong: str | None) -> None:
    clauses = clauses_of([{"number": number, "text": "Слово"} for number in numbers])
    assert misnumbered(clauses) == wrong


def test_parts_carry_the_number_of_their_section() -> None:
    clauses = clauses_of(BODY)
    assert [row.number for row in every(clauses)] == ["1", "1.1", "2", "2.1", "2.2"]
    assert misnumbered(clauses) is None
    assert misnumbered(clauses_of([{"number": "1", "parts": [{"number": "2.1", "text": "Слово"}]}])) == "2.1"
    assert wordless(clauses_of([{"number": "1", "title": "Только название"}])) == "1"


@pytest.mark.parametrize("name", ["Алла", "Денис", "Нина"])
def test_it_is_published_by_administrator_director_and_head(world: World, name: str) -> None:
    edition = publish(world, name)
    assert (edition.version, edition.published_by, edition.published_at) == (1, world.people[name], NOW)
    entry = Entry.objects.filter(school=world.school).latest("pk")
    assert (entry.action, entry.target, entry.person) == ("service.regulation.added", edition.pk, world.people[name].pk)


@pytest.mark.parametrize("name", ["Ирина", "Софья", "Полина", "Белла", "Тимур", "Анна", "Вера", "Мария", "Ваня"])
def test_others_do_not_publish(world: World, name: str) -> None:
    with pytest.raises(NotFound):
        publish(world, name)


def test_head_of_a_branch_publishes_nothing_for_the_school_or_another_branch(world: World) -> None:
    for branch in ("", world.main.short_name):
        with pytest.raises(NotFound):
            publish(world, "Нина", branch=branch)
    with pytest.raises(NotFound):
        publish_regulation(
            actor=NOBODY, edition=Regulation(school=world.school), title="Р", body=BODY, since=YEAR_START
        )
    assert not Regulation.objects.filter(school=world.school).exists()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"body": []}, "body"),
        ({"body": [{"text": "Без номера"}]}, "body"),
        ({"body": ["Просто строка"]}, "body"),
        ({"body": [{"number": "2", "text": "а"}, {"number": "1", "text": "б"}]}, "body"),
        ({"body": [{"number": "1"}]}, "body"),
        ({"body": [{"number": "", "text": "а"}]}, "body"),
        ({"title": ""}, "title"),
        ({"since": YEAR_START - timedelta(days=1)}, "since"),
    ],
)
def test_misshaped_edition_is_refused_in_words(world: World, values: dict[str, Any], field: str) -> None:
    publish(world)
    with pytest.raises(Invalid) as refused:
        publish(world, **values)
    assert list(refused.value.fields) == [field]
    assert Regulation.objects.filter(school=world.school).count() == 1


def test_school_page_leads_to_the_edition_in_force(world: World, client: Client) -> None:
    first = publish(world)
    second = publish(world, since=date(2026, 11, 1))
    future = publish(world, since=TODAY + timedelta(days=1))
    whole = publish(world, branch="")
    assert [row.version for row in (first, second, future, whole)] == [1, 2, 3, 1]
    page = text_of(client, reverse("service:school", args=[world.school]))
    assert page_of(second) in page and page_of(whole) in page
    assert page_of(first) not in page and page_of(future) not in page
    with clock.at(NOW + timedelta(days=1)):
        assert page_of(future) in text_of(client, reverse("service:school", args=[world.school]))


def test_document_has_contents_deep_links_and_contacts(
    world: World, client: Client, django_assert_num_queries: Any
) -> None:
    edition = publish(world, "Нина")
    with django_assert_num_queries(3):
        page = text_of(client, page_of(edition))
    assert "<h1>Регламент ведения журнала</h1>" in page
    for number in ("1", "1.1", "2", "2.1", "2.2"):
        assert f'id="p{number}"' in page
    assert page.count('href="#p2"') == 3
    assert "Редакция 1, действует с 1 сентября 2026" in page
    assert "Опубликовано 24 ноября 2026: Заведующая Нина Павловна, заведующий филиалом" in page
    assert "(847537) 68542" in page
    assert "<li>за ответ</li>" in page
    assert '<a href="https://example.org/" rel="nofollow">' in page
    assert page.index("Журнал ведут учителя.") < page.index("за работу") < page.index("Подробности на")


def test_older_and_coming_editions_lead_to_the_one_in_force(world: World, client: Client) -> None:
    first, second = publish(world), publish(world, title="Регламент, новая редакция")
    future = publish(world, since=date(2026, 12, 1))
    old = text_of(client, page_of(first))
    assert "Эта редакция больше не действует" in old and page_of(second) in old
    coming = text_of(client, page_of(future))
    assert "вступает в силу 1 декабря 2026" in coming and page_of(second) in coming
    assert "Эта редакция" not in text_of(client, page_of(second))


def test_regulation_of_the_school_shows_the_director(world: World, client: Client) -> None:
    page = text_of(client, page_of(publish(world, branch="")))
    assert "Директоров Денис Ильич" in page and "Заведующая Нина" not in page


def test_pdf_holds_the_document(world: World, client: Client, django_assert_num_queries: Any) -> None:
    url = reverse("service:regulation_pdf", args=[publish(world)])
    answer = client.get(url)
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF") and len(answer.content) > 10_000
    longer = [{"number": str(number), "text": "Длинный пункт о журнале и дневнике. " * 20} for number in range(1, 40)]
    other = client.get(reverse("service:regulation_pdf", args=[publish(world, body=longer)]))
    assert len(other.content) > len(answer.content) + 10_000
    assert client.get(url).content == answer.content


def test_unknown_edition_is_not_found(world: World, client: Client) -> None:
    edition = publish(world)
    for ref in (Ref(world.school.pk, 10**6), Ref(world.other.school.pk, edition.pk)):  # type: ignore[union-attr]
        for name in ("service:regulation", "service:regulation_pdf"):
            assert client.get(reverse(name, args=[ref])).status_code == 404
    assert client.post(page_of(edition)).status_code == 405


def test_other_school_shows_no_foreign_regulation(world: World, client: Client) -> None:
    edition = publish(world)
    assert world.other
    assert page_of(edition) not in text_of(client, reverse("service:school", args=[world.other.school]))


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
def test_document_fits_and_a_deep_link_is_marked(
    world: World, open_page: Callable[..., Any], width: int, scheme: str
) -> None:
    page = open_page(width=width, color_scheme=scheme)
    page.goto(page_of(publish(world, body=table("regulation")["clauses"])))
    assert page.evaluate("document.documentElement.scrollWidth") == width
    if width < 700:
        page.get_by_text("Содержание", exact=True).first.click()
    page.get_by_role("link", name="Жалоба").click()
    assert page.url.endswith("#p11")
    assert page.locator("#p11").evaluate("element => element.matches(':target')")
    page.goto("/")
    assert page.evaluate("document.documentElement.scrollWidth") == width
