"""Marks of a term, a year, an exam, the certificate and for behaviour, put by a teacher; debts and their re-sits."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from parta.classes.models import Course, Group
from parta.common.tenancy import SchoolForeignKey, SchoolModel
from parta.grading.arithmetic.debts import latest, state_of
from parta.people.models import Person
from parta.school.models import AcademicYear, Subject, Term


class FinalKind(models.TextChoices):
    TERM = "term", _("Term")
    YEAR = "year", _("Year")
    EXAM = "exam", _("Exam")
    FINAL = "final", _("Final")
    BEHAVIOUR = "behaviour", _("Behaviour")


class FinalMark(SchoolModel):
    """What a pupil got in a subject for a term or year; without a subject it is for behaviour.

    `group` and `course` are those in which it was written, whatever class the pupil goes to later.
    `proposed` and `average_seen` are what the teacher saw when it was put. The row stays when the mark is taken back.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="final_marks")
    year = SchoolForeignKey(AcademicYear, related_name="final_marks")
    group = SchoolForeignKey(Group, related_name="final_marks")
    course = SchoolForeignKey(Course, related_name="final_marks", null=True)
    subject = SchoolForeignKey(Subject, related_name="final_marks", null=True)
    kind = models.CharField(_("kind"), max_length=10, choices=FinalKind)
    term = SchoolForeignKey(Term, related_name="final_marks", null=True)
    value = models.CharField(_("mark"), max_length=7, blank=True)
    proposed = models.CharField(max_length=7, blank=True)
    average_seen = models.DecimalField(max_digits=7, decimal_places=3, null=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "school",
                "person",
                "year",
                Coalesce("subject", 0),
                "kind",
                Coalesce("term", 0),
                name="one_final_mark_per_place",
            )
        ]
        indexes = [
            models.Index("school", "group", name="final_mark_by_group"),
            models.Index("school", "kind", "value", name="final_mark_by_value"),
        ]

    def __str__(self) -> str:
        return self.value


class Debt(SchoolModel):
    """An academic debt: the mark of a year is unsatisfactory (273-ФЗ, article 58).

    `value` is the mark it arose from, whatever stands in the year now. `extra_days` of illness and leave are not
    counted in the year that the law gives. What it is on a day is computed: open, overdue, cleared, annulled.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="debts")
    group = SchoolForeignKey(Group, related_name="debts")
    subject = SchoolForeignKey(Subject, related_name="debts")
    course = SchoolForeignKey(Course, related_name="debts", null=True)
    year = SchoolForeignKey(AcademicYear, related_name="debts")
    mark = SchoolForeignKey(FinalMark, related_name="debts")
    value = models.CharField(_("mark"), max_length=7)
    arisen_on = models.DateField(_("arose on"))
    deadline = models.DateField(_("to be cleared by"))
    extra_days = models.PositiveSmallIntegerField(_("days not counted"), default=0)
    extra_reason = models.CharField(_("reason"), max_length=300, blank=True)
    cleared_on = models.DateField(null=True)
    annulled_at = models.DateTimeField(null=True)
    note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("school", "person", "subject", "year", name="one_debt_per_subject_and_year"),
            models.CheckConstraint(
                condition=models.Q(cleared_on__isnull=True) | models.Q(annulled_at__isnull=True),
                name="debt_is_cleared_or_annulled",
            ),
        ]
        indexes = [models.Index("school", "deadline", name="debt_by_deadline")]

    @property
    def is_live(self) -> bool:
        return self.cleared_on is None and self.annulled_at is None

    @property
    def latest(self) -> date:
        """The last day that the law leaves."""
        return latest(self.arisen_on, self.extra_days)

    def state_on(self, day: date) -> str:
        return state_of(
            self.deadline, day, is_cleared=self.cleared_on is not None, is_annulled=self.annulled_at is not None
        )

    def __str__(self) -> str:
        return f"{self.person_id}: {self.subject_id}"


class Resit(SchoolModel):
    """One of two tries to clear a debt: planned for a day, held with a result. A commission hears the second."""

    debt = SchoolForeignKey(Debt, related_name="resits")
    number = models.PositiveSmallIntegerField()
    on = models.DateField(_("day"))
    by_commission = models.BooleanField(default=False)
    members = models.CharField(_("commission"), max_length=300, blank=True)
    value = models.CharField(_("result"), max_length=7, blank=True)
    held_on = models.DateField(null=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("school", "debt", "number", name="one_resit_per_number"),
            models.CheckConstraint(
                condition=models.Q(number=1) | models.Q(number=2, by_commission=True),
                name="second_resit_is_by_a_commission",
            ),
        ]

    @property
    def is_held(self) -> bool:
        return self.held_on is not None

    def __str__(self) -> str:
        return f"{self.debt_id}, {self.number}: {self.value}"
