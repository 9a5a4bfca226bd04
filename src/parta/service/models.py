"""What the public site holds: the regulation of the service, edition by edition."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from parta.access.roles import Role
from parta.common.tenancy import SchoolForeignKey, SchoolModel
from parta.people.models import Person
from parta.school.models import Branch


class Regulation(SchoolModel):
    """One edition for a branch, or for the school as a whole; never changed after it was published."""

    branch = SchoolForeignKey(Branch, related_name="regulations", null=True, blank=True, verbose_name=_("branch"))
    title = models.CharField(_("title"), max_length=300)
    body = models.JSONField(_("text"))
    since = models.DateField(_("in force from"))
    version = models.PositiveSmallIntegerField(_("edition"))
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    published_as = models.CharField(max_length=20, choices=Role, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "school",
                Coalesce("branch", 0, output_field=models.BigIntegerField()),
                "version",
                name="one_edition_per_number",
            )
        ]

    def __str__(self) -> str:
        return self.title
