"""Take the pictures of the documentation: `python tools/screenshots.py [FOLDER]` writes docs/images/*.png.

The demo school is built as it stands in the third lesson of a Tuesday and served with the clock stopped there, so
the pictures stay the same until the pages change. With a FOLDER the school is kept there and used again next time.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from importlib import import_module
from io import BytesIO
from pathlib import Path
from threading import Thread
from typing import Any
from unittest.mock import patch

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

DAY, HOUR = date(2026, 11, 24), (10, 40)
SIZE = "full"
WIDE, PHONE = (1280, 800), (360, 780)
TEACHER, MOTHER, DIRECTOR, ADMINISTRATOR = "kozlova.ev", "lavrenteva.mi", "sobolev.an", "titov.mo"
DEPUTY = "krylova.ip"
GRADE = "7А"


@dataclass(frozen=True)
class Shot:
    """A picture: its name, the page, whose eyes, the size of the screen, what to do before it is taken."""

    name: str
    url: str
    account: str = ""
    size: tuple[int, int] = WIDE
    prepare: Callable[[Any], None] = lambda _page: None


def main(folder: Path) -> None:
    os.environ |= {"PARTA_DATA": str(folder), "PARTA_DEMO": "1", "DJANGO_SETTINGS_MODULE": "parta.config.settings"}
    os.environ.pop("DATABASE_URL", None)
    import django

    django.setup()
    from parta.common import clock
    from parta.demo.context import moment

    IMAGES.mkdir(parents=True, exist_ok=True)
    with clock.at(moment(DAY, *HOUR)):
        _stand(folder)
        _print_letters()
        shots = [*_public(), *_of_teacher(), *_of_others()]
        with _served() as site:
            _take(shots, site, passwords(folder))
    total = sum(path.stat().st_size for path in IMAGES.glob("*.png"))
    print(f"{len(shots) + 1} pictures in {IMAGES.relative_to(ROOT)}, {total // 1024} KB")


def passwords(folder: Path) -> dict[str, str]:
    rows = json.loads((folder / "demo.json").read_text(encoding="utf-8"))
    return {row["username"]: row["password"] for row in rows}


def _stand(folder: Path) -> None:
    """The demo school, built unless the folder has one."""
    from django.core.management import call_command
    from django.db import connection, transaction

    from parta.common import clock
    from parta.demo.build import build

    call_command("collectstatic", verbosity=0, interactive=False)
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    if (folder / "demo.json").exists():
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=OFF")
    with transaction.atomic():
        built = build(SIZE, DAY, lambda words, percent: print(f"{percent:3} % {words}", end="\r"), clock.now())
    print()
    (folder / "demo.json").write_text(json.dumps(built.sign_ins, ensure_ascii=False), encoding="utf-8")


def _public() -> Iterator[Shot]:
    yield Shot("start", "/")
    yield Shot("login", "/account/login/", size=(1280, 960))


def _of_teacher() -> Iterator[Shot]:
    from django.urls import reverse

    from parta.lessons.models import Lesson
    from parta.school.models import School

    school = School.objects.get()
    rows = Lesson.objects.filter(
        school=school, date=DAY, course__group__name=GRADE, teacher__account__username=TEACHER
    ).select_related("course")
    lesson = rows.order_by("number")[0]
    yield Shot("journal", reverse("journal:course", args=[lesson.course]), TEACHER, prepare=_choose_pupil)
    yield Shot("day", reverse("journal:day"), TEACHER)
    yield Shot("lesson", reverse("journal:lesson", args=[lesson]), TEACHER, PHONE)
    yield Shot("plan", reverse("journal:plan", args=[lesson.course]), TEACHER)


def _of_others() -> Iterator[Shot]:
    from django.urls import reverse

    from parta.timetable.models import Version

    draft = Version.objects.filter(published_at=None).order_by("pk")[0]
    yield Shot("timetable", reverse("timetable:editor", args=[draft]), DEPUTY)
    yield Shot("substitutions", reverse("journal:substitutions"), DEPUTY)
    yield Shot("diary", reverse("diary:week"), MOTHER, PHONE)
    yield Shot("marks", reverse("diary:marks"), MOTHER, PHONE, _open_subject)
    yield Shot("school", reverse("journal:school"), DIRECTOR)
    yield Shot("import", reverse("exchange:run", args=[_checked_import()]), ADMINISTRATOR, (1100, 1500))


def _choose_pupil(page: Any) -> None:
    """A cell of today's lesson has the keyboard."""
    column = page.evaluate("document.querySelector('.grid thead th.today').cellIndex")
    page.click(f".grid tbody tr:nth-child(4) > :nth-child({column + 1})")


def _open_subject(page: Any) -> None:
    page.click("details.subject >> nth=0")


def _checked_import() -> Any:
    """A workbook of the school with some changes, uploaded and checked."""
    from django.core.files.uploadedfile import SimpleUploadedFile
    from openpyxl import load_workbook

    from parta.accounts.models import Account
    from parta.exchange.services import check_run, export_school, upload
    from parta.lessons.selectors import actor_of
    from parta.school.models import School

    school = School.objects.get()
    actor = actor_of(Account.objects.get(username=ADMINISTRATOR))
    book = load_workbook(BytesIO(export_school(actor=actor, school=school)))
    _change(book)
    changed = BytesIO()
    book.save(changed)
    run = upload(actor=actor, school=school, file=SimpleUploadedFile("Школа, ноябрь.xlsx", changed.getvalue()))
    check_run(run)
    return run


def _change(book: Any) -> None:
    """What an office changes in a week: phones, hours, a room."""
    phones = iter(("+7 921 555-01-10", "+7 921 555-01-11", "+7 921 555-01-12"))
    for title, heading, rows in (("Сотрудники", "Телефон", (4, 9)), ("Ученики", "Телефон ученика", (30,))):
        sheet, column = _column(book, title, heading)
        for row in rows:
            sheet.cell(row, column).value = next(phones)
    sheet, column = _column(book, "Кабинеты", "Мест")
    sheet.cell(4, column).value = 28


def _column(book: Any, title: str, heading: str) -> tuple[Any, int]:
    sheet = book[title]
    cells = (cell for row in sheet.iter_rows(max_row=5) for cell in row)
    found = next(cell for cell in cells if str(cell.value or "").startswith(heading))
    return sheet, found.column


def _print_letters() -> None:
    """A page of letters as the printer gives it; the codes are made for the picture and cancelled at once."""
    import typst
    from django.db import transaction

    from parta.access.actor import system
    from parta.classes.models import Membership
    from parta.people import printing
    from parta.people.models import Pupil
    from parta.people.services import issue_letter

    with (
        transaction.atomic(),
        patch.object(typst, "compile", partial(typst.compile, format="png", ppi=72)),
    ):
        places = Membership.objects.filter(group__name=GRADE).select_related("person").order_by("person__sort_key")[5:8]
        cards = [Pupil.objects.select_related("person", "school").get(person=place.person) for place in places]
        actor = system(cards[0].school_id)
        letters = [issue_letter(actor=actor, card=card, person=card.person) for card in cards]
        groups = {card.person_id: GRADE for card in cards}
        picture = printing.letters_pdf(
            letters, school=str(cards[0].school), site="https://journal.school.example", groups=groups
        )
        transaction.set_rollback(True)
    (IMAGES / "letters.png").write_bytes(picture)


@contextmanager
def _served() -> Iterator[str]:
    """The site in this process, where the clock stands; gives its address."""
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler

    from parta.config.wsgi import application

    class Silent(WSGIRequestHandler):
        def log_message(self, *_args: Any) -> None: ...

    server = ThreadedWSGIServer(("127.0.0.1", 0), Silent)
    server.set_app(application)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def _take(shots: list[Shot], site: str, words: dict[str, str]) -> None:
    from playwright.sync_api import sync_playwright

    chromium = import_module("tests.browser")
    program = next(path for name in chromium.NAMES if (path := shutil.which(name)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=chromium.FLAGS)
        for shot in shots:
            width, height = shot.size
            context = browser.new_context(
                base_url=site, locale="ru-RU", viewport={"width": width, "height": height}, reduced_motion="reduce"
            )
            page = context.new_page()
            if shot.account:
                _sign_in(page, shot.account, words[shot.account])
            answer = page.goto(shot.url)
            if answer is None or not answer.ok:
                raise SystemExit(f"{shot.name}: {shot.url} does not open")
            shot.prepare(page)
            page.screenshot(path=IMAGES / f"{shot.name}.png")
            context.close()
        browser.close()


def _sign_in(page: Any, name: str, password: str) -> None:
    page.goto("/account/login/")
    page.fill("main [name=login] >> nth=0", name)
    page.fill("main [type=password] >> nth=0", password)
    page.click("main form button[type=submit] >> nth=0")
    page.wait_for_url(lambda url: "login" not in url)


if __name__ == "__main__":
    if sys.argv[1:]:
        main(Path(sys.argv[1]).resolve())
    else:
        with tempfile.TemporaryDirectory(prefix="parta-pictures-") as place:
            main(Path(place))
