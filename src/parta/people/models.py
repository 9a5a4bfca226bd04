"""Person: a human, known to the installation once. Cards tie a person to a school."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from parta.common import clock
from parta.common.russian import is_snils, search_key, sort_key
from parta.common.tenancy import SchoolForeignKey, SchoolModel

EARLIEST_BIRTH = date(1900, 1, 1)


def end_after_beginning(since: date | None, until: date | None) -> None:
    """Refuse an `until` that lies before `since`; an open end is right."""
    if since and until and until < since:
        raise ValidationError({"until": _("The last day is before the first one.")})


class Person(models.Model):
    surname = models.CharField(_("surname"), max_length=80)
    name = models.CharField(_("first name"), max_length=80)
    patronymic = models.CharField(_("patronymic"), max_length=80, blank=True)
    birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    sex = models.CharField(_("sex"), max_length=1, choices=[("m", _("male")), ("f", _("female"))], blank=True)
    snils = models.CharField(_("SNILS"), max_length=14, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    account = models.OneToOneField("accounts.Account", models.PROTECT, null=True, blank=True, related_name="person")
    sort_key = models.CharField(max_length=260, editable=False, db_index=True)
    search_key = models.CharField(max_length=260, editable=False)

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = sort_key(self.full_name)
        self.search_key = search_key(self.full_name)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        wrong = {}
        if self.birth_date and not EARLIEST_BIRTH <= self.birth_date <= clock.now().date():
            wrong["birth_date"] = _("Nobody known to the school was born on such a day: look at the year.")
        if self.snils and not is_snils(self.snils):
            wrong["snils"] = _("This is no SNILS: eleven digits, the last two of which check the others.")
        if wrong:
            raise ValidationError(wrong)

    @property
    def full_name(self) -> str:
        return " ".join(filter(None, (self.surname, self.name, self.patronymic)))

    @property
    def short_name(self) -> str:
        """ "Козлова Елена": as a pupil stands in the journal."""
        return f"{self.surname} {self.name}".strip()

    @property
    def initials_name(self) -> str:
        """ "Козлова Е. В."."""
        letters = " ".join(f"{part[0]}." for part in (self.name, self.patronymic) if part)
        return f"{self.surname} {letters}".strip()

    @property
    def polite_name(self) -> str:
        """ "Елена Викторовна": how an adult is spoken to."""
        return f"{self.name} {self.patronymic}".strip()


class Affiliation(models.Model):
    """Person has something (a card, a child) at a school; tells which schools to ask."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="affiliations")
    school = models.ForeignKey("school.School", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint("person", "school", name="one_affiliation_per_school")]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.school_id}"


class Employee(SchoolModel):
    person = models.ForeignKey(Person, models.PROTECT, related_name="employments")
    position = models.CharField(_("position"), max_length=150, blank=True)
    since = models.DateField(_("hired on"), null=True, blank=True)
    until = models.DateField(_("left on"), null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint("school", "person", name="one_employee_card_per_school")]

    def __str__(self) -> str:
        return str(self.person)

    def clean(self) -> None:
        end_after_beginning(self.since, self.until)


class Pupil(SchoolModel):
    """The pupil's card at a school: number of the personal file, notes for the office."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="pupil_cards")
    branch = SchoolForeignKey("school.Branch", related_name="+", verbose_name=_("branch"))
    file_number = models.CharField(_("personal file No"), max_length=40, blank=True)
    no_internet = models.BooleanField(_("family without internet"), default=False)

    class Meta:
        constraints = [models.UniqueConstraint("school", "person", name="one_pupil_card_per_school")]

    def __str__(self) -> str:
        return str(self.person)


class GuardianKind(models.TextChoices):
    PARENT = "parent", _("Parent")
    ADOPTER = "adopter", _("Adopter")
    GUARDIAN = "guardian", _("Guardian")
    TRUSTEE = "trustee", _("Trustee")


class Guardianship(models.Model):
    """Who represents a child, from when till when, on what basis, and whether the diary is open to them."""

    guardian = models.ForeignKey(Person, models.PROTECT, related_name="wards")
    child = models.ForeignKey(Person, models.PROTECT, related_name="guardians")
    kind = models.CharField(_("kind"), max_length=10, choices=GuardianKind, default=GuardianKind.PARENT)
    since = models.DateField(_("valid from"), null=True, blank=True)
    until = models.DateField(_("valid until"), null=True, blank=True)
    basis = models.CharField(_("basis document"), max_length=200, blank=True)
    has_access = models.BooleanField(_("access to the diary"), default=True)

    class Meta:
        constraints = [models.UniqueConstraint("guardian", "child", name="one_guardianship_per_pair")]

    def __str__(self) -> str:
        return f"{self.guardian_id} for {self.child_id}"

    def clean(self) -> None:
        end_after_beginning(self.since, self.until)
