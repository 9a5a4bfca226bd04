"""The search itself, in the background: its run tells how far it is and is asked whether to stop.

What it imports is heavy; only the process that searches pays for it.
"""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from parta.common import clock
from parta.timetable.arithmetic import Card
from parta.timetable.models import RunState, SolverRun
from parta.timetable.selectors.problem import problem_of
from parta.timetable.selectors.sheet import Sheet, sheet_of
from parta.timetable.solving.counting import figures, shortages
from parta.timetable.solving.demands import Problem, Weights

if TYPE_CHECKING:
    from parta.timetable.solving.rooms import Rooms
    from parta.timetable.solving.search import News, Result

BEAT = 2
"""Seconds between two words to the database."""
MOST_NEWS = 300
EXPLAINING = 20.0
"""Seconds for naming what contradicts itself."""


@dataclass
class Voice:
    """How the search speaks with its run."""

    run: SolverRun
    news: list[list[float | int]] = field(default_factory=list)
    beats: int = 0

    def tell(self, news: News) -> None:
        self.news.append([news.seconds, news.cost, news.bound, news.missing])
        del self.news[:-MOST_NEWS]

    def is_stopped(self) -> bool:
        """Asked every second; every second time the run is told that its search lives."""
        self.beats += 1
        if self.beats % BEAT == 0:
            put(self.run, beat_at=clock.now(), news=self.news)
        row = SolverRun.objects.filter(school_id=self.run.school_id, pk=self.run.pk)
        return bool(row.values_list("is_stopped", flat=True)[0])


def workers() -> int:
    """Two at least, as the search is a race of several ways; not more than help."""
    return max(2, min(os.cpu_count() or 2, 8))


def put(run: SolverRun, **values: Any) -> None:
    for name, value in values.items():
        setattr(run, name, value)
    run.save(update_fields=list(values))


def search(*, school_id: int, run_id: int) -> None:
    """Look for the week of a run; whatever happens, the run says it."""
    rows = SolverRun.objects.filter(school_id=school_id, pk=run_id, state=RunState.WAITING)
    if not rows.update(state=RunState.RUNNING, started_at=clock.now(), beat_at=clock.now()):
        return
    run = SolverRun.objects.select_related("version__branch", "version__year").get(school_id=school_id, pk=run_id)
    try:
        _search(run)
    except Exception:
        put(run, state=RunState.FAILED, ended_at=clock.now(), report={"code": "broken"})
        raise


def _search(run: SolverRun) -> None:
    from parta.timetable.solving.rooms import rooms_of, with_homes
    from parta.timetable.solving.search import solve

    sheet, voice = sheet_of(run.version), Voice(run)
    problem = with_homes(problem_of(sheet, run.mode, Weights(**run.weights), run.stays))
    short = [] if problem.partial else shortages(problem)
    if short:
        put(
            run,
            state=RunState.IMPOSSIBLE,
            ended_at=clock.now(),
            report={"short": [list(vars(one).values()) for one in short]},
        )
        return
    result = solve(problem, seconds=run.seconds, workers=workers(), tell=voice.tell, is_stopped=voice.is_stopped)
    put(run, beat_at=clock.now(), news=voice.news)
    if result.places:
        _keep(run, sheet, problem, result, rooms_of(problem, result.places))
    else:
        _give_up(run, problem, result)


def _keep(run: SolverRun, sheet: Sheet, problem: Problem, result: Result, rooms: Rooms) -> None:
    """The week as rows of a draft, and what of it became better."""
    plan = plan_of(problem, sheet, result, rooms)
    cards = [Card(number + 1, *row[:6]) for number, row in enumerate(plan)]
    before = figures(sheet.facts, sheet.cards, sheet.elsewhere)
    after = figures(sheet.facts, cards, sheet.elsewhere)
    put(
        run,
        state=RunState.FOUND,
        ended_at=clock.now(),
        cost=result.cost,
        bound=result.bound,
        unplaced=result.missing,
        plan=plan,
        report={
            "before": asdict(before),
            "after": asdict(after),
            "left": [
                [demand.courses[0], demand.count - len(result.places[demand.key])]
                for demand in problem.demands
                if demand.count > len(result.places[demand.key])
            ],
        },
    )


def plan_of(problem: Problem, sheet: Sheet, result: Result, rooms: Rooms) -> list[list[Any]]:
    pinned = {(card.course, card.place, card.week) for card in sheet.cards if card.key in sheet.pinned}
    return [
        [
            course,
            *place,
            demand.week,
            demand.teacher,
            rooms[demand.key, place],
            demand.fixed and (course, place, demand.week) in pinned,
        ]
        for demand in problem.demands
        for place in result.places[demand.key]
        for course in demand.courses
    ]


def _give_up(run: SolverRun, problem: Problem, result: Result) -> None:
    from parta.timetable.solving.explain import contradiction
    from parta.timetable.solving.search import IMPOSSIBLE

    if result.state == IMPOSSIBLE:
        reasons = [list(reason) for reason in contradiction(problem, seconds=EXPLAINING) if isinstance(reason, tuple)]
        put(run, state=RunState.IMPOSSIBLE, ended_at=clock.now(), report={"reasons": reasons})
        return
    is_stopped = SolverRun.objects.filter(school_id=run.school_id, pk=run.pk, is_stopped=True).exists()
    state = RunState.CANCELLED if is_stopped else RunState.FAILED
    put(run, state=state, ended_at=clock.now(), report={"code": "no_time"})
