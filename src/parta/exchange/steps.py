"""What a plan is made of: steps to write, lines to show, problems."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from dataclasses import asdict, dataclass, field
from typing import Any

from parta.exchange.snapshot import Stored
from parta.exchange.workbook.reading import Fact, Problem
from parta.exchange.workbook.sheets import SHEETS


@dataclass(frozen=True)
class Line:
    """What a line of the file does: `state` is added or changed, `words` say what exactly."""

    sheet: str
    row: int
    title: str
    state: str
    words: list[str]


@dataclass
class Step:
    """A row to write: new, or with the columns that differ."""

    fact: Fact
    stored: Stored | None
    changed: dict[str, Any]


@dataclass
class Plan:
    problems: list[Problem] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    unchanged: dict[str, int] = field(default_factory=dict)
    missing: dict[str, list[str]] = field(default_factory=dict)
    """By sheet: what is in Parta and not in the file; an import leaves it alone."""
    steps: list[Step] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    year_title: str = ""
    timetables: dict[str, list[Fact]] = field(default_factory=dict)
    """Branches (by label) whose week differs, with the whole new week."""

    @property
    def is_empty(self) -> bool:
        return not self.steps

    @property
    def fingerprint(self) -> str:
        """Equal for plans that would do the same."""
        words = json.dumps([asdict(line) for line in self.lines], ensure_ascii=False)
        return hashlib.sha256(words.encode()).hexdigest()

    def counts(self, state: str) -> dict[str, int]:
        found: dict[str, int] = defaultdict(int)
        for line in self.lines:
            found[line.sheet] += line.state == state
        return found

    def as_json(self) -> dict[str, Any]:
        added, changed = self.counts("added"), self.counts("changed")
        sheets = [
            {
                "title": sheet.title,
                "added": added.get(sheet.title, 0),
                "changed": changed.get(sheet.title, 0),
                "unchanged": self.unchanged.get(sheet.title, 0),
                "missing": self.missing.get(sheet.title, []),
                "problems": sum(problem.sheet == sheet.title for problem in self.problems),
            }
            for sheet in SHEETS
        ]
        return {
            "sheets": [row for row in sheets if any(value for name, value in row.items() if name != "title")],
            "lines": [asdict(line) for line in self.lines],
            "problems": [asdict(problem) for problem in self.problems],
            "fingerprint": self.fingerprint,
        }
