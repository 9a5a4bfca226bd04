"""Reading people: who is known at a school, how far their sign-in has come."""

from __future__ import annotations

from collections.abc import Iterable

from parta.accounts.selectors import LetterState, letter_states
from parta.common.codes import Ref
from parta.common.errors import NotFound
from parta.common.pages import named_like
from parta.people.models import Person

FOUND = 10


def known_people(school_id: int, text: str) -> list[Person]:
    """Adults and children whom the school knows already, by name; at most ten."""
    if not text.strip():
        return []
    here = Person.objects.filter(affiliations__school_id=school_id)
    return list(here.filter(named_like(text, "search_key")).order_by("sort_key")[:FOUND])


def known_person(school_id: int, ref: Ref | None) -> Person | None:
    """The person of a code, if the school knows such a one; none without a code."""
    if ref is None:
        return None
    found = Person.objects.filter(affiliations__school_id=school_id, pk=ref.id).select_related("account").first()
    if found is None:
        raise NotFound
    return found


def sign_ins(people: Iterable[Person]) -> dict[int, LetterState]:
    """By person: how far the sign-in has come; people without an account are absent. One query."""
    people = list(people)
    states = letter_states(person.account for person in people if person.account)
    return {person.pk: states[person.account_id] for person in people if person.account_id}
