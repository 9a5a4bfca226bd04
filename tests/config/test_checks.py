"""`parta check` tells what is unsafe in an installation."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from parta.config import checks
from tests.world import World


def ids(messages: list[Any]) -> list[str]:
    return [str(message.id) for message in messages]


def test_a_private_data_folder_is_wanted(tmp_path: Path, settings: Any) -> None:
    settings.DATA = tmp_path
    key = tmp_path / "secret.key"
    key.write_text("x")
    os.chmod(tmp_path, 0o755)
    os.chmod(key, 0o640)
    assert ids(checks.private_files()) == ["parta.W001", "parta.W002"]
    os.chmod(tmp_path, 0o700)
    os.chmod(key, 0o600)
    assert checks.private_files() == []


@pytest.mark.parametrize(("allowed", "told"), [(["*"], ["parta.W003"]), ([], ["parta.W003"]), (["a.example"], [])])
def test_names_of_the_site_are_wanted(settings: Any, allowed: list[str], told: list[str]) -> None:
    settings.ALLOWED_HOSTS = allowed
    assert ids(checks.hosts()) == told


def test_a_school_without_tables_is_told(world: World) -> None:
    assert checks.tables_of_schools(["default"]) == []
    world.code("н")
    checks.Code.objects.filter(school_id=world.school.pk).erase()
    checks.WorkType.objects.filter(school_id=world.school.pk).update(is_default=False)
    found = checks.tables_of_schools(["default"])
    assert ids(found) == ["parta.W004", "parta.W005"]
    assert world.school.short_name in found[0].msg


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="a check of SQLite")
def test_sqlite_has_to_keep_foreign_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good = connection.copy()
    good.settings_dict = connection.settings_dict | {"NAME": str(tmp_path / "good.sqlite3")}
    bad = connection.copy()
    bad.settings_dict = good.settings_dict | {"NAME": str(tmp_path / "bad.sqlite3"), "OPTIONS": {}}
    nowhere = connection.copy()
    nowhere.settings_dict = good.settings_dict | {"NAME": str(tmp_path / "no" / "folder.sqlite3")}
    monkeypatch.setattr(checks, "connections", {"good": good, "bad": bad, "nowhere": nowhere})
    found = checks.database(["good", "bad", "nowhere"])
    for made in (good, bad):
        made.close()
    assert ids(found) == ["parta.E002", "parta.E001"]


@pytest.mark.django_db
@pytest.mark.crosses_schools
def test_the_whole_check_is_one_command() -> None:
    call_command("check")
