"""Pages of the automatic timetable: what is to be placed and what cannot be; a search under way; what it found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from parta.common import clock
from parta.timetable.models import RunMode, RunState, SolverRun, Version
from parta.timetable.selectors.editor import hours_words, pool_of
from parta.timetable.selectors.problem import problem_of
from parta.timetable.selectors.sheet import Sheet, sheet_of
from parta.timetable.solving.counting import shortages
from parta.timetable.solving.demands import Weights
from parta.timetable.solving_words import GENERAL, Names, Reason, reason_words, shortage_words

SILENCE = timedelta(seconds=60)
"""A search that has not been heard of for so long has died with its process."""
MOST_RUNS = 5
BROKEN_OFF = _("The search was broken off")

FIGURES: Mapping[str, str | Promise] = {
    "lessons": _("Lessons in the week"),
    "errors": _("Errors"),
    "windows": _("Windows of teachers"),
    "hard_lessons": _("Hard lessons out of their place"),
    "hard_days": _("Classes with the hardest day not on Tuesday or Wednesday"),
    "wishes": _("Lessons against the wishes of teachers"),
    "rooms": _("Lessons in a room of another kind"),
}


@dataclass(frozen=True)
class FigureLine:
    label: str
    before: int
    after: int | None = None

    @property
    def tone(self) -> str:
        if self.after is None or self.after == self.before:
            return ""
        return "ok" if self.after < self.before or self.label == str(FIGURES["lessons"]) else "warn"


@dataclass(frozen=True)
class RunLine:
    run: SolverRun
    state: str


@dataclass(frozen=True)
class SolverPage:
    """What stands before a search: lessons that stand, that are pinned, hours not placed, what cannot be."""

    version: Version
    has_left: bool
    stands: int
    pinned: int
    left: str
    """Hours not placed yet, in words."""
    short: list[Reason]
    runs: list[RunLine]
    working: SolverRun | None


def solver_page(sheet: Sheet) -> SolverPage:
    problem = problem_of(sheet, RunMode.IMPROVE, Weights())
    rows = SolverRun.objects.filter(school_id=sheet.version.school_id, version=sheet.version)
    runs = list(rows.select_related("made_by").defer("plan", "before", "news").order_by("-made_at", "-pk")[:MOST_RUNS])
    names = names_of(sheet)
    return SolverPage(
        sheet.version,
        bool(pool_of(sheet)),
        len(sheet.cards),
        len(sheet.pinned),
        hours_words(sum((item.left for item in pool_of(sheet)), Fraction(0))),
        [shortage_words([*vars(one).values()], names) for one in shortages(problem)],
        [RunLine(run, _state_words(run)) for run in runs],
        next((run for run in runs if run.is_working and not is_dead(run)), None),
    )


def _state_words(run: SolverRun) -> str:
    return str(BROKEN_OFF if is_dead(run) else run.get_state_display())


def is_dead(run: SolverRun) -> bool:
    heard = run.beat_at or run.started_at
    return run.state == RunState.RUNNING and (heard is None or clock.now() - heard > SILENCE)


def names_of(sheet: Sheet) -> Names:
    return Names(
        {key: row.initials_name for key, row in sheet.teachers.items()},
        {key: row.name for key, row in sheet.classes.items()},
        {key: f"{row.subject.name}, {row.group.name}" for key, row in sheet.courses.items()},
    )


@dataclass(frozen=True)
class Step:
    """How far a search is: seconds gone, those it may take, what the best week costs so far, what it costs at least."""

    gone: int
    limit: int
    cost: int | None
    bound: int
    missing: int

    @property
    def left(self) -> int:
        return max(0, self.limit - self.gone)


@dataclass(frozen=True)
class RunPage:
    run: SolverRun
    step: Step
    is_dead: bool
    is_working: bool
    figures: list[FigureLine]
    reasons: list[Reason]
    left: list[tuple[str, int]]
    words: str
    is_stale: bool
    """The draft was changed after the search read it."""
    may_take_back: bool


def run_page(run: SolverRun) -> RunPage:
    dead, report = is_dead(run), run.report
    needs_names = report.keys() & {"reasons", "short", "left"} and any(report.get(key) for key in report)
    names = names_of(sheet_of(run.version)) if needs_names and not run.is_working else Names({}, {}, {})
    reasons = [shortage_words(one, names) for one in report.get("short", ())]
    reasons += [reason_words(one, names) for one in report.get("reasons", ())]
    code = "died" if dead else report.get("code", "")
    return RunPage(
        run,
        step_of(run),
        dead,
        run.is_working and not dead,
        _lines(report),
        reasons,
        [(names.courses.get(course, "—"), count) for course, count in report.get("left", ())],
        str(GENERAL.get(code, "")),
        run.version.revision != run.seen,
        run.applied_revision is not None and run.applied_revision == run.version.revision,
    )


def step_of(run: SolverRun) -> Step:
    last = run.news[-1] if run.news else None
    begun, ended = run.started_at, run.ended_at or clock.now()
    gone = int((ended - begun).total_seconds()) if begun else 0
    cost, bound, missing = (int(last[1]), int(last[2]), int(last[3])) if last else (None, 0, 0)
    return Step(gone, run.seconds, cost, bound, missing)


def _lines(report: Mapping[str, Mapping[str, int]]) -> list[FigureLine]:
    before, after = report.get("before"), report.get("after")
    if before is None or after is None:
        return []
    return [FigureLine(str(label), before[key], after[key]) for key, label in FIGURES.items()]
