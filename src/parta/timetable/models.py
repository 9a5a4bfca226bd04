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
    is_pinned = models.BooleanField(default=False)
    """The automatic timetable leaves it where it stands."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "school", "version", "course", "weekday", "number", "week", name="one_slot_per_place"
            )
        ]

    def __str__(self) -> str:
        return f"{self.weekday}/{self.number}: {self.course_id}"


class Wishes(SchoolModel):
    """When a teacher cannot or would rather not teach: lists of [shift, weekday, number] for an academic year."""

    year = SchoolForeignKey(AcademicYear, related_name="wishes")
    teacher = models.ForeignKey(Person, models.PROTECT, related_name="+")
    never = models.JSONField(default=list, blank=True)
    rather_not = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint("school", "year", "teacher", name="one_list_of_wishes")]

    def __str__(self) -> str:
        return f"{self.teacher_id}: {len(self.never)}, {len(self.rather_not)}"


class RunMode(models.TextChoices):
    PLACE = "place", _("Place what is not placed, the rest stays where it stands")
    IMPROVE = "improve", _("Make the week anew, pinned lessons stay")


class RunState(models.TextChoices):
    WAITING = "waiting", _("Waits for its turn")
    RUNNING = "running", _("Is looking for a week")
    FOUND = "found", _("A week was found")
    CANCELLED = "cancelled", _("Cancelled")
    IMPOSSIBLE = "impossible", _("Such a week does not exist")
    FAILED = "failed", _("Nothing was found")


class SolverRun(SchoolModel):
    """A search for the week of a draft.

    `seen` is the revision of the draft that was read, `plan` the week that was found (places as lists), `before` what
    stood in the draft when it was put there, `applied_revision` the revision that made; `report` what the page says.
    """

    version = SchoolForeignKey(Version, related_name="runs")
    seen = models.PositiveIntegerField()
    mode = models.CharField(max_length=8, choices=RunMode)
    weights = models.JSONField(default=dict)
    stays = models.JSONField(default=list)
    """Classes whose lessons stay."""
    seconds = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=RunState, default=RunState.WAITING)
    is_stopped = models.BooleanField(default=False)
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    beat_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    cost = models.PositiveIntegerField(null=True)
    bound = models.PositiveIntegerField(null=True)
    unplaced = models.PositiveIntegerField(default=0)
    news = models.JSONField(default=list)
    """Seconds, cost and bound of each better week."""
    plan = models.JSONField(default=list)
    before = models.JSONField(null=True)
    report = models.JSONField(default=dict)
    applied_revision = models.PositiveIntegerField(null=True)

    class Meta:
        indexes = [models.Index("school", "version", "made_at", name="run_by_version")]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.state}"

    @property
    def branch_id(self) -> int:
        return self.version.branch_id

    @property
    def is_working(self) -> bool:
        return self.state in (RunState.WAITING, RunState.RUNNING)
