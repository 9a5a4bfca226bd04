"""Thematic plans (КТП): the living table of a course, its approved editions and the correction sheet."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from parta.classes.models import Course
from parta.common.tenancy import SchoolForeignKey, SchoolModel
from parta.people.models import Person
from parta.planning.arithmetic import MOST_HOURS, SECTION


class PlanState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("With the deputy head")
    APPROVED = "approved", _("Approved")


class Kind(models.TextChoices):
    """What is done at the lesson; a section is a heading and takes no hours."""

    SECTION = SECTION, _("Section")
    NEW = "new", _("New material")
    PRACTICE = "practice", _("Practice")
    REVIEW = "review", _("Revision")
    CONTROL = "control", _("Control work")
    LAB = "lab", _("Laboratory or practical work")
    PROJECT = "project", _("Project")
    RESERVE = "reserve", _("Reserve")


class Means(models.TextChoices):
    """By what a lag is caught up."""

    NONE = "", _("not needed")
    JOINED = "joined", _("topics joined")
    SHORTENED = "shortened", _("topics shortened")
    RESERVE = "reserve", _("reserve hours")
    LESSONS = "lessons", _("further lessons")
    ALONE = "alone", _("work at home, remote lessons")


class Plan(SchoolModel):
    """The one living plan of a course. `version` counts saves, `edition` approvals."""

    course = SchoolForeignKey(Course, related_name="plans")
    title = models.CharField(_("programme and textbook"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=PlanState, default=PlanState.DRAFT)
    version = models.PositiveIntegerField(default=0)
    edition = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    answer = models.CharField(_("what is to be mended"), max_length=1000, blank=True)
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint("school", "course", name="one_plan_per_course")]

    def __str__(self) -> str:
        return f"{self.course_id}: {self.state}"


class Topic(SchoolModel):
    """A line of a plan: a topic with its hours, or the heading of a section. `joins`: it shares the lesson before."""

    plan = SchoolForeignKey(Plan, related_name="topics")
    position = models.PositiveIntegerField()
    title = models.CharField(_("topic"), max_length=500)
    hours = models.PositiveSmallIntegerField(_("hours"), default=1)
    kind = models.CharField(_("kind of lesson"), max_length=10, choices=Kind, default=Kind.NEW)
    work = models.CharField(_("work"), max_length=20, blank=True)
    homework = models.CharField(_("homework"), max_length=1000, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    is_important = models.BooleanField(_("important"), default=False)
    joins = models.BooleanField(_("joined with the one before"), default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind=SECTION, hours=0)
                | ~models.Q(kind=SECTION) & models.Q(hours__range=(1, MOST_HOURS)),
                name="a_topic_takes_hours",
            )
        ]
        indexes = [models.Index("school", "plan", "position", name="topic_by_plan")]

    def __str__(self) -> str:
        return self.title


class Edition(SchoolModel):
    """The plan as it was approved."""

    plan = SchoolForeignKey(Plan, related_name="editions")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    rows = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint("school", "plan", "number", name="one_plan_edition_per_number")]

    def __str__(self) -> str:
        return f"{self.plan_id} №{self.number}"


class Correction(SchoolModel):
    """A line of the correction sheet: what was changed after the approval, why, and how hours are caught up."""

    plan = SchoolForeignKey(Plan, related_name="corrections")
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    changes = models.JSONField()
    reason = models.CharField(_("reason"), max_length=500)
    means = models.CharField(_("how it is caught up"), max_length=10, choices=Means, blank=True)
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index("school", "plan", name="correction_by_plan")]

    def __str__(self) -> str:
        return self.reason
