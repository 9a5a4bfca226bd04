"""Dated lessons. The plan stays in the lesson; who really came stands in a substitution beside it."""

from __future__ import annotations

import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from parta.classes.models import Course, Group
from parta.common.tenancy import SchoolForeignKey, SchoolModel
from parta.people.models import Person
from parta.school.models import BellSet, Branch, Room


class Status(models.TextChoices):
    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held")
    MOVED = "moved", _("Moved")
    CANCELLED = "cancelled", _("Cancelled")


OFF = (Status.CANCELLED, Status.MOVED)
"""Lessons that are not given at their place: nothing is written in them."""


class DayKind(models.TextChoices):
    QUARANTINE = "quarantine", _("Quarantine")
    FROST = "frost", _("Frost day")
    DISTANCE = "distance", _("Distance day")
    OTHER = "other", _("Another reason")


class DayMode(models.TextChoices):
    OFF = "off", _("there are no lessons")
    REMOTE = "remote", _("lessons are remote")


class DayAct(SchoolModel):
    """Days on which chosen classes (or a whole branch) have no lessons or have them remotely, decided by one act."""

    branch = SchoolForeignKey(Branch, related_name="day_acts", verbose_name=_("branch"))
    kind = models.CharField(_("reason"), max_length=10, choices=DayKind)
    mode = models.CharField(_("what becomes of the lessons"), max_length=6, choices=DayMode, default=DayMode.OFF)
    since = models.DateField(_("first day"))
    until = models.DateField(_("last day"))
    words = models.CharField(_("note for families"), max_length=200, blank=True)
    order = models.CharField(_("order"), max_length=100, blank=True)
    whole_branch = models.BooleanField(default=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(until__gte=models.F("since")), name="day_act_ends_after_it_began")
        ]
        indexes = [models.Index("school", "branch", "until", name="day_act_by_branch")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.since} – {self.until}"

    @property
    def title(self) -> str:
        """As families read it: "Frost day: lessons are remote"."""
        return f"{self.get_kind_display()}: {self.get_mode_display()}"

    @property
    def is_remote(self) -> bool:
        return self.mode == DayMode.REMOTE.value


class DayActGroup(SchoolModel):
    """A class that an act on days is about, where it is not about the whole branch."""

    act = SchoolForeignKey(DayAct, related_name="groups")
    group = SchoolForeignKey(Group, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint("school", "act", "group", name="one_group_per_day_act")]

    def __str__(self) -> str:
        return f"{self.group_id} of {self.act_id}"


class BellDay(SchoolModel):
    """One day of a branch that is rung by another bell set: shortened lessons."""

    branch = SchoolForeignKey(Branch, related_name="bell_days", verbose_name=_("branch"))
    date = models.DateField(_("date"))
    bell_set = SchoolForeignKey(BellSet, related_name="days", verbose_name=_("bell set"))

    class Meta:
        constraints = [models.UniqueConstraint("school", "branch", "date", "bell_set", name="one_bell_day_per_set")]

    def __str__(self) -> str:
        return f"{self.date}: {self.bell_set_id}"


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
    moved_to = SchoolForeignKey("self", related_name="moved_here", null=True, blank=True)
    """Where a moved lesson is really given: a lesson of its own; this one keeps the plan and what was written."""
    day_act = SchoolForeignKey(DayAct, related_name="lessons", null=True, blank=True)
    """What cancelled the lesson or made it remote together with others."""

    class Meta:
        constraints = [
            models.UniqueConstraint("school", "course", "date", "number", name="one_lesson_per_place"),
            models.UniqueConstraint("school", "moved_to", name="one_lesson_moved_to_a_place"),
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

    @property
    def is_off(self) -> bool:
        """Not given at its place: cancelled or moved."""
        return self.status in OFF

    @property
    def is_remote(self) -> bool:
        return self.day_act is not None and self.day_act.is_remote and not self.is_off


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


class AbsenceKind(models.TextChoices):
    ILLNESS = "illness", _("Illness")
    TRIP = "trip", _("Business trip or course")
    LEAVE = "leave", _("Leave")
    OTHER = "other", _("Another reason")


class TeacherAbsence(SchoolModel):
    """A teacher is not at school. Why is told to the office alone, never to families, pupils or other teachers.

    Which lessons are still to be covered is not kept: it follows from the lessons.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="absences", verbose_name=_("teacher"))
    branch = SchoolForeignKey(Branch, related_name="+")
    since = models.DateField(_("first day"))
    until = models.DateField(_("last day"))
    first_number = models.PositiveSmallIntegerField(_("from lesson"), null=True, blank=True)
    last_number = models.PositiveSmallIntegerField(_("to lesson"), null=True, blank=True)
    kind = models.CharField(_("reason"), max_length=10, choices=AbsenceKind, default=AbsenceKind.ILLNESS)
    words = models.CharField(_("more about it"), max_length=200, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(until__gte=models.F("since")), name="absence_ends_after_it_began")
        ]
        indexes = [models.Index("school", "until", name="absence_by_day")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.since} – {self.until}"

    @property
    def numbers(self) -> tuple[int, int]:
        return self.first_number or 1, self.last_number or 99


class Substitution(SchoolModel):
    """Another teacher gives the lesson; the reason is for the staff only (domain.md 2.3: only the teacher changed)."""

    lesson = SchoolForeignKey(Lesson, related_name="substitutions")
    teacher = models.ForeignKey(Person, models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    joined = models.BooleanField(default=False)
    """The teacher takes the pupils into an own lesson at the same time: two subgroups together."""
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("school", "lesson", name="one_substitution_per_lesson")]

    def __str__(self) -> str:
        return f"{self.teacher_id} gives {self.lesson_id}"
