"""The chain proves that nothing in the ledger was changed, and names the first broken row."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from parta.common import clock
from parta.ledger.models import Entry, Link, Payload
from parta.ledger.services import record, seal, verify
from tests.world import NOW, World

pytestmark = pytest.mark.crosses_schools


def sealed(world: World) -> int:
    return seal(school_id=world.school.pk, settle=timedelta(0))


def run(sql: str, *params: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def entry_at(world: World, seq: int) -> int:
    return Link.objects.get(school=world.school, seq=seq).entry_id


def test_a_good_chain_holds(world: World) -> None:
    count = Entry.objects.filter(school=world.school).count()
    assert sealed(world) == count
    verdict = verify(school_id=world.school.pk)
    assert (verdict.sealed, verdict.unsealed, verdict.problem) == (count, 0, "")


def test_sealing_again_links_only_what_is_new(world: World) -> None:
    first = sealed(world)
    assert sealed(world) == 0
    record(actor=world.system, school_id=world.school.pk, action="tests.entry.made", target=world.school)
    assert sealed(world) == 1
    assert verify(school_id=world.school.pk).sealed == first + 1


def test_fresh_entries_wait_for_slower_writers(world: World) -> None:
    record(actor=world.system, school_id=world.school.pk, action="tests.entry.made", target=world.school)
    seal(school_id=world.school.pk)
    assert verify(school_id=world.school.pk).unsealed > 0
    with clock.at(NOW + timedelta(minutes=1)):
        seal(school_id=world.school.pk)
    assert verify(school_id=world.school.pk).unsealed == 0


def test_it_names_the_first_changed_entry(world: World) -> None:
    sealed(world)
    run("UPDATE ledger_entry SET actor_name = 'Кто-то другой' WHERE id = %s", entry_at(world, 7))
    verdict = verify(school_id=world.school.pk)
    assert (verdict.sealed, verdict.broken_seq, verdict.problem) == (6, 7, "запись изменена")


def test_it_names_the_first_changed_values(world: World) -> None:
    sealed(world)
    run("UPDATE ledger_payload SET new = '\"5\"' WHERE entry_id = %s", entry_at(world, 9))
    verdict = verify(school_id=world.school.pk)
    assert (verdict.broken_seq, verdict.problem) == (9, "значения записи изменены")


def test_it_notices_a_removed_link_and_a_removed_tail(world: World) -> None:
    last = sealed(world)
    run("DELETE FROM ledger_link WHERE school_id = %s AND seq = %s", world.school.pk, last)
    assert verify(school_id=world.school.pk).broken_seq == last
    run("DELETE FROM ledger_link WHERE school_id = %s AND seq = %s", world.school.pk, 3)
    assert verify(school_id=world.school.pk).broken_seq == 3


def test_erasing_values_by_law_keeps_the_chain(world: World) -> None:
    sealed(world)
    Payload.objects.filter(school=world.school, entry_id=entry_at(world, 9)).erase()
    assert verify(school_id=world.school.pk).problem == ""


def test_an_entry_is_never_saved_again(world: World) -> None:
    entry = Entry.objects.filter(school=world.school)[0]
    with pytest.raises(TypeError):
        entry.save()


def test_the_command_proves_and_names(world: World) -> None:
    call_command("ledger", "seal")
    out = StringIO()
    call_command("ledger", "verify", stdout=out)
    assert "цепочка цела" in out.getvalue()
    run("UPDATE ledger_entry SET action = 'x' WHERE id = %s", entry_at(world, 2))
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("ledger", "verify", stdout=out)
    assert "первая нарушенная запись: 2 (запись изменена)" in out.getvalue()
