"""What a school may decide, with the value that holds until it does (sources: domain.md by section)."""

from __future__ import annotations

from typing import Any

POLICY: dict[str, Any] = {
    "average": "weighted",  # 4.2: "weighted" or "simple"
    "homework_deadline_minutes": 60,  # 2.1: after the last lesson of the class
    "idle_lock_minutes": 30,  # staff only; 0 switches the lock off
    "invitation_days": 60,
    "own_account_from_year_level": 1,
    "applicant_from_age": 14,  # 3.3
    "first_year_homework": False,  # 5
}
