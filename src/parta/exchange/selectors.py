"""Runs of an import as the pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F

from parta.access.actor import Actor
from parta.access.rules import require
from parta.common.codes import Ref
from parta.common.errors import NotFound
from parta.common.russian import search_key
from parta.exchange import progress
from parta.exchange.models import ImportRun, RunState
from parta.exchange.rules import EXCHANGE
from parta.exchange.workbook.reading import Problem
from parta.school.models import School

PAGE = 25
LINES = 50


def school_of(actor: Actor) -> School:
    """The school that the actor may load and take away."""
    school = School.objects.filter(pk=actor.school_id or 0).first()
    if school is None:
        raise NotFound
    require(actor, EXCHANGE, school)
    return school


def runs(school: School, page: Any) -> Page[ImportRun]:
    rows = (
        ImportRun.objects.filter(school_id=school.pk)
        .defer("plan", "report")
        .annotate(surname=F("created_by__surname"), first_name=F("created_by__name"))
    )
    return Paginator(rows.order_by("-created_at", "-pk"), PAGE).get_page(page)


def run_of(actor: Actor, ref: Ref) -> ImportRun:
    run: ImportRun | None = ImportRun.objects.filter(EXCHANGE.filter(actor), school_id=ref.school_id, pk=ref.id).first()
    if run is None:
        raise NotFound
    return run


@dataclass(frozen=True)
class Preview:
    """What the file of a run would change (or has changed), problems first."""

    run: ImportRun
    sheets: list[dict[str, Any]]
    problems: list[Problem]
    page: Page[dict[str, Any]]
    words: str
    done: progress.Step
    is_dead: bool

    @property
    def can_apply(self) -> bool:
        return self.run.state == RunState.READY and not self.problems and bool(self.run.plan.get("lines"))

    @property
    def is_empty(self) -> bool:
        return self.run.state == RunState.READY and not self.problems and not self.run.plan.get("lines")

    @property
    def missing(self) -> list[dict[str, Any]]:
        return [row for row in self.sheets if row["missing"]]


def preview(run: ImportRun, *, search: str = "", sheet: str = "", page: Any = 1) -> Preview:
    wanted = search_key(search)
    lines = [
        line
        for line in run.plan.get("lines", [])
        if (not sheet or line["sheet"] == sheet)
        and (not wanted or wanted in search_key(" ".join([line["title"], *line["words"]])))
    ]
    found = run.report.get("problems") or run.plan.get("problems", [])
    return Preview(
        run,
        run.plan.get("sheets", []),
        [Problem(**problem) for problem in found],
        Paginator(lines, LINES).get_page(page),
        run.report.get("words", ""),
        progress.seen(run.progress_name) if run.is_working else progress.Step(),
        run.state == RunState.APPLYING and progress.is_dead(run.progress_name),
    )
