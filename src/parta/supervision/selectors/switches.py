"""Which checks the school has on, with the settings that they read."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise

from parta.access.actor import Actor
from parta.school.forms import words_of_setting
from parta.school.models import School
from parta.school.rules import EDIT_SCHOOL
from parta.school.selectors import policy_of
from parta.supervision.checks import CHECKS, Check


@dataclass(frozen=True)
class SettingLine:
    """A setting of the school in words; the page leads to it by its key."""

    key: str
    label: str | Promise
    value: str


@dataclass(frozen=True)
class CheckLine:
    check: Check
    is_on: bool
    settings: list[SettingLine]


@dataclass(frozen=True)
class CheckPage:
    lines: list[CheckLine]
    common: list[SettingLine]
    """What holds for the remarks of every check."""
    may_edit: bool


def check_page(actor: Actor) -> CheckPage:
    school_id = actor.school_id or 0
    policy = policy_of(school_id)
    lines = [
        CheckLine(check, bool(policy[check.switch]), [setting_line(key, policy[key]) for key in check.settings])
        for check in CHECKS.values()
    ]
    common = [setting_line("remark_days", policy["remark_days"])]
    return CheckPage(lines, common, EDIT_SCHOOL.allows(actor, School(pk=school_id)))


def setting_line(key: str, value: object) -> SettingLine:
    words = words_of_setting(key)
    return SettingLine(key, words.label or key, words.say(value))


def checks_on(school_id: int) -> int:
    """How many checks make remarks. One query."""
    policy = policy_of(school_id)
    return sum(bool(policy[check.switch]) for check in CHECKS.values())
