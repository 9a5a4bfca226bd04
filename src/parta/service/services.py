"""Publishing the regulation of the service."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from parta.access.actor import Actor
from parta.access.roles import Role
from parta.access.rules import require
from parta.common import clock
from parta.common.errors import Invalid
from parta.ledger.services import save_row
from parta.school.models import School
from parta.service.arithmetic import clauses_of, misnumbered, wordless
from parta.service.models import Regulation
from parta.service.rules import PUBLISH_REGULATION

Body = Sequence[Mapping[str, Any]]


@transaction.atomic
def publish_regulation(*, actor: Actor, edition: Regulation, title: str, body: Body, since: date) -> Regulation:
    """Publish the next edition; `edition` is a new row that names the school and, if it is a branch's, the branch.

    `body` is a list of clauses (see `arithmetic.clauses_of`), `since` the day from which the edition is in force.
    """
    require(actor, PUBLISH_REGULATION, edition)
    School.objects.select_for_update().get(pk=edition.school_id)
    last = _last(edition)
    _refuse_bad(body, since, last)
    edition.version = last.version + 1 if last else 1
    edition.published_at = clock.now()
    edition.published_by_id = actor.person_id
    edition.published_as = actor.role if actor.role in Role.values else ""
    values = {"title": title, "body": list(body), "since": since}
    return save_row(actor=actor, row=edition, values=values, rule=PUBLISH_REGULATION)


def _last(edition: Regulation) -> Regulation | None:
    rows = Regulation.objects.filter(school_id=edition.school_id, branch_id=edition.branch_id)
    last: Regulation | None = rows.order_by("-version").first()
    return last


def _refuse_bad(body: Body, since: date, last: Regulation | None) -> None:
    try:
        clauses = clauses_of(body)
    except (KeyError, TypeError, AttributeError) as error:
        raise Invalid(fields={"body": _("The text is not a list of numbered clauses.")}) from error
    if not clauses:
        raise Invalid(fields={"body": _("The text is empty.")})
    if (number := misnumbered(clauses)) is not None:
        raise Invalid(fields={"body": _("Clause %(number)s stands out of order.") % {"number": number}})
    if (number := wordless(clauses)) is not None:
        raise Invalid(fields={"body": _("Clause %(number)s has no text.") % {"number": number}})
    if last and since < last.since:
        raise Invalid(fields={"since": _("The present edition is in force from a later day.")})
