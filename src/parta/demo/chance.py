"""Chance that repeats: every decision has a generator of its own, named by what is decided."""

from __future__ import annotations

from random import Random

SEED = "parta"


def chance(*about: object) -> Random:
    """The same generator for the same words: adding a decision elsewhere changes nothing here."""
    return Random("/".join(map(str, (SEED, *about))))  # noqa: S311  (believable data, no secrets)
