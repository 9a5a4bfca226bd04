"""Runs of an import: the file, how far it is, what it would change, what it did; files of aSc and remembered names."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from parta.classes.models import Group
from parta.common.tenancy import SchoolForeignKey, SchoolModel
from parta.people.models import Person
from parta.school.models import Branch


class RunState(models.TextChoices):
    UPLOADED = "uploaded", _("Uploaded")
    CHECKING = "checking", _("Being checked")
    READY = "ready", _("Checked")
    APPLYING = "applying", _("Being applied")
    DONE = "done", _("Applied")
    FAILED = "failed", _("Not applied")


class ImportRun(SchoolModel):
    """`plan` is the preview as JSON (exchange.plan.Plan.as_json), `report` what was done or why not."""

    name = models.CharField(_("file"), max_length=200)
    stored_name = models.CharField(max_length=60)
    state = models.CharField(_("state"), max_length=10, choices=RunState, default=RunState.UPLOADED)
    plan = models.JSONField(default=dict)
    report = models.JSONField(default=dict)
    created_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(_("when"))

    class Meta:
        indexes = [models.Index("school", "created_at", name="import_run_by_time")]

    def __str__(self) -> str:
        return self.name

    @property
    def progress_name(self) -> str:
        return f"import-{self.school_id}-{self.pk}"

    @property
    def is_working(self) -> bool:
        return self.state in (RunState.UPLOADED, RunState.CHECKING, RunState.APPLYING)


class TimetableFileState(models.TextChoices):
    WAITING = "waiting", _("Waits for you")
    DONE = "done", _("A draft is made")


class TimetableFile(SchoolModel):
    """A timetable of aSc for a branch from a day on, kept without pupils; what it would change is read from it anew."""

    branch = SchoolForeignKey(Branch, related_name="timetable_files", verbose_name=_("branch"))
    name = models.CharField(_("file"), max_length=200)
    stored_name = models.CharField(max_length=60)
    since = models.DateField(_("valid from"))
    state = models.CharField(_("state"), max_length=10, choices=TimetableFileState, default=TimetableFileState.WAITING)
    report = models.JSONField(default=dict)
    """How many places were added, removed, changed and left when it became a draft."""
    created_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(_("when"))

    class Meta:
        indexes = [models.Index("school", "created_at", name="timetable_file_by_time")]

    def __str__(self) -> str:
        return self.name


class NameChoice(SchoolModel):
    """What a name in files of aSc means, as somebody chose; the next file is matched by it. `target` 0 is left out."""

    branch = SchoolForeignKey(Branch, related_name="+")
    kind = models.CharField(max_length=10)
    key = models.CharField(max_length=200)
    target = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint("school", "branch", "kind", "key", name="one_choice_per_name")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}: {self.target}"


class FeedKind(models.TextChoices):
    GROUP = "group", _("Class")
    TEACHER = "teacher", _("Teacher")
    PUPIL = "pupil", _("Pupil")


class CalendarFeed(SchoolModel):
    """A secret address under which calendars read lessons. It opens no more than its owner may see on that day.

    The secret is not kept: it is computed of `salt` and the key of the installation (exchange.calendar.secrets).
    """

    kind = models.CharField(max_length=10, choices=FeedKind)
    group = SchoolForeignKey(Group, related_name="+", null=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    owner = models.ForeignKey(Person, models.PROTECT, related_name="+")
    salt = models.CharField(max_length=32)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint("school", "salt", name="one_feed_per_salt")]
        indexes = [models.Index("school", "owner", name="feed_by_owner")]

    def __str__(self) -> str:
        return f"{self.kind} for {self.owner_id}"
