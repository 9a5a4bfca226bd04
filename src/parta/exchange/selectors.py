"""Runs of an import and files of aSc as the pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet

from parta.access.actor import Actor
from parta.access.reading import row_for
from parta.access.rules import require
from parta.common.codes import Ref, encode
from parta.common.errors import NotFound
from parta.common.russian import search_key
from parta.exchange import progress
from parta.exchange.asc.drafting import Change
from parta.exchange.asc.matching import KINDS, LEFT_OUT, MODELS, OUT, Match
from parta.exchange.asc.preview import Line, lines_of, preview_of
from parta.exchange.asc.preview import Preview as AscPreview
from parta.exchange.models import ImportRun, RunState, TimetableFile
from parta.exchange.rules import EXCHANGE
from parta.exchange.workbook.reading import Problem
from parta.school.models import Branch, School
from parta.school.rules import EDIT_STRUCTURE

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


@dataclass(frozen=True)
class TimetableFiles:
    branches: QuerySet[Branch]
    since: date
    page: Page[TimetableFile]


def timetable_files(actor: Actor, page: Any) -> TimetableFiles:
    """Where a timetable may be loaded to, from which day by default (the next Monday), earlier files."""
    school_id = actor.school_id or 0
    branches = Branch.objects.filter(EDIT_STRUCTURE.filter(actor), school_id=school_id).order_by(
        "-is_main", "short_name"
    )
    if not branches:
        raise NotFound
    rows = TimetableFile.objects.filter(EDIT_STRUCTURE.filter(actor), school_id=school_id).select_related("branch")
    rows = rows.annotate(surname=F("created_by__surname"), first_name=F("created_by__name"))
    since = actor.on + timedelta(days=7 - actor.on.weekday())
    return TimetableFiles(branches, since, Paginator(rows.order_by("-created_at", "-pk"), PAGE).get_page(page))


def timetable_file_of(actor: Actor, ref: Ref) -> TimetableFile:
    rows = TimetableFile.objects.select_related("branch")
    found: TimetableFile = row_for(actor, rows, ref, EDIT_STRUCTURE)
    return found


def matches_of(file: TimetableFile) -> tuple[Match, ...]:
    return preview_of(file).matching.matches


@dataclass(frozen=True)
class Ask:
    """A name with the rows it may mean: their codes and words."""

    match: Match
    options: list[tuple[str, str]]
    chosen: str


@dataclass(frozen=True)
class TimetablePage:
    """`asked` are names with a choice each: unmatched ones, the one to be changed, always the part of the year."""

    preview: AscPreview
    asked: list[Ask]
    matched: list[tuple[str, list[Match]]]
    page: Page[Change]
    lines: list[Line]
    counts: dict[str, int]


def timetable_page(file: TimetableFile, *, change: str, page: Any) -> TimetablePage:
    found = preview_of(file)
    asked = [
        _ask(file, row)
        for row in found.matching.matches
        if row.chosen is None or row.field == change or row.kind == "term"
    ]
    known = [row for row in found.matching.matches if row.chosen is not None]
    matched = [(kind, [row for row in known if row.kind == kind]) for kind in KINDS]
    changes = Paginator(found.draft.changes, LINES).get_page(page)
    counts = {state: found.draft.count(state) for state in ("added", "removed", "changed")}
    return TimetablePage(
        found,
        asked,
        [(kind, rows) for kind, rows in matched if rows],
        changes,
        lines_of(found, list(changes)),
        {**counts, "same": found.draft.same},
    )


def _ask(file: TimetableFile, match: Match) -> Ask:
    model = MODELS[match.kind]
    options = [(encode(model, Ref(file.school_id, row.id)), row.label) for row in match.options]
    chosen = {None: "", LEFT_OUT: OUT}.get(match.chosen) or encode(model, Ref(file.school_id, match.chosen or 0))
    return Ask(match, options, "" if match.chosen is None else chosen)
