"""How far a long act is: a small file beside the database, seen while a transaction is still open."""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

STALE = 120
"""Seconds without a word after which the work is taken for dead."""


@dataclass(frozen=True)
class Step:
    done: int = 0
    total: int = 0
    words: str = ""


def _path(name: str) -> Path:
    folder = Path(settings.DATA) / "progress"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / f"{name}.json"


def tell(name: str, done: int, total: int, words: str) -> None:
    path = _path(name)
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(asdict(Step(done, total, words))), encoding="utf-8")
    fresh.replace(path)


def seen(name: str) -> Step:
    try:
        return Step(**json.loads(_path(name).read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError):
        return Step()


def is_dead(name: str) -> bool:
    """Whether nothing was told for long: the process that worked was stopped."""
    try:
        return time.time() - _path(name).stat().st_mtime > STALE
    except FileNotFoundError:
        return True


def forget(name: str) -> None:
    _path(name).unlink(missing_ok=True)
