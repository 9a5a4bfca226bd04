"""A school exported, founded again elsewhere and imported twice is the same school."""

from __future__ import annotations

import pytest

from parta.exchange.export import workbook_of
from parta.exchange.plan import make_plan
from parta.exchange.services import apply_plan, found_from
from parta.exchange.snapshot import canonical, snapshot_of
from parta.exchange.workbook.reading import read
from parta.ledger.models import Entry
from tests.world import World


def test_the_exported_school_can_be_founded_again(world: World) -> None:
    book = read(workbook_of(world.school))
    assert [str(problem) for problem in book.problems] == []
    school, _plan = found_from(book=book)
    assert school.pk != world.school.pk
    assert canonical(school) == canonical(world.school)


def test_the_exported_school_changes_nothing_in_itself(world: World) -> None:
    plan = make_plan(read(workbook_of(world.school)), snapshot_of(world.school))
    assert [str(problem) for problem in plan.problems] == []
    assert [(line.title, line.words) for line in plan.lines] == []
    assert plan.missing == {}


def test_a_second_import_writes_nothing(world: World) -> None:
    data = workbook_of(world.school)
    before = Entry.objects.filter(school=world.school).count()
    plan = apply_plan(actor=world.system, school=world.school, book=read(data))
    assert plan.is_empty
    assert Entry.objects.filter(school=world.school).count() == before
