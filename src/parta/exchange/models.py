"""Runs of an import: the file, how far it is, what it would change, what it did."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from parta.common.tenancy import SchoolModel
from parta.people.models import Person


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
