"""The first letter of a new school comes from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from parta.accounts.models import Invitation
from parta.classes.models import Appointment
from tests.world import World


@pytest.mark.crosses_schools
def test_administrators_get_letters_in_a_private_file(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "letters.pdf"
    call_command("letters", str(file), school=world.school.pk)
    assert file.read_bytes().startswith(b"%PDF-")
    assert file.stat().st_mode & 0o077 == 0
    assert "Админова Алла Ивановна: adminova.ai" in capsys.readouterr().out
    fresh = Invitation.objects.filter(account=world.accounts["Алла"], used_at=None, cancelled_at=None)
    assert fresh.count() == 1


@pytest.mark.crosses_schools
def test_a_school_without_an_administrator_is_told_so(world: World, tmp_path: Path) -> None:
    Appointment.objects.filter(school_id=world.school.pk, role="administrator").erase()
    with pytest.raises(CommandError, match="Администратор журнала не назначен"):
        call_command("letters", str(tmp_path / "letters.pdf"), school=world.school.pk)


def test_the_empty_workbook_is_written(tmp_path: Path) -> None:
    call_command("template", str(tmp_path / "school.xlsx"))
    assert (tmp_path / "school.xlsx").read_bytes().startswith(b"PK")
