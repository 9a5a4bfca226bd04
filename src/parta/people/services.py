"""Cards of people: admitting a pupil, hiring, representatives, accounts and letters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from parta.access.actor import Actor
from parta.access.rules import Rule, require
from parta.accounts.services import close_account, invite, new_account
from parta.common.errors import Forbidden, Invalid
from parta.common.russian import latin
from parta.ledger.services import save_row
from parta.people.models import Affiliation, Employee, Guardianship, Person, Pupil
from parta.people.rules import EDIT_PUPIL, EDIT_STAFF, INVITE_PUPIL, MANAGE_ACCOUNTS
from parta.school.models import Branch
from parta.school.selectors import policy_of, today_of

Card = Pupil | Employee


@dataclass(frozen=True)
class Letter:
    """What is printed on a letter: whose sign-in, its name, the code and its last day, whose diary it opens."""

    person: Person
    username: str
    code: str
    valid_until: date
    pupil: Person | None = None


@transaction.atomic
def add_pupil(
    *, actor: Actor, branch: Branch, person: Person, values: Mapping[str, Any], card: Mapping[str, Any] | None = None
) -> Pupil:
    """Give a person (new or known) a pupil's card in a branch."""
    saved = save_row(actor=actor, row=person, values=values, rule=EDIT_PUPIL, about=branch)
    row = Pupil(school_id=branch.school_id, person=saved)
    pupil = save_row(
        actor=actor, row=row, values={"branch": branch, **(card or {})}, rule=EDIT_PUPIL, subject_id=saved.pk
    )
    affiliate(saved, branch.school_id)
    return pupil


@transaction.atomic
def hire(
    *, actor: Actor, branch: Branch, person: Person, values: Mapping[str, Any], card: Mapping[str, Any] | None = None
) -> Employee:
    """Give a person (new or known) an employee's card at the school."""
    saved = save_row(actor=actor, row=person, values=values, rule=EDIT_STAFF, about=branch)
    row = Employee(school_id=branch.school_id, person=saved)
    employee = save_row(
        actor=actor, row=row, values={"position": "", **(card or {})}, rule=EDIT_STAFF, subject_id=saved.pk
    )
    affiliate(saved, branch.school_id)
    return employee


@transaction.atomic
def change_card(*, actor: Actor, card: Card, person: Mapping[str, Any], values: Mapping[str, Any]) -> Card:
    """Change a person and the card by which the actor reaches it."""
    rule = EDIT_PUPIL if isinstance(card, Pupil) else EDIT_STAFF
    save_row(actor=actor, row=card.person, values=person, rule=rule, about=card, subject_id=card.person_id)
    return save_row(actor=actor, row=card, values=values, rule=rule, subject_id=card.person_id)


@transaction.atomic
def put_guardian(
    *, actor: Actor, pupil: Pupil, guardian: Person, person: Mapping[str, Any], values: Mapping[str, Any]
) -> Guardianship:
    """Make or change a representative of a pupil: the person and the tie (kind, dates, basis, access)."""
    if guardian.pk and person:
        _require_personal_data(actor, pupil, guardian)
    saved = save_row(actor=actor, row=guardian, values=person, rule=EDIT_PUPIL, about=pupil, subject_id=pupil.person_id)
    if saved.pk == pupil.person_id:
        raise Invalid(_("A pupil cannot represent oneself."))
    row = Guardianship.objects.filter(guardian=saved, child_id=pupil.person_id).first()
    row = row or Guardianship(guardian=saved, child_id=pupil.person_id)
    tie = save_row(
        actor=actor,
        row=row,
        values=values or {"has_access": True},
        rule=EDIT_PUPIL,
        about=pupil,
        subject_id=pupil.person_id,
    )
    affiliate(saved, pupil.school_id)
    return tie


def may_change_person(actor: Actor, pupil: Pupil, guardian: Person) -> bool:
    """Personal data of a colleague belong to who keeps the staff, though the colleague is a parent too."""
    works_here = Employee.objects.filter(school_id=pupil.school_id, person=guardian).exists()
    return EDIT_STAFF.allows(actor, pupil) or not works_here


def _require_personal_data(actor: Actor, pupil: Pupil, guardian: Person) -> None:
    if not may_change_person(actor, pupil, guardian):
        raise Forbidden


def affiliate(person: Person, school_id: int) -> None:
    Affiliation.objects.get_or_create(person=person, school_id=school_id)


@transaction.atomic
def issue_letter(*, actor: Actor, card: Card, person: Person | None = None) -> Letter:
    """A new one-time code for the holder of the card, or for a representative of the pupil.

    The sign-in of whoever works at the school stays with the administrator: a letter to a colleague as a parent
    would open the colleague's journal too.
    """
    rule: Rule = INVITE_PUPIL if isinstance(card, Pupil) else MANAGE_ACCOUNTS
    require(actor, rule, card)
    holder = person or card.person
    if holder.pk != card.person_id and not represents(holder, card):
        raise Invalid(_("This person does not represent the pupil."))
    _require_employer(actor, holder)
    holder.account = Person.objects.select_for_update(of=("self",)).select_related("account").get(pk=holder.pk).account
    if holder.account is None:
        holder.account = new_account(actor=actor, school_id=card.school_id, wanted=sign_in_name(holder))
        holder.save(update_fields=["account"])
    days = int(policy_of(card.school_id)["invitation_days"])
    code = invite(actor=actor, school_id=card.school_id, account=holder.account, valid_days=days)
    last_day = today_of(card.school_id) + timedelta(days=days)
    return Letter(holder, holder.account.username, code, last_day, card.person if isinstance(card, Pupil) else None)


def represents(holder: Person, card: Card) -> bool:
    """Whether the diary of the card's pupil is open to the holder today."""
    today = today_of(card.school_id)
    ties = Guardianship.objects.filter(guardian=holder, child_id=card.person_id, has_access=True)
    ties = ties.exclude(since__gt=today).exclude(until__lte=today)
    return ties.exists()


def _require_employer(actor: Actor, holder: Person) -> None:
    """Only the administrator of a school where somebody works decides on that sign-in."""
    schools = Affiliation.objects.filter(person=holder).values_list("school_id", flat=True)
    cards = list(Employee.objects.filter(school_id__in=list(schools), person=holder))
    if cards and not any(MANAGE_ACCOUNTS.allows(actor, card) for card in cards):
        raise Forbidden


def sign_in_name(person: Person) -> str:
    """ "Козлова Елена Викторовна" gives "kozlova.ev"."""
    letters = latin(person.name)[:1] + latin(person.patronymic)[:1]
    return ".".join(filter(None, (latin(person.surname), letters))) or "user"


@transaction.atomic
def close_access(*, actor: Actor, card: Card, person: Person | None = None, reason: str = "") -> None:
    """Close the account of the card's holder or of a representative; only the administrator may."""
    require(actor, MANAGE_ACCOUNTS, card)
    holder = person or card.person
    if holder.pk != card.person_id and not Guardianship.objects.filter(guardian=holder, child=card.person).exists():
        raise Invalid(_("This person does not represent the pupil."))
    _require_employer(actor, holder)
    if holder.account is None:
        raise Invalid(_("This person has no account yet."))
    close_account(actor=actor, school_id=card.school_id, account=holder.account, reason=reason)
