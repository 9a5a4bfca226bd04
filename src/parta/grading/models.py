"""Marks of a term, a year, an exam, the certificate and for behaviour. A teacher puts them; averages only propose."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from parta.classes.models import Course, Group
from parta.common.tenancy import SchoolForeignKey, SchoolModel
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
        indexes = [models.Index("school", "group", name="final_mark_by_group")]

    def __str__(self) -> str:
        return self.value
