"""A real Chromium for the tests marked `browser`; console errors and refused scripts or styles fail the test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from tests.world import PASSWORD, World

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = next(path for name in NAMES if (path := shutil.which(name)))
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture
def open_page(browser: Browser, live_server: Any, world: World) -> Iterator[Callable[..., Page]]:
    """A fresh page of the test's site: `open_page(width=360)`; `open_page("Анна")` is signed in.

    With `refusals` the server (or the line) may refuse requests: the test is about it.
    """
    contexts, errors = [], []

    def open_(name: str = "", width: int = 1280, height: int = 800, refusals: bool = False, **options: Any) -> Page:
        size: Any = {"width": width, "height": height}
        context = browser.new_context(base_url=live_server.url, locale="ru-RU", viewport=size, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", lambda message: errors.append(message.text) if is_bad(message, refusals) else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        if name:
            sign_in(page, world, name)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert not errors, errors


def is_bad(message: ConsoleMessage, refusals: bool) -> bool:
    return message.type == "error" and not (refusals and message.text.startswith("Failed to load resource"))


def sign_in(page: Page, world: World, name: str) -> None:
    page.goto("/account/login/")
    page.fill("[name=login]", world.accounts[name].username)
    page.fill("[name=password]", PASSWORD)
    page.click("main form button[type=submit] >> nth=0")
    page.wait_for_url(lambda url: "login" not in url)
