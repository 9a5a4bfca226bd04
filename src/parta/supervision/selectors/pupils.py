"""Whom a remark on marks is about, as it stands now: nothing of it is kept in the remark."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from parta.common.templatetags.parta import average
from parta.people.models import Person
from parta.school.selectors import now_of, policy_of, year_on
from parta.supervision.checks import Facts, Signed, Study, is_far, is_few, lacks_final
from parta.supervision.models import Remark
from parta.supervision.selectors.facts import settings_in
from parta.supervision.selectors.studies import signed_of, studies_of


@dataclass(frozen=True)
class PupilLine:
    name: str
    words: str


def _few(row: Study, facts: Facts) -> str:
    return _("%(marks)s of %(expected)s") % {"marks": row.marks, "expected": row.expected(facts.on)}


def _far(row: Signed) -> str:
    return _("%(mark)s with an average of %(average)s") % {"mark": row.mark, "average": average(row.average)}


STUDIES: dict[str, Callable[[Study, Facts], bool]] = {"few_marks": is_few, "final_missing": lacks_final}


def pupils_of(remark: Remark) -> list[PupilLine]:
    """The pupils whom a remark that is not settled is about, with the numbers of today; a fixed number of queries."""
    if remark.is_settled or not (remark.kind in STUDIES or remark.pupil_id):
        return []
    found = _of_pupil(remark) if remark.pupil_id else _of_course(remark)
    people = Person.objects.filter(pk__in=found).order_by("sort_key")
    return [PupilLine(person.short_name, found[person.pk]) for person in people]


def _of_course(remark: Remark) -> dict[int, str]:
    now = now_of(remark.school_id)
    policy, year = policy_of(remark.school_id, now.date()), year_on(remark.school_id, now.date())
    if year is None:
        return {}
    studies = studies_of(remark.school_id, year, now.date(), policy, [remark.course_id])
    facts = Facts(now, studies=studies, **settings_in(policy))
    rows = [row for row in studies if row.term_id == remark.term_id and STUDIES[remark.kind](row, facts)]
    return {row.pupil_id: _few(row, facts) if remark.kind == "few_marks" else "" for row in rows}


def _of_pupil(remark: Remark) -> dict[int, str]:
    rows = signed_of(remark.school_id, remark.course.group.year, course_id=remark.course_id, term_id=remark.term_id)
    gap = Facts(now_of(remark.school_id), average_gap=Decimal(policy_of(remark.school_id)["average_gap"]))
    return {row.pupil_id: _far(row) for row in rows if row.pupil_id == remark.pupil_id and is_far(row, gap)}
