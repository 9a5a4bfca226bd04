"""How rows of this room and of the people behind accounts are named in the history of changes."""

from __future__ import annotations

from collections.abc import Iterable

from parta.accounts.models import Invitation
from parta.classes.models import Appointment, Course, CourseTeacher
from parta.classes.selectors.staff import appointment_words
from parta.people.models import Person


def courses(school_id: int, ids: Iterable[int]) -> dict[int, str]:
    """ "Алгебра, 7А"."""
    rows = Course.objects.filter(school_id=school_id, pk__in=ids).values_list("pk", "subject__name", "group__name")
    return {pk: f"{subject}, {group}" for pk, subject, group in rows}


def teachings(school_id: int, ids: Iterable[int]) -> dict[int, str]:
    """ "Алгебраева А. П. · Алгебра, 7А"."""
    rows = CourseTeacher.objects.filter(school_id=school_id, pk__in=ids)
    rows = rows.select_related("person", "course__subject", "course__group")
    return {row.pk: f"{row.person.initials_name} · {row.course.subject}, {row.course.group}" for row in rows}


def appointments(school_id: int, ids: Iterable[int]) -> dict[int, str]:
    rows = Appointment.objects.filter(school_id=school_id, pk__in=ids).select_related("branch", "group")
    return {row.pk: appointment_words(row) for row in rows}


def accounts(school_id: int, ids: Iterable[int]) -> dict[int, str]:
    """Whose accounts these are."""
    people = Person.objects.filter(account_id__in=ids)
    return {person.account_id or 0: person.full_name for person in people}


def invitations(school_id: int, ids: Iterable[int]) -> dict[int, str]:
    """For whom the letters were printed."""
    rows = dict(Invitation.objects.filter(school_id=school_id, pk__in=ids).values_list("pk", "account_id"))
    names = accounts(school_id, rows.values())
    return {pk: names.get(account_id, "") for pk, account_id in rows.items()}


def guardians(school_id: int, ids: Iterable[int]) -> dict[int, str]:
    """Who represents, the pupil being named beside."""
    people = Person.objects.filter(wards__pk__in=ids).values_list("wards__pk", "surname", "name", "patronymic")
    return {pk: " ".join(filter(None, parts)) for pk, *parts in people}
