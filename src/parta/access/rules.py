"""Rules: one object answers for a row (`allows`) and for a query (`filter`); the default is no.

A rule is made of `Holds`, which compares a path of the row with what the actor holds,
and of `|`, `&` and `~`. It touches no database: `filter` only builds a Q.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from parta.access.actor import Actor
from parta.common.codes import Ref
from parta.common.errors import Forbidden, NotFound

NOTHING = Q(pk__in=[])


class Rule(ABC):
    @abstractmethod
    def allows(self, actor: Actor, row: Any) -> bool: ...

    @abstractmethod
    def filter(self, actor: Actor) -> Q: ...

    def __or__(self, other: Rule) -> Rule:
        return AnyOf(self, other)

    def __and__(self, other: Rule) -> Rule:
        return AllOf(self, other)

    def __invert__(self) -> Rule:
        return Not(self)


class AnyOf(Rule):
    def __init__(self, *rules: Rule) -> None:
        self.rules = rules

    def allows(self, actor: Actor, row: Any) -> bool:
        return any(rule.allows(actor, row) for rule in self.rules)

    def filter(self, actor: Actor) -> Q:
        parts = [part for rule in self.rules if (part := rule.filter(actor)) != NOTHING]
        condition = parts[0] if parts else NOTHING
        for part in parts[1:]:
            condition |= part
        return condition


class AllOf(Rule):
    def __init__(self, *rules: Rule) -> None:
        self.rules = rules

    def allows(self, actor: Actor, row: Any) -> bool:
        return all(rule.allows(actor, row) for rule in self.rules)

    def filter(self, actor: Actor) -> Q:
        parts = [rule.filter(actor) for rule in self.rules]
        condition = Q()
        for part in parts:
            condition &= part
        return NOTHING if NOTHING in parts else condition


class Not(Rule):
    def __init__(self, rule: Rule) -> None:
        self.rule = rule

    def allows(self, actor: Actor, row: Any) -> bool:
        return not self.rule.allows(actor, row)

    def filter(self, actor: Actor) -> Q:
        return ~self.rule.filter(actor)


@dataclass(frozen=True)
class Holds(Rule):
    """The actor holds `relation` at the place that `path` of the row names ("group.branch_id")."""

    relation: str
    path: str

    def allows(self, actor: Actor, row: Any) -> bool:
        places = actor.places(self.relation)
        return bool(places) and Ref(row.school_id, follow(row, self.path)) in places

    def filter(self, actor: Actor) -> Q:
        by_school: dict[int, list[int]] = defaultdict(list)
        for place in sorted(actor.places(self.relation)):
            by_school[place.school_id].append(place.id)
        lookup = self.path.replace(".", "__")
        condition = Q()
        for school_id, ids in by_school.items():
            here = Q(school_id=school_id)
            condition |= here if lookup == "school_id" else here & Q(**{f"{lookup}__in": ids})
        return condition or NOTHING


@dataclass(frozen=True)
class IsPerson(Rule):
    """`path` of the row names the actor's own person."""

    path: str

    def allows(self, actor: Actor, row: Any) -> bool:
        is_self = actor.person_id is not None and follow(row, self.path) == actor.person_id
        return is_self and row.school_id in self._schools(actor)

    def filter(self, actor: Actor) -> Q:
        if actor.person_id is None:
            return NOTHING
        mine = Q(**{self.path.replace(".", "__"): actor.person_id})
        return Q(school_id__in=sorted(self._schools(actor))) & mine

    def _schools(self, actor: Actor) -> set[int]:
        return {place.school_id for places in actor.holds.values() for place in places}


@dataclass(frozen=True)
class When(Rule):
    """A condition on the row alone, said twice: for an object and for a query (given today's date)."""

    test: Callable[[Any, date], bool]
    query: Callable[[date], Q]

    def allows(self, actor: Actor, row: Any) -> bool:
        return self.test(row, actor.on)

    def filter(self, actor: Actor) -> Q:
        return self.query(actor.on)


def follow(row: Any, path: str) -> Any:
    """Read a dotted path of attributes; None where a link is empty."""
    for name in path.split("."):
        if row is None:
            return None
        row = getattr(row, name)
    return row


def require(actor: Actor, rule: Rule, row: Any, *, see: Rule | None = None) -> None:
    """Refuse the act unless the rule allows it: not found for who may not even see the row."""
    if rule.allows(actor, row):
        return
    if see is not None and see.allows(actor, row):
        raise Forbidden
    raise NotFound


def require_any(actor: Actor, *relations: str) -> None:
    """Refuse a page that is meant for who holds one of the relations anywhere."""
    if not actor.has(*relations):
        raise NotFound
