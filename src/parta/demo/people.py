"""Employees, families and sign-ins of the demo, made through the services."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta

from parta.access.actor import Origin
from parta.access.roles import Role
from parta.accounts.services import accept_invitation
from parta.classes.models import Appointment, MoveKind
from parta.classes.services import Order, appoint, enrol
from parta.demo.context import CHANNEL, Demo
from parta.demo.families import CAST_CHILDREN, CAST_FATHER, CAST_MOTHER, AdultPlan, FamilyPlan, families_of
from parta.demo.plan import GroupPlan, subgroups_of
from parta.demo.staff import ROLES
from parta.people.models import Person, Pupil
from parta.people.services import add_pupil, hire, issue_letter, put_guardian

PASSWORD = "parta-demo"  # noqa: S105  (invented people only)

PUPIL = CAST_CHILDREN[0][1]
SIGN_INS = (
    ("Директор", "director-1"),
    ("Заведующая филиалом", "vhead-1"),
    ("Заместитель директора", "hist-1"),
    ("Администратор журнала", "it-1"),
    ("Секретарь", "secretary"),
    ("Учитель математики, классный руководитель 7А", "math-1"),
    ("Учитель класс-комплекта в филиале", "primary-2–4"),
    ("Психолог", "counsellor"),
    ("Библиотекарь", "librarian"),
    ("Технический специалист", "technician"),
    ("Ученик 7А", PUPIL),
    ("Мама троих детей", CAST_MOTHER),
    ("Папа", CAST_FATHER),
)
"""Who signs in to the demo: the words shown, the key of the person."""


def employ(demo: Demo) -> None:
    for key, plan in demo.staff.employees.items():
        person = Person()
        card = {"position": plan.position[:1].upper() + plan.position[1:]}
        demo.cards[key] = hire(
            actor=demo.actor, branch=demo.branches[plan.branch], person=person, values=plan.name.values(), card=card
        )
        demo.people[key] = person


def appoint_all(demo: Demo) -> None:
    """Roles of the office and the management, teachers, class teachers."""
    for key, plan in demo.staff.employees.items():
        for role, branch in ROLES.get(key, ()):
            _appoint(demo, key, role, branch=branch)
        if plan.hours:
            _appoint(demo, key, Role.TEACHER)
        for group in plan.leads:
            _appoint(demo, key, Role.CLASS_TEACHER, group=group)


def _appoint(demo: Demo, key: str, role: Role, *, branch: str = "", group: str = "") -> None:
    row = demo.new(Appointment(person=demo.people[key]))
    values = {
        "role": role,
        "branch": demo.branches[branch] if branch else None,
        "group": demo.groups[group] if group else None,
        "since": demo.calendar.since,
        "order": "41-к",
    }
    appoint(actor=demo.actor, appointment=row, values=values)


def admit(demo: Demo) -> None:
    """All families: cards of the pupils, their classes by order, their representatives."""
    since = demo.calendar.since
    for family in families_of(demo.classes, since.year):
        _admit_family(demo, family)
    _divide(demo)


def _admit_family(demo: Demo, family: FamilyPlan) -> None:
    adults = {plan: Person() for plan in family.adults}
    for child in family.children:
        person = Person()
        number = f"{child.name.surname[0]}-{len(demo.pupils) + 101}"
        pupil = add_pupil(
            actor=demo.actor,
            branch=demo.branches[child.place.branch],
            person=person,
            values={**child.name.values(), "birth_date": child.born},
            card={"file_number": number},
        )
        demo.pupils[person.pk], demo.children[person.pk] = pupil, child
        order = Order(MoveKind.ADMITTED, demo.calendar.since, "15-у", demo.calendar.since - timedelta(days=3))
        enrol(actor=demo.actor, group=demo.groups[child.place.group], person=person, order=order)
        for plan, adult in adults.items():
            _represent(demo, pupil, plan, adult)
        demo.people.setdefault(child.name.full, person)
    demo.people |= {plan.name.full: person for plan, person in adults.items() if plan.name.full in _CAST}


_CAST = (CAST_MOTHER, CAST_FATHER)


def _represent(demo: Demo, pupil: Pupil, plan: AdultPlan, adult: Person) -> None:
    values = {**plan.name.values(), "phone": plan.phone}
    put_guardian(actor=demo.actor, pupil=pupil, guardian=adult, person=values, values=plan.tie())


def _divide(demo: Demo) -> None:
    """Subgroups: halves of a class in the order of its list, or boys and girls."""
    since = demo.calendar.since
    lists: dict[str, list[int]] = defaultdict(list)
    for person, child in sorted(demo.children.items(), key=lambda item: item[1].name.full):
        lists[child.place.group].append(person)
    for group in subgroups_of(demo.classes):
        for part in group.parts:
            for number, person in enumerate(lists[part]):
                if belongs(demo, group, person, number < len(lists[part]) / 2):
                    order = Order(MoveKind.ADMITTED, since, "16-у", since)
                    enrol(
                        actor=demo.actor, group=demo.groups[group.name], person=demo.pupils[person].person, order=order
                    )


def belongs(demo: Demo, group: GroupPlan, person: int, in_first_half: bool) -> bool:
    if group.share in "mf":
        return demo.children[person].name.sex == group.share
    return (group.share == "1") == in_first_half


def open_accounts(demo: Demo) -> list[dict[str, str]]:
    """One account for each role, opened by its letter; gives what the sign-in page shows."""
    pupil = demo.pupils[demo.people[PUPIL].pk]
    shown = []
    for role, key in SIGN_INS:
        if key not in demo.people:
            continue
        holder = demo.people[key]
        letter = issue_letter(actor=demo.actor, card=demo.cards.get(key, pupil), person=holder)
        account = accept_invitation(code=letter.code, password=PASSWORD, origin=Origin(CHANNEL))
        demo.accounts[holder.pk] = account
        row = {"role": role, "name": holder.full_name, "username": account.username, "password": PASSWORD}
        shown.append(row)
    return shown
