"""Remarks on the keeping of the journal."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from parta.classes.models import Course, Group
from parta.common.tenancy import SchoolForeignKey, SchoolModel
from parta.lessons.models import Lesson
from parta.people.models import Person
from parta.school.models import Branch, Term
from parta.supervision.checks import CHECKS

MANUAL = "manual"


def kinds() -> list[tuple[str, str | Promise]]:
    """What a remark may be about: the checks, and by hand."""
    return [*((check.key, check.title) for check in CHECKS.values()), (MANUAL, _("By hand"))]


class State(models.TextChoices):
    OPEN = "open", _("Waits for an answer")
    ANSWERED = "answered", _("Answered")
    RETURNED = "returned", _("Returned with words")
    ACCEPTED = "accepted", _("Accepted")
    MENDED = "mended", _("Mended by itself")


UNSETTLED = (State.OPEN, State.ANSWERED, State.RETURNED)


class Remark(SchoolModel):
    """What is amiss in a journal, to whom it is said and by when it is mended.

    `kind` is the key of a check or "manual"; `term` and `pupil` tell causes in one course apart. `holds`: the last
    inspection still saw the cause of an automatic one; an accepted one that holds is not made anew, a cause that comes
    back after it had gone makes a new one.
    """

    course = SchoolForeignKey(Course, related_name="remarks")
    lesson = SchoolForeignKey(Lesson, related_name="remarks", null=True)
    term = SchoolForeignKey(Term, related_name="+", null=True)
    pupil = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    group = SchoolForeignKey(Group, related_name="+")
    branch = SchoolForeignKey(Branch, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    author = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(_("kind"), max_length=20, choices=kinds)
    text = models.TextField(_("remark"), max_length=2000, blank=True)
    reply = models.TextField(_("answer"), max_length=2000, blank=True)
    verdict = models.TextField(_("decision"), max_length=2000, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    holds = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    due = models.DateField(_("mend by"))
    closed_at = models.DateTimeField(null=True)
    closed_by_check = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "school",
                "kind",
                "course",
                Coalesce("lesson", 0, output_field=models.BigIntegerField()),
                "person",
                Coalesce("term", 0, output_field=models.BigIntegerField()),
                Coalesce("pupil", 0, output_field=models.BigIntegerField()),
                condition=models.Q(holds=True),
                name="one_remark_per_cause",
            )
        ]
        indexes = [models.Index("school", "person", "state", name="remark_by_person")]

    @property
    def is_settled(self) -> bool:
        return self.state not in UNSETTLED

    @property
    def explanation(self) -> str:
        """What is asked for: the words of the author or those of the check."""
        return self.text or (str(CHECKS[self.kind].explanation) if self.kind in CHECKS else "")

    def __str__(self) -> str:
        return f"{self.kind}: {self.text[:60]}"


class Inspection(SchoolModel):
    """The last run of the checks for a day: how many remarks it made and closed."""

    on = models.DateField()
    at = models.DateTimeField()
    made = models.PositiveIntegerField(default=0)
    closed = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint("school", "on", name="one_inspection_per_day")]

    def __str__(self) -> str:
        return f"{self.on}: +{self.made} -{self.closed}"
