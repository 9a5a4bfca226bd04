"""A letter opens an account, so it is printed for nobody whose account opens more than the printer may see."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from parta.common.codes import Ref, code_of
from parta.common.errors import Forbidden, Invalid, NotFound
from parta.people.models import Person, Pupil
from parta.people.services import change_card, close_access, issue_letter, put_guardian
from tests.world import World

Sign = Callable[[str], Client]


@pytest.mark.crosses_schools
def test_not_for_a_parent_who_works_at_another_school(world: World) -> None:
    assert world.other
    teacher = Person.objects.get(account=world.other.accounts["Чеслав"])
    values = {"has_access": True}
    put_guardian(actor=world.system, pupil=world.pupils["Ваня"], guardian=teacher, person={}, values=values)
    for who in ("Анна", "Алла"):
        with pytest.raises(Forbidden):
            issue_letter(actor=world.actor(who), card=world.pupils["Ваня"], person=teacher)
    with pytest.raises(Forbidden):
        close_access(actor=world.actor("Алла"), card=world.pupils["Ваня"], person=teacher)


def test_not_for_who_may_not_read_the_diary(world: World) -> None:
    with pytest.raises(Invalid):
        issue_letter(actor=world.actor("Алла"), card=world.pupils["Ваня"], person=world.people["Фёдор"])


def test_access_is_closed_by_a_card_of_one_s_own_child_only(world: World) -> None:
    with pytest.raises(Invalid):
        close_access(actor=world.actor("Алла"), card=world.pupils["Ваня"], person=world.people["Павел"])


def test_the_office_neither_sees_nor_changes_a_colleague_by_making_a_parent_of_one(
    world: World, client_of: Sign
) -> None:
    pupil, director = world.pupils["Ваня"], world.people["Денис"]
    address = f"{reverse('people:new_guardian', args=[pupil])}?person={code_of(director)}"
    fields = client_of("Софья").get(address).context["form"].fields
    assert not {"surname", "phone", "snils"} & set(fields)
    with pytest.raises(Forbidden):
        put_guardian(
            actor=world.actor("Софья"), pupil=pupil, guardian=director, person={"surname": "Другой"}, values={}
        )


def test_a_card_is_not_taken_from_another_branch(world: World) -> None:
    """Whoever keeps the cards of a branch cannot write one of another branch into the own."""
    secretary = world.actor("Софья")
    branch = world.branches["Вячка"]
    here = {
        "secretary@branch": frozenset({type(next(iter(secretary.places("secretary"))))(world.school.pk, branch.pk)})
    }
    from dataclasses import replace

    stranger = replace(secretary, holds=here)
    card = Pupil.objects.select_related("person").get(school=world.school, pk=world.pupils["Ваня"].pk)
    with pytest.raises(NotFound):
        change_card(actor=stranger, card=card, person={}, values={"branch": branch})
