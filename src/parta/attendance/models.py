"""Codes of attendance and who missed which lesson. No row means present (domain.md 4.1)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from parta.common.tenancy import SchoolForeignKey, SchoolModel
from parta.lessons.models import Lesson
from parta.people.models import Person


class BaseCode(models.TextChoices):
    """What a school's code means for counting; late is present."""

    PRESENT = "present", _("Present")
    UNEXCUSED = "unexcused", _("Absent without a good reason")
    EXCUSED = "excused", _("Absent with a good reason")
    SICK = "sick", _("Sick")
    LATE = "late", _("Late")
    EXEMPT = "exempt", _("Exempt from the lesson")


ABSENT = (BaseCode.UNEXCUSED, BaseCode.EXCUSED, BaseCode.SICK)


class Code(SchoolModel):
    symbol = models.CharField(_("symbol"), max_length=4)
    title = models.CharField(_("meaning"), max_length=60)
    base = models.CharField(_("counts as"), max_length=10, choices=BaseCode)
    position = models.PositiveSmallIntegerField(_("place in the list"), default=0)

    class Meta:
        constraints = [models.UniqueConstraint("school", "symbol", name="one_code_per_symbol")]

    def __str__(self) -> str:
        return self.symbol


class Attendance(SchoolModel):
    """A pupil's code at a lesson; the row stays when the code is taken back (code empty, next version)."""

    lesson = SchoolForeignKey(Lesson, related_name="attendances")
    person = models.ForeignKey(Person, models.PROTECT, related_name="attendances")
    code = SchoolForeignKey(Code, related_name="+", null=True)
    comment = models.CharField(_("comment"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint("school", "lesson", "person", name="one_attendance_per_lesson")]
        indexes = [models.Index("school", "person", name="attendance_by_person")]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.lesson_id}"
