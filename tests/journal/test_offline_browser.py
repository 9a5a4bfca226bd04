"""What is typed is never lost: the outbox against the real server, with the line, the answer or the session cut."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Error, Page, Route, expect

from parta.common.codes import code_of
from parta.journal.models import Receipt
from parta.journal.selectors.cells import Place, standing_cells
from tests.acts import ALGEBRA, course_url, entries, person_code, type_in, write
from tests.browser import sign_in
from tests.world import PASSWORD, World

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Page]

OPEN = """async () => {
  const { openOutbox } = await import("/static/journal/outbox.js");
  const { send: url, account } = document.querySelector("table.grid").dataset;
  window.outbox = await openOutbox({ url, account, token: document.querySelector("#token input").value });
  window.told = [];
  outbox.addEventListener("change", ({ detail }) => told.push(detail));
}"""


def go(page: Page, world: World) -> None:
    """The journal of algebra with the outbox at hand."""
    page.goto(course_url(world))
    page.evaluate(OPEN)


def put(page: Page, world: World, pupil: str, text: str, **more: Any) -> str:
    place = {"kind": "cell", "l": code_of(world.lesson(ALGEBRA)), "w": "", "p": person_code(world, pupil)}
    key: str = page.evaluate("op => outbox.put([op])[0]", {**place, "seen": "0.0", "text": text, **more})
    return key


def state(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate("outbox.status()")
    return found


def until(page: Page, condition: str) -> None:
    """The page comes to this (`wait_for_function` needs an eval that the pages do not allow)."""
    page.evaluate(f"""() => new Promise((go, fail) => {{
      const told = () => fail(new Error({condition!r} + JSON.stringify(outbox.status())));
      const late = setTimeout(told, 10000);
      const look = () => ({condition} ? (clearTimeout(late), go()) : setTimeout(look, 20));
      look();
    }})""")


def is_sent(page: Page) -> None:
    until(page, "outbox.status().pending === 0")


def written(page: Page) -> None:
    """What was put lies on the disk (the network is cut: it was tried and waits)."""
    until(page, "outbox.isAtRisk() === false && outbox.status().online === false")


def text_of(world: World, pupil: str) -> str:
    place = Place(world.lesson(ALGEBRA).pk, world.people[pupil].pk, None)
    return standing_cells(world.school.pk, [place])[place].text


def test_what_is_put_without_connection_survives_a_reload(open_page: OpenPage, world: World) -> None:
    page = open_page("Анна", refusals=True)
    go(page, world)
    page.route("**/operations/", lambda route: route.abort())
    put(page, world, "Ваня", "4")
    put(page, world, "Оля", "н")
    written(page)
    page.reload()
    page.evaluate(OPEN)
    assert [row["text"] for row in page.evaluate("outbox.pending()")] == ["4", "н"]
    page.unroute("**/operations/")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    is_sent(page)
    assert (text_of(world, "Ваня"), text_of(world, "Оля")) == ("4", "н")


def test_a_lost_answer_makes_one_mark_and_no_conflict(open_page: OpenPage, world: World) -> None:
    page = open_page("Анна", refusals=True)
    go(page, world)
    before = entries(world)
    lost = []

    def lose(route: Route) -> None:
        lost.append(route.fetch().status)
        route.abort()

    page.route("**/operations/", lose, times=1)
    put(page, world, "Ваня", "4")
    until(page, "outbox.status().online === false")
    assert (lost, text_of(world, "Ваня")) == ([200], "4")
    page.reload()
    page.evaluate(OPEN)
    is_sent(page)
    assert state(page)["unsettled"] == 0
    assert (Receipt.objects.filter(school=world.school).count(), entries(world) - before) == (1, 1)


def test_what_is_typed_over_a_lost_answer_builds_on_it(open_page: OpenPage, world: World) -> None:
    page = open_page("Анна", refusals=True)
    go(page, world)

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/operations/", lose, times=1)
    put(page, world, "Ваня", "4")
    until(page, "outbox.status().online === false")
    put(page, world, "Ваня", "5")
    key = put(page, world, "Ваня", "3")
    assert [(row["key"], row["text"]) for row in page.evaluate("outbox.pending()")][-1] == (key, "3")
    page.evaluate("outbox.flush()")
    is_sent(page)
    assert (text_of(world, "Ваня"), state(page)["unsettled"]) == ("3", 0)


def test_texts_that_were_not_sent_are_folded_and_keep_what_was_first_seen(open_page: OpenPage, world: World) -> None:
    type_in(world, "Ваня", "2")
    page = open_page("Анна", refusals=True)
    go(page, world)
    page.route("**/operations/", lambda route: route.abort())
    put(page, world, "Оля", "3")
    written(page)
    put(page, world, "Ваня", "4", seen="0.1", was="2")
    put(page, world, "Ваня", "5", seen="9.9", was="4")
    folded = page.evaluate("outbox.pending()")[-1]
    assert (len(page.evaluate("outbox.pending()")), folded["seen"], folded["was"], folded["text"]) == (
        2,
        "0.1",
        "2",
        "5",
    )
    page.unroute("**/operations/")
    page.evaluate("outbox.flush()")
    is_sent(page)
    assert (text_of(world, "Ваня"), state(page)["unsettled"]) == ("5", 0)


def test_nothing_is_sent_or_shown_when_another_person_is_signed_in(open_page: OpenPage, world: World) -> None:
    page = open_page("Анна", refusals=True)
    go(page, world)
    page.route("**/operations/", lambda route: route.abort())
    put(page, world, "Ваня", "4")
    written(page)
    left = page.context.new_page()
    page.context.clear_cookies(name="sessionid")
    sign_in(left, world, "Зоя")
    left.goto(course_url(world))
    left.evaluate(OPEN)
    assert left.evaluate("outbox.pending()") == []
    page.unroute("**/operations/")
    page.evaluate("outbox.flush()")
    assert (state(page)["foreign"], state(page)["pending"], text_of(world, "Ваня")) == (True, 1, "")
    page.context.clear_cookies(name="sessionid")
    sign_in(left, world, "Анна")
    left.goto(course_url(world))
    left.evaluate(OPEN)
    is_sent(left)
    assert text_of(world, "Ваня") == "4"


def test_a_change_made_elsewhere_is_a_conflict_that_waits_for_a_decision(open_page: OpenPage, world: World) -> None:
    page = open_page("Анна")
    go(page, world)
    type_in(world, "Ваня", "5")
    key = put(page, world, "Ваня", "2")
    is_sent(page)
    page.reload()
    page.evaluate(OPEN)
    (held,) = page.evaluate("outbox.unsettled()")
    assert (held["op"]["key"], held["op"]["text"], held["state"], held["cell"]["text"]) == (key, "2", "conflict", "5")
    assert text_of(world, "Ваня") == "5"
    put(page, world, "Ваня", "2", seen=held["cell"]["version"])
    is_sent(page)
    assert (text_of(world, "Ваня"), state(page)["unsettled"]) == ("2", 0)


@pytest.mark.parametrize("status", [423, 401])
def test_a_closed_screen_keeps_what_was_put(open_page: OpenPage, world: World, status: int) -> None:
    page = open_page("Анна", refusals=True)
    go(page, world)
    page.route("**/operations/", lambda route: route.fulfill(status=status, body="{}"), times=1)
    put(page, world, "Ваня", "4")
    until(page, "outbox.status().signedOut")
    assert (state(page)["pending"], text_of(world, "Ваня")) == (1, "")
    page.evaluate("outbox.flush()")
    is_sent(page)
    assert text_of(world, "Ваня") == "4"


def test_a_token_that_is_old_is_asked_anew(open_page: OpenPage, world: World) -> None:
    page = open_page("Анна", refusals=True)
    go(page, world)
    page.evaluate("document.cookie = 'csrftoken=' + 'x'.repeat(32) + '; path=/'")
    put(page, world, "Ваня", "4")
    is_sent(page)
    assert text_of(world, "Ваня") == "4"


def test_two_tabs_send_each_thing_once(open_page: OpenPage, world: World) -> None:
    first = open_page("Анна")
    go(first, world)
    second = first.context.new_page()
    go(second, world)
    before = entries(world)
    put(first, world, "Ваня", "4")
    put(second, world, "Оля", "5")
    for page in (first, second):
        is_sent(page)
    assert (text_of(world, "Ваня"), text_of(world, "Оля"), entries(world) - before) == ("4", "5", 2)


def test_without_locks_and_without_a_disk_it_still_goes(open_page: OpenPage, world: World) -> None:
    page = open_page("Анна")
    page.add_init_script(
        "Object.defineProperty(navigator, 'locks', { value: undefined });"
        "IDBFactory.prototype.open = () => { throw new Error('private'); };"
    )
    go(page, world)
    put(page, world, "Ваня", "4")
    is_sent(page)
    assert (state(page)["durable"], text_of(world, "Ваня")) == (False, "4")


def is_kept(page: Page, world: World) -> None:
    """The worker is there and holds the journal of algebra."""
    page.evaluate(f"""async () => {{
      await navigator.serviceWorker.ready;
      for (const url of ["{course_url(world)}", "/static/parta/grid.css", "/static/journal/store.js"])
        for (let tries = 0; !(await caches.match(url, {{ ignoreSearch: true, ignoreVary: true }})); tries++)
          if (tries > 300) throw new Error("not kept: " + url);
          else await new Promise((go) => setTimeout(go, 50));
    }}""")


def nothing_is_kept(page: Page) -> None:
    """No page lies on the device any more, and none comes back a moment later."""
    left = page.evaluate("""async () => {
      const pause = (ms) => new Promise((go) => setTimeout(go, ms));
      for (let tries = 0; tries < 200 && (await caches.keys()).length; tries++) await pause(50);
      await pause(300);
      return caches.keys();
    }""")
    assert left == []


def waits(page: Page) -> Any:
    return expect(page.locator("#saving"))


def test_the_day_goes_on_without_connection(open_page: OpenPage, world: World) -> None:
    page = open_page("Анна", refusals=True)
    page.goto(reverse("journal:day"))
    is_kept(page, world)
    context = page.context
    context.set_offline(True)
    page.goto(course_url(world))
    expect(page.locator("#kept-note")).to_contain_text("Без связи: журнал показан на")
    page.evaluate(OPEN)
    put(page, world, "Ваня", "4")
    written(page)
    waits(page).to_have_text("1 запись ждёт связи")
    page.close()
    page = context.new_page()
    page.goto(course_url(world))
    page.evaluate(OPEN)
    assert [row["text"] for row in page.evaluate("outbox.pending()")] == ["4"]
    put(page, world, "Оля", "5")
    waits(page).to_have_text("2 записи ждут связи")
    assert page.evaluate("getComputedStyle(document.querySelector('table.grid')).borderCollapse") != ""
    context.set_offline(False)
    is_sent(page)
    waits(page).to_have_text("Всё сохранено")
    expect(page.locator("#kept-note")).to_contain_text("Связь вернулась")
    assert (text_of(world, "Ваня"), text_of(world, "Оля")) == ("4", "5")


def test_after_signing_out_no_page_is_kept(open_page: OpenPage, world: World) -> None:
    page = open_page("Анна", refusals=True)
    page.goto(reverse("journal:day"))
    is_kept(page, world)
    page.locator(".top .menu summary").click()
    page.get_by_role("button", name="Выйти").click()
    page.wait_for_url(lambda url: "journal" not in url)
    nothing_is_kept(page)
    page.context.set_offline(True)
    with pytest.raises(Error):
        page.goto(course_url(world))


def test_a_session_that_ended_elsewhere_leaves_no_page_behind(open_page: OpenPage, world: World) -> None:
    page = open_page("Анна", refusals=True)
    page.goto(reverse("journal:day"))
    is_kept(page, world)
    page.context.clear_cookies(name="sessionid")
    page.goto(course_url(world))
    page.wait_for_url(lambda url: "login" in url)
    nothing_is_kept(page)


def test_signing_out_asks_about_what_was_not_sent(open_page: OpenPage, world: World) -> None:
    page = open_page("Анна", refusals=True)
    go(page, world)
    page.route("**/operations/", lambda route: route.abort())
    put(page, world, "Ваня", "4")
    written(page)
    page.locator(".top .menu summary").click()
    page.get_by_role("button", name="Выйти").click()
    expect(page.locator("#leave")).to_contain_text("Ещё не отправлено записей: 1")
    page.get_by_role("button", name="Остаться").click()
    expect(page.locator("table.grid")).to_be_visible()
    page.unroute("**/operations/")
    page.locator(".top .menu summary").click()
    page.get_by_role("button", name="Выйти").click()
    page.get_by_role("button", name="Отправить и выйти").click()
    page.wait_for_url(lambda url: "journal" not in url)
    assert text_of(world, "Ваня") == "4"


def test_signed_out_the_bar_leads_to_the_sign_in_and_back(open_page: OpenPage, world: World) -> None:
    page = open_page("Анна", refusals=True)
    go(page, world)
    page.context.clear_cookies(name="sessionid")
    put(page, world, "Ваня", "4")
    waits(page).to_have_text("Войдите снова: записи сохранены на этом устройстве")
    page.locator("#saving a").click()
    page.fill("[name=login]", world.accounts["Анна"].username)
    page.fill("[name=password]", PASSWORD)
    page.click("main form button[type=submit] >> nth=0")
    page.wait_for_url(lambda url: "/journal/course/" in url)
    waits(page).to_have_text("Всё сохранено")
    assert text_of(world, "Ваня") == "4"


def test_the_text_of_a_lesson_waits_for_the_line_and_a_conflict_is_told(open_page: OpenPage, world: World) -> None:
    page = open_page("Анна", refusals=True)
    address = course_url(world, lesson=code_of(world.lesson(ALGEBRA)))
    page.goto(address)
    page.evaluate(OPEN)
    page.route("**/operations/", lambda route: route.abort())
    page.locator("#id_topic").fill("Линейная функция")
    page.locator("#id_text").fill("§ 19")
    page.locator("form[data-lesson] button").click()
    written(page)
    page.reload()
    page.evaluate(OPEN)
    expect(page.locator("#id_topic")).to_have_value("Линейная функция")
    expect(page.locator("#id_text")).to_have_value("§ 19")
    page.unroute("**/operations/")
    page.evaluate("outbox.flush()")
    waits(page).to_contain_text("Всё сохранено")
    assert (world.lesson(ALGEBRA).topic, world.lesson(ALGEBRA).homework.get().text) == ("Линейная функция", "§ 19")
    page.locator("#id_topic").fill("Прямая")
    page.locator("form[data-lesson] button").click()
    is_sent(page)
    assert (world.lesson(ALGEBRA).topic, state(page)["unsettled"]) == ("Прямая", 0)
    write(world, "Другая тема")
    page.locator("#id_topic").fill("Моя тема")
    page.locator("form[data-lesson] button").click()
    expect(page.get_by_text("Другая тема").first).to_be_visible()
    assert world.lesson(ALGEBRA).topic == "Другая тема"


def strike(page: Page, pupil: str, digit: str) -> None:
    """One key in the cell of a pupil at today's lesson."""
    place = page.evaluate("document.querySelector('thead [aria-current]').closest('th').cellIndex")
    page.locator("table.grid tbody tr", has_text=pupil).locator("td").nth(place - 1).click()
    page.keyboard.press(digit)


def test_typing_in_the_grid_goes_on_from_the_kept_page(open_page: OpenPage, world: World) -> None:
    page = open_page("Анна", refusals=True)
    page.goto(reverse("journal:day"))
    is_kept(page, world)
    address = course_url(world, lesson=code_of(world.lesson(ALGEBRA)))
    context = page.context
    context.set_offline(True)
    page.goto(address)
    strike(page, "Зайцев", "4")
    waits(page).to_have_text("1 запись ждёт связи")
    page.close()
    page = context.new_page()
    page.goto(address)
    expect(page.locator("table.grid tbody tr", has_text="Зайцев")).to_contain_text("4")
    strike(page, "Орлова", "5")
    waits(page).to_have_text("2 записи ждут связи")
    page.set_viewport_size({"width": 360, "height": 740})
    context.set_offline(False)
    waits(page).to_have_text("Всё сохранено")
    assert (text_of(world, "Ваня"), text_of(world, "Оля")) == ("4", "5")
    assert page.evaluate("document.documentElement.scrollWidth") == 360
