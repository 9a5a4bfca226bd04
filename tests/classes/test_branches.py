"""A pupil who moves to another branch is seen by its head."""

from __future__ import annotations

from parta.classes.models import Membership, MoveKind
from parta.classes.services import Order, transfer
from parta.people.models import Pupil
from parta.people.rules import VIEW_PUPIL
from tests.world import TODAY, World


def test_the_card_follows_the_pupil_to_another_branch(world: World) -> None:
    stay = Membership.objects.get(school=world.school, group=world.groups["7А"], person=world.people["Ваня"])
    order = Order(MoveKind.TRANSFERRED, TODAY, number="7-п")
    transfer(actor=world.system, membership=stay, to=world.groups["4В"], order=order)
    card = Pupil.objects.get(school=world.school, person=world.people["Ваня"])
    assert card.branch == world.groups["4В"].branch
    assert VIEW_PUPIL.allows(world.actor("Нина"), card)
