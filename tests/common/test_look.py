"""The look in numbers: contrast of every pair of tokens, weight of the styles, one dark set."""

from __future__ import annotations

import gzip
import re
from itertools import product
from pathlib import Path

import pytest

import parta.common

STYLES = Path(parta.common.__file__).parent / "static/parta"
TOKENS = (STYLES / "tokens.css").read_text()
INKS = ("ink", "muted", "faint", "accent", "warn", "bad")
GROUNDS = ("paper", "sheet", "warm", "tint")
PAIRS = [
    *product(INKS, GROUNDS),
    *product(("ink", "muted", "accent", "warn", "bad"), ("wash",)),
    ("warn", "warn-tint"),
    ("ink", "warn-tint"),
    ("bad", "bad-tint"),
    ("ink", "bad-tint"),
    ("on-fill", "fill"),
    *product(("hard-accent", "hard-warn", "hard-bad"), GROUNDS),
]


def tokens(*selectors: str) -> dict[str, str]:
    """The colours that hold where these selectors do, later ones over earlier ones."""
    blocks = [re.search(re.escape(selector) + r" \{(.*?)\}", TOKENS, re.DOTALL) for selector in selectors]
    found = [pair for block in blocks if block for pair in re.findall(r"--([\w-]+): (#\w+)", block[1])]
    return {name: colour if len(colour) == 7 else "#" + "".join(c * 2 for c in colour[1:4]) for name, colour in found}


THEMES = {"light": tokens(":root"), "dark": tokens(":root", ":root[data-theme=dark]")}


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_text_is_readable_on_every_ground(theme: str, ink: str, ground: str) -> None:
    assert contrast(THEMES[theme][ink], THEMES[theme][ground]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", ["paper", "sheet"])
def test_borders_of_fields_are_seen(theme: str, ground: str) -> None:
    assert contrast(THEMES[theme]["field"], THEMES[theme][ground]) >= 3


@pytest.mark.parametrize("theme", THEMES)
def test_hard_tones_are_harder(theme: str) -> None:
    for tone in ("accent", "warn", "bad"):
        assert contrast(THEMES[theme][f"hard-{tone}"], THEMES[theme]["sheet"]) >= 7


def test_dark_is_the_same_by_the_system_and_by_choice() -> None:
    assert tokens(":root:not([data-theme=light])") == tokens(":root[data-theme=dark]")


def test_styles_use_known_tokens_only() -> None:
    local = {"tone", "ground", "least", "page", "aside", "pad"}
    known = set(re.findall(r"--([\w-]+):", TOKENS)) | local
    for file in STYLES.glob("*.css"):
        assert set(re.findall(r"var\(--([\w-]+)", file.read_text())) <= known, file.name


def test_styles_hold_no_colours_beside_the_tokens() -> None:
    for name in ("base.css", "grid.css", "diary.css"):
        assert set(re.findall(r"#[0-9a-f]{3,8}\b", (STYLES / name).read_text())) <= {"#0000", "#0006"}, name


def test_all_styles_weigh_at_most_8_kilobytes_compressed() -> None:
    assert sum(len(gzip.compress(file.read_bytes())) for file in STYLES.glob("*.css")) <= 8_000
