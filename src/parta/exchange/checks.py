"""What a plan cannot do: rows that lack something or contradict each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any
from zoneinfo import available_timezones

from django.utils.translation import gettext as _

from parta.exchange.arithmetic import level_and_letter, phone_key
from parta.exchange.snapshot import Snapshot
from parta.exchange.steps import Plan, Step
from parta.exchange.workbook.reading import Fact, Problem
from parta.exchange.workbook.tables import TABLES


def check(plan: Plan, snapshot: Snapshot) -> None:
    """What a new row cannot do without, though a changed one can."""
    if snapshot.school is None and not any(fact.table == "school" for fact in plan.facts):
        plan.problems.append(Problem("Школа", 0, "", _("Write the name of the school on the sheet “Школа”.")))
    needs_year = [fact for fact in plan.facts if fact.table in ("groups", "memberships", "courses", "slots")]
    if not plan.year_title and needs_year:
        plan.problems.append(Problem("Учебный год", 0, "", _("Write the academic year on its sheet.")))
    _check_courses(plan, snapshot)
    _check_phones(plan, snapshot)
    _check_rooms(plan)
    classed = {fact.key[:2] for fact in plan.facts if fact.table == "memberships"}
    wrong = {(problem.sheet, problem.row) for problem in plan.problems}
    for step in plan.steps:
        if (step.fact.sheet, step.fact.row) in wrong:
            continue
        for column, words in _needs(step, classed):
            plan.problems.append(step.fact.problem(words, column))


def _check_courses(plan: Plan, snapshot: Snapshot) -> None:
    """Lessons and teachers are of courses that the file or the school has."""
    table = TABLES["courses"]
    known = {*snapshot.rows["courses"], *(fact.key for fact in plan.facts if fact.table == "courses")}
    for fact in plan.facts:
        if fact.table in ("slots", "teachers") and table.key_of(fact.values) not in known:
            words = _("%(group)s has no subject “%(subject)s”: add it to the sheet “Нагрузка”.")
            plan.problems.append(fact.problem(words % fact.values, "subject"))


def _check_rooms(plan: Plan) -> None:
    """A teacher is in one room at a time; in one room several courses are a joint lesson (timetable.services)."""
    for facts in plan.timetables.values():
        busy: dict[tuple[Any, ...], list[Fact]] = defaultdict(list)
        for fact in facts:
            said = fact.values
            if not said.get("person"):
                continue
            others = busy[said["person"], said["weekday"], said["number"]]
            for other in others:
                is_same_week = 0 in (said["week"], other.values["week"]) or said["week"] == other.values["week"]
                if is_same_week and said.get("room") != other.values.get("room"):
                    words = _("On row %(row)s the teacher has a lesson in another room at this time.")
                    plan.problems.append(fact.problem(words % {"row": other.row}, "person"))
                    break
            others.append(fact)


def _check_phones(plan: Plan, snapshot: Snapshot) -> None:
    """One representative of several children has one phone."""
    known: dict[int, Fact] = {}
    for fact in plan.facts:
        stored = snapshot.rows["guardians"].get(fact.key) if fact.table == "guardians" else None
        if stored is None or stored.person_id is None or not fact.values.get("phone"):
            continue
        other = known.setdefault(stored.person_id, fact)
        if phone_key(other.values["phone"]) != phone_key(fact.values["phone"]):
            words = _("Row %(row)s has another phone of the same representative.")
            plan.problems.append(fact.problem(words % {"row": other.row}, "phone"))


def _needs(step: Step, classed: set[tuple[Any, ...]]) -> Iterator[tuple[str, str]]:
    """Columns that lack something, each with words."""
    values = step.fact.values
    since, until = values.get("since"), values.get("until")
    if isinstance(since, date) and isinstance(until, date) and until < since:
        yield "until", _("The last day is before the first one.")
    if step.stored is None:
        yield from _needs_of_new(step.fact, classed)
    if step.fact.table == "school" and values.get("time_zone", "UTC") not in available_timezones():
        yield "time_zone", _("There is no such time zone.")
    if step.fact.table == "roles" and (values["role"] == "class_teacher") != bool(values.get("group")):
        yield "role", _("A class teacher needs a class; other roles have none.")


def _needs_of_new(fact: Fact, classed: set[tuple[Any, ...]]) -> Iterator[tuple[str, str]]:
    values = fact.values
    if fact.table == "bells" and not (values.get("starts") and values.get("ends")):
        yield "starts", _("A lesson needs its beginning and its end.")
    if fact.table == "terms" and not all(map(values.get, ("since", "until", "title"))):
        yield "since", _("A term needs a title, a first and a last day.")
    if fact.table == "groups" and values.get("kind", "class") == "class":
        level = values.get("year_level") or level_and_letter(values["name"])[0]
        if level not in range(1, 12):
            yield "name", _("A class has a year level from 1 to 11.")
    if fact.table == "pupils" and fact.key not in classed and not values.get("branch"):
        yield "class", _("A new pupil needs a class.")
