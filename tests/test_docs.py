"""What the documentation names exists: files, places in them, commands and variables of the environment."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from parta.config import settings

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
COMMAND = re.compile(r"(?<!=)\bparta ([a-z_]+)\b")
TARGET = re.compile(r"\bmake ([a-z]+)\b")
CODE = re.compile(r"^```.*?^```|`[^`\n]+`", re.MULTILINE | re.DOTALL)
VARIABLE = re.compile(r"\bPARTA_[A-Z_]+\b")
GUIDE = ROOT / "docs" / "administrators.md"


def name(page: Path) -> str:
    return str(page.relative_to(ROOT))


def anchors(page: Path) -> set[str]:
    """Headings as GitHub and GitLab make addresses of them."""
    words = (re.sub(r"[^\w\- ]", "", title.lower()) for title in HEADING.findall(page.read_text(encoding="utf-8")))
    return {title.replace(" ", "-") for title in words}


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_link_and_picture_is_there(page: Path) -> None:
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        if "://" in target:
            continue
        path, _sign, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        assert file.exists(), target
        assert not anchor or anchor in anchors(file), target


def test_every_picture_is_shown_somewhere() -> None:
    text = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    pictures = list((ROOT / "docs" / "images").glob("*.png"))
    assert [path.name for path in pictures if f"images/{path.name}" not in text] == []
    assert sum(path.stat().st_size for path in pictures) < 1_500_000


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_command_is_there(page: Path) -> None:
    code = "\n".join(CODE.findall(page.read_text(encoding="utf-8")))
    assert {*COMMAND.findall(code)} <= {*get_commands()}
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert {*TARGET.findall(code)} <= {*re.findall(r"^([a-z]+):", makefile, re.MULTILINE)}


def test_the_guide_names_every_variable_that_the_settings_read() -> None:
    read = {*VARIABLE.findall(Path(settings.__file__).read_text(encoding="utf-8"))}
    assert {*VARIABLE.findall(GUIDE.read_text(encoding="utf-8"))} == read
    for page in PAGES:
        assert {*VARIABLE.findall(page.read_text(encoding="utf-8"))} <= read, page.name
