"""The weekly pattern of a branch: versions, each with slots that are repeated every week or every second one."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from parta.classes.models import Course
from parta.common.tenancy import SchoolForeignKey, SchoolModel
from parta.people.models import Person
from parta.school.models import AcademicYear, Branch, Room


class Version(SchoolModel):
    """The pattern of a branch valid from a day until the next published version.

    `revision` counts the changes of a draft: who changes it says which one was seen.
    """

    branch = SchoolForeignKey(Branch, related_name="timetables", verbose_name=_("branch"))
    year = SchoolForeignKey(AcademicYear, related_name="timetables", verbose_name=_("academic year"))
    since = models.DateField(_("valid from"))
    published_at = models.DateTimeField(null=True)
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint("school", "branch", "since", name="one_timetable_per_day")]

    def __str__(self) -> str:
        return f"{self.since}"


class Week(models.IntegerChoices):
    EVERY = 0, _("every week")
    FIRST = 1, _("first week")
    SECOND = 2, _("second week")


class Slot(SchoolModel):
    """A course at a place of the week. Courses of one teacher, time and room are one joint lesson."""

    version = SchoolForeignKey(Version, related_name="slots")
    course = SchoolForeignKey(Course, related_name="slots")
    weekday = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    week = models.PositiveSmallIntegerField(choices=Week, default=Week.EVERY)
    teacher = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    room = SchoolForeignKey(Room, related_name="slots", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "school", "version", "course", "weekday", "number", "week", name="one_slot_per_place"
            )
        ]

    def __str__(self) -> str:
        return f"{self.weekday}/{self.number}: {self.course_id}"
