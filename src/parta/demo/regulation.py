"""The regulation of the branch, published by its head on the first day of the year."""

from __future__ import annotations

from parta.common import clock
from parta.demo.context import Demo, moment
from parta.demo.names import table
from parta.demo.plan import VYACHKA
from parta.service.models import Regulation
from parta.service.services import publish_regulation


def publish_branch_regulation(demo: Demo) -> Regulation:
    text, since = table("regulation"), demo.calendar.since
    with clock.at(moment(since, 8)):
        return publish_regulation(
            actor=demo.actor_of("vhead-1"),
            edition=demo.new(Regulation(branch=demo.branches[VYACHKA])),
            title=text["title"],
            body=text["clauses"],
            since=since,
        )
