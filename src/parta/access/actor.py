"""Who asks: an account's grants, in memory, computed once per request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from parta.common.codes import Ref


@dataclass(frozen=True)
class Origin:
    """Where an act came from; goes into the ledger."""

    channel: str = "system"
    address: str = ""
    request: str = ""


@dataclass(frozen=True)
class Actor:
    """An account with what it holds.

    `holds` maps a relation ("director", "teaches", "child", ...) to the places where it holds,
    each a `Ref(school, id)` of a school, branch, group, course or person. Rules read nothing else.
    `on` and `zone` are today and the time zone of the school in which the actor works now.
    """

    account_id: int | None = None
    person_id: int | None = None
    name: str = ""
    role: str = ""
    school_id: int | None = None
    on: date = date.min
    zone: str = ""
    holds: Mapping[str, frozenset[Ref]] = field(default_factory=dict)
    origin: Origin = Origin()

    def places(self, relation: str) -> frozenset[Ref]:
        return self.holds.get(relation, frozenset())

    def has(self, *relations: str) -> bool:
        return any(self.places(relation) for relation in relations)

    @property
    def is_known(self) -> bool:
        return self.account_id is not None or self.has("system")

    def within(self, school_id: int | None) -> Actor:
        """The same actor with what is held in one school alone."""
        here = {name: frozenset(ref for ref in refs if ref.school_id == school_id) for name, refs in self.holds.items()}
        return replace(self, holds=here)


NOBODY = Actor()


def system(school_id: int, *, name: str = "", channel: str = "system") -> Actor:
    """The programme itself (import, demo, nightly work) inside one school."""
    holds = {"system": frozenset({Ref(school_id, school_id)})}
    return Actor(name=name, role="system", school_id=school_id, holds=holds, origin=Origin(channel))
