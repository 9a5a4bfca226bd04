"""Writing a plan: all or nothing, in one transaction, through the services of the rooms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from parta.access.actor import Actor, Origin, system
from parta.access.rules import require
from parta.classes.models import GroupKind
from parta.common.errors import Invalid, PartaError
from parta.exchange.plan import make_plan
from parta.exchange.rules import EXCHANGE
from parta.exchange.services.writers import Writing, write, write_parts, writing_of
from parta.exchange.snapshot import snapshot_of
from parta.exchange.steps import Plan, Step
from parta.exchange.workbook.reading import Book, Fact, Problem
from parta.exchange.workbook.tables import TABLES
from parta.lessons.services import make_lessons
from parta.people.models import Person
from parta.school.models import Branch, School
from parta.school.selectors import today_of
from parta.school.services import found_school
from parta.timetable.models import Version
from parta.timetable.services import Place, draft_version, put_slots

Progress = Callable[[int, int, str], None]
"""Told how many steps of how many are done, and what is being done."""
EVERY = 20


class Refused(Invalid):
    """A workbook was not applied; nothing was changed."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(_("The workbook was not applied, nothing has changed."))
        self.problems = problems


def quiet(done: int, total: int, words: str) -> None:
    """Progress that nobody follows."""


@transaction.atomic
def apply_plan(*, actor: Actor, school: School, book: Book, progress: Progress = quiet, expected: str = "") -> Plan:
    """Make the school what the workbook says; `expected` is the fingerprint of the plan that was shown."""
    require(actor, EXCHANGE, school)
    School.objects.select_for_update().get(pk=school.pk)
    progress(0, 0, _("Comparing with the school"))
    snapshot = snapshot_of(school)
    plan = make_plan(book, snapshot)
    if plan.problems:
        raise Refused(plan.problems)
    if expected and plan.fingerprint != expected:
        words = _("The school has changed since the check: look at the new preview.")
        raise Refused([Problem("", 0, "", words)])
    _write_all(writing_of(actor, school, snapshot, plan), plan, progress)
    return plan


@transaction.atomic
def found_from(*, book: Book, progress: Progress = quiet, name: str = "") -> tuple[School, Plan]:
    """Found a new school from the sheet «Школа» and make it what the workbook says."""
    values = next((fact.values for fact in book.facts if fact.table == "school"), None)
    if values is None:
        raise Refused(make_plan(book, snapshot_of(None)).problems)
    checked = make_plan(book, snapshot_of(None))
    if checked.problems:
        raise Refused(checked.problems)
    founder = Actor(name=name, role="system", origin=Origin("import"))
    given = {name: value for name, value in values.items() if value not in (None, "")}
    school = found_school(actor=founder, **given)
    actor = system(school.pk, name=name, channel="import")
    return school, apply_plan(actor=actor, school=school, book=book, progress=progress)


def _write_all(pen: Writing, plan: Plan, progress: Progress) -> None:
    steps = [step for step in _in_order(plan.steps, pen) if step.fact.table != "slots"]
    total = len(steps) + len(plan.timetables)
    for done, step in enumerate(steps):
        if done % EVERY == 0:
            progress(done, total, TABLES[step.fact.table].title)
        _careful(step.fact, write, pen, step)
        following = steps[done + 1].fact.table if done + 1 < len(steps) else ""
        if step.fact.table == "groups" and following != "groups":
            for other in steps:
                if other.fact.table == "groups":
                    _careful(other.fact, write_parts, pen, other)
    for done, (branch, facts) in enumerate(sorted(plan.timetables.items())):
        progress(len(steps) + done, total, TABLES["slots"].title)
        _careful(replace(facts[0], row=0, cells={}), _timetable, pen, branch, facts)
    progress(total, total, _("Done"))


def _careful(fact: Fact, act: Callable[..., Any], *args: Any) -> None:
    """What a service refuses is a problem of the line, and nothing at all is written."""
    try:
        act(*args)
    except Refused:
        raise
    except PartaError as error:
        fields = getattr(error, "fields", {})
        column = next((name for name in fields if name in fact.cells), "")
        raise Refused([fact.problem(error.message, column)]) from error


def _in_order(steps: list[Step], pen: Writing) -> list[Step]:
    """Stays in the order of their days, a class before its subgroups; teachings and roles end before others begin."""
    order = list(TABLES)

    def place(step: Step) -> tuple[Any, ...]:
        values = step.fact.values
        if step.fact.table == "memberships":
            is_class = any(
                row.kind == GroupKind.CLASS
                for row in [pen.rows["groups"].get((step.fact.key[2], step.fact.key[3]))]
                if row is not None
            )
            return (order.index("memberships"), step.stored is None, values["since"], not is_class)
        return (order.index(step.fact.table), 0, date.min, 0)

    return sorted(steps, key=place)


def _timetable(pen: Writing, branch: str, facts: list[Fact]) -> None:
    """A new version of the week of a branch, from a day on which none begins yet."""
    here: Branch = pen.row("branches", branch)
    old = Version.objects.filter(school_id=pen.school.pk, branch=here).order_by("-since").first()
    since = _first_day(pen, facts, old)
    taken = set(Version.objects.filter(school_id=pen.school.pk, branch=here).values_list("since", flat=True))
    while since in taken:
        since += timedelta(days=1)
    if pen.year is None:
        raise Invalid(_("Write the academic year on its sheet."))
    version = draft_version(actor=pen.actor, branch=here, year=pen.year, since=since)
    put_slots(actor=pen.actor, version=version, places=[_place(pen, fact) for fact in facts])
    make_lessons(actor=pen.actor, version=version)


def _first_day(pen: Writing, facts: list[Fact], old: Version | None) -> date:
    said = [fact.values["valid_from"] for fact in facts if fact.values.get("valid_from")]
    if pen.year is None:
        raise Invalid(_("Write the academic year on its sheet."))
    first = pen.year.since
    if old is None:
        earliest: date = min(said, default=first)
        return earliest
    wanted: list[date] = [*said, today_of(pen.school.pk), first]
    return max(wanted)


def _place(pen: Writing, fact: Fact) -> Place:
    said = fact.values
    course = pen.course(said)
    slot = pen.rows["slots"].get(fact.key)
    teacher: Person | None = slot.teacher if slot else None
    room = slot.room if slot else None
    if said.get("person"):
        teacher = pen.row("staff", said["person"]).person
    elif teacher is None:
        teachers = {
            row.person_id: row.person
            for row in pen.rows["teachers"].values()
            if row.course_id == course.pk and row.until is None
        }
        teacher = next(iter(teachers.values())) if len(teachers) == 1 else None
    if said.get("room"):
        room = pen.room(said["branch"], said["room"])
    return Place(
        course.pk,
        said["weekday"],
        said["number"],
        said["week"],
        teacher.pk if teacher else None,
        room.pk if room else None,
    )
