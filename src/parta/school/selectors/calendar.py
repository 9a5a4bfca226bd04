"""What is in force on a day: policy, academic year, term."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from parta.common import clock
from parta.school.defaults import POLICY
from parta.school.models import AcademicYear, Policy, School, Term


def policy_of(school_id: int, on: date | None = None) -> dict[str, Any]:
    """Every setting of the school in force on a day (default: today)."""
    on = on or today_of(school_id)
    rows = Policy.objects.filter(school_id=school_id, since__lte=on).order_by("since")
    return POLICY | {row.key: row.value for row in rows if row.key in POLICY}


def now_of(school_id: int) -> datetime:
    """The present instant in the school's time zone (law 7 of the design)."""
    return clock.now().astimezone(ZoneInfo(School.objects.only("time_zone").get(pk=school_id).time_zone))


def today_of(school_id: int) -> date:
    """Today in the school's time zone (law 7 of the design)."""
    return now_of(school_id).date()


def year_on(school_id: int, on: date) -> AcademicYear | None:
    """The academic year of a day; in the summer the one that has just ended."""
    years = AcademicYear.objects.filter(school_id=school_id, since__lte=on)
    found: AcademicYear | None = years.order_by("-since").first()
    return found


def terms_of(school_id: int, scheme_id: int | None) -> list[Term]:
    return list(Term.objects.filter(school_id=school_id, scheme_id=scheme_id).order_by("number"))


def term_on(terms: list[Term], on: date) -> Term | None:
    """The term of a day; between terms the one before."""
    begun = [term for term in terms if term.since <= on]
    return begun[-1] if begun else next(iter(terms), None)
