"""Dated lessons. The plan stays in the lesson; who really came stands in a substitution beside it."""

from __future__ import annotations

import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from parta.classes.models import Course
from parta.common.tenancy import SchoolForeignKey, SchoolModel
from parta.people.models import Person
from parta.school.models import Room


class Status(models.TextChoices):
    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held")
    MOVED = "moved", _("Moved")
    CANCELLED = "cancelled", _("Cancelled")


class Lesson(SchoolModel):
    """One lesson of a course on a date. `teacher` is the planned one, `actual_teacher` who gives it."""

    course = SchoolForeignKey(Course, related_name="lessons")
    date = models.DateField(_("date"))
    number = models.PositiveSmallIntegerField(_("lesson"))
    starts = models.TimeField(_("starts"), null=True, blank=True)
    ends = models.TimeField(_("ends"), null=True, blank=True)
    room = SchoolForeignKey(Room, related_name="lessons", null=True, blank=True, verbose_name=_("room"))
    teacher = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    actual_teacher = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PLANNED)
    topic = models.CharField(_("topic"), max_length=500, blank=True)
    written_at = models.DateTimeField(null=True)
    written_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    attendance_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint("school", "course", "date", "number", name="one_lesson_per_place"),
        ]
        indexes = [
            models.Index("school", "date", "actual_teacher", name="lesson_by_teacher_day"),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.number}"

    @property
    def place(self) -> tuple[datetime.date, int]:
        """Where the lesson stands among those of its course."""
        return self.date, self.number


class UnlockState(models.TextChoices):
    ASKED = "asked", _("Asked for")
    GIVEN = "given", _("Given")
    DECLINED = "declined", _("Declined")
    REVOKED = "revoked", _("Closed early")


class Unlock(SchoolModel):
    """Lessons of a course on days from since to until may be written in again, until an instant of the server's clock.

    A teacher asks, the management gives or declines with words (`reason`); or gives without being asked.
    """

    course = SchoolForeignKey(Course, related_name="unlocks")
    since = models.DateField(_("lessons from"))
    until = models.DateField(_("lessons until"))
    state = models.CharField(_("state"), max_length=10, choices=UnlockState, default=UnlockState.ASKED)
    asked_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(null=True)
    asked_reason = models.CharField(_("why it is needed"), max_length=300, blank=True)
    given_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(_("open until"), null=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(until__gte=models.F("since")), name="unlock_ends_after_it_began")
        ]
        indexes = [models.Index("school", "course", "expires_at", name="unlock_by_course")]

    @property
    def last_moment(self) -> datetime.datetime | None:
        """An instant of the last day on which it opens: it ends at midnight."""
        return self.expires_at - datetime.timedelta(seconds=1) if self.expires_at else None

    def __str__(self) -> str:
        return f"{self.course_id}: {self.since} – {self.until}"


class Substitution(SchoolModel):
    """Another teacher gives the lesson; the reason is for the staff only (domain.md 2.3: only the teacher changed)."""

    lesson = SchoolForeignKey(Lesson, related_name="substitutions")
    teacher = models.ForeignKey(Person, models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("school", "lesson", name="one_substitution_per_lesson")]

    def __str__(self) -> str:
        return f"{self.teacher_id} gives {self.lesson_id}"
